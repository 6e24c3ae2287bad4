"""The volet « Échéances »: one block for each date, the late ones first."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ....core.calendar_figures import Deadline
from ....core.periods import MONTHS, format_day
from ...charts.gantt_scale import MONTHS as SHORT_MONTHS
from ...theme import Role, Type, metrics
from ...theme.sizes import GAP_4, GAP_8, GAP_12, GAP_20, RAIL
from ...widgets.buttons import button
from ...widgets.panel import clear, row, rule, scrolled
from ...widgets.segments import Segments
from ...widgets.text import Label, caption, section_title
from .due import due_words

RANGES = (("30", "30"), ("60", "60"), ("90", "90\u00a0j"))


class DueList(QWidget):
    """`days` is the range chosen; a date leads to its step."""

    ranged = Signal()
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ranges = Segments("Échéances à", RANGES)
        self._ranges.chosen.connect(lambda _key: self.ranged.emit())
        self._until = caption()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, GAP_4, 0)
        inner.addLayout(self._rows)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_8)
        layout.addLayout(row(section_title("Échéances"), None, self._ranges))
        layout.addWidget(self._until)
        layout.addWidget(rule())
        layout.addWidget(scrolled(content), 1)

    @property
    def days(self) -> int:
        return int(self._ranges.current)

    def show_due(self, due: list[Deadline], today: dt.date) -> None:
        """Show these dates."""
        until = today + dt.timedelta(days=self.days)
        self._until.setText(f"D’ici au {until.day} {MONTHS[until.month - 1]} {until.year}")
        clear(self._rows)
        for one in due:
            self._rows.addWidget(self._block(one))
        if not due:
            self._rows.addWidget(Label("Aucune échéance sur cette période.", Type.BODY, Role.MUTED, wrap=True))

    def _block(self, one: Deadline) -> QFrame:
        block = QFrame()
        line = QHBoxLayout()
        line.setSpacing(GAP_12)
        day, words = QVBoxLayout(), QVBoxLayout()
        day.setSpacing(0)
        day.addWidget(Label(f"{one.due.day:02d}", Type.SECTION))
        day.addWidget(Label(SHORT_MONTHS[one.due.month - 1], Type.CAPTION, Role.MUTED))
        day.addStretch(1)
        step = one.milestone
        text = metrics(Type.BUTTON).elidedText(step.name, Qt.TextElideMode.ElideRight, RAIL - GAP_20)
        name = button(text, lambda: self.chosen.emit(step.id), kind="link", tip=step.name)
        name.setAccessibleName(f"{one.milestone.name}, {format_day(one.due.isoformat())}, {due_words(one.days)}")
        words.setSpacing(0)
        words.addWidget(name)
        details = " · ".join(part for part in (one.milestone.responsible, one.milestone.place) if part)
        if details:
            # As far in as the words of the link above.
            below = Label(details, Type.CAPTION, Role.MUTED, wrap=True)
            below.setContentsMargins(GAP_4, 0, 0, 0)
            words.addWidget(below)
        words.addStretch(1)
        line.addLayout(day)
        line.addLayout(words, 1)
        role = Role.ERROR if one.days < 0 else Role.MUTED
        line.addWidget(Label(due_words(one.days), Type.CAPTION_STRONG, role))
        column = QVBoxLayout(block)
        column.setContentsMargins(0, GAP_8, 0, 0)
        column.addLayout(line)
        column.addWidget(rule())
        return block
