"""The main window: one contract, its tabs, and the keys that reach everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu, QWidget

from ..core.changes import Author, Changes, Edit
from ..core.contract import WRITING_MEANS, WRITING_MODES, Contract
from ..core.naming import cell_name
from ..core.overlay import View
from ..core.problems import Expected
from ..core.records import Cell
from ..paths import settings_folder
from ..session.document import Document
from ..session.overview import Overview
from ..session.tools import save_author, saved_author
from . import preferences
from .dialogs.author import ask_author
from .dialogs.problem import tell
from .forms.ui_main_window import Ui_MainWindow
from .opening import Opening
from .theme import DARK, LIGHT, theme
from .theme.sizes import BAR, FIT_HEIGHT, FIT_WIDTH, STATUS_BAR, TABS
from .trying import IN_TRIAL
from .window.bar import DocumentBar
from .window.exporting import Exporting
from .window.help import HelpPage
from .window.menu import LINE, Act, fill, show_over, show_under
from .window.overview import Overviews
from .window.palette import GoTo, Place, places
from .window.parts import go_to_next
from .window.private_key import PrivateKey
from .window.resuming import resume
from .window.status import StatusBar, clock_words
from .window.tab_order import follow
from .window.tabs import TabLoader, Tabs
from .window.trials import Trials
from .window.welcome import Welcome
from .workspace import Workspace

VIEWS = (View.ACCORD, View.MANAGER, View.AUTHORITY)


class MainWindow(QMainWindow):
    """Made by `app`, which gives the tabs and what opens contracts."""

    def __init__(
        self, opening: Opening, loaders: Mapping[str, TabLoader], exporting: Exporting, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._form = Ui_MainWindow()
        self._form.setupUi(self)
        self._opening, self._exporting = opening, exporting
        self.workspace: Workspace | None = None
        self._overview = Overview("")
        self._acts: dict[str, Callable[[], object]] = {
            "palette": self.go_to_palette,
            "undo": self.undo,
            "redo": self.redo,
            "menu": self.show_menu,
            "checks": self.show_checks,
            "mode": self.show_modes,
            "author": self.change_author,
            "fingerprint": self.copy_fingerprint,
        }
        self._set_sizes()
        self.bar = DocumentBar(self._form.nameRow, self._form.actionRow, self._acts)
        self.status = StatusBar(self._form.statusRow, self._acts)
        self.tabs = Tabs(self._form.tabRow, self._form.pages, loaders)
        self.welcome = Welcome(self.new_contract, self.open_path, self.choose_file, self.open_demo)
        self.trials, self._private_key = Trials(self, self._to_plan), PrivateKey(self)
        self._form.column.insertWidget(self._form.column.indexOf(self._form.pages), self.trials.band)
        self._nothing = QWidget()
        self._form.pages.addWidget(self._nothing)
        self._form.pages.addWidget(self.welcome)
        exporting.table_shown = lambda: self.tabs.table_shown
        self.bar.export.setMenu(exporting.menu(self))
        self._overviews = Overviews(self)
        self._overviews.told.connect(self._show_overview)
        self._overviews.begun.connect(lambda: self.status.show_fingerprint("…"))
        self.setAcceptDrops(True)
        self._bind_keys()
        self.show_welcome()
        geometry = preferences.read_text(preferences.GEOMETRY)
        if geometry:
            self.restoreGeometry(QByteArray.fromHex(geometry.encode()))

    def _set_sizes(self) -> None:
        self._form.bar.setFixedHeight(BAR)
        self._form.tabs.setFixedHeight(TABS)
        self._form.status.setFixedHeight(STATUS_BAR)
        self.resize(FIT_WIDTH, FIT_HEIGHT)

    def fit_screen(self) -> None:
        """No larger than the screen, nor outside it: at 150 % a laptop has room for 910×512 only."""
        room = self.screen().availableGeometry()
        frame = self.frameGeometry().size() - self.size()
        self.resize(self.size().boundedTo(room.size() - frame))
        inside = QRect(self.pos(), self.size() + frame)
        inside.moveLeft(max(room.left(), min(inside.left(), room.right() + 1 - inside.width())))
        inside.moveTop(max(room.top(), min(inside.top(), room.bottom() + 1 - inside.height())))
        self.move(inside.topLeft())

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+PgDown": partial(self.tabs.step, 1),
            "Ctrl+PgUp": partial(self.tabs.step, -1),
            "F6": partial(self.cycle, 1),
            "Shift+F6": partial(self.cycle, -1),
            "F4": self.toggle_volet,
            "F7": self.trials.begin,
            "F9": self.next_view,
            "Ctrl+K": self.go_to_palette,
            "F1": self.show_help,
            "F10": self.show_menu,
            "Ctrl+S": self.say_saved,
            "Ctrl+Z": self.undo,
            "Ctrl+Y": self.redo,
            "Ctrl+Shift+Z": self.redo,
            "Ctrl+N": self.new_contract,
            "Ctrl+O": self.choose_file,
            "Ctrl+E": self.export,
            "Ctrl+W": self.close,
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self, act)

    # Contracts

    @property
    def document(self) -> Document | None:
        return self.workspace.document if self.workspace else None

    def show_nothing(self) -> None:
        """An empty window, for the moment before a contract that is being opened."""
        for part in (self._form.bar, self._form.tabs, self._form.status):
            part.hide()
        self._form.pages.setCurrentWidget(self._nothing)

    def show_welcome(self) -> None:
        """No contract: the page that begins one."""
        self.show_nothing()
        self.setWindowTitle("CPOM Desktop")
        self.welcome.show_recent(preferences.read_list(preferences.RECENT))
        self._form.pages.setCurrentWidget(self.welcome)

    def new_contract(self, kind: str = "") -> None:
        self.take(self._opening.new(kind, self))

    def open_demo(self) -> None:
        self.take(self._opening.demo(self))

    def choose_file(self) -> None:
        """Ctrl+O: a contract to open, or a file to receive in the one that is open."""
        path = self._opening.choose(self.workspace, self)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a contract, or receive a file that speaks of the contract that is open."""
        if self.workspace is not None and self._opening.receives(self.workspace.document, path):
            self._opening.receive(self.workspace, path, self)
        else:
            self.take(self._opening.open(path, self))

    def take(self, document: Document | None) -> None:
        """Show a contract in place of the one before."""
        if document is None:
            return
        self.leave_contract()
        document.author = document.author or saved_author(settings_folder())
        workspace = self.workspace = Workspace(document, self._ask_author, self)
        workspace.changed.connect(self._on_changed)
        workspace.said.connect(self.status.say)
        workspace.failed.connect(self._on_failed)
        workspace.pointed.connect(self._on_pointed)
        for part in (self._form.bar, self._form.tabs, self._form.status):
            part.show()
        if document.read_only is None:
            preferences.remember_recent(str(document.path))
        workspace.trying.changed.connect(self._show_state)
        self._exporting.open(workspace)
        workspace.importAsked.connect(partial(self._opening.import_book, workspace, self))
        self.tabs.open(workspace)
        self.trials.open(workspace)
        self._private_key.workspace = workspace
        self._show_state()
        self._overviews.open(workspace)
        resume(workspace, self)

    def leave_contract(self) -> None:
        """Close the contract; nothing is left to save."""
        if self.workspace is None:
            return
        self._exporting.cancel()
        self._opening.cancel()
        self._overviews.close()
        self.trials.close()
        self._private_key.workspace = None
        self._show_overview(Overview(""))
        self.tabs.close()
        self.workspace.leave()
        self.workspace.document.close()
        self.workspace.deleteLater()
        self.workspace = None

    # What is shown around the tabs

    def _on_changed(self, changes: Changes) -> None:
        if changes.label:
            self.status.say(changes.label)
        self._show_state()
        self._overviews.renew()

    def _show_state(self) -> None:
        if self.workspace is None:
            return
        document = self.workspace.document
        self.bar.show_contract(document.contract)
        trying = self.workspace.trying
        shown = trying if trying.on else document
        self.bar.show_undo(shown.undo_label, shown.redo_label)
        self.status.show_saved(document.saved_at, document.read_only)
        self.status.show_mode(document.contract.writing)
        self.status.show_author(document.author)
        self.setWindowTitle(f"{document.contract.name or document.path.stem} – CPOM Desktop")

    def _show_overview(self, found: Overview) -> None:
        self._overview = found
        self.status.show_fingerprint(found.fingerprint)
        self.status.show_checks(found.blocking, found.to_look_at)

    def _on_failed(self, error: Expected) -> None:
        tell(error, parent=self)

    def _on_pointed(self, cell: Cell) -> None:
        if not self.tabs.go_to(cell) and self.workspace is not None:
            name = cell_name(self.workspace.model, cell)
            self.status.say(f"Aucun onglet ne montre encore cet élément\u00a0: {name}.")

    # Acts

    def undo(self) -> None:
        if self.workspace is not None:
            self.workspace.undo()

    def redo(self) -> None:
        if self.workspace is not None:
            self.workspace.redo()

    def say_saved(self) -> None:
        """Ctrl+S: saving is how the program works, so it only says so."""
        if self.document is None:
            return
        if self.document.read_only is not None:
            self.status.say(self.document.read_only)
        elif self.document.saved_at is None:
            self.status.say("Déjà enregistré\u00a0: rien n’a changé depuis l’ouverture.")
        else:
            self.status.say(f"Déjà enregistré à {clock_words(self.document.saved_at)}")

    def next_view(self) -> None:
        """F9: accord, demande, offre, and back; a tab that shows two at once takes the key for itself."""
        if self.workspace is None:
            return
        tab = self.tabs.tab(self.tabs.current)
        if not tab.next_view():
            at = VIEWS.index(self.workspace.view) if self.workspace.view in VIEWS else 0
            self.workspace.set_view(VIEWS[(at + 1) % len(VIEWS)])
            self.status.say(f"Affichage\u00a0: {VIEW_WORDS[self.workspace.view]}")

    def toggle_volet(self) -> None:
        if self.workspace is not None:
            self.tabs.tab(self.tabs.current).toggle_volet()

    def cycle(self, step: int) -> None:
        """F6: rail, plan, volet, and back."""
        if self.workspace is None:
            return
        go_to_next(self.tabs.tab(self.tabs.current), self.focusWidget(), step)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab and Maj+Tab, in reading order."""
        tab = None if self.workspace is None else self.tabs.tab(self.tabs.current)
        parts = [self.welcome] if tab is None else tab.parts()
        moved = follow(self, [self._form.bar, self._form.tabs, self.trials.band, *parts, self._form.status], next)
        if tab is not None:
            tab.close_left_rail()
        return moved

    def go_to_palette(self) -> None:
        if self.workspace is None:
            return
        kinds = frozenset().union(*(self.tabs.tab(title).kinds for title in self.tabs.titles))
        found = places(self.workspace.model, self.tabs.titles, kinds)
        dialog = GoTo([*found, Place("Essai", "Commencer", self.trials.begin)], self)
        dialog.chosen.connect(self._go)
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _go(self, target: str | Cell | Callable[[], object]) -> None:
        if isinstance(target, Cell):
            self._on_pointed(target)
        elif isinstance(target, str):
            self.tabs.show(target)
        else:
            target()

    def show_checks(self) -> None:
        """The points de vigilance, as a list that leads to each."""
        if self.workspace is not None:
            from .window.checks import ChecksDialog

            self._open(ChecksDialog(self._overview.checks, self.workspace, self.tabs.where, self))

    def show_help(self) -> None:
        self._open(HelpPage(self))

    def export(self) -> None:
        if self.workspace is not None:
            self.bar.export.showMenu()

    def copy_fingerprint(self) -> None:
        if self.document is not None:
            QGuiApplication.clipboard().setText(self.document.fingerprint())
            self.status.say("Empreinte copiée")

    def _ask_author(self) -> Author | None:
        model = self.workspace.model if self.workspace else None
        author = ask_author(saved_author(settings_folder()), self, model)
        if author is not None:
            save_author(settings_folder(), author)
        return author

    def change_author(self) -> None:
        if self.workspace is None or not self.workspace.writable:
            return
        author = ask_author(self.workspace.document.author, self, self.workspace.model)
        if author is not None:
            save_author(settings_folder(), author)
            self.workspace.set_author(author)
            self._show_state()

    def show_modes(self) -> None:
        """The two ways of writing; changing it is an edit of the contract, which everybody sees."""
        if self.workspace is None:
            return
        menu, contract = QMenu(self), self.workspace.document.contract
        modes = [
            Act(
                f"{word}\u00a0: {WRITING_MEANS[key]}",
                "",
                partial(self._write_mode, contract, key),
                key == contract.writing,
            )
            for key, word in WRITING_MODES
        ]
        fill(menu, modes)
        show_over(menu, self.status.mode)

    def _write_mode(self, contract: Contract, mode: str) -> None:
        if self.workspace is not None and self.workspace.trying.on:
            self.workspace.say(IN_TRIAL)
        elif self.workspace is not None and contract.writing != mode:
            if self.workspace.apply(Edit("Mode d’écriture", values={contract.at("writing"): mode})):
                self.status.say(f"{dict(WRITING_MODES)[mode]}\u00a0: {WRITING_MEANS[mode]}.")

    def menu(self) -> QMenu:
        """The one menu of the window."""
        menu = QMenu(self)
        fill(
            menu,
            (
                Act("Nouveau contrat…", "Ctrl+N", self.new_contract),
                Act("Ouvrir ou recevoir…", "Ctrl+O", self.choose_file),
                Act("Fermer le contrat", "", self._close_contract),
                LINE,
            ),
        )
        if self.workspace is not None:
            self._exporting.fill(menu.addMenu("Exporter"))
            fill(menu, (Act("Importer un classeur…", "", self.workspace.importAsked.emit),))
            fill(menu, (Act("Aller à…", "Ctrl+K", self.go_to_palette), Act("Essai", "F7", self.trials.begin), LINE))
        fill(
            menu,
            (
                Act("Thème sombre", "", self.switch_theme, theme().dark),
                Act("Aide", "F1", self.show_help),
                Act("Quitter", "", self.close),
            ),
        )
        return menu

    def show_menu(self) -> None:
        show_under(self.menu(), self.bar.menu)

    def switch_theme(self) -> None:
        """Light or dark, at once and for the next time."""
        choice = LIGHT if theme().dark else DARK
        theme().choose(choice)
        preferences.write(preferences.THEME, choice)

    def _close_contract(self) -> None:
        self.leave_contract()
        self.show_welcome()

    def _to_plan(self) -> None:
        """Give the focus back to the tab, after what had it went away."""
        if self.workspace is not None and (found := self.tabs.tab(self.tabs.current).first_focus()) is not None:
            found.setFocus()

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.trials.escape():
            event.accept()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.open_path(Path(url.toLocalFile()))
                return

    def closeEvent(self, event: QCloseEvent) -> None:
        preferences.write(preferences.GEOMETRY, bytes(self.saveGeometry().toHex().data()).decode())
        self.leave_contract()
        super().closeEvent(event)


VIEW_WORDS = {
    View.ACCORD: "accord",
    View.MANAGER: "demande du gestionnaire",
    View.AUTHORITY: "offre de l’autorité",
    View.SECOND_AUTHORITY: "offre de la 2e autorité",
}
