"""Paints the cells and edits them: each keystroke is a preview, Enter, Tab or leaving is one lot, Escape is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ...core.problems import Problem
from ..theme.sizes import CELL
from ..widgets.choice import Choice
from ..widgets.text import plain_tip
from .content import Align, GridCell, RowKind
from .model import Index
from .paint import Look, is_cut, paint_cell

if TYPE_CHECKING:
    from .table import GridTable

_SELECTED = QStyle.StateFlag.State_Selected
_KEY_PRESS = QEvent.Type.KeyPress
_ALIGNMENTS = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
}
_STEPS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_ARROWS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
_BACKWARDS = Qt.KeyboardModifier.ShiftModifier
_NO_HINT = QStyledItemDelegate.EndEditHint.NoHint
_REVERT = QStyledItemDelegate.EndEditHint.RevertModelCache


class GridDelegate(QStyledItemDelegate):
    """One delegate per table. `view` tells the current cell and the keystroke that opened the editor."""

    def __init__(self, view: GridTable) -> None:
        super().__init__(view)
        self._view = view
        self._opened: GridCell | None = None
        self._opened_text = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, CELL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = self._view.grid, self._view
        row = model.row(index.row())
        active = view.is_active(index)
        paint_cell(
            painter,
            Look(
                rect=option.rect,
                row=row,
                column=model.column(index.column()),
                cell=model.cell(index),
                text=model.text(index),
                first=index.column() == 0,
                folded=row.kind is RowKind.GROUP and model.is_folded(row.key),
                selected=bool(option.state & _SELECTED),
                active=active,
                refused=model.refusal(index) is not None,
                tried=model.is_tried(index),
                handle=active and view.shows_handle(),
            ),
        )

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A text that ends with « … » is told whole, above what the cell has to say."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        words = self.tip(index, option.rect.width())
        QToolTip.showText(event.globalPos(), plain_tip(words), view.viewport(), option.rect)
        return True

    def tip(self, index: Index, width: int) -> str:
        """What the tooltip of a cell of that width says, as it is written; '' for none."""
        model = self._view.grid
        text, told = model.text(index), model.told(index)
        if not is_cut(model.row(index.row()), model.cell(index), index.column() == 0, text, width):
            return told
        return f"{text}\n{told}" if told else text

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        # The cell as it is before anything is typed: a preview changes what the table shows meanwhile.
        cell = self._opened = self._view.grid.cell(index)
        self._opened_text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if cell.choices:
            return self._choice_editor(parent, index)
        editor = QLineEdit(parent)
        editor.setObjectName("cell")
        editor.setAlignment(
            _ALIGNMENTS[cell.align or self._view.grid.column(index.column()).align] | Qt.AlignmentFlag.AlignVCenter
        )
        editor.setAccessibleName(self._view.grid.label(index))
        at = QPersistentModelIndex(index)
        editor.textEdited.connect(lambda text: self._preview(at, text))
        return editor

    def _choice_editor(self, parent: QWidget, index: Index) -> QWidget:
        editor = Choice(parent)
        editor.setObjectName("cell")
        editor.setAccessibleName(self._view.grid.label(index))
        for stored, word in self._view.grid.cell(index).choices:
            editor.addItem(word, stored)
        at = QPersistentModelIndex(index)
        editor.activated.connect(lambda _: self._preview(at, editor.currentText()))
        return editor

    def _preview(self, index: Index, text: str) -> None:
        if not index.isValid():
            return
        model = self._view.grid
        cell = model.cell(index)
        value = cell.reading.read(text) if cell.reading else None
        if isinstance(value, Problem):
            model.writer.drop_preview()
        else:
            model.writer.preview_cell(cell, value)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Qt calls this again when a preview refreshes the cell; the text being typed must stay.
        if editor.property("filled"):
            return
        editor.setProperty("filled", True)
        typed = self._view.take_typed()
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(self._view.grid.cell(index).value)))
            if typed is not None:
                # The sign that opened the list is the first of the word looked for in it.
                QApplication.sendEvent(editor, QKeyEvent(_KEY_PRESS, 0, Qt.KeyboardModifier.NoModifier, typed))
            return
        line = cast(QLineEdit, editor)
        line.setProperty("over", typed is not None)
        if typed is None:
            line.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            line.selectAll()
        else:
            line.setText(typed)
            self._preview(index, typed)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        text = editor.currentText() if isinstance(editor, QComboBox) else cast(QLineEdit, editor).text()
        if self._opened is not None and text != self._opened_text:
            self._view.grid.commit_text(index, text, self._opened)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._view.grid.writer.drop_preview()
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == _KEY_PRESS and isinstance(event, QKeyEvent) and isinstance(editor, QWidget):
            if self._key(editor, event):
                return True
        return super().eventFilter(editor, event)

    def _key(self, editor: QWidget, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        step = _STEPS.get(key)
        if step is None and editor.property("over"):
            step = _ARROWS.get(key)
        if key == Qt.Key.Key_Escape:
            self.closeEditor.emit(editor, _REVERT)
            return True
        if step is None:
            return False
        if event.modifiers() & _BACKWARDS and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            step = (-1, 0)
        with self._view.one_act():
            self._view.look_ahead(*step)
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, _NO_HINT)
            self._view.step(*step)
        return True
