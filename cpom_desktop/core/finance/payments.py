"""When a dotation is paid and how much a month: douzièmes, acomptes, catch-up, prix de journée (R.314-106 to -117)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..contract import Contract
from ..model import Model
from ..money import half_up
from ..periods import payment_days
from ..records import Form
from .figure import Figure, Part, Term, total, unknown
from .rounding import instalments

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Payment:
    """One monthly payment: the 20th, or the last working day before it; `advance` is an acompte on the year before."""

    day: dt.date
    cents: int
    advance: bool = False


def schedule(model: Model, year: int, grant: Figure) -> list[Payment]:
    """The twelfths of a dotation, the remainder in December (R.314-107); empty while the dotation is unknown."""
    if grant.cents is None:
        return []
    return [
        Payment(day, cents) for day, cents in zip(_days(model, year), instalments(grant.cents, MONTHS), strict=True)
    ]


def schedule_with_advances(
    model: Model, year: int, grant: Figure, before: Figure, notified_month: int
) -> list[Payment]:
    """The payments of a year notified late: acomptes of a twelfth of `before` until the month of notification, then
    equal payments of what remains, the last one taking the remainder (R.314-108; the catch-up is a convention).

    `notified_month` 1 to 12 is the first month paid on the new amount. Empty while an amount is unknown.
    """
    if not 1 <= notified_month <= MONTHS:
        raise ValueError(f"month {notified_month}")
    if grant.cents is None or before.cents is None:
        return []
    advance = instalments(before.cents, MONTHS)[0]
    count = notified_month - 1
    rest = instalments(grant.cents - advance * count, MONTHS - count)
    days = _days(model, year)
    return [Payment(day, advance, True) for day in days[:count]] + [
        Payment(day, cents) for day, cents in zip(days[count:], rest, strict=True)]


def advance_base(grant: Figure, cnr: Figure, recurring_only: bool) -> Figure:
    """What the acomptes of a year are a twelfth of: the whole dotation before, or without its CNR (TC-12-4)."""
    if not recurring_only:
        return grant
    return total((Part("Dotation N−1", grant), Part("Crédits non reconductibles", cnr, -1)),
                 "Dotation N−1 hors crédits non reconductibles", "R. 314-108")


def global_grant(charges: Figure, other_products: Figure, result: Figure) -> Figure:
    """DGF = charges brutes ± incorporation du résultat antérieur − produits autres; a surplus is positive."""
    parts = (Part("Charges brutes d’exploitation", charges), Part("Résultat antérieur incorporé", result, -1),
             Part("Produits autres que la DGF", other_products, -1))
    return total(parts, "Charges − excédent (ou + déficit) − autres produits", "R. 314-106, R. 314-51")


def forecast_gap(charges: Figure, products: Figure, result: Figure) -> Figure:
    """What unbalances a forecast: products + surplus incorporated − charges − deficit incorporated (G4)."""
    parts = (
        Part("Total des produits", products),
        Part("Résultat incorporé", result),
        Part("Total des charges", charges, -1),
    )
    return total(parts, "Produits + excédent repris − charges − déficit repris", "R. 314-15")


def mean_days(days: Sequence[int | None]) -> int | None:
    """The mean of the days of the three years before, rounded half-up; None while one of them is unknown."""
    known = [count for count in days if count is not None]
    return half_up(sum(known), len(known)) if known and len(known) == len(days) else None


def day_rate(net_charges: Figure, days: int | None) -> Figure:
    """Prix de journée: (charges ± résultat − autres produits) ÷ days, to the cent (R.314-113)."""
    if not days:
        return unknown(*net_charges.missing, "nombre de journées", article="R. 314-113")
    cents = None if net_charges.cents is None else half_up(net_charges.cents, days)
    terms = (net_charges.term("Charges nettes"), Term("Journées", days, Form.INTEGER, None, 0))
    return Figure(cents, net_charges.missing, "Charges nettes ÷ journées", "R. 314-113", terms)


def globalised(rate: Figure, days: int | None) -> Figure:
    """Prix de journée globalisé: the rate × the forecast days of the funder, paid by twelfths (R.314-115)."""
    if days is None:
        return unknown(*rate.missing, "journées prévisionnelles", article="R. 314-115")
    cents = None if rate.cents is None else rate.cents * days
    terms = (rate.term("Prix de journée"), Term("Journées prévisionnelles", days, Form.INTEGER, None, 0))
    return Figure(cents, rate.missing, "Prix de journée × journées", "R. 314-115", terms)


def _days(model: Model, year: int) -> list[dt.date]:
    contract = model.first(Contract)
    return payment_days(year, contract.territory if contract is not None else "metropole")
