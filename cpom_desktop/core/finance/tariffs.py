"""How a section or a DGC is paid in a year: douzièmes of its arrêté with their catch-up, or a prix de journée."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..contract import Grant
from ..model import Model
from ..money import half_up
from .activity import activity_row
from .figure import Figure, typed, unknown
from .grant_records import NotifiedDgc
from .grants import GrantYear, grant_years
from .payments import Payment, advance_base, day_rate, globalised, mean_days, schedule, schedule_with_advances
from .scope import rule_of
from .trajectory import section_trajectory

YEARS_OF_REFERENCE = 3


@dataclass(frozen=True, slots=True)
class DayPrice:
    """Prix de journée of a section in a year; `provisional` where the three years before are not all known."""

    year: int
    days: int | None
    provisional: bool
    rate: Figure
    whole: Figure


def grant_payments(
    model: Model, dgc_id: str, year: int, years: Sequence[GrantYear] | None = None
) -> list[Payment]:
    """The monthly payments of a DGC: on its arrêté when notified, with acomptes before and equal catch-up after.

    The acomptes follow the parameter of the DGC (TC-12-3, TC-12-4). Empty while the amount is unknown. `years` are
    those of the DGC where they are already computed.
    """
    dgc, rows = model.get(Grant, dgc_id), {row.year: row for row in years or grant_years(model, dgc_id)}
    arrete, grant = notified(model, dgc_id, year), paid_amount(model, dgc_id, year, rows.get(year))
    before = rows.get(year - 1)
    if arrete is None or arrete.first_month is None or arrete.first_month == 1 or before is None:
        return schedule(model, year, grant)
    advances = advance_base(before.grant, before.cnr, dgc.advances == "reconductible")
    return schedule_with_advances(model, year, grant, advances, arrete.first_month)


def notified(model: Model, dgc_id: str, year: int) -> NotifiedDgc | None:
    """The arrêté of a DGC for a year."""
    return next((row for row in model.where(NotifiedDgc, "dgc", dgc_id) if row.year == year), None)


def paid_amount(model: Model, dgc_id: str, year: int, foreseen: GrantYear | None) -> Figure:
    """What is paid in a year: the amount of the arrêté once it is known, until then what the contract foresees."""
    arrete = notified(model, dgc_id, year)
    if arrete is not None and arrete.cents is not None:
        return typed(arrete.cents, arrete.act or f"arrêté {year}", arrete.at("cents"), "R. 314-43-1")
    return foreseen.grant if foreseen is not None else unknown(f"DGC {year}")


def day_price(model: Model, section_id: str, year: int) -> DayPrice | None:
    """Prix de journée of a section whose tariff has that form, on the mean of the three years before (R.314-113).

    While one of them is unknown the planned days of the year serve, provisionally. None for another form of tariff.
    """
    rule = rule_of(model, section_id, year)
    if rule is None or rule.tariff_form not in ("pj", "pj-globalise"):
        return None
    days = mean_days([_realised(model, section_id, one) for one in range(year - YEARS_OF_REFERENCE, year)])
    provisional = days is None
    row = activity_row(model, section_id, year)
    if days is None and row is not None and row.planned is not None:
        days = _whole(row.planned)
    found = next((one for one in section_trajectory(model, section_id) if one.year == year), None)
    rate = day_rate(found.grant if found is not None else unknown(f"dotation {year}"), days)
    return DayPrice(year, days, provisional, rate, globalised(rate, row.days_paid if row is not None else None))


def _realised(model: Model, section_id: str, year: int) -> int | None:
    row = activity_row(model, section_id, year)
    return None if row is None or row.realised is None else _whole(row.realised)


def _whole(number: str) -> int:
    numerator, denominator = Decimal(number).as_integer_ratio()
    return half_up(numerator, denominator)
