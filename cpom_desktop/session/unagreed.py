"""Received changes of what was retained that nobody agreed on: it stays, and a value written is a position.

The program lets nobody write so in a negotiation. It comes all the same: written in preparation by somebody who had
not yet heard that the negotiation had begun, or by another program. The same holds of a row deleted with a retained
value in it, of a version chosen or refused by one alone, of an undo, and of the passage to direct writing: what one
side did is put back here, and everybody sees it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from ..core.changes import SIDES, Side
from ..core.contract import Contract
from ..core.identifiers import natural_record
from ..core.model import Model
from ..core.negotiation import Position
from ..core.positions import position_text, standing
from ..core.records import KINDS, Cell, Value, field_of, fields_of, values_of
from ..storage.file import ContractFile
from ..sync.journal import Lot, Op, OpKind
from ..sync.state import ASSIGNING, RowKey
from .agreement import agreed_in, puts_back
from .pen import Draft
from .retained import is_negotiated, negotiable_of, word_of_another

_MODES = ("stage", "writing")


@dataclass(frozen=True, slots=True)
class Unagreed:
    """A cell whose value stays `kept`, and what its author wrote there; no position where nobody holds one on it.

    Field '': a row that stays, although somebody deleted it.
    """

    cell: Cell
    kept: Value
    written: Value = None
    position: Position | None = None

    @property
    def words(self) -> str:
        """What becomes of it, as the end of a sentence that begins with its name."""
        if not self.cell.field:
            return "supprimé sans accord. La ligne reste."
        if frees(self.cell):
            return "changé par une partie seule. La valeur d’avant reste, sauf si vous acceptez ce passage."
        return "écrit sans accord. La valeur retenue reste" + (
            ", ce qui a été écrit devient une position." if self.position is not None else ".")


def frees(cell: Cell) -> bool:
    """Whether a cell is the stage or the mode of writing of the contract, which may free everybody to write."""
    return cell.kind == Contract.kind and cell.field in _MODES


def unagreed(
    lots: Iterable[Lot], before: Model, after: Model, copy: ContractFile, freed: Collection[Cell] = ()
) -> list[Unagreed]:
    """What some lots, taken in their order, did to what is retained although nothing in them says who agreed.

    The same rule as at the door of writing (`retained`): a decision, an accepted position, the preparation or the
    common writing allow it; a refusal may put back what was there before a change that nobody agreed on. `after` and
    `copy` hold the lots; `freed` are passages to direct writing that the receiver agrees to.
    """
    contract = before.first(Contract)
    if contract is None:
        return []
    reading = _Reading(contract, before, after, copy, freed)
    for lot in lots:
        reading.follow(lot)
    return reading.found()


def drafts(found: Iterable[Unagreed], file: ContractFile) -> Iterator[Draft]:
    """The ops that put things back and enter the positions, in a file that holds what was received."""
    for one in found:
        state = file.row_state(RowKey(one.cell.kind, one.cell.row))
        if not one.cell.field:
            yield Draft(OpKind.RESTORE, one.cell, None, state.tips)
            continue
        yield Draft(OpKind.REFUSE, one.cell, one.kept, state.parents_for(one.cell.field))
        if one.position is not None:
            tips = file.row_state(RowKey(Position.kind, one.position.id)).tips
            yield Draft(OpKind.NEW, one.position.at(""), dict(values_of(one.position)), tips)


@dataclass(slots=True)
class _Reading:
    """The lots as they are read: the mode that holds, what was agreed, what was done without an agreement."""

    contract: Contract
    before: Model
    after: Model
    copy: ContractFile
    freed: Collection[Cell]
    modes: dict[str, str] = field(default_factory=dict)
    agreed: dict[Cell, Value] = field(default_factory=dict)
    written: dict[Cell, tuple[Lot, Value]] = field(default_factory=dict)
    deleted: list[Cell] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.modes = {"stage": self.contract.stage, "writing": self.contract.writing}

    def follow(self, lot: Lot) -> None:
        agreed, held = agreed_in(lot, self.after), is_negotiated(**self.modes)
        for cell, op, value in self._writes(lot):
            if frees(cell):
                self._pass(lot, cell, value, agreed.holds(cell, value))
            elif _is_negotiable(cell):
                if not held or agreed.holds(cell, value):
                    self.agreed[cell] = value
                    self.written.pop(cell, None)
                elif puts_back(op, cell, self.after, self.copy):
                    self.written.pop(cell, None)
                else:
                    self.written[cell] = lot, value
        gone = [op.cell for op in lot.ops if op.kind is OpKind.DELETE]
        if held and any(self._is_retained(cell) or word_of_another(self.before, cell[:2], lot.side) for cell in gone):
            self.deleted += [cell for cell in gone if self.before.record(*cell[:2]) is not None]

    def found(self) -> list[Unagreed]:
        """What to put back, now that every lot was read."""
        disputed = {conflict.cell for conflict in self.copy.conflicts()}
        values = (self._returned(cell, *said, cell in disputed) for cell, said in self.written.items())
        rows = (Unagreed(cell, None) for cell in dict.fromkeys(self.deleted) if self._is_gone(cell))
        return [*rows, *(one for one in values if one is not None)]

    def _pass(self, lot: Lot, cell: Cell, value: Value, is_agreed: bool) -> None:
        """Take note of a mode that changes; the passage to direct writing takes an agreement."""
        after = {**self.modes, cell.field: str(value)}
        frees_all = is_negotiated(**self.modes) and not is_negotiated(**after)
        if frees_all and not is_agreed and cell not in self.freed:
            self.written[cell] = lot, value
        else:
            self.modes = after
            self.written.pop(cell, None)

    def _writes(self, lot: Lot) -> Iterator[tuple[Cell, Op, Value]]:
        """Each value that a lot writes; an undo brings back the values that were there."""
        undone = self.copy.lot(lot.undoes) if lot.undoes is not None else None
        for op in (undone or lot).ops:
            names = cast("dict[str, Value]", op.value) if op.kind is OpKind.NEW else {}
            cells = [Cell(op.cell.kind, op.cell.row, name) for name in names]
            for cell in cells or ([op.cell] if op.kind in ASSIGNING else []):
                if undone is None:
                    yield cell, op, names.get(cell.field) if cells else cast(Value, op.value)
                elif self._is_known(cell):
                    yield cell, lot.ops[0], self.after.value(cell)

    def _is_known(self, cell: Cell) -> bool:
        return (frees(cell) or _is_negotiable(cell)) and self.after.record(*cell[:2]) is not None

    def _is_retained(self, cell: Cell) -> bool:
        """Whether a row holds a value that all agreed on, here and as these lots go on."""
        record = self.before.record(*cell[:2])
        if record is None:
            return False
        held = {**negotiable_of(record), **{one.field: value for one, value in self.agreed.items()
                                            if one[:2] == cell[:2]}}
        return any(value != fields_of(cell.kind)[name].default for name, value in held.items())

    def _is_gone(self, cell: Cell) -> bool:
        return self.after.record(*cell[:2]) is None or RowKey(*cell[:2]) in self.copy.flags()

    def _returned(self, cell: Cell, lot: Lot, value: Value, is_disputed: bool) -> Unagreed | None:
        if self.after.record(*cell[:2]) is None:
            return None
        there = self.before.record(*cell[:2]) is not None
        kept = self.before.value(cell) if there else field_of(cell).default
        if self.after.value(cell) == kept and not is_disputed:
            return None
        position = None if frees(cell) or value == kept else self._position(cell, value, lot)
        return Unagreed(cell, kept, value, position)

    def _position(self, cell: Cell, value: Value, lot: Lot) -> Position | None:
        if lot.side not in dict(SIDES):
            return None
        said = standing(self.after, cell, Side(lot.side))
        if said is not None and said.value == position_text(value):
            return None
        moves = [one.rank for one in self.after.where(Position, "cell", str(cell)) if one.party == lot.side]
        return natural_record(
            Position, self.contract.id, cell=str(cell), party=lot.side, rank=1 + max(moves, default=0),
            value=position_text(value), typed_by=lot.author)


def _is_negotiable(cell: Cell) -> bool:
    return cell.kind in KINDS and cell.field in fields_of(cell.kind) and field_of(cell).about.negotiable
