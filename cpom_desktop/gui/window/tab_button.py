"""A tab of the window with what it announces: the count stands inside, so that no one reads it on the next tab."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent

from ..theme.sizes import GAP_8, GAP_16
from ..widgets.buttons import TabButton
from ..widgets.chips import Count


class CountedTab(TabButton):
    """The count stands at the right of the word, and the line of the current tab underlines both."""

    def __init__(self, text: str, act: Callable[[], object]) -> None:
        super().__init__(text, act)
        self._count = Count(self)
        self._shown: tuple[int, str] | None = None

    def show_count(self, count: int, spoken: str) -> None:
        """Show a number, none at zero; `spoken` says what is counted. The same again moves nothing."""
        if (count, spoken) == self._shown:
            return
        self._shown = count, spoken
        self._count.show_count(count, spoken)
        self.setAccessibleDescription(spoken if count else "")
        self.updateGeometry()
        self._place()

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        if self._count.isHidden():
            return size
        return QSize(size.width() + self._count.sizeHint().width() + GAP_8, size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        size = self._count.sizeHint()
        left, top = self.width() - GAP_16 - size.width(), (self.height() - size.height()) // 2
        self._count.setGeometry(left, top, size.width(), size.height())
