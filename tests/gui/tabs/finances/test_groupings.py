"""Trajectoire and Comparaison by ESMS, by DGC and as a whole; a sum is followed down to what was typed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from cpom_desktop.core.contract import Esms, Section, SectionRule
from cpom_desktop.core.finance.groupings import GROUPINGS
from cpom_desktop.core.finance.records import Measure, SectionBase, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.gui.grid import RowKind
from cpom_desktop.gui.screenshots import settle
from tests.gui.tabs.finances.conftest import Show
from tests.gui.tabs.finances.seen import Seen

DGC = ["1 344 706,25", "1 372 628,61", "1 424 418,04", "1 438 662,22", "1 453 048,84", "7 033 463,96"]
WHOLE_2027 = "1 753 756,25"
"""DGC 1 344 706,25 and the subsidy of E2, 409 050,00."""


def add_section(seen: Seen) -> None:
    """A second section for La Passerelle, outside the DGC: 100 000,00, its rates not typed."""
    workspace = seen.window.workspace
    assert workspace is not None
    esms = next(one for one in workspace.model.all(Esms) if one.code == "E1")
    made = Section(id="soins", code="S4", esms=esms.id, section_kind="soins", envelope="drl-ars", order=9)
    rule = SectionRule(id="regle", section="soins", first_year=2027, last_year=2031)
    base = natural_record(SectionBase, workspace.document.contract_id, section="soins", cents=10_000_000)
    workspace.add("section", made, rule, base)


def type_rates(seen: Seen) -> None:
    workspace = seen.window.workspace
    assert workspace is not None
    workspace.add("taux", *(natural_record(YearRate, workspace.document.contract_id, section="soins", year=year, rate=0)
                            for year in range(2027, 2032)))


def test_a_dgc_is_the_sum_of_its_sections_and_the_rest_stands_outside(show: Show) -> None:
    """domain.md §10.4."""
    seen = show("trajectory", grouping="dgc")
    assert seen.texts("Dotation DGC-1") == DGC
    assert seen.texts("DGC-1/dont L’Escale", "2029") == ["354 724,25"]
    assert seen.texts("Dotation Hors DGC", "2027") == ["409 050,00"]
    assert seen.texts("DGC-1/Actualisation", "2028", "whole") == ["11 922,36", "77 348,84"]
    # A base is carried from year to year: it does not add up over the contract.
    assert seen.texts("DGC-1/Base reconductible N", "2031", "whole") == ["1 453 048,84", ""]


def test_the_whole_perimeter_adds_the_dgc_and_what_is_outside_and_says_it_is_never_paid_so(show: Show) -> None:
    seen = show("trajectory", grouping="ensemble")
    assert seen.texts("Dotation Ensemble du périmètre", "2027") == [WHOLE_2027]
    assert "chaque DGC a son payeur" in seen.row("Ensemble du périmètre").cells[0].tip


def test_an_esms_with_a_section_that_is_not_known_is_incomplete_and_then_the_sum_of_both(show: Show) -> None:
    seen = show("trajectory", grouping="esms")
    add_section(seen)
    seen.tab.refresh()
    cell = seen.cell("Dotation La Passerelle", "2027")
    assert cell.text == "incomplet" and "2027" in cell.tip
    type_rates(seen)
    seen.tab.refresh()
    assert seen.texts("Dotation La Passerelle", "2027") == ["1 128 806,25"]
    assert seen.texts("La Passerelle/dont La Passerelle, soins", "2027") == ["100 000,00"]


@pytest.mark.parametrize("grouping", [key for key, _ in GROUPINGS])
@pytest.mark.parametrize("key", ["trajectory", "comparison"])
def test_every_grouping_ends_with_the_same_dgc(show: Show, key: str, grouping: str) -> None:
    seen = show(key, grouping=grouping)
    column = "whole" if key == "trajectory" else "accord"
    totals = [row for row in seen.tab.table.grid.content.rows if row.kind is RowKind.TOTAL]
    assert totals[-1].cells[seen.keys.index(column)].text.replace("\u202f", " ") == DGC[-1]


def test_comparing_by_esms_shows_the_sections_below_their_sum(show: Show) -> None:
    seen = show("comparison", grouping="esms")
    add_section(seen)
    type_rates(seen)
    seen.tab.refresh()
    assert seen.texts("La Passerelle", "accord") == ["5 823 970,92"]
    assert seen.texts("La Passerelle/La Passerelle, soins", "accord") == ["500 000,00"]
    assert seen.row("La Passerelle").always


def test_two_views_at_once_are_summed_by_group_too(show: Show) -> None:
    seen = show("trajectory", grouping="ensemble")
    seen.tab._choose_view("both")
    asked = seen.window.workspace.books  # type: ignore[union-attr]
    assert asked is not None
    assert seen.texts("Dotation Ensemble du périmètre", "gap") == seen.texts("DGC-1", "gap")


def test_a_sum_is_not_typed_and_says_where_it_is(show: Show) -> None:
    seen = show("trajectory", grouping="dgc")
    cells = [cell for row in seen.tab.table.grid.content.unfolded() for cell in row.cells]
    assert all(cell.address is None for cell in cells)
    assert "Par section" in seen.cell("DGC-1/Rebasage", "2027").why


def test_going_to_a_rate_or_a_measure_leaves_the_grouping(show: Show) -> None:
    seen = show("trajectory", grouping="ensemble")
    rate = next(one for one in seen.model.all(YearRate))
    assert seen.tab.go_to(rate.at("rate")) and seen.current == rate.at("rate")
    assert seen.tab.shown.grouping == "section"


def press(seen: Seen, words: str) -> None:
    found = [one for one in seen.tab.origin.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    assert found, (words, [one.text() for one in seen.tab.origin.findChildren(QPushButton)])
    found[0].click()
    settle()


def test_a_computed_term_is_followed_down_to_the_cell_where_it_was_typed(show: Show) -> None:
    seen = show("trajectory", grouping="dgc")
    seen.goes_to("Dotation DGC-1", "2027")
    settle()
    press(seen, "La Passerelle")
    press(seen, "Base reconductible N")
    press(seen, "Revenir à «\u00a0La Passerelle\u00a0»")
    press(seen, "Base reconductible N")
    press(seen, "Rebasage")
    found = next(one for one in seen.model.all(Measure) if one.nature == "rebasage")
    assert seen.current == found.at("cents")
