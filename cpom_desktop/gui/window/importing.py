"""Importing a workbook: read by another process, shown, then written as one act, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ...core.problems import Expected
from ...imports.xlsx.book import Book
from ...session.jobs import JobState, JobStatus
from ...session.workbooks import BookReading
from ..dialogs.problem import tell, tell_own_fault
from ..dialogs.saving import ask_which
from ..trying import IN_TRIAL
from ..workspace import Workspace

POLL_MS = 100
WORKBOOKS = "Classeurs (*.xlsx *.xlsm)"
READ_ONLY = "Ce contrat est ouvert en lecture seule\u00a0: rien ne peut y être importé."


class Importing(QObject):
    """One workbook at a time; the window goes on while it is read."""

    def __init__(self, log_fault: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_fault = log_fault
        self._asked: tuple[Workspace, QWidget] | None = None
        self._reading: BookReading | None = None
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)

    def choose(self, workspace: Workspace, window: QWidget) -> None:
        """Ask for a workbook, and import it."""
        if not _may_import(workspace):
            return
        path = ask_which(workspace.document.path.parent, "Importer un classeur", WORKBOOKS, window)
        if path is not None:
            self.read(workspace, path, window)

    def read(self, workspace: Workspace, path: Path, window: QWidget) -> None:
        """Read a workbook; the dialog opens when it is read."""
        if not _may_import(workspace):
            return
        if self._reading is not None:
            workspace.say("Un classeur est déjà en cours de lecture.")
            return
        try:
            self._reading, self._asked = BookReading(path), (workspace, window)
        except Expected as error:
            tell(error, parent=window)
            return
        workspace.say(f"Lecture de {path.name}…")
        self._timer.start()

    def cancel(self) -> None:
        """Give up the workbook being read."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._timer.stop()

    def _poll(self) -> None:
        if self._reading is None or self._asked is None:
            return
        status = self._reading.poll(POLL_MS / 1_000)
        if status.state is not JobState.RUNNING:
            self._reading = None
            self._timer.stop()
            self._conclude(status, *self._asked)

    def _conclude(self, status: JobStatus, workspace: Workspace, window: QWidget) -> None:
        if status.state is JobState.DONE and isinstance(status.result, Book):
            # Imported here: its dialogs and readers are many, and the window is seen before anything is imported.
            from .imported import show_book

            show_book(status.result, workspace, window)
        elif status.error is not None:
            tell(status.error, parent=window)
        elif status.state is JobState.FAULT:
            tell_own_fault(self._log_fault(status.trace), window)


def _may_import(workspace: Workspace) -> bool:
    """Said before a file is chosen: nobody writes in a copy to read, nor in a trial."""
    if workspace.trying.on:
        workspace.say(IN_TRIAL)
        return False
    if not workspace.writable:
        workspace.say(READ_ONLY)
    return workspace.writable
