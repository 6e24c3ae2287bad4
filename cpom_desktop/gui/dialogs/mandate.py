"""What a side notes for itself on one cell: floor, target, ceiling, fallback, arguments in reserve."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from ...core.changes import Side
from ...core.positions import position_text, position_value
from ...core.problems import Problem, Refused
from ...core.records import INTEGERS, FieldInfo, Form
from ...session.private import Mandate
from ..grid import FieldReader
from ..grid.fields import unit_of_field
from ..privacy import KEY, KEY_WORDS, OWNERS
from ..theme import shown
from ..theme.form_sizes import FIELD_AMOUNT, FIELD_TEXT_HEIGHT
from ..theme.sizes import DIALOG_WIDTH
from ..widgets.buttons import button
from ..widgets.long_text import LongText
from ..widgets.text import Label, caption
from .frame import DialogFrame, Fields, Refusal

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


class MandateDialog(DialogFrame):
    """`answer` holds what was noted once accepted; `parked` what was being written when it was hidden by its key."""

    def __init__(self, info: FieldInfo, name: str, side: Side, held: Mandate, parent: QWidget | None = None) -> None:
        super().__init__(f"Réservé {OWNERS[side.value]}", parent, DIALOG_WIDTH)
        self._info, self._reader = info, FieldReader(info)
        self.answer: Mandate | None = None
        self.hidden_by_key = False
        self.body.addWidget(Label(name, wrap=True))
        self.body.addWidget(caption(KEPT_HERE, wrap=True))
        form = self._fields(side, held)
        self.body.addLayout(form)
        self._problem = Refusal(form)
        self.end_with(button("Annuler", self.reject), button("Enregistrer", self._accept, kind="primary"))
        QShortcut(QKeySequence(KEY), self, self._hide_at_once)

    def _fields(self, side: Side, held: Mandate) -> Fields:
        form = Fields()
        self._bounds: dict[str, QLineEdit] = {}
        for key, word in BOUNDS if self._is_figure else BOUNDS[1:2]:
            self._add_bound(form, key, word, side, held)
        self._fallback = QLineEdit(held.fallback)
        self._fallback.setCursorPosition(0)
        self._fallback.setPlaceholderText("ce qui serait demandé à la place")
        form.add("Repli", self._fallback)
        self._notes = LongText()
        self._notes.setTabChangesFocus(True)
        self._notes.setMaximumHeight(FIELD_TEXT_HEIGHT)
        self._notes.set_text(held.notes)
        form.add("Arguments en réserve", self._notes)
        return form

    def _add_bound(self, form: Fields, key: str, word: str, side: Side, held: Mandate) -> None:
        means = _MEANS[key][0 if side is Side.MANAGER else 1]
        unit = unit_of_field(self._info)
        field = self._bounds[key] = QLineEdit(shown(self._written(getattr(held, key))))
        if self._is_figure:
            field.setFixedWidth(FIELD_AMOUNT)
        form.add(f"{word}, en\u00a0{unit}" if unit else word, field, means)

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
                self._problem.show(field, value)
                return
        self.answer = self.parked()
        self.accept()

    def _hide_at_once(self) -> None:
        self.hidden_by_key = True
        self.hide()
        self.reject()
