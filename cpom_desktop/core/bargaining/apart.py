"""What separates the two sides on all that is open, counted in one chain and carried from edit to edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..contract import Section
from ..finance.books import ALL, Books, Chain
from ..finance.cost import Pair, by_year, gap_of, in_their_order
from ..finance.grants import Gap as Cost
from ..finance.scope import contract_years
from ..finance.touched import ALWAYS, Row, Touched, touched
from ..model import Model
from ..negotiation import Acceptance, Position
from ..records import Cell, Record, Value, changed_rows, fields_of
from .points import Point

__all__ = ["Apart", "Cost"]
SAID = frozenset({Position.kind, Acceptance.kind})
"""Rows that no chain reads: what they say is laid on the cells that they speak of."""


Begun = Mapping[Cell, tuple[Point, tuple[str, ...]]]
"""Points as they are from now on, each with the sections whose chains it concerns, or `ALL`."""


class _Said(NamedTuple):
    """What the two sides stand by on an open point where they differ, and what its chains are."""

    values: tuple[Value, Value]
    concerned: tuple[str, ...]


def concerned_by(model: Model, cell: Cell) -> tuple[str, ...]:
    """What a point concerns; it is decided by its own row, and by the rows that decide which sections there are."""
    found = touched(model, model, (cell[:2],))
    return (*found.trajectories, ALL) if found.everything else tuple(found.trajectories)


def sections_of(books: Books, concerned: Iterable[str]) -> list[Section]:
    """The sections that some points concern, in the order of the contract."""
    keys = dict.fromkeys(concerned, ALWAYS)
    return in_their_order(books, (Touched(ALL in keys, keys),))


class Sums:
    """What some chains cost more than others by year; `after` counts the sections whose chains are others, alone."""

    def __init__(self, years: int) -> None:
        self._cents, self._unknown = [0] * years, [0] * years
        self._held: dict[str, tuple[Chain, Chain]] = {}

    @property
    def years(self) -> list[int | None]:
        """The sum of each year; None where one of its terms is unknown."""
        return [None if unknown else cents for cents, unknown in zip(self._cents, self._unknown, strict=True)]

    def after(self, pairs: Sequence[Pair]) -> Sums:
        """The same of these chains."""
        result = Sums(0)
        result._cents, result._unknown = list(self._cents), list(self._unknown)
        result._held = {section.id: (one, other) for section, one, other in pairs}
        gone = dict(self._held)
        for section, (one, other) in result._held.items():
            before = gone.get(section)
            if before is not None and before[0] is one and before[1] is other:
                del gone[section]
            else:
                result._count(one, other, 1)
        for one, other in gone.values():
            result._count(one, other, -1)
        return result

    def _count(self, one: Chain, other: Chain, sign: int) -> None:
        for index, cents in enumerate(by_year(one, other)):
            if cents is None:
                self._unknown[index] += sign
            else:
                self._cents[index] += sign * cents


class Apart:
    """The two sides as they stand, each laid on the accord: their chains follow an edit, and are never made again.

    `open` counts the points that wait. `cost` is equal to `cost_of_all` of these points.
    """

    def __init__(self, books: Books) -> None:
        self.open = 0
        self._books = books
        # Books of their own: nobody asks them for a DGC, so none has to follow.
        self._sides = Books(books.model), Books(books.model)
        self._said: dict[Cell, _Said] = {}
        self._weights = Counter[str]()
        self._sums = Sums(len(contract_years(books.model)))
        self._cost: Cost | None = None

    @classmethod
    def of(cls, books: Books, points: Begun) -> Apart:
        """Of all the points of a contract, made at once."""
        result = cls(books)
        result._begin(points)
        first, second = ({cell: said.values[which] for cell, said in result._said.items()} for which in (0, 1))
        result._sides = (Books(books.model.overlaid(first, are_checked=True)),
                         Books(books.model.overlaid(second, are_checked=True)))
        return result

    @property
    def cost(self) -> Cost:
        """What the demands cost more than the offers."""
        if self._cost is None:
            one, other = self._sides
            pairs = [(section, one.trajectory(section.id), other.trajectory(section.id))
                     for section in sections_of(self._books, (key for key, many in self._weights.items() if many))]
            self._sums = self._sums.after(pairs)
            self._cost = gap_of(self._books, pairs, self._sums.years)
        return self._cost

    def after(self, books: Books, rows: Iterable[Row], ended: Iterable[Point], begun: Begun) -> Apart:
        """After some rows changed, and some points with them: `ended` as they were, `begun` as they are."""
        result = Apart(books)
        result.open, result._sums = self.open, self._sums
        result._said, result._weights = dict(self._said), Counter(self._weights)
        moved = {row for row in rows if row[0] not in SAID}
        for one in ended:
            result.open -= one.open
            if (said := result._said.pop(one.cell, None)) is not None:
                result._weights.subtract(said.concerned)
                moved.add(one.cell[:2])
        moved.update(cell[:2] for cell in result._begin(begun))
        first, second = self._sides
        result._sides = result._follow(first, moved, 0), result._follow(second, moved, 1)
        return result

    def _begin(self, points: Begun) -> list[Cell]:
        """Count some points in; the cells of those on which the sides differ."""
        differing = list[Cell]()
        for cell, (one, concerned) in points.items():
            self.open += one.open
            if one.open and (values := (one.first, one.second))[0] != values[1]:
                self._said[cell] = _Said(values, concerned)
                self._weights.update(concerned)
                differing.append(cell)
        return differing

    def _follow(self, side: Books, rows: set[Row], which: int) -> Books:
        """The books of a side, with these rows as they stand now and what that side says of them."""
        if not rows:
            return side
        held = {row: self._books.model.record(*row) for row in rows}
        said = changed_rows((record, self._values_of(record, which)) for record in held.values() if record is not None)
        gone = [row for row, record in held.items() if record is None]
        return side.after(side.model.replacing(said, gone), rows)

    def _values_of(self, record: Record, which: int) -> dict[str, Value]:
        cells = (record.at(name) for name, info in fields_of(record.kind).items() if info.about.negotiable)
        return {cell.field: self._said[cell].values[which] for cell in cells if cell in self._said}
