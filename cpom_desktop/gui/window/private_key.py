"""Maj+F4: what one’s side keeps for itself leaves the screen at once, or comes back; another screen hides it too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ..privacy import HIDDEN_WORDS, KEY, SHOWN_WORDS
from ..workspace import Workspace


class PrivateKey(QObject):
    """Follows one window. Moved to another screen, which may be a projector, the window hides what is private."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._watched = window, False
        self.workspace: Workspace | None = None
        QShortcut(QKeySequence(KEY), window, self.toggle)
        window.installEventFilter(self)

    def toggle(self) -> None:
        """Hide or show, and say which."""
        if self.workspace is not None:
            self.workspace.privacy.toggle()
            self.workspace.say(HIDDEN_WORDS if self.workspace.privacy.hidden else SHOWN_WORDS)

    def hide(self) -> None:
        """Hide for now."""
        if self.workspace is not None and not self.workspace.privacy.hidden:
            self.workspace.privacy.hide()
            self.workspace.say(HIDDEN_WORDS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A window has a handle, and so a screen, once it has been shown.
        if event.type() == QEvent.Type.Show and not self._watched and self._window.windowHandle() is not None:
            self._watched = True
            self._window.windowHandle().screenChanged.connect(lambda _: self.hide())
        return super().eventFilter(watched, event)
