"""« Activité »: days of each section, occupancy, and the abatement that its clause allows (R.314-43-2)."""

from __future__ import annotations

from ....core.contract import Section
from ....core.finance.activity import abatement, occupancy
from ....core.finance.activity_records import ActivityYear, ModulationClause
from ....core.finance.capacity import theoretical_units, transformations
from ....core.objectives import IndicatorYear
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, calculation
from ..grid import Column, Line
from ..source import Source
from . import keys

NAME = "Activité"


def add(book: Book, source: Source) -> None:
    """The sheet; none while no activity was typed."""
    if not source.model.all(ActivityYear):
        return
    columns = (Column("Section", 34), Column("Année", 8), Column("Unité", 14), Column("Unités par place", 10),
               Column("Prévu", 12), Column("Réalisé", 12), Column("À la charge du financeur", 14),
               Column("Théorique", 12),
               Column("Taux d’occupation", 12), Column("Objectif", 11), Column("Abattement possible", 16))
    note = "Théorique\u00a0: places × jours d’ouverture. Abattement\u00a0: moitié de l’écart à l’objectif."
    sheet = book.add(source.sheet(NAME, "Activité et modulation (R. 314-43-2)", columns, note, 2))
    for section, _ in source.sections:
        rows = source.model.where(ActivityYear, "section", section.id)
        for row in sorted(rows, key=lambda one: one.year):
            _row(sheet.line(), source, section, row)


def key(section: Section, year: int, name: str) -> Key:
    """A computed number of a section in a year."""
    return ("activity", section.id, year, name)


def _row(line: Line, source: Source, section: Section, row: ActivityYear) -> None:
    line.text(source.name(section.id))
    line.number(row.year)
    line.text(row.unit)
    for field, form in (("per_place", Form.INTEGER), ("planned", Form.DECIMAL), ("realised", Form.DECIMAL),
                        ("days_paid", Form.INTEGER)):
        line.typed(row.at(field), getattr(row, field), form)
    units = theoretical_units(source.model, section.esms, row.year, row.per_place)
    line.computed(key(section, row.year, "units"), units, "places", _units(source, section, row))
    realised, whole = tuple(row.at("realised")), key(section, row.year, "units")
    quotient = Formula('IF(COUNT({1})<1,"incomplet",IF({1}=0,"n.s.",ROUND({0}/{1},3)))', (realised, whole), (realised,))
    line.ratio(key(section, row.year, "occupancy"), occupancy(source.model, section.id, row.year), quotient)
    _abatement(line, source, section, row)


def _units(source: Source, section: Section, row: ActivityYear) -> Formula:
    """Places × days of the year; those of a transformation count from its own day."""
    year, esms = row.year, section.esms
    before, after = keys.places(esms, year - 1), keys.places(esms, year)
    if row.per_place is not None:
        return calculation("{0}*{1}", after, tuple(row.at("per_place"))).needing(before)
    read: list[Key] = [before, after]
    text = f"{{0}}*(DATE({year}+1,1,1)-DATE({year},1,1))"
    for one in transformations(source.model, esms):
        if one.effective is not None and int(one.effective[:4]) == year:
            text += f"+{{{len(read)}}}*(DATE({year}+1,1,1)-{{{len(read) + 1}}})"
            read += [tuple(one.at("places")), tuple(one.at("effective"))]
    return calculation(text, *read)


def _abatement(line: Line, source: Source, section: Section, row: ActivityYear) -> None:
    clause = next(iter(source.model.where(ModulationClause, "section", section.id)), None)
    chain = {one.year: one for one in source.books.trajectory(section.id)}
    objective = _objective(line, source, section, row, clause)
    if clause is None or row.year not in chain:
        return
    held = abatement(source.model, section.id, row.year, chain[row.year].grant)
    assert held is not None, "a clause gives an abatement"
    rate = "MAX(0,{3}-{1}/{2})/2" if clause.reading == "points" else "IF({3}=0,0,MAX(0,{3}-{1}/{2})/{3}/2)"
    grant, units = keys.line(section.id, row.year, "grant"), key(section, row.year, "units")
    read = (grant, tuple(row.at("realised")), units, objective)
    text = f'IF({{2}}=0,"incomplet",ROUND({{0}}*{rate},2))'
    line.figure(key(section, row.year, "abatement"), held.amount, calculation(text, *read))


def _objective(line: Line, source: Source, section: Section, row: ActivityYear, clause: ModulationClause | None) -> Key:
    """The objective of the year as a fraction: the target of the indicator of the clause, else the one typed."""
    if clause is None or clause.indicator is None:
        line.typed(row.at("objective"), row.objective, Form.RATE)
        return tuple(row.at("objective"))
    rows = source.model.where(IndicatorYear, "indicator", clause.indicator)
    target = next((one.target for one in rows if one.year == row.year), None)
    line.entered(key(section, row.year, "objective"), target, Form.DECIMAL)
    return key(section, row.year, "objective")
