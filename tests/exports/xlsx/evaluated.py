"""Formulas of a workbook computed by another program, beside the values that it was written with."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import ironcalc
import openpyxl

from cpom_desktop.core.model import Model
from cpom_desktop.exports.xlsx.annex import annex_bytes

MADE_ON = dt.date(2026, 11, 20)
FINGERPRINT = "7K3M-Q9XZ-2F4T"
EPOCH = dt.datetime(1899, 12, 30)
EXACT = 10**11
"""Euros above which the fifteen digits of a spreadsheet no longer tell cents."""


class Computed(NamedTuple):
    """A cell with a formula: what the file holds, and what the formula gives."""

    sheet: str
    place: str
    formula: str
    kept: Any
    found: Any

    @property
    def agrees(self) -> bool:
        """Equal to the cent; words are equal words."""
        if isinstance(self.kept, int | float) and isinstance(self.found, int | float):
            return abs(self.kept - self.found) < 0.005 or abs(self.kept) > EXACT
        return bool(self.kept == self.found)


def written(model: Model, **options: Any) -> bytes:
    """The annex of a model, made on a fixed day."""
    return annex_bytes(model, made_on=MADE_ON, fingerprint=FINGERPRINT, progress=lambda share, words: None, **options)


def computed(data: bytes, folder: Path) -> Iterator[Computed]:
    """Every formula of a workbook, evaluated from nothing but the typed cells."""
    path = folder / "a.xlsx"
    path.write_bytes(data)
    engine = ironcalc.load_from_xlsx(str(path))
    formulas, values = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
    _type_again(engine, formulas)
    engine.evaluate()
    for index, sheet in enumerate(formulas.worksheets):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    kept = values[sheet.title][cell.coordinate].value
                    found = engine.get_cell_value(index, cell.row, cell.column)
                    yield Computed(sheet.title, cell.coordinate, cell.value, _plain(kept), found)


def _type_again(engine: ironcalc.Model, formulas: Any) -> None:
    """The engine's reader takes the holidays of WORKDAY for one cell; its keyboard does not."""
    for index, sheet in enumerate(formulas.worksheets):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f" and "WORKDAY(" in cell.value:
                engine.set_user_input(index, cell.row, cell.column, cell.value)


def _plain(value: Any) -> Any:
    return (value - EPOCH).days if isinstance(value, dt.datetime) else value


def disagreements(data: bytes, folder: Path) -> list[str]:
    """What a reader would see change when the workbook is recalculated; empty when nothing does."""
    return [f"{one.sheet} {one.place}: {one.kept} → {one.found}, {one.formula}"
            for one in computed(data, folder) if not one.agrees]
