"""Received changes of retained values that nobody agreed on: the value stays, what was written is a position.

The program lets nobody write so in a negotiation. It comes all the same: written in preparation by somebody who had
not yet heard that the negotiation had begun, or by another program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from ..core.changes import SIDES, Side
from ..core.contract import Contract
from ..core.identifiers import natural_record
from ..core.model import Model
from ..core.negotiation import Effect, Position
from ..core.positions import position_text, standing
from ..core.records import KINDS, Cell, Value, field_of, fields_of, values_of
from ..storage.file import ContractFile
from ..sync.journal import Lot, Op, OpKind
from ..sync.state import RowKey
from .pen import Draft
from .retained import is_negotiated

_CLOSED = {"status": "valide", "settled": 1}
"""What an accepted position says of itself."""


@dataclass(frozen=True, slots=True)
class Unagreed:
    """A cell whose value stays `kept`, and what its author wrote there; no position where its side is none of ours."""

    cell: Cell
    kept: Value
    position: Position | None


def unagreed(lots: Iterable[Lot], before: Model, after: Model) -> list[Unagreed]:
    """What some lots, taken in their order, wrote in negotiable cells although nothing in them says who agreed.

    The same rule as at the door of writing (`retained`): a decision, an accepted position, the preparation or the
    common writing allow it. A refusal puts back, and a decision between versions settles: both are acts of their own.
    """
    contract = before.first(Contract)
    if contract is None:
        return []
    stage, written = {"stage": contract.stage, "writing": contract.writing}, dict[Cell, Lot]()
    for lot in lots:
        agreed, held = _agreed_in(lot, after), is_negotiated(stage["stage"], stage["writing"])
        for cell, kind, value in _writes(lot):
            if cell.kind == Contract.kind and cell.field in stage:
                stage[cell.field] = str(value)
            if not _is_negotiable(cell):
                continue
            if held and kind in (OpKind.NEW, OpKind.SET) and cell not in agreed:
                written[cell] = lot
            else:
                written.pop(cell, None)
    found = (_returned(cell, lot, contract.id, before, after) for cell, lot in written.items())
    return [one for one in found if one is not None]


def drafts(found: Iterable[Unagreed], file: ContractFile) -> Iterator[Draft]:
    """The ops that put the values back and enter the positions, in a file that holds what was received."""
    for one in found:
        state = file.row_state(RowKey(one.cell.kind, one.cell.row))
        yield Draft(OpKind.REFUSE, one.cell, one.kept, state.parents_for(one.cell.field))
        if one.position is not None:
            tips = file.row_state(RowKey(Position.kind, one.position.id)).tips
            yield Draft(OpKind.NEW, one.position.at(""), dict(values_of(one.position)), tips)


def _writes(lot: Lot) -> Iterator[tuple[Cell, OpKind, Value]]:
    """Each value that a lot writes. A version chosen where nothing was in conflict is a value typed."""
    for op in lot.ops:
        if op.kind is OpKind.NEW:
            for name, value in cast("dict[str, Value]", op.value).items():
                yield Cell(op.cell.kind, op.cell.row, name), op.kind, value
        elif op.kind in (OpKind.SET, OpKind.RESOLVE, OpKind.REFUSE):
            kind = OpKind.SET if op.kind is OpKind.RESOLVE and len(op.parents) < 2 else op.kind
            yield op.cell, kind, cast(Value, op.value)


def _is_negotiable(cell: Cell) -> bool:
    return cell.kind in KINDS and cell.field in fields_of(cell.kind) and field_of(cell).about.negotiable


def _agreed_in(lot: Lot, after: Model) -> frozenset[Cell]:
    """The cells on which a lot says that all agree: retained by a decision, or closed with an accepted position."""
    return frozenset(Cell(*address.split("/")) for op in lot.ops
                     if (address := _agreed_by(op, after)).count("/") == 2)


def _agreed_by(op: Op, after: Model) -> str:
    if op.cell.kind == Effect.kind:
        if isinstance(op.value, dict):
            return str(op.value.get("cell"))
        effect = after.find(Effect, op.cell.row)
        return effect.cell if effect is not None else ""
    if op.cell.kind == Position.kind and op.kind is OpKind.SET and _CLOSED.get(op.cell.field) == op.value:
        position = after.find(Position, op.cell.row)
        return position.cell if position is not None else ""
    return ""


def _returned(cell: Cell, lot: Lot, contract: str, before: Model, after: Model) -> Unagreed | None:
    if after.record(cell.kind, cell.row) is None:
        return None
    value = after.value(cell)
    kept = before.value(cell) if before.record(cell.kind, cell.row) is not None else field_of(cell).default
    return None if value == kept else Unagreed(cell, kept, _position(cell, value, lot, contract, after))


def _position(cell: Cell, value: Value, lot: Lot, contract: str, after: Model) -> Position | None:
    if lot.side not in dict(SIDES):
        return None
    said = standing(after, cell, Side(lot.side))
    if said is not None and said.value == position_text(value):
        return None
    moves = [one.rank for one in after.where(Position, "cell", str(cell)) if one.party == lot.side]
    return natural_record(Position, contract, cell=str(cell), party=lot.side, rank=1 + max(moves, default=0),
                          value=position_text(value), typed_by=lot.author)
