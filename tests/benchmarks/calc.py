"""The same contract as a workbook in LibreOffice Calc, in the same run: what the people at the table use today."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from .budgets import NotMeasured, Reading, Readings
from .clock import best, folder
from .large import GRANT, LINES, YEARS, document, tools

SERVICES = 300
PROGRAM = "soffice"


def recalculating() -> Readings:
    """Load, recalculate and save 36 000 amounts and the trajectories, less what an empty workbook takes."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise NotMeasured("LibreOffice Calc is not installed here (soffice): no comparison")
    from openpyxl import Workbook, load_workbook

    where = folder()
    whole, empty = where / "grand.xlsx", where / "vide.xlsx"
    Workbook().save(empty)
    expected = _write(whole)
    start = best(lambda: _convert(program, empty, where / "out"))
    taken = best(lambda: _convert(program, whole, where / "out"))
    sheet = load_workbook(where / "out" / whole.name, data_only=True)["DGC"]
    assert abs(sheet["B1"].value - expected) < 1, "Calc did not recalculate"
    return {"calc": Reading(max(0.0, taken.value - start.value)), "calc-here": best(lambda: _here(where))}


def _write(path: Path) -> float:
    """36 000 amounts, their sums, 300 trajectories and the DGC, as formulas without values; the DGC of 2027."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    lines, trajectory, dgc = (book.create_sheet(name) for name in ("Lignes", "Trajectoire", "DGC"))
    for service in range(SERVICES):
        for line in range(LINES):
            at = service * LINES + line + 1
            lines.append([service, line, *(1_000 + line * year / 100 for year in YEARS), f"=SUM(C{at}:H{at})"])
        at = service + 1
        columns = "CDEFGH"
        trajectory.append([service, 0.0125, 984_500 + service / 100,
                           *(f"=ROUND({column}{at}*(1+$B{at}),2)" for column in columns[: len(YEARS) - 1])])
    dgc.append(["DGC", f"=SUM(Trajectoire!D1:D{SERVICES})", f"=SUM(Lignes!I1:I{SERVICES * LINES})"])
    book.save(path)
    return sum(round((984_500 + service / 100) * 1.0125, 2) for service in range(SERVICES))


def _convert(program: str, source: Path, target: Path) -> None:
    profile = f"-env:UserInstallation=file://{target.parent / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True)


def _here(where: Path) -> None:
    """The same work here: open the file and compute the DGC."""
    from cpom_desktop.core.finance.books import Books
    from cpom_desktop.session.document import Document

    path = where / "grand.cpom"
    if not path.exists():
        document(path, SERVICES).close()
    opened = Document.open(path, tools())
    assert Books(opened.model).grant(GRANT)[0].grant.cents
    opened.close()
