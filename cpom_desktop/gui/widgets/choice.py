"""A list to choose from, with an arrow that follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from ..theme import Role, draw_icon
from ..theme.sizes import GAP_12, ICON_CELL
from .text import plain_tip

_CONTROL, _FIELD = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField


class Choice(QComboBox):
    """The style sheet can only show an arrow from a file of one colour, so it is painted.

    The wheel scrolls the page around it: passing over a choice must never change a value.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(_CONTROL, option, _FIELD, self).width()
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(plain_tip(self.currentText() if option.currentText != self.currentText() else ""))
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        role = Role.TEXT if self.isEnabled() else Role.MUTED
        draw_icon(painter, "chevron-down", role, QPointF(self.width() - GAP_12 - 2, self.height() / 2), ICON_CELL)
