"""Opening contracts: new, existing, demonstration; somebody else’s to read or to copy; files to receive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ..core.changes import Author
from ..core.problems import Expected, Kind, Surroundings
from ..paths import settings_folder
from ..session.document import Document
from ..session.tools import Tools, save_author, saved_author
from ..session.workbooks import is_workbook
from .dialogs.author import ask_author
from .dialogs.new_contract import NewContractDialog
from .dialogs.problem import tell
from .dialogs.saving import ask_which, documents
from .window.importing import Importing
from .window.receiving import Receiving
from .workspace import Workspace

CONTRACT, BUNDLE = ".cpom", ".cpomsync"
FILES = "Contrats, envois et classeurs (*.cpom *.cpomsync *.xlsx *.xlsm)"
CONTRACTS = "Contrat CPOM (*.cpom)"
READ, CANCEL = "Lire sans modifier", "Annuler"

MakeNew = Callable[[Path, str, str, Author, Tools], Document]
MakeDemo = Callable[[Path, Tools], Document]


class Opening:
    """What `app` puts together: how a contract is made from a template, copied, received; how a workbook is read."""

    def __init__(
        self, tools: Tools, make_new: MakeNew, make_demo: MakeDemo, receiving: Receiving, importing: Importing
    ) -> None:
        self.tools = tools
        self._make_new, self._make_demo = make_new, make_demo
        self._receiving, self._importing = receiving, importing

    def choose(self, open_now: Workspace | None, parent: QWidget) -> Path | None:
        """The file that the user points at, sought beside the contract that is open; or None."""
        beside = open_now.document.path.parent if open_now is not None else None
        return ask_which(beside, "Ouvrir ou recevoir", FILES, parent)

    def new(self, kind: str, parent: QWidget) -> Document | None:
        """A new contract: type and name, then a place, then who makes it."""
        dialog = NewContractDialog(kind, parent)
        if not dialog.exec() or dialog.answer is None:
            return None
        chosen, name = dialog.answer
        path = self._place(f"{name}{CONTRACT}", parent)
        author = self._author(parent) if path else None
        if path is None or author is None:
            return None
        return self._attempt(lambda: self._make_new(path, chosen, name, author, self.tools), parent)

    def demo(self, parent: QWidget) -> Document | None:
        """The demonstration contract, in a file that the user chooses: it is his to change."""
        path = self._place(f"Les Deux Rives{CONTRACT}", parent)
        return self._attempt(lambda: self._make_demo(path, self.tools), parent) if path else None

    def open(self, path: Path, parent: QWidget) -> Document | None:
        """Open a contract to write in it; if somebody holds it, propose to read it. A bundle brings a contract here."""
        if path.suffix.lower() == BUNDLE:
            return self.begin(path, parent)
        author = saved_author(settings_folder())
        try:
            return Document.open(path, self.tools, author.name if author else "")
        except Surroundings as error:
            if error.kind in (Kind.HELD, Kind.READ_ONLY):
                return self.read(path, parent) if tell(error, (CANCEL, READ), parent) == READ else None
            tell(error, parent=parent)
        except Expected as error:
            tell(error, parent=parent)
        return None

    def begin(self, source: Path, parent: QWidget) -> Document | None:
        """The contract of a bundle received while none is open: where it goes, who receives it."""
        place = self._place(f"{source.stem}{CONTRACT}", parent)
        author = self._author(parent) if place else None
        if place is None or author is None:
            return None
        return self._attempt(lambda: self._receiving.begin(source, place, author, self.tools, parent), parent)

    def read(self, path: Path, parent: QWidget) -> Document | None:
        """A copy of a contract, to read."""
        return self._attempt(lambda: Document.open_reading(path, self.tools), parent)

    def receives(self, document: Document, path: Path) -> bool:
        """Whether a file is to be received in the open contract rather than opened in its place."""
        return path.suffix.lower() == BUNDLE or is_workbook(path) or self._receiving.is_same(document, path)

    def receive(self, workspace: Workspace, path: Path, parent: QWidget) -> None:
        """Look at what a file brings, then accept it or leave it."""
        if is_workbook(path):
            self._importing.read(workspace, path, parent)
        else:
            self._receiving.receive(workspace, path, parent)

    def import_book(self, workspace: Workspace, parent: QWidget) -> None:
        """Ask for a workbook, and import it."""
        self._importing.choose(workspace, parent)

    def cancel(self) -> None:
        """Give up what is being read for a contract that is left."""
        self._importing.cancel()

    def _place(self, name: str, parent: QWidget) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(parent, "Où ranger le contrat", str(documents() / name), CONTRACTS)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == CONTRACT else path.with_name(path.name + CONTRACT)

    def _author(self, parent: QWidget) -> Author | None:
        author = saved_author(settings_folder()) or ask_author(None, parent)
        if author is not None:
            save_author(settings_folder(), author)
        return author

    def _attempt(self, act: Callable[[], Document | None], parent: QWidget) -> Document | None:
        try:
            return act()
        except Expected as error:
            tell(error, parent=parent)
        return None
