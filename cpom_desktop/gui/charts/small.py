"""Small multiples: each indicator of an objective in 66 px, first and last value in its title, a scale of its own."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ..theme import Role, Shape, Type, metrics, shown, theme
from ..theme.chart_sizes import BAND_SHARE, DOT, LINE_STRONG, SMALL_HEIGHT, SMALL_TITLE
from ..theme.sizes import GAP_8, GAP_12
from .painted import LEFT, RIGHT, Painted, hairline, snapped, width, write
from .scale import padded
from .series import Point
from .symbols import draw_shape

_DOTS = Qt.PenStyle.DotLine


@dataclass(frozen=True, slots=True)
class SmallCurve:
    """One indicator in the small."""

    key: str
    code: str
    name: str
    change: str
    actuals: tuple[Point, ...]
    targets: tuple[Point, ...]
    tolerance: float | None = None


class SmallMultiples(Painted):
    """The indicators one below the other; a click chooses one."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.data: tuple[SmallCurve, ...] = ()

    def show_data(self, data: tuple[SmallCurve, ...]) -> None:
        """Draw these indicators."""
        self.data = data
        self.setMinimumHeight(self._pitch() * len(data))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SMALL_HEIGHT * 4, self._pitch() * max(1, len(self.data)))

    def rows(self) -> list[list[str]]:
        """The figures drawn."""
        return [["Code", "Indicateur", "Évolution"]] + [[one.code, one.name, one.change] for one in self.data]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = int(event.position().y() // self._pitch())
        if 0 <= index < len(self.data):
            self.chosen.emit(self.data[index].key)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        for index, one in enumerate(self.data):
            self._draw_one(painter, QRectF(0, index * self._pitch(), area.width(), self._pitch()), one)

    @staticmethod
    def _pitch() -> int:
        return SMALL_HEIGHT + SMALL_TITLE + GAP_8

    def _draw_one(self, painter: QPainter, box: QRectF, one: SmallCurve) -> None:
        title = QRectF(box.left(), box.top(), box.width(), SMALL_TITLE)
        write(painter, title, one.change, Type.CAPTION_STRONG, Role.TEXT, RIGHT)
        room = box.width() - width(one.change, Type.CAPTION_STRONG) - GAP_12
        words = shown(f"{one.code}  {one.name}".strip())
        words = metrics(Type.CAPTION).elidedText(words, Qt.TextElideMode.ElideRight, round(room))
        write(painter, title, words, Type.CAPTION, Role.TEXT, LEFT)
        points = one.actuals + one.targets
        if not points:
            return
        axis = snapped(box.top() + SMALL_TITLE + SMALL_HEIGHT - SMALL_TITLE)
        years = [x for x, _ in points]
        write(painter, QRectF(box.left(), axis, box.width(), SMALL_TITLE), f"{min(years):.0f}", Type.SMALL, flags=LEFT)
        write(painter, QRectF(box.left(), axis, box.width(), SMALL_TITLE), f"{max(years):.0f}", Type.SMALL, flags=RIGHT)
        hairline(painter)
        painter.drawLine(QPointF(box.left(), axis), QPointF(box.right(), axis))
        plot = QRectF(box.left() + GAP_12, title.bottom(), box.width() - 2 * GAP_12, axis - title.bottom())
        self._draw_curves(painter, plot, one)

    def _draw_curves(self, painter: QPainter, box: QRectF, one: SmallCurve) -> None:
        points = one.actuals + one.targets
        margin = one.tolerance or 0.0
        low, high = padded([y for _, y in points])
        first, last = min(x for x, _ in points), max(x for x, _ in points)

        def at(x: float, y: float) -> QPointF:
            share = (x - first) / (last - first) if last > first else 0.5
            return QPointF(box.left() + share * box.width(), box.bottom() - (y - low) / (high - low) * box.height())

        painter.save()
        painter.setClipRect(box.adjusted(-GAP_12, 0, GAP_12, 0))
        if margin and one.targets:
            band = [at(x, y + margin) for x, y in one.targets] + [at(x, y - margin) for x, y in reversed(one.targets)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().faded(Role.ACCORD_CHART, BAND_SHARE))
            painter.drawPolygon(QPolygonF(band))
        ink, accord = theme().colour(Role.INK_FIRST), theme().colour(Role.ACCORD_CHART)
        painter.setPen(QPen(ink, 2))
        painter.drawPolyline(QPolygonF([at(*p) for p in one.actuals]))
        if one.actuals and one.targets:
            painter.setPen(QPen(ink, 1, _DOTS))
            painter.drawLine(at(*one.actuals[-1]), at(*one.targets[0]))
        painter.setPen(QPen(accord, LINE_STRONG - 0.5))
        painter.drawPolyline(QPolygonF([at(*p) for p in one.targets]))
        painter.restore()
        if one.actuals:
            draw_shape(painter, Shape.DISC, ink, at(*one.actuals[-1]), DOT + 1)
        if one.targets:
            draw_shape(painter, Shape.DIAMOND, accord, at(*one.targets[-1]), DOT + 2)
