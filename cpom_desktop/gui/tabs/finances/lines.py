"""Cells of rows with a natural key, which may not exist yet, and the empty line that closes a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ....core.identifiers import natural_record
from ....core.model import Model
from ....core.problems import Problem
from ....core.records import Form, Record, Value, fields_of
from ...grid import Align, Column, FieldReader, GridCell, Inside, Row, RowKind, title
from ...grid.references import reference_cell
from .cells import Reading, typed
from .listing import NONE_CHOSEN, OptionalChoice

_WORDS = (Form.NAME, Form.TEXT, Form.CHOICE, Form.REFERENCE)
Values = Mapping[str, Value]
Made = Sequence[tuple[GridCell, Value]] | Problem


def natural_cell(reading: Reading, absent: Record, field: str) -> GridCell:
    """A typed cell on a row that is created when it is first typed in; a choice and a reference offer their list."""
    info, record = fields_of(absent.kind)[field], reading.shown.record(absent.kind, absent.id)
    if info.form is Form.REFERENCE:
        return replace(reference_cell(reading.shown, record or absent, field), absent=absent, align=Align.LEFT)
    cell = typed(reading, absent.at(field), absent)
    if info.form in _WORDS:
        cell = replace(cell, align=Align.LEFT)
    if info.form is not Form.CHOICE:
        return cell
    if not info.optional:
        return replace(cell, choices=info.about.choices)
    return replace(cell, choices=(NONE_CHOSEN, *info.about.choices), reader=OptionalChoice(info))


class YearRows:
    """Rows with a column for each year, typed or computed, inside a group."""

    def __init__(self, reading: Reading, contract: str, years: Sequence[int], group: str) -> None:
        self.reading, self.years, self.group = reading, years, group
        self._contract = contract

    def over(self, reading: Reading) -> YearRows:
        """The same group read from another reading."""
        return YearRows(reading, self._contract, self.years, self.group)

    def absent(self, cls: type[Record], year: int, **key: Value) -> Record:
        """The record of a year as it would be created."""
        return natural_record(cls, self._contract, year=year, **key)

    def typed(self, cls: type[Record], field: str, label: str = "", level: int = 1, **key: Value) -> Row:
        """A field of a yearly record, typed year by year."""
        cells = (natural_cell(self.reading, self.absent(cls, year, **key), field) for year in self.years)
        return self.row(field, label or fields_of(cls)[field].label, cells, level=level)

    def row(
        self, key: str, label: str, cells: Iterable[GridCell], kind: RowKind = RowKind.PLAIN, level: int = 1
    ) -> Row:
        """Any row of the group."""
        shift = 0 if kind in (RowKind.TOTAL, RowKind.GAP) else level
        return Row(f"{self.group}/{key}", (title(label), *cells), kind, self.group, level=shift)


def group(key: str, cells: Sequence[GridCell], make: Callable[[], Sequence[Row]]) -> Row:
    """A header whose rows are made when it is first opened: a contract of 300 ESMS shows one of them at a time."""
    return Row(key, tuple(cells), RowKind.GROUP, inside=Inside(make))


def folded(rows: Sequence[Row], most: int = 1) -> frozenset[str]:
    """The groups that are folded at first: every one after the first `most`."""
    return frozenset([row.key for row in rows if row.kind is RowKind.GROUP][most:])


def entry(model: Model, cls: type[Record], field: str) -> GridCell:
    """A cell of an empty line, read as a field of the kind that the line makes."""
    info = fields_of(cls)[field]
    if info.form is Form.REFERENCE:
        like = reference_cell(model, cls(id=""), field)
        return GridCell(reader=like.reader, choices=like.choices, align=Align.LEFT)
    words = Align.LEFT if info.form in _WORDS else None
    if info.form is not Form.CHOICE:
        return GridCell(reader=FieldReader(info), align=words)
    if info.optional:
        return GridCell(reader=OptionalChoice(info), choices=(NONE_CHOSEN, *info.about.choices), align=words)
    return GridCell(reader=FieldReader(info), choices=info.about.choices, align=words)


def empty_line(
    key: str,
    words: str,
    columns: Sequence[Column],
    cells: Mapping[str, GridCell],
    fill: Callable[[Values], Made],
    group: str = "",
    level: int = 1,
) -> Row:
    """The line that waits for a new row; `cells` by column key, the others of its columns are not typed in it."""
    made = [cells.get(column.key, GridCell(plain=True)) for column in columns]
    made[0] = replace(made[0], text=words, muted=True, italic=True)
    return Row(key, tuple(made), group=group, level=level, fill=fill)


def new_values(record: Record, values: Values) -> list[tuple[GridCell, Value]]:
    """The fields of a row that does not exist yet, as an empty line gives them."""
    return [(GridCell(address=record.at(field), absent=record), value) for field, value in values.items()]


def identified(record: Record, values: Values, by: str) -> list[tuple[GridCell, Value]]:
    """The same for a row that its key alone may begin: what identifies it is written too, after its values."""
    return new_values(record, {**values, by: getattr(record, by)})


FIELD_COLUMNS = (
    Column("title", "Clause", align=Align.LEFT, least=232),
    Column("value", "Valeur", align=Align.LEFT, least=260, stretch=True),
    Column("unit", "Unité", align=Align.LEFT, least=96),
)
"""The columns of a record shown field by field."""


def field_rows(reading: Reading, absent: Record, fields: Sequence[str], group: str) -> list[Row]:
    """A record of which there is one: a row for each field, created when the first one is typed."""
    info = fields_of(absent.kind)
    return [Row(f"{group}/{name}", (title(info[name].label), _left(natural_cell(reading, absent, name)),
                                    title(info[name].about.unit)), group=group, level=1) for name in fields]


def _left(cell: GridCell) -> GridCell:
    return replace(cell, align=Align.LEFT)
