"""Who gave what: how far each side has come from its first position, point by point and in euros over the contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from ..changes import Side
from ..finance.books import Books
from ..finance.cost import cost_between
from ..finance.grants import Gap as Cost
from ..model import Model
from ..negotiation import Position
from ..positions import position_value, standing
from ..problems import Refused
from ..records import Cell, Value, field_of


@dataclass(frozen=True, slots=True)
class Concession:
    """One side on one point: its first value, where it stands now, in how many moves.

    Once the point is settled, or when the side says nothing any more, it stands by what is retained.
    """

    side: Side
    cell: Cell
    first: Value
    now: Value
    moves: int
    settled: bool


def concessions(model: Model, cells: Iterable[Cell], side: Side, today: dt.date | None = None) -> list[Concession]:
    """What a side said first and says now of each cell on which it spoke."""
    found = []
    for cell in cells:
        held = model.where(Position, "cell", str(cell))
        own = sorted((one for one in held if one.party == side.value), key=lambda one: one.rank)
        values = _values(cell, own)
        if not values:
            continue
        settled = any(one.settled for one in held)
        last = None if settled else standing(model, cell, side, today)
        now = model.value(cell) if last is None else position_value(field_of(cell), last.value)
        found.append(Concession(side, cell, values[0], now, len(values), settled))
    return found


def conceded(books: Books, one: Concession) -> Cost | None:
    """What a side gave on a point, in euros: positive when it came towards the other; None when it did not move.

    The manager gives what it asks no more, an authority what it offers more.
    """
    return None if one.first == one.now else conceded_in_all(books, [one])


def conceded_in_all(books: Books, given: Iterable[Concession]) -> Cost:
    """What one side gave on several points since its first position, in one chain."""
    held = [one for one in given if one.first != one.now]
    before, after = {one.cell: one.first for one in held}, {one.cell: one.now for one in held}
    if held and held[0].side is not Side.MANAGER:
        before, after = after, before
    return cost_between(books, before, after)


def _values(cell: Cell, positions: Iterable[Position]) -> list[Value]:
    """The values that can be read; a position received with a text that the field refuses says nothing."""
    found: list[Value] = []
    for one in positions:
        with suppress(Refused):
            found.append(position_value(field_of(cell), one.value))
    return found
