"""A table that shows a content: header, spans, cursor, sticking group, sizes. `GridView` gives it hands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QSizePolicy, QTableView, QWidget

from .. import preferences
from ..theme import Role, theme
from ..theme.sizes import RING
from .content import Align, Column, Content, GridCell, RowKind
from .delegate import GridDelegate
from .frozen import Frozen, selected_option
from .header import GridHeader
from .model import GridModel, Index, Writer, is_open
from .moves import Area
from .widths import Widths

_SELECT = QItemSelectionModel.SelectionFlag.Select
_ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect
_ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible
_LAYOUT_REQUEST = QEvent.Type.LayoutRequest
_HEADINGS = (RowKind.GROUP, RowKind.GAP)
_LEAST_ROWS = 3


class GridTable(QTableView):
    """What is seen of a table. The cursor, the folded groups and the widths survive every refresh."""

    def __init__(self, writer: Writer, name: str, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = GridModel(writer, self)
        self.setAccessibleName(name)
        self._cursor: tuple[str, str] | None = None
        self._held_focus = False
        self.horizontal_header = GridHeader(self.grid, self)
        self.setHorizontalHeader(self.horizontal_header)
        self._set_up(row_height)
        self.setModel(self.grid)
        self.setItemDelegate(GridDelegate(self))
        self.frozen = Frozen(self)
        self.widths = Widths(self)
        self.grid.modelAboutToBeReset.connect(self._remember_cursor)
        self.grid.modelReset.connect(self._after_reset)
        self.grid.folded.connect(self._keep_folded)
        theme().changed.connect(self.viewport().update)
        theme().changed.connect(self.horizontal_header.viewport().update)

    def _set_up(self, row_height: int) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(row_height)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        # Filled by `paintEvent`: else Qt first paints there the backgrounds of all the widgets around it.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # What is shown

    def show_content(self, content: Content) -> None:
        """Show this table; the cursor, the folded groups and the widths stay."""
        first = content.name != self.grid.content.name
        # Folded before it is shown: rows are made when they are first seen.
        folded = preferences.read_folded(content.name, content.folded) if first else None
        changed = self.grid.show(content, folded)
        if changed is None or first:
            self.widths.fit()
            self.updateGeometry()
        else:
            self.widths.grow(changed)
            for at in changed:
                if self.columnSpan(at, 0) != (span := self._title_span(at)):
                    self.setSpan(at, 0, 1, span)
            self.repaint_over(changed)
        if not self.currentIndex().isValid() and self.grid.rowCount():
            self.go_to(*self._first_cell())

    def _first_cell(self) -> tuple[int, int]:
        """Where the eye goes first: what is open, else the first typed figure, else typed value, else computed one."""
        wanted: tuple[Callable[[GridCell, Column], bool], ...] = (
            lambda cell, _: is_open(cell),
            lambda cell, column: cell.address is not None and bool(cell.text) and column.align is Align.RIGHT,
            lambda cell, _: cell.address is not None,
        )
        rows, columns = self.grid.rows, self.grid.content.columns
        for wish in wanted:
            for at, row in enumerate(rows):
                for place, (cell, column) in enumerate(zip(row.cells, columns, strict=False)):
                    if wish(cell, column):
                        return at, place
        lines = (row for row in range(self.grid.rowCount()) if self.grid.row(row).kind is not RowKind.GROUP)
        return next(lines, 0), min(1, max(self.grid.columnCount() - 1, 0))

    def _keep_folded(self) -> None:
        preferences.write_folded(self.grid.content.name, self.grid.folded_groups())
        self.widths.fit()

    def _remember_cursor(self) -> None:
        index = self.currentIndex()
        if index.isValid() and index.row() < self.grid.rowCount():
            self._cursor = (self.grid.row(index.row()).key, self.grid.column(index.column()).key)
        focus = QApplication.focusWidget()
        self._held_focus = focus is not None and self.isAncestorOf(focus)

    def _after_reset(self) -> None:
        self._spans()
        if self._held_focus:
            # The editor goes with the cells that were laid out again, and would take the focus with it.
            self.setFocus()
        if self._cursor is None:
            return
        row = self.grid.row_of(self._cursor[0])
        keys = [column.key for column in self.grid.content.columns]
        if row >= 0 and self._cursor[1] in keys:
            self.setCurrentIndex(self.grid.index(row, keys.index(self._cursor[1])))
        self.updateGeometry()

    def _spans(self) -> None:
        self.clearSpans()
        for at in range(self.grid.rowCount()):
            if (span := self._title_span(at)) > 1:
                self.setSpan(at, 0, 1, span)

    def _title_span(self, at: int) -> int:
        """How many columns a title fills: a heading goes on as far as nothing stands beside it."""
        row = self.grid.row(at)
        if row.kind not in _HEADINGS:
            return 1
        told: Iterable[GridCell] = row.cells[1:]
        if row.kind is RowKind.GROUP and not row.always and not self.grid.is_folded(row.key):
            told = ()
        beside = (column for column, cell in enumerate(told, start=1) if not cell.plain or cell.text or cell.status)
        return next(beside, self.grid.columnCount())

    def sizeHint(self) -> QSize:
        rows = max(_LEAST_ROWS, self.grid.rowCount())
        height = self.horizontal_header.sizeHint().height() + rows * self.line_height + RING + self._below()
        return QSize(super().sizeHint().width(), height)

    def _below(self) -> int:
        """The room of the horizontal scroll bar, where the columns need one: it must not hide the last row."""
        wider = self.horizontal_header.length() > self.width()
        return self.horizontalScrollBar().sizeHint().height() if wider else 0

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.horizontal_header.sizeHint().height() + _LEAST_ROWS * self.line_height)

    @property
    def line_height(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    # The cursor

    def is_active(self, index: Index) -> bool:
        """Whether the cursor is on a cell, or on one that its title covers; it is also seen, without its ring’s weight,
        when the focus is elsewhere.
        """
        current = self.currentIndex()
        if current == index or current.row() != index.row() or index.column():
            return current == index
        return current.column() < self.columnSpan(index.row(), 0)

    def step(self, down: int, right: int) -> None:
        """Move the cursor; Tab goes on to the next row at the end of one."""
        self.go_to(*self._beside(down, right))

    def look_ahead(self, down: int, right: int) -> None:
        """Scroll to where that step will lead. Qt moves what is painted as long as nothing waits to be painted, and
        paints the whole table anew after an edit.
        """
        self.scrollTo(self.grid.index(*self._beside(down, right)))

    def _beside(self, down: int, right: int) -> tuple[int, int]:
        current = self.currentIndex()
        if not current.isValid():
            return 0, 0
        row, column = current.row() + down, current.column() + right
        if right and not 0 <= column < self.grid.columnCount():
            row, column = row + right, 0 if right > 0 else self.grid.columnCount() - 1
        return self._kept_inside(row, column)

    def _kept_inside(self, row: int, column: int) -> tuple[int, int]:
        return min(max(row, 0), self.grid.rowCount() - 1), min(max(column, 0), self.grid.columnCount() - 1)

    def go_to(self, row: int, column: int, extend: bool = False) -> None:
        """Put the cursor on a cell, kept inside the table."""
        index = self.grid.index(*self._kept_inside(row, column))
        if not extend:
            self.selectionModel().setCurrentIndex(index, _ONLY)
        else:
            self._extend_to(index)
        self.scrollTo(index)

    def _extend_to(self, index: QModelIndex) -> None:
        for row in range(min(self.currentIndex().row(), index.row()), max(self.currentIndex().row(), index.row()) + 1):
            for column in range(
                min(self.currentIndex().column(), index.column()), max(self.currentIndex().column(), index.column()) + 1
            ):
                self.selectionModel().select(self.grid.index(row, column), _SELECT)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def go_to_address(self, address: object) -> bool:
        """Put the cursor on the cell of an address, opening its group; false if this table does not show it."""
        self.grid.unfold_for(address)
        index = self.grid.find(address)
        if index.isValid():
            self.go_to(index.row(), index.column())
            self.setFocus()
        return index.isValid()

    def press_title(self, row: int) -> None:
        """A click on a title: a group folds or opens, another row takes the cursor."""
        if self.grid.row(row).kind is RowKind.GROUP:
            self.grid.toggle(self.grid.row(row).key)
            self.widths.fit()
        else:
            self.go_to(row, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.widths.fit()
        self.frozen.place()

    # What the hands decide

    def outlines(self) -> list[Area]:
        """The rectangles drawn with dashes."""
        return []

    def shows_handle(self) -> bool:
        """Whether the current cell has a fill handle."""
        return False

    def one_act(self) -> AbstractContextManager[None]:
        """What is done inside is one act of the user."""
        return nullcontext()

    def take_typed(self) -> str | None:
        """The sign that opened the editor, once."""
        return None

    # Painting

    def viewportEvent(self, event: QEvent) -> bool:
        # An editor comes or goes in the viewport, which has no layout: Qt would lay and paint the scroll bars again.
        return True if event.type() == _LAYOUT_REQUEST else super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().colour(Role.SURFACE))
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._paint_sticky_group(painter)
        for area in self.outlines():
            self._paint_outline(painter, area)
        painter.end()

    def repaint_over(self, rows: Collection[int]) -> None:
        """Paint these rows again where they lie over the table: Qt knows where its cells stand, not that they also show
        there.
        """
        sticking = self.sticking() in rows
        if sticking:
            self.viewport().update(0, 0, self.viewport().width(), self.line_height)
        if self.frozen.isVisible():
            self.frozen.repaint_rows(rows, sticking)

    def rows_in_sight(self) -> Iterator[int]:
        """The rows that the viewport shows, at least in part."""
        first = self.rowAt(0)
        if first < 0:
            return
        last = self.rowAt(self.viewport().height() - 1)
        yield from range(first, (self.grid.rowCount() - 1 if last < 0 else last) + 1)

    def paint_at(self, painter: QPainter, index: QModelIndex, rect: QRect) -> None:
        """Paint one cell elsewhere than in its place: frozen column, group that sticks."""
        self.itemDelegate().paint(painter, selected_option(self.viewport(), rect, self.selectionModel(), index), index)

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _ENSURE_VISIBLE) -> None:
        """A row never stops under the group that sticks to the top."""
        if not index.isValid():
            return  # Qt asks this of a table that has no row yet
        if index.column() < self.columnSpan(index.row(), 0) != 1:
            self._scroll_to_row(index.row())  # its title is in sight wherever one has come
        else:
            super().scrollTo(index, hint)
        hidden = self.line_height - self.rowViewportPosition(index.row())
        if hidden > 0 and self.grid.row(index.row()).group:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - hidden)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Qt moves what is painted and paints what comes into sight; the group that sticks does not move with it."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update(0, 0, self.viewport().width(), self.line_height + max(0, dy))

    def _scroll_to_row(self, row: int) -> None:
        top, bar = self.rowViewportPosition(row), self.verticalScrollBar()
        below = top + self.rowHeight(row) - self.viewport().height()
        bar.setValue(bar.value() + (max(0, below) if top >= 0 else top))

    def sticking(self) -> int:
        """The group row whose lines are at the top while it has left the sight; −1 where there is none."""
        first = self.rowAt(0)
        if first < 0:
            return -1
        row = self.grid.row(first)
        at = first if row.kind is RowKind.GROUP else self.grid.row_of(row.group) if row.group else -1
        return at if at >= 0 and self.rowViewportPosition(at) < 0 else -1

    def _paint_sticky_group(self, painter: QPainter) -> None:
        if (at := self.sticking()) >= 0:
            self.paint_at(painter, self.grid.index(at, 0), QRect(0, 0, self.viewport().width(), self.line_height))

    def _paint_outline(self, painter: QPainter, area: Area) -> None:
        top, left, height, width = area
        corner = self.visualRect(self.grid.index(top, left)).united(
            self.visualRect(self.grid.index(top + height - 1, left + width - 1))
        )
        painter.setPen(QPen(theme().colour(Role.ACCENT), RING, Qt.PenStyle.DashLine))
        painter.drawRect(corner.adjusted(1, 1, -1, -1))
