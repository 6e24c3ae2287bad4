"""Formulas of a workbook computed by another program, beside the values that it was written with."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import ironcalc
from openpyxl.utils.cell import coordinate_to_tuple

from cpom_desktop.core.model import Model
from cpom_desktop.exports.xlsx.annex import annex_bytes

MADE_ON = dt.date(2026, 11, 20)
FINGERPRINT = "7K3M-Q9XZ-2F4T"
EPOCH = dt.datetime(1899, 12, 30)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
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
    found = list(_formulas(data))
    for index, _, place, formula, _ in found:
        # The engine's reader takes the holidays of WORKDAY for one cell; its keyboard does not.
        if "WORKDAY(" in formula:
            row, column = coordinate_to_tuple(place)
            engine.set_user_input(index, row, column, formula)
    engine.evaluate()
    for index, sheet, place, formula, kept in found:
        yield Computed(sheet, place, formula, kept, engine.get_cell_value(index, *coordinate_to_tuple(place)))


def sheet_names(data: bytes) -> list[str]:
    """The names of the sheets of a workbook, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [sheet.attrib["name"] for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(
            f"{MAIN}sheet")]


def _formulas(data: bytes) -> Iterator[tuple[int, str, str, str, Any]]:
    """Index and name of the sheet, place, formula and kept value of each cell that has a formula.

    Read in the parts of the file: a library that reads the styles as well takes twice the time of all the rest.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for index, name in enumerate(sheet_names(data)):
            for cell in ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{index + 1}.xml")).iter(f"{MAIN}c"):
                if (formula := cell.findtext(f"{MAIN}f")) is not None:
                    kept = _kept(cell.get("t", "n"), cell.findtext(f"{MAIN}v") or None)
                    yield index, name, cell.attrib["r"], f"={formula}", kept


def _kept(kind: str, text: str | None) -> Any:
    if text is None or kind in ("str", "e"):
        return text
    if kind == "b":
        return text == "1"
    assert kind == "n", f"no formula gives a cell of the sort {kind}"
    return float(text)


def disagreements(data: bytes, folder: Path) -> list[str]:
    """What a reader would see change when the workbook is recalculated; empty when nothing does."""
    return [f"{one.sheet} {one.place}: {one.kept} → {one.found}, {one.formula}"
            for one in computed(data, folder) if not one.agrees]
