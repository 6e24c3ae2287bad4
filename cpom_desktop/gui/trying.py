"""The trial in the window: while it is on, what is typed in any tab is laid over the contract and written nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..core.bargaining.points import in_order
from ..core.changes import Edit
from ..core.overlay import View
from ..core.records import Cell, Record, Value
from ..session.trial import Step, Trial, Tried, edit_of, step_of, step_of_position
from .layer import Below, Layer

if TYPE_CHECKING:
    from .workspace import TypedValue, Workspace

BEGUN = "Essai\u00a0: ce qui est saisi est compté, rien n’est enregistré. Échap pour quitter."
IN_TRIAL = "En essai, rien n’est enregistré\u00a0: quittez l’essai (Échap) pour le faire."


class Trying(QObject):
    """`changed` says that a trial begins, goes on or ends. `layer` lies over the contract, empty outside a trial."""

    changed = Signal()

    def __init__(self, workspace: Workspace, below: Below) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._trial: Trial | None = None
        self.layer = Layer(below)

    @property
    def on(self) -> bool:
        """Whether what is typed is only tried."""
        return self._trial is not None

    def begin(self, tried: Tried | None = None, label: str = "") -> None:
        """From now on what is typed is only tried; `tried` is laid at once, over the current view."""
        if self._trial is None:
            self._workspace.drop_preview()
            self._trial = Trial()
            self._workspace.say(BEGUN)
            self.changed.emit()
        if tried:
            self.apply(Edit(label, tried.new, tried.values, tried.deleted))

    def end(self) -> None:
        """Everything shows as before; nothing was written."""
        if self._trial is None:
            return
        steps = self._trial.laid
        self._trial = None
        self._workspace.drop_preview()
        self.layer.show(())
        self._tell(Step("", steps))

    # Edits

    def apply(self, edit: Edit) -> bool:
        """One action, checked as if it were written; false, with a dialog, where it is refused."""
        view, made = self._workspace.view, list[Step | None]()
        contract = self._workspace.document.contract_id
        done = self._workspace.attempt(lambda: made.append(step_of(self.layer.seen(view), edit, contract, view)))
        if done and made[0] is not None:
            self._push(made[0])
        return done

    def write(self, entries: Sequence[TypedValue], label: str) -> bool:
        """What a table gives: values of the current view, and positions where several sides stand side by side."""
        new: dict[str, Record] = {}
        values: dict[Cell, Value] = {}
        shown = self.layer.seen(self._workspace.view)
        for entry in entries:
            cell, absent, view = entry.cell.address, entry.cell.absent, entry.cell.view
            if cell is None:
                continue
            if view is not None and view.side is not None:
                step = step_of_position(self._workspace.model, cell, entry.value, view.side, label)
                self._push(step)
                continue
            if absent is not None and shown.record(cell.kind, cell.row) is None:
                new[cell.row] = absent
            values[cell] = entry.value
        return self.apply(Edit(label, tuple(new.values()), values)) if values else True

    def _push(self, step: Step) -> None:
        if self._trial is not None:
            self._trial.push(step)
            self.layer.add(step.laid)
            self._tell(step)

    # Undo

    @property
    def undo_label(self) -> str | None:
        return self._trial.undo_label if self._trial is not None else None

    @property
    def redo_label(self) -> str | None:
        return self._trial.redo_label if self._trial is not None else None

    def undo(self) -> None:
        """Take back the last action of the trial."""
        if self._trial is not None:
            self._moved(self._trial.undo(), "Annulé", "Rien à annuler dans l’essai.")

    def redo(self) -> None:
        """Try it again."""
        if self._trial is not None:
            self._moved(self._trial.redo(), "Rétabli", "Rien à rétablir dans l’essai.")

    def _moved(self, step: Step | None, word: str, nothing: str) -> None:
        if step is None:
            self._workspace.say(nothing)
        elif self._trial is not None:
            self._workspace.drop_preview()
            self.layer.show(self._trial.laid)
            self._tell(step)
            self._workspace.say(f"{word} dans l’essai\u00a0: {step.label}")

    def _tell(self, step: Step) -> None:
        self._workspace.renew_preview()
        self._workspace.changed.emit(step.changes)
        self.changed.emit()

    # What becomes of it

    def tried(self) -> Tried:
        """What the trial comes to in the current view."""
        return self._trial.tried(self._workspace.view) if self._trial is not None else Tried()

    def held_before(self, cell: Cell, view: View | None = None) -> tuple[Value] | None:
        """What a cell holds without the trial in a view (the current one), where the trial changes it; else None."""
        if self._trial is None:
            return None
        shown = view or self._workspace.view
        now = self.layer.seen(shown).record(cell.kind, cell.row)
        before = self._workspace.without_trial(shown).model.record(cell.kind, cell.row)
        if now is before:
            return None
        values = tuple(getattr(one, cell.field, None) for one in (now, before))
        return (values[1],) if values[0] != values[1] else None

    def put_down(self, tried: Tried, view: View, label: str) -> bool:
        """Write what was tried, or kept as a scenario, as one lot, and leave the trial; false where it is refused.

        By section and by year, as the others will read it in the history and in what they receive.
        """
        workspace, made = self._workspace, list[Edit]()
        author = workspace.known_author(even_in_trial=True)
        if author is None:
            return False
        model = workspace.document.model
        values = {cell: tried.values[cell] for cell in in_order(tried.over(model), tried.values)}
        made.append(edit_of(model, replace(tried, values=values), author, view, label))
        if not workspace.attempt(partial(workspace.document.apply, made[0])):
            return False
        self.end()
        workspace.say_positions(made[0])
        return True

