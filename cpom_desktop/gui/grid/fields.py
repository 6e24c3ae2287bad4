"""Cells made from the fields of records: text, address, choices, all from the record's own description."""

from __future__ import annotations

from ...core.money import format_field
from ...core.records import Form, Record, Value, fields_of
from .content import GridCell, Marker


def field_cell(
    record: Record,
    field: str,
    *,
    marker: Marker = Marker.NONE,
    conflict: bool = False,
    spoken: str = "",
    absent: Record | None = None,
    text: str | None = None,
) -> GridCell:
    """A typed cell on one field of a record; `absent` is the record itself where its row is not written yet."""
    info = fields_of(record.kind)[field]
    value: Value = getattr(record, field)
    shown = text if text is not None else "" if value is None else format_field(info, value)
    choices = info.about.choices if info.form is Form.CHOICE else ()
    return GridCell(
        shown, record.at(field), value, absent, choices=choices, marker=marker, conflict=conflict, spoken=spoken
    )
