"""Versions of one cell that nobody has decided between: what both sides knew, mine, theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.changes import Author
from ..core.model import Model
from ..core.naming import cell_name
from ..core.problems import Reason, Refused
from ..core.records import Cell, Value, field_of
from ..storage.file import ContractFile
from ..sync import whole
from ..sync.journal import Op, OpKind
from ..sync.lotcheck import as_line
from ..sync.state import RowKey, value_in
from .pen import Draft
from .retained import check_settled


@dataclass(frozen=True, slots=True)
class Version:
    """One value of a cell, and who wrote it when (`wall` is UTC)."""

    value: Value
    author: str
    organisation: str
    side: str
    wall: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell in conflict. `base` is what all the authors had before them (None: the row was created on both sides).

    `mine` is the version of who looks, `theirs` the others. What shows meanwhile is `agreed`, the last value that all
    agreed on, in a negotiable field where there is one; else the last of `versions`.
    """

    cell: Cell
    base: Version | None
    mine: Version | None
    theirs: tuple[Version, ...]
    versions: tuple[Version, ...]
    agreed: Version | None = None

    @property
    def shown(self) -> Version:
        """What is displayed and computed until somebody decides."""
        return self.agreed or self.versions[-1]


def conflict_of(found: whole.Conflict, file: ContractFile, viewer: Author | None) -> Conflict:
    """A conflict of the journal as one party sees it."""
    versions = tuple(_version(op, found.cell, file) for op in found.heads)
    own = as_line(viewer.organisation) if viewer is not None else None
    mine = next((version for version in reversed(versions) if version.organisation == own), None)
    theirs = tuple(version for version in versions if version is not mine)
    base = _version(found.base, found.cell, file) if found.base is not None else None
    agreed = _version(found.agreed, found.cell, file) if found.agreed is not None else None
    return Conflict(found.cell, base, mine, theirs, versions, agreed)


def settlement(model: Model, file: ContractFile, decisions: Mapping[Cell, Value]) -> list[Draft]:
    """The ops that settle conflicts, each citing every version it decides between.

    Raises `Refused` on a value that may not be, on a cell about which nobody disagrees, and on one that is negotiated,
    unless it stays what was last agreed: a position, an acceptance or a decision then says more.
    """
    drafts = []
    for cell, value in decisions.items():
        checked = field_of(cell).check(value)
        state = file.row_state(RowKey(cell.kind, cell.row))
        if cell.field not in state.disputed():
            raise Refused(Reason.UNKNOWN_CELL, detail=f"{cell_name(model, cell)} n’est pas en conflit")
        check_settled(model, {cell: cell.field in state.agreed}, {cell: value})
        drafts.append(Draft(OpKind.RESOLVE, cell, checked, state.parents_for(cell.field)))
    if not drafts:
        raise Refused(Reason.BAD_EDITS, detail="aucune décision")
    return drafts


def refusal(model: Model, file: ContractFile, values: Mapping[Cell, Value]) -> list[Draft]:
    """The ops that put other values back in place of changes received, each citing what it refuses.

    What is refused stays in the journal, and everybody sees who refused it. Raises `Refused` on a value that may not
    be, on a cell that already holds it, and on one that is negotiated: what was agreed is not refused by one alone.
    """
    check_settled(model, {}, values)
    drafts = []
    for cell, value in values.items():
        checked = field_of(cell).check(value)
        if model.value(cell) == checked:
            raise Refused(Reason.BAD_VALUE, cell_name(model, cell), detail="elle est déjà celle du contrat")
        state = file.row_state(RowKey(cell.kind, cell.row))
        drafts.append(Draft(OpKind.REFUSE, cell, checked, state.parents_for(cell.field)))
    if not drafts:
        raise Refused(Reason.BAD_EDITS, detail="aucun refus")
    return drafts


def _version(op: Op, cell: Cell, file: ContractFile) -> Version:
    lot = file.lot(file.lot_of(op.dot))
    assert lot is not None, "an op that heads a cell is held with its lot"
    return Version(value_in(op, cell.field), lot.author, lot.organisation, lot.side, lot.wall)
