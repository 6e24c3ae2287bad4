"""What one side keeps for itself: mandate, notes, scenarios, positions in draft. In no journal, in no copy for others.

Each entry is plain data under a name, held for one side. The tables are zeroed when they are emptied (`secure_delete`),
so that nothing deleted stays readable in the bytes of the file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import Enum

from ..core.changes import Side
from ..core.problems import Reason, Refused
from ..core.records import MAX_NAME, MAX_TEXT

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]
"""What an entry may hold: no float, as everywhere in the file."""


class Area(Enum):
    """The private tables, by what they hold."""

    MANDATE = "private_mandate"
    NOTE = "private_note"
    SCENARIO = "private_scenario"
    POSITION = "private_position"


class PrivateSpace:
    """The private entries of a contract file."""

    def __init__(self, db: sqlite3.Connection, writing: Callable[[], AbstractContextManager[None]]) -> None:
        self._db, self._writing = db, writing

    def get(self, area: Area, side: Side, name: str) -> Plain:
        """One entry, or None where there is none."""
        found = self._db.execute(f"SELECT body FROM {area.value} WHERE side = ? AND name = ?", (side.value, name))
        row = found.fetchone()
        return None if row is None else _read(row[0])

    def all(self, area: Area, side: Side) -> dict[str, Plain]:
        """Every entry of a side, by name."""
        found = self._db.execute(f"SELECT name, body FROM {area.value} WHERE side = ?", (side.value,))
        return {name: _read(body) for name, body in found}

    def put(self, area: Area, side: Side, name: str, body: Plain) -> None:
        """Write one entry in place of what it held; raises `Refused` where it is too long."""
        text = _written(body)
        if not 0 < len(name) <= MAX_NAME or len(text) > MAX_TEXT * 10:
            raise Refused(Reason.TOO_BIG, detail="note privée trop longue")
        with self._writing():
            self._db.execute(f"INSERT OR REPLACE INTO {area.value} VALUES (?, ?, ?)", (side.value, name, text))

    def remove(self, area: Area, side: Side, name: str) -> None:
        """Forget one entry; its text leaves the file too."""
        with self._writing():
            self._db.execute(f"DELETE FROM {area.value} WHERE side = ? AND name = ?", (side.value, name))


def _read(text: str) -> Plain:
    body: Plain = json.loads(text)
    return body


def _written(body: Plain) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
