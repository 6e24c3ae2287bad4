"""Asks for the overview of the contract once the hands rest, and tells it: never in the path of an edit."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, QTimer, Signal

from ...core.overlay import View
from ...session.jobs import Job, JobState
from ...session.overview import Overview, is_large, overview, start_overview
from ...session.trial import Tried
from ..theme.sizes import FINGERPRINT_DELAY_MS
from ..workspace import Workspace

_POLL_MS = 100


class Overviews(QObject):
    """`told` carries an `Overview`; `begun` says that the one shown no longer holds and that another is being made."""

    told = Signal(object)
    begun = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._job: Job | None = None
        self._outdated = False
        self._due = QTimer(self, interval=FINGERPRINT_DELAY_MS, singleShot=True)
        self._due.timeout.connect(self._make)
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(self._look)

    def open(self, workspace: Workspace) -> None:
        """Tell of this contract, once it has been seen."""
        self._workspace = workspace
        self._due.start(0)

    def close(self) -> None:
        """Forget the contract; what was being made is given up."""
        self._workspace = None
        self._due.stop()
        self._end()

    def renew(self) -> None:
        """The contract changed: tell again when nothing has changed for a moment."""
        self._due.start(FINGERPRINT_DELAY_MS)

    def _make(self) -> None:
        if self._workspace is None:
            return
        document = self._workspace.document
        if not is_large(document):
            self._tell(overview(document, *self._about(self._workspace)))
        elif self._job is not None:
            # It runs to its end, which costs the window nothing; what it tells is not shown.
            self._outdated = True
        else:
            self._job, self._outdated = start_overview(document, *self._about(self._workspace)), False
            self._poll.start()
            self.begun.emit()

    def _look(self) -> None:
        if self._job is None or self._workspace is None or (status := self._job.poll()).state is JobState.RUNNING:
            return
        self._end()
        if self._outdated or self._due.isActive():
            self._due.start()
        elif status.state is JobState.DONE and isinstance(status.result, Overview):
            self._tell(status.result)
        else:
            # The other process could not: the window does it itself, and a fault of ours shows there.
            self._tell(overview(self._workspace.document, *self._about(self._workspace)))

    def _tell(self, found: Overview) -> None:
        if self._workspace is not None:
            self._workspace.tell_checks(found.checks)
        self.told.emit(found)

    def _about(self, workspace: Workspace) -> tuple[dt.date, Tried, View]:
        """The day, and what is tried in the current view."""
        return workspace.today, workspace.trying.tried(), workspace.view

    def _end(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = None
        self._poll.stop()
