"""Base of the charts painted by hand: repainted with the theme, focused and named like the others."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ..theme import Role, Type, font, shown, theme
from ..theme.sizes import HAIRLINE, RING

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
WRAPPED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_ANTIALIASING = QPainter.RenderHint.Antialiasing
_STRONG_FOCUS = Qt.FocusPolicy.StrongFocus
_OPAQUE = Qt.WidgetAttribute.WA_OpaquePaintEvent


class Painted(QWidget):
    """A chart that paints itself; `draw` is called with an antialiased painter on the surface."""

    remark = ""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(_STRONG_FOCUS)
        # It fills all that it paints: else Qt first paints there the backgrounds of the eight widgets around it.
        self.setAttribute(_OPAQUE)
        theme().changed.connect(self.update)

    def scale_lines(self, factor: float) -> None:
        """Nothing to do: what is painted by hand follows the scale of the painter."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour(Role.SURFACE))
        painter.setRenderHint(_ANTIALIASING)
        self.draw(painter, QRectF(self.rect()))
        if self.hasFocus():
            painter.setPen(QPen(theme().colour(Role.ACCENT), RING))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Paint the chart; a chart without data paints nothing."""


def write(painter: QPainter, box: QRectF, text: str, use: Type = Type.UNIT, role: Role = Role.MUTED,
          flags: Qt.AlignmentFlag | int = LEFT) -> None:
    """Write a text in a box with the font of a use and the colour of a role."""
    painter.setFont(font(use))
    painter.setPen(theme().colour(role))
    painter.drawText(box, int(flags), shown(text))


def width(text: str, use: Type = Type.UNIT) -> float:
    """The width of a text as it is painted."""
    return QFontMetricsF(font(use)).horizontalAdvance(shown(text))


def hairline(painter: QPainter, role: Role = Role.LINE) -> None:
    """A thin line of that role."""
    painter.setPen(QPen(theme().colour(role), HAIRLINE))


def snapped(value: float) -> float:
    """The middle of the nearest pixel, so that a hairline stays thin."""
    return round(value) + 0.5
