"""« PGFP » shows the plan of the dossier to the cent, and takes each of its inputs."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.finance.plan import cash_charges, plan
from cpom_desktop.core.finance.plan_records import PlanRate, PlanStep, PlanYear
from cpom_desktop.core.finance.reference_records import ReferenceValue
from cpom_desktop.gui.charts.columns import Columns
from cpom_desktop.gui.charts.waterfall import Cascade
from cpom_desktop.gui.grid import Content, Row
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.plan_view import SECTION, STEPS, Plan
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.tabs.finances.views import Selection
from cpom_desktop.session.document import Document

FAILING = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def tab(finances: FinancesTab) -> FinancesTab:
    finances.show_sub_view(Plan.key)
    settle()
    return finances


def plan_of(tab: FinancesTab) -> Plan:
    assert isinstance(tab.shown, Plan)
    return tab.shown


def row(content: Content, title: str) -> Row:
    return next(one for one in content.unfolded() if one.title == title)


def figures(found: Row) -> list[str]:
    return [cell.text.replace("\u202f", " ") for cell in found.cells[1:]]


def test_the_plan_is_that_of_the_dossier(tab: FinancesTab) -> None:
    """domain.md §10.8."""
    content = plan_of(tab).content()
    assert figures(row(content, "Résultat prévisionnel")) == [
        "0,00", "20 563,83", "30 783,94", "27 410,85", "34 258,42", "41 187,22"]
    assert figures(row(content, "Trésorerie fin")) == [
        "293 400,00", "276 363,83", "214 547,77", "251 025,29", "294 350,38", "344 604,27"]
    assert figures(row(content, "Capital des emprunts du PPI"))[3:] == ["13 333,33"] * 3
    assert figures(row(content, "CAF ≥ capital remboursé (R. 314-222 I 4°)")) == ["oui"] * 6


def test_what_is_typed_and_what_is_computed_are_told_apart(tab: FinancesTab) -> None:
    content = plan_of(tab).content()
    rate = row(content, "Évolution, groupe II").cells
    assert rate[1].address is None and all(cell.address is not None for cell in rate[2:])
    assert all(cell.address is not None for cell in row(content, "BFR à la fin de l’année").cells[1:])
    assert all(cell.address is None and cell.why for cell in row(content, "Charges du groupe II").cells[1:])
    step = row(content, "TR1, 0,70 ETP pour 5 places").cells
    assert all(cell.address is None and cell.why for cell in step[1:])


def test_a_rate_typed_moves_the_plan_and_undo_puts_it_back(tab: FinancesTab, document: Document) -> None:
    rate = next(one for one in document.model.all(PlanRate) if (one.line, one.year) == ("c1", 2028))
    assert tab.go_to(rate.at("rate"))
    before = figures(row(plan_of(tab).content(), "Trésorerie fin"))
    assert tab.table.grid.setData(tab.table.currentIndex(), "2")
    after = figures(row(plan_of(tab).content(), "Trésorerie fin"))
    assert after[:2] == before[:2] and all(one != other for one, other in zip(after[2:], before[2:], strict=True))
    document.undo()
    assert figures(row(plan_of(tab).content(), "Trésorerie fin")) == before


def test_a_step_typed_on_the_empty_line_enters_the_plan_and_is_deleted(tab: FinancesTab, document: Document) -> None:
    tab._choose_page(STEPS)
    tester = QAbstractItemModelTester(tab.table.grid, FAILING)
    count = len(document.model.all(PlanStep))
    last = tab.table.grid.rowCount() - 1
    keys = [column.key for column in tab.table.grid.content.columns]
    assert tab.table.grid.setData(tab.table.grid.index(last, keys.index("cents")), "1000")
    new = next(one for one in document.model.all(PlanStep) if one.cents == 100_000)
    assert len(document.model.all(PlanStep)) == count + 1 and new.first_year == 2027
    assert tab.table.go_to_address(new.at("cents"))
    plan_of(tab).delete_step()
    assert len(document.model.all(PlanStep)) == count
    document.undo()
    assert document.model.find(PlanStep, new.id) is not None
    del tester


def test_the_investment_section_balances_by_what_is_taken_from_the_funds(tab: FinancesTab) -> None:
    tab._choose_page(SECTION)
    content = plan_of(tab).content()
    assert figures(row(content, "Total des emplois"))[2] == "562 000,00"
    assert figures(row(content, "Total des ressources"))[2] == "500 183,94"
    assert figures(row(content, "Prélevé sur le fonds de roulement"))[2] == "+61 816,06"


def test_each_point_on_the_plan_leads_to_a_cell(tab: FinancesTab, document: Document) -> None:
    model = document.model
    year = next(one for one in model.all(PlanYear) if one.year == 2027)
    assert tab.go_to(year.at("year"))
    assert tab.table.grid.row(tab.table.currentIndex().row()).title == "Résultat prévisionnel"
    assert tab.table.grid.column(tab.table.currentIndex().column()).key == "2027"
    step = model.all(PlanStep)[0]
    assert tab.go_to(step.at("measure"))
    assert plan_of(tab).page == STEPS


def test_the_charts_say_the_figures_of_the_table(tab: FinancesTab, qtbot: QtBot) -> None:
    drawing = plan_of(tab).chart(Selection())
    assert drawing is not None and isinstance(drawing.data, Columns)
    assert [one.label for one in drawing.data.series] == ["FRNG", "Trésorerie"]
    assert drawing.data.series[0].values[2] == 14_454_777.0
    side = plan_of(tab).side_chart(Selection(column="2028"))
    assert side is not None and isinstance(side.data, Cascade)
    first, *steps, last = [column.cents for column in side.data.columns]
    assert first + sum(steps) == last == 14_454_777


def test_the_chart_says_what_the_plan_is_compared_with_and_in_what_unit(tab: FinancesTab, document: Document) -> None:
    data = plan_of(tab).chart(Selection()).data  # type: ignore[union-attr]
    assert isinstance(data, Columns)
    said = [line.label.replace("\u00a0", " ") for line in data.references]
    assert said == ["FRNG et trésorerie, minimum : 30 jours de charges, usage",
                    "FRNG, maximum : 60 jours de charges, usage"]
    low, high = data.references
    charges = [cash_charges(document.model, one).cents for one in plan(document.model)]
    assert low.heights == tuple(cents * 30 / 365 for cents in charges if cents is not None) and low.floor
    assert high.heights == tuple(cents * 60 / 365 for cents in charges if cents is not None) and not high.floor
    assert [data.under(at) for at in range(6)] == [False, False, True, False, False, False]


def test_a_benchmark_in_days_is_drawn_with_its_source_and_date(tab: FinancesTab, document: Document) -> None:
    row = ReferenceValue(id=document.new_id(), name="médiane régionale", subject="tresorerie-jours", value="45",
                         source="enquête régionale", dated="2025-03-12")
    document.apply(Edit("référence", new=(row,)))
    data = plan_of(tab).chart(Selection()).data  # type: ignore[union-attr]
    said = [line.label.replace("\u00a0", " ") for line in data.references]
    assert "Trésorerie, médiane régionale : 45 j de charges, enquête régionale, 12/03/2025" in said


def test_the_cash_charges_of_the_plan_are_its_charges_without_what_is_not_paid(document: Document) -> None:
    first = plan(document.model)[0]
    row = next(one for one in document.model.all(PlanYear) if one.year == first.year)
    held = sum(first.rows[name].cents or 0 for name in ("c1", "c2", "c3"))
    assert cash_charges(document.model, first).cents == held - (row.depreciation or 0) - (row.provisions or 0)
