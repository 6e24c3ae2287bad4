"""« Budgets »: accounts by functional group, totals and result of every section, and of the whole perimeter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ....core.contract import Section
from ....core.finance.budgets import Budget
from ....core.finance.figure import Figure
from ....core.finance.plan_lines import begun
from ....core.finance.records import BUDGET_STATUSES, CHARGES, GROUPS, PRODUCTS, AccountLine
from ....core.finance.scope import base_year
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, signed_sum
from ..grid import Column, Look, Sheet
from ..source import Source, sum_of
from . import keys

NAME = "Budgets"
PERIMETER = ""
WORDS = {**dict(BUDGET_STATUSES), "ca": "CA", "bp": "BP"}
LABELS = dict(GROUPS)
TOTALS = (("charges", "Total des charges", [(key, 1) for key in CHARGES]),
          ("products", "Total des produits", [(key, 1) for key in PRODUCTS]),
          ("result", "Résultat (produits − charges)", [("products", 1), ("charges", -1)]),
          ("offsetting", "Recettes en atténuation (produits II et III)", [(key, 1) for key in PRODUCTS[1:]]))
MARKS = {"charges": "charges", "products": "produits", "result": "résultat", "offsetting": "atténuation"}
"""Words of the column « Repère » for the totals; a group is its own."""
TALLY = 'IF(COUNTIFS({0},{1},{2},"incomplet")>0,"incomplet",SUMIFS({2},{0},{1}))'
Year = tuple[int, str]


def mark(name: str) -> Key:
    """A column that sums on conditions read: « repère » or « régime »."""
    return ("budget column", name)


def column(year: int, status: str) -> Key:
    """The amounts of a year and status."""
    return ("budget column", year, status)


def columns_of(source: Source) -> list[Year]:
    """Every year and status that a section holds, and the base where a plan starts from it."""
    found = {key for section, _ in source.sections for key in source.books.typed_years(section.id)}
    first = base_year(source.model)
    if first is not None and begun(source.model):
        found.add((first, "base"))
    return sorted(found)


def add(book: Book, source: Source) -> None:
    """The sheet; none while no account was typed."""
    years = columns_of(source)
    if not years:
        return
    columns = (Column("Repère", 11), Column("Régime", 8), Column("Compte", 10), Column("Libellé", 44),
               *(Column(f"{WORDS[status]} {year}", 16) for year, status in years))
    note = "Montants en euros. Repère et régime servent aux sommes du périmètre (1 tarifé, 2 subventionné)."
    sheet = book.add(source.sheet(NAME, "Budgets par groupe fonctionnel (R. 314-13)", columns, note, 4))
    first = sheet.rows
    for section, name in source.sections:
        if any(source.books.typed_years(section.id)):
            _section(sheet, source, section, name, years)
    for index, name in enumerate(("repère", "régime")):
        sheet.block(mark(name), index, first)
    for index, (year, status) in enumerate(years):
        sheet.block(column(year, status), 4 + index, first)
    _perimeter(sheet, source, years)


def _section(sheet: Sheet, source: Source, section: Section, name: str, years: Sequence[Year]) -> None:
    sheet.band(f"{section.code} — {name}" if section.code else name)
    held = {key: source.books.budget(section.id, *key) for key in years}
    lines = source.model.where(AccountLine, "section", section.id)
    for group, label in GROUPS:
        _group(sheet, [line for line in lines if line.group == group], years)
        _row(sheet, source, section, group, label, held, years)
    for name, label, parts in TOTALS:
        _total(sheet, source, section, (name, label), parts, held, years)


def _group(sheet: Sheet, lines: Sequence[AccountLine], years: Sequence[Year]) -> None:
    """The accounts of a group. A group typed whole beside its accounts is a control, and counts for nothing."""
    detailed = {(line.year, line.status) for line in lines if line.account}
    controls = [line for line in lines if not line.account and (line.year, line.status) in detailed]
    counted = [line for line in lines if line not in controls]
    for account in sorted({line.account for line in counted}):
        _accounts(sheet, account, [line for line in counted if line.account == account], years)
    if controls:
        _accounts(sheet, "", controls, years, "Montant du groupe saisi en entier, pour contrôle")


def _accounts(sheet: Sheet, account: str, lines: Sequence[AccountLine], years: Sequence[Year], label: str = "") -> None:
    held = {(line.year, line.status): line for line in lines}
    line = sheet.line()
    line.skip(2)
    line.text(account)
    line.text(label or next((one.label for one in lines if one.label), "") or "Non détaillé")
    for key in years:
        if key in held:
            line.typed(held[key].at("cents"), held[key].cents, Form.CENTS)
        else:
            line.skip()


def _row(sheet: Sheet, source: Source, section: Section, group: str, label: str, held: dict[Year, Budget],
         years: Sequence[Year]) -> None:
    line = sheet.line()
    line.text(group, Look.SMALL)
    line.number(source.regime(section))
    line.text("", Look.TOTAL)
    line.text(label, Look.TOTAL)
    for key in years:
        if held[key].begun:
            figure = held[key].groups[group]
            line.figure(keys.budget(section.id, *key, group), figure, _lines(figure), total=True)
        else:
            line.skip()


def _lines(figure: Figure) -> Formula | None:
    return signed_sum((tuple(term.cell), 1) for term in figure.terms if term.cell) if figure.terms else None


def _total(sheet: Sheet, source: Source, section: Section, named: tuple[str, str], parts: Iterable[tuple[str, int]],
           held: dict[Year, Budget], years: Sequence[Year]) -> None:
    name, label = named
    line = sheet.line()
    line.text(MARKS[name], Look.SMALL)
    line.number(source.regime(section))
    line.text("", Look.TOTAL)
    line.text(label, Look.TOTAL)
    for key in years:
        if held[key].begun:
            signed = [(keys.budget(section.id, *key, part), part_of(held[key], part), sign) for part, sign in parts]
            line.figure(keys.budget(section.id, *key, name), part_of(held[key], name), sum_of(signed), total=True)
        else:
            line.skip()


def part_of(held: Budget, name: str) -> Figure:
    """A group or a total of a budget by its name."""
    figure: Figure = held.groups[name] if name in held.groups else getattr(held, name)
    return figure


def _perimeter(sheet: Sheet, source: Source, years: Sequence[Year]) -> None:
    """The perimeter group by group, on the rows above; its totals follow from its groups."""
    sheet.gap()
    sheet.band("Ensemble du périmètre")
    for name, label, parts in [*((key, label, []) for key, label in GROUPS), *TOTALS]:
        line = sheet.line()
        line.text(MARKS.get(name, name), Look.SMALL, ("perimeter", name))
        line.skip()
        line.text("", Look.TOTAL)
        line.text(label, Look.TOTAL)
        for key in years:
            held = source.books.consolidated(*key)
            signed = [(keys.budget(PERIMETER, *key, part), part_of(held, part), sign) for part, sign in parts]
            tally = Formula(TALLY, (mark("repère"), ("perimeter", name), column(*key)))
            line.figure(keys.budget(PERIMETER, *key, name), part_of(held, name), sum_of(signed) or tally, total=True)
