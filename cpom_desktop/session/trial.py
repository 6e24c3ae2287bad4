"""An essai: what is typed « pour voir ». It is laid over the contract in memory and written nowhere.

What it comes to, a `Tried`, is also what a scenario keeps: rows that the contract lacks, values, rows that would go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from ..core.changes import Author, Changes, Edit, Side
from ..core.model import Model
from ..core.negotiation import Position
from ..core.overlay import View, edit_for, value_for
from ..core.positions import position_value
from ..core.records import Cell, Record, Value, changed, field_of, fields_of
from .edits import checked_edit
from .retained import negotiable_of

RowKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """Rows that the contract lacks, values, rows that would go."""

    new: tuple[Record, ...] = ()
    values: Mapping[Cell, Value] = field(default_factory=dict)
    deleted: tuple[RowKey, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.values or self.deleted)

    def over(self, model: Model) -> Model:
        """The model with this laid over it; a row that has come there meanwhile stays as it came."""
        new = [row for row in self.new if model.record(row.kind, row.id) is None]
        return model.replacing(new, self.deleted).overlaid(self.values)

    def rows(self) -> set[RowKey]:
        """The rows that it touches."""
        return {
            *((row.kind, row.id) for row in self.new), *((cell.kind, cell.row) for cell in self.values), *self.deleted
        }


@dataclass(frozen=True, slots=True)
class Laid:
    """What is laid over the contract as one view sees it, or in every view (None): a field on which no side holds
    positions is the same for all.
    """

    view: View | None
    what: Tried

    def concerns(self, view: View) -> bool:
        return self.view in (None, view)


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a trial: what Ctrl+Z takes back."""

    label: str
    laid: tuple[Laid, ...]

    @property
    def changes(self) -> Changes:
        """The notice for the views, as if it had been written."""
        cells = frozenset(cell for one in self.laid for cell in one.what.values)
        return Changes(cells, frozenset(row for one in self.laid for row in one.what.rows()))


class Trial:
    """The steps of a trial, with those taken back. It holds no model: whoever shows it lays it over theirs."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._undone: list[Step] = []

    @property
    def laid(self) -> tuple[Laid, ...]:
        """Everything tried, in its order."""
        return tuple(one for step in self._steps for one in step.laid)

    def push(self, step: Step) -> None:
        """One more action; what was taken back before is forgotten."""
        self._steps.append(step)
        self._undone.clear()

    @property
    def undo_label(self) -> str | None:
        """What Ctrl+Z would take back, or None."""
        return self._steps[-1].label if self._steps else None

    @property
    def redo_label(self) -> str | None:
        """What Ctrl+Y would try again, or None."""
        return self._undone[-1].label if self._undone else None

    def undo(self) -> Step | None:
        """Take back the last action, and return it."""
        return _moved(self._steps, self._undone)

    def redo(self) -> Step | None:
        """Try again what was taken back last, and return it."""
        return _moved(self._undone, self._steps)

    def tried(self, view: View) -> Tried:
        """What a view shows of it, whatever the number of actions that made it."""
        return together(one.what for one in self.laid if one.concerns(view))


def _moved(source: list[Step], target: list[Step]) -> Step | None:
    if not source:
        return None
    target.append(source.pop())
    return target[-1]


def together(parts: Iterable[Tried]) -> Tried:
    """Several things laid one after the other, as one."""
    new: dict[RowKey, Record] = {}
    values: dict[Cell, Value] = {}
    deleted: dict[RowKey, None] = {}
    for one in parts:
        new |= {(row.kind, row.id): row for row in one.new}
        values |= one.values
        deleted |= dict.fromkeys(one.deleted)
    values = {cell: value for cell, value in values.items() if (cell.kind, cell.row) not in deleted}
    kept = tuple(row for key, row in new.items() if key not in deleted)
    return Tried(kept, values, tuple(key for key in deleted if key not in new))


def step_of(model: Model, edit: Edit, contract_id: str, view: View) -> Step | None:
    """An edit as an action of a trial in a view, checked as if it were written; None where it changes nothing.

    `model` is the contract as that view sees it, trial included. Raises `Refused` on what no contract may hold.
    """
    writes = checked_edit(model, edit, contract_id, decided=True)
    if not writes:
        return None
    values = {cell: field_of(cell).check(value) for cell, value in edit.values.items()}
    mine = {cell: value for cell, value in values.items() if field_of(cell).about.negotiable}
    everywhere = {cell: value for cell, value in values.items() if cell not in mine}
    gone = tuple((key.kind, key.row) for key in writes.deleted)
    parts = (Laid(None, Tried(edit.new, everywhere, gone)), Laid(view, Tried(values=mine)))
    return Step(writes.label, tuple(one for one in parts if one.what))


def step_of_position(model: Model, cell: Cell, value: Value, side: Side, label: str) -> Step:
    """A value typed in the column of a side, where several stand side by side: its position, tried.

    `model` holds the retained values and the positions, trial included.
    """
    view = View(side.value)
    move = edit_for(model, cell, value, Author("", "", side), view)
    return Step(label, (Laid(None, Tried(move.new)), Laid(view, Tried(values={cell: field_of(cell).check(value)}))))


def edit_of(model: Model, tried: Tried, author: Author, view: View, label: str) -> Edit:
    """What it comes to when it is written: in the accord as typing would, in the view of a side its positions.

    What is no matter of positions is written as it is. The values of new rows that are negotiable become positions
    like the others, so that a row asked for by one side enters no total. Values equal to what stands are left out.
    """
    rows = [row for row in tried.new if model.record(row.kind, row.id) is None and not isinstance(row, Position)]
    blank = [changed(row, {name: fields_of(row.kind)[name].default for name in negotiable_of(row)}) for row in rows]
    after = model.replacing(blank)
    said: dict[tuple[Cell, Side], tuple[Value, View]] = {}
    for cell, value in _cells(tried):
        if after.record(cell.kind, cell.row) is not None:
            said[cell, view.side or author.side] = value, view
    for move in tried.new:
        if isinstance(move, Position):
            cell = Cell.parse(move.cell)
            said[cell, Side(move.party)] = position_value(field_of(cell), move.value), View(move.party)
    made = [edit_for(after, cell, value, author, shown) for (cell, _), (value, shown) in said.items()]
    gone = tuple(key for key in tried.deleted if model.record(*key) is not None)
    new = (*blank, *(row for one in made for row in one.new))
    return Edit(label, new, {cell: value for one in made for cell, value in one.values.items()}, gone)


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that a trial or a scenario changes: what it held without, and what it holds with."""

    cell: Cell
    before: Value
    after: Value


def differences(base: Model, tried: Tried) -> Iterator[Difference]:
    """The cells that are not as the base has them; a row that the base lacks held nothing."""
    for cell, value in _cells(tried):
        record = base.record(cell.kind, cell.row)
        before = None if record is None else cast(Value, getattr(record, cell.field))
        if before != value:
            yield Difference(cell, before, value)
    for move in tried.new:
        if isinstance(move, Position):
            cell = Cell.parse(move.cell)
            yield Difference(cell, value_for(base, cell, View(move.party)), position_value(field_of(cell), move.value))


def _cells(tried: Tried) -> Iterator[tuple[Cell, Value]]:
    """Its values, those of new rows that are negotiable first: a later word on the same cell holds."""
    own = {row.at(name): value for row in tried.new for name, value in negotiable_of(row).items()}
    yield from {**own, **tried.values}.items()
