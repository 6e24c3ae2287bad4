"""The whole contract as a set of lots says it is: every row, and the rows kept alive by what belongs to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..core.kinds import KINDS
from ..core.records import Cell, Value, fields_of
from .fingerprint import OpenPoint
from .journal import Dot, Lot, LotRef, Op, OpKind
from .liveness import dead_lots, undos_in
from .state import (
    Negotiable,
    RowKey,
    RowState,
    base_of,
    cell_of,
    is_negotiable,
    row_of,
    row_state,
    value_in,
)

OwnersOf = Callable[[RowKey, Mapping[str, Value]], Iterable[RowKey]]
"""The rows that a row belongs to, from its values."""


def owners_of(key: RowKey, values: Mapping[str, Value]) -> Iterator[RowKey]:
    """The rows a row belongs to, by its fields that say `owner`; a kind of a later version belongs to nothing here."""
    if key.kind not in KINDS:
        return
    for info in fields_of(key.kind).values():
        if info.about.owner and isinstance(owner := values.get(info.name), str) and owner:
            yield RowKey(info.about.of, owner)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Versions of one cell that nobody has decided between. `base`: what both knew.

    What shows meanwhile is `agreed` in a negotiable field, where there is one; else the last of `heads`.
    """

    cell: Cell
    heads: tuple[Op, ...]
    base: Op | None
    agreed: Op | None = None


@dataclass(frozen=True, slots=True)
class ContractState:
    """Every row that some lots speak of; the `kept` ones were deleted, and exist because a row belongs to them."""

    rows: Mapping[RowKey, RowState]
    kept: frozenset[RowKey]

    def exists(self, key: RowKey) -> bool:
        """Whether a row is part of the contract."""
        return key in self.kept or (key in self.rows and self.rows[key].exists)

    def flagged(self) -> frozenset[RowKey]:
        """The rows that somebody deleted and that are there all the same."""
        return self.kept | {key for key, state in self.rows.items() if state.flagged}

    def written(self) -> Iterator[tuple[Cell, Value]]:
        """The cells of existing rows that an op has written, with the value shown, in the order of cells."""
        for key in sorted(self.rows):
            if self.exists(key):
                yield from ((cell_of(key, name), value) for name, value in sorted(self.rows[key].shown().items()))

    def open_points(self) -> Iterator[OpenPoint]:
        """What waits for a decision, for the fingerprint: rows flagged and cells in conflict, in the order of cells."""
        points: list[OpenPoint] = [(cell_of(key, ""), ()) for key in self.flagged()]
        points += [(cell, _values(cell.field, heads)) for cell, heads in self.disputed()]
        yield from sorted(points)

    def disputed(self) -> Iterator[tuple[Cell, tuple[Op, ...]]]:
        """The cells in conflict, with their heads, in the order of cells."""
        for key in sorted(self.rows):
            if self.exists(key):
                yield from ((cell_of(key, name), ops) for name, ops in sorted(self.rows[key].disputed().items()))


def _values(name: str, heads: Iterable[Op]) -> tuple[Value, ...]:
    return tuple({value_in(op, name): None for op in heads})


def kept_rows(rows: Mapping[RowKey, RowState], owners: OwnersOf = owners_of) -> frozenset[RowKey]:
    """The deleted rows that exist because an existing row belongs to them, directly or through others."""
    gone = {key: state for key, state in rows.items() if not state.exists}
    return kept_among(gone, ((key, state.shown()) for key, state in rows.items() if state.exists), owners)


def kept_among(
    gone: Mapping[RowKey, RowState], there: Iterable[tuple[RowKey, Mapping[str, Value]]], owners: OwnersOf = owners_of
) -> frozenset[RowKey]:
    """The same from the deleted rows alone, and the existing ones with their values."""
    kept: set[RowKey] = set()
    todo = list(there) if gone else []
    while todo:
        for owner in owners(*todo.pop()):
            if owner in gone and owner not in kept:
                kept.add(owner)
                todo.append((owner, gone[owner].shown()))
    return frozenset(kept)


def grouped(lots: Iterable[Lot]) -> tuple[dict[RowKey, list[Op]], frozenset[Dot]]:
    """The ops of some lots by row, and the dots of those that do not count."""
    held = list(lots)
    dead: frozenset[LotRef] = dead_lots(undos_in(held))
    rows: dict[RowKey, list[Op]] = {}
    for lot in held:
        for op in lot.ops:
            if op.kind is not OpKind.UNDO:
                rows.setdefault(row_of(op), []).append(op)
    return rows, frozenset(op.dot for lot in held if lot.ref in dead for op in lot.ops)


def contract_state(
    lots: Iterable[Lot], owners: OwnersOf = owners_of, negotiable: Negotiable = is_negotiable
) -> ContractState:
    """The state of a set of lots; their order says nothing."""
    by_row, dead = grouped(lots)
    rows = {key: row_state(ops, lambda op: op.dot not in dead, negotiable) for key, ops in by_row.items()}
    return ContractState(rows, kept_rows(rows, owners))


def conflicts(
    lots: Iterable[Lot], owners: OwnersOf = owners_of, negotiable: Negotiable = is_negotiable
) -> list[Conflict]:
    """Every cell that waits for a decision, with what its authors had before them."""
    held = list(lots)
    by_row, _ = grouped(held)
    state = contract_state(held, owners, negotiable)
    return [conflict_in(state.rows[RowKey(cell.kind, cell.row)], by_row[RowKey(cell.kind, cell.row)], cell)
            for cell, _ in state.disputed()]


def conflict_in(state: RowState, ops: Iterable[Op], cell: Cell) -> Conflict:
    """The conflict about a disputed cell of a row, from its state and every op of it."""
    heads = state.heads[cell.field]
    return Conflict(cell, heads, base_of(ops, heads, cell.field), state.agreed.get(cell.field))
