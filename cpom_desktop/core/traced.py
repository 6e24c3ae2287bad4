"""A model that remembers what was read of it: what was made from that stays right until one of those rows changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

from .model import Model, Rows
from .records import Cell, Record, Value

R = TypeVar("R", bound=Record)


@dataclass(slots=True)
class _Seen:
    """What was read of one kind: all its rows, some by id, some by the value of a field; absent ones too."""

    whole: bool = False
    records: dict[str, Record | None] = field(default_factory=dict)
    buckets: dict[str, dict[Value, Rows | None]] = field(default_factory=dict)


class Traced(Model):
    """Reads one model, then the next one: `follow` it where `still_says` that nothing of what was read differs.

    So rows made long ago may still ask for more: they read the contract as it stands now, and what they ask is
    remembered like the rest.
    """

    __slots__ = ("_seen",)

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._seen: dict[str, _Seen] = {}
        self.follow(model)

    def follow(self, model: Model) -> None:
        """Read this model from now on."""
        self._rows, self._indexes = model._rows, model._indexes

    def still_says(self, model: Model) -> bool:
        """Whether every read so far would give the same there. Exact: rows are never changed, only put in place."""
        return all(self._rows.get(kind) is (rows := model._rows.get(kind)) or _same(seen, kind, rows or {}, model)
                   for kind, seen in self._seen.items())

    def find(self, cls: type[R], row: str) -> R | None:
        return cast("R | None", self.record(cls.kind, row))

    def record(self, kind: str, row: str) -> Record | None:
        found = self._rows.get(kind, {}).get(row)
        self._of(kind).records[row] = found
        return found

    def all(self, cls: type[R]) -> list[R]:
        self._of(cls.kind).whole = True
        return super().all(cls)

    def where(self, cls: type[R], field: str, value: Value) -> list[R]:
        found = super().where(cls, field, value)
        self._of(cls.kind).buckets.setdefault(field, {})[value] = self._indexes[cls.kind, field].get(value)
        return found

    def first(self, cls: type[R]) -> R | None:
        self._of(cls.kind).whole = True
        return super().first(cls)

    def __iter__(self) -> Iterator[Record]:
        raise NotImplementedError("a traced model is read kind by kind")

    def replacing(self, records: Iterable[Record] = (), removed: Iterable[tuple[str, str]] = ()) -> Model:
        raise NotImplementedError("what is read of another model is not traced")

    def overlaid(self, values: Mapping[Cell, Value], are_checked: bool = False) -> Model:
        raise NotImplementedError("what is read of another model is not traced")

    def _of(self, kind: str) -> _Seen:
        seen = self._seen.get(kind)
        if seen is None:
            seen = self._seen[kind] = _Seen()
        return seen


def _same(seen: _Seen, kind: str, rows: Rows, model: Model) -> bool:
    """Some row of the kind differs: whether it is none of those that were read."""
    if seen.whole or any(rows.get(row) is not record for row, record in seen.records.items()):
        return False
    return all(_same_bucket(bucket, model._bucket(kind, name, value))
               for name, buckets in seen.buckets.items() for value, bucket in buckets.items())


def _same_bucket(one: Rows | None, other: Rows | None) -> bool:
    # An index made anew holds other dicts of the same rows; their order counts.
    return one is other or list((one or {}).values()) == list((other or {}).values())
