"""Exports: the contract as a PDF, made by another process; the envoi for the other parties."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from ...session import exchange
from ...session.document import Document
from ...session.files import write_output
from ...session.jobs import Job, JobState, JobStatus
from ...session.keys import Keys
from ...session.printing import Printed, print_contract
from ..dialogs.problem import tell, tell_own_fault
from ..workspace import Workspace

POLL_MS = 100
PDF, BUNDLE = "Document PDF (*.pdf)", "Envoi CPOM (*.cpomsync)"
LogFault = Callable[[str], str]
"""Writes a traceback in the log and returns the folder where it lies."""


class Exporting(QObject):
    """One export at a time; the window goes on meanwhile."""

    def __init__(self, keys: Callable[[], Keys], log_fault: LogFault, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys, self._log_fault = keys, log_fault
        self._workspace: Workspace | None = None
        self._job: Job | None = None
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)

    def open(self, workspace: Workspace) -> None:
        """Export this contract from now on."""
        self._workspace = workspace

    def menu(self, parent: QWidget) -> QMenu:
        """The menu of the button Exporter."""
        menu = QMenu(parent)
        self.fill(menu)
        return menu

    def fill(self, menu: QMenu) -> None:
        """Put every export in a menu."""
        menu.addAction("Contrat, projet (PDF)…", partial(self.contract, True))
        menu.addAction("Contrat à signer (PDF)…", partial(self.contract, False))
        menu.addAction("Envoi aux autres parties…", self.bundle)

    def contract(self, draft: bool, out: Path | None = None) -> None:
        """Write the contract; a draft bears its word on every page."""
        if self._workspace is None:
            return
        if self._job is not None:
            self._workspace.say("Un document est déjà en cours d’écriture.")
            return
        document = self._workspace.document
        out = out or self._place(f"{document.path.stem}{' - projet' if draft else ''}.pdf", "Écrire le contrat", PDF)
        if out is not None:
            self._workspace.attempt(partial(self._print, document, out, draft))

    def _print(self, document: Document, out: Path, draft: bool) -> None:
        assert self._workspace is not None
        self._job = print_contract(document, out, draft)
        self._workspace.say("Écriture du contrat…")
        self._timer.start()

    def cancel(self) -> None:
        """Give up the document being written."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._timer.stop()

    def bundle(self, out: Path | None = None) -> None:
        """Write what the other parties lack; they receive it with « Ouvrir ou recevoir »."""
        workspace = self._workspace
        if workspace is None or workspace.known_author() is None:
            return
        name = f"{workspace.document.path.stem} - envoi.cpomsync"
        out = out or self._place(name, "Envoi aux autres parties", BUNDLE)
        if out is None:
            return
        path = out

        def write() -> None:
            write_output(path, exchange.send(workspace.document, self._keys()), workspace.document.path)

        if workspace.attempt(write):
            workspace.say(f"Envoi écrit\u00a0: {path.name}, dans {_folder(path)}")

    def _place(self, name: str, title: str, kind: str) -> Path | None:
        assert self._workspace is not None
        start = str(self._workspace.document.path.parent / name)
        chosen, _ = QFileDialog.getSaveFileName(QApplication.activeWindow(), title, start, kind)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(Path(name).suffix)

    def _poll(self) -> None:
        if self._job is None or self._workspace is None:
            return
        status = self._job.poll()
        if status.state is JobState.RUNNING:
            if status.words:
                self._workspace.say(f"{status.words}… {round(100 * status.share)}\u00a0%")
            return
        self._job = None
        self._timer.stop()
        self._conclude(status)

    def _conclude(self, status: JobStatus) -> None:
        assert self._workspace is not None
        window = QApplication.activeWindow()
        if status.state is JobState.DONE and isinstance(status.result, Printed):
            self._workspace.say(". ".join([_written(status.result), *status.result.warnings[:3]]))
        elif status.error is not None:
            tell(status.error, parent=window)
        elif status.state is JobState.FAULT:
            tell_own_fault(self._log_fault(status.trace), window)


def _written(printed: Printed) -> str:
    pages = f"{printed.pages} page{'s' if printed.pages > 1 else ''}"
    return f"Contrat écrit\u00a0: {printed.path.name}, {pages}, dans {_folder(printed.path)}"


def _folder(path: Path) -> str:
    """Where to look for what was written, in the word that the file manager shows."""
    return path.resolve().parent.name or str(path.resolve().parent)
