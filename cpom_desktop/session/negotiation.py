"""The acts of a negotiation, written through the document: propose, accept, refuse, withdraw, confirm, contest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from ..core import overlay
from ..core.bargaining import acts
from ..core.changes import Author, Changes, Edit, Side
from ..core.model import Model
from ..core.naming import and_others, cell_name
from ..core.negotiation import Decision, Package, Position
from ..core.overlay import View
from ..core.positions import CONTESTED, is_pending, members_of
from ..core.problems import Reason, Refused
from ..core.records import Cell, Record, Value
from .document import Document

AWAITED, CONFIRMED = "a-confirmer", "confirmee"


def typed(
    model: Model, values: Mapping[Cell, Value], author: Author, view: View = View.ACCORD, label: str = "",
) -> Edit:
    """What typing or pasting several values in a view comes to, as one edit: fields, positions of a side, or both."""
    new: list[Record] = []
    written: dict[Cell, Value] = {}
    labels: list[str] = []
    for cell, value in values.items():
        one = overlay.edit_for(model, cell, value, author, view)
        new += one.new
        written.update(one.values)
        if one:
            labels.append(one.label)
    own = labels[0] + and_others(len(labels) - 1) if labels else ""
    return Edit(label or own, tuple(new), written)


def propose(
    document: Document, cell: Cell, value: Value, view: View | None = None, initiator: object | None = None,
    **details: Value,
) -> Changes:
    """Put a value on the table: a move of the author's side, or of the side whose view it is, typed on its behalf.

    `details` are other fields of the position: meeting, argument, valid_until, precondition, package.
    """
    author = document.writing_author()
    edit = overlay.edit_for(document.model, cell, value, author, view or View(author.side.value), **details)
    return document.apply(edit, initiator)


def accept(
    document: Document,
    positions: Collection[Position],
    by: Collection[Side] = (),
    decision: Decision | None = None,
    meeting: str | None = None,
    initiator: object | None = None,
) -> Changes:
    """Accept positions with their packages, for the author's side unless others are named: one lot.

    A new `decision` is written with it; the retained values change once every party concerned has agreed.
    """
    author = document.writing_author()
    parties = by or (author.side,)
    edit = overlay.accept(document.model, positions, parties, author, decision, meeting, today(document))
    return document.apply(edit, initiator)


def decide(
    document: Document, values: Mapping[Cell, Value], decision: Decision, initiator: object | None = None
) -> Changes:
    """A decision of a meeting retains values, whatever each side had said: one lot, with the decision if it is new."""
    document.writing_author()
    return document.apply(overlay.decide(document.model, values, decision), initiator, decided=True)


def refuse(
    document: Document, positions: Collection[Position], decision: Decision | None = None,
    initiator: object | None = None,
) -> Changes:
    """Refuse positions of the other parties with their packages; with a decision the point is settled for all."""
    document.writing_author()
    edit = overlay.refuse(document.model, positions, decision)
    return document.apply(edit, initiator)


def withdraw(document: Document, positions: Collection[Position], initiator: object | None = None) -> Changes:
    """Take back positions of one's own side with their packages; raises `Refused` on those of another."""
    side = document.writing_author().side
    if other := next((one for one in positions if one.party != side.value), None):
        raise Refused(Reason.NOT_YOURS, cell_name(document.model, Cell.parse(other.cell)))
    return document.apply(overlay.withdraw(document.model, positions), initiator)


def link(
    document: Document, positions: Collection[Position], package: Package, initiator: object | None = None
) -> Changes:
    """Bind positions of one party in a package, made if it is new: one lot."""
    author = document.writing_author()
    return document.apply(acts.link(document.model, positions, package, author, today(document)), initiator)


def unlink(document: Document, package: Package, initiator: object | None = None) -> Changes:
    """Set free the positions of one’s own package that still wait for an answer; raises `Refused` on another’s: what it
    gives is offered for what it asks.
    """
    side = document.writing_author().side.value
    if any(one.party != side and is_pending(one) for one in members_of(document.model, package.id)):
        raise Refused(Reason.NOT_YOURS, package.code or package.name)
    return document.apply(acts.unlink(document.model, package), initiator)


def mark_precondition(
    document: Document, position: Position, asked: bool, initiator: object | None = None
) -> Changes:
    """Mark a position of one's own side as a préalable, or take the mark off; raises `Refused` on another's."""
    if position.party != document.writing_author().side.value:
        raise Refused(Reason.NOT_YOURS, cell_name(document.model, Cell.parse(position.cell)))
    return document.apply(acts.mark_precondition(document.model, position, asked), initiator)


def answer(
    document: Document, positions: Collection[Position], status: str, initiator: object | None = None
) -> Changes:
    """Reserve positions, or bring them to arbitration: they stay open."""
    document.writing_author()
    return document.apply(acts.answer(document.model, positions, status), initiator)


def confirm(document: Document, positions: Iterable[Position], initiator: object | None = None) -> Changes:
    """The party concerned says that what was typed for it is its position."""
    return _answer(document, positions, CONFIRMED, initiator)


def contest(document: Document, positions: Iterable[Position], initiator: object | None = None) -> Changes:
    """The party concerned says that what was typed for it is not its position; everybody sees it."""
    return _answer(document, positions, CONTESTED, initiator)


def to_confirm(model: Model, side: Side) -> list[Position]:
    """The positions that were typed for a side by another and wait for its word."""
    return [one for one in model.where(Position, "confirmed", AWAITED) if one.party == side.value]


def today(document: Document) -> dt.date:
    """The date in the time zone of this computer: positions lapse with the day, not with the hour."""
    return document.tools.now().date()


def _answer(document: Document, positions: Iterable[Position], word: str, initiator: object | None) -> Changes:
    author, day = document.writing_author(), today(document).isoformat()
    values: dict[Cell, Value] = {}
    names: list[str] = []
    for one in positions:
        name = cell_name(document.model, Cell.parse(one.cell))
        if one.party != author.side.value or one.confirmed not in (AWAITED, CONFIRMED, CONTESTED):
            raise Refused(Reason.NOT_YOURS, name)
        values[one.at("confirmed")], values[one.at("confirmed_on")] = word, day
        names.append(name)
    verb = "confirmée" if word == CONFIRMED else "contestée"
    return document.apply(Edit(f"Position {verb}\u00a0: {', '.join(names)}", values=values), initiator)
