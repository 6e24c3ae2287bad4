"""The Gantt shows delays in words, moves rows by whole days, and asks instead of writing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cpom_desktop.gui.charts.gantt import Gantt, without_folded
from cpom_desktop.gui.charts.gantt_paint import days_late
from cpom_desktop.gui.charts.gantt_rows import GanttRow, Timeline
from cpom_desktop.gui.charts.gantt_scale import TimeScale, Zoom
from cpom_desktop.gui.theme.chart_sizes import GANTT_HEADER, GANTT_LABEL, GANTT_ROW

TODAY = dt.date(2026, 11, 22)
_NONE = Qt.KeyboardModifier.NoModifier
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


def row(key: str, start: str, end: str = "", done: str = "") -> GanttRow:
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end or start)
    real = dt.date.fromisoformat(done) if done else None
    return GanttRow(key, key, first, last, real, real)


def test_a_step_ended_after_its_plan_says_how_many_days() -> None:
    start = dt.date(2026, 2, 2)
    diagnosis = GanttRow("d", "Diagnostic", start, dt.date(2026, 5, 29), start, dt.date(2026, 6, 12))
    assert diagnosis.late_days == 14
    assert days_late(14) == "+14\u00a0j"
    assert days_late(-3) == "−3\u00a0j"
    assert days_late(0) == ""


def test_a_step_that_has_not_ended_is_late_only_once_its_day_is_past() -> None:
    assert row("a", "2026-11-22").overdue_days(TODAY) == 0
    assert row("a", "2026-11-20").overdue_days(TODAY) == 2
    assert row("a", "2026-11-20", done="2026-11-21").overdue_days(TODAY) == 0


@given(DAYS, st.integers(0, 400), st.integers(-400, 400))
def test_moving_keeps_the_length_and_stretching_stops_at_the_start(start: dt.date, length: int, move: int) -> None:
    step = GanttRow("a", "a", start, start + dt.timedelta(days=length))
    moved, stretched = step.moved(move, False), step.moved(move, True)
    assert moved.planned_start and moved.planned_end and stretched.planned_end
    assert moved.planned_end - moved.planned_start == dt.timedelta(days=length)
    assert moved.planned_start == start + dt.timedelta(days=move)
    assert stretched.planned_start == start <= stretched.planned_end


@pytest.mark.parametrize("zoom", list(Zoom))
@given(first=DAYS, length=st.integers(0, 2500))
def test_the_scale_gives_back_the_days_it_was_given(zoom: Zoom, first: dt.date, length: int) -> None:
    scale = TimeScale(first, first + dt.timedelta(days=length), zoom)
    assert scale.days(scale.x(scale.last)) == length
    marks = list(scale.marks())
    assert [m.day for m in marks] == sorted({m.day for m in marks})
    assert marks[0].title


def test_a_folded_group_hides_its_rows_and_keeps_its_own() -> None:
    rows = (GanttRow("g", "Préparation", group=True), row("a", "2026-01-01"), GanttRow("h", "Suite", group=True))
    shown = without_folded(rows, frozenset({"g"}))
    assert [(r.key, r.folded) for r in shown] == [("g", True), ("h", False)]


def test_arrows_ask_for_a_move_of_a_day_a_week_or_the_end_alone(qtbot: QtBot) -> None:
    gantt = Gantt("Frise")
    qtbot.addWidget(gantt)
    gantt.show_data(Timeline((row("a", "2026-11-24"),), TODAY))
    asked: list[tuple[str, int, bool]] = []
    gantt.moved.connect(lambda *what: asked.append(what))
    QTest.keyClick(gantt, Qt.Key.Key_Right)
    QTest.keyClick(gantt, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(gantt, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert asked == [("a", 1, False), ("a", -7, False), ("a", 1, True)]
    assert gantt.data.rows[0].planned_start == dt.date(2026, 11, 24)


def test_dragging_a_bar_asks_for_the_days_it_was_moved_by(qtbot: QtBot) -> None:
    gantt = Gantt("Frise")
    qtbot.addWidget(gantt)
    gantt.resize(900, 300)
    gantt.show()
    gantt.show_data(Timeline((row("a", "2026-11-24"),), TODAY))
    asked: list[tuple[str, int, bool]] = []
    gantt.moved.connect(lambda *what: asked.append(what))
    start, pixels = QPoint(GANTT_LABEL + 100, GANTT_HEADER + GANTT_ROW // 2), round(Zoom.MONTH.value * 10)
    QTest.mousePress(gantt.viewport(), Qt.MouseButton.LeftButton, _NONE, start)
    QTest.mouseMove(gantt.viewport(), start + QPoint(pixels, 0))
    QTest.mouseRelease(gantt.viewport(), Qt.MouseButton.LeftButton, _NONE, start + QPoint(pixels, 0))
    assert asked == [("a", 10, False)]


def test_steps_without_a_date_are_shown_around_today(qtbot: QtBot) -> None:
    chart = Gantt("Calendrier")
    qtbot.addWidget(chart)
    today = dt.date(2026, 11, 22)
    chart.show_data(Timeline((GanttRow("a", "Signature"),), today))
    assert chart._scale.first < today < chart._scale.last and chart._scale.first.year == 2026
