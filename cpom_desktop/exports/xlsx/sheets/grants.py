"""« DGC »: each dotation globalisée commune line by line, and how it is split between its sections (R.314-43-1)."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.contract import Grant, Section
from ....core.finance.grant_records import SplitDecision, SplitMove
from ....core.finance.grants import GrantYear, contract_years_total, members, over_years
from ....core.finance.split import split
from ....core.finance.trajectory import LINE_LABELS
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, signed_sum
from ..grid import Column, Look, Sheet
from ..source import Source, choice, sum_of
from . import keys
from .trajectory import EUROS, GRANT_RANK, YEAR, shown

NAME = "DGC"
ALL = "toutes"
TALLY = 'IF(COUNTIFS({0},{1},{2},{3},{4},"incomplet")>0,"incomplet",SUMIFS({4},{0},{1},{2},{3}))'
"""The cells of a column on the rows of a DGC and a year; one that is incomplete leaves the sum so."""


def add(book: Book, source: Source) -> None:
    """The sheet; none where the contract holds no DGC."""
    held = [(grant, source.books.grant(grant.id)) for grant in source.grants]
    if not any(years for _, years in held):
        return
    lines = shown(source)
    columns = (Column("Rang", 6), Column("DGC ou section", 30), Column("Année", 8),
               *(Column(LINE_LABELS[line], EUROS) for line in lines))
    sheet = book.add(source.sheet(NAME, "Dotations globalisées communes", columns,
                                  "Somme des sections, ligne par ligne. Montants en euros, prévisionnels.", 3))
    for rank, (grant, years) in enumerate(held, start=1):
        if years:
            _years(sheet, grant.id, grant.name or "DGC sans nom", years, rank, lines)
            _split(sheet, source, grant)
    if len([years for _, years in held if years]) > 1:
        chains = {section.id: source.chain(section.id) for section, _ in source.sections}
        name = "Ensemble des DGC (chaque DGC a son payeur)"
        _years(sheet, ALL, name, contract_years_total(source.model, chains), None, lines)


def _years(sheet: Sheet, dgc: str, name: str, years: Sequence[GrantYear], rank: int | None,
           lines: Sequence[str]) -> None:
    sheet.band(name)
    for row in years:
        line = sheet.line()
        line.number(rank, ("rank", dgc, row.year)) if rank else line.skip()
        line.text(name)
        line.number(row.year, ("year", dgc, row.year))
        for one in lines:
            line.figure(keys.grant(dgc, row.year, one), row.lines[one], _tally(dgc, row.year, one, rank))
    line = sheet.line()
    line.skip()
    line.text(f"Total {years[0].year}–{years[-1].year}", Look.TOTAL)
    line.column = 2 + len(lines)
    parts = [(keys.grant(dgc, row.year, "grant"), row.grant, 1) for row in years]
    line.figure(keys.grant(dgc, 0, "grant"), over_years(years), sum_of(parts), total=True)


def _tally(dgc: str, year: int, name: str, rank: int | None) -> Formula:
    read: tuple[Key, ...] = (keys.column(GRANT_RANK), ("rank", dgc, year), keys.column(YEAR), ("year", dgc, year),
                             keys.column(name))
    if rank is None:
        read = (read[0], read[3], *read[2:])
        return Formula(TALLY.replace("{1}", '">0"'), read)
    return Formula(TALLY, read)


def _split(sheet: Sheet, source: Source, grant: Grant) -> None:
    """The dotation of each section, moved by the décisions modificatives; the sum never changes."""
    held = {year: split(source.model, grant.id, year) for year in source.years}
    moves = _moves(sheet, source, grant)
    sheet.heads(("", "Répartition", "", *(str(year) for year in source.years)))
    for section in members(source.model, grant.id):
        line = sheet.line()
        line.skip()
        line.text(source.name(section.id))
        line.skip()
        for year in source.years:
            line.figure(_part(grant, section, year), held[year].parts[section.id], _moved(section, year, moves))
    line = sheet.line()
    line.skip()
    line.text("Somme des sections", Look.TOTAL)
    line.skip()
    for year in source.years:
        parts = [(_part(grant, section, year), held[year].parts[section.id], 1)
                 for section in members(source.model, grant.id)]
        line.figure(("split", grant.id, year), held[year].whole, sum_of(parts), total=True)
    sheet.gap()


def _part(grant: Grant, section: Section, year: int) -> Key:
    return ("split", grant.id, year, section.id)


def _moves(sheet: Sheet, source: Source, grant: Grant) -> list[tuple[int, SplitMove]]:
    """The virements in force, typed; those of a refused decision change nothing."""
    found = [(decision, move) for decision in source.model.where(SplitDecision, "dgc", grant.id)
             if decision.approval != "refusee" for move in source.model.where(SplitMove, "decision", decision.id)
             if move.cents is not None]
    if found:
        sheet.heads(("", "Décisions modificatives", "Année", "De", "À", "Approbation", "Montant"))
    for decision, move in found:
        line = sheet.line()
        line.skip()
        line.text(decision.number or "décision modificative")
        line.number(decision.year)
        line.text(source.name(move.from_section or ""))
        line.text(source.name(move.to_section or ""))
        line.text(choice(decision, "approval"))
        line.typed(move.at("cents"), move.cents, Form.CENTS)
    return [(decision.year, move) for decision, move in found]


def _moved(section: Section, year: int, moves: Sequence[tuple[int, SplitMove]]) -> Formula:
    signed = [(tuple(move.at("cents")), (move.to_section == section.id) - (move.from_section == section.id))
              for of_year, move in moves if of_year == year]
    return signed_sum([(keys.line(section.id, year, "grant"), 1), *(one for one in signed if one[1])])
