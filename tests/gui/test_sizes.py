"""Nothing is cut on a small screen: 1366×768 at 100 %, 150 % and 200 %, in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QScrollArea, QWidget

from cpom_desktop.gui.grid import GridView
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.calendar.tab import CalendarTab
from cpom_desktop.gui.tabs.contract.tab import ContractTab
from cpom_desktop.gui.theme import DARK, LIGHT, theme
from cpom_desktop.gui.theme.sizes import CONTENT_HEIGHT, FIT_HEIGHT, FIT_WIDTH, TARGET
from cpom_desktop.gui.widgets.panel import Empty
from cpom_desktop.gui.window.welcome import Welcome

SIZES = ((FIT_WIDTH, FIT_HEIGHT), (1280, 660), (910, 500), (683, 384))
"""A laptop of 1366×768 without its title and task bars, one of 1280×800, and the first at 150 and 200 %."""


def seen(window: MainWindow, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in window.findChildren(kind) if one.isVisible() and one.window() is window]


def room(widget: QWidget) -> QRect:
    """The part of a widget that its parents let through, in its own coordinates; what can be scrolled to counts."""
    whole, above, inner = widget.rect(), widget.parentWidget(), widget
    offset = QPoint(0, 0)
    while above is not None and not inner.isWindow():
        offset += inner.pos()
        if isinstance(above.parentWidget(), QScrollArea):
            break
        whole = whole.intersected(above.rect().translated(-offset))
        inner, above = above, above.parentWidget()
    return whole


def cut(window: MainWindow) -> list[str]:
    """The buttons and labels that are cut by what stands around them, or are too small for their words."""
    found = []
    for one in [*seen(window, QAbstractButton), *seen(window, QLabel)]:
        text = str(getattr(one, "text", str)())
        if isinstance(one.parentWidget(), QAbstractScrollArea):
            continue
        short = bool(text) and one.width() < one.minimumSizeHint().width()
        if room(one).size() != one.size() or short:
            found.append(f"{type(one).__name__} « {text} » {room(one)} of {one.size()}")
    return found


@pytest.fixture(params=[LIGHT, DARK])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_word_and_no_button_is_cut(window: MainWindow, size: tuple[int, int], mode: str) -> None:
    theme().choose(mode)
    window.resize(*size)
    for title in window.tabs.titles:
        window.tabs.show(title)
        settle()
        assert (window.width(), window.height()) == size, title
        assert cut(window) == [], title


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_plan_is_wider_than_the_screen(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    for title in window.tabs.titles:
        tab = window.tabs.show(title)
        settle()
        assert tab is not None and tab._scroll.horizontalScrollBar().maximum() == 0, title


def test_no_page_of_the_tab_contrat_is_cut(window: MainWindow) -> None:
    tab = window.tabs.show("Contrat")
    assert isinstance(tab, ContractTab)
    for size in SIZES:
        window.resize(*size)
        for at in range(tab.list.count()):
            tab.list.setCurrentRow(at)
            settle()
            assert (window.width(), window.height()) == size, tab.list.item(at).text()
            assert cut(window) == [], tab.list.item(at).text()


def test_a_tab_never_asks_for_more_than_a_laptop(window: MainWindow) -> None:
    for title in window.tabs.titles:
        least = window.tabs.tab(title).minimumSizeHint()
        assert least.width() <= FIT_WIDTH and least.height() <= FIT_HEIGHT, title
        comfort = window.tabs.tab(title).comfort()
        assert comfort.width() <= FIT_WIDTH and comfort.height() <= CONTENT_HEIGHT, title


def test_the_window_itself_fits_a_laptop_at_200_percent(window: MainWindow) -> None:
    least = window.minimumSizeHint()
    assert least.width() <= 683 and least.height() <= 384


def test_the_page_of_welcome_scrolls_rather_than_grow(window: MainWindow) -> None:
    window._close_contract()
    window.resize(683, 384)
    settle()
    assert (window.width(), window.height()) == (683, 384)
    assert isinstance(window.welcome, Welcome) and cut(window) == []


def test_figures_are_never_cut_and_every_row_can_be_read(window: MainWindow) -> None:
    for size in SIZES[:3]:
        window.resize(*size)
        for title in window.tabs.titles:
            window.tabs.show(title)
            settle()
            for table in [one for one in seen(window, GridView) if isinstance(one, GridView)]:
                metrics = table.fontMetrics()
                for row in range(table.grid.rowCount()):
                    for at, cell in enumerate(table.grid.row(row).cells):
                        right = table.grid.column(at).align.value == "right" and cell.align is None
                        if right and not table.isColumnHidden(at):
                            assert metrics.horizontalAdvance(cell.text) <= table.columnWidth(at), (title, cell.text)


def test_the_row_of_the_selected_step_is_whole_beside_its_scroll_bar(window: MainWindow) -> None:
    tab = window.tabs.show("Calendrier")
    assert isinstance(tab, CalendarTab)
    for size in SIZES:
        window.resize(*size)
        settle()
        row = tab.strip.visualRect(tab.strip.grid.index(0, 0))
        assert row.height() > 0 and row.bottom() <= tab.strip.viewport().height(), size


def test_what_is_clicked_is_never_smaller_than_a_finger_needs(window: MainWindow) -> None:
    for title in window.tabs.titles:
        window.tabs.show(title)
        settle()
        small = [one.accessibleName() or str(getattr(one, "text", str)()) for one in seen(window, QAbstractButton)
                 if one.objectName() not in ("link", "status") and (one.width() < TARGET or one.height() < TARGET)]
        assert small == [], title


def test_an_empty_state_is_whole_on_the_smallest_screen(window: MainWindow) -> None:
    tab = window.tabs.show("Contrat")
    assert isinstance(tab, ContractTab)
    window.resize(683, 384)
    page = tab.table("dgc")
    page.setCurrentIndex(1)
    tab.list.choose("dgc")
    page.setCurrentIndex(1)
    settle()
    assert any(isinstance(one, Empty) for one in seen(window, Empty)) and cut(window) == []
