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
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.widgets.lines import Lines, Press
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session import negotiation

KEY = Qt.Key


def anew(finances: FinancesTab, qtbot: QtBot) -> FinancesTab:
    """The same tab made now, on the same cell."""
    workspace = Workspace(finances.workspace.document)
    workspace.set_view(finances.workspace.view)
    made = FinancesTab(workspace)
    qtbot.addWidget(made)
    made.show_sub_view(finances.shown.key)
    if finances.shown.view != made.shown.view:
        made.shown.choose_view(finances.shown.view)
        made.refresh()
    made.table.grid.fold(finances.table.grid.folded_groups())
    made.table.go_to(finances.table.currentIndex().row(), finances.table.currentIndex().column())
    workspace.leave()
    return made


def shown(finances: FinancesTab) -> list[object]:
    """Everything that the tab shows, as data."""
    charts = (finances.chart, finances.side_chart)
    return [
        list(finances.table.grid.rows),
        finances.table.grid.content.columns,
        finances.table.currentIndex().row(),
        words(finances.negotiation),
        finances.origin.isHidden() or words(finances.origin),
        [one.isHidden() or one.panel is None or one.panel.chart.data for one in charts],
    ]


def words(lines: Lines) -> list[object]:
    """The lines of a volet without what their buttons are about: figures made anew are equal in words only."""
    return [[replace(part, about=None) if isinstance(part, Press) else part for part in one.parts]
            for one in lines.lines]


def key(finances: FinancesTab, *keys: Qt.Key) -> None:
    for one in keys:
        editor = next((one for one in finances.table.findChildren(QWidget, "cell") if one.isVisible()), None)
        QTest.keyClick(editor or finances.table, one)


def propose(finances: FinancesTab, rank: random.Random) -> None:
    """A side says something of a measure."""
    document = finances.workspace.document
    cell = rank.choice(document.model.all(Measure)).at("cents")
    side = rank.choice((View.MANAGER, View.AUTHORITY))
    negotiation.propose(document, cell, rank.randrange(9_000_000), side, argument="Autre montant")


def act(finances: FinancesTab, rank: random.Random) -> None:
    moves = (KEY.Key_Down, KEY.Key_Up, KEY.Key_Right, KEY.Key_Left)
    digit = KEY(KEY.Key_1.value + rank.randrange(9))
    acts: tuple[Callable[[], object], ...] = (
        lambda: key(finances, *rank.choices(moves, k=rank.randrange(1, 9))),
        lambda: key(finances, digit, digit, rank.choice((KEY.Key_Return, KEY.Key_Escape))),
        lambda: key(finances, digit, KEY.Key_Enter),
        lambda: propose(finances, rank),
        lambda: finances.show_sub_view(rank.choice(("trajectory", "budgets", "measures"))),
        finances.next_view,
        finances.workspace.undo,
        finances.workspace.redo,
    )
    rank.choice(acts)()
    settle()


@pytest.mark.parametrize("seed", range(2))
def test_what_is_shown_is_what_opening_the_tab_would_show(finances: FinancesTab, qtbot: QtBot, seed: int) -> None:
    rank = random.Random(seed)
    for _ in range(30):
        act(finances, rank)
        assert shown(finances) == shown(anew(finances, qtbot))
