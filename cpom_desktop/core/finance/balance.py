"""Bilan financier: FRI, FRE, FRNG, BFR, trésorerie and its control, CAF; per ESMS and consolidated (R.314-48)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..contract import Esms
from ..model import Model
from .balance_records import (
    DEBTS,
    INVESTMENT_SOURCES,
    ITEMS,
    LIQUIDITIES,
    NEEDS,
    OPERATING_SOURCES,
    STABLE_ASSETS,
    BalanceLine,
)
from .figure import Figure, Part, total, typed, unknown

ITEM_LABELS = dict(ITEMS)
SUBTRACTED = frozenset({"ran-deficitaire", "decouverts"})
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Balance:
    """The aggregates of one balance. `control` is trésorerie − (liquidities − short-term debt): 0 when it holds."""

    year: int
    items: Mapping[str, Figure]
    assets: Figure
    sources: Figure
    fri: Figure
    fre: Figure
    frng: Figure
    bfr: Figure
    cash: Figure
    liquid: Figure
    control: Figure
    caf: Figure
    cash_charges: Figure

    def item(self, name: str) -> Figure:
        """One line of the balance; unknown where the balance has no such line."""
        return self.items.get(name) or unknown(ITEM_LABELS[name])


def balance(model: Model, year: int, esms_id: str | None = None) -> Balance:
    """The balance typed for an ESMS, or for the perimeter as a whole (no ESMS)."""
    return composed(year, _items(model, year, esms_id))


def _items(model: Model, year: int, esms_id: str | None) -> dict[str, Figure]:
    # By ESMS first: in a large perimeter a year has many more lines than an ESMS.
    rows = [row for row in model.where(BalanceLine, "esms", esms_id) if row.year == year]
    where = "" if esms_id is None else f" de {model.get(Esms, esms_id).name}"
    return {row.item: typed(row.cents, f"{ITEM_LABELS[row.item]} {year}{where}", row.at("cents")) for row in rows}


def consolidated(model: Model, year: int) -> Balance:
    """The perimeter: as typed, else the sum of the balances of its ESMS; one that is missing leaves it incomplete."""
    rows = model.where(BalanceLine, "year", year)
    if any(row.esms is None for row in rows) or not rows:
        return balance(model, year)
    held = [(esms.name, _items(model, year, esms.id)) for esms in model.all(Esms)]
    absent = [name for name, items in held if not items]
    if absent:
        missing = tuple(f"bilan {year} de {name}" for name in absent)
        return composed(year, {row.item: unknown(*missing) for row in rows})
    names = dict.fromkeys(row.item for row in rows)
    return composed(year, {name: total(Part(esms, items[name]) for esms, items in held if name in items)
                           for name in names})


def typed_years(model: Model) -> list[int]:
    """The years of which a balance was typed."""
    return sorted({row.year for row in model.all(BalanceLine)})


def composed(year: int, items: Mapping[str, Figure]) -> Balance:
    """The aggregates that follow from the lines of a balance."""
    assets = _sum(items, STABLE_ASSETS, "Biens stables")
    sources = _sum(items, INVESTMENT_SOURCES, "Financements stables d’investissement")
    fri = _less("Financements stables", sources, "Biens stables", assets, "Financements stables − biens stables")
    fre = _sum(items, OPERATING_SOURCES, "Financements stables d’exploitation")
    frng = total((Part("FRI", fri), Part("FRE", fre)), "FRI + FRE")
    needs, debts = _sum(items, NEEDS, "Besoins"), _sum(items, DEBTS, "Dettes d’exploitation")
    bfr = _less(
        "Stocks, créances et charges d’avance", needs, "Dettes d’exploitation", debts, "Besoins − dettes d’exploitation"
    )
    cash = total((Part("FRI", fri), Part("FRE", fre), Part("BFR", bfr, -1)), "FRI + FRE − BFR")
    liquid = _sum(items, LIQUIDITIES, "Liquidités − dettes à court terme")
    control = _less("Trésorerie", cash, "Liquidités nettes", liquid, "Trésorerie − liquidités nettes")
    return Balance(
        year, items, assets, sources, fri, fre, frng, bfr, cash, liquid, control, _caf(items), _cash_charges(items)
    )


def _caf(items: Mapping[str, Figure]) -> Figure:
    signs = (("resultat", 1), ("dotations-amort", 1), ("dotations-prov", 1), ("reprises", -1), ("vnc", 1),
             ("produits-cession", -1), ("quote-part", -1))
    rule = "Résultat + dotations − reprises + valeur nette cédée − produits de cession − quote-part"
    return _required(items, ("resultat", "dotations-amort"), signs, rule)


def _cash_charges(items: Mapping[str, Figure]) -> Figure:
    signs = (("charges-totales", 1), ("dotations-amort", -1), ("dotations-prov", -1))
    return _required(items, ("charges-totales", "dotations-amort"), signs, "Charges totales − dotations (68)")


def _required(
    items: Mapping[str, Figure], needed: Sequence[str], signs: Sequence[tuple[str, int]], rule: str
) -> Figure:
    absent = [ITEM_LABELS[name] for name in needed if name not in items]
    if absent:
        return unknown(*absent, rule=rule)
    return total((Part(ITEM_LABELS[name], items[name], sign) for name, sign in signs if name in items), rule)


def _sum(items: Mapping[str, Figure], choices: Choices, label: str) -> Figure:
    held = [Part(text, items[name], -1 if name in SUBTRACTED else 1) for name, text in choices if name in items]
    return total(held, label, "R. 314-48") if held else unknown(label)


def _less(label: str, first: Figure, other_label: str, other: Figure, rule: str) -> Figure:
    return total((Part(label, first), Part(other_label, other, -1)), rule, "R. 314-48")
