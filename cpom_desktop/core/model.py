"""One whole contract in memory, and the same contract as somebody else sees it.

A `Model` is never changed: `replacing` gives a new one that shares every untouched record, so a trial, a position or a
scenario is a model like any other and costs what it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from operator import is_not
from typing import Any, TypeVar, cast

from .problems import Reason, Refused
from .records import KINDS, Cell, Record, Value, changed_rows, field_of

R = TypeVar("R", bound=Record)
Rows = dict[str, Record]
Index = dict[Value, Rows]


class Model:
    """The rows of a contract by kind and id, with indexes by field made when first asked for and kept up to date."""

    __slots__ = ("_indexes", "_rows")

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._rows: dict[str, Rows] = {}
        self._indexes: dict[tuple[str, str], Index] = {}
        for record in records:
            self._rows.setdefault(record.kind, {})[record.id] = record

    def find(self, cls: type[R], row: str) -> R | None:
        """The row of that id, or None."""
        return cast("R | None", self._rows.get(cls.kind, {}).get(row))

    def get(self, cls: type[R], row: str) -> R:
        """The row of that id; raises `Refused` where there is none."""
        if (found := self.find(cls, row)) is None:
            raise Refused(Reason.UNKNOWN_CELL, detail=f"{cls.title} {row[:40]}")
        return found

    def record(self, kind: str, row: str) -> Record | None:
        """The row of a kind known by name only."""
        return self._rows.get(kind, {}).get(row)

    def all(self, cls: type[R]) -> list[R]:
        """Every row of a kind, in the order of creation in this model."""
        return cast("list[R]", list(self._rows.get(cls.kind, {}).values()))

    def where(self, cls: type[R], field: str, value: Value) -> list[R]:
        """The rows whose field has that value; the index is kept, so asking again is cheap."""
        # Written out: a section asks for a dozen kinds, most of them empty, and a contract has hundreds of sections.
        if (index := self._indexes.get((cls.kind, field))) is None:
            index = self._index(cls.kind, field)
        found: Any = index.get(value)
        return list(found.values()) if found else []

    def first(self, cls: type[R]) -> R | None:
        """The only or first row of a kind."""
        return cast("R | None", next(iter(self._rows.get(cls.kind, {}).values()), None))

    def value(self, cell: Cell) -> Value:
        """The value at an address; raises `Refused` where there is no such row or field."""
        info, record = field_of(cell), self.record(cell.kind, cell.row)
        if record is None:
            raise Refused(Reason.UNKNOWN_CELL, detail=str(cell))
        return cast(Value, getattr(record, info.name))

    def __iter__(self) -> Iterator[Record]:
        for rows in self._rows.values():
            yield from rows.values()

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def replacing(self, records: Iterable[Record] = (), removed: Iterable[tuple[str, str]] = ()) -> Model:
        """This contract with some rows put in place of theirs (or added) and others gone."""
        touched: dict[str, dict[str, Record | None]] = {}
        for record in records:
            touched.setdefault(record.kind, {})[record.id] = record
        for kind, row in removed:
            touched.setdefault(kind, {})[row] = None
        result = Model()
        result._rows = {**self._rows,
                        **{kind: _updated(self._rows.get(kind, {}), rows) for kind, rows in touched.items()}}
        result._indexes = {key: self._reindexed(key, index, touched.get(key[0])) for key,
                           index in self._indexes.items()}
        return result

    def overlaid(self, values: Mapping[Cell, Value], are_checked: bool = False) -> Model:
        """This contract with other values in some cells: a preview, a side's positions, a scenario.

        Values are checked by their fields unless they have been; a cell whose row is gone is left out.
        """
        by_kind: dict[str, dict[str, dict[str, Value]]] = {}
        for (kind, row, field), value in values.items():
            kept = value if are_checked else field_of(Cell(kind, row, field)).check(value)
            rows = by_kind.setdefault(kind, {})
            if row in rows:
                rows[row][field] = kept
            else:
                rows[row] = {field: kept}
        changes = ((old, found) for kind, rows in by_kind.items() if (held := self._rows.get(kind))
                   for row, found in rows.items() if (old := held.get(row)) is not None)
        return self.replacing(changed_rows(changes))

    def _bucket(self, kind: str, field: str, value: Value) -> Rows | None:
        """The rows of an index: the same object as long as none of them has changed."""
        if (index := self._indexes.get((kind, field))) is None:
            index = self._index(kind, field)
        return index.get(value)

    def differing(self, other: Model) -> set[tuple[str, str]]:
        """The rows that are not the same object in both: what lies between two states of one contract."""
        found = set[tuple[str, str]]()
        for kind in self._rows.keys() | other._rows.keys():
            own, its = self._rows.get(kind, {}), other._rows.get(kind, {})
            if own is not its:
                # No call of Python for each row: thousands of them are compared at each keystroke.
                moved = compress(own, map(is_not, own.values(), map(its.get, own)))
                found.update((kind, row) for row in moved)
                found.update((kind, row) for row in its.keys() - own.keys())
        return found

    def _index(self, kind: str, field: str) -> Index:
        index: Index = {}
        for row in self._rows.get(kind, {}).values():
            index.setdefault(getattr(row, field), {})[row.id] = row
        self._indexes[kind, field] = index
        return index

    def _reindexed(self, key: tuple[str, str], index: Index, changes: dict[str, Record | None] | None) -> Index:
        if not changes:
            return index
        kind, field = key
        result, owned = dict(index), set[Value]()

        def bucket(value: Value) -> Rows:
            if value not in owned:
                owned.add(value)
                result[value] = dict(result.get(value, {}))
            return result[value]

        for row, new in changes.items():
            old = self._rows.get(kind, {}).get(row)
            if old is not None and (new is None or getattr(old, field) != getattr(new, field)):
                bucket(getattr(old, field)).pop(row, None)
            if new is not None:
                bucket(getattr(new, field))[row] = new
        return result


def _updated(rows: Rows, changes: Mapping[str, Record | None]) -> Rows:
    result = dict(rows)
    for row, record in changes.items():
        if record is None:
            result.pop(row, None)
        else:
            result[row] = record
    return result


def kind_of(cell: Cell) -> type[Record]:
    """The kind a cell belongs to; raises `Refused` on a word that names none."""
    if cell.kind not in KINDS:
        raise Refused(Reason.UNKNOWN_CELL, detail=cell.kind)
    return KINDS[cell.kind]
