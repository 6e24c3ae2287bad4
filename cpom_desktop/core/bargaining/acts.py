"""Acts on positions beside those of `overlay`: link in a package, unlink, mark as préalable, reserve, arbitrate."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

from ..changes import Author, Edit, Side
from ..model import Model
from ..naming import cell_name
from ..negotiation import Package, Position
from ..overlay import on_behalf
from ..positions import is_expired, is_pending, members_of, standing
from ..problems import Reason, Refused
from ..records import Cell, Value

ANSWERS = {"reserve": "Réserve", "a-arbitrer": "Porté à l’arbitrage"}
"""What may be said of a position that waits, without accepting nor refusing it, and the line of the history."""


def next_code(model: Model) -> str:
    """The code of a new package: K and the number after the highest given so far."""
    numbers = [int(found[1]) for one in model.all(Package) if (found := re.fullmatch(r"K(\d{1,6})", one.code))]
    return f"K{max(numbers, default=0) + 1}"


def link(
    model: Model, positions: Collection[Position], package: Package, author: Author, today: dt.date | None = None
) -> Edit:
    """Bind positions of one party: from then on they are accepted, refused or withdrawn together.

    Positions of another side are linked on its behalf: it confirms or contests. A package that is new is created.
    Raises `Refused` for fewer than two positions, for those of several parties or of another package, and for those
    that do not wait for an answer any more.
    """
    name = package.code or package.name
    held = [one for one in members_of(model, package.id) if is_pending(one)]
    if len({one.id for one in (*held, *positions)}) < 2:
        raise Refused(Reason.NO_PACKAGE, name, detail="il faut au moins deux positions")
    if len({one.party for one in (*held, *positions)}) > 1:
        raise Refused(Reason.NO_PACKAGE, name, detail="ses positions sont de plusieurs parties")
    values: dict[Cell, Value] = {}
    for one in positions:
        cell = Cell.parse(one.cell)
        if one.package not in (None, package.id):
            raise Refused(Reason.NO_PACKAGE, name, detail=f"« {cell_name(model, cell)} » est déjà dans un autre lot")
        if not _waits(model, one, today):
            raise Refused(Reason.NO_PACKAGE, name, detail=f"« {cell_name(model, cell)} » n’attend plus de réponse")
        values[one.at("package")] = package.id
        values.update(_spoken_for(model, one, author))
    new = () if model.find(Package, package.id) is not None else (package,)
    return Edit(f"Lot lié {name}", new, values)


def unlink(model: Model, package: Package) -> Edit:
    """Set free the positions of a package that wait: each is answered by itself again."""
    held = [one for one in model.where(Position, "package", package.id) if is_pending(one)]
    return Edit(f"Lot {package.code or package.name} délié", values={one.at("package"): None for one in held})


def mark_precondition(model: Model, position: Position, asked: bool) -> Edit:
    """Say that a position is a préalable, or that it is not any more."""
    words = "Préalable" if asked else "Préalable levé"
    return Edit(f"{words}\u00a0: {cell_name(model, Cell.parse(position.cell))}",
                values={position.at("precondition"): int(asked)})


def answer(model: Model, positions: Collection[Position], status: str) -> Edit:
    """Reserve positions or bring them to arbitration; they stay open. Raises `Refused` where nothing waits."""
    for one in positions:
        if not is_pending(one):
            name = cell_name(model, Cell.parse(one.cell))
            raise Refused(Reason.NOT_STANDING, name, detail="elle n’attend plus de réponse")
    names = ", ".join(cell_name(model, Cell.parse(one.cell)) for one in positions)
    return Edit(f"{ANSWERS[status]}\u00a0: {names}", values={one.at("status"): status for one in positions})


def _waits(model: Model, one: Position, today: dt.date | None) -> bool:
    return is_pending(one) and not is_expired(one, today) and (
        standing(model, Cell.parse(one.cell), Side(one.party), today) == one)


def _spoken_for(model: Model, one: Position, author: Author) -> dict[Cell, Value]:
    """What was not said by the party itself waits for its word."""
    if one.party == author.side.value:
        return {}
    return {one.at("confirmed"): "a-confirmer", one.at("confirmed_on"): None,
            one.at("on_behalf"): on_behalf(model, Side(one.party))}
