"""Rows that lots being applied have just made: held in memory while more lots change them, then written at once.

A long journal makes its rows, then edits each of them many times; the file is asked nothing about them meanwhile, and
is written once for each row instead of three times for each edit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..core.records import Value
from ..sync.journal import Dot
from ..sync.state import RowKey
from . import heads, rows

MAX_HELD = 40_000
"""Beyond that many rows all are written, so that a journal of any length stays small in memory."""


@dataclass(slots=True)
class _Made:
    creation: Dot
    values: dict[str, Value]
    heads: dict[str, Dot] = field(default_factory=dict)


class FreshRows:
    """Rows whose only author is known: one creation, then writes that each saw the one before."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._held: dict[RowKey, _Made] = {}

    def __contains__(self, key: RowKey) -> bool:
        return key in self._held

    def make(self, key: RowKey, creation: Dot, values: dict[str, Value]) -> None:
        """Hold a row that one op made and no other speaks of."""
        if len(self._held) >= MAX_HELD:
            self.write()
        self._held[key] = _Made(creation, values)

    def head(self, key: RowKey, name: str) -> Dot:
        """The only head of a field of a row that is held."""
        made = self._held[key]
        return made.heads.get(name, made.creation)

    def put(self, key: RowKey, name: str, dot: Dot, value: Value) -> Value:
        """Make an op that saw the head of a field its head; gives the value before, None where nobody wrote it."""
        made = self._held[key]
        before = made.values.get(name)
        made.values[name], made.heads[name] = value, dot
        return before

    def write(self, only: RowKey | None = None) -> None:
        """Write the rows held, or one of them, in the tables, and hold them no more."""
        if only is None:
            taken, self._held = self._held, {}
        else:
            taken = {only: made} if (made := self._held.pop(only, None)) is not None else {}
        rows.put_rows(self._db, ((key, made.values) for key, made in taken.items()))
        heads.put_heads(self._db, _heads(taken.items()))


def _heads(held: Iterable[tuple[RowKey, _Made]]) -> Iterable[tuple[str, str, str, str, int]]:
    return ((*key, name, *dot) for key, made in held for name, dot in made.heads.items())
