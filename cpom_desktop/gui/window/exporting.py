"""Exports: the contract as a PDF, made by another process; the envoi for the other parties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ...core.changes import SIDES, Side
from ...core.records import Cell
from ...exports.xlsx.views import Seen
from ...session import exchange
from ...session.annexing import AnnexWritten, print_annex
from ...session.answering import AnswerWritten, parties, print_answer_sheet
from ...session.arbitrating import SheetWritten, print_arbitration
from ...session.document import Document
from ...session.files import write_output
from ...session.jobs import Job, JobState, JobStatus
from ...session.keys import Keys
from ...session.printing import Printed, print_contract
from ...session.templating import TemplateWritten, print_template
from ..dialogs.arbitration import ArbitrationDialog
from ..dialogs.problem import tell, tell_own_fault
from ..dialogs.saving import ask_where, folder_word
from ..workspace import Workspace

POLL_MS = 100
PDF, BUNDLE, WORKBOOK = "Document PDF (*.pdf)", "Envoi CPOM (*.cpomsync)", "Classeur (*.xlsx)"
SHEETS = {".pdf": PDF, ".docx": "Document Word (*.docx)"}
LogFault = Callable[[str], str]
"""Writes a traceback in the log and returns the folder where it lies."""


class Exporting(QObject):
    """One export at a time; the window goes on meanwhile."""

    def __init__(self, keys: Callable[[], Keys], log_fault: LogFault, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys, self._log_fault = keys, log_fault
        self._workspace: Workspace | None = None
        self._job: Job | None = None
        self.table_shown: Callable[[], tuple[Seen, str] | None] = lambda: None
        """The table that the window shows, as it is seen, and its title, if it shows one."""
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)

    def open(self, workspace: Workspace) -> None:
        """Export this contract from now on."""
        self._workspace = workspace
        workspace.arbitrationAsked.connect(self.arbitration)

    def menu(self, parent: QWidget) -> QMenu:
        """The menu of the button Exporter."""
        menu = QMenu(parent)
        self.fill(menu)
        return menu

    def fill(self, menu: QMenu) -> None:
        """Put every export in a menu."""
        menu.addAction("Contrat, projet (PDF)…", partial(self.contract, True))
        menu.addAction("Contrat à signer (PDF)…", partial(self.contract, False))
        menu.addAction("Annexe financière (Excel)…", self.annex)
        table = menu.addAction("Ce tableau (Excel)…", self.table)
        menu.aboutToShow.connect(lambda: table.setEnabled(self._has_sheets()))
        menu.addAction("Envoi aux autres parties…", self.bundle)
        menu.addAction("Modèle de saisie des budgets (Excel)…", self.template)
        answers = menu.addMenu("Feuille de réponse (Excel)")
        answers.aboutToShow.connect(partial(self._fill_answers, answers))

    def _fill_answers(self, menu: QMenu) -> None:
        """One line for each party of the open contract."""
        menu.clear()
        if self._workspace is not None:
            for side, name in parties(self._workspace.model):
                menu.addAction(f"Pour {name}…".replace("&", "&&"), partial(self.answer_sheet, side))

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
        if workspace is None or workspace.known_author(even_in_trial=True) is None:
            return
        name = f"{workspace.document.path.stem} - envoi.cpomsync"
        out = out or self._place(name, "Envoi aux autres parties", BUNDLE)
        if out is None:
            return
        path = out

        def write() -> None:
            write_output(path, exchange.send(workspace.document, self._keys()), workspace.document.path)

        if workspace.attempt(write):
            workspace.say(f"Envoi écrit\u00a0: {path.name}, dans {folder_word(path)}")

    def answer_sheet(self, side: Side, out: Path | None = None) -> None:
        """Write the open points for a party that has no program; its answers come back by « Importer »."""
        words = f"réponse {dict(SIDES)[side.value].lower()}"
        self._sheet(words, "Feuille de réponse", out, lambda document, place: print_answer_sheet(document, side, place))

    def arbitration(self, cells: Sequence[Cell]) -> None:
        """Write the fiche d’arbitrage of some points, for who decides on the author’s side."""
        workspace = self._workspace
        author = workspace.known_author(even_in_trial=True) if workspace is not None and cells else None
        if workspace is None or author is None:
            return
        dialog = ArbitrationDialog(workspace, cells, author.side, QApplication.activeWindow())
        if dialog.exec() and dialog.answer is not None:
            request, private, suffix = dialog.answer, dialog.with_private, dialog.suffix
            self._sheet("fiche d’arbitrage", "Fiche d’arbitrage", None,
                        lambda document, place: print_arbitration(document, request, place, private),
                        (suffix, SHEETS[suffix]))
        dialog.deleteLater()

    def template(self, out: Path | None = None) -> None:
        """Write the budgets as a workbook to fill, which « Importer » reads back."""
        self._sheet("budgets à saisir", "Modèle de saisie des budgets", out, print_template)

    def annex(self, out: Path | None = None) -> None:
        """Write the annexe financière with its formulas: what the parties agreed on."""
        self._sheet("annexe financière", "Annexe financière", out, print_annex)

    def table(self, out: Path | None = None) -> None:
        """Write what the table of the tab Finances says, as it is seen, with the sheets that it reads."""
        shown = self.table_shown()
        if shown is not None and shown[0].names:
            seen, title = shown
            self._sheet(title.lower(), title, out, lambda document, place: print_annex(document, place, seen=seen))

    def _has_sheets(self) -> bool:
        """Whether the table that is seen can be written: there is one, and it is not private."""
        shown = self.table_shown()
        return shown is not None and bool(shown[0].names)

    def _sheet(
        self, words: str, title: str, out: Path | None, begin: Callable[[Document, Path], Job],
        kind: tuple[str, str] = (".xlsx", WORKBOOK),
    ) -> None:
        """Ask where a workbook, or a document of another kind, goes, and begin it."""
        workspace = self._workspace
        if workspace is None:
            return
        if self._job is not None:
            workspace.say("Un document est déjà en cours d’écriture.")
            return
        document = workspace.document
        place = out or self._place(f"{document.path.stem} - {words}{kind[0]}", title, kind[1])
        if place is None:
            return
        where = place

        def start() -> None:
            self._job = begin(document, where)
            self._timer.start()

        workspace.attempt(start)

    def _place(self, name: str, title: str, kind: str) -> Path | None:
        assert self._workspace is not None
        return ask_where(self._workspace.document.path.parent, name, title, kind)

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
        elif status.state is JobState.DONE and isinstance(status.result, AnswerWritten):
            self._workspace.say(_answer_written(status.result))
        elif status.state is JobState.DONE and isinstance(status.result, TemplateWritten):
            path = status.result.path
            self._workspace.say(f"Modèle écrit\u00a0: {path.name}, dans {folder_word(path)}")
        elif status.state is JobState.DONE and isinstance(status.result, AnnexWritten):
            path = status.result.path
            self._workspace.say(f"Classeur écrit\u00a0: {path.name}, dans {folder_word(path)}")
        elif status.state is JobState.DONE and isinstance(status.result, SheetWritten):
            path = status.result.path
            words = f"Fiche d’arbitrage écrite\u00a0: {path.name}, dans {folder_word(path)}. Document interne"
            self._workspace.say(". ".join([words, *status.result.warnings[:3]]))
        elif status.error is not None:
            tell(status.error, parent=window)
        elif status.state is JobState.FAULT:
            tell_own_fault(self._log_fault(status.trace), window)


def _written(printed: Printed) -> str:
    pages = f"{printed.pages} page{'s' if printed.pages > 1 else ''}"
    return f"Contrat écrit\u00a0: {printed.path.name}, {pages}, dans {folder_word(printed.path)}"


def _answer_written(written: AnswerWritten) -> str:
    points = f"{written.points} point{'s' if written.points > 1 else ''}"
    return f"Feuille écrite pour {written.party}\u00a0: {written.path.name}, {points}, dans {folder_word(written.path)}"
