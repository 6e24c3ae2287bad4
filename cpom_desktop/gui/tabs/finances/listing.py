"""Rows that are records: one line for each, its fields in columns, added and deleted like the lines of a ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ....core.changes import Edit
from ....core.contract import Section
from ....core.finance.scope import ordered_sections, section_name
from ....core.naming import name_of
from ....core.problems import Problem
from ....core.records import KINDS, FieldInfo, Form, Record, Value, fields_of
from ...grid import Align, Column, FieldReader, GridCell, GridView, Marker, Row
from ...grid.references import ReferenceReader, reference_cell
from ...workspace import Workspace
from .cells import Reading, typed

NBSP = "\u00a0"
NONE_CHOSEN = ("", "—")
BEGUN = "à renseigner"
BEGUN_TIP = (
    "Cette ligne est ouverte et son montant n’est pas connu\u00a0: ce qui en dépend reste incomplet. "
    "Le bouton au-dessus du tableau la retire."
)
_RIGHT = (Form.CENTS, Form.RATE, Form.INTEGER, Form.DECIMAL, Form.DAY)


@dataclass(frozen=True, slots=True)
class OptionalChoice:
    """Reads a choice that may be taken back."""

    info: FieldInfo

    def read(self, text: str) -> Value | Problem:
        return None if text.strip() in NONE_CHOSEN else FieldReader(self.info).read(text)

    def write(self, value: Value) -> str:
        return FieldReader(self.info).write(value)


@dataclass(frozen=True, slots=True)
class Computed:
    """A column that follows from the others."""

    column: Column
    cell: Callable[[Record], GridCell]


@dataclass(frozen=True, slots=True)
class Listing:
    """The fields of a kind shown in columns, each with its least width; the first one is the title and stretches.

    `heads` are shorter words for a header, on one line or two.
    """

    kind: type[Record]
    fields: tuple[tuple[str, int], ...]
    computed: tuple[Computed, ...] = ()
    heads: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def columns(self) -> tuple[Column, ...]:
        """The headers, from the description of each field."""
        info = fields_of(self.kind)
        typed_ones = tuple(
            Column(name, *self._head(info[name]), _align(info[name].form), least=least, stretch=not at)
            for at, (name, least) in enumerate(self.fields)
        )
        return (*typed_ones, *(one.column for one in self.computed))

    def _head(self, info: FieldInfo) -> tuple[str, str]:
        return self.heads.get(info.name, (info.label, info.about.unit))

    def rows(self, reading: Reading, records: Iterable[Record]) -> tuple[Row, ...]:
        """One row for each record, in the order given."""
        return tuple(Row(key_of(record), self._cells(reading, record)) for record in records)

    def blank(self, reading: Reading, words: str, make: Callable[[], Record]) -> Row:
        """The empty line that closes the list: what is typed or pasted there makes rows."""
        model_row = make()
        cells = [_emptied(record_cell(reading, model_row, name)) for name, _ in self.fields]
        cells[0] = replace(cells[0], text=words, muted=True, italic=True)
        nothing = (GridCell(plain=True) for _ in self.computed)

        def fill(values: Mapping[str, Value]) -> list[tuple[GridCell, Value]]:
            made = make()
            return [(GridCell(address=made.at(name), absent=made), value) for name, value in values.items()]

        return Row(f"{self.kind.kind}/", (*cells, *nothing), fill=fill)

    def _cells(self, reading: Reading, record: Record) -> tuple[GridCell, ...]:
        cells = (record_cell(reading, record, name) for name, _ in self.fields)
        return (*cells, *(one.cell(record) for one in self.computed))


def record_cell(reading: Reading, record: Record, name: str) -> GridCell:
    """A typed cell on a field of a record; a choice and a reference offer their list."""
    info = fields_of(record.kind)[name]
    if info.form is Form.REFERENCE:
        return _section_cell(reading, record, info) if info.about.of == Section.kind else reference_cell(
            reading.shown, record, name)
    cell = typed(reading, record.at(name))
    if info.form is not Form.CHOICE:
        return cell
    if not info.optional:
        return replace(cell, choices=info.about.choices)
    return replace(cell, choices=(NONE_CHOSEN, *info.about.choices), reader=OptionalChoice(info))


def begun_cell(reading: Reading, absent: Record, field: str) -> GridCell:
    """A typed amount; a row that is there without its amount says so, since what depends on it stays incomplete."""
    cell = typed(reading, absent.at(field), absent)
    begun = reading.shown.record(absent.kind, absent.id) is not None
    if not begun or cell.text or cell.marker is not Marker.NONE:
        return cell
    return replace(cell, text=BEGUN, muted=True, italic=True, tip=BEGUN_TIP)


def _section_cell(reading: Reading, record: Record, info: FieldInfo) -> GridCell:
    """A section is called as everywhere in Finances: by its ESMS."""
    model = reading.shown
    named = tuple((one.id, section_name(model, one)) for one in ordered_sections(model))
    reader = ReferenceReader(info.label, named, info.optional)
    value: Value = getattr(record, info.name)
    choices = ((NONE_CHOSEN,) if info.optional else ()) + named
    return GridCell(reader.write(value), record.at(info.name), value, reader=reader, choices=choices)


def _emptied(cell: GridCell) -> GridCell:
    """The same reading and choices, for a row that does not exist yet."""
    return GridCell(reader=cell.reading, choices=cell.choices)


def key_of(record: Record) -> str:
    """The key of the row of a record."""
    return f"{record.kind}/{record.id}"


def record_at(workspace: Workspace, key: str) -> Record | None:
    """The record of a row key, or of the row that it stands in (« operation/…/caf » is a line of that operation)."""
    parts = key.split("/")
    return workspace.model.record(parts[0], parts[1]) if len(parts) > 1 and parts[0] in KINDS else None


def selected(workspace: Workspace, table: GridView) -> Record | None:
    """The record of the active row."""
    index = table.currentIndex()
    return record_at(workspace, table.grid.row(index.row()).key) if index.isValid() else None


def delete(workspace: Workspace, records: Sequence[Record], name: str = "") -> bool:
    """These rows deleted as one action, with what belongs to them; Ctrl+Z brings them back."""
    if not records:
        return False
    words = name or name_of(workspace.model, records[0])
    edit = Edit(f"Suppression{NBSP}: {words}", deleted=tuple((one.kind, one.id) for one in records))
    if not workspace.apply(edit):
        return False
    workspace.say(f"Supprimé{NBSP}: {words}. Ctrl+Z le rétablit.")
    return True


def next_order(records: Iterable[Record]) -> int:
    """The rank after the last one."""
    return max((int(getattr(one, "order", 0)) for one in records), default=0) + 1


def _align(form: Form) -> Align:
    if form in _RIGHT:
        return Align.RIGHT
    return Align.CENTRE if form is Form.FLAG else Align.LEFT
