"""The contract as the window shows it: document, view chosen, trial, value being typed, and one door for edits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

from ..core.changes import Author, Changes, Edit, Side
from ..core.finance.books import Books
from ..core.model import Model
from ..core.negotiation import Position
from ..core.overlay import View, edit_for
from ..core.problems import Expected
from ..core.records import Cell, Record, Value
from ..session.document import Document
from ..session.trial import Laid, Tried
from .layer import Layer
from .privacy import Privacy
from .shelf import Shelf
from .trying import IN_TRIAL, Trying

if TYPE_CHECKING:
    from ..core.checks import Check

_SAID_BY = {
    Side.MANAGER: "demande du gestionnaire",
    Side.AUTHORITY: "offre de l’autorité",
    Side.SECOND_AUTHORITY: "offre de la 2e autorité",
}
NOTHING_TO_UNDO, NOTHING_TO_REDO = "Rien à annuler.", "Rien à rétablir."


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

    `changed` carries the `Changes` of a commit or of a trial, `previewed` says that a typed value moved, `viewChanged`
    that another view is shown, `said` a sentence for the status bar, `failed` an error with its three sentences,
    `pointed` a cell that a view asks the window to go to, `importAsked` that it asks for a workbook to import,
    `arbitrationAsked` the cells of a fiche d’arbitrage, `scenariosChanged` that a private scenario came or went.
    """

    changed = Signal(object)
    previewed = Signal()
    viewChanged = Signal()
    scenariosChanged = Signal()
    said = Signal(str)
    failed = Signal(object)
    pointed = Signal(object)
    checked = Signal()
    importAsked = Signal()
    arbitrationAsked = Signal(object)

    def __init__(
        self, document: Document, ask_author: Callable[[], Author | None] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self._ask_author = ask_author
        self._view = View.ACCORD
        self._conflicts: frozenset[Cell] | None = None
        self._shelf = Shelf(document.model, self.today)
        self.trying = Trying(self, self._shelf)
        self.privacy = Privacy(document, self)
        self._typed = Layer(self.trying.layer)
        self._forget = document.subscribe(self._on_changes)
        self.left = False
        self.checks: tuple[Check, ...] = ()

    def leave(self) -> None:
        """Stop listening to the document; it is closed by who opened it."""
        self.left = True
        self._forget()

    # What is shown

    @property
    def model(self) -> Model:
        """The retained values, those tried in the accord among them."""
        return self.trying.layer.seen(View.ACCORD) if self.trying.on else self.document.model

    @property
    def view(self) -> View:
        return self._view

    def set_view(self, view: View) -> None:
        """Show the contract as a side sees it."""
        if view is not self._view:
            self._view = view
            self._typed.show(())
            self.viewChanged.emit()

    def shown(self) -> Model:
        """The contract in the current view, with the value being typed."""
        return self.seen(self._view)

    def seen(self, view: View) -> Model:
        """The contract in any view, with what is tried; the value being typed counts in the current one."""
        return self._typed.seen(view)

    def books(self, view: View | None = None) -> Books:
        """The figures of a view (the current one by default), with what is tried and the value being typed."""
        return self._typed.books(view or self._view)

    def without_trial(self, view: View | None = None) -> Books:
        """The figures of a view as they would be had nothing been tried nor typed; their model too."""
        return self._shelf.books(view or self._view)

    @property
    def today(self) -> dt.date:
        return self.document.tools.now().date()

    @property
    def author(self) -> Author | None:
        return self.document.author

    def set_author(self, author: Author | None) -> None:
        """Say who types; what one side keeps for itself is shown to its side alone."""
        self.document.author = author
        self.privacy.renew()

    @property
    def writable(self) -> bool:
        return self.document.read_only is None

    # What is being typed

    def preview(self, cell: Cell, value: Value, absent: Record | None = None) -> None:
        """Count with a value that is being typed; nothing is written."""
        self._typed.show([Laid(self._view, Tried((absent,) if absent is not None else (), {cell: value}))])
        self.previewed.emit()

    def preview_cell(self, cell: Typed, value: Value) -> None:
        """The same from a table."""
        if cell.address is not None and cell.view in (None, self._view):
            self.preview(cell.address, value, cell.absent)

    def typed_in(self, cell: Cell) -> Value:
        """The value being typed in a cell of the current view, None where none is."""
        below, above = self.trying.layer.seen(self._view), self.shown()
        before, now = below.record(cell.kind, cell.row), above.record(cell.kind, cell.row)
        if now is None or now is before:
            return None
        value: Value = getattr(now, cell.field)
        return value if before is None or getattr(before, cell.field) != value else None

    def drop_preview(self) -> None:
        """Forget the value being typed."""
        if self._typed:
            self._typed.show(())
            self.previewed.emit()

    def tried_from(self, cell: Typed) -> tuple[Value] | None:
        """What a cell of a table holds without the trial, where the trial changes it; None elsewhere."""
        if not self.trying.on or cell.address is None:
            return None
        return self.trying.held_before(cell.address, cell.view)

    def renew_preview(self) -> None:
        """What the value being typed is laid on has changed."""
        self._typed.renew()

    # Edits

    def write(self, entries: Sequence[TypedValue], label: str) -> bool:
        """Values typed in the current view, as one lot: retained values or positions, as the contract’s rules say.

        In a trial they are tried, and nothing is written.
        """
        if self.trying.on:
            return self.trying.write(entries, label)
        if self.known_author() is None:
            return False
        made: list[Edit] = []

        def act() -> None:
            made.append(self._edit_of(entries, label))
            self.document.apply(made[0])

        done = self.attempt(act)
        if done:
            self.say_positions(made[0])
        return done

    def say_positions(self, edit: Edit) -> None:
        """What was typed may be the word of one side: then the accord has not moved, and one sentence says so."""
        said = [one for one in edit.new if isinstance(one, Position)]
        if said:
            word = " et ".join(_SAID_BY[side] for side in Side if side.value in {one.party for one in said})
            kept = "la valeur retenue ne change" if len(said) == 1 else "les valeurs retenues ne changent"
            # Typed as a retained value where each side writes for itself: it takes the word of all.
            until = "qu’avec l’accord de toutes les parties" if self._view is View.ACCORD else "pas"
            self.say(f"Noté\u00a0: {word}\u202f; {kept} {until}.")

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
        if self.trying.on:
            return self.trying.apply(edit)
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
        if self.trying.on:
            self.trying.undo()
            return
        label = self.document.undo_label
        if not label:
            self.say(NOTHING_TO_UNDO)
        elif self.known_author() and self.attempt(self.document.undo):
            self.say(f"Annulé\u00a0: {label}")

    def redo(self) -> None:
        if self.trying.on:
            self.trying.redo()
            return
        label = self.document.redo_label
        if not label:
            self.say(NOTHING_TO_REDO)
        elif self.known_author() and self.attempt(self.document.redo):
            self.say(f"Rétabli\u00a0: {label}")

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something that the document may refuse; an expected error is told and nothing has changed."""
        self._typed.show(())
        try:
            act()
        except Expected as error:
            self.failed.emit(error)
            return False
        return True

    def known_author(self, even_in_trial: bool = False) -> Author | None:
        """Who types, asked at the first edit; None if the question was left.

        In a trial nobody writes, and the reason is said; what may be done all the same asks `even_in_trial`.
        """
        if self.trying.on and not even_in_trial:
            self.say(IN_TRIAL)
            return None
        if self.document.author is None and self.writable and self._ask_author is not None:
            self.set_author(self._ask_author())
        if self.document.author is None and self.writable:
            self.say("Rien n’a été changé\u00a0: l’auteur n’est pas connu.")
        return self.document.author

    def _on_changes(self, changes: Changes, initiator: object | None) -> None:
        self._conflicts = None
        self._shelf.renew(changes, self.document.model, self.today)
        self.trying.layer.renew()
        self._typed.renew()
        self.changed.emit(changes)

    def tell_checks(self, checks: tuple[Check, ...]) -> None:
        """The points de vigilance, as the window heard them once the hands rested; `checked` where they differ."""
        if checks != self.checks:
            self.checks = checks
            self.checked.emit()

    # Words

    def say(self, sentence: str) -> None:
        """One sentence in the status bar."""
        self.said.emit(sentence)

    def go_to(self, cell: Cell) -> None:
        """Ask the window to show a cell, in whatever tab it is."""
        self.pointed.emit(cell)
