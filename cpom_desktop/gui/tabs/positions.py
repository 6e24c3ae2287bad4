"""What the positions on a cell look like: its marker, its words, its status. Shared by every table that negotiates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ...core.changes import Side
from ...core.finance.grants import Gap as Cost
from ...core.model import Model
from ...core.money import format_amount, format_field, format_rate, half_up
from ...core.negotiation import Position
from ...core.positions import Gap, apart, is_pending, positions_on, standing
from ...core.records import Cell, Form, Value, field_of
from ..grid import Marker
from ..theme import Status

HUNDREDTH = 100
"""A share is told to 0,01 %, in millionths."""
TWO_POINTS = 20_000
"""In millionths; below, French keeps the singular."""

NOTHING_SAID: tuple[Marker, str] = (Marker.NONE, "")


@dataclass(frozen=True, slots=True)
class Table:
    """What stands on one cell: the move of each side, the gap between both, whether something waits."""

    cell: Cell
    moves: tuple[Position, ...]
    gap: Gap | None
    pending: bool
    agreed: bool

    @property
    def marker(self) -> Marker:
        if self.pending:
            return Marker.OPEN
        return Marker.AGREED if self.agreed else Marker.NONE

    @property
    def status(self) -> Status | None:
        """The chip of the cell; None where nobody has said anything."""
        if not self.moves:
            return None
        if self.pending:
            differs = self.gap is not None and self.gap.asked != self.gap.offered
            return Status.OPEN_GAP if differs else Status.PROPOSED
        return Status.ACCORD if self.agreed else Status.TO_VALIDATE


def on_table(model: Model, cell: Cell, today: dt.date | None = None) -> Table:
    """What stands on a cell."""
    found = {side: standing(model, cell, side, today) for side in Side}
    moves = tuple(one for one in found.values() if one is not None)
    agreed = any(one.status == "valide" or one.settled for one in moves)
    between = apart(cell, found[Side.MANAGER], found[Side.AUTHORITY])
    return Table(cell, moves, between, any(is_pending(one) for one in moves), agreed)


def marks(model: Model, cell: Cell | None, today: dt.date | None = None) -> tuple[Marker, str]:
    """The marker of a cell and what a screen reader says of it; cheap where nobody has said anything."""
    if cell is None or not positions_on(model, cell):
        return NOTHING_SAID
    table = on_table(model, cell, today)
    return table.marker, spoken(table)


def spoken(table: Table) -> str:
    """« position ouverte, écart 38 000,00 euros »."""
    words = table.marker.value
    if table.marker is Marker.OPEN and table.gap is not None and table.gap.difference is not None:
        info = field_of(table.cell)
        unit = {"€": "euros", "%": "%"}.get(info.about.unit, info.about.unit)
        words += f", écart {format_field(info, table.gap.difference)} {unit}".rstrip()
    return words


def cost_words(cost: Cost) -> str:
    """« +61 346,79 € sur 2027–2031, soit 0,87 % de la DGC »; « sans effet sur les dotations » where they stay."""
    if not cost.years or all(figure.cents == 0 for _, figure in cost.years):
        return "sans effet sur les dotations"
    if cost.whole.cents is None:
        return f"effet incomplet, il manque\u00a0: {', '.join(cost.whole.missing)}"
    words = f"{format_amount(cost.whole.cents, sign=True, unit=True)} sur {cost.years[0][0]}–{cost.years[-1][0]}"
    share = share_words(cost)
    return f"{words}, soit {share} de la DGC" if share else words


def share_words(cost: Cost) -> str:
    """« 1,89 % »; empty where the sections belong to no DGC, or where it cannot be computed."""
    if cost.millionths is None or not cost.in_grants:
        return ""
    return format_rate(half_up(cost.millionths, HUNDREDTH) * HUNDREDTH, unit=True)


def is_text(cell: Cell) -> bool:
    """Whether the values of a cell are words."""
    return field_of(cell).form in (Form.TEXT, Form.NAME, Form.CHOICE, Form.REFERENCE)


def shown_value(cell: Cell, value: Value) -> str:
    """A value with its unit, as the volet writes it; « rien de retenu » where nothing is counted."""
    if value is None:
        return "rien de retenu"
    info = field_of(cell)
    text = format_field(info, value)
    return text + {Form.CENTS: "\u00a0€", Form.RATE: "\u00a0%"}.get(info.form, "")


def shown_gap(cell: Cell, value: Value) -> str:
    """A difference with its sign and its unit; two rates are points apart, not per cent."""
    form = field_of(cell).form
    if form is Form.CENTS and isinstance(value, int):
        return format_amount(value, sign=True, unit=True)
    if form is Form.RATE and isinstance(value, int):
        return f"{format_rate(value, sign=True)}\u00a0point{'s' if abs(value) >= TWO_POINTS else ''}"
    return shown_value(cell, value)
