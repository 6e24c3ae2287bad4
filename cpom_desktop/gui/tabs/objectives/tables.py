"""The indicators as a table: targets by year, or what was observed with numerator and denominator."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

from ....core.contract import Contract
from ....core.finance.scope import contract_years
from ....core.identifiers import natural_record
from ....core.indicator_values import IndicatorReader
from ....core.indicators import actual, year_rows
from ....core.model import Model
from ....core.objectives import SENSES, Indicator, IndicatorYear, Objective
from ....core.ordering import ordered
from ....core.records import Cell, fields_of
from ...grid import Align, Column, Content, GridCell, Marker, Row, RowKind, status, title
from ...grid.fields import field_cell
from ...theme import Status
from ..positions import marks

ARROWS = {"hausse": "↑", "baisse": "↓", "fourchette": "↔"}
RATIO = "Le taux vient du numérateur et du dénominateur, il ne se saisit pas."
_YEAR = fields_of(IndicatorYear)
PAST_YEARS = 3
"""Observed years shown before the contract: those of the diagnosis (R.314-18 asks for three)."""


def indicators_of(model: Model, objectives: list[Objective]) -> list[Indicator]:
    """The indicators of these objectives, in order."""
    return [one for objective in objectives for one in ordered(model.where(Indicator, "objective", objective.id))]


def year_record(model: Model, indicator: Indicator, year: int) -> tuple[IndicatorYear, bool]:
    """The row of a year, and whether it still has to be created."""
    contract = model.first(Contract)
    assert contract is not None
    made = natural_record(IndicatorYear, contract.id, indicator=indicator.id, year=year)
    found = model.find(IndicatorYear, made.id) or year_rows(model, indicator).get(year)
    return (found, False) if found else (made, True)


def targets(retained: Model, shown: Model, objectives: list[Objective], conflicts: set[Cell],
            today: dt.date) -> Content:
    """Baseline, targets and state of each indicator; `shown` is the view, `retained` says where positions stand."""
    years = list(contract_years(shown))
    indicators = indicators_of(shown, objectives)
    start = _usual_baseline(indicators)
    columns = (*_HEAD, Column("initial", str(start) if start else "Initial", "initial", least=70),
               *(Column(str(year), str(year), "cible", least=62) for year in years),
               Column("position", "Position", align=Align.LEFT, least=118))

    def cells(one: Indicator) -> tuple[GridCell, ...]:
        aims = [_target(retained, shown, one, year, conflicts, today) for year in years]
        return (*_head(one), _baseline(shown, one), *aims, _summary(aims))

    return Content("indicateurs-cibles", columns, _rows(objectives, shown, cells))


def observed(shown: Model, objectives: list[Objective]) -> Content:
    """What was measured, year by year; a rate has a line for its numerator and one for its denominator."""
    years = list(contract_years(shown))
    first = years[0] if years else None
    past = [] if first is None else list(range(first - PAST_YEARS - 1, first))
    columns = (*_HEAD, *(Column(str(year), str(year), "réalisé", least=66) for year in past + years))

    def cells(one: Indicator) -> tuple[GridCell, ...]:
        return (*_head(one), *(_actual(shown, one, year) for year in past + years))

    rows: list[Row] = []
    for row in _rows(objectives, shown, cells):
        rows.append(row)
        one = shown.find(Indicator, row.key)
        if one is not None and one.is_ratio:
            rows.extend(_part(shown, one, field, past + years, row.group) for field in ("numerator", "denominator"))
    return Content("indicateurs-realise", columns, tuple(rows))


_HEAD = (
    Column("code", "Code", align=Align.LEFT, least=76),
    Column("name", "Indicateur", align=Align.LEFT, least=180, stretch=True),
    Column("unit", "Unité", align=Align.LEFT, least=70),
    Column("sense", "Sens", align=Align.CENTRE, least=44),
)


Cells = Callable[[Indicator], tuple[GridCell, ...]]


def _rows(objectives: list[Objective], model: Model, cells: Cells) -> tuple[Row, ...]:
    """One row for each indicator, under its objective when there are several."""
    rows: list[Row] = []
    for objective in objectives:
        group = f"objectif:{objective.id}" if len(objectives) > 1 else ""
        mine = ordered(model.where(Indicator, "objective", objective.id))
        if group and mine:
            rows.append(Row(group, (title(objective.name),), RowKind.GROUP))
        rows.extend(Row(one.id, cells(one), group=group) for one in mine)
    return tuple(rows)


def _head(one: Indicator) -> tuple[GridCell, ...]:
    sense = field_cell(one, "sense", text=ARROWS[one.sense], spoken=dict(SENSES)[one.sense])
    return field_cell(one, "code"), field_cell(one, "name"), field_cell(one, "unit"), sense


def _usual_baseline(indicators: list[Indicator]) -> int | None:
    years = Counter(one.baseline_year for one in indicators if one.baseline_year)
    return years.most_common(1)[0][0] if years else None


def _baseline(model: Model, one: Indicator) -> GridCell:
    if one.baseline_year is None:
        return GridCell(why="Choisir d’abord l’année de la valeur initiale, dans la fiche de l’indicateur.")
    return _actual(model, one, one.baseline_year)


def _actual(model: Model, one: Indicator, year: int) -> GridCell:
    record, missing = year_record(model, one, year)
    seen = actual(one, record)
    if one.is_ratio:
        return GridCell(seen.shown, why=RATIO)
    reader = IndicatorReader(_YEAR["actual"], one)
    return field_cell(record, "actual", absent=record if missing else None, text=seen.shown, reader=reader)


def _part(model: Model, one: Indicator, field: str, years: list[int], group: str) -> Row:
    label = (one.numerator_label if field == "numerator" else one.denominator_label) or field
    name = {"numerator": "Numérateur", "denominator": "Dénominateur"}[field]
    cells = [title(""), title(f"{name}\u00a0: {label}"), title(""), title("")]
    for year in years:
        record, missing = year_record(model, one, year)
        cells.append(field_cell(record, field, absent=record if missing else None))
    return Row(f"{one.id}:{field}", tuple(cells), group=group, level=1)


def _target(retained: Model, shown: Model, one: Indicator, year: int, conflicts: set[Cell],
            today: dt.date) -> GridCell:
    record, missing = year_record(shown, one, year)
    cell = record.at("target")
    marker, spoken = (Marker.NONE, "") if missing else marks(retained, cell, today)
    return field_cell(record, "target", absent=record if missing else None, marker=marker, spoken=spoken,
                      conflict=cell in conflicts, reader=IndicatorReader(_YEAR["target"], one))


def _summary(aims: list[GridCell]) -> GridCell:
    """The state of the targets of one indicator, in one word."""
    if any(cell.conflict for cell in aims):
        return status(Status.CONFLICT)
    if any(cell.marker is Marker.OPEN for cell in aims):
        return status(Status.OPEN_GAP)
    if all(cell.value is None for cell in aims):
        return status(Status.EMPTY)
    if any(cell.value is None for cell in aims):
        return status(Status.TO_CHECK, "Incomplet")
    return status(Status.ACCORD if any(cell.marker is Marker.AGREED for cell in aims) else Status.SHARED)

