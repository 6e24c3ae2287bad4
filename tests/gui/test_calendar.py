"""The tab Calendrier: arrows move a step in one lot, days typed under the frise move its bar, dates lead to steps."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit

from cpom_desktop.core.calendar import Milestone
from cpom_desktop.core.calendar_figures import Deadline
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.calendar.due import due_words, late_words
from cpom_desktop.gui.tabs.calendar.steps import moved
from cpom_desktop.gui.tabs.calendar.tab import CalendarTab
from cpom_desktop.gui.tabs.calendar.timeline import GROUP, timeline
from cpom_desktop.session.document import Document

KEY = Qt.Key
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def tab(window: MainWindow) -> CalendarTab:
    shown = window.tabs.show("Calendrier")
    settle()
    assert isinstance(shown, CalendarTab)
    return shown


def step(document: Document, name: str) -> Milestone:
    return next(one for one in document.model.all(Milestone) if one.name.startswith(name))


def test_the_frise_shows_each_phase_with_its_steps_in_the_order_of_their_days(document: Document) -> None:
    rows = timeline(document.model, TODAY).rows
    assert [row.key for row in rows if row.group] == [GROUP + key for key in (
        "preparation", "diagnostic", "negociation", "conclusion", "execution")]
    assert sum(not row.group for row in rows) == len(document.model.all(Milestone))
    diagnosis = next(row for row in rows if row.label == "Diagnostic partagé" and not row.group)
    assert not diagnosis.single and diagnosis.late_days == 14


def test_an_arrow_moves_the_step_by_a_day_in_one_lot_and_ctrl_z_brings_it_back(
    tab: CalendarTab, document: Document
) -> None:
    before, lots = step(document, "Signature"), len(document.history())
    tab.show_step(before.id)
    QTest.keyClick(tab.gantt, KEY.Key_Right)
    settle()
    assert step(document, "Signature").planned_end == "2026-12-18"
    assert len(document.history()) == lots + 1
    document.undo()
    assert step(document, "Signature") == before


def test_stretching_moves_the_end_alone_and_never_before_the_start(document: Document) -> None:
    one = step(document, "Diagnostic partagé")
    assert moved(one, 3, True).values == {one.at("planned_end"): "2026-06-01"}
    assert moved(one, -400, True).values == {one.at("planned_end"): one.planned_start}


def test_a_day_typed_under_the_frise_moves_the_bar_before_it_is_written(tab: CalendarTab, document: Document) -> None:
    one = step(document, "Signature")
    tab.show_step(one.id)
    tab._type_days(one.id, "planned_end")
    tab.strip.edit_current()
    settle()
    editor = tab.strip.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "31/12/2026")
    settle()
    current = tab.gantt.current
    assert current is not None and current.planned_end == dt.date(2026, 12, 31)
    assert step(document, "Signature") == one
    QTest.keyClick(editor, KEY.Key_Escape)
    settle()
    current = tab.gantt.current
    assert current is not None and current.planned_end == dt.date(2026, 12, 17)


def test_the_list_and_the_strip_are_sound_models(tab: CalendarTab) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(view.grid, fatal) for view in (tab.list, tab.strip)]
    tab.refresh()
    assert tab.list.grid.rowCount() == len(tab.gantt.data.rows) and tab.strip.grid.rowCount() == 1
    assert len(testers) == 2


def test_a_new_step_stands_in_the_phase_of_the_selected_one_and_can_be_deleted(
    tab: CalendarTab, document: Document
) -> None:
    tab.show_step(step(document, "Signature").id)
    count = len(document.model.all(Milestone))
    tab._add()
    settle()
    new = step(document, "Nouvelle étape")
    assert new.phase == "conclusion" and len(document.model.all(Milestone)) == count + 1
    tab.gantt.setFocus()
    tab.gantt.select(new.id)
    QTest.keyClick(tab.gantt, KEY.Key_Delete)
    settle()
    assert len(document.model.all(Milestone)) == count


def test_a_date_of_the_volet_leads_to_its_step(tab: CalendarTab, document: Document) -> None:
    one = step(document, "Signature")
    tab.due.chosen.emit(one.id)
    current = tab.gantt.current
    assert current is not None and current.key == one.id


def test_a_folded_phase_hides_its_steps_until_one_of_them_is_asked_for(tab: CalendarTab, document: Document) -> None:
    one = step(document, "Signature")
    tab._fold(GROUP + "conclusion")
    assert one.id not in {row.key for row in tab.gantt.data.rows}
    tab.show_step(one.id)
    assert one.id in {row.key for row in tab.gantt.data.rows}


@pytest.mark.parametrize(("days", "words"), [
    (0, "aujourd’hui"), (16, "dans 16\u00a0j"), (-2, "retard 2\u00a0j"),
])
def test_what_is_due_is_said_in_days(days: int, words: str) -> None:
    assert due_words(days) == words


def test_the_chip_names_the_one_late_step_and_counts_several() -> None:
    late = Deadline(Milestone(id="a", name="Volet financier"), TODAY, -2)
    assert late_words([]) == ""
    assert late_words([late]) == "Volet financier\u00a0: 2 jours de retard"
    assert late_words([late, late]) == "2 étapes en retard"


def test_a_point_de_vigilance_on_a_milestone_puts_the_cursor_on_its_day(window: MainWindow, document: Document) -> None:
    one = step(document, "Signature")
    assert window.workspace is not None
    window.workspace.go_to(one.at("planned_end"))
    settle()
    tab = window.tabs.show("Calendrier")
    assert isinstance(tab, CalendarTab)
    assert tab.strip.grid.cell(tab.strip.currentIndex()).address == one.at("planned_end")
