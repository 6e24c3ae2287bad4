"""Work that takes time, done by another process: the window never waits, and whatever crashes there harms nothing here.

A thread would not do: beside a busy Python thread the window answers ten times slower. The work receives values (the
bytes of a snapshot, never an open file), says how far it is, and its answer is asked for by `poll`.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

from ..core.faults import ElsewhereFault, trace_of
from ..core.problems import Kind, Reason, Refused, Surroundings

Report = Callable[[float, str], None]
"""Called by the work: the share done, from 0 to 1, and what is being done, in French."""
Work = Callable[..., Any]
"""A function of a module: `work(report, *arguments)`. Arguments and answer are plain values that can be pickled."""

_SPAWN = multiprocessing.get_context("spawn")
"""Spawn everywhere, as on Windows: a forked Qt process is none."""


class JobState(Enum):
    """Where a job stands."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAULT = "fault"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class JobStatus:
    """What `poll` says: progress while it runs, then one answer.

    `error` is what a refused job would have raised here; `trace` belongs in the log when the fault is our own.
    """

    state: JobState
    share: float = 0.0
    words: str = ""
    result: Any = None
    error: Refused | Surroundings | None = None
    trace: str = ""

    def answer(self) -> Any:
        """The result of a job that has ended; raises what it was refused for, `ElsewhereFault` on our own fault."""
        if self.error is not None:
            raise self.error
        if self.state is not JobState.DONE:
            raise ElsewhereFault(self.trace)
        return self.result


class Job:
    """One piece of work in its own process. `poll` it from a timer until it runs no more."""

    def __init__(self, work: Work, *arguments: Any) -> None:
        self._pipe, other_end = _SPAWN.Pipe(duplex=False)
        self._process = _SPAWN.Process(target=_run, args=(other_end, work, arguments), daemon=True)
        self._status, self._trace = JobStatus(JobState.RUNNING), "the process ended without an answer"
        # The arguments go through a pipe that is read once the other Python has started: a thread waits, no window.
        self._start = Thread(target=self._begin, args=(other_end,), daemon=True)
        self._start.start()

    def _begin(self, other_end: Connection) -> None:
        try:
            self._process.start()
        except Exception as error:
            # Said by `poll`, which hears that the pipe has closed: a computer without memory, an argument of ours.
            self._trace = trace_of(error)
        finally:
            other_end.close()

    def poll(self, wait: float = 0.0) -> JobStatus:
        """The latest news, waiting at most `wait` seconds for some."""
        while self._status.state is JobState.RUNNING and self._pipe.poll(wait):
            wait = 0.0
            try:
                self._note(*self._pipe.recv())
            except EOFError:
                self._finish(JobStatus(JobState.FAULT, trace=self._trace))
        return self._status

    def wait(self) -> JobStatus:
        """Wait for the answer; for scripts and tests, never for the window."""
        while self.poll(0.2).state is JobState.RUNNING:
            pass
        return self._status

    def cancel(self) -> None:
        """Stop the work at once; whatever it had begun to write lies in a temporary file that is not in place."""
        if self._status.state is JobState.RUNNING:
            self._start.join()
            if self._process.pid is not None:
                self._process.terminate()
            self._finish(JobStatus(JobState.CANCELLED))

    def _note(self, kind: str, *news: Any) -> None:
        if kind == "progress":
            self._status = JobStatus(JobState.RUNNING, share=news[0], words=news[1])
        elif kind == "done":
            self._finish(JobStatus(JobState.DONE, share=1.0, result=news[0]))
        elif kind == "refused":
            self._finish(JobStatus(JobState.REFUSED, error=_error(*news)))
        else:
            self._finish(JobStatus(JobState.FAULT, trace=news[0]))

    def _finish(self, status: JobStatus) -> None:
        self._status = status
        self._pipe.close()
        self._start.join()
        if self._process.pid is not None:
            self._process.join(timeout=5)


def _run(pipe: Connection, work: Work, arguments: tuple[Any, ...]) -> None:
    """What the other process does: the work, then its answer, whatever happens."""

    def report(share: float, words: str) -> None:
        pipe.send(("progress", share, words))

    try:
        pipe.send(("done", work(report, *arguments)))
    except Refused as error:
        pipe.send(("refused", error.reason, error.where, error.details))
    except Surroundings as error:
        pipe.send(("refused", error.kind, "", error.details))
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # whoever asked for the work is gone, or gives it up
    except Exception as error:
        # Anything else is our own fault: the window logs it and the document stays open.
        pipe.send(("fault", trace_of(error)))


def _error(reason: Reason | Kind, where: str, details: dict[str, object]) -> Refused | Surroundings:
    if isinstance(reason, Kind):
        return Surroundings(reason, **details)
    rest = {name: value for name, value in details.items() if name != "where"}
    return Refused(reason, where, **rest)
