"""The contract as the window shows it: the document, the view chosen, the value being typed, and one door for edits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from ..core.changes import Author, Changes, Edit, Side
from ..core.finance.books import Books
from ..core.model import Model
from ..core.negotiation import Position
from ..core.overlay import View, edit_for
from ..core.problems import Expected
from ..core.records import Cell, Record, Value
from ..session.document import Document
from .shelf import Shelf

NO_CELL: dict[Cell, Value] = {}
_SAID_BY = {
    Side.MANAGER: "demande du gestionnaire",
    Side.AUTHORITY: "offre de l’autorité",
    Side.SECOND_AUTHORITY: "offre de la 2e autorité",
}


class Typed(Protocol):
    """A cell that can be typed: its address, the record to create where its row is absent, whose position it is."""

    @property
    def address(self) -> Cell | None: ...

    @property
    def absent(self) -> Record | None: ...

    @property
    def view(self) -> View | None: ...


class TypedValue(Protocol):
    """One value for one cell."""

    @property
    def cell(self) -> Typed: ...

    @property
    def value(self) -> Value: ...


class Workspace(QObject):
    """What tabs, tables and charts share.

    `changed` carries the `Changes` of a commit, `previewed` says that a typed value moved, `viewChanged` that another
    view is shown, `said` a sentence for the status bar, `failed` an error with its three sentences, `pointed` a cell
    that a view asks the window to go to.
    """

    changed = Signal(object)
    previewed = Signal()
    viewChanged = Signal()
    said = Signal(str)
    failed = Signal(object)
    pointed = Signal(object)

    def __init__(
        self, document: Document, ask_author: Callable[[], Author | None] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self._ask_author = ask_author
        self._view = View.ACCORD
        self._values, self._absent = NO_CELL, tuple[Record, ...]()
        self._typed: Model | None = None
        self._trial: Books | None = None
        self._conflicts: frozenset[Cell] | None = None
        self._shelf = Shelf(document.model, self.today)
        self._forget = document.subscribe(self._on_changes)
        self.left = False

    def leave(self) -> None:
        """Stop listening to the document; it is closed by who opened it."""
        self.left = True
        self._forget()

    # What is shown

    @property
    def model(self) -> Model:
        """The retained values."""
        return self.document.model

    @property
    def view(self) -> View:
        return self._view

    def set_view(self, view: View) -> None:
        """Show the contract as a side sees it."""
        if view is not self._view:
            self._view, self._typed, self._trial = view, None, None
            self.viewChanged.emit()

    def shown(self) -> Model:
        """The contract in the current view, with the value being typed."""
        return self.seen(self._view)

    def seen(self, view: View) -> Model:
        """The contract in any view; the value being typed counts in the current one."""
        model = self._shelf.seen(view)
        if not self._values or view is not self._view:
            return model
        if self._typed is None:
            self._typed = model.replacing(self._absent).overlaid(self._values)
        return self._typed

    def books(self, view: View | None = None) -> Books:
        """The figures of a view (the current one by default), the value being typed counted in the current one."""
        wanted = view or self._view
        held = self._shelf.books(wanted)
        if not self._values or wanted is not self._view:
            return held
        if self._trial is None:
            self._trial = held.after(self.seen(wanted), {(cell.kind, cell.row) for cell in self._values})
        return self._trial

    @property
    def today(self) -> dt.date:
        return self.document.tools.now().date()

    @property
    def author(self) -> Author | None:
        return self.document.author

    @property
    def writable(self) -> bool:
        return self.document.read_only is None

    # What is being typed

    def preview(self, cell: Cell, value: Value, absent: Record | None = None) -> None:
        """Count with a value that is being typed; nothing is written."""
        missing = absent is not None and self.model.record(cell.kind, cell.row) is None
        self._absent = (absent,) if missing and absent is not None else ()
        self._values, self._typed, self._trial = {cell: value}, None, None
        self.previewed.emit()

    def preview_cell(self, cell: Typed, value: Value) -> None:
        """The same from a table."""
        if cell.address is not None and cell.view in (None, self._view):
            self.preview(cell.address, value, cell.absent)

    def drop_preview(self) -> None:
        """Forget the value being typed."""
        if self._values:
            self._forget_typed()
            self.previewed.emit()

    def _forget_typed(self) -> None:
        self._values, self._absent = NO_CELL, ()
        self._typed, self._trial = None, None

    # Edits

    def write(self, entries: Sequence[TypedValue], label: str) -> bool:
        """Values typed in the current view, as one lot: retained values or positions, as the contract’s rules say."""
        if self.known_author() is None:
            return False
        made: list[Edit] = []

        def act() -> None:
            made.append(self._edit_of(entries, label))
            self.document.apply(made[0])

        done = self.attempt(act)
        if done:
            self._say_positions(made[0])
        return done

    def _say_positions(self, edit: Edit) -> None:
        """What was typed may be the word of one side: then the accord has not moved, and one sentence says so."""
        said = [one for one in edit.new if isinstance(one, Position)]
        if said:
            word = " et ".join(_SAID_BY[side] for side in Side if side.value in {one.party for one in said})
            kept = "la valeur retenue ne change" if len(said) == 1 else "les valeurs retenues ne changent"
            self.say(f"Noté\u00a0: {word}\u202f; {kept} pas.")

    def _edit_of(self, entries: Sequence[TypedValue], label: str) -> Edit:
        model, author = self.model, self.document.writing_author()
        made: dict[str, Record] = {}
        new: dict[str, Record] = {}
        values: dict[Cell, Value] = {}
        for entry in entries:
            cell, absent = entry.cell.address, entry.cell.absent
            if cell is None:
                continue
            if absent is not None and model.record(cell.kind, cell.row) is None:
                made[cell.row] = absent
                model = model.replacing([absent])
            part = edit_for(model, cell, entry.value, author, entry.cell.view or self._view)
            label = part.label if len(entries) == 1 else label
            new.update({record.id: record for record in part.new})
            values.update(part.values)
        for cell in [cell for cell in values if cell.row in made]:
            # One lot holds one op per cell: the value of a new row goes into the row itself.
            changed: dict[str, Any] = {cell.field: values.pop(cell)}
            made[cell.row] = replace(made[cell.row], **changed)
        return Edit(label, (*made.values(), *new.values()), values)

    def apply(self, edit: Edit) -> bool:
        """One edit as it is; false, with a dialog, where it is refused."""
        if not edit:
            return True
        if self.known_author() is None:
            return False
        return self.attempt(lambda: self.document.apply(edit))

    def add(self, label: str, *records: Record) -> bool:
        """New rows, as one lot."""
        return self.apply(Edit(label, new=records))

    def conflicts(self) -> frozenset[Cell]:
        """The cells that hold two versions; read once after each change."""
        if self._conflicts is None:
            self._conflicts = frozenset(self.document.conflicts())
        return self._conflicts

    def undo(self) -> None:
        label = self.document.undo_label
        if label and self.known_author() and self.attempt(self.document.undo):
            self.say(f"Annulé\u00a0: {label}")

    def redo(self) -> None:
        label = self.document.redo_label
        if label and self.known_author() and self.attempt(self.document.redo):
            self.say(f"Rétabli\u00a0: {label}")

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something that the document may refuse; an expected error is told and nothing has changed."""
        self._forget_typed()
        try:
            act()
        except Expected as error:
            self.failed.emit(error)
            return False
        return True

    def known_author(self) -> Author | None:
        """Who types, asked at the first edit; None if the question was left."""
        if self.document.author is None and self.writable and self._ask_author is not None:
            self.document.author = self._ask_author()
        if self.document.author is None and self.writable:
            self.say("Rien n’a été changé\u00a0: l’auteur n’est pas connu.")
        return self.document.author

    def _on_changes(self, changes: Changes, initiator: object | None) -> None:
        self._conflicts, self._typed, self._trial = None, None, None
        self._shelf.renew(changes, self.model, self.today)
        self.changed.emit(changes)

    # Words

    def say(self, sentence: str) -> None:
        """One sentence in the status bar."""
        self.said.emit(sentence)

    def go_to(self, cell: Cell) -> None:
        """Ask the window to show a cell, in whatever tab it is."""
        self.pointed.emit(cell)
