"""Long texts while they are typed, kept every two seconds against a crash; the journal receives them once finished."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NamedTuple

from ..core.records import Cell

PERIOD_SECONDS = 2
"""How often an editor keeps the text that is being typed."""


class KeptText(NamedTuple):
    """A text that was being typed when the program stopped, and when it was last kept."""

    cell: Cell
    text: str
    saved: str


class Drafts:
    """The texts under way of a contract file."""

    def __init__(self, db: sqlite3.Connection, writing: Callable[[], AbstractContextManager[None]]) -> None:
        self._db, self._writing = db, writing

    def keep(self, cell: Cell, text: str, now: dt.datetime) -> None:
        """Keep the text of a cell as it is being typed."""
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)", (*cell, text, now.isoformat()))

    def drop(self, cell: Cell) -> None:
        """The text was committed or given up. Writes nothing where none was kept."""
        if self._db.execute("SELECT 1 FROM draft WHERE kind = ? AND row = ? AND field = ?", cell).fetchone():
            with self._writing():
                self._db.execute("DELETE FROM draft WHERE kind = ? AND row = ? AND field = ?", cell)

    def all(self) -> list[KeptText]:
        """What was being typed when the program last stopped without closing the contract."""
        found = self._db.execute("SELECT kind, row, field, text, saved FROM draft")
        return [KeptText(Cell(*row[:3]), row[3], row[4]) for row in found]
