"""The tabs of the window: built when first shown, with the count that each announces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ...core.negotiation import Position
from ...core.problems import Refused
from ...core.records import Cell
from ...exports.xlsx.views import Seen
from ..tabs.base import Tab
from ..workspace import Workspace
from .tab_button import CountedTab

TabMaker = type[Tab]
TabLoader = Callable[[], TabMaker]
"""Gives the class of a tab, reading its code the first time."""


class Tabs:
    """A row of buttons over a stack of pages."""

    def __init__(self, row: QHBoxLayout, pages: QStackedWidget, loaders: Mapping[str, TabLoader]) -> None:
        self._row, self._pages, self._loaders = row, pages, loaders
        self._workspace: Workspace | None = None
        self._buttons: dict[str, CountedTab] = {}
        self._built: dict[str, Tab] = {}
        self.current = ""
        for title in loaders:
            self._buttons[title] = CountedTab(title, partial(self.show, title))
            row.addWidget(self._buttons[title])
        row.addStretch(1)

    @property
    def titles(self) -> list[str]:
        return list(self._loaders)

    def open(self, workspace: Workspace) -> None:
        """Forget the tabs of the contract before, and show the first one of this one."""
        self.close()
        self._workspace = workspace
        workspace.changed.connect(self._count)
        self._count()
        self.show(self.titles[0])

    def close(self) -> None:
        """Let every tab go."""
        for tab in self._built.values():
            self._pages.removeWidget(tab)
            # It keeps its parent until Qt deletes it: without one, Python’s collector could delete it a second time.
            tab.hide()
            tab.deleteLater()
        for button in self._buttons.values():
            button.show_count(0, "")
        self._built.clear()
        self._workspace, self.current = None, ""

    def show(self, title: str, where: QWidget | None = None) -> Tab | None:
        """Show a tab, building it if needed, with the focus on one of its widgets: by default its first."""
        if self._workspace is None:
            return None
        tab = self.tab(title)
        changed, self.current = self.current != title, title
        self._buttons[title].setChecked(True)
        self._pages.setCurrentWidget(tab)
        focus = where or tab.first_focus()
        if changed and focus is not None:
            focus.setFocus()
        return tab

    def tab(self, title: str) -> Tab:
        """A tab of the open contract."""
        assert self._workspace is not None
        if title not in self._built:
            # In its place from the start: Qt dresses again all that a widget holds each time it changes parents.
            tab = self._built[title] = self._loaders[title]()(self._workspace, parent=self._pages)
            self._pages.addWidget(tab)
        return self._built[title]

    @property
    def table_shown(self) -> tuple[Seen, str] | None:
        """The table as it is seen and its title, where the tab that is shown has some."""
        return self.tab(self.current).table_shown if self.current else None

    def _count(self) -> None:
        if self._workspace is not None:
            for title, load in self._loaders.items():
                self._buttons[title].show_count(*load().count(self._workspace.model))

    def step(self, step: int) -> None:
        """Ctrl+Page: the next tab, going round."""
        if self.current:
            titles = self.titles
            self.show(titles[(titles.index(self.current) + step) % len(titles)])

    def where(self, cell: Cell) -> str:
        """The title of the tab that shows a kind of cell; '' where none does."""
        cell = self._spoken_of(cell)
        return next((title for title in self.titles if cell.kind in self.tab(title).kinds), "")

    def go_to(self, cell: Cell) -> bool:
        """Show the first tab that holds a cell, or that a position speaks of, with the cursor on it."""
        cell = self._spoken_of(cell)
        order = (
            [self.current, *(title for title in self.titles if title != self.current)] if self.current else self.titles
        )
        for title in order:
            tab = self.tab(title)
            if cell.kind in tab.kinds:
                if tab.isHidden():
                    tab.refresh()
                if tab.go_to(cell):
                    # The tab has put the focus on the cell while it was hidden; showing it must not take it away.
                    self.show(title, tab.focusWidget())
                    return True
        return False

    def _spoken_of(self, cell: Cell) -> Cell:
        """A position has no tab of its own: it is shown on the cell that it speaks of."""
        if self._workspace is None or cell.kind != Position.kind:
            return cell
        found = self._workspace.model.find(Position, cell.row)
        try:
            return Cell.parse(found.cell) if found is not None else cell
        except Refused:
            return cell
