"""Puts the window together: the one place that knows every part."""

from __future__ import annotations

import logging
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import ClassVar

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from .commands.french import FrenchParser
from .core.changes import Author
from .core.problems import Expected
from .gui import preferences
from .gui.dialogs.problem import tell_own_fault
from .gui.main_window import MainWindow
from .gui.opening import Opening
from .gui.tabs.calendar.tab import CalendarTab
from .gui.tabs.contract.tab import ContractTab
from .gui.tabs.diagnostic.tab import DiagnosticTab
from .gui.tabs.finances.tab import FinancesTab
from .gui.tabs.objectives.tab import ObjectivesTab
from .gui.theme import SYSTEM, theme
from .gui.window.exporting import Exporting
from .gui.window.receiving import Receiving
from .gui.window.tabs import TabMaker
from .paths import backups_folder, keys_folder, logs_folder, now, random_bytes, settings_folder
from .session.demo import create_demo
from .session.document import Document
from .session.keys import Keys
from .session.templates import create_contract
from .session.tools import Tools, installation_name

TABS: dict[str, TabMaker] = {
    tab.title: tab for tab in (ContractTab, DiagnosticTab, ObjectivesTab, FinancesTab, CalendarTab)
}
SCREENSHOT = "screenshot"
LOG_LINE = "%(asctime)s %(levelname)s %(message)s"


def tools() -> Tools:
    """What this computer gives to a document."""
    installation = installation_name(settings_folder(), random_bytes)
    return Tools(now, random_bytes, installation, platform.node() or "un poste", backups_folder())


def keys() -> Keys:
    """The signing key of this installation."""
    return Keys(keys_folder(), random_bytes)


def log_fault(trace: str) -> str:
    """Write our own fault in the log; returns the folder where it lies."""
    folder = logs_folder()
    if not logging.getLogger().handlers:
        logging.basicConfig(filename=folder / "cpom-desktop.log", format=LOG_LINE, encoding="utf-8")
    logging.error("%s", trace)
    return str(folder)


def new_contract(path: Path, kind: str, name: str, author: Author, given: Tools) -> Document:
    """A contract from the template of its type."""
    return create_contract(path, kind, author, given, name)


def make_window() -> MainWindow:
    """The main window with all its parts; a `QApplication` must exist."""
    theme().choose(preferences.read_text(preferences.THEME, SYSTEM))
    receiving = Receiving(keys)
    opening = Opening(tools(), new_contract, create_demo, receiving.receive, receiving.begin, receiving.is_same)
    return MainWindow(opening, TABS, Exporting(keys, log_fault))


def main(given: Sequence[str]) -> int:
    """`[FILE]` opens the window; `screenshot FILE -o DIR` draws every tab without one. Returns the exit code."""
    if given and given[0] == SCREENSHOT:
        parser = FrenchParser(
            prog=f"cpom-desktop {SCREENSHOT}", description="Dessine chaque onglet d’un contrat, sans fenêtre."
        )
        parser.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
        parser.add_argument("-o", "--output", metavar="DOSSIER", type=Path, required=True, help="où ranger les images")
        options = parser.parse_args(list(given[1:]))
        return _screenshots(options.file, options.output)
    parser = FrenchParser(prog="cpom-desktop", description="Ouvre la fenêtre, sur un contrat s’il est donné.")
    parser.add_argument("file", metavar="FICHIER", type=Path, nargs="?", help="un contrat (.cpom)")
    return run(parser.parse_args(list(given)).file)


def _screenshots(path: Path, folder: Path) -> int:
    """Draw offscreen; 0 when it is done, 2 when the contract cannot be read."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from .gui.screenshots import write_screenshots

    application()
    try:
        document = Document.open_reading(path, tools())
        names = write_screenshots(document, make_window, folder)
    except Expected as error:
        sys.stderr.write(f"{error.sentences.happened}\n{error.sentences.safe}\n{error.sentences.to_do}\n")
        return 2
    sys.stdout.write("".join(f"{name}\n" for name in names))
    return 0


def application() -> QApplication:
    """The application, made once."""
    found = QApplication.instance() or QApplication(["cpom-desktop"])
    assert isinstance(found, QApplication)
    found.setApplicationName("CPOM Desktop")
    found.setDesktopFileName("cpom-desktop")
    _speak_french(found)
    return found


def _speak_french(running: QApplication) -> None:
    """Qt’s own words too: its file dialog, the menu of a text field, the names of the keys."""
    if running.findChild(QTranslator) is not None:
        return
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    french = QTranslator(running)
    if french.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        running.installTranslator(french)
    running.installTranslator(_LeftInEnglish(running))


class _LeftInEnglish(QTranslator):
    """The words of the file dialog that Qt’s own translation lacks."""

    _WORDS: ClassVar[dict[str, str]] = {"&Look in:": "&Dossier\u00a0:", "Files of &type:": "&Type de fichier\u00a0:"}

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return self._WORDS.get(text)

    def isEmpty(self) -> bool:
        return False


def run(path: Path | None = None) -> int:
    """Open the window, on a contract if one is named; returns the exit code."""
    running = application()
    window = make_window()
    _tell_own_faults(window)
    window.fit_screen()
    if path is not None:
        window.show_nothing()
    window.show()
    if path is not None:
        # Seen before the contract is read: whoever opened the file knows at once that something happens.
        running.processEvents()
        window.open_path(path)
        if window.document is None:
            window.show_welcome()
    return running.exec()


def _tell_own_faults(window: MainWindow) -> None:
    """Anything that is not expected is our own fault: logged with its traceback, said, and the document stays open."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        tell_own_fault(log_fault("".join(traceback.format_exception(kind, error, trace))), window)

    sys.excepthook = tell
