"""« Résultats »: the result to allocate of each section in four lines, and where it goes (R.314-51, R.314-52)."""

from __future__ import annotations

from ....core.finance.figure import Figure
from ....core.finance.result_records import ResultAllocation, SectionResult
from ....core.finance.results import OPTION_LABELS, Result, closed_years, section_result
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, calculation
from ..grid import Column, Look, Sheet
from ..source import Source, same_as, sum_of, sum_of_terms
from . import keys

NAME = "Résultats"
LINES = (("accounting", "Résultat comptable (produits − charges)"), ("earlier", "Résultat antérieur incorporé"),
         ("rejected", "Dépenses rejetées"), ("not_opposable", "Charges non opposables"))


def add(book: Book, source: Source) -> None:
    """The sheet; none while no result is known."""
    held = [(section, name, closed_years(source.model, section.id)) for section, name in source.sections]
    if not any(years for _, _, years in held):
        return
    columns = (Column("Ligne", 62), Column("Exercice", 10), Column("Effet en", 10), Column("Précision", 44),
               Column("Montant", 16))
    sheet = book.add(source.sheet(NAME, "Résultats et affectation (R. 314-51, R. 314-52)", columns,
                                  "Excédent positif, déficit négatif. Les affectations sont positives.", 1))
    for section, name, years in held:
        for year in years:
            sheet.band(f"{name}, exercice {year}")
            _result(sheet, source, section_result(source.model, section.id, year))


def _key(held: Result, name: str) -> Key:
    return ("result", held.section, held.year, name)


def _result(sheet: Sheet, source: Source, held: Result) -> None:
    rows = source.model.where(SectionResult, "section", held.section)
    row = next((one for one in rows if one.year == held.year), None)
    for name, label in LINES:
        line = sheet.line()
        line.text(label)
        line.number(held.year)
        line.skip()
        line.text(row.rejected_reason if row is not None and name == "rejected" else "")
        figure: Figure = getattr(held, name)
        if name == "accounting" and source.books.budget(held.section, held.year, "ca").begun:
            line.figure(_key(held, name), figure, same_as(keys.budget(held.section, held.year, "ca", "result")))
        elif _is_read(row, name, figure):
            line.figure(_key(held, name), figure, sum_of_terms(figure))
        else:
            line.entered(_key(held, name), getattr(row, name) if row is not None else None, Form.CENTS)
    parts = [(_key(held, name), getattr(held, name), 1) for name, _ in LINES]
    _total(sheet, held, "to_allocate", "Résultat à affecter", sum_of(parts))
    for allocation in held.allocations:
        _allocation(sheet, source, allocation)
    _total(sheet, held, "allocated", "Somme des affectations", sum_of_terms(held.allocated))
    size = calculation("ABS({0})", _key(held, "to_allocate"))
    left = calculation("ABS({0})-{1}", _key(held, "to_allocate"), _key(held, "allocated"))
    _total(sheet, held, "gap", "Reste à affecter", size if held.allocated.idle else left)


def _is_read(row: SectionResult | None, name: str, figure: Figure) -> bool:
    """Whether the earlier result is read from the allocations of earlier years, for want of one that was typed."""
    return name == "earlier" and (row is None or row.earlier is None) and bool(figure.terms)


def _total(sheet: Sheet, held: Result, name: str, label: str, formula: Formula | None) -> None:
    line = sheet.line()
    line.text(label, Look.TOTAL)
    line.column = 4
    line.figure(_key(held, name), getattr(held, name), formula, total=True)


def _allocation(sheet: Sheet, source: Source, row: ResultAllocation) -> None:
    line = sheet.line()
    line.text(f"Affectation\u00a0: {OPTION_LABELS[row.option]}")
    line.number(row.year)
    line.typed(row.at("target_year"), row.target_year, Form.INTEGER)
    target = source.name(row.target_section) if row.target_section else ""
    line.text(" — ".join(filter(None, (row.note, f"vers {target}" if target else ""))))
    line.typed(row.at("cents"), row.cents, Form.CENTS)
