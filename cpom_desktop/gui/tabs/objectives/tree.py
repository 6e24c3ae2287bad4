"""The rail of objectives: a tree with numbers, locks and statuses, renamed by F2, moved by Ctrl+Maj+↑ and ↓."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem, QWidget

from ...theme import Role, Type, draw_icon, font, metrics, shown, theme
from ...theme.sizes import GAP_8, ICON_CELL, ICON_CHIP, INDENT, LIST_ROW
from ...widgets.row_paint import draw_ground, is_chosen
from .outline import Node

_NODE = Qt.ItemDataRole.UserRole
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_MOVE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_EDITABLE = Qt.ItemFlag.ItemIsEditable


class ObjectiveTree(QTreeWidget):
    """`chosen` carries the key of the current line, `renamed` a key and a name, `moved` a key and a step."""

    chosen = Signal(str)
    renamed = Signal(str, str)
    moved = Signal(str, int)
    delete_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Axes, objectifs et fiches action")
        self.setHeaderHidden(True)
        self.setIndentation(INDENT)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_NodeDelegate(self))
        self._showing = False
        self._items: dict[str, QTreeWidgetItem] = {}
        self.currentItemChanged.connect(self._announce)
        self.itemChanged.connect(self._rename)
        theme().changed.connect(self.viewport().update)

    def show_nodes(self, nodes: tuple[Node, ...], current: str = "") -> None:
        """Show the tree; the same lines are refreshed in place so that folds and the cursor stay."""
        kept = self.current or current
        self._showing = True
        if [(n.key, n.parent) for n in nodes] != [(k, self._parent_key(i)) for k, i in self._items.items()]:
            self._rebuild(nodes)
        for node in nodes:
            item = self._items[node.key]
            item.setData(0, _NODE, node)
            item.setText(0, node.record.name)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, node.words)
        self._showing = False
        keys = [node.key for node in nodes]
        wanted = kept if kept in keys else current if current in keys else (keys[0] if keys else "")
        if wanted and wanted != self.current:
            self.choose(wanted)

    def _rebuild(self, nodes: tuple[Node, ...]) -> None:
        folded = {key for key, item in self._items.items() if not item.isExpanded()}
        self.clear()
        self._items.clear()
        for node in nodes:
            parent = self._items[node.parent] if node.parent else self.invisibleRootItem()
            item = QTreeWidgetItem(parent)
            item.setFlags(item.flags() | _EDITABLE)
            self._items[node.key] = item
            item.setExpanded(node.key not in folded)

    @staticmethod
    def _parent_key(item: QTreeWidgetItem) -> str:
        parent = item.parent()
        node = parent.data(0, _NODE) if parent is not None else None
        return node.key if isinstance(node, Node) else ""

    @property
    def current(self) -> str:
        item = self.currentItem()
        node = item.data(0, _NODE) if item is not None else None
        return node.key if isinstance(node, Node) else ""

    def choose(self, key: str) -> None:
        """Make a line current; listeners are told."""
        if key in self._items:
            self.setCurrentItem(self._items[key])
            self.scrollToItem(self._items[key])

    def rename(self, key: str) -> None:
        """Type over the name of a line."""
        self.choose(key)
        self.editItem(self._items[key])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step and event.modifiers() & _MOVE == _MOVE and self.current:
            self.moved.emit(self.current, step)
        elif event.key() == Qt.Key.Key_Delete and self.current:
            self.delete_wanted.emit(self.current)
        else:
            super().keyPressEvent(event)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """The chevron of a line that has others under it, on the ground of the rail: the choice is framed beside it."""
        item = self.itemFromIndex(index)
        if item is not None and item.childCount():
            name = "chevron-down" if item.isExpanded() else "chevron-right"
            middle = QPointF(rect.right() - INDENT / 2, rect.center().y() + 0.5)
            draw_icon(painter, name, Role.TEXT, middle, ICON_CHIP)

    def _announce(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and not self._showing:
            self.chosen.emit(self.current)

    def _rename(self, item: QTreeWidgetItem) -> None:
        node = item.data(0, _NODE)
        if not self._showing and isinstance(node, Node) and item.text(0) != node.record.name:
            self.renamed.emit(node.key, item.text(0))


class _NodeDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, LIST_ROW - 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        node = index.data(_NODE)
        if not isinstance(node, Node):
            return
        draw_ground(painter, option)
        self._words(painter, node, option.rect.adjusted(GAP_8 // 2, 0, -GAP_8 // 2, 0), is_chosen(option))

    def _words(self, painter: QPainter, node: Node, area: QRect, chosen: bool) -> None:
        name = "lock" if node.locked else node.status.look.icon if node.status else ""
        if name:
            role = node.status.look.text if node.status and not node.locked else Role.MUTED
            draw_icon(painter, name, role, QPointF(area.right() - ICON_CELL / 2, area.center().y() + 0.5), ICON_CELL)
            area.setRight(area.right() - ICON_CELL - GAP_8 // 2)
        painter.setFont(font(Type.BODY))
        painter.setPen(theme().colour(Role.MUTED))
        painter.drawText(area, _LEFT, node.number)
        area.setLeft(area.left() + metrics(Type.BODY).horizontalAdvance(node.number) + GAP_8)
        use = Type.TOTAL if chosen or not node.level else Type.BODY
        painter.setFont(font(use))
        painter.setPen(theme().colour(Role.TEXT))
        text = metrics(use).elidedText(shown(node.record.name), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEFT, text)
