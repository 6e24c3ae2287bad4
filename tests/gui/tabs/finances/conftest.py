"""The tab Finances on the demonstration, one of its tables shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from cpom_desktop.core.changes import Edit
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from tests.gui.tabs.finances.seen import Seen

Show = Callable[..., Seen]


@pytest.fixture
def show(window: MainWindow, no_dialog_waits: None) -> Show:
    """Shows a table by its key, its page and its grouping, under Qt’s own checks of models."""
    testers = []

    def act(key: str, page: str = "", grouping: str = "", together: bool = True) -> Seen:
        tab = window.tabs.show("Finances")
        assert isinstance(tab, FinancesTab)
        if together:
            # What is typed is retained: these tests are about tables, not about positions.
            assert window.workspace is not None
            contract = window.workspace.document.contract
            window.workspace.apply(Edit("mode", values={contract.at("writing"): "commune"}))
        tab._list.choose(key)
        tab.shown.page = page or tab.shown.page
        tab.shown.grouping = grouping or tab.shown.grouping
        tab.refresh()
        settle()
        testers.append(QAbstractItemModelTester(tab.table.grid, QAbstractItemModelTester.FailureReportingMode.Fatal))
        return Seen(window, tab)

    QGuiApplication.clipboard().clear()
    return act
