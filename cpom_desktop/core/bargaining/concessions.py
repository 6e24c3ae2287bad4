"""Who gave what: how far each side has come from its first position, point by point and in euros over the contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ..changes import Side
from ..finance.books import Books
from ..finance.cost import cost_between
from ..finance.grants import Gap as Cost
from ..model import Model
from ..negotiation import Position
from ..positions import Move, move_of, standing_among
from ..records import Cell, Value


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


def concessions(model: Model, cells: Iterable[Cell], today: dt.date | None = None) -> dict[Side, list[Concession]]:
    """What each side said first and says now of each of the cells on which it spoke."""
    found: dict[str, list[Concession]] = {side.value: [] for side in Side}
    for cell in cells:
        held = model.where(Position, "cell", str(cell))
        settled, last = any(one.settled for one in held), standing_among(held, today)
        for party, own in _said(held).items():
            stands = None if settled else last.get(party)
            now = model.value(cell) if stands is None else next(one.value for one in own if one.position is stands)
            found[party].append(Concession(Side(party), cell, own[0].value, now, len(own), settled))
    return {side: found[side.value] for side in Side}


def _said(positions: Iterable[Position]) -> dict[str, list[Move]]:
    """The moves of each party in their order; one received with a text that the field refuses says nothing."""
    found: dict[str, list[Move]] = {}
    for one in positions:
        if (move := move_of(one)) is not None:
            found.setdefault(one.party, []).append(move)
    for own in found.values():
        own.sort(key=_rank)
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


def _rank(move: Move) -> int:
    return move.position.rank
