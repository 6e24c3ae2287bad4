"""The marks and hatches of the charts, painted in pixels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ..theme import Role, Shape, theme
from ..theme.chart_sizes import HATCH, LINE_GHOST
from ..theme.marks import mark_path

_NO_PEN = Qt.PenStyle.NoPen
_NO_BRUSH = Qt.BrushStyle.NoBrush


def draw_shape(painter: QPainter, shape: Shape, colour: QColor, centre: QPointF, size: float,
               hollow: bool = False) -> None:
    """Paint one marker; a hollow one is filled with the surface so that its line does not cross it."""
    painter.save()
    painter.translate(centre)
    painter.scale(size, size)
    if hollow or shape is Shape.HOLLOW_SQUARE:
        painter.setPen(QPen(colour, LINE_GHOST / size))
        painter.setBrush(theme().colour(Role.SURFACE))
        painter.scale(0.85, 0.85)
    else:
        painter.setPen(_NO_PEN)
        painter.setBrush(colour)
    painter.drawPath(mark_path(shape))
    painter.restore()


def draw_octagon(painter: QPainter, colour: QColor, centre: QPointF, size: float) -> None:
    """Paint the hollow octagon of a value outside its band."""
    half, cut = size / 2, size * 0.29
    corners = [(-half + cut, -half), (half - cut, -half), (half, -half + cut), (half, half - cut),
               (half - cut, half), (-half + cut, half), (-half, half - cut), (-half, -half + cut)]
    painter.setPen(QPen(colour, LINE_GHOST))
    painter.setBrush(_NO_BRUSH)
    painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in corners]))


def hatch(painter: QPainter, box: QRectF, colour: QColor, falling: bool = False) -> None:
    """Fill a rectangle with diagonal lines and outline it: one-off money, decreases, days late."""
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(colour, 1))
    height = box.height()
    x = box.left() - height
    while x < box.right():
        bottom, top = QPointF(x, box.bottom()), QPointF(x + height, box.top())
        if falling:
            bottom, top = QPointF(x, box.top()), QPointF(x + height, box.bottom())
        painter.drawLine(bottom, top)
        x += HATCH
    painter.restore()
    painter.setPen(QPen(colour, 1))
    painter.setBrush(QBrush())
    painter.drawRect(box)
