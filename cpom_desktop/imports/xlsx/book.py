"""A workbook once read: sheets of plain texts, numbers and dates, with what could not be read as such."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from ...core.money import format_number
from ...core.records import canonical_number


class Form(Enum):
    """What a cell of a sheet holds."""

    TEXT = "texte"
    NUMBER = "nombre"
    DAY = "date"
    ERROR = "erreur"
    UNCOMPUTED = "valeur non calculée"
    """A formula that was saved without its value: the workbook was made by a program that computes nothing."""


class Seen(NamedTuple):
    """One cell: its form, its text, and the number that a NUMBER is.

    A number keeps the fifteen digits that a spreadsheet shows: 0,1 + 0,2 is 0,3. Its text has no groups of three: it
    may be an account or a year.
    """

    form: Form
    text: str
    number: Decimal | None = None


    @property
    def shown(self) -> str:
        """The text as people read it: a number with its groups of three."""
        if self.number is None:
            return self.text
        return format_number(canonical_number(self.number))


class Place(NamedTuple):
    """Where something stands: the sheet by name, the row as the spreadsheet counts (from 1), the column from 0."""

    sheet: str
    row: int
    column: int = 0


class Merge(NamedTuple):
    """Merged cells, by rows and columns counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def of_number(value: float) -> Seen:
    """A number of a sheet; one that is not finite is an error."""
    try:
        number = Decimal(format(value, ".15g"))
    except (OverflowError, ValueError):
        return Seen(Form.ERROR, "nombre hors limites")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        return Seen(Form.ERROR, "nombre hors limites")
    return Seen(Form.NUMBER, canonical_number(number).replace(".", ","), number)


def of_day(value: dt.date) -> Seen:
    """A date of a sheet."""
    return Seen(Form.DAY, f"{value.day:02d}/{value.month:02d}/{value.year:04d}")


Row = tuple[Seen | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows` end with the last one that holds something; None is an empty cell.

    `left_out` says in French what lies beyond the bounds of reading, '' when everything was read.
    """

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Merge, ...] = ()
    hidden: bool = False
    left_out: str = ""

    @property
    def width(self) -> int:
        """How many columns hold something."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Seen | None:
        """The cell of a row and column counted from 0; None where nothing stands."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def text(self, row: int, column: int) -> str:
        """The text of a cell on one line, '' where nothing stands."""
        seen = self.at(row, column)
        return " ".join(seen.text.split()) if seen else ""

    def heading(self, row: int, column: int) -> str:
        """The same, where a merged cell speaks for all the columns and rows that it covers."""
        for merge in self.merged:
            if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
                return self.text(merge.top, merge.left)
        return self.text(row, column)

    def texts(self, row: int) -> Iterator[tuple[int, str]]:
        """The texts of a row (not its numbers) with their columns."""
        for column, seen in enumerate(self.rows[row]):
            if seen is not None and seen.form is Form.TEXT and seen.text.strip():
                yield column, self.text(row, column)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its sheets in their order, and what is to be said of it in French."""

    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
