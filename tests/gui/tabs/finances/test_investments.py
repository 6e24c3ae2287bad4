"""« Investissements et emprunts » rebuilds the PPI of the dossier, and takes each of its records."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.finance.figure import Figure
from cpom_desktop.core.finance.investment_records import (
    CoverLine,
    FundingLine,
    Loan,
    OperatingEffect,
    Operation,
    OperationYear,
)
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.charts.columns import Columns
from cpom_desktop.gui.grid import Content, Row
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances import investment_rows
from cpom_desktop.gui.tabs.finances.investment_rows import NEW_GRANT
from cpom_desktop.gui.tabs.finances.investment_view import (
    EFFECTS,
    EXTRA,
    FUNDING,
    LOANS,
    OPERATIONS,
    SCHEDULE,
    Investments,
)
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.tabs.finances.views import Selection
from cpom_desktop.session.document import Document

FAILING = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def tab(window: MainWindow, document: Document) -> FinancesTab:
    document.apply(Edit("mode", values={document.contract.at("writing"): "commune"}))
    shown = window.tabs.show("Finances")
    assert isinstance(shown, FinancesTab)
    shown.show_sub_view(Investments.key)
    settle()
    return shown


def page(tab: FinancesTab, key: str) -> Content:
    tab._choose_page(key)
    return tab.shown.content()


def operation(document: Document, code: str) -> Operation:
    return next(one for one in document.model.all(Operation) if one.code == code)


def row(content: Content, title: str, at: int = 0) -> Row:
    return [one for one in content.unfolded() if one.title == title][at]


def figures(found: Row) -> list[str]:
    return [cell.text.replace("\u202f", " ") for cell in found.cells[1:]]


def type_in(tab: FinancesTab, title: str, column: str, text: str, at: int = 0) -> bool:
    grid = tab.table.grid
    found = [index for index, one in enumerate(grid.rows) if one.title == title][at]
    keys = [one.key for one in grid.content.columns]
    return grid.setData(grid.index(found, keys.index(column)), text)


def test_cost_and_funding_are_those_of_the_dossier(tab: FinancesTab) -> None:
    """domain.md §10.7."""
    content = page(tab, FUNDING)
    assert [column.key for column in content.columns[1:]] == ["2026", "2027", "2028", "2029", "2030", "2031", "whole"]
    assert figures(row(content, "Dépense TTC"))[2] == "480 000,00"
    assert figures(row(content, "Reprise de réserve, réserve d’investissement"))[-1] == "100 000,00"
    assert figures(row(content, "Écart financements − dépense"))[-1] == "0,00"
    assert figures(row(content, "Dépenses de l’année")) == [
        "40 000,00", "76 000,00", "520 000,00", "40 000,00", "40 000,00", "40 000,00", "756 000,00"]


def test_the_surcout_is_that_of_the_dossier_and_is_covered(tab: FinancesTab) -> None:
    content = page(tab, EXTRA)
    assert figures(row(content, "Surcoût net des opérations")) == [
        "–", "9 000,00", "30 400,00", "29 973,33", "29 546,67", "98 920,00"]
    assert figures(row(content, "Reste à couvrir", -1)) == ["0,00"] * 6


def test_a_plan_that_lacks_a_million_says_so(tab: FinancesTab, document: Document) -> None:
    """TC-PPI-5."""
    page(tab, FUNDING)
    paid = next(one for one in document.model.all(FundingLine) if one.source == "emprunt")
    assert tab.go_to(paid.at("cents"))
    assert tab.table.grid.setData(tab.table.currentIndex(), "190 000")
    assert figures(row(tab.shown.content(), "Écart financements − dépense"))[-1] == "−10 000,00"
    document.undo()
    assert figures(row(tab.shown.content(), "Écart financements − dépense"))[-1] == "0,00"


def test_an_operation_is_rebuilt_by_hand_from_nothing(tab: FinancesTab, document: Document) -> None:
    """Name, dates, cost by year, funding, effect, loan: typed and pasted, then all gone with one act and one undo."""
    page(tab, OPERATIONS)
    tester = QAbstractItemModelTester(tab.table.grid, FAILING)
    assert type_in(tab, "Nouvelle opération", "name", "Toiture")
    for column, text in (("code", "I4"), ("nature", "Rénovation"), ("commissioned", "01/07/2029"), ("duration", "10")):
        assert type_in(tab, "Toiture", column, text)
    made = operation(document, "I4")
    page(tab, FUNDING)
    cost = natural_record(OperationYear, document.contract_id, operation=made.id, year=2028)
    assert tab.go_to(cost.at("cents"))
    QGuiApplication.clipboard().setText("60 000,00\t40 000,00\n\t\n60 000,00\t40 000,00")
    tab.table.hands.paste()
    content = tab.shown.content()
    spent = {one.year: one.cents for one in document.model.where(OperationYear, "operation", made.id)}
    assert spent == {2028: 6_000_000, 2029: 4_000_000}
    assert {one.source for one in document.model.where(FundingLine, "operation", made.id)} == {"emprunt"}
    page(tab, EFFECTS)
    assert type_in(tab, "Nouvel effet annuel", "label", "Entretien")
    for column, text in (("operation", "Toiture"), ("first_year", "2030"), ("cents", "1 500")):
        assert type_in(tab, "Entretien", column, text)
    content = page(tab, EXTRA)
    assert figures(row(content, "Amortissement", 3))[2:4] == ["5 000,00", "10 000,00"]
    assert figures(row(content, "Autres charges et économies", 3))[2:4] == ["–", "1 500,00"]
    page(tab, OPERATIONS)
    assert tab.go_to(made.at("name"))
    shown = tab.shown
    assert isinstance(shown, Investments)
    shown.remove()
    kinds = (Operation, OperationYear, FundingLine, OperatingEffect)
    assert not [one for kind in kinds for one in document.model.all(kind) if made.id in (
        one.id, getattr(one, "operation", ""))]
    document.undo()
    assert document.model.find(Operation, made.id) is not None
    assert len(document.model.where(FundingLine, "operation", made.id)) == 2
    del tester


def test_a_source_is_named_with_its_precision_on_the_empty_line(tab: FinancesTab, document: Document) -> None:
    page(tab, FUNDING)
    first = operation(document, "I1")
    grid = tab.table.grid
    at = next(index for index, one in enumerate(grid.rows) if one.fill is not None)
    tab.table.go_to(at, 0)
    QGuiApplication.clipboard().setText("subvention, CNSA\t\t\t5 000,00")
    tab.table.hands.paste()
    new = next(one for one in document.model.where(FundingLine, "operation", first.id) if one.label == "CNSA")
    assert (new.source, new.year, new.cents) == ("subvention", 2028, 500_000)
    shown = tab.shown
    assert isinstance(shown, Investments) and tab.go_to(new.at("cents"))
    shown.remove()
    assert document.model.find(FundingLine, new.id) is None
    assert not type_in(tab, "Autre source\u00a0: nom, précision", "title", "Loterie, CNSA")


def test_a_cover_by_the_dotation_enters_the_dotation_of_its_section(tab: FinancesTab, document: Document) -> None:
    page(tab, EXTRA)
    before = len(document.model.all(CoverLine))
    assert type_in(tab, "Couvert par\u00a0: dotation La Passerelle", "2029", "400")
    new = next(one for one in document.model.all(CoverLine) if one.source == "dotation")
    assert len(document.model.all(CoverLine)) == before + 1 and new.section is not None and new.cents == 40_000
    section = next(held for held, name in tab.workspace.books().sections if name == "La Passerelle")
    year = next(one for one in tab.workspace.books().trajectory(section.id) if one.year == 2029)
    assert new.section == section.id and year.cover.cents == 40_000


def test_where_sections_are_many_a_dotation_is_named_on_the_empty_line(
    tab: FinancesTab, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(investment_rows, "FEW", 1)
    page(tab, EXTRA)
    titles = [one.title for one in tab.table.grid.rows if one.group == f"operation/{operation(document, 'I2').id}"]
    assert not [one for one in titles if one.startswith("Couvert par\u00a0: dotation")] and NEW_GRANT in titles
    at = next(at for at, one in enumerate(tab.table.grid.rows) if one.title == NEW_GRANT)
    tab.table.go_to(at, 0)
    QGuiApplication.clipboard().setText("L’Escale\t\t\t700,00")
    tab.table.hands.paste()
    new = next(one for one in document.model.all(CoverLine) if one.source == "dotation")
    assert (new.year, new.cents) == (2029, 70_000)
    assert any(one.title == "Couvert par\u00a0: dotation L’Escale" for one in tab.table.grid.rows)


def test_the_schedule_of_the_loan_is_that_of_the_dossier(tab: FinancesTab, document: Document) -> None:
    content = page(tab, SCHEDULE)
    assert figures(row(content, "31/12/2029")) == ["200 000,00", "13 333,33", "6 400,00", "19 733,33", "186 666,67"]
    assert figures(row(content, "31/12/2043")) == ["13 333,38", "13 333,38", "426,67", "13 760,05", "0,00"]
    assert figures(row(content, "Total"))[1] == "200 000,00"
    drawing = tab.shown.chart(Selection())
    assert drawing is not None and isinstance(drawing.data, Columns)
    assert drawing.data.series[1].values[:2] == (640_000.0, 597_333.0)


def test_a_loan_without_its_rate_says_what_its_schedule_lacks(tab: FinancesTab, document: Document) -> None:
    page(tab, LOANS)
    assert type_in(tab, "Nouvel emprunt", "lender", "Banque des territoires")
    assert type_in(tab, "Banque des territoires", "cents", "100 000")
    found = row(page(tab, SCHEDULE), "Banque des territoires")
    assert found.cells[1].text == "incomplet" and "taux de l’emprunt" in found.cells[1].tip


def test_the_point_on_the_approval_leads_to_its_cell(tab: FinancesTab, document: Document) -> None:
    """P3."""
    loan = document.model.all(Loan)[0]
    assert tab.go_to(loan.at("approved"))
    index = tab.table.currentIndex()
    assert tab.table.grid.cell(index).address == Cell("loan", loan.id, "approved")


def test_every_record_of_the_ppi_has_a_cell(tab: FinancesTab, document: Document) -> None:
    missing = [str(one.at(field)) for kind, field in (
        (Operation, "priority"), (OperationYear, "cents"), (FundingLine, "cents"), (CoverLine, "cents"),
        (Loan, "shape")) for one in document.model.all(kind) if not tab.go_to(one.at(field))]
    assert not missing


def test_the_chart_of_the_funding_says_who_pays_each_year(tab: FinancesTab) -> None:
    page(tab, FUNDING)
    drawing = tab.shown.chart(Selection())
    assert drawing is not None and isinstance(drawing.data, Columns)
    heights = {one.label: one.values[2] for one in drawing.data.series}
    assert heights == {"Subventions": 18_000_000.0, "Emprunts": 20_000_000.0, "CAF": 4_000_000.0,
                       "Réserves, cessions, dons": 10_000_000.0}
    assert drawing.data.whole(2) == drawing.data.references[0].heights[2] == 52_000_000.0


def test_each_figure_of_an_echeancier_comes_from_terms_that_give_it(tab: FinancesTab) -> None:
    first = next(row for row in page(tab, SCHEDULE).unfolded() if row.level == 1)
    figures = [cell.link for cell in first.cells[1:] if isinstance(cell.link, Figure)]
    before, capital, interest, annuity, after = figures
    for one in (before, annuity, after):
        assert sum(term.factor * int(str(term.value)) for term in one.terms) == one.cents, one.rule
    assert [term.value for term in interest.terms] == [before.cents, 32000]
    assert interest.cents == before.known() * 32000 // 1_000_000
    assert capital.rule.startswith("Capital emprunté ÷ nombre d’échéances")
