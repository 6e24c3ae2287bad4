"""One indicator on paper: its definition, and its curve."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ....core.contract import Esms
from ....core.finance.scope import contract_years
from ....core.indicators import baseline, figures
from ....core.model import Model
from ....core.money import format_number
from ....core.objectives import Indicator
from ..dto import Block, Facts, Heading, IndicatorChart
from .words import choice

TO_COMPLETE = "à compléter"


def blocks_of(model: Model, indicator: Indicator) -> Iterator[Block]:
    """Title, definition and curve of one indicator."""
    esms = model.find(Esms, indicator.esms) if indicator.esms else None
    scope = esms.name if esms else "ensemble du contrat"
    ratio = f"{indicator.numerator_label} ÷ {indicator.denominator_label}"
    yield Heading(3, indicator.name, indicator.code)
    yield Facts(
        (
            ("Définition", indicator.definition or TO_COMPLETE),
            ("Calcul", ratio if indicator.is_ratio and indicator.numerator_label else ""),
            (
                "Nature",
                f"{choice(indicator, 'outcome')}, {choice(indicator, 'sense').lower()} ; {scope}"
                + _tolerance(indicator),
            ),
            (
                "Source et fréquence",
                ", ".join(filter(None, (indicator.source or TO_COMPLETE, indicator.frequency.lower()))),
            ),
        )
    )
    if (chart := chart_of(model, indicator)) is not None:
        yield chart


def _tolerance(indicator: Indicator) -> str:
    """« , tolérance 2 points »; '' without tolerance."""
    if not indicator.tolerance:
        return ""
    several = Decimal(indicator.tolerance) >= 2
    unit = (
        ("points" if several else "point") if indicator.unit == "%" else f"({indicator.unit})" if indicator.unit else ""
    )
    return f" ; tolérance de {format_number(indicator.tolerance)} {unit}".rstrip()


def chart_of(model: Model, indicator: Indicator) -> IndicatorChart | None:
    """The curve; None while there are fewer than two points to draw."""
    years = figures(model, indicator)
    actuals = tuple((year.year, float(year.actual.value)) for year in years if year.actual.value is not None)
    targets = tuple((year.year, float(year.target)) for year in years if year.target is not None)
    if len(actuals) + len(targets) < 2:
        return None
    first, start = baseline(model, indicator).value, contract_years(model)
    return IndicatorChart(
        indicator.name,
        indicator.unit,
        indicator.decimals,
        start[0] if start else None,
        (indicator.baseline_year or 0, float(first)) if first is not None else None,
        actuals,
        targets,
        float(indicator.tolerance) if indicator.tolerance else None,
    )
