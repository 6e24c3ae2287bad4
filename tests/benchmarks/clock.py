"""How a measure is taken: by the clock, by the processor, by the memory that the process held."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .budgets import Reading


class Times:
    """Times of one act done many times; `with times:` around each."""

    def __init__(self) -> None:
        self._walls: list[float] = []
        self._processor: list[float] = []

    def __enter__(self) -> None:
        self._start = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self._walls.append(time.perf_counter() - self._start[0])
        self._processor.append(time.process_time() - self._start[1])

    def add(self, wall: float, processor: float) -> None:
        """A time that was taken elsewhere."""
        self._walls.append(wall)
        self._processor.append(processor)

    def median(self) -> Reading:
        """The middle one."""
        return Reading(statistics.median(self._walls), statistics.median(self._processor))

    def p95(self) -> Reading:
        """What 95 in 100 do not pass."""
        return Reading(_p95(self._walls), _p95(self._processor))


def once(act: Callable[[], object]) -> Reading:
    """One call."""
    times = Times()
    with times:
        act()
    return times.median()


def best(act: Callable[[], object], turns: int = 3) -> Reading:
    """The fastest of a few calls: what it takes when nothing else happens."""
    return min((once(act) for _ in range(turns)), key=lambda reading: reading.value)


def peak() -> Reading:
    """The most memory this process has held, in MB."""
    return Reading(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


def folder() -> Path:
    """A new folder for the files of a measure."""
    return Path(tempfile.mkdtemp(prefix="cpom-bench-"))


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
