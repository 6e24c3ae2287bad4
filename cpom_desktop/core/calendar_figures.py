"""Figures of the calendar: what is done, running or late, by how many days, and what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from .calendar import Milestone
from .model import Model
from .periods import as_date


class Progress(Enum):
    """Where a row of the calendar stands, with its French words."""

    UNDATED = "Sans date"
    TO_COME = "À venir"
    RUNNING = "En cours"
    LATE = "En retard"
    DONE = "Fait"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A row still to be done; `days` until it is due, negative once it is late."""

    milestone: Milestone
    due: dt.date
    days: int


def due_day(milestone: Milestone) -> dt.date | None:
    """The day by which a row is to be done: its planned end, or its one planned day."""
    return as_date(milestone.planned_end or milestone.planned_start)


def done_day(milestone: Milestone) -> dt.date | None:
    """The day on which a row was done; a row planned on one day is done once its day is typed."""
    if milestone.actual_end or not is_span(milestone):
        return as_date(milestone.actual_end or milestone.actual_start)
    return None


def is_span(milestone: Milestone) -> bool:
    """Whether a row lasts: a bar and not a lozenge."""
    planned = milestone.planned_start and milestone.planned_end and milestone.planned_start != milestone.planned_end
    actual = milestone.actual_start and milestone.actual_end and milestone.actual_start != milestone.actual_end
    return bool(planned or actual)


def lateness(milestone: Milestone, today: dt.date) -> int:
    """Days beyond the planned end: until the day it was done, or until today where it is not done. Never negative."""
    due = due_day(milestone)
    if due is None:
        return 0
    return max(0, ((done_day(milestone) or today) - due).days)


def state(milestone: Milestone, today: dt.date) -> Progress:
    """Done, late, running, to come; a row is late from the day after its planned end."""
    due = due_day(milestone)
    if done_day(milestone) is not None:
        return Progress.DONE
    if due is None:
        return Progress.UNDATED
    if due < today:
        return Progress.LATE
    return Progress.RUNNING if milestone.actual_start else Progress.TO_COME


def next_deadlines(model: Model, today: dt.date, days: int) -> list[Deadline]:
    """Rows not done whose day is past or comes within `days`, the oldest first."""
    found = []
    for one in model.all(Milestone):
        due = due_day(one)
        if due is not None and done_day(one) is None and (due - today).days <= days:
            found.append(Deadline(one, due, (due - today).days))
    return sorted(found, key=lambda one: (one.due, one.milestone.position, one.milestone.id))


def held_late(model: Model) -> list[tuple[Milestone, int]]:
    """Rows done after their planned day, with the days of delay (check P5)."""
    found = [(one, lateness(one, done)) for one in model.all(Milestone) if (done := done_day(one)) is not None]
    return [(one, days) for one, days in found if days]
