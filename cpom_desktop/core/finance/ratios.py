"""Ratios of the bilan financier, each with the reference values that the parties can change (`domain.md` §6.9)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..model import Model
from ..periods import format_day
from ..records import Form
from .balance import Balance
from .balance_records import RATIOS, RatioReference
from .figure import Figure, Part, Ratio, Term, total, unique

DAYS = 365


@dataclass(frozen=True, slots=True)
class Bounds:
    """The reference values of a ratio and where they come from."""

    low: Decimal | None
    high: Decimal | None
    source: str
    read_on: str = ""

    @property
    def source_text(self) -> str:
        """« usage, 12/03/2025 », whatever of it is known."""
        return ", ".join(part for part in (self.source, format_day(self.read_on) if self.read_on else "") if part)


PROPOSED = {
    "independance": Bounds(None, Decimal(50), "M22"),
    "apurement": Bounds(Decimal(1), None, "usage"),
    "duree-dette": Bounds(None, Decimal(10), "usage"),
    "vetuste": Bounds(None, Decimal(70), "usage"),
    "taux-caf": Bounds(Decimal(2), None, "usage"),
    "frng-jours": Bounds(Decimal(30), Decimal(60), "usage"),
    "tresorerie-jours": Bounds(Decimal(30), None, "usage"),
    "couverture": Bounds(Decimal(1), None, "R. 314-48"),
}
"""What is shown until the parties set their own values; « usage » was not verified in a text (§12, 7)."""


def bounds_of(model: Model, ratio: str) -> Bounds:
    """The reference values of a ratio: those of the contract, else those proposed."""
    row = next(iter(model.where(RatioReference, "ratio", ratio)), None)
    if row is not None:
        return Bounds(_decimal(row.low), _decimal(row.high), row.source, row.read_on or "")
    return PROPOSED.get(ratio, Bounds(None, None, ""))


def ratios(held: Balance) -> dict[str, Ratio]:
    """Every ratio of a balance; « n.s. » where its denominator is 0, « incomplet » where a term is unknown."""
    item, labels = held.item, dict(RATIOS)
    stable = total(
        (Part("Financements stables", held.sources), Part("Amortissements cumulés", _depreciation(held), -1))
    )
    net_assets = total((Part("Constructions", item("constructions")), Part("Matériel", _or_nothing(held, "materiel")),
                        Part("Incorporelles", _or_nothing(held, "incorporelles")),
                        Part("Amortissements cumulés", _depreciation(held), -1)))
    found = {
        "independance": _ratio(
            item("emprunts"), stable, "%", 100, 1, "Emprunts ÷ financements stables hors amortissements"
        ),
        "apurement": _ratio(net_assets, item("emprunts"), "", 1, 2, "Immobilisations nettes amortissables ÷ emprunts"),
        "duree-dette": _ratio(item("emprunts"), held.caf, "ans", 1, 2, "Emprunts ÷ CAF"),
        "vetuste": _ratio(
            item("amort-constructions"), item("constructions"), "%", 100, 1, "Amortissements ÷ valeur brute"
        ),
        "taux-caf": _ratio(held.caf, item("produits-encaissables"), "%", 100, 2, "CAF ÷ produits encaissables"),
        "frng-jours": _ratio(held.frng, held.cash_charges, "j", DAYS, 1, "FRNG ÷ charges décaissables × 365"),
        "bfr-jours": _ratio(held.bfr, held.cash_charges, "j", DAYS, 1, "BFR ÷ charges décaissables × 365"),
        "tresorerie-jours": _ratio(
            held.cash, held.cash_charges, "j", DAYS, 1, "Trésorerie ÷ charges décaissables × 365"
        ),
        "couverture": _cover(held),
    }
    assert found.keys() == labels.keys(), "every ratio that may have reference values is computed"
    return found


def quotient(part: Figure, whole: Figure) -> Decimal | None:
    """An exact enough quotient (28 digits), or None where it is unknown or the denominator is 0."""
    if part.cents is None or not whole.cents:
        return None
    return Decimal(part.cents) / Decimal(whole.cents)


def _ratio(part: Figure, whole: Figure, unit: str, times: int, decimals: int, rule: str) -> Ratio:
    value, missing = quotient(part, whole), unique((*part.missing, *whole.missing))
    note = "n.s." if whole.cents == 0 else ""
    terms = (part.term("Numérateur", 0), whole.term("Dénominateur", 0))
    return Ratio(None if value is None else value * times, unit, decimals, missing, note, rule, "M22", terms)


def _cover(held: Balance) -> Ratio:
    """With a BFR of 0 or less the reserve has no object: no number is shown."""
    reserve = held.item("reserve-tresorerie")
    if held.bfr.cents is not None and held.bfr.cents <= 0:
        terms = (reserve.term("Réserve de trésorerie", 0), Term("BFR", held.bfr.cents, Form.CENTS, None, 0))
        return Ratio(None, "", 2, (), "BFR négatif\u00a0: réserve sans objet", "Réserve ÷ BFR", "R. 314-48", terms)
    return _ratio(reserve, held.bfr, "", 1, 2, "Réserve de trésorerie ÷ BFR")


def _depreciation(held: Balance) -> Figure:
    names = ("amort-constructions", "amort-autres", "amort-incorporelles")
    return total(Part(name, held.items[name]) for name in names if name in held.items)


def _or_nothing(held: Balance, name: str) -> Figure:
    return held.items.get(name) or Figure(0)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
