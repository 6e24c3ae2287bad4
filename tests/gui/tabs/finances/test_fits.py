"""Every page of the tables that have several fits the screens it is made for."""

from __future__ import annotations

import pytest

from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.registry import SUB_VIEWS
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.tabs.finances.views import SubView

SIZES = ((1366, 690), (911, 460))
"""A laptop of 768 lines, and the same at 150 %."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", [one for one in SUB_VIEWS if one.pages], ids=lambda view: view.key)
def test_no_page_is_wider_or_higher_than_the_window(
    window: MainWindow, view: type[SubView], size: tuple[int, int]
) -> None:
    tab = window.tabs.show("Finances")
    assert isinstance(tab, FinancesTab)
    window.resize(*size)
    tab.show_sub_view(view.key)
    for page, _ in view.pages:
        tab._choose_page(page)
        settle()
        assert tab._scroll.horizontalScrollBar().maximum() == 0, page
        assert (window.width(), window.height()) == size, page
        chart = tab.chart.panel
        if chart is not None and chart.isVisible():
            assert chart.height() >= chart.minimumSizeHint().height(), page
