"""Cells that point at another row: shown and typed by its name, chosen in a list."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.model import Model
from ...core.naming import name_of
from ...core.problems import Problem
from ...core.records import KINDS, Record, Value, fields_of
from .content import GridCell

NOBODY = ("", "—")


@dataclass(frozen=True, slots=True)
class ReferenceReader:
    """Reads the name of a row as its id; `named` are the rows that may be chosen."""

    label: str
    named: tuple[tuple[str, str], ...]
    optional: bool

    def read(self, text: str) -> Value | Problem:
        wanted = " ".join(text.split()).casefold()
        if wanted in ("", NOBODY[1]):
            return None if self.optional else Problem(f"«\u00a0{self.label}\u00a0» est à choisir dans la liste.")
        found = [row for row, name in self.named if name.casefold() == wanted]
        if len(found) == 1:
            return found[0]
        return Problem(f"«\u00a0{text[:40]}\u00a0» n’est pas dans la liste «\u00a0{self.label}\u00a0».")

    def write(self, value: Value) -> str:
        return dict(self.named).get(str(value), "")


def reference_cell(model: Model, record: Record, field: str) -> GridCell:
    """A typed cell on a reference of a record."""
    info = fields_of(record.kind)[field]
    rows = sorted(((row.id, name_of(model, row)) for row in model.all(KINDS[info.about.of])), key=lambda one: one[1])
    reader = ReferenceReader(info.label, tuple(rows), info.optional)
    value: Value = getattr(record, field)
    choices = ((NOBODY,) if info.optional else ()) + reader.named
    return GridCell(reader.write(value), record.at(field), value, reader=reader, choices=choices)
