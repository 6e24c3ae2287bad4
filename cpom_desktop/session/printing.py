"""Documents made by another process: what it is given, what it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core import kinds as kinds  # the records that come through the pipe need their kinds registered
from ..core.model import Model
from ..core.records import Record
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
    made_on = document.tools.now().date()
    return Job(_write_contract, tuple(document.model), out, made_on, document.fingerprint(), draft)


def _write_contract(
    report: Report, records: Sequence[Record], out: Path, made_on: dt.date, fingerprint: str, draft: bool
) -> Printed:
    # Imported here: reportlab and its fonts are loaded by the process that prints, never by the window.
    from ..exports.pdf.pipeline import write_contract

    made = write_contract(Model(records), out, made_on=made_on, fingerprint=fingerprint, draft=draft, progress=report)
    return Printed(made.path, made.pages, made.warnings)
