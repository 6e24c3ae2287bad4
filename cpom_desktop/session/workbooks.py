"""A workbook read by another process, with a limit: what a hostile file does there harms nothing here."""

from __future__ import annotations

from pathlib import Path

from ..core.problems import Reason, Refused
from ..imports.xlsx.book import Book
from .files import read_input
from .jobs import Job, JobState, JobStatus, Report

SUFFIXES = (".xlsx", ".xlsm")
OTHERS = (".xls", ".ods", ".xlsb", ".csv")
"""Tables of other formats: refused with the sentence that says how to save them."""
LIMIT = 60.0
"""Seconds: a frame of 40 sheets takes three."""
_WAIT = 0.2


def is_workbook(path: Path) -> bool:
    """Whether a file is a table, by its name."""
    return path.suffix.lower() in (*SUFFIXES, *OTHERS)


class BookReading:
    """The reading of a workbook under way; poll it until it runs no more. Nothing of the contract is involved."""

    def __init__(self, path: Path) -> None:
        """Raises `Surroundings` where the file cannot be read."""
        self.name = path.name
        self._job = Job(_read, read_input(path), path.name)
        self._waited = 0.0

    def poll(self, passed: float) -> JobStatus:
        """The latest news; `passed` seconds went by since it was last asked, and too many of them end it."""
        status = self._job.poll()
        self._waited += passed
        if status.state is JobState.RUNNING and self._waited > LIMIT:
            self.cancel()
            return JobStatus(JobState.REFUSED, error=Refused(Reason.BAD_WORKBOOK, self.name, detail=TOO_LONG))
        return status

    def cancel(self) -> None:
        """Give up the reading."""
        self._job.cancel()

    def book(self) -> Book:
        """The answer, waited for; raises what the workbook was refused for, `ElsewhereFault` on our own fault."""
        status = self.poll(0.0)
        while status.state is JobState.RUNNING:
            self._job.poll(_WAIT)
            status = self.poll(_WAIT)
        found: Book = status.answer()
        return found


TOO_LONG = "sa lecture dure plus d’une minute"


def _read(report: Report, data: bytes, name: str) -> Book:
    from ..imports.xlsx.reader import read_book

    report(0.0, "Lecture du classeur")
    return read_book(data, name)
