"""From an indicator to its curves: what was measured, the targets of the view, the wishes of each side."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from ....core.changes import Side
from ....core.finance.scope import contract_years
from ....core.indicators import actual, baseline, year_rows
from ....core.model import Model
from ....core.money import format_number
from ....core.objectives import Indicator, IndicatorYear
from ....core.positions import position_value, standing
from ....core.records import canonical_number, field_of
from ...charts.indicator_curve import IndicatorCurve
from ...charts.series import Format, Point
from ...charts.small import SmallCurve
from ...theme import Party, party_of
from .tables import PAST_YEARS

NBSP = "\u00a0"


def curve(retained: Model, shown: Model, one: Indicator, today: dt.date) -> IndicatorCurve:
    """The large chart of an indicator."""
    rows, years = year_rows(shown, one), list(contract_years(shown))
    measured = _measured(one, rows)
    first = min([x for x, _ in measured] + [float(y) for y in years[:1]], default=float(today.year))
    start = years[0] if years else int(first)
    shown_years = tuple(range(int(min(first, start - PAST_YEARS)), (years[-1] if years else start) + 1))
    words = ""
    if one.tolerance:
        words = f"cibles, tolérance ±{NBSP}{format_number(one.tolerance)}"
        if one.unit.startswith("%"):
            words += f"{NBSP}point{'s' if abs(float(one.tolerance)) >= 2 else ''}"
    return IndicatorCurve(
        years=shown_years, actuals=measured, targets=_targets(rows, years), wishes=_wishes(retained, one, years, today),
        baseline=_float(baseline(shown, one).value), contract_year=start, tolerance=_float(one.tolerance),
        shown_as=_format(one), axis=_axis, tolerance_words=words or "cibles")


def small_curve(shown: Model, one: Indicator) -> SmallCurve:
    """The indicator in the small."""
    rows, years = year_rows(shown, one), list(contract_years(shown))
    measured, aims = _measured(one, rows), _targets(rows, years)
    return SmallCurve(one.id, one.code, one.name, _change(one, measured, aims), measured, aims, _float(one.tolerance))


def definition_words(shown: Model, one: Indicator) -> str:
    """« 17 ÷ 48 = 35,4 % en 2025. Le taux vient du numérateur et du dénominateur, il ne se saisit pas. »"""
    row = year_rows(shown, one).get(one.baseline_year or 0)
    if not one.is_ratio or row is None or row.numerator is None or row.denominator is None:
        return one.definition
    result = actual(one, row).shown
    unit = f"{NBSP}{one.unit}" if one.unit == "%" and result != "n.s." else ""
    figures = f"{format_number(row.numerator)} ÷ {format_number(row.denominator)} = {result}{unit}"
    return f"{figures} en {row.year}. Le taux vient du numérateur et du dénominateur, il ne se saisit pas."


def _measured(one: Indicator, rows: dict[int, IndicatorYear]) -> tuple[Point, ...]:
    found = ((year, actual(one, row).value) for year, row in rows.items())
    return tuple((float(year), float(value)) for year, value in found if value is not None)


def _targets(rows: dict[int, IndicatorYear], years: list[int]) -> tuple[Point, ...]:
    found = ((year, rows[year].target) for year in years if year in rows)
    return tuple((float(year), float(value)) for year, value in found if value is not None)


Wishes = tuple[tuple[Party, tuple[Point, ...]], ...]


def _wishes(model: Model, one: Indicator, years: list[int], today: dt.date) -> Wishes:
    """What each side asks for, where it has spoken and the point is not settled as it asked."""
    rows = year_rows(model, one)
    wishes: list[tuple[Party, tuple[Point, ...]]] = []
    for side in Side:
        points: list[Point] = []
        for year in (year for year in years if year in rows):
            cell = rows[year].at("target")
            said = standing(model, cell, side, today)
            value = position_value(field_of(cell), said.value) if said else None
            if value is not None and value != rows[year].target:
                points.append((float(year), float(value)))
        if points:
            wishes.append((party_of(side.value), tuple(points)))
    return tuple(wishes)


def _change(one: Indicator, measured: tuple[Point, ...], aims: tuple[Point, ...]) -> str:
    shown_as = _format(one)
    ends = [shown_as(points[index][1]) for points, index in ((measured, -1), (aims, -1)) if points]
    return f"{' → '.join(ends)}{NBSP}{one.unit}".strip() if ends else ""


def _format(one: Indicator) -> Format:
    def write(value: float) -> str:
        return format_number(canonical_number(Decimal(f"{value:.6f}")), one.decimals)

    return write


def _axis(value: float) -> str:
    """A line of the axis shows the decimals it has, whatever the indicator's: 22,5 must not read 23."""
    return format_number(canonical_number(Decimal(f"{value:.6f}")))


def _float(text: str | None) -> float | None:
    return None if text is None else float(text)
