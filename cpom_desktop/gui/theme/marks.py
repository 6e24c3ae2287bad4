"""The marks of the parties, painted: the typeface has no ● ▲ ▼, and a drawn mark keeps its size."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen, Qt

from .roles import Party, Role, Shape
from .sizes import MARK
from .theme import theme

_NO_BRUSH = Qt.BrushStyle.NoBrush
_ANTIALIASING = QPainter.RenderHint.Antialiasing


@cache
def mark_path(shape: Shape) -> QPainterPath:
    """The outline of a mark in a square of side 1 centred on the origin; do not change it."""
    path = QPainterPath()
    if shape is Shape.DISC:
        path.addEllipse(QRectF(-0.5, -0.5, 1, 1))
    elif shape in (Shape.SQUARE, Shape.HOLLOW_SQUARE):
        path.addRect(QRectF(-0.45, -0.45, 0.9, 0.9))
    else:
        points = _TRIANGLE if shape is Shape.TRIANGLE else _DIAMOND
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.closeSubpath()
    return path


_TRIANGLE = ((0.0, -0.52), (0.55, 0.42), (-0.55, 0.42))
_DIAMOND = ((0.0, -0.58), (0.58, 0.0), (0.0, 0.58), (-0.58, 0.0))


def draw_mark(
    painter: QPainter, party: Party, centre: QPointF, size: float = MARK, hollow: bool = False, role: Role | None = None
) -> None:
    """Paint the mark of a party; hollow marks (a wish, a third authority) keep the outline only."""
    colour = theme().colour(role or party.look.chart)
    painter.save()
    painter.setRenderHint(_ANTIALIASING)
    painter.translate(centre)
    painter.scale(size, size)
    if hollow or party.look.shape is Shape.HOLLOW_SQUARE:
        painter.setPen(QPen(colour, 1.6 / size))
        painter.setBrush(_NO_BRUSH)
        painter.scale(0.85, 0.85)
        painter.drawPath(mark_path(party.look.shape))
    else:
        painter.fillPath(mark_path(party.look.shape), colour)
    painter.restore()
