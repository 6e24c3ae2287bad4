"""From milestones to the rows of the Gantt: phases as groups, steps in the order of their days."""

from __future__ import annotations

import datetime as dt

from ....core.calendar import PHASES, Milestone
from ....core.calendar_figures import done_day, is_span
from ....core.model import Model
from ....core.periods import as_date
from ...charts.gantt_rows import GanttRow, Timeline

GROUP = "phase:"
"""Prefix of the keys of the group rows."""


def timeline(model: Model, today: dt.date) -> Timeline:
    """Every phase that has a step, with its steps."""
    rows: list[GanttRow] = []
    for phase, word in PHASES:
        steps = sorted(model.where(Milestone, "phase", phase), key=_when)
        if steps:
            rows.append(GanttRow(GROUP + phase, word, group=True))
            rows.extend(_row(step) for step in steps)
    return Timeline(tuple(rows), today)


def first_day(step: Milestone) -> dt.date | None:
    """The day a step is placed at: what is planned, else what happened."""
    return as_date(step.planned_start or step.planned_end or step.actual_start or step.actual_end)


def _when(step: Milestone) -> tuple[dt.date, str, str]:
    return first_day(step) or dt.date.max, step.name, step.id


def _row(step: Milestone) -> GanttRow:
    start, end = as_date(step.planned_start), as_date(step.planned_end)
    done = done_day(step)
    began = as_date(step.actual_start) or (done if not is_span(step) else None)
    return GanttRow(step.id, step.name, start or end, end or start, began, done, strong=bool(step.important))
