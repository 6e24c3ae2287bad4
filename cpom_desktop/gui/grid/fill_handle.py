"""The square at the corner of the selection: dragging it repeats the values over the cells it crosses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

from ..theme.sizes import FILL_HANDLE
from .hands import Hands
from .moves import Area
from .paste import target

if TYPE_CHECKING:
    from .view import GridView


class FillHandle:
    """One drag: from the press on the handle to its release."""

    def __init__(self, view: GridView, hands: Hands) -> None:
        self._view, self._hands = view, hands
        self._source: Area | None = None
        self.area: Area | None = None

    def hit(self, point: QPoint) -> bool:
        """Whether a point is on the handle; the target is larger than the square that is seen."""
        if not (indexes := self._hands.selection()) or not self._view.shows_handle():
            return False
        top, left, height, width = target(indexes)
        rect = self._view.visualRect(self._view.grid.index(top + height - 1, left + width - 1))
        corner = QRect(0, 0, 2 * FILL_HANDLE, 2 * FILL_HANDLE)
        corner.moveCenter(rect.bottomRight())
        return corner.contains(point)

    def press(self, point: QPoint) -> bool:
        if not self.hit(point):
            return False
        self._source = target(self._hands.selection())
        return True

    @property
    def dragging(self) -> bool:
        return self._source is not None

    def move(self, point: QPoint) -> None:
        """Stretch along the direction that goes furthest from the source, down or right, up or left."""
        index = self._view.indexAt(point)
        if self._source is None or not index.isValid():
            return
        top, left, height, width = self._source
        down, right = index.row() - (top + height - 1), index.column() - (left + width - 1)
        up, back = top - index.row(), left - index.column()
        reach = max(down, right, up, back)
        if reach <= 0:
            self.area = None
        elif reach == down:
            self.area = (top + height, left, down, width)
        elif reach == right:
            self.area = (top, left + width, height, right)
        elif reach == up:
            self.area = (top - up, left, up, width)
        else:
            self.area = (top, left - back, height, back)
        self._view.viewport().update()

    def release(self) -> None:
        source, area, self._source, self.area = self._source, self.area, None, None
        if source and area:
            self._hands.fill(source, area)
        self._view.viewport().update()
