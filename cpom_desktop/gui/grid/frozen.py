"""The first column, kept in sight once the table is scrolled to the right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QStyle, QStyleOptionViewItem, QWidget

from ..theme import Role, theme
from .paint import hairline

if TYPE_CHECKING:
    from .table import GridTable


class Frozen(QFrame):
    """Lies over the left of a table, headers included, and paints its first column with the same delegate.

    It exists for the eye and the mouse; keyboard and screen readers use the table itself.
    """

    def __init__(self, view: GridTable) -> None:
        super().__init__(view)
        self._view = view
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        view.horizontalScrollBar().valueChanged.connect(self.place)
        view.verticalScrollBar().valueChanged.connect(self.update)
        theme().changed.connect(self.update)

    def place(self) -> None:
        """Show only when the first column has left the sight."""
        view = self._view
        scrolled = view.horizontalScrollBar().value() > 0 and view.grid.columnCount() > 1
        self.setVisible(scrolled)
        if scrolled:
            header = self._header()
            self.setGeometry(
                view.viewport().x(),
                view.viewport().y() - header,
                view.columnWidth(0),
                view.viewport().height() + header,
            )
            self.raise_()
            self.update()

    def repaint_rows(self, rows: Iterable[int], sticking: bool) -> None:
        """Paint these rows again, and no other: thirty titles cost more than all else that a key changes.

        `sticking` when one of them is the group at the top.
        """
        header = self._header()
        for row in rows:
            self.update(self._place_of(row).translated(0, header))
        if sticking:
            self.update(0, header, self.width(), self._view.line_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, view, header = QPainter(self), self._view, self._header()
        painter.fillRect(event.rect(), theme().colour(Role.SURFACE))
        painter.save()
        painter.setClipRect(event.rect().intersected(QRect(0, header, self.width(), self.height() - header)))
        painter.translate(0, header)
        asked = event.rect().translated(0, -header)
        for row in view.rows_in_sight():
            if asked.intersects(place := self._place_of(row)):
                view.paint_at(painter, view.grid.index(row, 0), place)
        if (group := view.sticking()) >= 0:
            # As wide as below: a long title goes on beside the frozen column where this one ends.
            view.paint_at(painter, view.grid.index(group, 0), QRect(0, 0, view.viewport().width(), view.line_height))
        painter.restore()
        if event.rect().top() < header:
            view.horizontal_header.paintSection(painter, QRect(0, 0, self.width(), header), 0)
        hairline(painter, self.rect(), Role.LINE_STRONG, right=True)

    def _header(self) -> int:
        return self._view.horizontalHeader().height()

    def _place_of(self, row: int) -> QRect:
        """Where the title of a row stands under the header."""
        view = self._view
        return QRect(0, view.rowViewportPosition(row), self.width(), view.rowHeight(row))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._view.rowAt(event.position().toPoint().y() - self._header())
        if row >= 0:
            self._view.press_title(row)


def selected_option(
    view: QWidget, rect: QRect, selection: QItemSelectionModel, index: QModelIndex
) -> QStyleOptionViewItem:
    """The style option that a delegate paints with, made outside of Qt’s own painting."""
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = rect
    if selection.isSelected(index):
        option.state |= QStyle.StateFlag.State_Selected
    else:
        option.state &= ~QStyle.StateFlag.State_Selected
    return option
