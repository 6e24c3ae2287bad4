"""Occupancy and the abatement that an under-activity allows, never above its legal cap (R.314-43-2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..contract import Contract, Section
from ..model import Model
from ..objectives import IndicatorYear
from ..records import Form
from .activity_records import ActivityYear, ModulationClause
from .capacity import theoretical_units
from .figure import Figure, Ratio, Term, unknown
from .rounding import MILLION, rounded
from .scope import section_name


@dataclass(frozen=True, slots=True)
class Abatement:
    """What an under-activity may cost in a year. `cap` in millionths is None where the text gives no cap (type B).

    `exceeds` says that the reading of the clause passes the cap in points; `needs_factors` that the explanations that
    ARR19 wants considered are not written.
    """

    rate: Fraction
    cap: Fraction | None
    amount: Figure
    exceeds: bool
    needs_factors: bool


def occupancy(model: Model, section_id: str, year: int) -> Ratio:
    """Realised ÷ (places × opening days), in percent (TC-OCC-1); a leap year has 366."""
    section, row = model.get(Section, section_id), activity_row(model, section_id, year)
    name = section_name(model, section)
    units = theoretical_units(model, section.esms, year, row.per_place if row is not None else None)
    missing = [] if units is not None else [f"capacité {year} de {name}"]
    if row is None or row.realised is None:
        missing.append(f"activité réalisée {year} de {name}")
    if missing or row is None or row.realised is None or units is None:
        return Ratio(None, "%", 1, tuple(missing))
    terms = (
        Term("Réalisé", row.realised, Form.DECIMAL, row.at("realised"), 0),
        Term("Théorique", units, Form.INTEGER, None, 0),
    )
    value = Decimal(row.realised) * 100 / units if units else None
    return Ratio(
        value,
        "%",
        1,
        (),
        "" if units else "n.s.",
        "Réalisé ÷ (places × jours d’ouverture)",
        "R. 314-43-2, II 1°",
        terms,
    )


def activity_row(model: Model, section_id: str, year: int) -> ActivityYear | None:
    """The activity of a section in a year."""
    return next((row for row in model.where(ActivityYear, "section", section_id) if row.year == year), None)


def objective(model: Model, section_id: str, year: int) -> Fraction | None:
    """The activity objective of a year as a share of 1: the target of the clause’s indicator, else the one typed."""
    clause = next(iter(model.where(ModulationClause, "section", section_id)), None)
    if clause is not None and clause.indicator is not None:
        rows = model.where(IndicatorYear, "indicator", clause.indicator)
        target = next((row.target for row in rows if row.year == year), None)
        return None if target is None else Fraction(Decimal(target)) / 100
    row = activity_row(model, section_id, year)
    return None if row is None or row.objective is None else Fraction(row.objective, MILLION)


def abatement_rate(wanted: Fraction, found: Fraction, reading: str) -> Fraction:
    """Half of the gap between objective and actual, in points or relative to the objective; 0 when it is reached."""
    gap = wanted - found
    if gap <= 0 or not wanted:
        return Fraction(0)
    return gap / 2 if reading == "points" else gap / wanted / 2


def abatement(model: Model, section_id: str, year: int, grant: Figure) -> Abatement | None:
    """What the clause of a section gives in a year (TC-MOD-1, TC-MOD-2); None without a clause."""
    clause = next(iter(model.where(ModulationClause, "section", section_id)), None)
    if clause is None:
        return None
    wanted, held, contract = (
        objective(model, section_id, year),
        occupancy(model, section_id, year),
        model.first(Contract),
    )
    if wanted is None or held.value is None:
        words = held.missing or (f"objectif d’activité {year}",)
        return Abatement(Fraction(0), None, unknown(*words), False, False)
    found = Fraction(held.value) / 100
    rate, cap = abatement_rate(wanted, found, clause.reading), abatement_rate(wanted, found, "points")
    has_cap = contract is None or contract.type != "chrs"
    row = activity_row(model, section_id, year)
    unexplained = not has_cap and rate > 0 and (row is None or not row.factors.strip())
    return Abatement(rate, cap if has_cap else None, _amount(grant, rate), has_cap and rate > cap, unexplained)


def _amount(grant: Figure, rate: Fraction) -> Figure:
    cents = None if grant.cents is None else rounded(grant.cents * rate)
    terms = (grant.term("Dotation", 0), Term("Taux d’abattement", rounded(rate * MILLION), Form.RATE, None, 0))
    return Figure(cents, grant.missing, "Dotation × moitié de l’écart", "R. 314-43-2", terms)
