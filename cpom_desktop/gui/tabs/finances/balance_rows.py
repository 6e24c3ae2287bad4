"""The rows of the bilan financier: typed lines, aggregates between them, for the perimeter and for each ESMS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from ....core.contract import Esms
from ....core.finance.balance import Balance, balance, consolidated, typed_years
from ....core.finance.balance_records import (
    DEBTS,
    FLOWS,
    INVESTMENT_SOURCES,
    LIQUIDITIES,
    NEEDS,
    OPERATING_SOURCES,
    STABLE_ASSETS,
    BalanceLine,
)
from ....core.finance.figure import NOTHING, Figure, total
from ....core.finance.figure import Part as Piece
from ....core.finance.scope import base_year
from ....core.identifiers import natural_record
from ....core.model import Model
from ....core.overlay import View
from ...grid import Align, Column, Content, GridCell, Inside, Row, RowKind, title
from .cells import Reading, computed
from .kept import KeptRows
from .listing import begun_cell

NAME = "finances/bilan"
PERIMETER = "bilan/"
CLOSED_YEARS = 3
SUM_WHY = "Le bilan du périmètre est ici la somme des bilans des ESMS\u00a0: il se saisit dans chacun d’eux."
CONTROL = "Contrôle\u00a0: trésorerie − liquidités nettes"
Choose = Callable[[Balance], Figure]
BLOCKS: tuple[tuple[str, Sequence[tuple[str, str]]], ...] = (
    ("Biens stables", STABLE_ASSETS), ("Financements stables d’investissement", INVESTMENT_SOURCES),
    ("Financements stables d’exploitation", OPERATING_SOURCES), ("Stocks, créances et charges d’avance", NEEDS),
    ("Dettes d’exploitation", DEBTS), ("Liquidités", LIQUIDITIES), ("Charges, produits et flux de l’année", FLOWS),
)


def shown_years(model: Model, beyond: int = 0) -> list[int]:
    """The closed years before the base and all those typed, without a hole, and `beyond` more."""
    base, held = base_year(model), typed_years(model)
    if base is not None:
        held = [base - CLOSED_YEARS, base - 1, *held]
    return list(range(min(held), max(held) + 1 + beyond)) if held else []


def content(reading: Reading, contract: str, years: Sequence[int], kept: KeptRows) -> Content:
    """The perimeter first, open; then each ESMS, folded. What no line of theirs changed is not computed again."""
    model = reading.shown
    columns = (
        Column("title", "Bilan au 31 décembre", "euros", Align.LEFT, least=232, stretch=True),
        *(Column(str(year), str(year), "réalisé", least=104) for year in years),
    )
    span = f"{years[0]}–{years[-1]}" if years else ""

    def row(esms: str | None, name: str) -> Row:
        lines = model.all(BalanceLine) if esms is None else model.where(BalanceLine, "esms", esms)
        make = partial(_made, reading, contract, esms, name, years)
        return kept.row(esms or "", f"{name}/{span}", lines, reading, View.ACCORD, make)

    rows = [row(None, "Périmètre"), *(row(one.id, esms_word(one)) for one in ordered_esms(model))]
    return Content(NAME, columns, tuple(rows), frozenset(row.key for row in rows[1:]))


def _made(reading: Reading, contract: str, esms: str | None, name: str, years: Sequence[int]) -> Row:
    model = reading.shown
    held = [consolidated(model, year) if esms is None else balance(model, year, esms) for year in years]
    return _Scope(reading, contract, esms, held).row(name)


def esms_word(esms: Esms) -> str:
    """Its name, else its code."""
    return esms.name or esms.code or "ESMS sans nom"


def ordered_esms(model: Model) -> list[Esms]:
    """The ESMS in the order of the perimeter."""
    return sorted(model.all(Esms), key=lambda one: (one.order, one.code, one.name))


class _Scope:
    """The balance of the perimeter or of one ESMS, year after year."""

    def __init__(self, reading: Reading, contract: str, esms: str | None, held: Sequence[Balance]) -> None:
        self._reading, self._contract, self._esms, self._held = reading, contract, esms, held
        self._group = f"{PERIMETER}{esms or ''}"
        summed = [any(row.esms is not None for row in rows) and all(row.esms is not None for row in rows)
                  for rows in (reading.shown.where(BalanceLine, "year", one.year) for one in held)]
        self._summed = [esms is None and one for one in summed]

    def row(self, name: str) -> Row:
        """Its group, whose FRNG is seen while it is folded."""
        cells = (title(name), *self._figures(lambda one: one.frng))
        return Row(self._group, cells, RowKind.GROUP, inside=Inside(partial(self._rows, name)))

    def _rows(self, name: str) -> list[Row]:
        assets, sources, operating, needs, debts, liquid, flows = BLOCKS
        return [
            *self._block(assets, lambda one: one.assets),
            *self._block(sources, lambda one: one.sources),
            self._total("fri", "FRI, fonds de roulement d’investissement", lambda one: one.fri),
            *self._block(operating, lambda one: one.fre),
            self._total("frng", "FRNG, fonds de roulement net global", lambda one: one.frng),
            *self._block(needs, lambda one: _sum(one, NEEDS)),
            *self._block(debts, lambda one: _sum(one, DEBTS)),
            self._total("bfr", "BFR, besoin en fonds de roulement", lambda one: one.bfr),
            self._total("cash", "Trésorerie, FRNG − BFR", lambda one: one.cash),
            *self._block(liquid, lambda one: one.liquid),
            self._total("control", CONTROL, lambda one: one.control, RowKind.GAP),
            *self._block(flows, None),
            self._total("charges", "Charges décaissables", lambda one: one.cash_charges, RowKind.STRONG),
            self._total("caf", f"CAF, {name}", lambda one: one.caf),
        ]

    def _block(self, block: tuple[str, Sequence[tuple[str, str]]], choose: Choose | None) -> list[Row]:
        label, items = block
        cells = self._figures(choose) if choose else (GridCell(plain=True) for _ in self._held)
        head = Row(f"{self._group}/{label}", (title(label), *cells), RowKind.STRONG, self._group, level=1)
        return [head, *(self._item(key, word) for key, word in items)]

    def _item(self, item: str, label: str) -> Row:
        cells = [self._summed_cell(item, at) if self._summed[at] else self._typed(item, one.year)
                 for at, one in enumerate(self._held)]
        return Row(f"{self._group}/{item}", (title(label), *cells), group=self._group, level=2)

    def _summed_cell(self, item: str, at: int) -> GridCell:
        return computed(self._held[at].items.get(item, NOTHING), SUM_WHY)

    def _typed(self, item: str, year: int) -> GridCell:
        absent = natural_record(BalanceLine, self._contract, esms=self._esms, year=year, item=item)
        return begun_cell(self._reading, absent, "cents")

    def _total(self, key: str, label: str, choose: Choose, kind: RowKind = RowKind.TOTAL) -> Row:
        level = 1 if kind is RowKind.STRONG else 0
        return Row(f"{self._group}/={key}", (title(label), *self._figures(choose)), kind, self._group, level=level)

    def _figures(self, choose: Choose) -> Iterable[GridCell]:
        """An aggregate of a balance that nobody has begun is empty, and not incomplete."""
        return [computed(choose(one)) if one.items else GridCell(why="Aucun poste de ce bilan n’est saisi.")
                for one in self._held]


def _sum(held: Balance, items: Sequence[tuple[str, str]]) -> Figure:
    parts = [Piece(label, held.items[key]) for key, label in items if key in held.items]
    return total(parts, "Somme des postes", "R. 314-48") if parts else NOTHING
