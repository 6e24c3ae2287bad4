"""« Périmètre »: the sections with what sums on conditions read, and the capacity of each ESMS by year."""

from __future__ import annotations

from ....core.contract import Esms
from ....core.finance.activity_records import ActivityYear
from ....core.finance.capacity import Capacity, capacity, transformations
from ....core.finance.scope import base_year
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, signed_sum
from ..grid import Column, Sheet
from ..source import SUBSIDISED, Source, choice
from . import keys

NAME = "Périmètre"


def capacity_years(source: Source) -> list[int]:
    """The base year, those of the contract, those of the activity with the year before each."""
    first = base_year(source.model)
    active = {year for row in source.model.all(ActivityYear) for year in (row.year - 1, row.year)}
    return sorted({*([] if first is None else [first]), *source.years, *active})


def add(book: Book, source: Source) -> None:
    """The sheet."""
    years = capacity_years(source)
    columns = (Column("Code", 10), Column("Établissement ou section", 38), Column("Nature", 24),
               Column("DGC ou date d’effet", 20), Column("Places", 10), *(Column(str(year), 10) for year in years))
    sheet = book.add(source.sheet(NAME, "Périmètre et capacités", columns, "Capacités au 31 décembre.", 2))
    sheet.band("Sections tarifaires")
    names = {grant.id: grant.name or "DGC sans nom" for grant in source.grants}
    for section, name in source.sections:
        line = sheet.line()
        line.text(section.code)
        line.text(name)
        line.text(choice(section, "section_kind"))
        subsidised = source.regime(section) == SUBSIDISED
        line.text(names.get(section.dgc or "", "hors DGC, subvention" if subsidised else "hors DGC"))
    sheet.gap()
    sheet.band("Capacités")
    for esms in sorted(source.model.all(Esms), key=lambda row: (row.order, row.code, row.name)):
        _capacity(sheet, source, esms, years)


def _capacity(sheet: Sheet, source: Source, esms: Esms, years: list[int]) -> None:
    for row in transformations(source.model, esms.id):
        line = sheet.line()
        line.text(row.code)
        line.text(f"{esms.name}\u00a0: transformation")
        line.text("places créées ou fermées")
        line.typed(row.at("effective"), row.effective, Form.DAY)
        line.typed(row.at("places"), row.places, Form.INTEGER)
    line = sheet.line()
    line.text(esms.code)
    line.text(esms.name)
    line.text("capacité")
    line.text("initiale")
    line.typed(esms.at("capacity"), esms.capacity, Form.INTEGER)
    for year in years:
        held = capacity(source.model, esms.id, year)
        line.computed(keys.places(esms.id, year), held.places, "places", _formula(source, esms, held), held.missing)


def _formula(source: Source, esms: Esms, held: Capacity) -> Formula:
    """The initial capacity and the transformations in force; one without date leaves every year unknown."""
    undated = (tuple(row.at("effective")) for row in transformations(source.model, esms.id) if row.effective is None)
    return signed_sum((tuple(term.cell), 1) for term in held.terms if term.cell).needing(*undated)
