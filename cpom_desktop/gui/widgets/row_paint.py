"""The ground of a line in a rail: rounded when chosen or under the mouse, ringed when it has the focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ..theme import Role, theme
from ..theme.sizes import RADIUS_CONTROL, RING

_SELECTED, _FOCUS = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_HasFocus
_HOVER = QStyle.StateFlag.State_MouseOver


def is_chosen(option: QStyleOptionViewItem) -> bool:
    """Whether the line is the chosen one."""
    return bool(option.state & _SELECTED)


def draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint what lies behind the words of a line."""
    area, chosen = option.rect, is_chosen(option)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if chosen or option.state & _HOVER:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(Role.SELECTED if chosen else Role.HOVER))
        painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), RADIUS_CONTROL, RADIUS_CONTROL)
    if chosen and option.state & _FOCUS:
        painter.setPen(QPen(theme().colour(Role.ACCENT), RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(area).adjusted(1, 2, -1, -2), RADIUS_CONTROL, RADIUS_CONTROL)
    painter.restore()
