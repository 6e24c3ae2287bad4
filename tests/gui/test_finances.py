"""The tab Finances shows the figures of the dossier, exact to the cent, and types in their cells."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Edit, Side
from cpom_desktop.core.contract import Grant
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.figure import NOTHING, Figure, unknown
from cpom_desktop.core.finance.records import AccountLine, Measure, YearRate
from cpom_desktop.core.overlay import View
from cpom_desktop.core.positions import standing
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.grid import Content, GridCell, Marker, Row
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances import budgets, comparison, side_by_side, trajectory
from cpom_desktop.gui.tabs.finances.cells import Reading, computed
from cpom_desktop.gui.tabs.finances.charts import cascade, grant_trajectory
from cpom_desktop.gui.tabs.finances.kept import KeptRows
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.tabs.positions import marks, on_table, spoken
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session import negotiation
from cpom_desktop.session.document import Document


def reading(workspace: Workspace) -> Reading:
    return Reading(workspace.shown(), workspace.model, workspace.conflicts(), workspace.today)


def table(workspace: Workspace) -> Content:
    return trajectory.content(reading(workspace), workspace.books, workspace.view, KeptRows())


def figures(row: Row) -> list[str]:
    return [cell.text.replace("\u202f", " ") for cell in row.cells[1:]]


def row_titled(content: Content, title: str, at: int = 0) -> Row:
    return [row for row in content.unfolded() if row.title == title][at]


def test_the_dgc_of_the_dossier_ties_to_the_cent(workspace: Workspace) -> None:
    """domain.md §10.4: 1 344 706,25 in 2027, 7 033 463,96 over the contract."""
    accord = next(row for row in table(workspace).unfolded() if row.title.endswith("accord à ce jour"))
    assert figures(accord) == [
        "1 344 706,25",
        "1 372 628,61",
        "1 424 418,04",
        "1 438 662,22",
        "1 453 048,84",
        "7 033 463,96",
    ]


def test_the_chain_of_a_section_shows_each_line_of_the_dossier(workspace: Workspace) -> None:
    content = table(workspace)
    assert figures(row_titled(content, "Taux d’actualisation"))[:5] == [
        "1,25\u00a0%",
        "0,90\u00a0%",
        "1,50\u00a0%",
        "1,00\u00a0%",
        "1,00\u00a0%",
    ]
    assert figures(row_titled(content, "Actualisation")) == [
        "12 306,25",
        "9 079,26",
        "15 808,28",
        "10 696,94",
        "10 803,91",
        "58 694,64",
    ]
    assert figures(row_titled(content, "Économies, mutualisation"))[:3] == ["–", "−9 000,00", "–"]
    assert figures(row_titled(content, "Base reconductible N"))[5] == ""


def test_the_gap_closes_the_table_and_is_demand_minus_offer(workspace: Workspace) -> None:
    last = table(workspace).rows[-1]
    asked, offered = (
        workspace.books(view).grant(workspace.model.all(Grant)[0].id)[0].grant.known()
        for view in (View.MANAGER, View.AUTHORITY)
    )
    assert last.title == "Écart demande − offre"
    assert figures(last)[0].replace(" ", "").replace(",", "") == str(asked - offered)


def test_one_measure_is_typed_in_its_line_and_a_sum_is_not(workspace: Workspace, document: Document) -> None:
    rebasing = row_titled(table(workspace), "Rebasage").cells[1]
    assert rebasing.address is not None and document.model.find(Measure, rebasing.address.row)
    found = document.model.get(Measure, rebasing.address.row)
    workspace.apply(Edit("mode", values={document.contract.at("writing"): "commune"}))
    workspace.add("une autre", Measure(id="autre", section=found.section, year=2027, nature="rebasage", cents=100))
    again = row_titled(table(workspace), "Rebasage").cells[1]
    assert again.address is None and again.text.replace("\u202f", " ") == "12 001,00" and "Mesures" in again.why


def test_a_line_without_effect_an_unknown_and_a_nil_figure_do_not_look_alike() -> None:
    assert computed(NOTHING).text == "–"
    assert computed(unknown("taux 2027")).text == "incomplet" and "taux 2027" in computed(unknown("taux 2027")).tip
    assert computed(Figure(0, source=(Figure(0).term("x"),))).text == "0,00"


def test_the_marker_says_agreed_or_open_and_the_reader_hears_the_gap(workspace: Workspace, document: Document) -> None:
    found = next(one for one in document.model.all(Measure) if one.nature == "rebasage")
    assert marks(workspace.model, found.at("cents"), workspace.today)[0] is Marker.AGREED
    negotiation.propose(document, found.at("cents"), 3_000_000)
    state = on_table(workspace.model, found.at("cents"), workspace.today)
    assert state.marker is Marker.OPEN
    assert spoken(state).replace("\u202f", " ") == "position ouverte, écart 18 000,00 euros"
    assert marks(workspace.model, Cell("measure", found.id, "label"))[0] is Marker.NONE


def test_two_views_side_by_side_are_read_and_not_typed(workspace: Workspace) -> None:
    content = side_by_side.both(workspace.books, workspace.model)
    assert len(content.columns) == 12 and all(cell.address is None for row in content.rows for cell in row.cells)
    rebasing = row_titled(content, "Rebasage")
    assert figures(rebasing)[:2] == ["38 000,00", "12 000,00"]


def test_budgets_sum_their_accounts_and_type_in_each(workspace: Workspace) -> None:
    held, contract_id = workspace.books(), workspace.document.contract_id
    content = budgets.content(reading(workspace), held, workspace.view, contract_id, KeptRows())
    keys = [column.key for column in content.columns]
    charges = row_titled(content, "Total des charges")
    assert charges.cells[keys.index("2025/ca")].text.replace("\u202f", " ") == "1 021 000,00"
    assert row_titled(content, "Résultat").cells[keys.index("2025/ca")].text.replace("\u202f", " ") == "18 500,00"
    assert row_titled(content, "Eau, énergie, chauffage").cells[keys.index("2025/ca")].address is not None


def cents(text: str) -> int:
    return int(text.replace(" ", "").replace(",", "").replace("−", "-"))


def test_the_comparison_adds_up_for_each_row(workspace: Workspace) -> None:
    content = comparison.content(workspace.books, workspace.model)
    for row in content.rows:
        asked, offered, _, above, below, gap = map(cents, figures(row))
        assert above + below == gap == asked - offered


def test_charts_start_from_the_base_year_and_the_cascade_ties(workspace: Workspace) -> None:
    grant = workspace.model.all(Grant)[0]
    data = grant_trajectory(grant, workspace.books)
    assert data is not None and data.years == (2026, 2027, 2028, 2029, 2030, 2031)
    steps = cascade(workspace.books(), grant, 2027)
    assert steps is not None
    first, *middle, last = [column.cents for column in steps.columns]
    assert first + sum(middle) == last == 134_470_625


# The tab itself


@pytest.fixture
def tab(window: MainWindow) -> FinancesTab:
    shown = window.tabs.show("Finances")
    settle()
    assert isinstance(shown, FinancesTab)
    return shown


def cell_text(tab: FinancesTab, title: str, column: str) -> str:
    grid = tab.table.grid
    keys = [one.key for one in grid.content.columns]
    row = next(at for at in range(grid.rowCount()) if grid.row(at).title.endswith(title))
    return grid.text(grid.index(row, keys.index(column))).replace("\u202f", " ")


def test_a_keystroke_moves_the_dgc_and_escape_puts_it_back(qtbot: QtBot, tab: FinancesTab, document: Document) -> None:
    found = next(one for one in document.model.all(YearRate) if one.year == 2027)
    assert tab.table.go_to_address(found.at("rate"))
    before = cell_text(tab, "accord à ce jour", "2027")
    QTest.keyClick(tab.table, Qt.Key.Key_2)
    editor = next(line for line in tab.table.viewport().findChildren(QLineEdit) if line.isVisible())
    assert cell_text(tab, "accord à ce jour", "2027") != before and editor.text() == "2"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: cell_text(tab, "accord à ce jour", "2027") == before)


@pytest.mark.parametrize("text", ["15000", "15 000,00"])
def test_what_is_typed_and_entered_is_written(tab: FinancesTab, document: Document, text: str) -> None:
    found = next(one for one in document.model.all(Measure) if one.nature == "rebasage")
    assert tab.table.go_to_address(found.at("cents"))
    QTest.keyClick(tab.table, Qt.Key.Key_F2)
    editor = next(line for line in tab.table.viewport().findChildren(QLineEdit) if line.isVisible())
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    said = standing(document.model, found.at("cents"), Side.MANAGER)
    assert said is not None and said.value == "1500000" and document.saved_at is not None


def test_only_the_rows_of_the_touched_section_are_built_again(workspace: Workspace, document: Document) -> None:
    found = next(one for one in document.model.all(Measure) if one.nature == "rebasage")
    kept = KeptRows()

    def shown() -> dict[str, Row]:
        content = trajectory.content(reading(workspace), workspace.books, workspace.view, kept)
        return {row.key: row for row in content.unfolded() if row.key.startswith("section/")}

    before = shown()
    workspace.preview(found.at("cents"), 1_300_000)
    after = shown()
    again = {key.split("/")[1] for key, row in after.items() if row is not before[key]}
    assert again == {found.section}
    workspace.drop_preview()
    assert shown() == before
    negotiation.propose(document, found.at("cents"), 3_100_000)
    marked = shown()[f"section/{found.section}/rebasing"].cells[1]
    assert marked.marker is Marker.OPEN


def test_f9_goes_round_the_four_views(tab: FinancesTab, window: MainWindow) -> None:
    seen = []
    for _ in range(4):
        window.next_view()
        seen.append(tab.shown.view)
    assert seen == ["gestionnaire", "autorite", "both", "accord"]


def test_the_volet_tells_the_positions_and_the_cost_over_the_contract(tab: FinancesTab, document: Document) -> None:
    """TC-POS-1: what separates 38 000 from 12 000 costs 132 918,01 € over the life of the contract."""
    found = next(one for one in document.model.all(Measure) if one.nature == "rebasage")
    assert tab.negotiation._effect(found.at("cents")) == [
        ("Effet sur 2027–2031", "+132\u202f918,01\u00a0€"),
        ("Part de la DGC", "1,89\u00a0%"),
    ]


def test_a_computed_cell_explains_itself_with_links_to_what_was_typed(tab: FinancesTab) -> None:
    grid = tab.table.grid
    row = next(at for at in range(grid.rowCount()) if grid.row(at).title == "Actualisation")
    tab.table.go_to(row, 1)
    QTest.keyClick(tab.table, Qt.Key.Key_F3)
    assert tab.origin.isVisibleTo(tab) and isinstance(tab._current(), GridCell)


def test_every_sub_view_shows_its_table(tab: FinancesTab) -> None:
    for key in ("budgets", "trajectory", "measures", "comparison"):
        tab._list.choose(key)
        assert tab.table.grid.rowCount() > 3, key


def test_going_to_a_measure_shows_it_wherever_it_is(tab: FinancesTab, document: Document) -> None:
    for one in document.model.all(Measure):
        assert tab.go_to(one.at("cents")), one.label
        current = tab._current()
        assert current is not None and current.address == one.at("cents")


def test_a_new_measure_is_added_under_its_section_and_can_be_undone(tab: FinancesTab, document: Document) -> None:
    tab._list.choose("measures")
    count = len(document.model.all(Measure))
    next(button for button in tab.head.buttons if button.text() == "Nouvelle mesure").click()
    assert len(document.model.all(Measure)) == count + 1
    document.undo()
    assert len(document.model.all(Measure)) == count


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 10**8))), max_size=6))
def test_budgets_kept_between_keystrokes_are_those_made_afresh(
    workspace: Workspace, typed: list[tuple[int, int | None]]
) -> None:
    kept, contract_id = KeptRows(), workspace.document.contract_id
    lines = workspace.model.all(AccountLine)
    for at, cents in typed:
        workspace.preview(lines[at % len(lines)].at("cents"), cents)
        now, held = reading(workspace), workspace.books()
        shown = budgets.content(now, held, workspace.view, contract_id, kept)
        fresh = budgets.content(now, Books(workspace.shown()), workspace.view, contract_id, KeptRows())
        assert list(shown.unfolded()) == list(fresh.unfolded())
    workspace.drop_preview()


def test_a_section_that_is_folded_makes_none_of_its_rows(workspace: Workspace) -> None:
    content = table(workspace)
    first, second = (row for row in content.rows[:2])
    shown = list(content.unfolded(frozenset({second.key})))
    assert first.inside is not None and second.inside is not None
    assert second in shown and second.inside._rows is None
    assert first.key in {row.group for row in shown} and second.key not in {row.group for row in shown}
    assert {row.group for row in content.unfolded()} >= {first.key, second.key}
