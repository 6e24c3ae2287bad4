"""« Bilan et ratios » ties to the dossier, takes each line, and says why a ratio cannot be read."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Esms
from cpom_desktop.core.finance.balance_records import BalanceLine, RatioReference
from cpom_desktop.core.finance.reference_records import ReferenceValue
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.charts.columns import Columns
from cpom_desktop.gui.grid import Content, Row
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.balance_view import BALANCE, RATIOS, REFERENCES, BalanceAndRatios
from cpom_desktop.gui.tabs.finances.listing import BEGUN
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.tabs.finances.views import Selection
from cpom_desktop.session.document import Document

FAILING = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def tab(finances: FinancesTab) -> FinancesTab:
    finances.show_sub_view(BalanceAndRatios.key)
    settle()
    return finances


def view(tab: FinancesTab) -> BalanceAndRatios:
    assert isinstance(tab.shown, BalanceAndRatios)
    return tab.shown


def row(content: Content, title: str, group: str = "") -> Row:
    return next(one for one in content.unfolded() if one.title == title and one.group.startswith(group))


def text(content: Content, title: str, column: str, group: str = "") -> str:
    keys = [one.key for one in content.columns]
    return row(content, title, group).cells[keys.index(column)].text.replace("\u202f", " ")


def line(document: Document, item: str, year: int = 2025, esms: str | None = None) -> BalanceLine:
    return natural_record(BalanceLine, document.contract_id, esms=esms, year=year, item=item)


def test_the_aggregates_are_those_of_the_dossier(tab: FinancesTab) -> None:
    """domain.md §10.6, TC-BF-1."""
    content = view(tab).content()
    wanted = {
        "Biens stables": "2 292 000,00", "FRI, fonds de roulement d’investissement": "62 000,00",
        "Financements stables d’exploitation": "163 000,00", "FRNG, fonds de roulement net global": "225 000,00",
        "BFR, besoin en fonds de roulement": "−70 000,00", "Trésorerie, FRNG − BFR": "295 000,00",
        "Contrôle\u00a0: trésorerie − liquidités nettes": "0,00", "CAF, Périmètre": "95 000,00",
        "Charges décaissables": "1 646 500,00",
    }
    assert {title: text(content, title, "2025") for title in wanted} == wanted
    assert text(content, "FRNG, fonds de roulement net global", "2024") == ""


def test_a_column_is_typed_and_pasted_and_one_undo_takes_it_back(tab: FinancesTab, document: Document) -> None:
    tester = QAbstractItemModelTester(tab.table.grid, FAILING)
    first = line(document, "incorporelles", 2024)
    assert tab.go_to(first.at("cents"))
    QGuiApplication.clipboard().setText("10 000,00\n20 000,00\n30 000,00")
    tab.table.hands.paste()
    assert [document.model.get(BalanceLine, line(document, item, 2024).id).cents
            for item in ("incorporelles", "constructions", "materiel")] == [1_000_000, 2_000_000, 3_000_000]
    assert text(view(tab).content(), "Biens stables", "2024") == "60 000,00"
    document.undo()
    assert document.model.find(BalanceLine, first.id) is None
    assert text(view(tab).content(), "Biens stables", "2024") == ""
    del tester


def test_a_line_emptied_stays_in_the_balance_until_it_is_taken_out(tab: FinancesTab, document: Document) -> None:
    stocks = line(document, "stocks")
    assert tab.go_to(stocks.at("cents"))
    tab.table.hands.clear()
    assert text(view(tab).content(), "Stocks", "2025") == BEGUN
    assert text(view(tab).content(), "BFR, besoin en fonds de roulement", "2025") == "incomplet"
    view(tab).remove()
    assert document.model.find(BalanceLine, stocks.id) is None
    assert text(view(tab).content(), "BFR, besoin en fonds de roulement", "2025") == "−73 200,00"


def test_the_perimeter_is_the_sum_of_its_services_where_they_alone_are_typed(
    tab: FinancesTab, document: Document
) -> None:
    services = document.model.all(Esms)
    document.apply(Edit("bilans", new=tuple(
        natural_record(BalanceLine, document.contract_id, esms=one.id, year=2024, item="constructions", cents=100_000)
        for one in services)))
    content = view(tab).content()
    cell = row(content, "Constructions (brut)", "bilan/").cells[2]
    assert (cell.address, cell.text.replace("\u202f", " ")) == (None, "3 000,00") and "somme" in cell.why
    own = row(content, "Constructions (brut)", f"bilan/{services[0].id}").cells[2]
    assert own.address is not None and own.text.replace("\u202f", " ") == "1 000,00"


def test_ratios_show_their_value_their_bounds_and_why_one_has_none(tab: FinancesTab, document: Document) -> None:
    tab._choose_page(RATIOS)
    content = view(tab).content()
    wanted = {"Indépendance financière": "39,4", "Durée apparente de la dette": "4,93", "Taux de CAF": "5,46",
              "Taux de vétusté des constructions": "46,0", "FRNG en jours": "49,9", "Trésorerie en jours": "65,4"}
    assert {title: text(content, title, "2025") for title in wanted} == wanted
    keys = [one.key for one in content.columns]
    none = row(content, "Couverture de la réserve de trésorerie").cells[keys.index("2025")]
    assert none.text == "n.s." and none.tip == "BFR négatif\u00a0: réserve sans objet"
    low = row(content, "FRNG en jours").cells[keys.index("low")]
    assert (low.text, low.value, low.muted) == ("30", None, True)


def test_a_bound_typed_replaces_the_proposed_one_and_is_read(tab: FinancesTab, document: Document) -> None:
    reference = natural_record(RatioReference, document.contract_id, ratio="frng-jours")
    assert tab.go_to(reference.at("low")) and view(tab).page == RATIOS
    assert tab.table.grid.setData(tab.table.currentIndex(), "55")
    assert document.model.get(RatioReference, reference.id).low == "55"
    assert text(view(tab).content(), "FRNG en jours", "reading") == "Sous 55\u00a0j"
    tab._choose_page(BALANCE)
    drawing = view(tab).chart(Selection())
    assert drawing is not None and isinstance(drawing.data, Columns) and drawing.data.under(0)


def test_the_regional_mean_stands_beside_the_cost_of_a_place(tab: FinancesTab) -> None:
    tab._choose_page(REFERENCES)
    content = view(tab).content()
    (found, empty) = content.rows
    keys = [one.key for one in content.columns]
    shown = {key: cell.text.replace("\u202f", " ") for key, cell in zip(keys, found.cells, strict=True)}
    assert (shown["value"], shown["constat"], shown["gap"]) == ("16 200", "17 016,67", "+816,67")
    assert (shown["brought_by"], shown["manager_accepts"], shown["authority_accepts"]) == ("Autorité", "Non", "Oui")
    assert empty.fill is not None


def test_a_benchmark_is_typed_on_the_empty_line_drawn_and_deleted(tab: FinancesTab, document: Document) -> None:
    tab._choose_page(REFERENCES)
    grid = tab.table.grid
    assert grid.setData(grid.index(1, 0), "Seuil de trésorerie")
    new = next(one for one in document.model.all(ReferenceValue) if one.name == "Seuil de trésorerie")
    assert new.brought_by == "gestionnaire"
    for field, typed in (("subject", "Trésorerie"), ("value", "200 000"), ("source", "dialogue 2026")):
        index = grid.find(Cell(new.kind, new.id, field))
        assert grid.setData(index, typed)
    tab.show_sub_view("plan")
    drawing = tab.shown.chart(Selection())
    assert drawing is not None
    reference = next(one for one in drawing.data.references if "dialogue 2026" in one.label)
    assert reference.heights == (20_000_000.0,) * 6
    assert tab.go_to(new.at("value"))
    view(tab).remove()
    assert document.model.find(ReferenceValue, new.id) is None


def test_an_optional_choice_can_be_taken_back(tab: FinancesTab, document: Document) -> None:
    found = document.model.all(ReferenceValue)[0]
    assert tab.go_to(found.at("manager_accepts"))
    assert tab.table.grid.setData(tab.table.currentIndex(), "—")
    assert document.model.get(ReferenceValue, found.id).manager_accepts is None


def test_one_more_exercice_is_offered_to_type(tab: FinancesTab) -> None:
    before = [column.key for column in view(tab).content().columns]
    view(tab).add_year()
    assert [column.key for column in tab.table.grid.content.columns] == [*before, "2026"]
