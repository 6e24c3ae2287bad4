"""The time of the Gantt: days to pixels, and the words of its header. Pure, without Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ..theme.chart_sizes import GANTT_MONTH, GANTT_WEEK, GANTT_YEAR

MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


class Zoom(Enum):
    """How much time a screen holds: pixels of a day."""

    WEEK = GANTT_WEEK / 7 * 2
    MONTH = GANTT_MONTH / 30.4
    YEARS = GANTT_YEAR / 365.25


@dataclass(frozen=True, slots=True)
class Mark:
    """One division of the header; `title` is written above it, in strong: the year, or the month."""

    day: dt.date
    word: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """From `first` to `last`, both drawn, at the zoom."""

    first: dt.date
    last: dt.date
    zoom: Zoom

    @property
    def width(self) -> float:
        """Pixels of the whole."""
        return ((self.last - self.first).days + 1) * self.zoom.value

    def x(self, day: dt.date) -> float:
        """Where a day begins, in pixels from the first."""
        return (day - self.first).days * self.zoom.value

    def days(self, pixels: float) -> int:
        """The whole days nearest to a move of that many pixels."""
        return round(pixels / self.zoom.value)

    def marks(self) -> Iterator[Mark]:
        """The divisions of the header, in order."""
        if self.zoom is Zoom.WEEK:
            yield from self._weeks()
        else:
            yield from self._months(3 if self.zoom is Zoom.YEARS else 1)

    def _weeks(self) -> Iterator[Mark]:
        day = self.first - dt.timedelta(days=self.first.weekday())
        month = 0
        while day <= self.last:
            title = "" if day.month == month else f"{MONTHS[day.month - 1]} {day.year}"
            yield Mark(day, f"{day.day:02d}", title)
            month, day = day.month, day + dt.timedelta(days=7)

    def _months(self, every: int) -> Iterator[Mark]:
        day, year = self.first.replace(day=1), 0
        while day <= self.last:
            if (day.month - 1) % every == 0 or not year:
                yield Mark(day, MONTHS[day.month - 1], str(day.year) if day.year != year else "")
                year = day.year
            day = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
