"""The tab Objectifs: numbers are computed, targets move the curve while typed, a rate comes from its two figures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit

from cpom_desktop.core.objectives import Axis, Indicator, IndicatorYear, Sheet
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.objectives.curves import curve, definition_words, small_curve
from cpom_desktop.gui.tabs.objectives.outline import moved, outline
from cpom_desktop.gui.tabs.objectives.tab import LOCKED, ObjectivesTab
from cpom_desktop.session.document import Document
from tests.gui.conftest import ATTIAS

KEY = Qt.Key


@pytest.fixture
def tab(window: MainWindow) -> ObjectivesTab:
    shown = window.tabs.show("Objectifs")
    settle()
    assert isinstance(shown, ObjectivesTab)
    return shown


def indicator(document: Document, code: str) -> Indicator:
    return next(one for one in document.model.all(Indicator) if one.code == code)


def year(document: Document, code: str, number: int) -> IndicatorYear:
    rows = document.model.where(IndicatorYear, "indicator", indicator(document, code).id)
    return next(one for one in rows if one.year == number)


def test_axes_objectives_and_sheets_have_computed_numbers(tab: ObjectivesTab, document: Document) -> None:
    nodes = outline(document.model, tab.workspace.today)
    assert [node.number for node in nodes[:6]] == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1"]
    assert len([node for node in nodes if node.level == 0]) == 4 and len(document.model.all(Sheet)) == 9
    assert [node.locked for node in nodes if node.level == 0] == [True, True, False, False]


def test_moving_an_axis_renumbers_without_writing_a_number(tab: ObjectivesTab, document: Document) -> None:
    nodes = outline(document.model, tab.workspace.today)
    second = next(node for node in nodes if node.number == "2")
    document.apply(moved(document.model, second, -1))
    assert outline(document.model, tab.workspace.today)[0].record.name == second.record.name
    assert not moved(document.model, outline(document.model, tab.workspace.today)[0], -1)


def test_a_mandatory_axis_is_not_deleted_and_says_why(tab: ObjectivesTab, document: Document) -> None:
    axis = next(one for one in document.model.all(Axis) if one.mandatory)
    said: list[str] = []
    tab.workspace.said.connect(said.append)
    tab._delete(axis.id)
    assert document.model.find(Axis, axis.id) == axis and said == [LOCKED]


def test_a_line_renamed_in_the_tree_is_one_edit(tab: ObjectivesTab, document: Document) -> None:
    node = next(node for node in tab._nodes if node.number == "1.1")
    lots = len(document.history())
    tab._rename(node.key, "Raccourcir encore")
    assert any(one.record.name == "Raccourcir encore" for one in outline(document.model, tab.workspace.today))
    assert len(document.history()) == lots + 1
    tab._rename(node.key, "   ")
    assert len(document.history()) == lots + 1


def test_the_curve_follows_a_target_at_each_key_and_forgets_it_on_escape(
    tab: ObjectivesTab, document: Document
) -> None:
    target = year(document, "CHRS-1a", 2031)
    assert tab.go_to(target.at("target"))
    table = tab.plans.indicators.table
    table.edit_current()
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    seen = []
    for key in "28":
        QTest.keyClicks(editor, key)
        settle()
        seen.append(tab.plans.indicators.large.chart.data.targets[-1])
    assert seen == [(2031.0, 2.0), (2031.0, 28.0)]
    QTest.keyClick(editor, KEY.Key_Escape)
    settle()
    assert tab.plans.indicators.large.chart.data.targets[-1] == (2031.0, 24.0)
    assert year(document, "CHRS-1a", 2031) == target


def test_a_rate_comes_from_its_numerator_and_denominator(tab: ObjectivesTab, document: Document) -> None:
    one = indicator(document, "CHRS-1b")
    words = definition_words(document.model, one)
    assert words.startswith("17 ÷ 48 = 35,4\u00a0% en 2025.")
    tab._modes.choose("realise")
    tab.refresh()
    grid = tab.plans.indicators.table.grid
    at = grid.row_of(f"{one.id}:numerator")
    column = [c.key for c in grid.content.columns].index("2025")
    assert grid.setData(grid.index(at, column), "24")
    settle()
    assert grid.text(grid.index(grid.row_of(one.id), column)) == "50,0"
    assert year(document, "CHRS-1b", 2025).numerator == "24"


def test_a_denominator_of_zero_shows_ns_never_zero(tab: ObjectivesTab, document: Document) -> None:
    one = indicator(document, "CHRS-1b")
    tab._modes.choose("realise")
    tab.refresh()
    grid = tab.plans.indicators.table.grid
    column = [c.key for c in grid.content.columns].index("2025")
    grid.setData(grid.index(grid.row_of(f"{one.id}:denominator"), column), "0")
    settle()
    assert grid.text(grid.index(grid.row_of(one.id), column)) == "n.s."


def test_the_computed_rate_cannot_be_typed_and_says_why(tab: ObjectivesTab, document: Document) -> None:
    grid = tab.plans.indicators.table.grid
    cell = grid.cell(grid.index(grid.row_of(indicator(document, "CHRS-1b").id), 4))
    assert cell.address is None and "numérateur" in cell.why


def test_the_tables_are_sound_models(tab: ObjectivesTab) -> None:
    grid = tab.plans.indicators.table.grid
    tester = QAbstractItemModelTester(grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for mode in ("realise", "cibles"):
        tab._modes.choose(mode)
        tab.refresh()
    for node in tab._nodes:
        tab.tree.choose(node.key)
    assert tester.model() is grid


def test_an_indicator_without_figures_is_a_curve_without_points(document: Document) -> None:
    bare = Indicator(id="x" * 32, objective="o", name="Nu")
    model = document.model.replacing([bare])
    drawn = curve(model, model, bare, document.tools.now().date())
    assert drawn.actuals == () and drawn.targets == () and small_curve(model, bare).change == ""


def test_a_sheet_opens_as_a_form_and_its_text_is_written_when_left(tab: ObjectivesTab, document: Document) -> None:
    sheet = document.model.all(Sheet)[0]
    assert tab.go_to(sheet.at("pilot"))
    field = tab.plans.sheet.form.fields["pilot"]
    editor = field.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "la directrice")
    assert document.model.get(Sheet, sheet.id).pilot == sheet.pilot
    QTest.keyClick(editor, KEY.Key_Return)
    settle()
    assert document.model.get(Sheet, sheet.id).pilot == "la directrice"
    assert document.author == ATTIAS


def test_a_refused_text_stays_in_its_field_with_its_sentence(tab: ObjectivesTab, document: Document) -> None:
    sheet = document.model.all(Sheet)[0]
    tab.go_to(sheet.at("first_year"))
    field = tab.plans.sheet.form.fields["first_year"]
    editor = field.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "plus tard")
    QTest.keyClick(editor, KEY.Key_Return)
    settle()
    assert editor.text() == "plus tard" and document.model.get(Sheet, sheet.id) == sheet
    QTest.keyClick(editor, KEY.Key_Escape)
    assert editor.text() == str(sheet.first_year)


def test_choosing_another_sheet_first_writes_what_was_typed(tab: ObjectivesTab, document: Document) -> None:
    first, second = document.model.all(Sheet)[:2]
    form = tab.plans.sheet.form
    form.show_record(first)
    editor = form.fields["partners"].findChild(QLineEdit)
    assert editor is not None
    editor.setText("trois bailleurs")
    form.show_record(second)
    assert document.model.get(Sheet, first.id).partners == "trois bailleurs"
    assert editor.text() == second.partners
