"""Cells made from the fields of records: text, address, choices, all from the record's own description."""

from __future__ import annotations

from ...core.money import format_field
from ...core.records import Cell, FieldInfo, Form, Record, Value, field_of, fields_of
from .content import GridCell, Marker, Reader


def unit_of(cell: Cell) -> str:
    """The unit in which a cell is typed, to stand beside it: « € », « % », « places »; '' where there is none."""
    return unit_of_field(field_of(cell))


def unit_of_field(info: FieldInfo) -> str:
    """The same of a field."""
    return {Form.CENTS: "€", Form.RATE: "%"}.get(info.form, info.about.unit)


def field_cell(
    record: Record,
    field: str,
    *,
    marker: Marker = Marker.NONE,
    conflict: bool = False,
    spoken: str = "",
    absent: Record | None = None,
    text: str | None = None,
    reader: Reader | None = None,
) -> GridCell:
    """A typed cell on one field of a record; `absent` is the record itself where its row is not written yet.

    `reader` knows more than the field does of what may be typed.
    """
    info = fields_of(record.kind)[field]
    value: Value = getattr(record, field)
    shown = text if text is not None else "" if value is None else format_field(info, value)
    choices = info.about.choices if info.form is Form.CHOICE else ()
    return GridCell(
        shown,
        record.at(field),
        value,
        absent,
        reader,
        choices,
        marker=marker,
        conflict=conflict,
        spoken=spoken,
    )
