"""The annexe financière as a workbook, written by another process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core import kinds as kinds  # the process that writes needs every kind registered
from ..exports.xlsx.views import Seen
from ..storage.file import ContractFile
from .document import Document
from .files import check_output, write_output
from .jobs import Job, Report


@dataclass(frozen=True, slots=True)
class AnnexWritten:
    """A workbook in its place."""

    path: Path


def print_annex(document: Document, out: Path, names: Sequence[str] = (), seen: Seen | None = None) -> Job:
    """Start writing the annex, some of its sheets with those that they read, or a table as it is `seen`.

    Its answer is an `AnnexWritten`. Raises `Surroundings` where `out` is a contract, a folder or a device.
    """
    check_output(out, document.path)
    return Job(_write, document.snapshot(), document.path, out, document.tools.now().date(), tuple(names), seen)


def _write(report: Report, snapshot: bytes, path: Path, out: Path, made_on: dt.date,
           names: tuple[str, ...], seen: Seen | None) -> AnnexWritten:
    # Imported here: the process that writes loads the library, the window never does.
    from ..exports.xlsx.annex import annex_bytes

    file = ContractFile.from_snapshot(snapshot, path)
    try:
        model, fingerprint = file.model(), file.fingerprint()
    finally:
        file.close()
    data = annex_bytes(model, made_on=made_on, fingerprint=fingerprint, progress=report, names=names, seen=seen)
    write_output(out, data, path)
    return AnnexWritten(out)
