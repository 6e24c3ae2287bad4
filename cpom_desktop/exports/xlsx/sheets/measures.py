"""« Mesures »: what was retained, and what each measure adds in each year of the contract."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.contract import Section
from ....core.finance.figure import Figure, Terms
from ....core.finance.measures import counted
from ....core.finance.records import Measure
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, calculation, signed_sum
from ..grid import Column, Line
from ..source import Source, choice
from . import keys

NAME = "Mesures"
OPENED = "YEAR({1})<>{2}"
BY_MONTHS = "ROUND({0}*(13-MONTH({1}))/12,2)"
BY_DAYS = "ROUND({0}*(DATE({2}+1,1,1)-{1})/(DATE({2}+1,1,1)-DATE({2},1,1)),2)"


def of_terms(terms: Terms, year: int) -> Formula | None:
    """The formula of a line made of measures: each term leads to the amount of one, hence to its effect of the year."""
    return signed_sum((keys.effect(term.cell.row, year), term.factor) for term in terms if term.cell) if terms else None


def add(book: Book, source: Source) -> None:
    """The sheet; none while there is no measure."""
    rows = list(_rows(source))
    if not rows:
        return
    transfers, groups = (any(getattr(row, field) for row in rows) for field in ("from_section", "group"))
    transfers = transfers or any(row.nature == "transfert" for row in rows)
    columns = (Column("Code", 9), Column("Section", 20), Column("Année", 7), Column("Nature", 24),
               Column("Intitulé", 34), Column("Ouverture", 11),
               *([Column("Section d’origine", 20)] if transfers else []),
               *([Column("Groupe indexé", 10)] if groups else []),
               Column("Année pleine", 13), *(Column(f"Effet {year}", 13) for year in source.years))
    note = ("Montants retenus en année pleine. Une mesure ouverte en cours d’année compte au prorata des "
            f"{'jours réels' if _by_days(source) else 'mois'} restants, puis du complément l’année suivante.")
    sheet = book.add(source.sheet(NAME, "Mesures retenues et leur effet par année", columns, note, 2))
    for measure in rows:
        line = sheet.line()
        _described(line, source, measure, transfers=transfers, groups=groups)
        for year in source.years:
            _effect(line, source, measure, year)


def _rows(source: Source) -> Iterator[Measure]:
    for section, _ in source.sections:
        held = source.model.where(Measure, "section", section.id)
        yield from sorted(held, key=lambda row: (row.year, row.order, row.code, row.id))


def _by_days(source: Source) -> bool:
    return source.contract.proration == "jours"


def _described(line: Line, source: Source, measure: Measure, *, transfers: bool, groups: bool) -> None:
    line.text(measure.code)
    line.text(source.name(measure.section))
    line.typed(measure.at("year"), measure.year, Form.INTEGER)
    line.text(choice(measure, "nature"))
    line.text(measure.label)
    line.typed(measure.at("opening"), measure.opening, Form.DAY)
    if transfers:
        line.text(_origin(source, measure), key=("origin", measure.id))
    if groups:
        line.text(choice(measure, "group").split(" — ")[0])
    line.typed(measure.at("cents"), measure.cents, Form.CENTS)


def _origin(source: Source, measure: Measure) -> str:
    if measure.from_section is None:
        return ""
    return source.name(measure.from_section) if source.model.find(Section, measure.from_section) else "hors contrat"


def _effect(line: Line, source: Source, measure: Measure, year: int) -> None:
    if measure.nature == "cnr":
        cents = measure.cents if measure.year == year else None
        held = cents is not None
    else:
        found = counted(measure, year, _by_days(source))
        held, cents = found is not None, found.cents if found else None
    if not held:
        line.skip()
        return
    formula = _formula(measure, year, _by_days(source))
    missing = () if cents is not None else ("ouverture dans l’année de la mesure",)
    line.figure(keys.effect(measure.id, year), Figure(cents, missing, source=measure_terms(measure)), formula)


def measure_terms(measure: Measure) -> Terms:
    """The amount of a measure as the only term: an effect of 0,00 € is no line without effect."""
    return (Figure(measure.cents).term("Année pleine", 1, measure.at("cents")),)


def _formula(measure: Measure, year: int, by_days: bool) -> Formula:
    """Full year, prorata of the year of opening, or the complement of the year after (effet année pleine)."""
    amount, opening, of_year = (tuple(measure.at(field)) for field in ("cents", "opening", "year"))
    if measure.nature == "cnr" or measure.opening is None:
        return calculation("{0}", amount)
    part = BY_DAYS if by_days else BY_MONTHS
    expression = part if year == measure.year else "{0}-" + part
    return calculation(f'IF({OPENED},"incomplet",{expression})', amount, opening, of_year)
