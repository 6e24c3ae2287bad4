"""The private space of the author’s side: mandate and notes on each negotiable cell. No other side is ever answered.

It lies in tables of the file that have no journal: no undo, no history, and it leaves this computer in nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import Enum

from ..core.changes import Side
from ..core.positions import position_value
from ..core.problems import Kind, Refused, Surroundings
from ..core.records import INTEGERS, Cell, FieldInfo, Form, Value, field_of
from ..storage.private import Area, Plain
from .document import Document


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a side may agree to on one cell: canonical texts like those of positions, None where nothing is said.

    `floor` and `ceiling` bound what it may accept, `target` is what it aims at; `fallback` and `notes` are free texts:
    what to ask for instead, and the arguments in reserve.
    """

    floor: str | None = None
    target: str | None = None
    ceiling: str | None = None
    fallback: str = ""
    notes: str = ""

    def __bool__(self) -> bool:
        return any(asdict(self).values())


class Bound(Enum):
    """Which end of a mandate a value passes."""

    FLOOR = "floor"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A value outside a mandate, and the bound that it passes.

    `beyond` says that it costs more than the side may give: a manager under his floor, an authority above her ceiling.
    At the other end the value asks for more, or offers less, than was planned.
    """

    bound: Bound
    limit: Value
    beyond: bool


class PrivateEntries:
    """The entries of one side. Made by `private_of`, which alone says whose they are."""

    def __init__(self, document: Document, side: Side) -> None:
        self._document, self.side = document, side

    def mandate(self, cell: Cell) -> Mandate:
        """What the side noted on a cell; an empty one where it noted nothing."""
        space = self._document.file.private
        bounds, notes = (space.get(area, self.side, str(cell)) for area in (Area.MANDATE, Area.NOTE))
        return _read(bounds, notes)

    def put(self, cell: Cell, mandate: Mandate) -> None:
        """Note it in place of what was noted. Raises `Refused` where a bound is no value of the field or a text too
        long, `Surroundings` where the file cannot be written; then nothing has changed.
        """
        if self._document.read_only is not None:
            raise Surroundings(Kind.READ_ONLY, name=self._document.path.name)
        info = field_of(cell)
        for text in (mandate.floor, mandate.target, mandate.ceiling):
            position_value(info, text)
        bounds: dict[str, Plain] = {
            "floor": mandate.floor, "target": mandate.target, "ceiling": mandate.ceiling, "fallback": mandate.fallback
        }
        self._put(Area.MANDATE, cell, bounds if any(bounds.values()) else None)
        self._put(Area.NOTE, cell, mandate.notes or None)

    def _put(self, area: Area, cell: Cell, body: Plain) -> None:
        space = self._document.file.private
        if body is not None:
            space.put(area, self.side, str(cell), body)
        elif space.get(area, self.side, str(cell)) is not None:
            space.remove(area, self.side, str(cell))

    def crossings(self, values: Mapping[Cell, Value]) -> dict[Cell, Crossing]:
        """The same for many cells: those whose value passes a bound. The mandates are read once."""
        held = self._document.file.private.all(Area.MANDATE, self.side)
        found = ((cell, crossing(field_of(cell), _read(held[str(cell)], None), value, self.side))
                 for cell, value in values.items() if str(cell) in held)
        return {cell: one for cell, one in found if one is not None}

    def crossing(self, cell: Cell, value: Value) -> Crossing | None:
        """The bound of the mandate that a value passes; None where it passes none."""
        return crossing(field_of(cell), self.mandate(cell), value, self.side)


def private_of(document: Document) -> PrivateEntries | None:
    """What the side of the author keeps for itself; None before anybody said who types."""
    return PrivateEntries(document, document.author.side) if document.author is not None else None


def crossing(info: FieldInfo, mandate: Mandate, value: Value, side: Side) -> Crossing | None:
    """The bound that a value passes. A value that is no figure, or no value at all, passes none."""
    number = _number(info, value)
    if number is None:
        return None
    floor, ceiling = (_bound(info, text) for text in (mandate.floor, mandate.ceiling))
    manager = side is Side.MANAGER
    if (low := _number(info, floor)) is not None and number < low:
        return Crossing(Bound.FLOOR, floor, manager)
    if (high := _number(info, ceiling)) is not None and number > high:
        return Crossing(Bound.CEILING, ceiling, not manager)
    return None


def _bound(info: FieldInfo, text: str | None) -> Value:
    """A bound as a value of the field; None where the field would no longer take it."""
    try:
        return position_value(info, text)
    except Refused:
        return None


def _number(info: FieldInfo, value: Value) -> Decimal | None:
    if value is None or info.form is Form.FLAG or info.form not in INTEGERS | {Form.DECIMAL}:
        return None
    return Decimal(value)


def _read(bounds: Plain, notes: Plain) -> Mandate:
    """An entry as it was written; anything else in it is passed over."""
    held = bounds if isinstance(bounds, dict) else {}
    texts = {name: text for name, text in held.items() if isinstance(text, str)}
    return Mandate(texts.get("floor"), texts.get("target"), texts.get("ceiling"), texts.get("fallback", ""),
                   notes if isinstance(notes, str) else "")

