"""LibreOffice as another reader of the annex: found or installed, given the formulas alone, its cells beside ours."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from devtools import system
from devtools.speech import Stop

from tests.exports.xlsx.evaluated import EPOCH, EXACT

OFFICE = "soffice"
KEPT = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")


def office_here() -> str:
    """LibreOffice, installed where that is allowed; else the test that asks for it is skipped and says so."""
    if not _calc():
        try:
            system.install(["libreoffice-calc"], "LibreOffice is not installed.", "Install LibreOffice Calc.")
        except Stop as stop:
            pytest.skip(f"{stop.happened} {stop.to_do}")
    found = _calc()
    if found is None:
        pytest.skip("LibreOffice was installed without its command, or without Calc")
    return found


def _calc() -> str | None:
    """The command, where Calc is there too: installed for texts alone, it loads no workbook and says no error."""
    found = shutil.which(OFFICE)
    return found if found and any(Path(found).resolve().parent.glob("*sclo*")) else None


def without_values(data: bytes) -> bytes:
    """The workbook with its formulas alone: nothing is left to be believed."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, KEPT.sub(rb"\1", text) if name.startswith("xl/worksheets/") else text)
    return result.getvalue()


def recalculated(office: str, data: bytes, folder: Path) -> Any:
    """The workbook as LibreOffice computes it."""
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "a.xlsx").write_bytes(without_values(data))
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    subprocess.run([office, home, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"),
                    str(folder / "in" / "a.xlsx")], check=True, capture_output=True, timeout=300,
                   env={**os.environ, "LC_ALL": "C.UTF-8"})
    return openpyxl.load_workbook(folder / "out" / "a.xlsx", data_only=True)


def compared(data: bytes, found: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each computed cell: its place, what the file held, what LibreOffice finds."""
    formulas, kept = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                place = f"{sheet.title} {cell.coordinate}"
                yield place, *(_plain(book[sheet.title][cell.coordinate].value) for book in (kept, found))


def _plain(value: Any) -> Any:
    return (value - EPOCH).days if isinstance(value, dt.datetime) else value


def agree(kept: Any, found: Any) -> bool:
    """Equal to the cent after rounding; words are equal words."""
    if isinstance(kept, int | float) and isinstance(found, int | float):
        return round(kept, 2) == round(found, 2) or abs(kept) > EXACT
    return bool(kept == found)
