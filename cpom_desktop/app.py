"""Puts the window together: the one place that knows every part."""

from __future__ import annotations

import logging
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import ClassVar

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from .commands.french import USAGE, FrenchParser
from .core.changes import Author
from .core.faults import trace_of
from .core.problems import Expected
from .gui import preferences
from .gui.dialogs.problem import tell_own_fault
from .gui.garbage import Garbage
from .gui.main_window import MainWindow
from .gui.opening import Opening
from .gui.theme import SYSTEM, theme
from .gui.window.exporting import Exporting
from .gui.window.importing import Importing
from .gui.window.receiving import Receiving
from .gui.window.tabs import TabLoader, TabMaker
from .paths import backups_folder, keys_folder, logs_folder, now, random_bytes, settings_folder
from .session.demo import create_demo
from .session.document import Document
from .session.keys import Keys
from .session.templates import create_contract
from .session.tools import Tools, installation_name


def _contract() -> TabMaker:
    from .gui.tabs.contract.tab import ContractTab

    return ContractTab


def _diagnostic() -> TabMaker:
    from .gui.tabs.diagnostic.tab import DiagnosticTab

    return DiagnosticTab


def _objectives() -> TabMaker:
    from .gui.tabs.objectives.tab import ObjectivesTab

    return ObjectivesTab


def _finances() -> TabMaker:
    from .gui.tabs.finances.tab import FinancesTab

    return FinancesTab


def _calendar() -> TabMaker:
    from .gui.tabs.calendar.tab import CalendarTab

    return CalendarTab


TABS: dict[str, TabLoader] = {
    "Contrat": _contract,
    "Diagnostic partagé": _diagnostic,
    "Objectifs": _objectives,
    "Finances": _finances,
    "Calendrier": _calendar,
}
"""The tabs by their titles. Their code is read with the first contract: the window is seen before."""
SCREENSHOT = "screenshot"
NO_SCREEN = (
    "Aucun écran n’est disponible\u00a0: la fenêtre ne peut pas s’ouvrir. Lancez le programme depuis un bureau "
    "graphique, ou employez une commande (cpom-desktop --help).")
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
    opening = Opening(tools(), new_contract, create_demo, receiving, Importing(log_fault))
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
    if found.findChild(Garbage) is None:
        Garbage(found)
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
    if not has_screen(sys.platform, os.environ):
        sys.stderr.write(f"{NO_SCREEN}\n")
        return USAGE
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


def has_screen(system: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be opened: without a screen Qt would end the process without a word of French."""
    if system in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _tell_own_faults(window: MainWindow) -> None:
    """Anything that is not expected is our own fault: logged with its traceback, said, and the document stays open."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        tell_own_fault(log_fault(trace_of(error.with_traceback(trace))), window)

    sys.excepthook = tell
