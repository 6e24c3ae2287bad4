"""The steps as a table, one or all, and the edits that the Gantt asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ....core.calendar import PHASES, Milestone
from ....core.changes import Edit
from ....core.model import Model
from ....core.ordering import ordered, place
from ....core.periods import as_date
from ....core.records import Cell, Value
from ...grid import Align, Column, Content, Row, RowKind, title
from ...grid.fields import field_cell
from .timeline import timeline

COLUMNS = (
    Column("name", "Étape", align=Align.LEFT, least=220, stretch=True),
    Column("phase", "Phase", align=Align.LEFT, least=120),
    Column("milestone_kind", "Nature", align=Align.LEFT, least=120),
    Column("planned_start", "Début", "prévu", least=84),
    Column("planned_end", "Fin", "prévue", least=84),
    Column("actual_start", "Début", "réel", least=84),
    Column("actual_end", "Fin", "réelle", least=84),
    Column("responsible", "Responsable", align=Align.LEFT, least=130),
)
"""What the strip under the Gantt shows of the selected step."""
MORE = (
    Column("place", "Lieu", align=Align.LEFT, least=130),
    Column("reference", "Référence", align=Align.LEFT, least=130),
    Column("important", "En gras", align=Align.CENTRE, least=72),
    Column("note", "Note", align=Align.LEFT, least=220),
)
"""What the list shows beside."""
NBSP = "\u00a0"


def all_steps(model: Model, today: dt.date) -> Content:
    """Every step, phase by phase, in the order of the Gantt."""
    rows: list[Row] = []
    group = ""
    for line in timeline(model, today).rows:
        if line.group:
            group = line.key
            rows.append(Row(line.key, (title(line.label),), RowKind.GROUP))
        else:
            rows.append(_step_row(model.get(Milestone, line.key), (*COLUMNS, *MORE), group, level=1))
    return Content("calendrier", (*COLUMNS, *MORE), tuple(rows))


def one_step(step: Milestone | None) -> Content:
    """The selected step alone, under the Gantt: its days are typed there."""
    return Content("calendrier-etape", COLUMNS, (_step_row(step, COLUMNS),) if step else ())


def _step_row(step: Milestone, columns: Sequence[Column], group: str = "", level: int = 0) -> Row:
    return Row(step.id, tuple(field_cell(step, column.key) for column in columns), group=group, level=level)


def moved(step: Milestone, days: int, stretch: bool) -> Edit:
    """The planned days of a step moved, or its planned end alone; the end never comes before the start."""
    shift = dt.timedelta(days=days)
    start, end = as_date(step.planned_start), as_date(step.planned_end)
    values: dict[Cell, Value] = {}
    if stretch:
        if (anchor := end or start) is not None:
            values[step.at("planned_end")] = max(start or anchor, anchor + shift).isoformat()
    else:
        for field, old in (("planned_start", start), ("planned_end", end)):
            if old is not None:
                values[step.at(field)] = (old + shift).isoformat()
    return Edit(f"Dates de {step.name}", values=values)


def new_step(model: Model, row: str, near: Milestone | None, today: dt.date) -> Edit:
    """A step of one day, today, in the phase of the one selected."""
    rows = ordered(model.all(Milestone))
    position, others = place(rows, len(rows))
    step = Milestone(id=row, name="Nouvelle étape", phase=near.phase if near else PHASES[2][0],
                     planned_start=today.isoformat(), planned_end=today.isoformat(), position=position)
    return Edit(step.name, (step,), others)


def without(steps: Sequence[Milestone]) -> Edit:
    """These steps deleted, as one action."""
    names = ", ".join(step.name for step in steps)
    return Edit(f"Suppression{NBSP}: {names}", deleted=tuple((step.kind, step.id) for step in steps))
