"""« Résultats » and « Affectations »: the four lines of each closed year, what is allocated, to what, what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import count

from ....core.contract import Section
from ....core.finance.allocation import refusals
from ....core.finance.books import Books
from ....core.finance.figure import Figure
from ....core.finance.result_records import ResultAllocation, SectionResult
from ....core.finance.results import Result, accounting_result, closed_years, section_result
from ....core.finance.scope import base_year, is_subsidised
from ....core.model import Model
from ....core.money import format_amount
from ...grid import Align, Column, Content, GridCell, Row, RowKind, status, title
from ...theme import Status
from .cells import Reading, computed
from .kept import KeptReads
from .lines import Made, Values, YearRows, empty_line, entry, folded, group, natural_cell, new_values
from .listing import key_of, next_order, record_cell

NEW_ALLOCATION = "Nouvelle affectation"
CONVENTION = "Ce dispositif subventionné suit sa convention\u00a0: son résultat n’entre dans aucune affectation."
TAKEN_OVER = "Repris des affectations des exercices antérieurs\u202f; une valeur saisie le remplace."
ALLOCATION_COLUMNS = (
    Column("option", "Affectation", align=Align.LEFT, least=272, stretch=True),
    Column("year", "Exercice", align=Align.CENTRE, least=64),
    Column("cents", "Montant", "euros"),
    Column("state", "Règle", align=Align.LEFT, least=104),
    Column("target_year", "Effet", "exercice", Align.CENTRE, least=64),
    Column("target_section", "Bénéficiaire", "section", Align.LEFT, least=96),
    Column("note", "Objet", align=Align.LEFT, least=112),
)
OPEN_AT_FIRST = 4
"""How many sections show their uses when the table is first seen."""
_FIELDS = tuple(column.key for column in ALLOCATION_COLUMNS if column.key != "state")


def result_years(held: Books) -> list[int]:
    """The years that have accounts, a result or an allocation; else the last closed one."""
    model, base = held.model, base_year(held.model)
    found = {year for section, _ in held.sections for year in closed_years(model, section.id)}
    found |= {year for section, _ in held.sections for year, status_ in held.typed_years(section.id) if status_ == "ca"}
    return sorted(found or (set() if base is None else {base - 1}))


def results_content(reading: Reading, held: Books, contract: str, kept: KeptReads[Row]) -> Content:
    """Every section, year by year."""
    years = tuple(result_years(held))
    columns = (Column("title", "Résultat", "euros", Align.LEFT, least=240, stretch=True),
               *(Column(str(year), str(year), "clos") for year in years))
    rows = [kept.get(section.id, (section, name, years), reading, partial(_row, section, name, years, contract))
            for section, name in held.sections]
    return Content("finances/resultats", columns, tuple(rows), folded(rows))


def _row(section: Section, name: str, years: Sequence[int], contract: str, reading: Reading) -> Row:
    made = YearRows(reading, contract, years, f"resultats/{section.id}")
    return (_subsidised if is_subsidised(reading.shown, section) else _tarified)(made, section, name)


def _subsidised(made: YearRows, section: Section, name: str) -> Row:
    figures = [accounting_result(made.reading.shown, section, year, _row_of(made.reading.shown, section, year))
               for year in made.years]

    def rows() -> list[Row]:
        cells = (computed(figure, CONVENTION) for figure in figures)
        return [made.row("accounting-calc", "Résultat comptable, suivi par la convention", cells),
                made.typed(SectionResult, "accounting", section=section.id)]

    return group(made.group, (title(name, tip=CONVENTION), *map(computed, figures)), rows)


def _tarified(made: YearRows, section: Section, name: str) -> Row:
    held = [section_result(made.reading.shown, section.id, year) for year in made.years]
    cells = (title(name), *(computed(one.gap) for one in held))
    return group(made.group, cells, partial(_tarified_rows, made, section, held))


def _tarified_rows(made: YearRows, section: Section, held: Sequence[Result]) -> list[Row]:
    def sums(field: str, label: str, kind: RowKind = RowKind.PLAIN) -> Row:
        return made.row(field if kind is not RowKind.PLAIN else f"{field}-calc", label,
                        (computed(_figure(one, field)) for one in held), kind)

    return [
        sums("accounting", "Résultat comptable"),
        made.typed(SectionResult, "accounting", section=section.id, level=2),
        made.row("earlier", "Résultat antérieur incorporé", (_earlier(made, section, one) for one in held)),
        made.typed(SectionResult, "rejected", section=section.id),
        made.typed(SectionResult, "rejected_reason", section=section.id, level=2),
        made.typed(SectionResult, "not_opposable", section=section.id),
        sums("to_allocate", "À affecter", RowKind.TOTAL),
        sums("allocated", "Affecté"),
        sums("gap", "Reste à affecter", RowKind.GAP),
    ]


def _earlier(made: YearRows, section: Section, held: Result) -> GridCell:
    """Typed; while it is not, what the allocations of earlier years bring."""
    absent = made.absent(SectionResult, held.year, section=section.id)
    cell = natural_cell(made.reading, absent, "earlier")
    if cell.value is not None or held.earlier.cents is None:
        return cell
    return replace(cell, text=format_amount(held.earlier.cents), italic=True, tip=TAKEN_OVER)


def _row_of(model: Model, section: Section, year: int) -> SectionResult | None:
    return next((one for one in model.where(SectionResult, "section", section.id) if one.year == year), None)


def _figure(held: Result, field: str) -> Figure:
    figure: Figure = getattr(held, field)
    return figure


# Affectations


def allocations_content(
    reading: Reading, held: Books, new_id: Callable[[], str], kept: KeptReads[Row | None]
) -> Content:
    """The uses of the results of each section, what the rules say of each, and a line for a new one."""
    last = max(result_years(held), default=2000)
    found = (kept.get(section.id, (section, name, last), reading, partial(_used, section, name, last, new_id))
             for section, name in held.sections)
    rows = [row for row in found if row is not None]
    return Content("finances/affectations", ALLOCATION_COLUMNS, tuple(rows), folded(rows, OPEN_AT_FIRST))


def _used(section: Section, name: str, last: int, new_id: Callable[[], str], reading: Reading) -> Row | None:
    """The group of a section; none for a device that follows its convention and allocates nothing."""
    model, key = reading.shown, f"affectations/{section.id}"
    found = sorted(model.where(ResultAllocation, "section", section.id), key=lambda one: (one.year, one.order, one.id))
    if is_subsidised(model, section) and not found:
        return None
    return group(key, (title(name),), partial(_uses, reading, last, section, found, new_id, key))


def _uses(reading: Reading, last: int, section: Section, found: Sequence[ResultAllocation],
          new_id: Callable[[], str], key: str) -> list[Row]:
    said = _said(reading.shown, section, sorted({one.year for one in found}))
    cells = {field: entry(reading.shown, ResultAllocation, field) for field in _FIELDS}
    return [
        *(Row(key_of(one), tuple(_cell(reading, one, column.key, said) for column in ALLOCATION_COLUMNS), group=key,
              level=1) for one in found),
        empty_line(f"{key}/nouvelle", NEW_ALLOCATION, ALLOCATION_COLUMNS, cells,
                   NewAllocation(reading.shown, section, last, new_id), key),
    ]


class NewAllocation:
    """A new use of the result of the last closed year, unless another one is given."""

    def __init__(self, model: Model, section: Section, last: int, new_id: Callable[[], str]) -> None:
        self._section, self._new_id, self._year = section, new_id, last
        self._ranks: Iterator[int] = count(next_order(model.where(ResultAllocation, "section", section.id)))

    def __call__(self, values: Values) -> Made:
        made = ResultAllocation(id=self._new_id(), section=self._section.id, year=self._year, order=next(self._ranks))
        return new_values(made, values)


def _said(model: Model, section: Section, years: Sequence[int]) -> dict[str, str]:
    """What the rules do not allow, by row."""
    found: dict[str, str] = {}
    for year in years:
        for words, cell in refusals(model, section.id, year):
            found[cell.row] = f"{found[cell.row]} {words}" if cell.row in found else words
    return found


def _cell(reading: Reading, row: ResultAllocation, column: str, said: dict[str, str]) -> GridCell:
    if column != "state":
        return record_cell(reading, row, column)
    if row.cents is None:
        return status(Status.EMPTY)
    if row.id in said:
        return replace(status(Status.TO_CHECK), tip=said[row.id], spoken=said[row.id])
    return status(Status.COMPLIANT)


