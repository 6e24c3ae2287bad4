"""What the tab Finances shows after any series of acts is what it would show if it were opened then."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.overlay import View
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.widgets.lines import Lines, Press
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session import negotiation

KEY = Qt.Key


@pytest.fixture
def tab(window: MainWindow) -> FinancesTab:
    found = window.tabs.show("Finances")
    assert isinstance(found, FinancesTab)
    settle()
    return found


def anew(tab: FinancesTab, qtbot: QtBot) -> FinancesTab:
    """The same tab made now, on the same cell."""
    workspace = Workspace(tab.workspace.document)
    workspace.set_view(tab.workspace.view)
    made = FinancesTab(workspace)
    qtbot.addWidget(made)
    made.show_sub_view(tab.shown.key)
    if tab.shown.view != made.shown.view:
        made.shown.choose_view(tab.shown.view)
        made.refresh()
    made.table.grid.fold(tab.table.grid.folded_groups())
    made.table.go_to(tab.table.currentIndex().row(), tab.table.currentIndex().column())
    workspace.leave()
    return made


def shown(tab: FinancesTab) -> list[object]:
    """Everything that the tab shows, as data."""
    charts = (tab.chart, tab.side_chart)
    return [
        list(tab.table.grid.rows),
        tab.table.grid.content.columns,
        tab.table.currentIndex().row(),
        words(tab.negotiation),
        tab.origin.isHidden() or words(tab.origin),
        [one.isHidden() or one.panel is None or one.panel.chart.data for one in charts],
    ]


def words(lines: Lines) -> list[object]:
    """The lines of a volet without what their buttons are about: figures made anew are equal in words only."""
    return [[replace(part, about=None) if isinstance(part, Press) else part for part in one.parts]
            for one in lines.lines]


def key(tab: FinancesTab, *keys: Qt.Key) -> None:
    for one in keys:
        editor = next((one for one in tab.table.findChildren(QWidget, "cell") if one.isVisible()), None)
        QTest.keyClick(editor or tab.table, one)


def propose(tab: FinancesTab, rank: random.Random) -> None:
    """A side says something of a measure."""
    document = tab.workspace.document
    cell = rank.choice(document.model.all(Measure)).at("cents")
    side = rank.choice((View.MANAGER, View.AUTHORITY))
    negotiation.propose(document, cell, rank.randrange(9_000_000), side, argument="Autre montant")


def act(tab: FinancesTab, rank: random.Random) -> None:
    moves = (KEY.Key_Down, KEY.Key_Up, KEY.Key_Right, KEY.Key_Left)
    digit = KEY(KEY.Key_1.value + rank.randrange(9))
    acts: tuple[Callable[[], object], ...] = (
        lambda: key(tab, *rank.choices(moves, k=rank.randrange(1, 9))),
        lambda: key(tab, digit, digit, rank.choice((KEY.Key_Return, KEY.Key_Escape))),
        lambda: key(tab, digit, KEY.Key_Enter),
        lambda: propose(tab, rank),
        lambda: tab.show_sub_view(rank.choice(("trajectory", "budgets", "measures"))),
        tab.next_view,
        tab.workspace.undo,
        tab.workspace.redo,
    )
    rank.choice(acts)()
    settle()


@pytest.mark.parametrize("seed", range(2))
def test_what_is_shown_is_what_opening_the_tab_would_show(tab: FinancesTab, qtbot: QtBot, seed: int) -> None:
    rank = random.Random(seed)
    for _ in range(30):
        act(tab, rank)
        assert shown(tab) == shown(anew(tab, qtbot))
