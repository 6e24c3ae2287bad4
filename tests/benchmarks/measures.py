"""What is measured without a window. Each function makes its own data; `python -m tests.benchmarks` calls it alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

from . import bargaining, calc, window
from .budgets import Reading, Readings
from .clock import Times, best, folder, once, peak
from .large import CONTRACT, GRANT, document, four_cell_rows, large_model, tools

SERVICES = 300


def opening() -> Readings:
    """Open a contract of 300 ESMS × 20 lines × 6 years."""
    from cpom_desktop.session.document import Document

    path, times = folder() / "grand.cpom", Times()
    document(path).close()
    for _ in range(5):
        with times:
            opened = Document.open(path, tools())
        assert len(opened.model) > SERVICES * 20 * 6
        opened.close()
    return {"open": times.median(), "open-file": Reading(path.stat().st_size / 1e6)}


def editing() -> Readings:
    """One edit: checked, committed, model replaced, the whole DGC up to date; the same at four sizes."""
    return {f"edit-{services}": _edits(services) for services in (30, 100, 300, 1000)}


def _edits(services: int) -> Reading:
    from cpom_desktop.core.changes import Edit
    from cpom_desktop.core.finance.books import Books
    from cpom_desktop.core.finance.records import YearRate

    opened, times = document(folder() / "grand.cpom", services), Times()
    books = Books(opened.model)
    books.grant(GRANT)
    rates = opened.model.all(YearRate)
    for turn in range(200):
        rate = rates[turn * 7 % len(rates)]
        with times:
            changes = opened.apply(Edit("Taux", values={rate.at("rate"): 10_000 + turn}))
            books = books.after(opened.model, changes)
            books.grant(GRANT)
    opened.close()
    return times.p95()


def overlays() -> Readings:
    """The view of a side from 3 600 positions, and what it makes of the DGC."""
    from cpom_desktop.core.contract import Contract
    from cpom_desktop.core.finance.books import Books
    from cpom_desktop.core.overlay import View, seen_by

    model = large_model(SERVICES)
    contract = model.all(Contract)[0]
    built, totalled = Times(), Times()
    for turn in range(9):
        # Another model each time: nothing of the view before may be found again.
        fresh = model.replacing([replace(contract, name=f"CPOM {turn}")])
        with totalled:
            with built:
                seen = seen_by(fresh, View.MANAGER)
            Books(seen).grant(GRANT)
    return {"overlay-built": built.median(), "overlay-totalled": totalled.median()}


def merging(ops: int) -> Readings:
    """Receive a bundle of that many ops in a file that has none of them; another process made the bundle."""
    from cpom_desktop.storage.file import ContractFile
    from cpom_desktop.storage.ownership import Holder
    from cpom_desktop.sync.bundle_reader import open_bundle

    path = folder() / "long.cpomsync"
    subprocess.run([sys.executable, "-m", "tests.benchmarks.long_bundle", str(ops), str(path)], check=True)
    bundle = open_bundle(path.read_bytes())
    file = ContractFile.create(folder() / "a.cpom", CONTRACT, tools().now, Holder("Mme Essai", "poste"))
    taken = once(lambda: file.receive(bundle.lots()))
    file.close()
    return {f"merge-{ops}": taken, f"merge-{ops}-memory": peak()} if ops == 100_000 else {f"merge-{ops}": taken}


def fingerprint() -> Readings:
    """The fingerprint of 144 000 cells written by ops: 36 000 rows of four values."""
    opened = document(folder() / "grand.cpom", 1, four_cell_rows(36_000), lines=0)
    taken = best(opened.fingerprint)
    opened.close()
    return {"fingerprint": taken}


def contract_pdf() -> Readings:
    """A contract of about 100 pages, from the model to the file in its place."""
    from .contract_pdf import write_large_contract

    pages = 0

    def write() -> None:
        nonlocal pages
        pages = write_large_contract(folder() / "contrat.pdf")

    taken = once(write)
    return {"pdf": taken, "pdf-pages": Reading(pages), "pdf-memory": peak()}


def snapshot() -> Readings:
    """What a job is given: the window waits for it."""
    opened = document(folder() / "grand.cpom", SERVICES)
    taken = best(opened.snapshot)
    opened.close()
    return {"snapshot": taken}


MEASURES: dict[str, Callable[[], Readings]] = {
    "start": window.starting,
    "open": opening,
    "edit": editing,
    "window": window.typing,
    "bargaining": bargaining.opening,
    "overlay": overlays,
    "pdf": contract_pdf,
    "merge-500": lambda: merging(500),
    "merge-10000": lambda: merging(10_000),
    "merge-100000": lambda: merging(100_000),
    "fingerprint": fingerprint,
    "snapshot": snapshot,
    "calc": calc.recalculating,
}
