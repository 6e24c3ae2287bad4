"""The widths of a table’s columns: figures are never cut, texts share the rest, and the user’s choice is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHeaderView

from .. import preferences
from ..theme import metrics, shown
from ..theme.sizes import CELL_PADDING, COLUMN_LEAST, COLUMN_MOST, COLUMN_TITLE_LEAST
from .content import Align, Column, Row, RowKind
from .header import header_width
from .paint import furniture_width, type_of

if TYPE_CHECKING:
    from .table import GridTable

_MEASURED = 4
"""How many of the longest texts of a column are measured: digits have one width, so length nearly decides."""


class Widths:
    """Keeps the columns of one table at their right width."""

    def __init__(self, view: GridTable) -> None:
        self._view = view
        self._chosen: dict[str, int] = {}
        self._table = ""
        self._setting = False
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._resized)

    def fit(self) -> None:
        """Measure every column again; the stretching ones share what is left of the viewport."""
        content = self._view.grid.content
        if content.name != self._table:
            self._table, self._chosen = content.name, preferences.read_widths(content.name)
        widths = [self._chosen.get(c.key) or self._natural(at, c) for at, c in enumerate(content.columns)]
        stretching = [at for at, c in enumerate(content.columns) if c.stretch and c.key not in self._chosen]
        spare = self._view.viewport().width() - sum(widths)
        for order, at in enumerate(stretching):
            share = spare // len(stretching) + (spare % len(stretching) if order == 0 else 0)
            widths[at] = max(content.columns[at].least or COLUMN_TITLE_LEAST, widths[at] + share)
        self._tighten(widths)
        self._setting = True
        for at, width in enumerate(widths):
            self._view.setColumnWidth(at, width)
        self._setting = False
        self._view.updateGeometry()

    def _tighten(self, widths: list[int]) -> None:
        """Where the table is wider than its viewport, texts give up what they can, each in proportion."""
        columns = self._view.grid.content.columns
        least = [max(column.least, header_width(column)) for column in columns]
        slack = [max(0, width - low) if column.align is Align.LEFT and column.key not in self._chosen else 0
                 for column, width, low in zip(columns, widths, least, strict=True)]
        over = min(sum(widths) - self._view.viewport().width(), sum(slack))
        if over > 0:
            for at, one in enumerate(slack):
                widths[at] -= -(-one * over // sum(slack))

    def grow(self, rows: Sequence[int]) -> None:
        """Widen the columns in which one of these rows no longer fits; what is wider than needed stays."""
        changed = [self._view.grid.row(at) for at in rows]
        for at, column in enumerate(self._view.grid.content.columns):
            if column.align is Align.RIGHT and column.key not in self._chosen:
                needed = max((_needed(row, at) for row in changed), default=0)
                if needed > self._view.columnWidth(at):
                    self.fit()
                    return

    def _natural(self, at: int, column: Column) -> int:
        width = max(column.least or (COLUMN_TITLE_LEAST if at == 0 else COLUMN_LEAST), header_width(column))
        width = max(width, self._longest(at, column))
        return width if column.align is Align.RIGHT else min(width, COLUMN_MOST)

    def _longest(self, at: int, column: Column) -> int:
        candidates = [
            (len(row.cells[at].text), row)
            for row in self._view.grid.rows
            if at < len(row.cells) and not (at == 0 and row.kind is RowKind.GROUP) and row.cells[at].align is None
        ]
        candidates.sort(key=lambda pair: pair[0], reverse=True)
        strong = [pair for pair in candidates if type_of(pair[1], pair[1].cells[at]).value[1] > 400][:1]
        return max((_needed(row, at) for _, row in candidates[:_MEASURED] + strong), default=0)

    def _resized(self, at: int, old: int, new: int) -> None:
        if self._setting or at >= len(self._view.grid.content.columns):
            return
        self._chosen[self._view.grid.column(at).key] = new
        preferences.write_widths(self._table, self._chosen)
        self._view.frozen.place()


def _needed(row: Row, at: int) -> int:
    """The width that shows one cell whole; 0 for a text that may be cut."""
    if at >= len(row.cells) or row.cells[at].align is not None:
        return 0
    cell = row.cells[at]
    text = metrics(type_of(row, cell)).horizontalAdvance(shown(cell.text))
    return text + furniture_width(row, cell, at == 0) + 2 * CELL_PADDING + 2
