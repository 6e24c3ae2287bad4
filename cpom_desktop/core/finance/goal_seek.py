"""Goal seek: the smallest input whose rounded result is the target, or the two inputs that surround it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..contract import Section
from ..model import Model
from ..money import NBSP, format_amount, format_rate
from ..records import Cell, FieldInfo, Form, field_of
from .books import Books
from .figure import Figure
from .records import Measure, SectionBase, YearRate

Point = tuple[int, int]
"""An input (cents, millionths or a whole number) and the result in cents that it gives."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found: `exact` reaches the target; else `below` and `above` are neighbours; else nothing in the bounds.

    `unknown` says what is missing where the result cannot be computed at all.
    """

    target: int
    low: Point | None = None
    high: Point | None = None
    exact: Point | None = None
    below: Point | None = None
    above: Point | None = None
    unknown: tuple[str, ...] = ()

    @property
    def reached(self) -> bool:
        return self.exact is not None


def seek(result: Callable[[int], int], target: int, low: int, high: int) -> Sought:
    """Search the inputs from `low` to `high` of a monotone result, by halves.

    Exact is the smallest input whose result equals the target. Raises ValueError on bounds in the wrong order.
    """
    if low > high:
        raise ValueError(f"bounds {low} to {high}")
    first, last = (low, result(low)), (high, result(high))
    sign = 1 if first[1] <= last[1] else -1
    if sign * first[1] >= sign * target:
        return Sought(target, first, last, first if first[1] == target else None)
    if sign * last[1] < sign * target:
        return Sought(target, first, last)
    below, above = first, last
    while above[0] - below[0] > 1:
        middle = (below[0] + above[0]) // 2
        point = (middle, result(middle))
        below, above = (below, point) if sign * point[1] >= sign * target else (point, above)
    return Sought(target, first, last, above if above[1] == target else None, below, above)


def goal_seek(model: Model, cell: Cell, result: Callable[[Books], Figure], target: int,
              low: int | None = None, high: int | None = None) -> Sought:
    """Search the value of one cell (a rate to 0,0001 %, an amount to the cent) for which a figure is the target.

    The model itself is not changed. Bounds are those of the field unless narrower ones are given. Raises `Refused`
    where the cell does not exist.
    """
    return seek_in(Books(model), cell, result, target, low, high)


def seek_in(books: Books, cell: Cell, result: Callable[[Books], Figure], target: int,
            low: int | None = None, high: int | None = None) -> Sought:
    """The same from books that are there already: each try costs the sections that the cell touches."""
    model = books.model
    model.value(cell)
    bounds = field_of(cell).bounds
    least, most = bounds[0] if low is None else low, bounds[1] if high is None else high
    probe = result(books.after(model.overlaid({cell: least}), [(cell.kind, cell.row)]))
    if probe.cents is None:
        return Sought(target, unknown=probe.missing)
    return seek(lambda value: result(books.after(model.overlaid({cell: value}), [(cell.kind, cell.row)])).known(),
                target, least, most)


def inputs_of(model: Model, sections: Iterable[Section], last_year: int) -> list[Cell]:
    """The typed values that may move the dotation of some sections up to a year: rates, measures, bases."""
    cells: list[Cell] = []
    for section in sections:
        measures = [*model.where(Measure, "section", section.id), *model.where(Measure, "from_section", section.id)]
        rates = model.where(YearRate, "section", section.id)
        cells += [row.at("rate") for row in sorted(rates, key=lambda row: row.year) if row.year <= last_year]
        cells += [row.at("cents") for row in sorted(measures, key=lambda row: (row.year, row.order, row.id))
                  if row.year <= last_year]
        cells += [row.at("cents") for row in model.where(SectionBase, "section", section.id)]
    return list(dict.fromkeys(cells))


def sentence(found: Sought, info: FieldInfo) -> str:
    """The answer in French, for the window and the command line."""
    wanted = format_amount(found.target, unit=True)
    if found.unknown:
        return f"Le résultat ne peut pas être calculé. Il manque{NBSP}: {', '.join(found.unknown)}."
    if found.exact is not None:
        return f"{_shown(info, found.exact[0])} donne exactement {wanted}."
    if found.below is not None and found.above is not None:
        near = " et ".join(f"{_shown(info, value)} donne {format_amount(result, unit=True)}"
                           for value, result in sorted((found.below, found.above)))
        return f"Aucune valeur ne donne exactement {wanted}{NBSP}: {near}."
    assert found.low is not None and found.high is not None, "both ends were computed"
    span = " à ".join(format_amount(point[1], unit=True) for point in (found.low, found.high))
    return (f"Aucune valeur de {_shown(info, found.low[0])} à {_shown(info, found.high[0])} ne donne {wanted}"
            f"{NBSP}: le résultat va de {span}.")


def _shown(info: FieldInfo, value: int) -> str:
    if info.form is Form.RATE:
        return format_rate(value, unit=True)
    return format_amount(value, unit=True) if info.form is Form.CENTS else str(value)
