"""What is told of a whole contract shortly after its last edit: fingerprint and points de vigilance.

On a contract of tens of thousands of rows that takes a second: another process does it then, and the window goes on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.model import Model
from ..core.overlay import View, seen_by
from ..storage.file import ContractFile
from .document import Document
from .jobs import Job, Report
from .trial import Tried

if TYPE_CHECKING:
    from ..core.checks import Check

NOTHING_TRIED = Tried()
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


def overview(document: Document, today: dt.date, tried: Tried = NOTHING_TRIED, view: View = View.ACCORD) -> Overview:
    """The overview of a contract, at once. What a trial lays over a view moves its points, never its fingerprint."""
    return _overview_of(_with(document.model, tried, view, today), document.fingerprint(), today)


def start_overview(
    document: Document, today: dt.date, tried: Tried = NOTHING_TRIED, view: View = View.ACCORD
) -> Job:
    """Start the same in another process; poll the job. Its answer is an `Overview` of the contract as it is now."""
    # Its answer holds points of the rules: imported while the hands rest, not when it comes, under a keystroke.
    from ..core.checks import Check  # noqa: F401

    return Job(_overview, document.snapshot(), document.path, today, tried, view)


def _overview(report: Report, snapshot: bytes, path: Path, today: dt.date, tried: Tried, view: View) -> Overview:
    file = ContractFile.from_snapshot(snapshot, path)
    try:
        return _overview_of(_with(file.model(), tried, view, today), file.fingerprint(), today)
    finally:
        file.close()


def _with(model: Model, tried: Tried, view: View, today: dt.date) -> Model:
    return tried.over(seen_by(model, view, today)) if tried else model


def _overview_of(model: Model, fingerprint: str, today: dt.date) -> Overview:
    # Imported here: the rules bring most of the finances with them, and the window is seen before it needs them.
    from ..core.checks import Level, run

    checks = tuple(run(model, today))
    levels = [check.level for check in checks]
    return Overview(fingerprint, levels.count(Level.BLOCKING), levels.count(Level.LOOK), checks)
