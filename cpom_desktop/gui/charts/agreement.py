"""Agreement on the diagnosis: one row per theme from fragile to solide, what each side says joined by a bar."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ..theme import Party, Role, Type, draw_mark, metrics, shown, theme
from ..theme.chart_sizes import AGREEMENT_BAR, AGREEMENT_BAR_STRONG, AGREEMENT_LABEL, AGREEMENT_ROW, BAR_LABEL, DOT
from ..theme.sizes import GAP_8, GAP_12
from .painted import CENTRE, RIGHT, Painted, hairline, snapped, width, write

MARKS = (1, 2, 3, 4, 5)
WORDS = ((1, "fragile"), (3, "moyen"), (5, "solide"))
LABEL_SHARE = 0.42
WIDE = 2
"""From this difference on, the row is marked as a point to discuss."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the manager and the authority say of a theme, from 1 to 5; None where one has said nothing."""

    key: str
    theme: str
    manager: int | None
    authority: int | None

    @property
    def gap(self) -> int:
        """The difference between both; 0 where one is silent."""
        return abs(self.manager - self.authority) if self.manager is not None and self.authority is not None else 0


class AgreementChart(Painted):
    """Dumbbells; a row leads to its theme, by mouse or by arrows and Entrée."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.data: tuple[Opinion, ...] = ()
        self._row = 0

    def show_data(self, data: tuple[Opinion, ...]) -> None:
        """Draw these opinions."""
        self.data = data
        self._row = min(self._row, max(len(data) - 1, 0))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(AGREEMENT_LABEL * 4, AGREEMENT_ROW * max(len(self.data), 3) + BAR_LABEL)

    def minimumSizeHint(self) -> QSize:
        return QSize(AGREEMENT_LABEL * 2, BAR_LABEL * (len(self.data) + 2))

    def rows(self) -> list[list[str]]:
        """The figures drawn."""
        head = ["Thème", "Gestionnaire", "Autorité"]
        return [head] + [[one.theme, str(one.manager or ""), str(one.authority or "")] for one in self.data]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self.data:
            self._row = (self._row + step) % len(self.data)
            self.update()
        elif event.key() == Qt.Key.Key_Space and self.data:
            self.chosen.emit(self.data[self._row].key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = int(event.position().y() // self._pitch())
        if 0 <= index < len(self.data):
            self._row = index
            self.chosen.emit(self.data[index].key)

    def _pitch(self) -> float:
        return min(AGREEMENT_ROW, (self.height() - BAR_LABEL * 1.5) / max(len(self.data), 1))

    def _label_width(self) -> float:
        """Room for the longest theme, up to a share of the chart; what is longer is cut with « … »."""
        longest = max((width(one.theme, Type.CAPTION_STRONG) for one in self.data), default=0.0)
        return min(max(longest, AGREEMENT_LABEL), self.width() * LABEL_SHARE) + GAP_8

    def _x(self, mark: int) -> float:
        left = self._label_width()
        return left + GAP_12 + (mark - 1) * (self.width() - left - 2 * GAP_12) / (len(MARKS) - 1)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        pitch, left = self._pitch(), self._label_width()
        bottom = pitch * len(self.data)
        for index, one in enumerate(self.data):
            if one.gap >= WIDE:
                box = QRectF(left, index * pitch, area.width() - left, pitch)
                painter.fillRect(box.adjusted(0, 1, 0, -1), theme().colour(Role.ERROR_BG))
        hairline(painter)
        for mark in MARKS:
            painter.drawLine(QPointF(snapped(self._x(mark)), 0), QPointF(snapped(self._x(mark)), bottom))
        for index, one in enumerate(self.data):
            self._draw_row(painter, index, one, pitch)
        for mark, word in WORDS:
            half = width(word, Type.UNIT) / 2 + 1
            x = min(max(self._x(mark), left), area.width() - half)
            words = QRectF(x - half, bottom, 2 * half, BAR_LABEL * 1.5)
            write(painter, words, word, flags=CENTRE)

    def _draw_row(self, painter: QPainter, index: int, one: Opinion, pitch: float) -> None:
        y = (index + 0.5) * pitch
        strong = self.hasFocus() and index == self._row
        room, use = self._label_width() - GAP_8, Type.CAPTION_STRONG if strong else Type.UNIT
        text = metrics(use).elidedText(shown(one.theme), Qt.TextElideMode.ElideRight, round(room))
        write(painter, QRectF(0, index * pitch, room, pitch), text, use, Role.TEXT, RIGHT)
        if one.manager is not None and one.manager == one.authority:
            draw_mark(painter, Party.ACCORD, QPointF(self._x(one.manager), y))
            return
        if one.gap:
            assert one.manager is not None and one.authority is not None
            thick = AGREEMENT_BAR_STRONG if one.gap >= WIDE else AGREEMENT_BAR
            painter.setPen(QPen(theme().colour(Role.INK_FIRST), thick))
            painter.drawLine(QPointF(self._x(one.manager), y), QPointF(self._x(one.authority), y))
        for party, mark in ((Party.MANAGER, one.manager), (Party.AUTHORITY, one.authority)):
            if mark is not None:
                draw_mark(painter, party, QPointF(self._x(mark), y), size=AGREEMENT_BAR_STRONG + GAP_8 - DOT / 4)
