"""A sheet as it is filled: rows of cells that know what they mean; nothing here knows the format of the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from ...core.finance.figure import Figure, Ratio
from ...core.records import Cell as Address
from ...core.records import Form, Value
from .formulas import INCOMPLETE, Formula, Key, Spot

NOTHING = "–"
"""A line without effect, as on the screen: no « 0,00 »."""


Shown = str | int | float | dt.date | None
"""What a cell of a spreadsheet holds."""


class Look(Enum):
    """What a cell is, which decides how it is drawn."""

    TITLE = "title"
    NOTE = "note"
    HEAD = "head"
    BAND = "band"
    TEXT = "text"
    WRAPPED = "wrapped"
    SMALL = "small"
    TYPED = "typed"
    COMPUTED = "computed"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell. `value` is what it shows; a formula keeps it as the value read before anything is recomputed."""

    look: Look
    value: Shown = None
    form: str = ""
    formula: Formula | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its head and its width in characters."""

    head: str
    width: float = 15.0


@dataclass
class Sheet:
    """A sheet being filled from the top; `frozen` columns stay in sight beside the head of the table."""

    name: str
    title: str
    note: str
    columns: Sequence[Column]
    frozen: int = 1
    layer: str = ""
    state: str = "Prévisionnel"
    cells: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    spots: dict[Key, Spot] = field(default_factory=dict)
    rules: dict[tuple[str, str], None] = field(default_factory=dict)
    rows: int = 4
    head_row: int = 3

    def __post_init__(self) -> None:
        self.put(0, 0, GridCell(Look.TITLE, self.title))
        self.put(1, 0, GridCell(Look.NOTE, self.note))
        for index, column in enumerate(self.columns):
            self.put(self.head_row, index, GridCell(Look.HEAD, column.head))

    def put(self, row: int, column: int, cell: GridCell, key: Key | None = None) -> None:
        """A cell in its place, under its key. A key names one cell of the workbook."""
        self.cells[row, column] = cell
        self.rows = max(self.rows, row + 1)
        if key is not None:
            assert key not in self.spots, f"two cells for {key}"
            self.spots[key] = Spot(self.name, row, column)

    def line(self) -> Line:
        """The next row, to be filled from its first column."""
        self.rows += 1
        return Line(self, self.rows - 1)

    def band(self, text: str) -> None:
        """The title of what follows, over the whole width."""
        line = self.line()
        for _ in self.columns:
            line.cell(GridCell(Look.BAND))
        self.put(line.row, 0, GridCell(Look.BAND, text))

    def heads(self, texts: Iterable[str]) -> None:
        """Heads of a table inside the sheet."""
        line = self.line()
        for text in texts:
            line.cell(GridCell(Look.HEAD, text))

    def gap(self) -> None:
        """An empty row."""
        self.rows += 1

    def block(self, key: Key, column: int, first: int) -> None:
        """Name the cells of a column from a row to the last one, for sums on conditions."""
        self.spots[key] = Spot(self.name, first, column, max(self.rows - 1, first))


@dataclass
class Line:
    """One row, filled from left to right."""

    sheet: Sheet
    row: int
    column: int = 0

    def cell(self, cell: GridCell, key: Key | None = None) -> None:
        """Any cell."""
        self.sheet.put(self.row, self.column, cell, key)
        self.column += 1

    def skip(self, count: int = 1) -> None:
        """Leave columns empty."""
        self.column += count

    def text(self, text: str, look: Look = Look.TEXT, key: Key | None = None) -> None:
        """Words; what a user wrote is never read as a formula."""
        self.cell(GridCell(look, text), key)

    def also(self, key: Key, other: Key) -> None:
        """Another name for a cell of this row."""
        self.sheet.spots[other] = self.sheet.spots[key]

    def number(self, value: int, key: Key | None = None) -> None:
        """A year or a rank that sums on conditions read: neither typed by a party nor computed."""
        self.cell(GridCell(Look.SMALL, value, "rank"), key)

    def typed(self, address: Address, value: Value, form: Form) -> None:
        """A value of the contract; empty where it is not known yet."""
        self.entered(tuple(address), value, form)

    def entered(self, key: Key, value: Value, form: Form) -> None:
        """A typed value under another name than its address."""
        self.cell(GridCell(Look.TYPED, entered(value, form), form.value), key)

    def figure(self, key: Key, figure: Figure, formula: Formula | None, *, total: bool = False) -> None:
        """A computed amount in euros; « – » where it has no effect, « incomplet » with what is missing."""
        if figure.idle:
            self.cell(GridCell(Look.COMPUTED, NOTHING, "euro"), key)
            return
        assert formula is not None, f"{key} is computed from nothing"
        if figure.rule:
            self.sheet.rules[figure.rule, figure.article] = None
        value = INCOMPLETE if figure.cents is None else figure.cents / 100
        self.cell(GridCell(Look.TOTAL if total else Look.COMPUTED, value, "euro", formula, _why(figure.missing)), key)

    def computed(self, key: Key, value: Shown, form: str, formula: Formula,
                 missing: Sequence[str] = ()) -> None:
        """Any other computed value: places, days, dates. None is « incomplet »."""
        shown = INCOMPLETE if value is None else value
        self.cell(GridCell(Look.COMPUTED, shown, form, formula, _why(missing)), key)

    def ratio(self, key: Key, ratio: Ratio, formula: Formula) -> None:
        """A computed number; a percentage is kept as a fraction."""
        if ratio.shown is None:
            value: str | float = ratio.note or INCOMPLETE
        else:
            value = float(Decimal(ratio.shown) / (100 if ratio.unit == "%" else 1))
        form = f"{'percent' if ratio.unit == '%' else 'decimal'}{ratio.decimals}"
        self.cell(GridCell(Look.COMPUTED, value, form, formula, _why(ratio.missing)), key)


def entered(value: Value, form: Form) -> Shown:
    """A typed value as a spreadsheet holds it: euros, fractions, numbers, dates."""
    if value is None or value == "":
        return None
    if form is Form.CENTS:
        return int(value) / 100
    if form is Form.RATE:
        return int(value) / 1_000_000
    if form is Form.DECIMAL:
        return float(value)
    if form is Form.DAY:
        return dt.date.fromisoformat(str(value))
    return value


def _why(missing: Sequence[str]) -> str:
    return f"Il manque\u00a0: {', '.join(missing)}." if missing else ""
