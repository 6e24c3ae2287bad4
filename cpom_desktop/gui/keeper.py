"""Keeps a long text every two seconds while it is typed, so that a crash loses no paragraph."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ..core.records import Cell
from ..session.unfinished import PERIOD_SECONDS, forget, keep
from .widgets.long_text import LongText
from .workspace import Workspace


class Keeper(QObject):
    """One for each editor of a long text; `follow` says which cell is being typed."""

    def __init__(self, workspace: Workspace, editor: LongText) -> None:
        super().__init__(editor)
        self._workspace, self._editor = workspace, editor
        self._cell: Cell | None = None
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(PERIOD_SECONDS * 1000)
        self._due.timeout.connect(self._keep)
        editor.textChanged.connect(self._typed)

    def follow(self, cell: Cell | None) -> None:
        """The editor shows another cell: nothing is waiting there."""
        self._cell = cell
        self._due.stop()

    def done(self) -> None:
        """The text was committed or given up."""
        self._due.stop()
        if self._cell is not None and not self._workspace.trying.on:
            forget(self._workspace.document, self._cell)

    def _typed(self) -> None:
        # Started once, not at each key: a text typed without a pause is kept too.
        if self._cell is not None and self._editor.hasFocus() and not self._due.isActive():
            self._due.start()

    def _keep(self) -> None:
        # A trial leaves nothing on the disk.
        if self._cell is not None and not self._workspace.trying.on:
            keep(self._workspace.document, self._cell, self._editor.text())
