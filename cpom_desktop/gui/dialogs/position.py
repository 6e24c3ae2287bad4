"""A position on a cell: who says it, the value, the argument, how long it holds."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from ...core.changes import SIDES, Author, Side
from ...core.model import Model
from ...core.naming import cell_name
from ...core.overlay import View, value_for
from ...core.periods import format_day, parse_day
from ...core.positions import standing
from ...core.problems import Problem
from ...core.records import Cell, Value, field_of
from ..forms.ui_position_dialog import Ui_PositionDialog
from ..grid import FieldReader, Reader
from ..widgets.buttons import button
from ..widgets.problem import ProblemLine
from ..widgets.text import caption, section_title

BEHALF = "Saisie pour le compte d’une autre partie\u00a0: elle la confirmera ou la contestera au prochain échange."


@dataclass(frozen=True, slots=True)
class Said:
    """What was said: in whose view, the value, the argument, the day after which it lapses."""

    view: View
    value: Value
    argument: str
    valid_until: str | None


class PositionDialog(QDialog):
    """`answer` holds what was said once accepted."""

    def __init__(
        self, model: Model, cell: Cell, author: Author, parent: QWidget | None = None, reader: Reader | None = None
    ) -> None:
        super().__init__(parent)
        self._form = form = Ui_PositionDialog()
        form.setupUi(self)
        self._model, self._cell, self._author = model, cell, author
        self._reader = reader or FieldReader(field_of(cell))
        self.answer: Said | None = None
        form.head.addWidget(section_title(self.windowTitle()))
        form.head.addWidget(caption(cell_name(model, cell), wrap=True))
        form.side.setAccessibleName(form.sideLabel.text())
        for side, word in SIDES:
            form.side.addItem(word, side)
        self._note = caption("", wrap=True)
        form.head.addWidget(self._note)
        self._problem = ProblemLine()
        self._problem.repaired.connect(self._repair)
        form.problems.addWidget(self._problem)
        form.buttonRow.addWidget(button("Annuler", self.reject))
        primary = button("Poser la position", self._accept, kind="primary")
        primary.setDefault(True)
        form.buttonRow.addWidget(primary)
        form.side.currentIndexChanged.connect(lambda _: self._show_side())
        form.side.setCurrentIndex(form.side.findData(author.side.value))
        self._show_side()
        form.value.setFocus()

    @property
    def _side(self) -> Side:
        return Side(self._form.side.currentData())

    def _show_side(self) -> None:
        """Start from what that side says now."""
        side = self._side
        last = standing(self._model, self._cell, side)
        value = value_for(self._model, self._cell, View(side.value))
        self._form.value.setText("" if value is None else self._reader.write(value))
        self._form.argument.set_text(last.argument if last else "")
        self._form.until.setText(format_day(last.valid_until) if last else "")
        self._note.setText("" if side is self._author.side else BEHALF)
        self._note.setVisible(side is not self._author.side)
        self._form.value.selectAll()

    def _accept(self) -> None:
        value = self._reader.read(self._form.value.text())
        if isinstance(value, Problem):
            self._refuse(self._form.value, value)
            return
        until = parse_day(self._form.until.text()) if self._form.until.text().strip() else None
        if isinstance(until, Problem):
            self._refuse(self._form.until, until)
            return
        self.answer = Said(View(self._side.value), value, self._form.argument.text().strip(), until)
        self.accept()

    def _refuse(self, field: QLineEdit, problem: Problem) -> None:
        self._problem.show_sentence(problem.sentence, problem.repair)
        self._problem.setProperty("field", field)
        field.setFocus()

    def _repair(self, text: str) -> None:
        field = self._problem.property("field")
        if isinstance(field, QLineEdit):
            field.setText(text)
        self._problem.clear()
