"""A person at a computer of his own in the stories by key presses: folders, window, keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cpom_desktop import app
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.widgets.rail_list import RailList
from cpom_desktop.session.document import Document
from tests.stories.keyboard import Keyboard


class Seat:
    """A person at a computer of his own: folders, window, keyboard."""

    def __init__(self, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self._qtbot, self._patch = home, qtbot, monkeypatch
        home.mkdir()
        self.window = self._opened()

    def _opened(self) -> MainWindow:
        self._patch.setenv("CPOM_DESKTOP_HOME", str(self.home))
        window = app.make_window()
        self._qtbot.addWidget(window)
        self.keys = Keyboard(window)
        with self._qtbot.waitExposed(window):
            window.show()
        self.sits()
        return window

    def sits(self) -> Keyboard:
        """Turn to this computer: its folders, its window."""
        self._patch.setenv("CPOM_DESKTOP_HOME", str(self.home))
        self.keys.window.activateWindow()
        self.keys.rest()
        return self.keys

    def reopens(self) -> None:
        """Leave the window and start the program again."""
        self.keys.press("Ctrl+W")
        assert not self.window.isVisible()
        self.window = self._opened()

    def waits(self, until: Callable[[], bool]) -> None:
        """Let the window live until something is true."""
        self._qtbot.waitUntil(until, timeout=60_000)

    @property
    def document(self) -> Document:
        found = self.window.document
        assert found is not None
        return found

    def place(self, title: str) -> None:
        """In the tab shown, choose a line of the rail by the arrows, and go to the plan."""
        keys = self.keys
        for _ in range(3):
            if not isinstance(keys.focus, RailList):
                keys.press("F6")
        rail = keys.focus
        assert isinstance(rail, RailList)
        names = [rail.item(at).text() for at in range(rail.count())]
        for _ in names:
            if rail.currentRow() != names.index(title):
                keys.press("Down" if rail.currentRow() < names.index(title) else "Up")
        keys.press("F6")
