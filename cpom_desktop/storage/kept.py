"""A deleted row to which an existing row belongs is there all the same, flagged, until somebody decides."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ..core.records import KINDS, fields_of
from ..sync.state import RowKey
from .heads import Flags, Why
from .rows import row_exists


def is_kept(db: sqlite3.Connection, flags: Flags, key: RowKey) -> bool:
    """Whether a row that exists by itself belongs to this one, directly or through others that are kept too.

    The search goes down from the row, so that two deleted rows that belong to each other do not keep each other.
    """
    seen, todo = {key}, [key]
    while todo:
        for child in _belonging_to(db, todo.pop()):
            if flags.of(child) is not Why.OWNER:
                return True
            if child not in seen:
                seen.add(child)
                todo.append(child)
    return False


def exists_by_itself(db: sqlite3.Connection, flags: Flags, key: RowKey) -> bool:
    """Whether a row is there without any other row keeping it."""
    return flags.of(key) is not Why.OWNER and row_exists(db, key)


def _belonging_to(db: sqlite3.Connection, owner: RowKey) -> Iterator[RowKey]:
    for kind in sorted(KINDS):
        for info in fields_of(kind).values():
            if info.about.owner and info.about.of == owner.kind:
                for (row,) in db.execute(f'SELECT id FROM "{kind}" WHERE "{info.name}" = ?', (owner.row,)):
                    yield RowKey(kind, row)
