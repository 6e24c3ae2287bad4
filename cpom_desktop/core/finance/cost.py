"""What a value costs more than another over the life of the contract, counted by its chain (TC-POS-1, TC-POS-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..contract import Section
from ..records import Cell, Value
from .books import Books
from .figure import Figure, Part, total
from .grants import Gap
from .scope import contract_years, ordered_sections
from .touched import touched

NOTHING_SAID: Mapping[Cell, Value] = {}


def cost_of(books: Books, cell: Cell, value: Value) -> Gap:
    """What a value of one cell would add to the dotations. Raises `Refused` where the cell does not exist."""
    return cost_between(books, {cell: value})


def cost_between(books: Books, first: Mapping[Cell, Value], second: Mapping[Cell, Value] = NOTHING_SAID) -> Gap:
    """What some values cost more than others, year by year and over the contract; both are laid on the same books.

    A cell that one of them leaves out keeps there the value of the books. Every section concerned is counted, in a DGC
    or not; the reference is the dotation of the DGCs that they belong to, or of the sections that have none. Several
    cells are counted together: an amount asked grows with a rate asked, so a sum of costs is no cost of the sum.
    """
    rows = {(cell.kind, cell.row) for cell in (*first, *second)}
    one, other = (_laid(books, values, rows) for values in (first, second))
    sections = _concerned(books, (one, other), rows)
    years = [
        (year, _of_year(one, other, sections, index))
        for index, year in enumerate(contract_years(books.model) if sections else ())
    ]
    whole = total((Part(str(year), figure) for year, figure in years), "Somme des années")
    references = _references(books, sections)
    reference = total((Part(str(year), figure) for year, figure in references), "Dotations du contrat")
    return Gap(tuple(years), whole, reference, references, all(section.dgc is not None for section in sections))


def _laid(books: Books, values: Mapping[Cell, Value], rows: set[tuple[str, str]]) -> Books:
    return books.after(books.model.overlaid(values), rows) if values else books


def _concerned(books: Books, laid: Sequence[Books], rows: set[tuple[str, str]]) -> list[Section]:
    found = [touched(books.model, one.model, rows) for one in laid]
    if any(one.everything for one in found):
        return ordered_sections(books.model)
    wanted = {section for one in found for section in one.trajectories}
    return [section for section in ordered_sections(books.model) if section.id in wanted] if wanted else []


def _of_year(one: Books, other: Books, sections: Sequence[Section], index: int) -> Figure:
    parts = [
        Part(section.code, laid.trajectory(section.id)[index].grant, sign)
        for section in sections
        for laid, sign in ((one, 1), (other, -1))
    ]
    return total(parts, "Dotation avec la position − dotation sans elle")


def _references(books: Books, sections: Sequence[Section]) -> tuple[tuple[int, Figure], ...]:
    """By year, the dotation of the DGCs concerned and of the sections outside any DGC."""
    grants = [(key, books.grant(key)) for key in dict.fromkeys(one.dgc for one in sections if one.dgc is not None)]
    alone = [(section.code, books.trajectory(section.id)) for section in sections if section.dgc is None]
    result = []
    for index, year in enumerate(contract_years(books.model) if sections else ()):
        parts = [Part(key, chain[index].grant) for key, chain in grants]
        parts += [Part(code, own[index].grant) for code, own in alone]
        result.append((year, total(parts, "Dotations concernées")))
    return tuple(result)
