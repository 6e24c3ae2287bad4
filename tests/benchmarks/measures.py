"""What is measured, each in a process of its own so that nothing is warm by chance; called by `python -m tests.benchmarks`."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from .large import CONTRACT, LINES, document, measures, positions, records, tools

SERVICES = 300


def seconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def p95(values: list[float]) -> float:
    """The value that 95 in 100 do not pass."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def peak_megabytes() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="cpom-bench-"))


def opening() -> dict[str, float]:
    """Open a contract of 300 ESMS × 20 lines × 6 years."""
    from cpom_desktop.session.document import Document

    path = folder() / "grand.cpom"
    document(path).close()
    times = []
    for _ in range(5):
        start = time.perf_counter()
        opened = Document.open(path, tools())
        len(opened.model)
        times.append(time.perf_counter() - start)
        opened.close()
    return {"open a contract of 300 ESMS × 20 lines × 6 years": statistics.median(times),
            "its file, MB": path.stat().st_size / 1e6}


def editing(services: int = SERVICES) -> dict[str, float]:
    """One edit: checked, committed, model replaced, figures of the whole contract up to date; no window."""
    from cpom_desktop.core.changes import Edit
    from cpom_desktop.core.finance.books import Books
    from cpom_desktop.core.finance.records import YearRate

    opened = document(folder() / "grand.cpom", services)
    opened.author = opened.author
    books = Books(opened.model)
    books.grant("g" * 32)
    rates = opened.model.all(YearRate)
    times = []
    for turn in range(200):
        rate = rates[turn * 7 % len(rates)]
        start = time.perf_counter()
        changes = opened.apply(Edit("Taux", values={rate.at("rate"): 10_000 + turn}))
        books = books.after(opened.model, changes)
        books.grant("g" * 32)
        times.append(time.perf_counter() - start)
    opened.close()
    return {f"edit → committed → DGC, {services} ESMS, p95": p95(times)}


def edit_cost_stays_flat() -> dict[str, float]:
    """The same edit at 30, 100, 300 and 1 000 ESMS."""
    result: dict[str, float] = {}
    for services in (30, 100, 300, 1000):
        result.update(editing(services))
    return result


def overlays() -> dict[str, float]:
    """An overlay of 3 600 positions built and totalled."""
    from cpom_desktop.core.finance.books import Books
    from cpom_desktop.core.model import Model
    from cpom_desktop.core.overlay import View, seen_by

    rows = [*records(SERVICES), *measures(SERVICES, 2100), *positions(3600, SERVICES)]
    model = Model(rows)
    Books(model).grant("g" * 32)
    times = []
    for turn in range(5):
        fresh = model.replacing([replace(rows[0], name=f"CPOM {turn}")])  # type: ignore[call-arg]
        start = time.perf_counter()
        seen = seen_by(fresh, View.MANAGER)
        built = time.perf_counter()
        Books(seen).grant("g" * 32)
        times.append((built - start, time.perf_counter() - start))
    return {"overlay of 3 600 positions: built": statistics.median(a for a, _ in times),
            "overlay of 3 600 positions: built and totalled": statistics.median(b for _, b in times)}


def merging(ops: int) -> dict[str, float]:
    """Receive a journal of that many ops in a file that has none of them."""
    from cpom_desktop.storage.file import ContractFile
    from cpom_desktop.storage.ownership import Holder
    from tests.sync.long_journal import long_journal

    lots = long_journal(ops)
    before = peak_megabytes()
    file = ContractFile.create(folder() / "a.cpom", CONTRACT, tools().now, Holder("Mme Essai", "poste"))
    taken = seconds(lambda: file.receive(iter(lots)))
    file.close()
    return {f"merge {ops} ops": taken, f"merge {ops} ops: memory added, MB": peak_megabytes() - before}


def fingerprint() -> dict[str, float]:
    """The fingerprint of a contract of 144 000 cells written by ops."""
    opened = document(folder() / "grand.cpom")
    taken = min(seconds(opened.fingerprint) for _ in range(3))
    opened.close()
    return {"fingerprint of 36 000 records (252 000 cells)": taken}


def contract_pdf() -> dict[str, float]:
    """A contract of about 100 pages."""
    from .contract_pdf import measure

    pages, taken, _ = measure()
    return {f"contract PDF, {pages} pages": taken, "contract PDF: memory, MB": peak_megabytes()}


def snapshot() -> dict[str, float]:
    """What a job is given: the window waits for it."""
    opened = document(folder() / "grand.cpom")
    taken = min(seconds(opened.snapshot) for _ in range(3))
    opened.close()
    return {f"snapshot for a job ({SERVICES} ESMS × {LINES} lines)": taken}


MEASURES: dict[str, Callable[[], dict[str, float]]] = {
    "opening": opening, "edit_cost_stays_flat": edit_cost_stays_flat, "overlays": overlays,
    "merge-500": lambda: merging(500), "merge-10000": lambda: merging(10_000), "merge-100000": lambda: merging(100_000),
    "fingerprint": fingerprint, "contract_pdf": contract_pdf, "snapshot": snapshot,
}
