"""The list of a rail: one line for each place, with its icon and its count; arrows move, the choice follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ..theme import Role, Status, Type, draw_icon, font, metrics, shown, theme
from ..theme.sizes import GAP_4, GAP_8, ICON_CELL, LIST_ROW
from .row_paint import draw_ground, is_chosen

_KEY = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_MOVE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_LINE = Qt.ItemDataRole.UserRole + 1
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_HEADING, _PLACE = Qt.ItemFlag.NoItemFlags, Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_BELOW = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Line:
    """One place: its key, its name, what is counted at its right, the status before it.

    A heading names the lines below it and cannot be chosen.
    """

    key: str
    name: str
    count: str = ""
    status: Status | None = None
    heading: bool = False


class RailList(QListWidget):
    """`chosen` carries the key of the line that became current, `moved` the step that Ctrl+Maj+↑ or ↓ asks for."""

    chosen = Signal(str)
    moved = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(_LineDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self._showing = False
        self.currentItemChanged.connect(self._announce)
        theme().changed.connect(self.viewport().update)

    def show_lines(self, lines: Sequence[Line], current: str = "") -> None:
        """Show these lines; the current one stays if it is still there, else `current`, else the first."""
        kept = self.current or current
        self._showing = True
        if [line.key for line in lines] != [self.item(at).data(_KEY) for at in range(self.count())]:
            self.clear()
            for line in lines:
                self.addItem(QListWidgetItem())
                self.item(self.count() - 1).setData(_KEY, line.key)
        for at, line in enumerate(lines):
            item = self.item(at)
            item.setData(_LINE, line)
            item.setText(shown(line.name))
            word = line.status.look.word if line.status else ""
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(w for w in (line.name, line.count, word) if w))
            item.setSizeHint(QSize(0, LIST_ROW))
            item.setFlags(_HEADING if line.heading else _PLACE)
        self._showing = False
        keys = [line.key for line in lines if not line.heading]
        wanted = kept if kept in keys else current if current in keys else (keys[0] if keys else "")
        if wanted and wanted != self.current:
            self.choose(wanted)

    @property
    def current(self) -> str:
        item = self.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    def choose(self, key: str) -> None:
        """Make a line current; listeners are told."""
        for at in range(self.count()):
            if self.item(at).data(_KEY) == key:
                self.setCurrentRow(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step and event.modifiers() & _MOVE == _MOVE:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)

    def _announce(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._showing:
            self.chosen.emit(str(item.data(_KEY)))


class _LineDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(_LINE)
        if not isinstance(line, Line):
            return
        if line.heading:
            self._heading(painter, line, option.rect.adjusted(GAP_8, 0, -GAP_8, -GAP_4))
            return
        draw_ground(painter, option)
        self._words(painter, line, option.rect.adjusted(GAP_8, 0, -GAP_8, 0), is_chosen(option))

    def _heading(self, painter: QPainter, line: Line, area: QRect) -> None:
        painter.setFont(font(Type.CAPTION))
        painter.setPen(theme().colour(Role.MUTED))
        painter.drawText(area, _BELOW, shown(line.name))

    def _words(self, painter: QPainter, line: Line, area: QRect, chosen: bool) -> None:
        if line.status is not None:
            centre = QPointF(area.x() + ICON_CELL / 2, area.center().y() + 0.5)
            draw_icon(painter, line.status.look.icon, line.status.look.text, centre, ICON_CELL)
            area.setLeft(area.x() + ICON_CELL + GAP_8)
        if line.count:
            painter.setFont(font(Type.CAPTION))
            painter.setPen(theme().colour(Role.MUTED))
            painter.drawText(area, _RIGHT, line.count)
            area.setRight(area.right() - metrics(Type.CAPTION).horizontalAdvance(line.count) - GAP_4)
        use = Type.TOTAL if chosen else Type.BODY
        painter.setFont(font(use))
        painter.setPen(theme().colour(Role.TEXT))
        text = metrics(use).elidedText(shown(line.name), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEFT, text)
