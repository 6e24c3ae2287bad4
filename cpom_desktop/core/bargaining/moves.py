"""The order of moves: who said what after whom, and what has become of each move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from ..changes import Side
from ..model import Model
from ..negotiation import STANDING_STATUSES, Meeting, Position
from ..positions import is_expired, is_pending
from ..records import Cell
from .preconditions import Precondition, open_by_party, reservations

SIDE_RANK = {side.value: rank for rank, side in enumerate(Side)}


class Fate(Enum):
    """What has become of a move, in the word that the tables show."""

    OPEN = "Proposé"
    COUNTER = "Contre-proposé"
    RESERVED = "Réservé"
    TO_ARBITRATE = "À arbitrer"
    EXPIRED = "Échue"
    SUPERSEDED = "Remplacée"
    IN_PRINCIPLE = "Accord de principe"
    ACCEPTED = "Acceptée"
    CLOSED = "Point réglé"
    REFUSED = "Refusée"
    WITHDRAWN = "Retirée"


_BY_STATUS = {
    "propose": Fate.OPEN, "contre-propose": Fate.COUNTER, "reserve": Fate.RESERVED, "a-arbitrer": Fate.TO_ARBITRATE,
    "accord-principe": Fate.IN_PRINCIPLE, "valide": Fate.ACCEPTED, "refuse": Fate.REFUSED, "retire": Fate.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One move in its place: `number` counts the moves of all parties on the cell.

    `under` are the préalables of its party that it is « sous réserve » of.
    """

    number: int
    position: Position
    cell: Cell
    meeting: Meeting | None
    fate: Fate
    under: tuple[Precondition, ...] = ()


def turns_on(model: Model, cell: Cell, today: dt.date | None = None) -> list[Turn]:
    """The moves on one cell, the first one first, withdrawn and refused ones too.

    By day of meeting, then by rank, then manager first. A move made outside a meeting stands where its rank puts it:
    every copy of the contract tells the same order.
    """
    return _turns_on(model, cell, today, open_by_party(model))


def _turns_on(
    model: Model, cell: Cell, today: dt.date | None, asked: Mapping[str, Sequence[Precondition]]
) -> list[Turn]:
    held = model.where(Position, "cell", str(cell))
    days = _days(model, held)
    ordered = sorted(held, key=lambda one: (days[one.id], one.rank, SIDE_RANK[one.party], one.id))
    speaking = sorted((one for one in held if one.status in STANDING_STATUSES), key=lambda one: one.rank)
    last = {one.party: one.rank for one in speaking}
    reserved = reservations(asked, ordered, days)
    return [
        Turn(number, one, cell, model.find(Meeting, one.meeting or ""), _fate(one, last.get(one.party, 0), today),
             reserved.get(one.id, ()))
        for number, one in enumerate(ordered, start=1)
    ]


def turns(model: Model, cells: Iterable[Cell], today: dt.date | None = None) -> list[Turn]:
    """The moves on several cells in one order, each with its number on its own cell."""
    asked = open_by_party(model)
    found = [turn for cell in cells for turn in _turns_on(model, cell, today, asked)]
    days: dict[Cell, str] = {}
    keys = []
    for turn in found:
        # Inside a cell the order is settled: a day never goes back.
        days[turn.cell] = max(days.get(turn.cell, ""), (turn.meeting.day or "") if turn.meeting is not None else "")
        keys.append((days[turn.cell], turn.number))
    return [found[at] for at in sorted(range(len(found)), key=lambda at: (*keys[at], at))]


def _days(model: Model, held: Iterable[Position]) -> dict[str, str]:
    """The day of each move, never before an earlier one of its party; outside a meeting, that of the moves before."""
    result: dict[str, str] = {}
    of_party: dict[str, str] = {}
    latest = ""
    for one in sorted(held, key=lambda one: (one.rank, SIDE_RANK[one.party])):
        meeting = model.find(Meeting, one.meeting or "")
        own = meeting.day if meeting is not None else None
        day = max(latest if own is None else own, of_party.get(one.party, ""))
        result[one.id] = of_party[one.party] = day
        latest = max(latest, day)
    return result


def _fate(position: Position, last_rank: int, today: dt.date | None) -> Fate:
    if is_expired(position, today):
        return Fate.EXPIRED
    if is_pending(position) or position.status == "accord-principe":
        if position.rank < last_rank:
            return Fate.SUPERSEDED
        return _BY_STATUS[position.status]
    if position.settled and position.status not in ("valide", "refuse", "retire"):
        return Fate.SUPERSEDED if position.rank < last_rank else Fate.CLOSED
    return _BY_STATUS[position.status]
