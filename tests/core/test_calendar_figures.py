"""Lateness, states and next deadlines of the calendar, around a given day."""

from __future__ import annotations

import datetime as dt

import pytest

from cpom_desktop.core.calendar import Milestone
from cpom_desktop.core.calendar_figures import Progress, held_late, is_span, lateness, next_deadlines, state
from cpom_desktop.core.model import Model

TODAY = dt.date(2026, 11, 22)


def row(planned: str | None = None, end: str | None = None, start: str | None = None,
        done: str | None = None) -> Milestone:
    return Milestone(id="m", planned_start=planned, planned_end=end, actual_start=start, actual_end=done)


@pytest.mark.parametrize(("milestone", "days", "word"), [
    (row("2025-12-15", "2025-12-15", done="2025-12-18"), 3, Progress.DONE),
    (row("2025-12-15", "2025-12-15", start="2025-12-18"), 3, Progress.DONE),
    (row("2026-01-15", start="2026-01-20"), 5, Progress.DONE),
    (row("2026-02-02", "2026-05-29", "2026-02-02", "2026-06-12"), 14, Progress.DONE),
    (row("2026-02-02", "2026-05-29", "2026-02-02"), 177, Progress.LATE),
    (row("2026-02-24", "2026-02-24", done="2026-02-24"), 0, Progress.DONE),
    (row("2026-02-24", "2026-02-24", done="2026-02-20"), 0, Progress.DONE),
    (row("2026-11-20", "2026-11-20"), 2, Progress.LATE), (row("2026-11-22", "2026-11-22"), 0, Progress.TO_COME),
    (row("2026-11-24"), 0, Progress.TO_COME), (row("2026-10-01", "2026-11-30", "2026-10-15"), 0, Progress.RUNNING),
    (row(), 0, Progress.UNDATED), (row(done="2026-02-24"), 0, Progress.DONE),
])
def test_a_row_knows_where_it_stands_and_how_late_it_is(milestone: Milestone, days: int, word: Progress) -> None:
    assert lateness(milestone, TODAY) == days
    assert state(milestone, TODAY) is word


def test_a_row_of_several_days_is_a_bar() -> None:
    assert is_span(row("2026-02-02", "2026-05-29")) and is_span(row(None, None, "2026-02-02", "2026-02-03"))
    assert not is_span(row("2026-02-02", "2026-02-02")) and not is_span(row("2026-02-02"))


def test_the_next_deadlines_begin_with_what_is_late_and_stop_at_the_horizon() -> None:
    days = {"late": "2026-11-20", "r5": "2026-11-24", "signature": "2026-12-17", "horizon": "2026-12-22",
            "beyond": "2026-12-23"}
    rows = [Milestone(id=name, planned_end=day) for name, day in reversed(days.items())]
    done = Milestone(id="done", planned_end="2026-11-01", actual_end="2026-11-01")
    found = next_deadlines(Model([*rows, done, Milestone(id="undated")]), TODAY, 30)
    assert [(one.milestone.id, one.days) for one in found] == [("late", -2), ("r5", 2), ("signature", 25),
                                                               ("horizon", 30)]


def test_milestones_held_late_are_listed_with_their_days() -> None:
    late = row("2026-06-23", done="2026-06-25")
    early = Milestone(id="n", planned_end="2026-06-23", actual_end="2026-06-22")
    assert held_late(Model([late, early, Milestone(id="o", planned_end="2026-01-01")])) == [(late, 2)]
