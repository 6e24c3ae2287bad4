"""Objectifs: targets typed left to right move the curve at each key; the tree names, moves, adds, locks and deletes."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from cpom_desktop.core.changes import Edit, Side
from cpom_desktop.core.objectives import Axis, Indicator, IndicatorYear, Objective, Sheet
from cpom_desktop.core.ordering import ordered
from cpom_desktop.core.positions import standing
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.charts.indicator import IndicatorChart
from cpom_desktop.gui.grid import GridView, Marker
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.objectives.curves import curve, definition_words
from cpom_desktop.gui.tabs.objectives.outline import Node, node_of, outline
from cpom_desktop.gui.tabs.objectives.tab import LOCKED, ObjectivesTab
from cpom_desktop.gui.widgets.panel import Empty
from cpom_desktop.session.document import Document
from tests.stories.keyboard import Keyboard

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("no_dialog_waits"),
]


@pytest.fixture
def tab(window: MainWindow, document: Document) -> ObjectivesTab:
    """The tab on the demonstration, written together so that what is typed is retained."""
    document.apply(Edit("mode", values={document.contract.at("writing"): "commune"}))
    shown = window.tabs.show("Objectifs")
    settle()
    assert isinstance(shown, ObjectivesTab)
    # The tree is a tree of Qt with a model of Qt; the table has ours.
    QAbstractItemModelTester(table(shown).grid, QAbstractItemModelTester.FailureReportingMode.Fatal, shown)
    return shown


@pytest.fixture
def keys(window: MainWindow) -> Keyboard:
    return Keyboard(window)


def table(tab: ObjectivesTab) -> GridView:
    return tab.plans.indicators.table


def indicator(document: Document, code: str) -> Indicator:
    return next(one for one in document.model.all(Indicator) if one.code == code)


def targets(document: Document, one: Indicator) -> dict[int, str | None]:
    return {row.year: row.target for row in document.model.where(IndicatorYear, "indicator", one.id)}


def go_to_code(tab: ObjectivesTab, keys: Keyboard, document: Document, code: str, column: str) -> Indicator:
    one = indicator(document, code)
    tab.tree.choose(one.objective)
    table(tab).setFocus()
    keys.cell(code, column)
    return one


def chart(tab: ObjectivesTab) -> IndicatorChart:
    found = tab.plans.indicators.large.chart
    assert isinstance(found, IndicatorChart)
    return found


def drawn(tab: ObjectivesTab) -> dict[float, float]:
    data = chart(tab).data
    assert data is not None
    return dict(data.targets)


def numbers(document: Document) -> list[str]:
    return [f"{node.number} {node.record.name}" for node in outline(document.model, document.tools.now().date())]


def written(tab: ObjectivesTab) -> str:
    """The name of the current line, as the tree writes it."""
    item = tab.tree.currentItem()
    return item.text(0) if item is not None else ""


def primary(tab: ObjectivesTab) -> str:
    """The button of the empty place."""
    shown = tab.plans.currentWidget()
    return shown.action.text() if isinstance(shown, Empty) and shown.action is not None else ""


# Targets


def test_targets_typed_from_left_to_right_move_the_curve_at_each_key(
    tab: ObjectivesTab, keys: Keyboard, document: Document
) -> None:
    one = go_to_code(tab, keys, document, "CHRS-1a", "2027")
    keys.types("3")
    assert drawn(tab)[2027] == 3 and targets(document, one)[2027] == "18"
    keys.types("0")
    assert drawn(tab)[2027] == 30 and targets(document, one)[2027] == "18"
    keys.press("Tab")
    assert targets(document, one)[2027] == "30"
    for text in ("31", "32", "33", "35"):
        keys.writes(text)
    assert targets(document, one) | {2025: None} == {
        2025: None, 2027: "30", 2028: "31", 2029: "32", 2030: "33", 2031: "35"}
    assert drawn(tab) == {2027: 30, 2028: 31, 2029: 32, 2030: 33, 2031: 35}


def test_escape_puts_the_curve_back_and_writes_nothing(
    tab: ObjectivesTab, keys: Keyboard, document: Document
) -> None:
    go_to_code(tab, keys, document, "CHRS-1a", "2028")
    before, lots = drawn(tab), len(document.history())
    keys.types("99")
    assert drawn(tab)[2028] == 99
    keys.press("Escape")
    assert drawn(tab) == before and len(document.history()) == lots


def test_the_small_curves_and_the_state_follow_what_is_typed(
    tab: ObjectivesTab, keys: Keyboard, document: Document
) -> None:
    one = go_to_code(tab, keys, document, "CHRS-1a", "2031")
    keys.press("Delete")
    assert targets(document, one)[2031] is None
    row = next(row for row in table(tab).grid.content.rows if row.key == one.id)
    assert row.cells[-1].text == "Incomplet"
    keys.press("Ctrl+Z")
    assert targets(document, one)[2031] == "24"


def test_in_a_negotiation_a_target_is_a_position_and_shows_as_a_wish(
    tab: ObjectivesTab, keys: Keyboard, document: Document
) -> None:
    document.apply(Edit("mode", values={document.contract.at("writing"): "parties"}))
    one = go_to_code(tab, keys, document, "CHRS-1a", "2027")
    keys.writes("19")
    (year,) = [row for row in document.model.where(IndicatorYear, "indicator", one.id) if row.year == 2027]
    said = standing(document.model, year.at("target"), Side.MANAGER)
    assert said is not None and said.value == "19" and year.target == "18"
    cell = table(tab).grid.cell(table(tab).grid.find(year.at("target")))
    assert cell.text == "18" and cell.marker is Marker.OPEN
    data = chart(tab).data
    assert data is not None and [points for _, points in data.wishes] == [((2027.0, 19.0),)]


def test_another_indicator_chosen_by_the_arrows_is_drawn(
    tab: ObjectivesTab, keys: Keyboard, document: Document
) -> None:
    go_to_code(tab, keys, document, "CHRS-1a", "2027")
    keys.press("Down")
    assert "CHRS-1b" in tab.plans.indicators.large.title.text()


# What was observed


def test_a_rate_comes_from_its_numerator_and_its_denominator(
    tab: ObjectivesTab, keys: Keyboard, document: Document
) -> None:
    one = go_to_code(tab, keys, document, "CHRS-1b", "2027")
    tab._modes.choose("realise")
    tab.refresh()
    rows = [row for row in table(tab).grid.content.rows if row.key.startswith(one.id)]
    years = [column.key for column in table(tab).grid.content.columns]
    assert rows[0].cells[years.index("2025")].text == "35,4"
    assert [row.cells[years.index("2025")].text for row in rows[1:]] == ["17", "48"]
    at = table(tab).grid.row_of(f"{one.id}:numerator")
    keys._arrows(table(tab), at, years.index("2026"))
    keys.writes("20", "Return")
    keys.writes("50", "Return")
    held = [row for row in document.model.where(IndicatorYear, "indicator", one.id) if row.year == 2026]
    assert [(row.numerator, row.denominator) for row in held] == [("20", "50")]
    rows = [row for row in table(tab).grid.content.rows if row.key == one.id]
    assert rows[0].cells[years.index("2026")].text == "40,0"
    assert dict(chart(tab).data.actuals)[2026] == pytest.approx(40)  # type: ignore[union-attr]


def test_a_rate_cannot_be_typed_and_says_why(
    tab: ObjectivesTab, keys: Keyboard, document: Document, window: MainWindow
) -> None:
    go_to_code(tab, keys, document, "CHRS-1b", "initial")
    keys.press("F2")
    assert window.status.sentence.startswith("Le taux vient du numérateur")


def test_the_definition_ties_the_rate_to_its_figures(document: Document) -> None:
    words = definition_words(document.model, indicator(document, "CHRS-1b"))
    assert words.startswith("17 ÷ 48 = 35,4\u00a0% en 2025.")


def test_the_curve_starts_from_what_was_observed_and_marks_the_contract(document: Document) -> None:
    data = curve(document.model, document.model, indicator(document, "CHRS-1b"), document.tools.now().date())
    assert data.contract_year == 2027 and data.years[0] <= 2025 and data.years[-1] == 2031
    assert data.baseline == 35.4


# The tree


def test_a_line_is_renamed_in_the_tree_and_escape_leaves_it(
    tab: ObjectivesTab, keys: Keyboard, document: Document
) -> None:
    first = ordered(document.model.all(Objective))[0]
    tab.tree.setFocus()
    tab.tree.choose(first.id)
    keys.press("F2", "Ctrl+A")
    keys.types("Sortir plus vite")
    keys.press("Return")
    assert document.model.get(Objective, first.id).name == "Sortir plus vite"
    assert "Sortir plus vite" in tab._heading.text()
    keys.press("F2", "Ctrl+A")
    keys.types("Autre chose")
    keys.press("Escape")
    assert document.model.get(Objective, first.id).name == "Sortir plus vite"
    assert written(tab) == "Sortir plus vite"


def test_an_empty_name_is_not_a_name(tab: ObjectivesTab, keys: Keyboard, document: Document) -> None:
    first = ordered(document.model.all(Objective))[0]
    tab.tree.setFocus()
    tab.tree.choose(first.id)
    keys.press("F2", "Ctrl+A", "Delete", "Return")
    assert document.model.get(Objective, first.id).name == first.name
    assert written(tab) == first.name


def test_ctrl_shift_arrows_move_a_line_among_its_siblings_and_stop_at_the_ends(
    tab: ObjectivesTab, keys: Keyboard, document: Document
) -> None:
    before = numbers(document)
    axis = ordered(document.model.all(Axis))[0]
    first, second = ordered(document.model.where(Objective, "axis", axis.id))[:2]
    tab.tree.setFocus()
    tab.tree.choose(first.id)
    lots = len(document.history())
    keys.press("Ctrl+Shift+Up")
    assert numbers(document) == before and len(document.history()) == lots
    keys.press("Ctrl+Shift+Down")
    assert [one.id for one in ordered(document.model.where(Objective, "axis", axis.id))][:2] == [second.id, first.id]
    assert tab.tree.current == first.id and tab.node is not None and tab.node.number == "1.2"
    keys.press("Ctrl+Z")
    assert numbers(document) == before


def test_deleting_a_line_says_how_to_get_it_back(
    tab: ObjectivesTab, keys: Keyboard, document: Document, window: MainWindow
) -> None:
    sheet = document.model.all(Sheet)[0]
    tab.tree.setFocus()
    tab.tree.choose(sheet.id)
    number = tab.node.number if tab.node else ""
    keys.press("Delete")
    assert document.model.find(Sheet, sheet.id) is None
    assert window.status.sentence == f"{number} {sheet.name} est supprimé. Ctrl+Z le rétablit."
    keys.press("Ctrl+Z")
    assert document.model.get(Sheet, sheet.id) == sheet


def test_a_mandatory_axis_is_locked_and_says_by_which_text(
    tab: ObjectivesTab, keys: Keyboard, document: Document, window: MainWindow
) -> None:
    locked = next(axis for axis in document.model.all(Axis) if axis.mandatory)
    tab.tree.setFocus()
    tab.tree.choose(locked.id)
    keys.press("Delete")
    assert document.model.find(Axis, locked.id) == locked and window.status.sentence == LOCKED


def test_an_axis_an_objective_and_a_fiche_are_added_and_named_by_keys(
    tab: ObjectivesTab, keys: Keyboard, document: Document
) -> None:
    tab.tree.setFocus()
    for button, words in (("Axe", "Coopérations"), ("Objectif", "Ouvrir le réseau"), ("Fiche", "Signer la convention")):
        keys.tab_to(button)
        keys.press("Space")
        keys.types(words)
        keys.press("Return")
        tab.tree.setFocus()
    axis = next(one for one in document.model.all(Axis) if one.name == "Coopérations")
    (objective,) = document.model.where(Objective, "axis", axis.id)
    (sheet,) = document.model.where(Sheet, "objective", objective.id)
    assert (objective.name, sheet.name) == ("Ouvrir le réseau", "Signer la convention")
    assert tab.tree.current == sheet.id and tab.plans.currentWidget() is tab.plans.sheet


def test_the_fiche_of_an_action_is_typed_in_the_plan(
    tab: ObjectivesTab, keys: Keyboard, document: Document
) -> None:
    sheet = document.model.all(Sheet)[0]
    tab.tree.setFocus()
    tab.tree.choose(sheet.id)
    keys.fills("Pilote", "Mme Rémond")
    assert document.model.get(Sheet, sheet.id).pilot == "Mme Rémond"


def test_each_empty_place_says_what_to_add_first(tab: ObjectivesTab, keys: Keyboard, document: Document) -> None:
    tab._add("axis")
    keys.press("Escape")
    assert tab.node is not None and tab.node.record.name == "Nouvel axe"
    settle()
    assert primary(tab) == "Ajouter un objectif"
    tab._add("objective")
    keys.press("Escape")
    assert primary(tab) == "Ajouter un indicateur"


def test_going_to_a_cell_focuses_it_wherever_it_is(tab: ObjectivesTab, document: Document) -> None:
    year = next(row for row in document.model.all(IndicatorYear) if row.target is not None)
    sheet, one = document.model.all(Sheet)[0], indicator(document, "CHRS-3")
    assert tab.go_to(year.at("target"))
    assert table(tab).hasFocus() and table(tab).grid.cell(table(tab).currentIndex()).address == year.at("target")
    assert tab.go_to(one.at("definition"))
    focus = tab.window().focusWidget()
    assert focus is not None and focus.accessibleName() == "Définition"
    assert tab.go_to(sheet.at("risks")) and tab.plans.currentWidget() is tab.plans.sheet
    assert not tab.go_to(Cell("esms", "e1", "name"))


def test_a_cell_is_shown_by_the_line_of_its_objective(document: Document) -> None:
    nodes = outline(document.model, document.tools.now().date())
    year = document.model.all(IndicatorYear)[0]
    objective = document.model.get(Indicator, year.indicator).objective
    found = node_of(nodes, document.model, year.at("target"))
    assert isinstance(found, Node) and found.key == objective
    assert node_of(nodes, document.model, Cell("indicator", "absent", "name")) is None

