"""The budgets of speed and memory, in the order of their table, and the measure that gives each of their figures."""

from __future__ import annotations

from dataclasses import dataclass

SECONDS, MEGABYTES, PAGES = "s", "MB", "pages"


@dataclass(frozen=True, slots=True)
class Budget:
    """One line of the table: what, its figure's name and unit, the most it may be (None: shown for information)."""

    what: str
    figure: str
    limit: float | None = None
    unit: str = SECONDS


BUDGETS = (
    Budget("second run, nothing changed: first paint", "start-paint", 0.8),
    Budget("second run, nothing changed: demo open and usable", "start-usable", 1.3),
    Budget("open a contract of 300 ESMS × 20 lines × 6 years", "open", 0.5),
    Budget("  its file", "open-file", None, MEGABYTES),
    Budget("one edit in it, without a window, 30 ESMS: p95", "edit-30"),
    Budget("                                 100 ESMS: p95", "edit-100"),
    Budget("                                 300 ESMS: p95", "edit-300", 0.016),
    Budget("                               1 000 ESMS: p95", "edit-1000"),
    Budget("one edit in it, Trajectoires: end of input → painted, p95", "trajectory-commit", 0.016),
    Budget("one edit in it, Budgets: end of input → painted, p95", "budgets-commit", 0.016),
    Budget("one edit in it, Mesures et positions: end of input → painted, p95", "measures-commit", 0.016),
    Budget("one edit in it, Masse salariale: end of input → painted, p95", "masse-commit", 0.016),
    Budget("preview while typing, Trajectoires: keystroke → painted, p95", "trajectory-key", 0.016),
    Budget("preview while typing, Budgets: keystroke → painted, p95", "budgets-key", 0.016),
    Budget("preview while typing, Mesures et positions: key → painted, p95", "measures-key", 0.016),
    Budget("preview while typing, Masse salariale: keystroke → painted, p95", "masse-key", 0.016),
    Budget("Mesures et positions, 3 600 points: shown, a group opened", "measures-shown", 0.5),
    Budget("  all its 300 groups opened", "measures-opened"),
    Budget("Lots liés, 210 packages: shown", "packages-shown", 0.3),
    Budget("Concessions, 3 600 points: shown, a side and a section opened", "given-opened", 0.3),
    Budget("Ordre des échanges, 4 520 moves: shown", "moves-shown", 0.3),
    Budget("preview beside an export, Trajectoires, p95", "trajectory-key-export", 0.016),
    Budget("one edit beside an export, Trajectoires, p95", "trajectory-commit-export", 0.016),
    Budget("  start of that export: the window waits for", "export-start", 0.1),
    Budget("  memory of that window", "window-large-memory", None, MEGABYTES),
    Budget("overlay of 3 600 positions: built", "overlay-built"),
    Budget("overlay of 3 600 positions: built and totalled", "overlay-totalled", 0.03),
    Budget("contract PDF, 60 tables of 30 rows", "pdf", 6),
    Budget("  its pages", "pdf-pages", None, PAGES),
    Budget("  memory of its process", "pdf-memory", 150, MEGABYTES),
    Budget("merge 500 ops", "merge-500", 0.1),
    Budget("merge 10 000 ops", "merge-10000", 0.3),
    Budget("merge 100 000 ops", "merge-100000", 4),
    Budget("  memory of its process, the bundle streamed", "merge-100000-memory", 300, MEGABYTES),
    Budget("fingerprint of 144 000 cells", "fingerprint", 0.5),
    Budget("snapshot for a job, 300 ESMS", "snapshot", 0.1),
    Budget("memory of the window with the demo contract", "window-memory", 250, MEGABYTES),
    Budget("LibreOffice Calc, equivalent workbook: load, recalculate, save", "calc"),
    Budget("  the same contract here: open and compute the DGC", "calc-here"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One measure: what the clock says, and for a time what the processor spent in this process."""

    value: float
    processor: float | None = None


class NotMeasured(Exception):
    """This computer lacks what a measure needs; says what."""


Readings = dict[str, Reading]
