"""« Valeur à atteindre » on a computed cell: which figure it is, in any books, and what may be varied to move it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....core.contract import Grant, Section
from ....core.finance.books import Books
from ....core.finance.figure import Figure
from ....core.finance.goal_seek import inputs_of
from ....core.finance.grants import members, over_years
from ....core.finance.records import Measure
from ....core.finance.scope import contract_years, section_name
from ....core.finance.trajectory import LINE_LABELS, LINES
from ....core.model import Model
from ....core.records import Cell

if TYPE_CHECKING:
    from .views import Selection

WHOLE = "whole"
CARRIED = ("opening", "base")
"""Lines that do not add up over the years."""
MADE_BY = {"rebasing": "rebasage", "new_measures": "nouvelle", "savings": "economie", "transfers": "transfert",
           "cnr": "cnr"}
"""Lines that measures of one nature make by themselves: neither rate nor base moves them."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A computed figure: its name, how any books give it, the typed cells that may move it."""

    name: str
    figure: Callable[[Books], Figure]
    inputs: tuple[Cell, ...]


def goal_of(model: Model, at: Selection, view: str) -> Goal | None:
    """The figure of the active cell in the table of the trajectory; None where it is typed, or of another view."""
    kind, _, rest = at.row.partition("/")
    key, _, line = rest.partition("/")
    years = contract_years(model)
    if at.cell is None or at.cell.address is not None or not years or (at.year is None and at.column != WHOLE):
        return None
    last = at.year or years[-1]
    span = str(at.year) if at.year is not None else f"{years[0]}–{years[-1]}"
    if kind == "dgc" and line == view and (grant := model.find(Grant, key)) is not None:
        figure = _of(lambda books: books.grant(key), "grant", at.year)
        return Goal(f"{grant.name or 'DGC'}, {span}", figure, tuple(inputs_of(model, members(model, key), last)))
    section = model.find(Section, key) if kind == "section" else None
    line = line or "grant"
    if section is None or line not in LINES or (at.year is None and line in CARRIED):
        return None
    name = f"{LINE_LABELS[line]}, {section_name(model, section)}, {span}"
    inputs = tuple(cell for cell in inputs_of(model, [section], last) if _moves(model, cell, line))
    return Goal(name, _of(lambda books: books.trajectory(key), line, at.year), inputs) if inputs else None


def _moves(model: Model, cell: Cell, line: str) -> bool:
    """Whether a typed value may move a line of its section."""
    nature = MADE_BY.get(line)
    return nature is None or ((row := model.find(Measure, cell.row)) is not None and row.nature == nature)


def _of(chain: Callable[[Books], object], line: str, year: int | None) -> Callable[[Books], Figure]:
    def figure(books: Books) -> Figure:
        rows = chain(books)
        assert isinstance(rows, (list, tuple)), "a chain is a sequence of years"
        if year is None:
            return over_years(rows, line)
        row = next(one for one in rows if one.year == year)
        found: Figure = row.lines[line] if hasattr(row, "lines") else getattr(row, line)
        return found

    return figure
