"""In the volet, what the author’s side keeps for itself on the cell: there while it is shown, and nothing while not."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ...core.naming import cell_name
from ...core.positions import position_value, standing
from ...core.problems import Refused
from ...core.records import Cell, Value, field_of
from ...session.private import Mandate, PrivateEntries
from ..dialogs.mandate import BOUNDS, MandateDialog
from ..privacy import KEY_WORDS, OWNERS, warning
from ..theme import Role, Type
from ..theme.sizes import GAP_8, GAP_12, ICON_CHIP
from ..widgets.buttons import button
from ..widgets.panel import clear, row
from ..widgets.problem import Picture, WarningLine
from ..widgets.text import Label, caption, section_title
from ..workspace import Workspace
from .positions import shown_value


class Reserved(QFrame):
    """Shows one cell. Its widgets are made while it is shown and gone once it is hidden: nothing of it lingers."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reserved")
        self._workspace = workspace
        self._cell: Cell | None = None
        self._shown: tuple[object, ...] | None = None
        self._private = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP_12, GAP_8, GAP_12, GAP_8)
        self._column.setSpacing(GAP_8)
        workspace.privacy.changed.connect(self.refresh)
        workspace.previewed.connect(self.refresh)
        self.hide()

    def show_cell(self, cell: Cell | None) -> None:
        """Follow the active cell."""
        self._cell = cell
        self.refresh()

    def refresh(self) -> None:
        """Show what is noted of the cell, with the warning that the value tried, typed or put on the table deserves."""
        entries, cell = self._workspace.privacy.entries, self._cell
        if entries is None:
            self._empty()
            return
        if cell is None or not field_of(cell).about.negotiable or not self._exists(cell):
            self._leave()
            return
        mandate, warned = entries.mandate(cell), warning(entries, cell, self._watched(entries, cell))
        # Of cells on which nothing is noted the same is said: moving from one to the next makes nothing again.
        now = (cell if mandate else None, entries.side, mandate, warned, self._workspace.writable)
        if now != self._shown:
            self._empty()
            self._shown, self._private = now, bool(mandate or warned)
            self._fill(entries, cell, mandate, warned)
        self.show()

    def _exists(self, cell: Cell) -> bool:
        return self._workspace.shown().record(cell.kind, cell.row) is not None

    def _leave(self) -> None:
        """Nothing is said of this cell. An invitation to note something may wait unseen, never what was noted."""
        if self._private:
            self._empty()
        self.hide()

    def _empty(self) -> None:
        clear(self._column)
        self._shown, self._private = None, False
        self.hide()

    def _watched(self, entries: PrivateEntries, cell: Cell) -> Value:
        """The value being typed, else the one tried, else what the side itself has put on the table."""
        workspace = self._workspace
        typed = workspace.typed_in(cell)
        if typed is not None:
            return typed
        if workspace.trying.held_before(cell) is not None:
            return workspace.shown().value(cell)
        own = standing(workspace.model, cell, entries.side, workspace.today)
        return position_value(field_of(cell), own.value) if own is not None else None

    def _fill(self, entries: PrivateEntries, cell: Cell, mandate: Mandate, warned: str) -> None:
        title = section_title(f"Réservé {OWNERS[entries.side.value]}")
        self._column.addLayout(row(Picture("lock", Role.MUTED, ICON_CHIP), title, None))
        self._column.addWidget(caption(f"Jamais transmis. {KEY_WORDS} masque aussitôt.", wrap=True))
        if warned:
            said = WarningLine()
            self._column.addWidget(said)
            said.show_sentence(warned)
        for key, word in BOUNDS:
            text = getattr(mandate, key)
            if text is not None:
                value = Label(_bound_text(cell, text), Type.TOTAL)
                self._column.addLayout(row(Label(word, Type.CAPTION_STRONG), None, value))
        for word, text in (("Repli", mandate.fallback), ("Arguments en réserve", mandate.notes)):
            if text:
                self._column.addWidget(Label(word, Type.CAPTION_STRONG))
                self._column.addWidget(caption(text, wrap=True))
        words = "Modifier le mandat…" if mandate else "Noter un mandat…"
        act = button(words, self.edit, tip="Plancher, cible, plafond, repli, arguments en réserve")
        act.setEnabled(self._workspace.writable)
        self._column.addLayout(row(act, None))

    def edit(self) -> None:
        """Note something on the cell."""
        privacy, cell = self._workspace.privacy, self._cell
        if (entries := privacy.entries) is None or cell is None:
            return
        held = privacy.parked.pop(cell, None) or entries.mandate(cell)
        name = cell_name(self._workspace.shown(), cell)
        dialog = MandateDialog(field_of(cell), name, entries.side, held, self.window())
        dialog.exec()
        if dialog.hidden_by_key:
            privacy.parked[cell] = dialog.parked()
            privacy.toggle()
        elif (answer := dialog.answer) is not None:
            self._workspace.attempt(lambda: entries.put(cell, answer))
            self.refresh()
        dialog.deleteLater()


def _bound_text(cell: Cell, text: str) -> str:
    try:
        return shown_value(cell, position_value(field_of(cell), text))
    except Refused:
        return text
