"""The fiche d’arbitrage of one side, written by another process; its reserved elements join it only if it says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from ..core.bargaining.points import subject
from ..core.bargaining.sheet import Request, arbitration_sheet
from ..core.finance.books import Books
from ..core.money import NBSP, format_field
from ..core.positions import position_value
from ..core.problems import Refused
from ..core.records import Cell, Form, field_of
from ..storage.file import ContractFile
from .document import Document
from .files import check_output, write_output
from .jobs import Job, Report
from .private import Mandate, private_of

PDF, WORD = ".pdf", ".docx"


@dataclass(frozen=True, slots=True)
class SheetWritten:
    """A fiche in its place, and what could not be printed as typed, in French."""

    path: Path
    warnings: tuple[str, ...] = ()


def print_arbitration(document: Document, request: Request, out: Path, with_private: bool = False) -> Job:
    """Start writing a fiche, as a page or as a text document by the suffix of `out`; its answer is a `SheetWritten`.

    The reserved elements are those of the author’s side, which must be the side of the fiche. Raises `Surroundings`
    where `out` is a contract, a folder or a device, `Refused` where a page cannot hold the request.
    """
    check_output(out, document.path)
    today = document.tools.now().date()
    if with_private:
        request = replace(request, private=reserved(document, request))
    arbitration_sheet(Books(document.model), replace(request, private=()), today)
    return Job(_write, document.snapshot(), document.path, request, out, today)


def reserved(document: Document, request: Request) -> tuple[tuple[str, str], ...]:
    """What the author’s side noted for itself on the points; nothing where the fiche is of another side."""
    entries = private_of(document)
    if entries is None or entries.side is not request.side:
        return ()
    found = []
    for cell in request.cells:
        if words := _mandate(cell, entries.mandate(cell)):
            found.append((subject(document.model, cell), words))
    return tuple(found)


def _mandate(cell: Cell, held: Mandate) -> str:
    bounds = (("plancher", held.floor), ("cible", held.target), ("plafond", held.ceiling))
    words = [f"{name} {_shown(cell, text)}" for name, text in bounds if text is not None]
    words += [f"repli{NBSP}: {held.fallback}"] if held.fallback else []
    words += [held.notes] if held.notes else []
    return " · ".join(words)


def _shown(cell: Cell, text: str) -> str:
    info = field_of(cell)
    try:
        value = position_value(info, text)
    except Refused:
        return text
    unit = {Form.CENTS: "€", Form.RATE: "%"}.get(info.form, info.about.unit)
    return "" if value is None else format_field(info, value) + (NBSP + unit if unit else "")


def _write(report: Report, snapshot: bytes, path: Path, request: Request, out: Path, made_on: dt.date) -> SheetWritten:
    file = ContractFile.from_snapshot(snapshot, path)
    try:
        model, fingerprint = file.model(), file.fingerprint()
    finally:
        file.close()
    report(0.2, "Calcul de la fiche d’arbitrage")
    sheet = arbitration_sheet(Books(model), request, made_on)
    report(0.5, "Mise en page de la fiche d’arbitrage")
    data, warnings = b"", tuple[str, ...]()
    # Imported here: these libraries are loaded by the process that writes, never by the window.
    if out.suffix.lower() == WORD:
        from ..exports.docx.arbitration import arbitration_docx

        data = arbitration_docx(sheet, fingerprint, made_on)
    else:
        from ..exports.pdf.arbitration import arbitration_pdf

        data, warnings = arbitration_pdf(sheet, fingerprint, made_on)
    write_output(out, data, path)
    return SheetWritten(out, warnings)
