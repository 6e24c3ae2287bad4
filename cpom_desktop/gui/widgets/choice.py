"""A list to choose from, with an arrow that follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from ..theme import Role, draw_icon
from ..theme.sizes import GAP_12, ICON_CELL


class Choice(QComboBox):
    """The style sheet can only show an arrow from a file of one colour, so it is painted.

    The wheel scrolls the page around it: passing over a choice must never change a value.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        role = Role.TEXT if self.isEnabled() else Role.MUTED
        draw_icon(painter, "chevron-down", role, QPointF(self.width() - GAP_12 - 2, self.height() / 2), ICON_CELL)
