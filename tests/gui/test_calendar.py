"""Calendrier: the arrows move a step in one lot each, the strip types its dates, échéances lead to it."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from cpom_desktop.core.calendar import Milestone
from cpom_desktop.core.calendar_figures import next_deadlines
from cpom_desktop.core.changes import Edit
from cpom_desktop.gui.charts.gantt_rows import GanttRow
from cpom_desktop.gui.charts.gantt_scale import TimeScale, Zoom
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.calendar.due import due_words, late_words
from cpom_desktop.gui.tabs.calendar.steps import moved, new_step
from cpom_desktop.gui.tabs.calendar.tab import CalendarTab
from cpom_desktop.gui.theme.chart_sizes import GANTT_HEADER, GANTT_LABEL, GANTT_ROW
from cpom_desktop.session.document import Document
from tests.stories.keyboard import Keyboard

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("no_dialog_waits"),
]
TODAY = dt.date(2026, 11, 20)
"""The day of the desk of the tests."""


@pytest.fixture
def tab(window: MainWindow) -> CalendarTab:
    shown = window.tabs.show("Calendrier")
    settle()
    assert isinstance(shown, CalendarTab)
    for grid in (shown.strip.grid, shown.list.grid):
        QAbstractItemModelTester(grid, QAbstractItemModelTester.FailureReportingMode.Fatal, shown)
    return shown


@pytest.fixture
def keys(window: MainWindow) -> Keyboard:
    return Keyboard(window)


@pytest.fixture
def step(document: Document) -> Milestone:
    """A span of the demonstration: two planned days that differ."""
    return next(one for one in document.model.all(Milestone)
                if one.planned_start and one.planned_end and one.planned_start < one.planned_end)


def days(document: Document, step: Milestone) -> tuple[str | None, str | None]:
    found = document.model.get(Milestone, step.id)
    return found.planned_start, found.planned_end


def later(day: str | None, count: int) -> str:
    assert day is not None
    return (dt.date.fromisoformat(day) + dt.timedelta(days=count)).isoformat()


# The frise


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [("Right", 1, 1), ("Left", -1, -1), ("Ctrl+Right", 7, 7), ("Ctrl+Left", -7, -7), ("Shift+Right", 0, 1),
     ("Shift+Left", 0, -1), ("Ctrl+Shift+Right", 0, 7)],
)
def test_an_arrow_moves_or_stretches_a_step_in_one_lot_and_undo_brings_it_back(
    tab: CalendarTab, keys: Keyboard, document: Document, step: Milestone, key: str, start: int, end: int
) -> None:
    tab.show_step(step.id)
    lots = len(document.history())
    keys.press(key)
    assert days(document, step) == (later(step.planned_start, start), later(step.planned_end, end))
    assert len(document.history()) == lots + 1
    keys.press("Ctrl+Z")
    assert days(document, step) == (step.planned_start, step.planned_end)


def test_a_step_never_ends_before_it_starts(tab: CalendarTab, document: Document, step: Milestone) -> None:
    edit = moved(step, -10_000, stretch=True)
    assert edit.values == {step.at("planned_end"): step.planned_start}
    row = GanttRow("k", "", dt.date(2027, 1, 5), dt.date(2027, 1, 9))
    assert row.moved(-30, stretch=True).planned_end == dt.date(2027, 1, 5)


def test_the_arrows_up_and_down_go_through_the_steps_and_the_strip_follows(
    tab: CalendarTab, keys: Keyboard
) -> None:
    tab.gantt.setFocus()
    seen = []
    for _ in range(6):
        keys.press("Down")
        current = tab.gantt.current
        shown = [row.key for row in tab.strip.grid.content.rows]
        assert current is not None and shown == ([] if current.group else [current.key])
        seen.append(current.key)
    assert len(set(seen)) == 6


def test_a_phase_folds_and_opens_by_enter(tab: CalendarTab, keys: Keyboard) -> None:
    tab.gantt.setFocus()
    group = next(row for row in tab.gantt.data.rows if row.group)
    tab.gantt.select(group.key)
    count = len(tab.gantt.data.rows)
    keys.press("Return")
    assert len(tab.gantt.data.rows) < count and tab.gantt.current is not None and tab.gantt.current.folded
    keys.press("Return")
    assert len(tab.gantt.data.rows) == count


def test_a_step_dragged_by_the_mouse_moves_by_whole_days_in_one_lot(
    tab: CalendarTab, document: Document, step: Milestone
) -> None:
    tab.show_step(step.id)
    settle()
    gantt = tab.gantt
    row = next(at for at, one in enumerate(gantt.data.rows) if one.key == step.id)
    y = GANTT_HEADER + row * GANTT_ROW - gantt.verticalScrollBar().value() + GANTT_ROW // 2
    start, lots = QPoint(GANTT_LABEL + 40, y), len(document.history())
    pixels = round(5 * Zoom.MONTH.value)
    QTest.mousePress(gantt.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(gantt.viewport(), start + QPoint(pixels, 0))
    assert days(document, step) == (step.planned_start, step.planned_end)
    QTest.mouseRelease(gantt.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(pixels, 0))
    assert days(document, step) == (later(step.planned_start, 5), later(step.planned_end, 5))
    assert len(document.history()) == lots + 1


def test_deleting_a_step_says_how_to_get_it_back(
    tab: CalendarTab, keys: Keyboard, document: Document, window: MainWindow, step: Milestone
) -> None:
    tab.show_step(step.id)
    keys.press("Delete")
    assert document.model.find(Milestone, step.id) is None
    assert window.status.sentence == f"Étape supprimée\u00a0: {step.name}. Ctrl+Z la rétablit."
    keys.press("Ctrl+Z")
    assert document.model.get(Milestone, step.id) == step


def test_the_list_types_what_the_strip_has_no_room_for_and_deletes_the_step_of_its_row(
    tab: CalendarTab, document: Document, step: Milestone
) -> None:
    tab._views.chosen.emit("liste")
    tab._views.choose("liste")
    tab._show_view()
    index = tab.list.grid.find(step.at("place"))
    assert index.isValid() and tab.list.grid.find(step.at("note")).isValid()
    tab.list.setCurrentIndex(index)
    QTest.keyClick(tab.list, Qt.Key.Key_F2)
    editor = next(line for line in tab.list.viewport().findChildren(QLineEdit) if line.isVisible())
    QTest.keyClicks(editor, "Mairie")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert document.model.get(Milestone, step.id).place == "Mairie"
    tab.list.setCurrentIndex(tab.list.grid.find(step.at("place")))
    tab._remove.click()
    assert document.model.find(Milestone, step.id) is None


def test_a_new_step_is_today_beside_the_selected_one_and_named_at_once(
    tab: CalendarTab, keys: Keyboard, document: Document, step: Milestone
) -> None:
    tab.show_step(step.id)
    keys.tab_to_button("Nouvelle étape")
    keys.press("Space")
    keys.types("Relecture des annexes")
    keys.press("Return")
    made = next(one for one in document.model.all(Milestone) if one.name == "Relecture des annexes")
    assert (made.phase, made.planned_start) == (step.phase, TODAY.isoformat())
    assert new_step(document.model, "x", None, TODAY).new[0].id == "x"


# The strip


def test_a_date_typed_in_the_strip_is_previewed_on_the_frise_and_written_by_enter(
    tab: CalendarTab, keys: Keyboard, document: Document, step: Milestone
) -> None:
    tab.show_step(step.id)
    keys.press("Return")
    assert keys.table is tab.strip
    keys.cell(step.name, "planned_end")
    keys.types("31/12/2027")
    row = next(one for one in tab.gantt.data.rows if one.key == step.id)
    assert row.planned_end == dt.date(2027, 12, 31) and days(document, step)[1] == step.planned_end
    keys.press("Return")
    assert days(document, step)[1] == "2027-12-31"


def test_escape_in_the_strip_gives_the_frise_back(
    tab: CalendarTab, keys: Keyboard, document: Document, step: Milestone
) -> None:
    tab.show_step(step.id)
    keys.press("Return")
    keys.cell(step.name, "planned_end")
    keys.types("31/12/2027")
    keys.press("Escape")
    row = next(one for one in tab.gantt.data.rows if one.key == step.id)
    assert row.planned_end is not None and row.planned_end.isoformat() == step.planned_end


def test_a_text_that_is_no_date_stays_with_its_sentence(
    tab: CalendarTab, keys: Keyboard, document: Document, step: Milestone, window: MainWindow
) -> None:
    tab.show_step(step.id)
    keys.press("Return")
    keys.cell(step.name, "planned_end")
    keys.types("bientot")
    keys.press("Return")
    assert days(document, step)[1] == step.planned_end
    assert "n’est pas une date" in window.status.sentence
    index = tab.strip.grid.find(step.at("planned_end"))
    assert tab.strip.grid.text(index) == "bientot"


# The list


def test_the_list_shows_every_step_under_its_phase_and_is_typed_the_same_way(
    tab: CalendarTab, keys: Keyboard, document: Document, step: Milestone
) -> None:
    tab._views._segments["liste"].setFocus()
    keys.press("Space")
    assert tab.list.isVisible() and not tab.gantt.isVisible()
    rows = [row.key for row in tab.list.grid.content.rows]
    assert {one.id for one in document.model.all(Milestone)} <= set(rows)
    tab.list.setFocus()
    keys.cell(step.name, "responsible")
    keys.writes("Mme Payet")
    assert document.model.get(Milestone, step.id).responsible == "Mme Payet"


def test_a_step_moved_to_another_phase_goes_under_it(
    tab: CalendarTab, keys: Keyboard, document: Document, step: Milestone
) -> None:
    tab.show_step(step.id)
    keys.press("Return")
    keys.cell(step.name, "phase")
    keys.picks("Exécution")
    assert document.model.get(Milestone, step.id).phase == "execution"
    rows = tab.gantt.data.rows
    at = next(index for index, row in enumerate(rows) if row.key == step.id)
    assert [row.label for row in rows[:at] if row.group][-1] == "Exécution"


# Échéances


def test_an_echeance_leads_to_its_step(tab: CalendarTab, document: Document, keys: Keyboard) -> None:
    due = next_deadlines(document.model, TODAY, 30)[0].milestone
    link = next(one for one in tab.due.findChildren(QPushButton) if one.accessibleName().startswith(due.name))
    link.setFocus()
    keys.press("Space")
    assert tab.gantt.current is not None and tab.gantt.current.key == due.id and tab.gantt.hasFocus()


def test_the_range_of_the_echeances_is_a_choice(tab: CalendarTab, document: Document, keys: Keyboard) -> None:
    counts = []
    for key in ("30", "60", "90"):
        tab.due._ranges._segments[key].setFocus()
        keys.press("Space")
        links = [one for one in tab.due.findChildren(QPushButton) if one.objectName() == "link" and one.isVisible()]
        assert len(links) == len(next_deadlines(document.model, TODAY, int(key)))
        counts.append(len(links))
    assert counts == sorted(counts) and counts[0] > 0


def test_what_is_late_is_said_in_the_tab(tab: CalendarTab, document: Document) -> None:
    step = next_deadlines(document.model, TODAY, 30)[0].milestone
    day = (TODAY - dt.timedelta(days=4)).isoformat()
    document.apply(Edit("retard", values={step.at("planned_start"): day, step.at("planned_end"): day}))
    settle()
    due = next_deadlines(document.model, TODAY, 30)
    assert late_words(due) and tab._late.isVisible()
    assert due_words(-4) == "retard 4\u00a0j" and due_words(0) == "aujourd’hui" and due_words(16) == "dans 16\u00a0j"


# Going there, scale


def test_going_to_a_date_puts_the_cursor_on_it(tab: CalendarTab, step: Milestone) -> None:
    assert tab.go_to(step.at("actual_end"))
    assert tab.strip.hasFocus()
    assert tab.strip.grid.cell(tab.strip.currentIndex()).address == step.at("actual_end")


def test_today_is_in_sight_when_the_tab_is_first_shown(tab: CalendarTab) -> None:
    x = GANTT_LABEL + tab.gantt._scale.x(TODAY) - tab.gantt.horizontalScrollBar().value()
    assert GANTT_LABEL < x < tab.gantt.viewport().width()


def test_the_scale_fills_the_frise_whatever_the_zoom(tab: CalendarTab) -> None:
    for zoom in Zoom:
        tab.gantt.show_zoom(zoom)
        assert tab.gantt._scale.width >= tab.gantt.viewport().width() - GANTT_LABEL


def test_days_and_pixels_agree_in_every_zoom() -> None:
    for zoom in Zoom:
        scale = TimeScale(dt.date(2026, 1, 1), dt.date(2031, 12, 31), zoom)
        for count in (0, 1, 7, 400):
            day = dt.date(2026, 1, 1) + dt.timedelta(days=count)
            assert scale.days(scale.x(day)) == count
        assert all(scale.first - dt.timedelta(days=31) <= mark.day <= scale.last for mark in scale.marks())
