"""What the journal says of one row: whether it exists, and who stands at the head of each of its cells.

Pure functions of the ops of ONE row, in any order: the whole contract is computed with them (`whole.py`), and so is
the single row that an edit or a merge has touched. Ancestry goes through `parents`, transitively, also through ops that
do not count any more; the parents of an op are ops of the same row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from ..core.records import KINDS, Cell, Value, fields_of
from .journal import Dot, Op, OpKind

IsLive = Callable[[Op], bool]
"""Whether the lot of an op counts (`liveness.dead_lots`)."""
Negotiable = Callable[[str, str], bool]
"""Whether the last agreed value of a field stays while versions of it are in conflict: of a kind and a field."""

# Tuples: the hash of an enum member costs more than looking at four of them.
ASSIGNING = (OpKind.SET, OpKind.RESOLVE, OpKind.REFUSE)
"""Ops that write one cell."""
KEEPING = (*ASSIGNING, OpKind.RESTORE)
"""Ops that speak for a row which exists already."""
WRITING = (*KEEPING, OpKind.NEW)
"""Ops that make a row exist, unless a deletion has seen them."""


class RowKey(NamedTuple):
    """A row: its kind and its id."""

    kind: str
    row: str


def row_of(op: Op) -> RowKey:
    """The row an op speaks of."""
    # Not `RowKey(…)`, a function of Python called several times for each op of a long journal.
    return tuple.__new__(RowKey, op.cell[:2])


def order(op: Op) -> tuple[int, str, int]:
    """The order of display: of several heads, the greatest is shown."""
    return (op.hlc, op.replica, op.seq)


def value_in(op: Op, name: str) -> Value:
    """What an op writes in a field of its row; a NEW carries many."""
    if op.kind is OpKind.NEW:
        return cast("dict[str, Value]", op.value)[name]
    return cast(Value, op.value)


@dataclass(frozen=True, slots=True)
class RowState:
    """One row as the journal has it.

    `exists`: some live write has not been seen by a live deletion. `flagged`: it exists although somebody deleted it,
    or undid its creation, without having seen what keeps it: « supprimée par X, modifiée par Y : conserver ? ».
    `heads`: for each field written, the ops at its head, in the order of display. `agreed`: for a negotiable field in
    conflict, the last live write that the authors of all its heads had before them, where there is one: it stays
    shown and computed until somebody decides (`domain.md` §8.3). It follows from the ops alone, not from the stage of
    the contract, so that every copy shows the same. `tips`: the live ops that no live op comes after. `made`: the ops
    that created the row. A row that does not exist keeps its heads: what it held.
    """

    exists: bool = False
    flagged: bool = False
    heads: Mapping[str, tuple[Op, ...]] = field(default_factory=dict)
    tips: tuple[Dot, ...] = ()
    made: tuple[Dot, ...] = ()
    agreed: Mapping[str, Op] = field(default_factory=dict)

    def shown(self) -> dict[str, Value]:
        """The value shown of each field that an op has written: the last agreed one, else the head that comes last."""
        return {name: value_in(self.agreed.get(name, ops[-1]), name) for name, ops in self.heads.items()}

    def disputed(self) -> dict[str, tuple[Op, ...]]:
        """The fields with two heads or more of different values. Two people who write the same agree."""
        return {name: ops for name, ops in self.heads.items() if differ(ops, name)}

    def parents_for(self, name: str) -> tuple[Dot, ...]:
        """What an op that writes this field now cites: its heads, else what created the row.

        Field '' is the row itself: a NEW, DELETE or RESTORE comes after everything that counts in the row.
        """
        if not name:
            return self.tips or self.made
        return tuple(sorted(op.dot for op in self.heads.get(name, ()))) or self.made


def differ(heads: Iterable[Op], name: str) -> bool:
    """Whether the heads of a field hold more than one value."""
    return len({value_in(op, name) for op in heads}) > 1


def is_negotiable(kind: str, name: str) -> bool:
    """Whether sides may hold positions on a field; not known of the kinds and fields of a later version."""
    info = fields_of(kind).get(name) if kind in KINDS else None
    return info is not None and info.about.negotiable


def row_state(ops: Iterable[Op], is_live: IsLive, negotiable: Negotiable = is_negotiable) -> RowState:
    """The state of one row from every op of it, in any order, each given once."""
    held = {op.dot: op for op in ops}
    if len(held) == 1 and (alone := _alone(next(iter(held.values())), is_live)) is not None:
        return alone
    live = {dot: op for dot, op in held.items() if is_live(op)}
    makers = _makers(held, live)
    writes = [op for op in live.values() if op.kind in WRITING]
    deletions = [op for op in live.values() if op.kind is OpKind.DELETE]
    buried = _ancestors(held, deletions)
    exists = any(op.dot not in buried for op in writes) if buried else bool(writes)
    doubted = _unseen(held, deletions, writes) or _withdrawn(held, makers, live)
    older, writers = _ancestors(held, live.values()), _writers(live, makers)
    heads = {name: found if len(found) == 1 else _latest(held, found) for name, found in writers.items()}
    return RowState(
        exists=exists, flagged=exists and doubted, heads=heads,
        tips=tuple(sorted(dot for dot in live if dot not in older)), made=tuple(sorted(op.dot for op in makers)),
        agreed=_agreed(held, writers, heads, negotiable),
    )


def _alone(op: Op, is_live: IsLive) -> RowState | None:
    """Nearly every row of a contract has one op, its creation: nothing to compare."""
    if op.kind is not OpKind.NEW:
        return None
    live, dots = is_live(op), (op.dot,)
    return RowState(live, False, dict.fromkeys(cast("dict[str, Value]", op.value), (op,)), dots if live else (), dots)


def cell_heads(ops: Iterable[Op], name: str, is_live: IsLive) -> tuple[Op, ...]:
    """The heads of one field from every op of its row: live writes that no live write of the field has behind it.

    The one shown comes last; two or more with different values are a conflict.
    """
    return row_state(ops, is_live).heads.get(name, ())


def base_of(ops: Iterable[Op], heads: Iterable[Op], name: str) -> Op | None:
    """What the authors of all the heads had before them: their nearest common ancestor that writes the field.

    `ops` is every op of the row. None where they had nothing in common, as for a row created on both sides.
    """
    held = {op.dot: op for op in ops}
    lines = [_ancestors(held, [head]) for head in heads]
    if not lines:
        return None
    shared = [held[dot] for dot in set.intersection(*lines) if _writes(held[dot], name)]
    older = _ancestors(held, shared)
    return max((op for op in shared if op.dot not in older), key=order, default=None)


def _writes(op: Op, name: str) -> bool:
    if op.kind is OpKind.NEW:
        return name in cast("dict[str, Value]", op.value)
    return op.kind in ASSIGNING and op.cell.field == name


def _unseen(held: Mapping[Dot, Op], deletions: list[Op], writes: list[Op]) -> bool:
    """Whether a deletion has not been seen by anyone who wrote in the row."""
    return bool(deletions) and not {op.dot for op in deletions} <= _ancestors(held, writes)


def _withdrawn(held: Mapping[Dot, Op], makers: list[Op], live: Mapping[Dot, Op]) -> bool:
    """Whether a creation that counts was undone by its author, and nobody has said since that the row stays."""
    undone = {op.dot for op in makers if op.dot not in live}
    return bool(undone) and not undone <= _ancestors(held, [op for op in live.values() if op.kind is OpKind.RESTORE])


def _makers(held: Mapping[Dot, Op], live: Mapping[Dot, Op]) -> list[Op]:
    """The creations that count: live ones, and those that a live edit stands on; failing that, the first one.

    Undoing a creation while somebody edits the row must not leave that edit in a row without values; nor may it leave
    without values a row that exists because another one belongs to it.
    """
    news = [op for op in held.values() if op.kind is OpKind.NEW]
    if len(live) == len(held) or all(op.dot in live for op in news):
        return news
    kept = _ancestors(held, [op for op in live.values() if op.kind in KEEPING])
    return [op for op in news if op.dot in live or op.dot in kept] or sorted(news, key=order)[:1]


def _writers(live: Mapping[Dot, Op], makers: list[Op]) -> dict[str, tuple[Op, ...]]:
    """The ops that count and write each field."""
    writers: dict[str, tuple[Op, ...]] = {}
    for op in makers:
        alone = (op,)
        for name in cast("dict[str, Value]", op.value):
            writers[name] = writers.get(name, ()) + alone
    for op in live.values():
        if op.kind in ASSIGNING:
            writers[op.cell.field] = (*writers.get(op.cell.field, ()), op)
    return writers


def _agreed(
    held: Mapping[Dot, Op], writers: Mapping[str, tuple[Op, ...]], heads: Mapping[str, tuple[Op, ...]],
    negotiable: Negotiable,
) -> dict[str, Op]:
    """For each negotiable field in conflict, the last write that comes before all its heads, where there is one."""
    found: dict[str, Op] = {}
    for name, ops in heads.items():
        if len(ops) > 1 and differ(ops, name) and negotiable(ops[0].cell.kind, name):
            shared = set.intersection(*(_ancestors(held, [op]) for op in ops))
            if before := [op for op in writers[name] if op.dot in shared]:
                found[name] = max(before, key=order)
    return found


def _latest(held: Mapping[Dot, Op], ops: Iterable[Op]) -> tuple[Op, ...]:
    """Of several ops, those that no other one comes after, in the order of display."""
    older = _ancestors(held, ops)
    return tuple(sorted((op for op in ops if op.dot not in older), key=order))


def _ancestors(held: Mapping[Dot, Op], ops: Iterable[Op]) -> set[Dot]:
    """Everything that was there before some of these ops; an op cited that is not of this row leads nowhere."""
    found: set[Dot] = set()
    todo = [dot for op in ops for dot in op.parents]
    while todo:
        dot = todo.pop()
        if dot not in found and (op := held.get(dot)) is not None:
            found.add(dot)
            todo += op.parents
    return found


def cell_of(key: RowKey, name: str) -> Cell:
    """The address of a field of a row."""
    return Cell(key.kind, key.row, name)
