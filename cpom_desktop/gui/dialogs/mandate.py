"""What a side notes for itself on one cell: floor, target, ceiling, fallback, arguments in reserve."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from ...core.changes import Side
from ...core.positions import position_text, position_value
from ...core.problems import Problem, Refused
from ...core.records import INTEGERS, FieldInfo, Form
from ...session.private import Mandate
from ..grid import FieldReader
from ..privacy import KEY, KEY_WORDS, OWNERS
from ..theme.sizes import CARD_TEXT, DIALOG_WIDTH, GAP_8, GAP_12, GAP_20
from ..widgets.buttons import button
from ..widgets.long_text import LongText
from ..widgets.panel import row
from ..widgets.problem import ProblemLine
from ..widgets.text import Label, caption, section_title

KEPT_HERE = (
    "Gardé dans votre fichier seulement\u00a0: ni envoi, ni export, ni compte rendu, ni projection. "
    f"{KEY_WORDS} masque aussitôt."
)
BOUNDS = (("floor", "Plancher"), ("target", "Cible"), ("ceiling", "Plafond"))
_MEANS = {
    "floor": ("le moins acceptable", "le moins offert"),
    "target": ("ce qui est visé", "ce qui est visé"),
    "ceiling": ("le plus demandé", "le plus accordé"),
}
"""What each bound is for a manager, and for an authority."""


class MandateDialog(QDialog):
    """`answer` holds what was noted once accepted; `parked` what was being written when it was hidden by its key."""

    def __init__(self, info: FieldInfo, name: str, side: Side, held: Mandate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info, self._reader = info, FieldReader(info)
        self.answer: Mandate | None = None
        self.hidden_by_key = False
        title = f"Réservé {OWNERS[side.value]}"
        self.setWindowTitle(title)
        self.setMinimumWidth(DIALOG_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_20, GAP_20, GAP_20, GAP_20)
        column.setSpacing(GAP_12)
        column.addWidget(section_title(title))
        column.addWidget(Label(name, wrap=True))
        column.addWidget(caption(KEPT_HERE, wrap=True))
        column.addLayout(self._fields(side, held))
        self._problem = ProblemLine()
        column.addWidget(self._problem)
        write = button("Enregistrer", self._accept, kind="primary")
        write.setDefault(True)
        column.addLayout(row(None, button("Annuler", self.reject), write))
        QShortcut(QKeySequence(KEY), self, self._hide_at_once)

    def _fields(self, side: Side, held: Mandate) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(GAP_12)
        form.setVerticalSpacing(GAP_8)
        self._bounds: dict[str, QLineEdit] = {}
        for key, word in BOUNDS if self._is_figure else BOUNDS[1:2]:
            means = _MEANS[key][0 if side is Side.MANAGER else 1]
            field = self._bounds[key] = QLineEdit(self._written(getattr(held, key)))
            field.setPlaceholderText(means)
            field.setAccessibleName(f"{word}, {means}")
            unit = {Form.CENTS: " (euros)", Form.RATE: " (%)"}.get(self._info.form, "")
            form.addRow(Label(f"{word}{unit}"), field)
        self._fallback = QLineEdit(held.fallback)
        self._fallback.setAccessibleName("Repli")
        self._fallback.setPlaceholderText("ce qui serait demandé à la place")
        form.addRow(Label("Repli"), self._fallback)
        self._notes = LongText()
        self._notes.setTabChangesFocus(True)
        self._notes.setMaximumHeight(2 * CARD_TEXT)
        self._notes.setAccessibleName("Arguments en réserve")
        self._notes.set_text(held.notes)
        form.addRow(Label("Arguments en réserve"), self._notes)
        return form

    @property
    def _is_figure(self) -> bool:
        """Only a figure has a floor and a ceiling."""
        return self._info.form in INTEGERS | {Form.DECIMAL} and self._info.form is not Form.FLAG

    def _written(self, text: str | None) -> str:
        """A bound as it was noted, as one types it; as it stands where the field no longer takes it."""
        try:
            return self._reader.write(position_value(self._info, text))
        except Refused:
            return text or ""

    def parked(self) -> Mandate:
        """What has been written so far; a bound that is no value is left out."""
        texts = {}
        for key, field in self._bounds.items():
            value = self._reader.read(field.text())
            texts[key] = None if isinstance(value, Problem) else position_text(value)
        return Mandate(**texts, fallback=self._fallback.text().strip(), notes=self._notes.text().strip())

    def _accept(self) -> None:
        for field in self._bounds.values():
            value = self._reader.read(field.text())
            if isinstance(value, Problem):
                self._problem.show_sentence(value.sentence, value.repair)
                field.setFocus()
                return
        self.answer = self.parked()
        self.accept()

    def _hide_at_once(self) -> None:
        self.hidden_by_key = True
        self.hide()
        self.reject()
