"""« Bilan »: the lines of the bilan financier and the aggregates that follow, by ESMS and for the perimeter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....core.contract import Esms
from ....core.finance import balance as core
from ....core.finance.balance import SUBTRACTED, Balance
from ....core.finance.balance_records import (
    DEBTS,
    FLOWS,
    INVESTMENT_SOURCES,
    ITEMS,
    LIQUIDITIES,
    NEEDS,
    OPERATING_SOURCES,
    STABLE_ASSETS,
    BalanceLine,
)
from ....core.finance.figure import Figure
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, signed_sum
from ..grid import Column, Look, Sheet
from ..source import Source

NAME = "Bilan"
PERIMETER = ""
NEVER = Formula('"incomplet"')
"""An aggregate of which no line was typed."""
Signs = Sequence[tuple[str, int]]
GROUPS = {"assets": STABLE_ASSETS, "sources": INVESTMENT_SOURCES, "fre": OPERATING_SOURCES, "liquid": LIQUIDITIES}
TOTALS = (("assets", "Biens stables"), ("sources", "Financements stables d’investissement"), ("fri", "FRI"),
          ("fre", "FRE"), ("frng", "FRNG"), ("bfr", "BFR"), ("cash", "Trésorerie (FRNG − BFR)"),
          ("liquid", "Liquidités nettes"), ("control", "Contrôle\u00a0: trésorerie − liquidités nettes"),
          ("caf", "CAF"), ("cash_charges", "Charges décaissables"))
FROM_TOTALS: Mapping[str, Signs] = {
    "fri": (("sources", 1), ("assets", -1)), "frng": (("fri", 1), ("fre", 1)),
    "cash": (("fri", 1), ("fre", 1), ("bfr", -1)), "control": (("cash", 1), ("liquid", -1))}
FLOW_SIGNS: Mapping[str, Signs] = {
    "caf": (("resultat", 1), ("dotations-amort", 1), ("dotations-prov", 1), ("reprises", -1), ("vnc", 1),
            ("produits-cession", -1), ("quote-part", -1)),
    "cash_charges": (("charges-totales", 1), ("dotations-amort", -1), ("dotations-prov", -1))}
"""Of each, the first and « dotations-amort » must be known; the others count where they were typed."""
BLOCKS = (("Biens stables", STABLE_ASSETS), ("Financements stables d’investissement", INVESTMENT_SOURCES),
          ("Financements stables d’exploitation", OPERATING_SOURCES), ("Besoins", NEEDS),
          ("Dettes d’exploitation", DEBTS),
          ("Liquidités", LIQUIDITIES), ("Flux de l’exercice", FLOWS))


def key(scope: str, year: int, name: str) -> Key:
    """A line or an aggregate of the balance of an ESMS, or of the perimeter ('')."""
    return ("balance", scope, year, name)


def held_by(source: Source, scope: str, year: int) -> Balance:
    """The balance of an ESMS, or of the perimeter."""
    return core.consolidated(source.model, year) if scope == PERIMETER else core.balance(source.model, year, scope)


def scopes(source: Source) -> list[tuple[str, str]]:
    """The perimeter, then the ESMS that hold a balance or owe one, each with its name."""
    rows = source.model.all(BalanceLine)
    if not any(row.esms for row in rows):
        return [(PERIMETER, "Périmètre")]
    ordered = sorted(source.model.all(Esms), key=lambda row: (row.order, row.code, row.name))
    return [(PERIMETER, "Périmètre"), *((row.id, row.name or row.code or "ESMS") for row in ordered)]


def add(book: Book, source: Source) -> None:
    """The sheet; none while no balance was typed."""
    years = core.typed_years(source.model)
    if not years:
        return
    columns = (Column("Poste", 54), *(Column(f"31/12/{year}", 17) for year in years))
    sheet = book.add(source.sheet(NAME, "Bilan financier (R. 314-48)", columns, "Montants en euros, au 31 décembre."))
    for scope, name in scopes(source):
        _scope(sheet, source, scope, name, years)


def _scope(sheet: Sheet, source: Source, scope: str, name: str, years: Sequence[int]) -> None:
    held = {year: held_by(source, scope, year) for year in years}
    sheet.band(name)
    used = {item for one in held.values() for item in one.items}
    for label, items in BLOCKS:
        if any(item in used for item, _ in items):
            line = sheet.line()
            line.text(label, Look.NOTE)
        for item, words in items:
            if item in used:
                _item(sheet, source, scope, item, words, held)
    if scope != PERIMETER:
        _absent(sheet, scope, held)
    if used:
        for total, words in TOTALS:
            line = sheet.line()
            line.text(words, Look.TOTAL)
            for year, one in held.items():
                if one.items:
                    line.figure(key(scope, year, total), getattr(one, total), _formula(one, scope, total), total=True)
                else:
                    line.skip()
    sheet.gap()


def _item(sheet: Sheet, source: Source, scope: str, item: str, words: str, held: Mapping[int, Balance]) -> None:
    line = sheet.line()
    line.text(f"{words}{' : en moins' if item in SUBTRACTED else ''}")
    for year, one in held.items():
        if item not in one.items:
            line.skip()
        elif scope == PERIMETER and _is_summed(source, year):
            line.figure(key(scope, year, item), one.items[item], _added(source, year, item))
        else:
            line.entered(key(scope, year, item), one.items[item].cents, Form.CENTS)


def _is_summed(source: Source, year: int) -> bool:
    return all(row.esms is not None for row in source.model.where(BalanceLine, "year", year))


def _added(source: Source, year: int, item: str) -> Formula:
    """The sum of the ESMS; while the balance of one is missing there is none."""
    balances = {scope: held_by(source, scope, year) for scope, _ in scopes(source) if scope != PERIMETER}
    absent = [key(scope, year, "absent") for scope, one in balances.items() if not one.items]
    known = [scope for scope, one in balances.items() if item in one.items]
    return signed_sum((key(scope, year, item), 1) for scope in known).needing(*absent)


def _absent(sheet: Sheet, scope: str, held: Mapping[int, Balance]) -> None:
    """Where the balance of an ESMS is awaited: an empty cell, which the sums of the perimeter need."""
    if all(one.items for one in held.values()):
        return
    line = sheet.line()
    line.text("Bilan de cet ESMS : à saisir")
    for year, one in held.items():
        if one.items:
            line.skip()
        else:
            line.entered(key(scope, year, "absent"), None, Form.CENTS)


def _formula(held: Balance, scope: str, name: str) -> Formula:
    def found(signs: Signs) -> Formula:
        known = [(key(scope, held.year, item), sign) for item, sign in signs if item in held.items]
        return signed_sum(known) if known else NEVER

    if name in GROUPS:
        return found(_signed(GROUPS[name]))
    if name in FROM_TOTALS:
        return signed_sum((key(scope, held.year, part), sign) for part, sign in FROM_TOTALS[name])
    if name == "bfr":
        both = all(any(item in held.items for item, _ in side) for side in (NEEDS, DEBTS))
        return found([*_signed(NEEDS), *((item, -sign) for item, sign in _signed(DEBTS))]) if both else NEVER
    signs = FLOW_SIGNS[name]
    return found(signs) if {signs[0][0], "dotations-amort"} <= held.items.keys() else NEVER


def _signed(items: Sequence[tuple[str, str]]) -> Signs:
    return [(item, -1 if item in SUBTRACTED else 1) for item, _ in items]


def figure_of(held: Balance, name: str) -> Figure | None:
    """A line or an aggregate by its name; None where the balance has no such line."""
    if name in dict(ITEMS):
        return held.items.get(name)
    figure: Figure = getattr(held, name)
    return figure
