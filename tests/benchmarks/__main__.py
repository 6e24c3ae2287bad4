"""`python -m tests.benchmarks [name…]`: the table of budgets beside what this machine does.

Each measure has a process of its own, so that nothing is warm by chance and the memory of one is not the next one's.
Exit code 1 when a measure is over its budget: on a busy machine read the column of the processor.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import astuple

from cpom_desktop.__main__ import calm_collector

from .budgets import BUDGETS, MEGABYTES, PAGES, Budget, NotMeasured, Reading, Readings
from .measures import MEASURES

ONE, NOT_MEASURED = "--one", 3
WIDTHS = (64, 12, 12, 10)


def main(names: Sequence[str]) -> int:
    """Take the measures named, or all of them, and print the table."""
    if names[:1] == [ONE]:
        return _take(names[1])
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        sys.stderr.write(f"no such measure: {', '.join(unknown)}\nmeasures: {', '.join(MEASURES)}\n")
        return 64
    found: Readings = {}
    notes, failed = list[str](), False
    for name in names or MEASURES:
        sys.stderr.write(f"{name} …\n")
        taken, note, right = _taken(name)
        found.update(taken)
        notes += note
        failed |= not right
    sys.stdout.write("\n".join([*_table(found, whole=not names), "", _load(), *notes, ""]))
    return int(failed or any(_is_over(budget, found) for budget in BUDGETS))


def _take(name: str) -> int:
    """Take one measure and write its readings for the process that asked."""
    calm_collector()
    try:
        readings = MEASURES[name]()
    except NotMeasured as reason:
        sys.stderr.write(str(reason))
        return NOT_MEASURED
    sys.stdout.write(json.dumps({figure: astuple(reading) for figure, reading in readings.items()}))
    return 0


def _taken(name: str) -> tuple[Readings, list[str], bool]:
    """What one measure gives, from its own process; one that fails or cannot be taken is said, the others go on."""
    done = subprocess.run([sys.executable, "-m", "tests.benchmarks", ONE, name], capture_output=True, text=True)
    if done.returncode == NOT_MEASURED:
        return {}, [f"{name}: {done.stderr.strip()}"], True
    if done.returncode:
        return {}, [f"{name}: failed\n{done.stderr.strip()}"], False
    return {figure: Reading(*values) for figure, values in json.loads(done.stdout).items()}, [], True


def _table(found: Readings, whole: bool) -> list[str]:
    """A line for each budget; those that were not measured are shown only when everything was asked for."""
    lines = [_line("", "measured", "processor", "budget")]
    for budget in BUDGETS:
        reading = found.get(budget.figure)
        if reading is None and not whole:
            continue
        measured = _words(reading.value, budget.unit) if reading else "not measured"
        processor = _words(reading.processor, budget.unit) if reading and reading.processor is not None else ""
        limit = _words(budget.limit, budget.unit) if budget.limit is not None else ""
        lines.append(_line(budget.what, measured, processor, limit) + (_verdict(budget, found)))
    return lines


def _line(what: str, *figures: str) -> str:
    placed = (figure.rjust(width) for figure, width in zip(figures, WIDTHS[1:], strict=True))
    return what.ljust(WIDTHS[0]) + "".join(placed)


def _words(value: float, unit: str) -> str:
    if unit in (MEGABYTES, PAGES):
        return f"{value:.0f} {unit}"
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def _verdict(budget: Budget, found: Readings) -> str:
    """What is said at the end of a line: nothing where there is no budget or no measure."""
    if budget.limit is None or budget.figure not in found:
        return ""
    return "  OVER BUDGET" if _is_over(budget, found) else "  within"


def _is_over(budget: Budget, found: Readings) -> bool:
    reading = found.get(budget.figure)
    return budget.limit is not None and reading is not None and reading.value > budget.limit


def _load() -> str:
    """How busy the machine was: a time means little beside a load greater than its processors."""
    start = time.process_time()
    sum(number * number for number in range(1_000_000))
    pace = f"a million squares took {(time.process_time() - start) * 1000:.0f} ms of the processor"
    if not hasattr(os, "getloadavg"):
        return f"{os.cpu_count()} processors; {pace}"
    one, five, fifteen = os.getloadavg()
    return f"load average {one:.1f} {five:.1f} {fifteen:.1f} on {os.cpu_count()} processors; {pace}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
