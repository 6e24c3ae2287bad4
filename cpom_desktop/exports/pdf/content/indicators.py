"""One indicator on paper: its definition, its figures, and its curve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ....core.contract import Esms
from ....core.finance.scope import contract_years
from ....core.model import Model
from ....core.money import format_number
from ....core.objectives import Indicator, IndicatorYear
from ....core.records import canonical_number
from ..dto import Block, Facts, Heading, IndicatorChart
from .words import choice

Years = Mapping[int, IndicatorYear]


def actual(indicator: Indicator, row: IndicatorYear | None) -> str | None:
    """What was observed in a year: a rate is 100 × numerator ÷ denominator, and « n.s. » (None) over nothing."""
    if row is None:
        return None
    if not indicator.is_ratio or (row.numerator is None and row.denominator is None):
        return row.actual
    if row.numerator is None or row.denominator is None or Decimal(row.denominator) == 0:
        return None
    return canonical_number(round(100 * Decimal(row.numerator) / Decimal(row.denominator), 12))


def baseline(indicator: Indicator, years: Years) -> tuple[int, str] | None:
    """The year and value the targets are compared with."""
    year = indicator.baseline_year
    value = actual(indicator, years.get(year)) if year is not None else None
    return (year, value) if year is not None and value is not None else None


def shown(value: str | None, decimals: int) -> str:
    """A value of an indicator in a cell."""
    return format_number(value, decimals)


def blocks_of(model: Model, indicator: Indicator) -> Iterator[Block]:
    """Title, definition and curve of one indicator."""
    esms = model.find(Esms, indicator.esms) if indicator.esms else None
    yield Heading(3, indicator.name, indicator.code)
    yield Facts((
        ("Définition", indicator.definition or "à compléter"),
        ("Calcul", f"{indicator.numerator_label} ÷ {indicator.denominator_label}" if indicator.is_ratio and indicator.numerator_label else ""),
        ("Type et sens", ", ".join((choice(indicator, "outcome"), choice(indicator, "sense").lower()))),
        ("Périmètre", esms.name if esms else "ensemble du contrat"),
        ("Source", indicator.source or "à compléter"), ("Fréquence", indicator.frequency),
        ("Tolérance", f"± {format_number(indicator.tolerance)} {indicator.unit}" if indicator.tolerance else ""),
    ))
    if (chart := chart_of(model, indicator)) is not None:
        yield chart


def chart_of(model: Model, indicator: Indicator) -> IndicatorChart | None:
    """The curve; None while there are fewer than two points to draw."""
    years = {row.year: row for row in model.where(IndicatorYear, "indicator", indicator.id)}
    actuals = tuple((year, float(value)) for year in sorted(years) if (value := actual(indicator, years[year])) is not None)
    targets = tuple((year, float(value)) for year in sorted(years) if (value := years[year].target) is not None)
    if len(actuals) + len(targets) < 2:
        return None
    first = baseline(indicator, years)
    start = contract_years(model)
    return IndicatorChart(
        indicator.name, indicator.unit, indicator.decimals, start[0] if start else None,
        (first[0], float(first[1])) if first else None, actuals, targets,
        float(indicator.tolerance) if indicator.tolerance else None)
