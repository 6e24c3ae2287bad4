"""A contract as a side sees it, and what typing, accepting, refusing and withdrawing write.

Four grades, never confused. A *trial* is `model.overlaid(values)`: nothing is written. A *private* value never comes
here. A *position* is a row of `Position`. The *retained* value is the field itself: None there means « not counted ».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum

from .changes import Author, Edit, Side
from .contract import Authority, Contract
from .identifiers import natural_record
from .model import Model
from .naming import cell_name
from .negotiation import Acceptance, Decision, Effect, Package, Position
from .periods import format_day
from .positions import (
    agreeing,
    concerned,
    gap,
    is_contested,
    is_expired,
    latest_moves,
    linked,
    position_text,
    position_value,
    positions_on,
    standing,
)
from .problems import Reason, Refused
from .records import Cell, Record, Value, field_of

__all__ = ["View", "accept", "decide", "edit_for", "gap", "positions_on", "refuse", "seen_by", "standing", "value_for",
           "withdraw"]

NBSP = "\u00a0"


class View(Enum):
    """Whose contract is on the screen: the agreed one, or the agreed one with the positions of one side."""

    ACCORD = "accord"
    MANAGER = Side.MANAGER.value
    AUTHORITY = Side.AUTHORITY.value
    SECOND_AUTHORITY = Side.SECOND_AUTHORITY.value

    @property
    def side(self) -> Side | None:
        """The side that speaks in this view; None for the accord."""
        return None if self is View.ACCORD else Side(self.value)


def value_for(model: Model, cell: Cell, view: View, today: dt.date | None = None) -> Value:
    """What a view shows in a cell: the side's position, its None included, else the retained value."""
    position = standing(model, cell, view.side, today) if view.side else None
    return model.value(cell) if position is None else position_value(field_of(cell), position.value)


def seen_by(model: Model, view: View, today: dt.date | None = None) -> Model:
    """The whole contract as a side sees it; the same object for the accord, so that caches hold."""
    if view.side is None:
        return model
    return model.overlaid({move.cell: move.value for move in latest_moves(model, today, view.side)}, are_checked=True)


def edit_for(model: Model, cell: Cell, value: Value, author: Author, view: View = View.ACCORD,
             **details: Value) -> Edit:
    """What typing a value in a view writes: the field itself, or a new move of one party. Empty if nothing changes.

    In the accord the field is written directly where it is not negotiable, in the stage préparation and in « rédaction
    commune »; else it is a position of the author's side. In the view of a side it is that side's position, typed
    « pour le compte de » where the author is of another. `details` are other fields of the position.
    """
    info = field_of(cell)
    value = info.check(value)
    if not info.about.negotiable or (view.side is None and _written_directly(model)):
        return Edit(cell_name(model, cell), values={cell: value} if model.value(cell) != value else {})
    side = view.side or author.side
    last = standing(model, cell, side)
    label = f"Position sur {cell_name(model, cell)}"
    if last is not None and position_value(info, last.value) == value and not details:
        return Edit(label)
    return Edit(label, new=(_move(model, cell, side, value, author, details),))


def accept(model: Model, positions: Collection[Position], by: Collection[Side], author: Author,
           decision: Decision | None = None, meeting: str | None = None, today: dt.date | None = None) -> Edit:
    """Some sides accept positions of others, with their whole packages: retained values change once all agree.

    Each party concerned by each cell must have said it or accept it; until then the positions become « accord de
    principe ». A decision that is new is created with them. Raises `Refused` for a position that no longer stands, or
    a package with two values for one cell.
    """
    taken = linked(model, positions)
    effects = _effects(model, taken, today)
    label = f"Accord sur {_named(model, taken)}"
    new: list[Record] = [_acceptance(model, one, side, author, meeting)
                         for one in taken for side in sorted(set(by) - agreeing(model, one),
                                                             key=lambda one: one.value)]
    agreed = all(concerned(model, Cell.parse(one.cell)) <= agreeing(model, one) | set(by) for one in taken)
    if not agreed and not new:
        return Edit(label)
    values: dict[Cell, Value] = {one.at("status"): "valide" if agreed else "accord-principe" for one in taken}
    if agreed:
        values.update(effects)
        for cell in effects:
            values.update(_settled(model, cell, decision))
        new.extend(_new_decision(model, decision))
        _record(model, effects, decision, new, values)
    return Edit(label, tuple(new), values)


def decide(model: Model, values: Mapping[Cell, Value], decision: Decision) -> Edit:
    """A decision of a meeting retains values, whatever each side had said, and closes these points for all sides."""
    closed: dict[Cell, Value] = {cell: field_of(cell).check(value) for cell, value in values.items()}
    new: list[Record] = [*_new_decision(model, decision)]
    _record(model, dict(closed), decision, new, closed)
    for cell in values:
        closed.update(_settled(model, cell, decision))
    label = decision.number or ", ".join(cell_name(model, cell) for cell in values)
    return Edit(f"Décision {label}", tuple(new), closed)


def refuse(model: Model, positions: Collection[Position], decision: Decision | None = None) -> Edit:
    """Refuse positions with their packages. With a decision the point is settled for every side, without a value."""
    taken = linked(model, positions)
    values: dict[Cell, Value] = {one.at("status"): "refuse" for one in taken}
    if decision is not None:
        for one in taken:
            values.update(_settled(model, Cell.parse(one.cell), decision))
    return Edit(f"Refus{NBSP}: {_named(model, taken)}", tuple(_new_decision(model, decision)), values)


def withdraw(model: Model, positions: Collection[Position]) -> Edit:
    """A side takes back its positions with their packages: they keep their trace and say nothing any more."""
    taken = linked(model, positions)
    return Edit(f"Retrait{NBSP}: {_named(model, taken)}", values={one.at("status"): "retire" for one in taken})


def _contract(model: Model) -> Contract:
    if (contract := model.first(Contract)) is None:
        raise Refused(Reason.UNKNOWN_CELL, detail=Contract.title)
    return contract


def _written_directly(model: Model) -> bool:
    contract = _contract(model)
    return contract.stage == "preparation" or contract.writing == "commune"


def _acceptance(model: Model, position: Position, side: Side, author: Author, meeting: str | None) -> Acceptance:
    return natural_record(Acceptance, _contract(model).id, position=position.id, party=side.value, meeting=meeting,
                          typed_by=author.name)


def _move(model: Model, cell: Cell, side: Side, value: Value, author: Author,
          details: dict[str, Value]) -> Position:
    moves = model.where(Position, "cell", str(cell))
    rank = 1 + max((one.rank for one in moves if one.party == side.value), default=0)
    others = any(standing(model, cell, other) is not None for other in Side if other is not side)
    foreign = side is not author.side
    values: dict[str, Value] = {
        "cell": str(cell), "party": side.value, "rank": rank, "value": position_text(value), "typed_by": author.name,
        "status": "contre-propose" if others else "propose", "confirmed": "a-confirmer" if foreign else "sans-objet",
        "on_behalf": on_behalf(model, side) if foreign else "", **details,
    }
    return natural_record(Position, _contract(model).id, **values)


def on_behalf(model: Model, side: Side) -> str:
    """For whom a position of a side is typed by another: « gestionnaire », « DDETS d’Aure-et-Lys »."""
    if side is Side.MANAGER:
        return "gestionnaire"
    authority = next((one for one in model.all(Authority) if one.side == side.value), None)
    return (authority.service or authority.name) if authority is not None else side.value


def _effects(model: Model, taken: Collection[Position], today: dt.date | None) -> dict[Cell, Value]:
    """The retained values that a package would write; raises `Refused` if one of them cannot be accepted."""
    effects: dict[Cell, Value] = {}
    for one in taken:
        cell = Cell.parse(one.cell)
        name = cell_name(model, cell)
        if is_expired(one, today):
            raise Refused(Reason.NOT_STANDING, name, detail=f"elle est échue depuis le {format_day(one.valid_until)}")
        if standing(model, cell, Side(one.party), today) != one:
            raise Refused(Reason.NOT_STANDING, name, detail="elle a été refusée, retirée ou remplacée")
        if is_contested(one):
            detail = "la partie pour qui elle a été saisie la conteste"
            raise Refused(Reason.NOT_STANDING, name, detail=detail)
        value = position_value(field_of(cell), one.value)
        if effects.setdefault(cell, value) != value:
            raise Refused(Reason.PACKAGE, _named(model, taken), detail=f"il porte deux valeurs pour « {name} »")
    return effects


def _record(model: Model, effects: Mapping[Cell, Value], decision: Decision | None, new: list[Record],
            values: dict[Cell, Value]) -> None:
    """Add to an edit what a decision retains in each cell; a decision taken again on a cell says its last value."""
    if decision is None:
        return
    for cell, value in effects.items():
        effect = natural_record(Effect, _contract(model).id, decision=decision.id, cell=str(cell),
                                value=position_text(value))
        if model.find(Effect, effect.id) is None:
            new.append(effect)
        else:
            values[effect.at("value")] = effect.value


def _new_decision(model: Model, decision: Decision | None) -> list[Decision]:
    return [decision] if decision is not None and model.find(Decision, decision.id) is None else []


def _settled(model: Model, cell: Cell, decision: Decision | None) -> Iterator[tuple[Cell, Value]]:
    """Close a point for every side: what stands there stays as what was said, and waits for nothing."""
    for side in Side:
        if (one := standing(model, cell, side)) is not None:
            yield one.at("settled"), 1
            if decision is not None:
                yield one.at("decision"), decision.id


def _named(model: Model, positions: Iterable[Position]) -> str:
    packages = {one.package for one in positions if one.package}
    if len(packages) == 1 and (package := model.find(Package, packages.pop())) is not None:
        return package.code or package.name
    return ", ".join(cell_name(model, Cell.parse(one.cell)) for one in positions)
