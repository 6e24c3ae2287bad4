"""The one table of the window: a spreadsheet’s hands on rows and columns given as data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from ...core.records import Cell
from ..theme.sizes import CELL
from .content import Content, RowKind
from .fill_handle import FillHandle
from .hands import Hands
from .keyboard import Keyboard, next_open
from .model import Writer
from .moves import Area
from .refusal import RefusalLine
from .table import GridTable

_EDITABLE = Qt.ItemFlag.ItemIsEditable
_INPUT_METHOD = Qt.WidgetAttribute.WA_InputMethodEnabled


class GridView(GridTable):
    """A table. `show_content` refreshes it in place; edits leave through the model’s writer.

    `pointed` says which cell is current; `positionAsked` carries Maj+F2, `originAsked` F3 and F2 on a computed cell,
    `goalAsked` Maj+F3. `watched` are cells at which F8 stops beside those that are open.
    """

    pointed = Signal(object)
    positionAsked = Signal(object)
    originAsked = Signal(object)
    goalAsked = Signal()

    def __init__(self, writer: Writer, name: str, parent: QWidget | None = None, row_height: int = CELL) -> None:
        super().__init__(writer, name, row_height, parent)
        self._typed: str | None = None
        self.watched: frozenset[Cell] = frozenset()
        self._acting = False
        self.hands = Hands(self)
        self.fill_handle = FillHandle(self, self.hands)
        self._keyboard = Keyboard(self, self.hands)
        self._refusal_line = RefusalLine(self)
        self.grid.refused.connect(lambda problem: self.grid.writer.say(problem.sentence))
        self.grid.lineMade.connect(self._follow_line)
        self.selectionModel().currentChanged.connect(self._follow_cursor)

    def show_content(self, content: Content) -> None:
        super().show_content(content)
        self._refusal_line.follow()

    def _follow_cursor(self, current: QModelIndex, before: QModelIndex) -> None:
        self.repaint_over({current.row(), before.row()})
        self._refusal_line.follow()
        self.point()

    def point(self) -> None:
        """Tell which cell is current: at once, or when the act that is being done ends."""
        if not self._acting:
            current = self.currentIndex()
            self.pointed.emit(self.grid.cell(current) if current.isValid() else None)

    @contextmanager
    def one_act(self) -> Iterator[None]:
        """A commit and the move that follows it are one act: where the cursor is, is told once, at its end."""
        before, self._acting = self._acting, True
        try:
            yield
        finally:
            self._acting = before
            self.point()

    def _follow_line(self, address: object) -> None:
        """Typing goes on in the row that the empty line became, in the same column."""
        index = self.grid.find(address)
        if index.isValid():
            self.go_to(index.row(), max(self.currentIndex().column(), 0))

    def go_to_open(self, step: int) -> None:
        """F8: the next cell where something is still open."""
        found = next_open(self, step)
        if found is None:
            self.grid.writer.say("Aucun point de vigilance, écart ni conflit dans ce tableau.")
        else:
            self.go_to(*found)

    def shows_handle(self) -> bool:
        return self.grid.writer.writable and self.state() != QAbstractItemView.State.EditingState

    def outlines(self) -> list[Area]:
        return [area for area in (self.hands.cut_area, self.fill_handle.area) if area is not None]

    # Editing

    def edit_current(self) -> None:
        """F2: open the editor on the value, or say why it cannot be typed."""
        current = self.currentIndex()
        if not current.isValid():
            return
        if self._is_editable(current):
            self.edit(current)
            return
        self.grid.writer.say(self._why_not(current))
        if self.grid.writer.writable:
            self.originAsked.emit(self.grid.cell(current))

    def _is_editable(self, index: QModelIndex) -> bool:
        return index.isValid() and bool(self.grid.flags(index) & _EDITABLE)

    def _why_not(self, index: QModelIndex) -> str:
        if not self.grid.writer.writable:
            return "Ce contrat est ouvert en lecture seule."
        return self.grid.cell(index).why or "Cette valeur est calculée, elle ne se saisit pas."

    def type_over(self, text: str) -> None:
        """A sign typed on a cell replaces its value."""
        current = self.currentIndex()
        if self._is_editable(current):
            self._typed = text
            self.edit(current)
            self._end_of_editor()
        elif current.isValid():
            # Only said: where the cursor followed the origin of the figure, the next signs would be typed elsewhere.
            self.grid.writer.say(self._why_not(current))

    def _end_of_editor(self) -> None:
        """Qt selects the whole text of an editor that opens: the next sign would replace the first."""
        line = self.focusWidget()
        if isinstance(line, QLineEdit):
            line.end(False)

    def take_typed(self) -> str | None:
        """The sign that opened the editor, once."""
        typed, self._typed = self._typed, None
        return typed

    def ask_position(self) -> None:
        if self.currentIndex().isValid():
            self.positionAsked.emit(self.grid.cell(self.currentIndex()))

    def ask_goal(self) -> None:
        if self.currentIndex().isValid():
            self.goalAsked.emit()

    def ask_origin(self) -> None:
        if self.currentIndex().isValid():
            self.originAsked.emit(self.grid.cell(self.currentIndex()))

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._keyboard.press(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A dead key (ê) arrives here and not as a key press."""
        if event.commitString():
            self.type_over(event.commitString())

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt would paint the whole table again, each time that an editor closes; nothing in it shows the focus.
        self.setAttribute(_INPUT_METHOD, self._is_editable(self.currentIndex()))
        if not self.currentIndex().isValid() and self.grid.rowCount():
            self.go_to(0, min(1, self.grid.columnCount() - 1))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        # As above, each time that an editor opens.
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self.fill_handle.press(point):
            return
        index = self.indexAt(point)
        if index.isValid() and self.grid.row(index.row()).kind is RowKind.GROUP and index.column() == 0:
            self.press_title(index.row())
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self.fill_handle.dragging:
            self.fill_handle.move(point)
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.fill_handle.dragging:
            self.fill_handle.release()
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self.edit_current()

    def refusal_anchor(self) -> tuple[QPoint, str, str] | None:
        """Under the current cell: the point, the sentence and the repair of its refused text."""
        current = self.currentIndex()
        refusal = self.grid.refusal(current) if current.isValid() else None
        if refusal is None:
            return None
        return self.visualRect(current).bottomLeft(), refusal.problem.sentence, refusal.problem.repair

    def repair(self, text: str) -> None:
        """Write the text that the refusal proposes."""
        self.grid.setData(self.currentIndex(), text)
        self._refusal_line.follow()
        self.setFocus()
