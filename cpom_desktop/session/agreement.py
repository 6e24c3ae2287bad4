"""What the journal says of who agreed: a decision, an accepted position, or the time when all wrote directly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from ..core.contract import Contract
from ..core.model import Model
from ..core.negotiation import Effect, Position
from ..core.records import Cell, Value, field_of
from ..storage.file import ContractFile
from ..sync.journal import Lot, Op, OpKind
from ..sync.state import ASSIGNING, base_of, order, value_in
from .retained import ACCEPTED, is_negotiated, is_value


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a lot says that all agree on: cells, each with the text of the value that was agreed."""

    said: frozenset[tuple[str, str | None]]

    def holds(self, cell: Cell, value: Value) -> bool:
        """Whether it agrees to this value of a cell: an accord on 12 000 brings in no 38 000."""
        return any(address == str(cell) and is_value(cell, text, value) for address, text in self.said)


def agreed_in(lot: Lot, after: Model) -> Agreed:
    """What a lot retains by a decision, or closes with an accepted position."""
    said = ((cell, text) for op in lot.ops for cell, text in _agreed_by(op, after))
    # A lot received may say anything: what is no text is the value of no cell.
    return Agreed(frozenset((cell, text) for cell, text in said if text is None or isinstance(text, str)))


def _agreed_by(op: Op, after: Model) -> Iterator[tuple[str, object]]:
    kind, row, name = op.cell
    if kind == Effect.kind and op.kind is OpKind.NEW and isinstance(op.value, dict):
        yield str(op.value.get("cell")), op.value.get("value")
    elif kind == Effect.kind and op.kind is OpKind.SET and name == "value":
        if (effect := after.find(Effect, row)) is not None:
            yield effect.cell, op.value
    elif kind == Position.kind and op.kind is OpKind.SET and name == "status" and op.value == ACCEPTED:
        if (position := after.find(Position, row)) is not None:
            yield position.cell, position.value


def puts_back(op: Op, cell: Cell, after: Model, file: ContractFile) -> bool:
    """Whether a refusal or a choice only puts back what was last agreed: taking another value is no such thing.

    So does everybody's program with what it receives that nobody agreed on. What was agreed and undone by one alone
    counts; and between two versions anybody may stay at what both sides knew.
    """
    if op.kind not in (OpKind.REFUSE, OpKind.RESOLVE):
        return False
    ops, value = file.ops_of(cell), cast(Value, op.value)
    earlier = [one for one in ops if order(one) < order(op) and _is_agreed(one, cell, after, file)]
    last = max(earlier, key=order, default=None)
    if value == (field_of(cell).default if last is None else value_in(last, cell.field)):
        return True
    versions = [one for one in ops if one.dot in op.parents]
    known = base_of(ops, versions, cell.field) if len(versions) > 1 else None
    return known is not None and value_in(known, cell.field) == value


def _is_agreed(op: Op, cell: Cell, after: Model, file: ContractFile) -> bool:
    if op.kind is not OpKind.NEW and op.kind not in ASSIGNING:
        return False
    lot = _lot_of(op, file)
    agreed = agreed_in(lot, after).holds(cell, value_in(op, cell.field))
    return agreed or _creates(lot) or not _was_negotiated(op, after, file)


def _was_negotiated(op: Op, after: Model, file: ContractFile) -> bool:
    """Whether, when an op was written, what is retained took an agreement; as the whole journal tells it now.

    A passage to direct writing counts where a decision made it; that a receiver took one as agreed leaves no trace.
    """
    cells = [Cell(Contract.kind, file.contract_id, name) for name in ("stage", "writing")]
    ops = {one.dot: one for cell in cells for one in file.ops_of(cell) if one.hlc < op.hlc}
    modes = {"stage": "preparation", "writing": "commune"}
    for one in sorted(ops.values(), key=order):
        if one.kind is OpKind.NEW:
            made = cast("dict[str, Value]", one.value)
            modes.update((name, str(made[name])) for name in modes if name in made)
        elif one.kind in ASSIGNING:
            passed = {**modes, one.cell.field: str(one.value)}
            frees = is_negotiated(**modes) and not is_negotiated(**passed)
            if not frees or agreed_in(_lot_of(one, file), after).holds(one.cell, cast(Value, one.value)):
                modes = passed
    return is_negotiated(**modes)


def _creates(lot: Lot) -> bool:
    """Whether a lot is the creation of the contract, which is before any negotiation."""
    return any(op.kind is OpKind.NEW and op.cell.kind == Contract.kind for op in lot.ops)


def _lot_of(op: Op, file: ContractFile) -> Lot:
    lot = file.lot(file.lot_of(op.dot))
    assert lot is not None, "an op that is held is held with its lot"
    return lot
