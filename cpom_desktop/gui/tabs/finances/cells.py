"""Figures as cells: what is typed, what is computed, what has no effect, what cannot be computed and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ....core.finance.figure import Figure
from ....core.model import Model
from ....core.money import format_amount, format_field, format_rate
from ....core.records import Cell, Form, Record, Value, field_of
from ...grid import GridCell
from ...theme import Party
from ..positions import marks

INCOMPLETE, NO_EFFECT = "incomplet", "–"
COMPUTED = "Cette valeur est calculée, elle ne se saisit pas."


@dataclass(frozen=True, slots=True)
class Reading:
    """What cells are read from: the model shown, the retained one, the conflicts, the day."""

    shown: Model
    retained: Model
    conflicts: frozenset[Cell]
    today: dt.date


def computed(figure: Figure, why: str = "", party: Party | None = None, sign: bool = False) -> GridCell:
    """A computed amount: « – » without effect, « incomplet » with what is missing as its tooltip."""
    if figure.cents is None:
        missing = "Il manque\u00a0: " + ", ".join(figure.missing) if figure.missing else ""
        return GridCell(
            INCOMPLETE, muted=True, italic=True, spoken=missing, why=missing or COMPUTED, tip=missing, link=figure
        )
    if figure.idle:
        return GridCell(NO_EFFECT, muted=True, why=why or COMPUTED, link=figure)
    return GridCell(format_amount(figure.cents, sign=sign), party=party, why=why or COMPUTED, link=figure)


def typed(reading: Reading, address: Cell, absent: Record | None = None, figure: Figure | None = None) -> GridCell:
    """A typed value of the model shown, with the marker of its positions and its conflict."""
    exists = reading.shown.record(address.kind, address.row) is not None
    value: Value = reading.shown.value(address) if exists else None
    text = shown_text(address, value)
    if not text and figure is not None and figure.idle:
        text = NO_EFFECT
    marker, spoken = marks(reading.retained, address, reading.today)
    return GridCell(
        text,
        address,
        value,
        absent,
        marker=marker,
        spoken=spoken,
        conflict=address in reading.conflicts,
        muted=text == NO_EFFECT,
        link=figure,
    )


def shown_text(address: Cell, value: Value) -> str:
    """A typed value as its cell shows it: a rate carries its sign, an amount has its unit in the header."""
    info = field_of(address)
    if value is None:
        return ""
    return format_rate(int(value), unit=True) if info.form is Form.RATE else format_field(info, value)
