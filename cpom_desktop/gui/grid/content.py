"""What a table shows, as data: columns, rows and cells. Tabs compute it; the table only displays it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from ...core.money import format_field, parse_field
from ...core.overlay import View
from ...core.problems import Problem
from ...core.records import Cell, FieldInfo, Record, Value, field_of
from ..theme import Party, Status


class Align(Enum):
    """Text left, figures right, sense and yes/no centred."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `unit` is the second line of its header, `party` draws that party’s mark before the title.

    `least` is a width in logical pixels; a stretching column takes what the others leave. Figures grow by themselves.
    """

    key: str
    title: str
    unit: str = ""
    align: Align = Align.RIGHT
    party: Party | None = None
    least: int = 0
    stretch: bool = False


class RowKind(Enum):
    """How a row looks; whether a cell can be typed is said by the cell."""

    PLAIN = "plain"
    STRONG = "strong"
    TOTAL = "total"
    GROUP = "group"
    GAP = "gap"


class Marker(Enum):
    """State of the positions on a cell, at its left edge."""

    NONE = ""
    OPEN = "position ouverte"
    AGREED = "accord validé"


class Reader(Protocol):
    """How the text of a cell is read and written back in its editor."""

    def read(self, text: str) -> Value | Problem: ...

    def write(self, value: Value) -> str: ...


@dataclass(frozen=True, slots=True)
class FieldReader:
    """The reader of a field as its record describes it."""

    info: FieldInfo

    def read(self, text: str) -> Value | Problem:
        return parse_field(self.info, text)

    def write(self, value: Value) -> str:
        return "" if value is None else format_field(self.info, value)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell. With an address it can be typed; without, it is computed and `why` says why it cannot be typed.

    `absent` is the record to create when the address belongs to a row that does not exist yet (a rate of a year that
    nobody typed). `view` is the side whose position is typed here, where a table shows several sides at once.
    `also` are other cells that take the same value: the name of an account stands in its line of each year.
    `align` differs from that of the column where texts and figures share one. With a `reader` and no address it
    belongs to an empty line, which says itself what its values become.
    `plain` cells (titles, units, statuses) are neither typed nor computed.
    """

    text: str = ""
    address: Cell | None = None
    value: Value = None
    absent: Record | None = field(default=None, compare=False)
    reader: Reader | None = None
    choices: tuple[tuple[str, str], ...] = ()
    plain: bool = False
    marker: Marker = Marker.NONE
    conflict: bool = False
    status: Status | None = None
    party: Party | None = None
    muted: bool = False
    italic: bool = False
    strong: bool = False
    spoken: str = ""
    why: str = ""
    tip: str = ""
    link: object = field(default=None, compare=False)
    view: View | None = None
    align: Align | None = None
    also: tuple[Cell, ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether it can be typed in; the others are computed or plain."""
        return self.address is not None or self.reader is not None

    @property
    def reading(self) -> Reader | None:
        """The reader of a typed cell, None on the others."""
        if self.address is None:
            return self.reader
        return self.reader or FieldReader(field_of(self.address))

    @property
    def typed_text(self) -> str:
        """The text that its editor opens with."""
        reader = self.reading
        return "" if reader is None else reader.write(self.value)


Fill = Callable[[Mapping[str, Value]], "Sequence[tuple[GridCell, Value]] | Problem"]
"""From the values of an empty line by column key: the cells of the new row with their values, or why it cannot be."""


class Inside:
    """The rows of a group, made once when they are first asked for."""

    def __init__(self, make: Callable[[], Sequence[Row]]) -> None:
        self._make = make
        self._rows: Sequence[Row] | None = None

    @property
    def rows(self) -> Sequence[Row]:
        if self._rows is None:
            self._rows = self._make()
        return self._rows


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `key` identifies it across refreshes, `group` names the group row that folds it, `level` indents it.

    The first cell is the title. A group row shows its other cells only when folded, unless `always`; it may hold its
    rows `inside`, which are then made when it is first opened: a folded group costs nothing. An empty line that closes
    a list has `fill`: what is typed or pasted there makes new rows. A `private` row is for the eyes of one side: it is
    never copied.
    """

    key: str
    cells: tuple[GridCell, ...]
    kind: RowKind = RowKind.PLAIN
    group: str = ""
    level: int = 0
    party: Party | None = None
    always: bool = False
    inside: Inside | None = field(default=None, compare=False)
    fill: Fill | None = field(default=None, compare=False)
    private: bool = False

    @property
    def title(self) -> str:
        return self.cells[0].text if self.cells else ""


@dataclass(frozen=True, slots=True)
class Content:
    """A whole table. `name` is the key under which the user’s column widths and folded groups are kept.

    `folded` are the groups folded until the user has folded or opened one.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    folded: frozenset[str] = frozenset()

    def unfolded(self, folded: Container[str] = frozenset()) -> Iterator[Row]:
        """The rows that are seen while some groups are folded; every row without."""
        for row in self.rows:
            if row.group not in folded:
                yield row
                if row.inside is not None and row.key not in folded:
                    yield from row.inside.rows


def title(text: str, party: Party | None = None, tip: str = "") -> GridCell:
    """A title, a unit or another text that is neither typed nor computed."""
    return GridCell(text, plain=True, party=party, tip=tip)


def status(of: Status, text: str = "") -> GridCell:
    """A status cell: its icon, and its word or a longer one."""
    return GridCell(text or of.look.word, plain=True, status=of)
