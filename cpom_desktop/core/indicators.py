"""Figures of an indicator: a rate from its numerator and denominator, its baseline, and whether a target is reached.

Every figure is rounded half away from zero to the decimals of the indicator, once; targets are compared with what is
shown, so that 24 ÷ 52 = 46,2 reaches 46,2.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from .model import Model
from .money import format_number, half_up
from .objectives import Indicator, IndicatorYear
from .records import canonical_number

NOT_SIGNIFICANT = "n.s."
"""What stands in the place of a rate whose denominator is 0: never 0 % (`domain.md` §5.4)."""


class Outcome(Enum):
    """Statut calculé of a year, with its French words."""

    REACHED = "Atteint"
    PARTLY = "Partiellement atteint"
    MISSED = "Non atteint"
    UNKNOWN = "Non renseigné"


@dataclass(frozen=True, slots=True)
class Observed:
    """What was observed in a year: a canonical number or None, and how it is shown (« n.s. », or empty)."""

    value: str | None
    shown: str


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One year of an indicator, as tables and charts need it."""

    year: int
    actual: Observed
    target: str | None
    outcome: Outcome


def rate(numerator: str | None, denominator: str | None, unit: str, decimals: int) -> Observed:
    """Numerator ÷ denominator, × 100 for a percentage; « n.s. » over 0, unknown where one of them is missing."""
    if numerator is None or denominator is None:
        return Observed(None, "")
    below = Fraction(Decimal(denominator))
    if not below:
        return Observed(None, NOT_SIGNIFICANT)
    exact = Fraction(Decimal(numerator)) / below * (100 if unit.startswith("%") else 1)
    return _observed(half_up(exact.numerator * 10**decimals, exact.denominator), decimals)


def actual(indicator: Indicator, row: IndicatorYear | None) -> Observed:
    """What was observed: typed, or computed from numerator and denominator where the indicator is a rate."""
    if row is None:
        return Observed(None, "")
    if indicator.is_ratio and (row.numerator is not None or row.denominator is not None):
        return rate(row.numerator, row.denominator, indicator.unit, indicator.decimals)
    return Observed(row.actual, format_number(row.actual, indicator.decimals))


def planned(indicator: Indicator, row: IndicatorYear) -> Observed:
    """The target that the planned numerator and denominator give; what a typed target is compared with."""
    return rate(row.target_numerator, row.target_denominator, indicator.unit, indicator.decimals)


def year_rows(model: Model, indicator: Indicator) -> dict[int, IndicatorYear]:
    """The rows of an indicator by year, in order."""
    rows = model.where(IndicatorYear, "indicator", indicator.id)
    return {row.year: row for row in sorted(rows, key=lambda row: row.year)}


def baseline(model: Model, indicator: Indicator) -> Observed:
    """Valeur initiale: what was observed in the year of reference."""
    return actual(indicator, year_rows(model, indicator).get(indicator.baseline_year or 0))


def figures(model: Model, indicator: Indicator) -> list[YearFigures]:
    """Every year that has a row, in order."""
    found = []
    for year, row in year_rows(model, indicator).items():
        observed = actual(indicator, row)
        found.append(YearFigures(year, observed, row.target, outcome(indicator, observed.value, row.target)))
    return found


def outcome(indicator: Indicator, observed: str | None, target: str | None) -> Outcome:
    """Whether a target is reached; short of it by no more than the tolerance is « partiellement »."""
    if observed is None or target is None:
        return Outcome.UNKNOWN
    short, tolerance = shortfall(indicator, observed, target), Decimal(indicator.tolerance or "0")
    if indicator.sense == "fourchette":
        return Outcome.REACHED if short <= tolerance else Outcome.MISSED
    if short <= 0:
        return Outcome.REACHED
    return Outcome.PARTLY if short <= tolerance else Outcome.MISSED


def shortfall(indicator: Indicator, observed: str, target: str) -> Decimal:
    """By how much an observed value falls short of its target, in the unit of the indicator; a distance for a range."""
    above = Decimal(rounded(observed, indicator.decimals)) - Decimal(rounded(target, indicator.decimals))
    if indicator.sense == "fourchette":
        return abs(above)
    return above if indicator.sense == "baisse" else -above


def is_worse(indicator: Indicator, target: str, than: str) -> bool:
    """Whether a target asks for less than a value already observed; a range is never worse (check G10)."""
    return indicator.sense != "fourchette" and shortfall(indicator, target, than) > 0


def rounded(number: str, decimals: int) -> str:
    """A canonical number with no more than those decimals, half away from zero."""
    exact = Fraction(Decimal(number))
    value = half_up(exact.numerator * 10**decimals, exact.denominator)
    return canonical_number(Decimal(value).scaleb(-decimals))


def _observed(unscaled: int, decimals: int) -> Observed:
    value = canonical_number(Decimal(unscaled).scaleb(-decimals))
    return Observed(value, format_number(value, decimals))
