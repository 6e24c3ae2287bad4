"""What a chart is given: series of points, plain values, no colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..theme import Party, PartyLook, Role, Shape

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """How a series without a party looks: ink, with its own mark and dashes so that grey print is readable."""

    shape: Shape
    dashes: tuple[float, ...]
    width: float
    text: Role
    chart: Role


INK = Look(Shape.DISC, (), 2.0, Role.TEXT, Role.INK_FIRST)
INK_DASHED = Look(Shape.SQUARE, (6, 4), 1.8, Role.MUTED, Role.INK_SECOND)


@dataclass(frozen=True, slots=True)
class Series:
    """One curve. `points` leave out what is unknown: a gap is drawn as a gap, never as zero."""

    label: str
    points: tuple[Point, ...]
    look: Look | PartyLook
    hollow: bool = False
    shown: str = ""
    """The figure written beside the label at the right end; empty: the chart formats the last value."""

    @classmethod
    def of_party(cls, party: Party, points: tuple[Point, ...], label: str = "", hollow: bool = False) -> Series:
        """The curve of a party, with its word unless another label is given."""
        return cls(label or party.look.word, points, party.look, hollow)


Format = Callable[[float], str]
