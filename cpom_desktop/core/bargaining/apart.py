"""What separates the two sides on all that is open, counted in one chain and carried from edit to edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..finance.books import ALL, Books
from ..finance.cost import gap_of, in_their_order
from ..finance.grants import Gap as Cost
from ..finance.touched import ALWAYS, Row, Touched, touched
from ..negotiation import Acceptance, Position
from ..records import Cell, Record, Value, fields_of
from .points import Point

__all__ = ["Apart", "Cost"]
SAID = frozenset({Position.kind, Acceptance.kind})
"""Rows that no chain reads: what they say is laid on the cells that they speak of."""


class Apart:
    """The two sides as they stand, each laid on the accord: their chains follow an edit, and are never made again.

    `open` counts the points that wait. `cost` is equal to `cost_of_all` of these points.
    """

    def __init__(self, books: Books) -> None:
        self.open = 0
        self._books = books
        # Books of their own: nobody asks them for a DGC, so none has to follow.
        self._sides = Books(books.model), Books(books.model)
        self._values: dict[Cell, tuple[Value, Value]] = {}
        self._concerned: dict[Cell, tuple[str, ...]] = {}
        self._weights = Counter[str]()
        self._cost: Cost | None = None

    @property
    def cost(self) -> Cost:
        """What the demands cost more than the offers."""
        if self._cost is None:
            concerned = dict.fromkeys((key for key, many in self._weights.items() if many), ALWAYS)
            found = Touched(ALL in concerned, concerned)
            one, other = self._sides
            self._cost = gap_of(self._books, [(section, one.trajectory(section.id), other.trajectory(section.id))
                                              for section in in_their_order(self._books, (found,))])
        return self._cost

    def after(self, books: Books, rows: Iterable[Row], ended: Iterable[Point], begun: Iterable[Point]) -> Apart:
        """After some rows changed, and some points with them: `ended` as they were, `begun` as they are."""
        result = Apart(books)
        result.open, result._values = self.open, dict(self._values)
        result._concerned, result._weights = dict(self._concerned), Counter(self._weights)
        moved = {row for row in rows if row[0] not in SAID}
        for one in ended:
            result.open -= one.open
            if result._values.pop(one.cell, None) is not None:
                result._weights.subtract(result._concerned.pop(one.cell))
                moved.add(one.cell[:2])
        for one in begun:
            result.open += one.open
            if one.open and one.first != one.second:
                result._values[one.cell] = one.first, one.second
                found = touched(books.model, books.model, (one.cell[:2],))
                held = result._concerned[one.cell] = (*found.trajectories, *((ALL,) if found.everything else ()))
                result._weights.update(held)
                moved.add(one.cell[:2])
        first, second = self._sides
        result._sides = result._follow(first, moved, 0), result._follow(second, moved, 1)
        return result

    def _follow(self, side: Books, rows: set[Row], which: int) -> Books:
        """The books of a side, with these rows as they stand now and what that side says of them."""
        if not rows:
            return side
        held = {row: self._books.model.record(*row) for row in rows}
        said = [self._as_said(record, which) for record in held.values() if record is not None]
        gone = [row for row, record in held.items() if record is None]
        return side.after(side.model.replacing(said, gone), rows)

    def _as_said(self, record: Record, which: int) -> Record:
        values: dict[str, Any] = {
            name: self._values[cell][which] for name, info in fields_of(record.kind).items()
            if info.about.negotiable and (cell := record.at(name)) in self._values
        }
        return replace(record, **values) if values else record
