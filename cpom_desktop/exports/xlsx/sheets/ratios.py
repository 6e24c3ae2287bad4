"""« Ratios »: the ratios of each balance, beside the reference values of the parties (`domain.md` §6.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....core.finance import balance as core
from ....core.finance.balance import Balance
from ....core.finance.balance_records import RATIOS
from ....core.finance.ratios import bounds_of, ratios
from ..book import Book
from ..formulas import Formula, Key
from ..grid import Column, Look, Sheet
from ..source import Source
from .balance import figure_of, held_by, key, scopes

NAME = "Ratios"
DEPRECIATION = ("amort-constructions", "amort-autres", "amort-incorporelles")
ONE = 1


@dataclass(frozen=True)
class Side:
    """One side of a quotient: lines that must be there, lines that count where they are, lines taken off."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A quotient, what it is multiplied by, the decimals that are kept."""

    part: Side
    whole: Side
    times: int
    decimals: int


DEBT, CAF, CHARGES = Side(("emprunts",)), Side(("caf",)), Side(("cash_charges",))
SHAPES = {
    "independance": Shape(DEBT, Side(("sources",), less=DEPRECIATION), ONE, 3),
    "apurement": Shape(Side(("constructions",), ("materiel", "incorporelles"), DEPRECIATION), DEBT, ONE, 2),
    "duree-dette": Shape(DEBT, CAF, ONE, 2),
    "vetuste": Shape(Side(("amort-constructions",)), Side(("constructions",)), ONE, 3),
    "taux-caf": Shape(CAF, Side(("produits-encaissables",)), ONE, 4),
    "frng-jours": Shape(Side(("frng",)), CHARGES, 365, 1),
    "bfr-jours": Shape(Side(("bfr",)), CHARGES, 365, 1),
    "tresorerie-jours": Shape(Side(("cash",)), CHARGES, 365, 1),
    "couverture": Shape(Side(("reserve-tresorerie",)), Side(("bfr",)), ONE, 2),
}
"""A percentage is kept as a fraction: two decimals more."""


def add(book: Book, source: Source) -> None:
    """The sheet; none while no balance was typed."""
    years = core.typed_years(source.model)
    if not years:
        return
    columns = (Column("Ratio", 44), *(Column(f"31/12/{year}", 24) for year in years), Column("Minimum", 11),
               Column("Maximum", 11), Column("Source de la référence", 24))
    note = ("«\u00a0n.s.\u00a0»\u00a0: non significatif, le dénominateur est nul. "
            "Les valeurs de référence se changent dans le programme.")
    sheet = book.add(source.sheet(NAME, "Ratios financiers", columns, note))
    for scope, name in scopes(source):
        held = {year: held_by(source, scope, year) for year in years}
        if any(one.items for one in held.values()):
            sheet.band(name)
            for ratio, label in RATIOS:
                _ratio(sheet, source, scope, (ratio, label), list(held.values()))


def _ratio(sheet: Sheet, source: Source, scope: str, named: tuple[str, str], held: Sequence[Balance]) -> None:
    name, label = named
    line = sheet.line()
    line.text(label)
    for one in held:
        if one.items:
            line.ratio(("ratio", scope, one.year, name), ratios(one)[name], _formula(one, scope, name))
        else:
            line.skip()
    bounds = bounds_of(source.model, name)
    for bound in (bounds.low, bounds.high):
        line.text("" if bound is None else format(bound.normalize(), "f").replace(".", ","), Look.SMALL)
    line.text(bounds.source)


def _formula(held: Balance, scope: str, name: str) -> Formula:
    """Part ÷ whole; « n.s. » where the whole is 0, « incomplet » where something is unknown."""
    shape, keys = SHAPES[name], list[Key]()
    whole, whole_needs = _side(held, scope, shape.whole, keys)
    part, part_needs = _side(held, scope, shape.part, keys)
    if not whole:
        return Formula('"incomplet"')
    quotient = f"ROUND({part}/({whole})*{shape.times},{shape.decimals})" if part else '"incomplet"'
    if part:
        quotient = f'IF({part_needs},"incomplet",{quotient})'
    text = f'IF(ROUND({whole},2)=0,"n.s.",{quotient})'
    if name == "couverture":
        text = f'IF({whole}<=0,"BFR négatif\u00a0: réserve sans objet",{text})'
    return Formula(f'IF({whole_needs},"incomplet",{text})', tuple(keys))


def _side(held: Balance, scope: str, side: Side, keys: list[Key]) -> tuple[str, str]:
    """Its expression, and the test that says that something is missing; '' where a required line is absent."""
    if any(figure_of(held, name) is None for name in side.required):
        return "", ""
    plus = [*side.required, *(name for name in side.optional if figure_of(held, name) is not None)]
    minus = [name for name in side.less if figure_of(held, name) is not None]
    places = [f"{{{len(keys) + rank}}}" for rank in range(len(plus) + len(minus))]
    keys += [key(scope, held.year, name) for name in (*plus, *minus)]
    text = "+".join(places[:len(plus)]) + "".join(f"-{place}" for place in places[len(plus):])
    test = f"COUNT({','.join(places)})<{len(places)}"
    return (text if len(places) == 1 else f"({text})"), test
