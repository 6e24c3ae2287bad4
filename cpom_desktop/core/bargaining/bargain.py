"""Every point of a negotiation by group, and what separates the sides on all that is open, carried from edit to edit.

`Bargain` is never changed: `after` gives that of another model, and costs the rows that differ between both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from ..contract import Authority, Contract, Esms, Grant, Section
from ..diagnosis import Item
from ..finance.books import Books
from ..finance.records import AccountLine, Measure, YearRate
from ..finance.touched import Row
from ..negotiation import Acceptance, Position
from ..records import Cell, fields_of
from .apart import Apart, Begun, Cost, concerned_by, sections_of
from .points import Point, bargained, group_of, heading, headings, order_inside, point

STRUCTURE = frozenset({Contract.kind, Grant.kind, Section.kind, Esms.kind, Authority.kind})
"""Rows that decide which groups there are, in which order, and who answers in them: all is made again."""
UNNAMED = frozenset({Acceptance.kind, AccountLine.kind, Measure.kind, Position.kind, YearRate.kind})
"""Rows that no point of a theme is named after."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The points of a section or of a theme: the same object as long as nothing that they show has changed.

    `sections` are those whose dotations its points concern.
    """

    key: str
    name: str
    points: tuple[Point, ...]
    sections: tuple[str, ...]


class Bargain:
    """The points of one model on one day; every measure is a point, spoken of or not."""

    _apart: Apart

    def __init__(self, books: Books, today: dt.date) -> None:
        self.books, self.today = books, today
        self._order = headings(books.model)
        self._points: dict[Cell, Point] = {}
        self._members: dict[str, frozenset[Cell]] = {}
        self._held: dict[str, Group] = {}

    @classmethod
    def of(cls, books: Books, today: dt.date) -> Bargain:
        """All of them, made at once."""
        result, model = cls(books, today), books.model
        spoken = (bargained(text) for text in {one.cell for one in model.all(Position)})
        measures = (one.at("cents") for one in model.all(Measure))
        _, begun = result._move({*measures, *(cell for cell in spoken if cell is not None)})
        result._apart = Apart.of(books, begun)
        return result

    def after(self, books: Books, today: dt.date) -> Bargain:
        """Those of the model of other books; what did not change stays the same object."""
        if books is self.books and today == self.today:
            return self
        rows = books.model.differing(self.books.model)
        if today != self.today or any(kind in STRUCTURE for kind, _ in rows):
            return Bargain.of(books, today)
        result = Bargain.__new__(Bargain)
        result.books, result.today, result._order = books, today, self._order
        result._points, result._members, result._held = dict(self._points), dict(self._members), dict(self._held)
        named = result._themes() if any(kind not in UNNAMED for kind, _ in rows) else ()
        ended, begun = result._move({*self._spoken_in(rows), *result._spoken_in(rows), *named})
        result._apart = self._apart.after(books, rows, ended, begun)
        return result

    @property
    def groups(self) -> list[Group]:
        """The groups that hold a point, in the order of the contract."""
        return [self._held[key] for key in self._order if key in self._held]

    @property
    def points(self) -> Mapping[Cell, Point]:
        """Each point by its cell."""
        return self._points

    @property
    def open(self) -> int:
        """How many points wait for an answer."""
        return self._apart.open

    @property
    def cost(self) -> Cost:
        """What separates the sides on all that is open, counted together in one chain."""
        return self._apart.cost

    def _spoken_in(self, rows: Iterable[Row]) -> Iterator[Cell]:
        """The cells of these rows over which sides may bargain, and those that the positions among them speak of."""
        for kind, row in rows:
            position = self.books.model.find(Position, row) if kind == Position.kind else None
            cell = bargained(position.cell) if position is not None else None
            if cell is not None:
                yield cell
            if kind != Item.kind:
                yield from (Cell(kind, row, name) for name, info in fields_of(kind).items() if info.about.negotiable)

    def _themes(self) -> Iterator[Cell]:
        """The points that no section holds."""
        for key, held in self._members.items():
            if self.books.model.find(Section, key) is None:
                yield from held

    def _move(self, cells: Set[Cell]) -> tuple[list[Point], Begun]:
        """Look at these cells again, and make their groups again: the points that were there, and those that are."""
        model = self.books.model
        ended = [old for cell in cells if (old := self._points.pop(cell, None)) is not None]
        begun = {cell: (point(model, cell, self.today), concerned_by(model, cell))
                 for cell in cells if self._is_point(cell)}
        members = {key: set(held - cells) for key, held in self._members.items() if not held.isdisjoint(cells)}
        for cell, (one, _) in begun.items():
            self._points[cell] = one
            key = group_of(model, cell)
            members.setdefault(key, set(self._members.get(key, ()))).add(cell)
        for key, held in members.items():
            self._regroup(key, held, begun)
        return ended, begun

    def _is_point(self, cell: Cell) -> bool:
        model = self.books.model
        record = model.record(cell.kind, cell.row)
        if isinstance(record, Measure) and model.find(Section, record.section) is not None:
            return True
        return record is not None and bool(model.where(Position, "cell", str(cell)))

    def _regroup(self, key: str, cells: set[Cell], begun: Begun) -> None:
        if not cells:
            self._members.pop(key, None)
            self._held.pop(key, None)
            return
        model = self.books.model
        self._members[key] = frozenset(cells)
        ordered = order_inside(model, cells)
        concerned = (section for cell in cells
                     for section in (begun[cell][1] if cell in begun else concerned_by(model, cell)))
        sections = tuple(section.id for section in sections_of(self.books, concerned))
        points = tuple(self._points[cell] for cell in ordered)
        self._held[key] = Group(key, heading(model, ordered[0])[1], points, sections)

