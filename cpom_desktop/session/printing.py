"""Documents made by another process: what it is given, what it answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from ..storage.file import ContractFile
from .document import Document
from .files import check_output
from .jobs import Job, Report


@dataclass(frozen=True, slots=True)
class Printed:
    """A document in its place: how many pages, and what could not be printed as typed, in French."""

    path: Path
    pages: int
    warnings: tuple[str, ...]


def print_contract(document: Document, out: Path, draft: bool) -> Job:
    """Start writing the contract as a PDF; poll the job. Its answer is a `Printed`.

    Raises `Surroundings` where `out` is a contract, a folder or a device.
    """
    check_output(out, document.path)
    # The bytes of the file, not its rows: the window would wait a second for a large contract to be taken apart.
    return Job(_write_contract, document.snapshot(), document.path, out, document.tools.now().date(), draft)


def _write_contract(
    report: Report, snapshot: bytes, path: Path, out: Path, made_on: dt.date, draft: bool
) -> Printed:
    # Imported here: reportlab and its fonts are loaded by the process that prints, never by the window.
    from ..exports.pdf.pipeline import write_contract

    file = ContractFile.from_snapshot(snapshot, path)
    try:
        model, fingerprint = file.model(), file.fingerprint()
    finally:
        file.close()
    made = write_contract(model, out, made_on=made_on, fingerprint=fingerprint, draft=draft, progress=report)
    return Printed(made.path, made.pages, made.warnings)
