"""A picture of every tab, made without showing a window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ..core.problems import Kind, Surroundings
from ..session.document import Document
from .main_window import MainWindow
from .theme import DARK, LIGHT, theme
from .theme.sizes import FIT_HEIGHT, FIT_WIDTH


def write_screenshots(document: Document, make_window: Callable[[], MainWindow], folder: Path) -> list[str]:
    """Draw every tab in both themes; returns the names of the files. The document is closed at the end.

    Raises `Surroundings` where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Surroundings(Kind.READ_ONLY, name=folder.name) from error
    window = make_window()
    window.resize(FIT_WIDTH, FIT_HEIGHT)
    window.take(document)
    if window.workspace is not None:
        window.workspace.privacy.hide()
    window.show()
    names = []
    for mode in (LIGHT, DARK):
        theme().choose(mode)
        for title in window.tabs.titles:
            window.tabs.show(title)
            settle()
            name = f"{title.lower().replace(' ', '-')}-{'clair' if mode == LIGHT else 'sombre'}.png"
            if not window.grab().save(str(folder / name)):
                raise Surroundings(Kind.READ_ONLY, name=name)
            names.append(name)
    theme().choose(LIGHT)
    window.close()
    return names


def settle() -> None:
    """Let what was asked of Qt happen: layouts, deferred deletions, first paints."""
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
