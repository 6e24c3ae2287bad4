"""What is told of a whole contract shortly after its last edit: fingerprint and points de vigilance.

On a contract of tens of thousands of rows that takes a second: another process does it then, and the window goes on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.model import Model
from ..storage.file import ContractFile
from .document import Document
from .jobs import Job, Report

if TYPE_CHECKING:
    from ..core.checks import Check

LARGE = 4_000
"""Rows of a contract that takes longer than the eye forgives: a tenth of a second, measured."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The fingerprint; how many points keep from signing, how many ask for a look, and all of them."""

    fingerprint: str
    blocking: int = 0
    to_look_at: int = 0
    checks: tuple[Check, ...] = ()


def is_large(document: Document) -> bool:
    """Whether the overview of a contract is work for another process."""
    return len(document.model) > LARGE


def overview(document: Document, today: dt.date) -> Overview:
    """The overview of a contract, at once."""
    return _overview_of(document.model, document.fingerprint(), today)


def start_overview(document: Document, today: dt.date) -> Job:
    """Start the same in another process; poll the job. Its answer is an `Overview` of the contract as it is now."""
    return Job(_overview, document.snapshot(), document.path, today)


def _overview(report: Report, snapshot: bytes, path: Path, today: dt.date) -> Overview:
    file = ContractFile.from_snapshot(snapshot, path)
    try:
        return _overview_of(file.model(), file.fingerprint(), today)
    finally:
        file.close()


def _overview_of(model: Model, fingerprint: str, today: dt.date) -> Overview:
    # Imported here: the rules bring most of the finances with them, and the window is seen before it needs them.
    from ..core.checks import Level, run

    checks = tuple(run(model, today))
    levels = [check.level for check in checks]
    return Overview(fingerprint, levels.count(Level.BLOCKING), levels.count(Level.LOOK), checks)
