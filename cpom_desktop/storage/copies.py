"""A copy of a contract for somebody else: made from the journal into a new file, never from the pages of ours.

`backup()` and `VACUUM INTO` copy what is private, and deleting it from the copy leaves its text in the bytes.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ..core.problems import Kind
from ..sync.journal import Lot
from . import journal
from .connection import close, writing
from .errors import speaking_of, surroundings
from .opening import new_connection
from .projection import Projection

_SHARED = ("signed_head", "blob")
"""Tables that go along with the journal."""


def write_copy(db: sqlite3.Connection, contract_id: str, target: Path, now: dt.datetime, *, blobs: bool = True) -> None:
    """Write the contract held by a connection as a new file; raises `Surroundings` EXISTS where something is there.

    Journal, signed heads of chains, attachments if wanted; no private entry, no draft, nothing of the parties met.
    """
    if target.exists() or target.is_symlink():
        raise surroundings(Kind.EXISTS, target)
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    copy = new_connection(part, contract_id, now)
    try:
        with writing(copy, part):
            fill(copy, journal.lots_after(db))
            for table in _SHARED if blobs else _SHARED[:1]:
                _copy_table(db, copy, table)
        close(copy)
        with speaking_of(target):
            os.rename(part, target)
    except BaseException:
        copy.close()
        part.unlink(missing_ok=True)
        raise


def fill(db: sqlite3.Connection, lots: Iterable[Lot]) -> None:
    """Write lots that follow each other in an empty journal, in the transaction that is open."""
    for lot in lots:
        journal.insert_ops(db, journal.insert_lot(db, lot), lot.ops)
    # The lots come replica by replica, an op perhaps before what it cites: the projection is made once all are there.
    Projection(db).replay()


def _copy_table(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
    for row in source.execute(f"SELECT * FROM {table}"):
        target.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
