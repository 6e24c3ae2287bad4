"""The points de vigilance beside the table: those of the active cell first, live, each leading to its cell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from cpom_desktop.core.checks import Check, Level
from cpom_desktop.core.finance.articles import reading
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.tabs.vigilance import target
from cpom_desktop.gui.widgets.lines import Chip, Words
from cpom_desktop.session.document import Document


@pytest.fixture
def tab(finances: FinancesTab) -> FinancesTab:
    return finances


def said(tab: FinancesTab) -> list[str]:
    return [part.text for line in tab.vigilance.lines for part in line.parts if isinstance(part, Words)]


def rate(document: Document, at: int) -> Cell:
    return document.model.all(YearRate)[at].at("rate")


def tell(tab: FinancesTab, *cells: Cell, level: Level = Level.LOOK) -> None:
    tab.workspace.tell_checks(tuple(Check(level, "N7", f"Phrase {at}.", "", cell) for at, cell in enumerate(cells)))


def test_what_speaks_of_the_table_stands_beside_it_and_nothing_else(tab: FinancesTab, document: Document) -> None:
    measure = document.model.all(Measure)[0].at("cents")
    tell(tab, rate(document, 0), Cell("article", "x", "body"), measure)
    assert said(tab)[:2] == ["Points de vigilance", "2"] and "Phrase 1." not in said(tab)
    tab._list.choose("measures")
    assert "Phrase 2." in said(tab) and "Phrase 1." not in said(tab)
    tell(tab)
    assert not tab.vigilance.isVisibleTo(tab)


def test_the_head_of_the_volet_counts_them_and_leads_to_them(tab: FinancesTab, document: Document) -> None:
    tell(tab, rate(document, 0), rate(document, 1))
    assert tab.checks_button.text() == "2 points de vigilance"
    QTest.keyClick(tab.checks_button, Qt.Key.Key_Space)
    focus = tab.window().focusWidget()
    assert focus is not None and tab.vigilance.isAncestorOf(focus)
    tell(tab, rate(document, 0))
    assert tab.checks_button.text() == "1 point de vigilance"
    tell(tab)
    assert not tab.checks_button.isVisibleTo(tab)


def test_the_active_cell_comes_first(tab: FinancesTab, document: Document) -> None:
    first, second = rate(document, 0), rate(document, 1)
    tell(tab, first, second)
    for cell, sentence in ((second, "Phrase 1."), (first, "Phrase 0.")):
        assert tab.table.go_to_address(cell)
        assert next(text for text in said(tab) if text.startswith("Phrase")) == sentence
        assert "sur cette cellule" in said(tab)


def test_the_level_is_an_icon_with_its_word_and_the_rest_is_counted(tab: FinancesTab, document: Document) -> None:
    cells = [row.at("rate") for row in document.model.all(YearRate)][:7]
    tell(tab, *cells, level=Level.BLOCKING)
    chips = [part.status.look.word for line in tab.vigilance.lines for part in line.parts if isinstance(part, Chip)]
    assert chips == ["Bloquant"] * 5 and said(tab)[-1] == "et 2 autres dans ce tableau (F8)"


def test_a_link_leads_to_the_cell_and_f8_goes_from_one_to_the_next(tab: FinancesTab, document: Document) -> None:
    section = document.model.all(YearRate)[0].section
    cells = [row.at("rate") for row in document.model.where(YearRate, "section", section)][:2]
    tell(tab, *cells)
    tab.table.go_to(0, 0)
    link = next(one for one in tab.vigilance.findChildren(QPushButton) if one.isVisible())
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Space)
    settle()
    current = tab._current()
    assert current is not None and current.address in cells
    seen = set()
    for _ in range(12):
        QTest.keyClick(tab.table, Qt.Key.Key_F8)
        here = tab._current()
        seen.add(here.address if here is not None else None)
    assert set(cells) <= seen


def test_a_check_on_a_position_leads_to_what_the_position_speaks_of(document: Document) -> None:
    position = next(one for one in document.model.all(Position) if one.cell.startswith("measure"))
    check = Check(Level.LOOK, "G20", "Une position reste ouverte.", "", position.at("status"))
    assert target(document.model, check) == Cell.parse(position.cell)
    lost = Check(Level.LOOK, "G20", "Perdue.", "", None)
    assert target(document.model, lost) is None


def test_the_points_follow_an_edit_once_the_hands_rest(tab: FinancesTab, window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    qtbot.waitUntil(lambda: bool(tab.workspace.checks))
    before = tab.workspace.checks
    row = next(one for one in tab.workspace.model.all(YearRate) if one.rate is not None)
    from cpom_desktop.core.changes import Edit

    tab.workspace.apply(Edit("Mode", values={tab.workspace.document.contract.at("writing"): "commune"}))
    tab.workspace.apply(Edit("Taux", values={row.at("rate"): None}))
    qtbot.waitUntil(lambda: tab.workspace.checks != before)
    assert row.at("rate") in tab.vigilance.cells or len(tab.workspace.checks) != len(before)


@pytest.mark.parametrize(("article", "words"), [
    ("R. 314-40, 1°", "01/01/2017"), ("R. 314-43-1", "récente"), ("R. 314-51, II 1° et III", "2015"),
])
def test_the_wording_that_was_read_is_told(article: str, words: str) -> None:
    assert words in (reading(article) or "")


def test_another_text_names_no_wording() -> None:
    assert reading("ARR19, III.1.a") is None and reading("") is None


def test_an_explanation_ends_with_what_its_terms_come_to(tab: FinancesTab) -> None:
    grid = tab.table.grid
    row = next(at for at in range(grid.rowCount()) if grid.row(at).title == "Actualisation")
    tab.table.go_to(row, 1)
    words = [part.text for line in tab.origin.lines for part in line.parts if isinstance(part, Words)]
    at = words.index("=")
    assert words[at + 1] == grid.cell(grid.index(row, 1)).text
