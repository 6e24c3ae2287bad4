"""Two versions of one cell: who wrote each, and the choice between them; left open, it stays marked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...core.records import Cell, Value
from ...session.conflicts import Conflict, Version
from ...session.negotiation import propose
from ...session.retained import is_decided_together
from ..theme import Status, Type, party_of
from ..theme.sizes import GAP_4
from ..widgets.buttons import button
from ..widgets.chips import PartyLabel, StatusChip
from ..widgets.panel import clear, row
from ..widgets.text import Label, caption
from ..workspace import Workspace
from .positions import shown_value

Write = Callable[[Cell, Value], str]
KEEP_AGREED = "Garder la valeur convenue"


def meanwhile(cell: Cell, found: Conflict, write: Write, together: bool) -> list[str]:
    """What shows while nobody has decided, and who may decide."""
    words = []
    if found.agreed is not None:
        words.append(f"La dernière valeur convenue reste affichée\u00a0: {write(cell, found.agreed.value)}")
    elif found.base is not None:
        words.append(f"Base commune\u00a0: {write(cell, found.base.value)}")
    if together:
        words.append("Une décision, ou l’accord des parties concernées, y mettra fin.")
    return words


class ConflictBox(QWidget):
    """Hidden unless the cell is in conflict. Deciding is one lot that everybody sees."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_4)
        self.hide()

    def show_cell(self, cell: Cell | None, write: Write = shown_value) -> None:
        """Show the versions of a cell, with a button to retain each."""
        clear(self._column)
        found = self._workspace.document.conflicts().get(cell) if cell in self._workspace.conflicts() else None
        self.setVisible(found is not None)
        if found is None or cell is None:
            return
        self._column.addLayout(row(StatusChip(Status.CONFLICT), caption("deux versions de cette valeur"), None))
        together = is_decided_together(self._workspace.model, cell)
        for words in meanwhile(cell, found, write, together):
            self._column.addWidget(caption(words, wrap=True))
        for version in found.versions:
            whose = "la mienne" if version is found.mine else "la leur"
            self._add(cell, version, f"Proposer {whose}" if together else f"Retenir {whose}", together, write)
        if together and found.agreed is not None:
            self._add_button(KEEP_AGREED, partial(self._retain, cell, found.agreed.value))

    def _add(self, cell: Cell, version: Version, verb: str, together: bool, write: Write) -> None:
        party = party_of(version.side)
        value = Label(write(cell, version.value), Type.TOTAL, party.look.text)
        self._column.addLayout(row(PartyLabel(party, version.author), None, value))
        self._add_button(verb, partial(self._propose if together else self._retain, cell, version.value))

    def _add_button(self, verb: str, act: Callable[[], None]) -> None:
        made = button(verb, act)
        made.setEnabled(self._workspace.writable)
        self._column.addLayout(row(made, None))

    def _propose(self, cell: Cell, value: Value) -> None:
        if self._workspace.known_author() is not None:
            self._workspace.attempt(partial(propose, self._workspace.document, cell, value))

    def _retain(self, cell: Cell, value: Value) -> None:
        if self._workspace.known_author() is not None:
            self._workspace.attempt(partial(self._workspace.document.settle, cell, value))
