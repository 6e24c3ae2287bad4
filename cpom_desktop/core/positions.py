"""The moves of a negotiation: what each side asks or offers on a cell, and which of it still stands.

A position is one row per move. `today`, when given, takes an offer past its validity for what it is: échue, no offer.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, cast

from .changes import Side
from .contract import Authority, Section
from .diagnosis import Item
from .model import Model
from .negotiation import OPEN_STATUSES, STANDING_STATUSES, Acceptance, Position
from .periods import as_date
from .problems import Reason, Refused
from .records import INTEGERS, Cell, FieldInfo, Form, Value, canonical_number, field_of, fields_of

CONTESTED = "contestee"
_INTEGER = re.compile(r"-?[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Gap:
    """What is asked and what is offered on one cell; `difference` is None where the values are no figures.

    `open` until the point is settled: an accord de principe still shows « écart ouvert ».
    """

    asked: Value
    offered: Value
    difference: Value
    open: bool


def position_value(info: FieldInfo, text: str | None) -> Value:
    """The value of a field that a position's text stands for; raises `Refused` on what the field would refuse."""
    if text is None:
        return None
    if info.form not in INTEGERS:
        return info.check(text)
    if not _INTEGER.fullmatch(text):
        raise Refused(Reason.BAD_VALUE, info.label, detail="un nombre entier est attendu")
    return info.check(int(text))


def position_text(value: Value) -> str | None:
    """The text that a position holds for a value."""
    return None if value is None else str(value)


def positions_on(model: Model, cell: Cell) -> list[Position]:
    """Every move on a cell, withdrawn and refused ones too, by party then rank."""
    return sorted(model.where(Position, "cell", str(cell)), key=lambda one: (one.party, one.rank))


def is_expired(position: Position, today: dt.date | None) -> bool:
    """« Échue »: past its validity while the point is open. What was accepted in time does not lapse afterwards."""
    if today is None or position.valid_until is None:
        return False
    limit = as_date(position.valid_until)
    return limit is not None and limit < today and is_pending(position)


def lapsed(model: Model, cell: Cell, side: Side, today: dt.date | None) -> Position | None:
    """The last move of a side, where it is échue and nothing else of that side stands."""
    moves = (one for one in model.where(Position, "cell", str(cell)) if one.party == side.value)
    gone = (one for one in moves if is_expired(one, today) and move_of(one))
    last = max(gone, key=lambda one: one.rank, default=None)
    return last if last is not None and standing(model, cell, side, today) is None else None


def is_pending(position: Position) -> bool:
    """Whether the status waits for an answer on a point that is not settled."""
    return position.status in OPEN_STATUSES and not position.settled


def standing(model: Model, cell: Cell, side: Side, today: dt.date | None = None) -> Position | None:
    """The latest move of a side that still says something: neither refused, withdrawn, échue, nor unreadable."""
    return standing_among(model.where(Position, "cell", str(cell)), today).get(side.value)


def standing_among(moves: Iterable[Position], today: dt.date | None = None) -> dict[str, Position]:
    """The same of each party among the moves on one cell; a party that says nothing any more is left out."""
    last: dict[str, Position] = {}
    for one in moves:
        before = last.get(one.party)
        if before is None or one.rank > before.rank:
            if _speaks(one, today) and _meaning(one.cell, one.value) is not None:
                last[one.party] = one
    return last


def open_positions(model: Model, today: dt.date | None = None) -> list[Position]:
    """What still waits for an answer: per cell and party the move that stands, pending. Échues are not counted.

    What the sides say of an item of the diagnosis is no offer: its own status tells whether it is settled.
    """
    moves = latest_moves(model, today)
    return [move.position for move in moves if is_pending(move.position) and move.cell.kind != Item.kind]


def unreadable(model: Model) -> list[Position]:
    """Positions received on a cell that does not exist or with a value that it refuses: they say nothing, but exist."""
    return [one for one in model.all(Position)
            if (move := move_of(one)) is None or model.record(*move.cell[:2]) is None]


def gap(model: Model, cell: Cell, against: Side = Side.AUTHORITY, today: dt.date | None = None) -> Gap | None:
    """Asked by the manager − offered by an authority; None unless both have a standing position."""
    return apart(cell, standing(model, cell, Side.MANAGER, today), standing(model, cell, against, today))


def apart(cell: Cell, asked: Position | None, offered: Position | None) -> Gap | None:
    """The gap between two moves that stand on one cell; None where one of them does not."""
    if asked is None or offered is None:
        return None
    info = field_of(cell)
    left, right = position_value(info, asked.value), position_value(info, offered.value)
    return Gap(left, right, field_difference(info, left, right), not (asked.settled and offered.settled))


def linked(model: Model, positions: Collection[Position]) -> list[Position]:
    """The positions and those of the same packages that still stand: they share one fate."""
    found = {one.id: one for one in positions}
    for package in {one.package for one in positions if one.package}:
        for one in members_of(model, package):
            if one.status in STANDING_STATUSES and not one.settled:
                found.setdefault(one.id, one)
    return list(found.values())


def members_of(model: Model, package: str) -> list[Position]:
    """The positions of a package, without those that their party replaced inside it by a later move.

    A move replaced outside the package stays a member: the package is then broken, and cannot be accepted as it was.
    """
    held = model.where(Position, "package", package)
    last: dict[tuple[str, str], int] = {}
    for one in held:
        if one.status in STANDING_STATUSES:
            last[one.cell, one.party] = max(one.rank, last.get((one.cell, one.party), 0))
    return [one for one in held if one.rank >= last.get((one.cell, one.party), 0)]


def open_preconditions(model: Model, side: Side) -> list[Position]:
    """Préalables of a side not settled: every other position of it is « sous réserve » of them."""
    moves = latest_moves(model, None, side)
    return [move.position for move in moves if move.position.precondition and is_pending(move.position)]


def concerned(model: Model, cell: Cell) -> frozenset[Side]:
    """Who must agree for the retained value to change: the manager, the authority of the section, and who spoke."""
    spoke = map(Side, standing_among(model.where(Position, "cell", str(cell))))
    return frozenset({Side.MANAGER, authority_for(model, cell), *spoke})


def authority_for(model: Model, cell: Cell) -> Side:
    """The authority that offers on a cell: that of its section; the first one where it belongs to no section."""
    section = section_of(model, cell)
    found = model.find(Authority, section.authority or "") if section is not None else None
    return Side.AUTHORITY if found is None else Side(found.side)


def is_contested(position: Position) -> bool:
    """Whether the party for whom it was typed says that it is not its position."""
    return position.confirmed == CONTESTED


def agreeing(model: Model, position: Position) -> set[Side]:
    """Who says yes to a position: its party, those who accepted it, and those who say the same.

    A party that contests what was typed for it says no such thing.
    """
    parties = {one.party for one in model.where(Acceptance, "position", position.id)}
    held = standing_among(model.where(Position, "cell", position.cell))
    parties.update(party for party, own in held.items() if own.value == position.value and not is_contested(own))
    if not is_contested(position):
        parties.add(position.party)
    return set(map(Side, parties))


def field_difference(info: FieldInfo, left: Value, right: Value) -> Value:
    """One value of a field minus another, as that field writes it; None where they are no figures."""
    if isinstance(left, int) and isinstance(right, int) and info.form is not Form.FLAG:
        return left - right
    if info.form is Form.DECIMAL and isinstance(left, str) and isinstance(right, str):
        return canonical_number(Decimal(left) - Decimal(right))
    return None


class Move(NamedTuple):
    """A position that stands, with the cell and the value that its texts stand for."""

    cell: Cell
    value: Value
    position: Position


def move_of(position: Position) -> Move | None:
    """What a position says; None where its texts stand for nothing."""
    meaning = _meaning(position.cell, position.value)
    return None if meaning is None else Move(*meaning, position)


def latest_moves(model: Model, today: dt.date | None, only: Side | None = None) -> list[Move]:
    """Per cell and party, the move that stands; of one side only if asked."""
    latest: dict[tuple[str, str], Move] = {}
    party = None if only is None else only.value
    for one in model.all(Position):
        if party is not None and one.party != party:
            continue
        before = latest.get(key := (one.cell, one.party))
        if (before is None or before.position.rank < one.rank) and _speaks(one, today):
            if (meaning := _meaning(one.cell, one.value)) is not None:
                latest[key] = Move(*meaning, one)
    return list(latest.values())


def _speaks(position: Position, today: dt.date | None) -> bool:
    return position.status in STANDING_STATUSES and not is_expired(position, today)


@lru_cache(maxsize=20_000)
def _meaning(address: str, text: str | None) -> tuple[Cell, Value] | None:
    """The cell and the value that texts stand for, None where they say nothing.

    Remembered: each view and each edit reads every position again, and nothing but the two texts decides.
    """
    try:
        cell = Cell.parse(address)
        info = field_of(cell)
        return (cell, position_value(info, text)) if info.about.negotiable else None
    except Refused:
        return None


def section_of(model: Model, cell: Cell) -> Section | None:
    """The section that a cell belongs to; None for what concerns the whole contract, and for a row that is gone."""
    record = model.record(cell.kind, cell.row)
    if isinstance(record, Section):
        return record
    if record is None or "section" not in fields_of(cell.kind):
        return None
    return model.find(Section, cast(str, getattr(record, "section", "")))
