"""What a chart is given: series of points, plain values, no colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..theme import Party, PartyLook, Role, Shape

Point = tuple[float, float]
Format = Callable[[float], str]


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


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Curves by year. `band` names the two series (by index) between which the gap is tinted."""

    years: tuple[int, ...]
    series: tuple[Series, ...]
    shown_as: Format
    axis: Format
    band: tuple[int, int] | None = None
    unit: str = ""


def rows_of(data: Any) -> list[list[str]]:
    """A table of series by year; an unknown figure is an empty cell."""
    if data is None:
        return []
    known = [dict(one.points) for one in data.series]
    head = ["Année", *(one.label for one in data.series)]
    return [head] + [[str(year), *(data.shown_as(k[year]) if year in k else "" for k in known)] for year in data.years]
