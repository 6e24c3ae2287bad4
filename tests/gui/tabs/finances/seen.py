"""What a person sees in a table of Finances, and what they do there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from cpom_desktop.core.model import Model
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.grid import GridCell, Row
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.tab import FinancesTab


@dataclass
class Seen:
    """The table that is shown. Rows are named by their title, the title of their group before a slash where needed."""

    window: MainWindow
    tab: FinancesTab

    @property
    def model(self) -> Model:
        assert self.window.workspace is not None
        return self.window.workspace.model

    @property
    def keys(self) -> list[str]:
        return [column.key for column in self.tab.table.grid.content.columns]

    def row(self, name: str, at: int = 0) -> Row:
        """A row of the whole table, folded groups included."""
        group, _, title = name.rpartition("/")
        rows = list(self.tab.table.grid.content.unfolded())
        names = {row.key: row.title for row in rows}
        found = [row for row in rows if row.title == title and names.get(row.group, "").startswith(group)]
        assert len(found) > at, (name, [row.title for row in rows])
        return found[at]

    def cell(self, name: str, column: str, at: int = 0) -> GridCell:
        return self.row(name, at).cells[self.keys.index(column)]

    def texts(self, name: str, *columns: str, at: int = 0) -> list[str]:
        """The texts of a row, ordinary spaces in its figures."""
        cells = self.row(name, at).cells
        return [cells[self.keys.index(key)].text.replace("\u202f", " ").replace("\u00a0", " ")
                for key in (columns or self.keys[1:])]

    def goes_to(self, name: str, column: str, at: int = 0) -> None:
        """Put the cursor on a cell, its group opened."""
        row, grid = self.row(name, at), self.tab.table.grid
        if grid.row_of(row.key) < 0:
            grid.toggle(row.group)
        self.tab.table.go_to(grid.row_of(row.key), self.keys.index(column))
        self.tab.table.setFocus()

    def types(self, text: str) -> None:
        """Type over the current cell and leave it by Tab. ASCII only, as QTest wants it."""
        QTest.keyClicks(self.tab.table, text[:1])
        editor = self.tab.table.focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, text[1:])
        QTest.keySequence(editor, "Tab")
        settle()

    def pastes(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.tab.table.hands.paste()
        settle()

    def undoes(self) -> None:
        self.window.undo()
        settle()

    @property
    def current(self) -> Cell | None:
        """The address under the cursor."""
        return self.tab.table.grid.cell(self.tab.table.currentIndex()).address

    @property
    def said(self) -> str:
        """The last sentence of the status bar."""
        return self.window.status.sentence
