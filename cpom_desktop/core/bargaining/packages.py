"""Lots liés: positions that share one fate, what each of them and the whole cost, and who has said yes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ..changes import Side
from ..finance.books import Books
from ..finance.cost import cost_between
from ..finance.grants import Gap as Cost
from ..finance.records import Measure
from ..model import Model
from ..negotiation import Decision, Package, Position
from ..positions import (
    agreeing,
    concerned,
    is_contested,
    is_expired,
    is_pending,
    members_of,
    position_value,
    standing_among,
)
from ..problems import Refused
from ..records import Cell, Value, field_of


class PackageFate(Enum):
    """Where a package stands, in the word that the tables show."""

    EMPTY = "Sans position"
    OPEN = "Ouvert"
    IN_PRINCIPLE = "Accord de principe"
    ACCEPTED = "Accepté"
    REFUSED = "Refusé"
    WITHDRAWN = "Retiré"
    BROKEN = "Rompu"
    IN_PART = "Accepté en partie"


@dataclass(frozen=True, slots=True)
class Linked:
    """A package with its positions. `agreed` have said yes to all that waits, `awaited` have not."""

    package: Package
    members: tuple[Position, ...]
    fate: PackageFate
    agreed: frozenset[Side]
    awaited: frozenset[Side]
    decision: Decision | None

    @property
    def said(self) -> list[tuple[Cell, Value]]:
        """The cell and the value of each of its positions."""
        cells = ((Cell.parse(one.cell), one.value) for one in self.members)
        return [(cell, position_value(field_of(cell), text)) for cell, text in cells]

    def values(self) -> dict[Cell, Value]:
        """What it would retain."""
        return dict(self.said)


def linked_positions(model: Model, today: dt.date | None = None) -> list[Linked]:
    """Every package, those that wait first, then by code."""
    found = [package_state(model, package, today) for package in model.all(Package)]
    waiting = (PackageFate.OPEN, PackageFate.IN_PRINCIPLE, PackageFate.BROKEN, PackageFate.IN_PART)
    return sorted(found, key=lambda one: (one.fate not in waiting, one.package.code, one.package.id))


def package_state(model: Model, package: Package, today: dt.date | None = None) -> Linked:
    """One package as it stands."""
    members = tuple(one for one in members_of(model, package.id) if _is_readable(model, one))
    decisions = [one.decision for one in members if one.decision] or [
        one.id for one in model.where(Decision, "package", package.id)
    ]
    decision = model.find(Decision, decisions[0]) if decisions else None
    waiting = [one for one in members if is_pending(one) or one.status == "accord-principe"]
    agreed = frozenset.intersection(*(frozenset(agreeing(model, one)) for one in waiting)) if waiting else frozenset()
    needed = frozenset[Side]().union(*(concerned(model, Cell.parse(one.cell)) for one in waiting))
    return Linked(package, members, _fate(model, members, today), agreed, needed - agreed, decision)


def member_cost(books: Books, of: Linked, cell: Cell, value: Value) -> Cost:
    """What one position of a package adds to the dotations by itself."""
    return _cost(books, of, {cell: value})


def package_cost(books: Books, of: Linked) -> Cost:
    """What a package adds to the dotations as a whole, in one chain: against what is retained while it is open."""
    return _cost(books, of, of.values())


def _cost(books: Books, of: Linked, values: Mapping[Cell, Value]) -> Cost:
    """Once accepted, its values are retained: it is counted against the contract without its measures.

    What stood before in the other fields is in the history, not in the contract: they are then left as they are.
    """
    if of.fate is not PackageFate.ACCEPTED:
        return cost_between(books, values)
    return cost_between(books, values, {cell: None for cell in values if cell.kind == Measure.kind})


def _fate(model: Model, members: tuple[Position, ...], today: dt.date | None) -> PackageFate:
    if not members:
        return PackageFate.EMPTY
    statuses = {one.status for one in members}
    for status, fate in (
        ("valide", PackageFate.ACCEPTED), ("refuse", PackageFate.REFUSED), ("retire", PackageFate.WITHDRAWN)
    ):
        if statuses == {status}:
            return fate
    if "valide" in statuses:
        return PackageFate.IN_PART
    if any(_lapsed(model, one, today) for one in members):
        return PackageFate.BROKEN
    return PackageFate.IN_PRINCIPLE if statuses == {"accord-principe"} else PackageFate.OPEN


def _lapsed(model: Model, position: Position, today: dt.date | None) -> bool:
    """Échue, refused, withdrawn, contested, replaced by a later move, or settled otherwise: the package cannot be
    accepted.
    """
    if is_expired(position, today) or position.settled or is_contested(position):
        return True
    held = standing_among(model.where(Position, "cell", position.cell), today)
    return held.get(position.party) != position


def _is_readable(model: Model, position: Position) -> bool:
    try:
        cell = Cell.parse(position.cell)
        position_value(field_of(cell), position.value)
    except Refused:
        return False
    return model.record(cell.kind, cell.row) is not None
