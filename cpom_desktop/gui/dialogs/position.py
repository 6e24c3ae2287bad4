"""A position on a cell: who says it, the value, the argument, how long it holds, in which meeting and package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ...core.bargaining.packages import PackageFate, linked_positions
from ...core.changes import SIDES, Author, Side
from ...core.model import Model
from ...core.naming import cell_name
from ...core.negotiation import Meeting, Position
from ...core.overlay import View, value_for
from ...core.periods import format_day, parse_day
from ...core.positions import standing
from ...core.problems import Problem
from ...core.records import Cell, Value, field_of
from ..forms.ui_position_dialog import Ui_PositionFields
from ..grid import FieldReader, Reader
from ..grid.fields import unit_of
from ..theme import shown
from ..theme.form_sizes import FIELD_AMOUNT, FIELD_DAY_OR_NONE
from ..theme.sizes import DIALOG_WIDTH
from ..widgets.buttons import button
from ..widgets.problem import WarningLine
from ..widgets.text import caption
from .frame import DialogFrame, Refusal

BEHALF = "Saisie pour le compte d’une autre partie\u00a0: elle la confirmera ou la contestera au prochain échange."

JOINED = (PackageFate.OPEN, PackageFate.BROKEN)
"""A package that a new move may still join."""


def meeting_name(meeting: Meeting) -> str:
    """« R3 · Finances · 15/09/2026 »."""
    return " · ".join(part for part in (meeting.code, meeting.subject, format_day(meeting.day)) if part)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said: in whose view, the value, and the other fields of the position, as it holds them."""

    view: View
    value: Value
    details: Mapping[str, Value]


class PositionDialog(DialogFrame):
    """`answer` holds what was said once accepted; `warn` says what the author’s side alone is to know of a value."""

    def __init__(
        self, model: Model, cell: Cell, author: Author, parent: QWidget | None = None, reader: Reader | None = None,
        warn: Callable[[Value], str] = lambda _: "", today: dt.date | None = None,
    ) -> None:
        super().__init__("Modifier la position", parent, DIALOG_WIDTH)
        self._form = form = Ui_PositionFields()
        fields = QWidget()
        form.setupUi(fields)
        self._model, self._cell, self._author, self._today = model, cell, author, today
        self._reader = reader or FieldReader(field_of(cell))
        self.answer: Said | None = None
        self._warn = warn
        self.body.addWidget(caption(cell_name(model, cell), wrap=True))
        form.side.setAccessibleName(form.sideLabel.text())
        if unit := unit_of(cell):
            form.valueLabel.setText(f"Valeur, en\u00a0{unit}")
            form.value.setFixedWidth(FIELD_AMOUNT)
        form.until.setFixedWidth(FIELD_DAY_OR_NONE)
        for side, word in SIDES:
            form.side.addItem(word, side)
        self._note = caption("", wrap=True)
        self.body.addWidget(self._note)
        self.body.addWidget(fields)
        self._problem = Refusal(form.fields)
        self.warning = WarningLine()
        self.foot.addWidget(self.warning)
        form.value.textChanged.connect(lambda _: self._show_warning())
        self.end_with(button("Annuler", self.reject), button("Poser la position", self._accept, kind="primary"))
        form.meeting.setAccessibleName(form.meetingLabel.text())
        form.package.setAccessibleName(form.packageLabel.text())
        form.meeting.addItem("Hors séance", None)
        for meeting in sorted(model.all(Meeting), key=lambda one: (one.day or "", one.code)):
            form.meeting.addItem(meeting_name(meeting), meeting.id)
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
        self._form.value.setText("" if value is None else shown(self._reader.write(value)))
        self._form.argument.set_text(last.argument if last else "")
        self._form.until.setText(format_day(last.valid_until) if last else "")
        self._form.precondition.setChecked(bool(last and last.precondition))
        self._show_meeting()
        self._show_packages(last)
        self._note.setText("" if side is self._author.side else BEHALF)
        self._note.setVisible(side is not self._author.side)
        self._form.value.selectAll()
        self._show_warning()

    def _show_warning(self) -> None:
        """What the author’s own side has noted of such a value; another side’s position warns of nothing."""
        value = self._reader.read(self._form.value.text())
        own = self._side is self._author.side and not isinstance(value, Problem)
        sentence = self._warn(value) if own and not isinstance(value, Problem) else ""
        self.warning.show_sentence(sentence)

    def _show_meeting(self) -> None:
        """The meeting of today where there is one, else none: a position is not silently given to an old meeting."""
        today = self._today.isoformat() if self._today is not None else ""
        held = next((one for one in self._model.all(Meeting) if one.day and one.day == today), None)
        self._form.meeting.setCurrentIndex(max(0, self._form.meeting.findData(held.id if held else None)))

    def _show_packages(self, last: Position | None) -> None:
        """The packages that this side has on the table; the one of its last move is kept."""
        choice, side = self._form.package, self._side
        choice.clear()
        choice.addItem("Aucun", None)
        for one in linked_positions(self._model, self._today):
            if one.fate in JOINED and all(member.party == side.value for member in one.members):
                words = " · ".join(part for part in (one.package.code, one.package.name) if part)
                choice.addItem(words, one.package.id)
        choice.setCurrentIndex(max(0, choice.findData(last.package if last else None)))
        for part in (self._form.packageLabel, choice):
            part.setVisible(choice.count() > 1)

    def _accept(self) -> None:
        value = self._reader.read(self._form.value.text())
        if isinstance(value, Problem):
            self._problem.show(self._form.value, value)
            return
        until = parse_day(self._form.until.text()) if self._form.until.text().strip() else None
        if isinstance(until, Problem):
            self._problem.show(self._form.until, until)
            return
        details: dict[str, Value] = {
            "argument": self._form.argument.text().strip(),
            "valid_until": until,
            "meeting": self._form.meeting.currentData(),
            "package": self._form.package.currentData(),
            "precondition": int(self._form.precondition.isChecked()),
        }
        self.answer = Said(View(self._side.value), value, details)
        self.accept()
