"""Every table of Finances fits the screen of a small laptop, and its head does not push it wider."""

from __future__ import annotations

import pytest

from cpom_desktop.gui.grid import Align
from cpom_desktop.gui.grid.paint import furniture_width, type_of
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.registry import SUB_VIEWS
from cpom_desktop.gui.theme import Type, metrics, shown
from cpom_desktop.gui.theme.sizes import GAP_8
from tests.gui.tabs.finances.conftest import Show

PAGES = [(one.key, page) for one in SUB_VIEWS for page, _ in (one.pages or (("", ""),))]


@pytest.mark.parametrize(("key", "page"), PAGES)
def test_every_page_fits_a_laptop_and_150_per_cent(show: Show, key: str, page: str) -> None:
    seen = show(key, page, together=False)
    # 1366×768 without title bar and task bar, then the same screen at 150 %: logical pixels.
    for width, height in ((1366, 690), (910, 460)):
        seen.window.resize(width, height)
        settle()
        tab = seen.tab
        assert tab.minimumSizeHint().width() <= width, (key, page, tab.minimumSizeHint())
        assert tab.head.width() >= tab.head.minimumSizeHint().width()
        right = tab.head.mapTo(tab, tab.head.rect().topRight()).x()
        assert right <= tab.width(), (key, page, right)
        assert tab.table.height() > 0


@pytest.mark.parametrize(("key", "page"), PAGES)
def test_no_figure_is_cut_in_any_page(show: Show, key: str, page: str) -> None:
    """A column is as wide as its longest figure; what does not fit is reached by the scroll bar."""
    seen = show(key, page, together=False)
    grid, table = seen.tab.table.grid, seen.tab.table
    for at, column in enumerate(grid.content.columns):
        if column.align is not Align.RIGHT:
            continue
        for row in grid.rows:
            if at < len(row.cells) and row.cells[at].align is None:
                text = metrics(type_of(row, row.cells[at])).horizontalAdvance(shown(row.cells[at].text))
                assert text + furniture_width(row, row.cells[at], at == 0) <= table.columnWidth(at), (column, row.title)


def test_no_title_is_cut_in_the_rail(show: Show) -> None:
    tab = show("trajectory", together=False).tab
    room = tab._list.viewport().width() - 2 * GAP_8
    assert [one.key for one in SUB_VIEWS if metrics(Type.TOTAL).horizontalAdvance(one.rail or one.title) > room] == []
