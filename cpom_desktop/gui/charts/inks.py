"""The inks of series that belong to no party: each a lightness and a texture of its own, told apart in grey print."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ..theme import Role, theme
from ..theme.chart_sizes import DOT_STEP
from .symbols import hatch

_ROUND = Qt.PenCapStyle.RoundCap


class Ink(Enum):
    """From the darkest to the lightest; `HATCHED` is also what stands below a threshold."""

    FULL = "plein"
    GREY = "gris"
    DOTTED = "pointillé"
    HATCHED = "hachuré"


IN_ORDER = (Ink.FULL, Ink.GREY, Ink.DOTTED, Ink.HATCHED)


def fill_ink(painter: QPainter, box: QRectF, ink: Ink) -> None:
    """Fill a rectangle, and edge it with the surface so that stacked pieces do not run together."""
    if box.height() <= 0 or box.width() <= 0:
        return
    if ink is Ink.HATCHED:
        painter.fillRect(box, theme().colour(Role.SURFACE))
        hatch(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), theme().colour(Role.INK_FIRST))
        return
    roles = {Ink.FULL: Role.INK_FIRST, Ink.GREY: Role.INK_SECOND, Ink.DOTTED: Role.INK_THIRD}
    painter.fillRect(box, theme().colour(roles[ink]))
    if ink is Ink.DOTTED:
        _dots(painter, box)
    painter.setPen(QPen(theme().colour(Role.SURFACE), 1))
    painter.drawLine(box.topLeft(), box.topRight())


def _dots(painter: QPainter, box: QRectF) -> None:
    pen = QPen(theme().colour(Role.INK_FIRST), 1.6)
    pen.setCapStyle(_ROUND)
    painter.setPen(pen)
    rows = range(1, int(box.height() // DOT_STEP) + 1)
    for row in rows:
        y = box.bottom() - row * DOT_STEP + DOT_STEP / 2
        start = box.left() + DOT_STEP / 2 + (DOT_STEP / 2 if row % 2 else 0)
        for column in range(int((box.right() - start) // DOT_STEP) + 1):
            painter.drawPoint(QPointF(start + column * DOT_STEP, y))
