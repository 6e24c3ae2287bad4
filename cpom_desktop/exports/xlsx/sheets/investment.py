"""« Investissements »: what operations cost, who pays, the surcoût that they bring and who covers it (R.314-20)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from ....core.contract import Esms
from ....core.finance import investment
from ....core.finance.figure import Figure
from ....core.finance.investment_records import (
    COVERS,
    CoverLine,
    FundingLine,
    Loan,
    OperatingEffect,
    Operation,
    OperationYear,
)
from ....core.finance.plan import plan_years
from ....core.finance.plan_lines import begun
from ....core.records import Form, Record
from ..book import Book
from ..formulas import Formula, Key, calculation, combined, signed_sum
from ..grid import Column, Look, Sheet
from ..source import Source, choice, sum_of
from . import loans

NAME = "Investissements"
FIRST_YEAR = 4
"""Column of the first year."""
PART = "INT(ROUND({0}*100,0)*"
SPREAD = (f"IF({{3}}=YEAR({{1}}),IF(13-MONTH({{1}})>={{2}}*12,{{0}},{PART}(13-MONTH({{1}}))/({{2}}*12))/100),"
          f"IF(({{3}}-YEAR({{1}}))*12+13-MONTH({{1}})<{{2}}*12,{PART}12/({{2}}*12))/100,"
          f"ROUND({{0}}-{PART}(13-MONTH({{1}}))/({{2}}*12))/100-({{3}}-YEAR({{1}})-1)*{PART}12/({{2}}*12))/100,2)))")
"""An amount over whole years from a day: months in the first and the last year, which takes the remainder."""
EXTRA = (("amortisation", "Amortissement"), ("interest", "Intérêts des emprunts"),
         ("subsidy_share", "Reprise de subvention (en moins)"), ("others", "Autres charges et économies"))


def key(operation: Operation, year: int, name: str) -> Key:
    """A computed amount of an operation in a year; year 0 is all of them."""
    return ("operation", operation.id, year, name)


def shown_years(source: Source) -> list[int]:
    """The years of the contract and of the plan, and those in which something is spent or paid."""
    typed = {row.year for row in source.model.all(OperationYear)} | {row.year for row in source.model.all(FundingLine)}
    planned = plan_years(source.model) if begun(source.model) else []
    return sorted({*source.years, *planned, *typed})


def add(book: Book, source: Source) -> None:
    """The sheet; none while no operation is planned."""
    rows, years = investment.operations(source.model), shown_years(source)
    if not rows:
        return
    columns = (Column("Opération", 38), Column("Précision", 24), Column("Date", 12), Column("Durée", 8),
               *(Column(str(year), 15) for year in years), Column("Total ou montant annuel", 16))
    note = "Montants TTC en euros, prévisionnels. Une opération sans durée est dans l’amortissement courant."
    sheet = book.add(source.sheet(NAME, "Plan pluriannuel d’investissement et financement", columns, note, 2))
    line = sheet.line()
    line.text("Années")
    line.column = FIRST_YEAR
    for year in years:
        line.number(year, ("investment year", year))
    for row in rows:
        _Operation(sheet, source, row, years).write()


class _Operation:
    """The rows of one operation."""

    def __init__(self, sheet: Sheet, source: Source, row: Operation, years: Sequence[int]) -> None:
        self.sheet, self.source, self.row, self.years = sheet, source, row, years

    def write(self) -> None:
        esms = self.source.model.find(Esms, self.row.esms or "")
        name = " — ".join(filter(None, (self.row.code, self.row.name, esms.name if esms else "")))
        self.sheet.band(name or "Opération")
        self._cost()
        self._funding()
        self._extra_cost()

    def _cost(self) -> None:
        model, row = self.source.model, self.row
        line = self.sheet.line()
        line.text("Début et durée d’amortissement")
        line.skip()
        line.entered(key(row, 0, "start"), row.amortised_from or row.commissioned, Form.DAY)
        line.typed(row.at("duration"), row.duration, Form.INTEGER)
        rows = model.where(OperationYear, "operation", row.id)
        self._typed("Dépenses", choice(row, "nature"), rows)
        held = investment.funding(model, row)
        self._total("Coût de l’opération", "cost", held.cost, self._sum(rows))

    def _funding(self) -> None:
        model, row = self.source.model, self.row
        held = investment.funding(model, row)
        for name, label in investment.SOURCE_LABELS.items():
            rows = [line for line in model.where(FundingLine, "operation", row.id) if line.source == name]
            for words in sorted({line.label for line in rows}):
                self._typed(label, words, [line for line in rows if line.label == words])
            if rows:
                self._total(f"{label}\u00a0: total", name, held.sources[name], self._sum(rows))
        parts = [(key(row, 0, name), figure, 1) for name, figure in held.sources.items()]
        self._total("Somme des financements", "funding", held.funding, sum_of(parts) if not held.funding.idle else None)
        gap = sum_of([(key(row, 0, "funding"), held.funding, 1), (key(row, 0, "cost"), held.cost, -1)])
        self._total("Financements − coût", "gap", held.gap, gap)

    def _typed(self, label: str, words: str, rows: Iterable[OperationYear | FundingLine]) -> None:
        line = self.sheet.line()
        line.text(label)
        line.text(words)
        for one in rows:
            line.column = FIRST_YEAR + self.years.index(one.year)
            line.typed(one.at("cents"), one.cents, Form.CENTS)

    def _sum(self, rows: Sequence[Record]) -> Formula | None:
        found = sorted(rows, key=lambda one: (getattr(one, "label", ""), getattr(one, "year", 0)))
        return signed_sum((tuple(one.at("cents")), 1) for one in found) if found else None

    def _total(self, label: str, name: str, figure: Figure, formula: Formula | None) -> None:
        line = self.sheet.line()
        line.text(label, Look.TOTAL)
        line.column = FIRST_YEAR + len(self.years)
        line.figure(key(self.row, 0, name), figure, formula, total=True)

    def _extra_cost(self) -> None:
        """The surcoût of each year, its cover, and what is left."""
        effects = self._effects()
        covers = self._covers()
        held = {year: investment.extra_cost(self.source.model, self.row, year) for year in self.years}
        for name, label in EXTRA:
            self._by_year(label, name, {year: getattr(held[year], name) for year in self.years},
                          partial(self._term, name, effects))
        self._by_year("Surcoût d’exploitation net", "net", {year: held[year].net for year in self.years},
                      lambda year: sum_of([(key(self.row, year, name), getattr(held[year], name),
                                            -1 if name == "subsidy_share" else 1) for name, _ in EXTRA]))
        self._by_year("Couvert", "covered", {year: held[year].covered for year in self.years},
                      lambda year: self._sum([row for row in covers if row.year == year]))
        self._by_year("Reste à couvrir", "uncovered", {year: held[year].uncovered for year in self.years},
                      lambda year: sum_of([(key(self.row, year, "net"), held[year].net, 1),
                                           (key(self.row, year, "covered"), held[year].covered, -1)]))
        self.sheet.gap()

    def _by_year(self, label: str, name: str, figures: dict[int, Figure],
                 formula: Callable[[int], Formula | None]) -> None:
        line = self.sheet.line()
        line.text(label)
        line.column = FIRST_YEAR
        for year in self.years:
            figure = figures[year]
            line.figure(key(self.row, year, name), figure, None if figure.idle else formula(year))

    def _term(self, name: str, effects: Sequence[OperatingEffect], year: int) -> Formula | None:
        row = self.row
        if name == "interest":
            held = investment.operation_loans(self.source.model, row)
            return loan_sum(held, year, "interest")
        if name == "others":
            return self._sum([one for one in effects if _runs(one, year)])
        amount = key(row, 0, "cost" if name == "amortisation" else "subvention")
        return calculation(SPREAD, amount, key(row, 0, "start"), tuple(row.at("duration")), ("investment year", year))

    def _effects(self) -> list[OperatingEffect]:
        rows = self.source.model.where(OperatingEffect, "operation", self.row.id)
        for one in rows:
            line = self.sheet.line()
            line.text(f"Effet annuel\u00a0: {one.label}")
            line.text(f"de {one.first_year} à {one.last_year}" if one.last_year else f"à partir de {one.first_year}")
            line.column = FIRST_YEAR + len(self.years)
            line.typed(one.at("cents"), one.cents, Form.CENTS)
        return rows

    def _covers(self) -> list[CoverLine]:
        rows = self.source.model.where(CoverLine, "operation", self.row.id)
        for source, label in COVERS:
            own = [one for one in rows if one.source == source]
            if own:
                line = self.sheet.line()
                line.text(f"Couverture\u00a0: {label.lower()}")
            for one in own:
                if one.year in self.years:
                    line.column = FIRST_YEAR + self.years.index(one.year)
                    line.typed(one.at("cents"), one.cents, Form.CENTS)
        return rows


def _runs(one: OperatingEffect, year: int) -> bool:
    return one.first_year <= year and (one.last_year is None or year <= one.last_year)


def loan_sum(held: Sequence[Loan], year: int, name: str) -> Formula | None:
    """The interest or the capital of some loans in a year."""
    return combined((loans.of_year(loan, year, name), 1) for loan in held) if held else None
