"""The part of the projection that belongs to no kind: heads of cells, undone lots, flagged rows, unreadable values.

A head is stored only where the ops of its row do not say it at once: a cell that nobody wrote after the creation of its
row, by one author, has that creation as its only head and stands in no table. 36 000 rows then take 11 MB, not 35.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from ..core.records import Cell
from ..sync.journal import Dot, LotRef
from ..sync.state import RowKey, RowState
from .journal import creations_of


class Why(Enum):
    """Why a deleted row is there all the same."""

    MODIFIED = "modified"
    """Somebody changed it without having seen the deletion, or the deletion without having seen the change."""
    OWNER = "owner"
    """A row that exists belongs to it."""


class Unreadable(NamedTuple):
    """A value of the journal that this program cannot show: the one before it, or nothing, is shown in its place."""

    cell: Cell
    dot: Dot
    reason: str


Stored = dict[str, frozenset[Dot]]
"""Field → heads, for the cells of a row whose heads are stored."""


def stored_heads(db: sqlite3.Connection, key: RowKey) -> Stored:
    """The heads of a row that are stored, by field."""
    found: dict[str, set[Dot]] = {}
    for field, replica, seq in db.execute("SELECT field, replica, seq FROM head WHERE kind = ? AND row = ?", key):
        found.setdefault(field, set()).add(Dot(replica, seq))
    return {field: frozenset(dots) for field, dots in found.items()}


def heads_to_store(state: RowState, fields: Iterable[str]) -> Stored:
    """The heads of a row that must be stored: all but those that its one creation gives."""
    implied = frozenset(state.made) if len(state.made) == 1 else None
    heads = {field: frozenset(op.dot for op in state.heads.get(field, ())) for field in fields}
    return {field: dots for field, dots in heads.items() if dots and dots != implied}


def replace_heads(db: sqlite3.Connection, key: RowKey, before: Stored, after: Stored) -> set[str]:
    """Store other heads for a row; gives the fields whose heads are not the same."""
    changed = {field for field in before.keys() | after.keys() if before.get(field) != after.get(field)}
    for field in changed:
        db.execute("DELETE FROM head WHERE kind = ? AND row = ? AND field = ?", (*key, field))
        db.executemany("INSERT INTO head VALUES (?, ?, ?, ?, ?)", ((*key, field, *dot) for dot in after.get(field, ())))
    return changed


def heads_of(db: sqlite3.Connection, cell: Cell) -> set[Dot]:
    """The heads of a cell that are stored; none where the creation of its row says them."""
    found = db.execute("SELECT replica, seq FROM head WHERE kind = ? AND row = ? AND field = ?", cell)
    return {Dot(*row) for row in found}


def are_seen(db: sqlite3.Connection, cell: Cell, stored: set[Dot], parents: Iterable[Dot]) -> bool:
    """Whether an author who cites `parents` saw every head of a cell, given those that are stored.

    False also where that takes more than the tables say: the row is then computed again from its ops.
    """
    cited = set(parents)
    if stored == cited and stored:
        return True
    creations = creations_of(db, RowKey(cell.kind, cell.row))
    if len(creations) != 1:
        # An op that cites more than the heads may bring back a creation that was undone.
        return False
    return (stored or creations) <= cited


def set_head(db: sqlite3.Connection, cell: Cell, dot: Dot, stored: set[Dot]) -> None:
    """Make an op the only head of a cell, in place of those that are stored."""
    if stored:
        db.execute("DELETE FROM head WHERE kind = ? AND row = ? AND field = ?", cell)
    db.execute("INSERT INTO head VALUES (?, ?, ?, ?, ?)", (*cell, *dot))


def put_heads(db: sqlite3.Connection, found: Iterable[tuple[str, str, str, str, int]]) -> None:
    """Store the only heads of cells that had none stored: kind, row, field, replica, seq."""
    db.executemany("INSERT INTO head VALUES (?, ?, ?, ?, ?)", sorted(found))


def cells_with_several_heads(db: sqlite3.Connection) -> list[Cell]:
    """The cells that more than one op heads; they conflict where the values differ."""
    found = db.execute("SELECT kind, row, field FROM head GROUP BY kind, row, field HAVING count(*) > 1")
    return [Cell(*row) for row in found]


def dead_lots(db: sqlite3.Connection) -> frozenset[LotRef]:
    """The lots that were undone."""
    return frozenset(LotRef(*row) for row in db.execute("SELECT replica, number FROM dead"))


def replace_dead(db: sqlite3.Connection, gone: Iterable[LotRef], come: Iterable[LotRef]) -> None:
    """Take note of lots that count again, and of lots that do not count any more."""
    db.executemany("DELETE FROM dead WHERE replica = ? AND number = ?", gone)
    db.executemany("INSERT INTO dead VALUES (?, ?)", come)


class Flags:
    """The rows that somebody deleted and that are there all the same: few, so they are held while lots are applied."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known = {RowKey(kind, row): Why(why) for kind, row, why in db.execute("SELECT kind, row, why FROM flag")}

    def all(self) -> dict[RowKey, Why]:
        """Every flagged row, with the reason."""
        return dict(self._known)

    def of(self, key: RowKey) -> Why | None:
        """Why a row is flagged, or None."""
        return self._known.get(key)

    def put(self, key: RowKey, why: Why | None) -> None:
        """Flag a row, or take its flag away."""
        if why is None:
            if self._known.pop(key, None) is not None:
                self._db.execute("DELETE FROM flag WHERE kind = ? AND row = ?", key)
        else:
            self._known[key] = why
            self._db.execute("INSERT OR REPLACE INTO flag VALUES (?, ?, ?)", (*key, why.value))


class Unreadables:
    """The values that cannot be shown: few, so the rows that have some are held while lots are applied."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._rows = {RowKey(*row) for row in db.execute("SELECT DISTINCT kind, row FROM problem")}

    def all(self) -> list[Unreadable]:
        """Every value that cannot be shown."""
        found = self._db.execute("SELECT kind, row, field, replica, seq, reason FROM problem")
        return [Unreadable(Cell(*row[:3]), Dot(*row[3:5]), row[5]) for row in found]

    def put(self, key: RowKey, values: Iterable[Unreadable]) -> None:
        """Say which values of a row cannot be shown."""
        if key in self._rows:
            self._db.execute("DELETE FROM problem WHERE kind = ? AND row = ?", key)
            self._rows.discard(key)
        for value in values:
            self._db.execute("INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?)", (*value.cell, *value.dot, value.reason))
            self._rows.add(key)

    def clear(self, cell: Cell) -> None:
        """A cell has a value that can be shown again."""
        if (cell.kind, cell.row) in self._rows:
            self._db.execute("DELETE FROM problem WHERE kind = ? AND row = ? AND field = ?", cell)
