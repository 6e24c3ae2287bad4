"""What stands between an author and the undo of an action: somebody else's change on the same cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..core.changes import Author
from ..core.contract import Contract
from ..core.model import Model
from ..core.naming import cell_name, name_of
from ..core.records import Cell
from ..storage.file import ContractFile
from ..sync.journal import Dot, Lot, LotRef, Op, OpKind
from ..sync.lotcheck import as_line
from ..sync.state import RowKey, RowState, row_of
from .edits import rows_naming
from .undo import Step


def own_steps(file: ContractFile, author: Author) -> list[Step]:
    """The lots that this author wrote since the last merge, in order; the creation of the contract is none of them."""
    before = file.barrier()
    creation = {file.lot_of(dot) for dot in file.row_state(RowKey(Contract.kind, file.contract_id)).made}
    lines = file.lots_of(as_line(author.name), as_line(author.organisation), author.side.value)
    return [
        Step(*line) for line in lines
        if line.ref not in creation and line.ref.number > before.get(line.ref.replica, 0)
    ]


def step_of(lot: Lot) -> Step:
    """A lot as the stacks see it."""
    return Step(lot.ref, lot.label, lot.undoes)


def in_the_way(file: ContractFile, model: Model, lot: Lot) -> str:
    """Why a lot can no longer be undone, as the end of a sentence; '' when it can.

    Everything that it wrote must still be the last thing written there, and no row that it created may be in use.
    """
    own = {op.dot for op in lot.ops}
    for op, dot in _standing_above(file, lot, own):
        return _changed_by(file, model, op.cell, dot)
    created = [op.cell for op in lot.ops if op.kind is OpKind.NEW]
    gone = {RowKey(cell.kind, cell.row) for cell in created}
    for cell in created:
        for user in rows_naming(model, RowKey(cell.kind, cell.row)):
            if RowKey(user.kind, user.id) not in gone:
                return f"{cell_name(model, cell)} sert à {user.title} «\u00a0{name_of(model, user)}\u00a0»"
    return ""


def in_the_way_again(file: ContractFile, model: Model, lot: Lot) -> str:
    """Why an undone lot can no longer be done again: something else was written where it wrote."""
    seen = {dot for op in lot.ops for dot in op.parents} | {op.dot for op in lot.ops}
    for op, dot in _standing_above(file, lot, seen):
        return _changed_by(file, model, op.cell, dot)
    return ""


def _standing_above(file: ContractFile, lot: Lot, expected: set[Dot]) -> Iterator[tuple[Op, Dot]]:
    states: dict[RowKey, RowState] = {}
    for op in lot.ops:
        key = row_of(op)
        if key not in states:
            states[key] = file.row_state(key)
        for dot in _heads(states[key], op):
            if dot not in expected:
                yield op, dot


def _heads(state: RowState, op: Op) -> Iterable[Dot]:
    return [head.dot for head in state.heads.get(op.cell.field, ())] if op.cell.field else state.tips


def _changed_by(file: ContractFile, model: Model, cell: Cell, dot: Dot) -> str:
    ref: LotRef = file.lot_of(dot)
    lot = file.lot(ref)
    who = f"{lot.author} ({lot.organisation})" if lot is not None else "une autre partie"
    return f"{cell_name(model, cell)} a été modifié depuis par {who}"
