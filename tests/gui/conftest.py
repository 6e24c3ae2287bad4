"""The demonstration contract in the window, a copy for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cpom_desktop import app
from cpom_desktop.core.changes import Author, Side
from cpom_desktop.core.problems import Expected
from cpom_desktop.gui import main_window
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.theme import LIGHT, theme
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session.document import Document
from tests.session.desk import Desk

ATTIAS = Author("Mme Solène Attias", "Les Deux Rives", Side.MANAGER)
LEBREUIL = Author("Mme Lebreuil", "DREETS", Side.AUTHORITY)


@pytest.fixture
def document(demo_file: Path, tmp_path: Path) -> Iterator[Document]:
    """A copy of the demonstration, open, typed in by the manager’s side."""
    path = tmp_path / demo_file.name
    shutil.copy(demo_file, path)
    opened = Document.open(path, Desk("test").tools)
    opened.author = ATTIAS
    yield opened
    opened.close()


@pytest.fixture
def workspace(qapp: QApplication, document: Document) -> Iterator[Workspace]:
    theme().choose(LIGHT)
    made = Workspace(document)
    yield made
    made.leave()


@pytest.fixture
def window(qtbot: QtBot, document: Document) -> Iterator[MainWindow]:
    """The whole window on the demonstration."""
    made = app.make_window()
    theme().choose(LIGHT)
    qtbot.addWidget(made)
    made.take(document)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settle()
    yield made
    theme().choose(LIGHT)


@pytest.fixture
def finances(window: MainWindow) -> FinancesTab:
    """The tab Finances, on the table that it shows first."""
    tab = window.tabs.show("Finances")
    assert isinstance(tab, FinancesTab)
    settle()
    return tab


@pytest.fixture
def no_dialog_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal that nobody expects fails the test: its dialog would wait for ever."""

    def fail(error: Expected, **_: object) -> None:
        raise AssertionError(str(error))

    monkeypatch.setattr(main_window, "tell", fail)
