"""The sentence under a cell whose text was refused, with the link that repairs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..theme.sizes import GAP_4, GAP_8
from ..widgets.problem import ProblemLine

if TYPE_CHECKING:
    from .view import GridView


class RefusalLine(ProblemLine):
    """Follows the cursor of a table: seen on a refused cell, hidden elsewhere."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view.viewport(), framed=True)
        self._view = view
        self.repaired.connect(view.repair)
        self.clear()

    def follow(self) -> None:
        """Stand under the current cell if its text is refused, above it where there is no room."""
        anchor = self._view.refusal_anchor()
        if anchor is None:
            self.clear()
            return
        point, sentence, repair = anchor
        self.show_sentence(sentence, repair)
        self.adjustSize()
        area = self._view.viewport().rect()
        left = max(0, min(point.x(), area.width() - self.width() - GAP_8))
        below = point.y() + GAP_4
        above = point.y() - self._view.verticalHeader().defaultSectionSize() - self.height() - GAP_4
        self.move(left, below if below + self.height() <= area.height() else max(0, above))
        self.raise_()
