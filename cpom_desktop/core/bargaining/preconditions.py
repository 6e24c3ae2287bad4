"""Préalables: what a party asks first. They block nothing; what it says afterwards is « sous réserve » of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..changes import Side
from ..diagnosis import Item
from ..model import Model
from ..negotiation import Meeting, Position
from ..positions import is_pending, standing
from ..problems import Refused
from ..records import Cell


@dataclass(frozen=True, slots=True)
class Precondition:
    """A préalable of a party: its number never changes, whatever is settled since; `day` is when it was first said."""

    number: int
    party: Side
    cell: Cell
    position: Position
    day: str
    open: bool


def preconditions(model: Model, side: Side) -> list[Precondition]:
    """The préalables of a side by the day of their meeting; one per cell, at the first move that said it."""
    first: dict[str, Position] = {}
    # The few positions that are préalables, whatever the number of the others.
    asked = [one for one in model.where(Position, "precondition", 1) if one.party == side.value]
    for one in sorted(asked, key=lambda one: one.rank):
        if _is_cell(one.cell):
            first.setdefault(one.cell, one)
    ordered = sorted(first.values(), key=lambda one: (_day(model, one), one.cell))
    return [
        Precondition(number, side, cell := Cell.parse(one.cell), one, _day(model, one), _is_open(model, cell, side))
        for number, one in enumerate(ordered, start=1)
    ]


def _is_open(model: Model, cell: Cell, side: Side) -> bool:
    """Whether what the side says last of a cell is a préalable that waits."""
    last = standing(model, cell, side)
    return last is not None and bool(last.precondition) and is_pending(last)


def open_by_party(model: Model) -> dict[str, list[Precondition]]:
    """The préalables of each party that nothing has settled."""
    return {side.value: [asked for asked in preconditions(model, side) if asked.open] for side in Side}


def reservations(
    held: Mapping[str, Sequence[Precondition]], positions: Iterable[Position], days: Mapping[str, str]
) -> dict[str, tuple[Precondition, ...]]:
    """By position, those of its party said before it, among the open ones; `days` gives the day of each position."""
    result: dict[str, tuple[Precondition, ...]] = {}
    for one in positions:
        if not held[one.party] or not is_pending(one):
            continue
        before = tuple(asked for asked in held[one.party]
                       if str(asked.cell) != one.cell and asked.day <= days.get(one.id, asked.day))
        if before:
            result[one.id] = before
    return result


def _is_cell(text: str) -> bool:
    try:
        return Cell.parse(text).kind != Item.kind
    except Refused:
        return False


def _day(model: Model, position: Position) -> str:
    meeting = model.find(Meeting, position.meeting or "")
    return (meeting.day or "") if meeting is not None else ""
