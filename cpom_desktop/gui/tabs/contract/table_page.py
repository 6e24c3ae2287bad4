"""One table of the contract: Inser adds a row; Suppr on a whole row is asked by the button beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ....core.changes import Edit
from ....core.naming import name_of
from ....core.records import Cell
from ...grid import GridView
from ...widgets.panel import Empty, Panel
from ...workspace import Workspace
from .tables import TableOf, content_of

NBSP = "\u00a0"


class TablePage(QStackedWidget):
    """The rows of a kind; empty, it says what they are for."""

    changed_row = Signal()

    def __init__(self, workspace: Workspace, table: TableOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self.of = workspace, table
        self.view = GridView(workspace, table.title)
        self.view.pointed.connect(lambda _cell: self.changed_row.emit())
        insert = QShortcut(QKeySequence(Qt.Key.Key_Insert), self, self.add)
        insert.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        panel = Panel(flush=True)
        panel.body.addWidget(self.view)
        panel.body.addStretch(1)
        self.addWidget(panel)
        self.addWidget(Empty("building-2", f"{table.title}\u00a0: rien encore", table.sentence, table.add, self.add,
                             enabled=workspace.writable))

    def refresh(self) -> None:
        """Show the rows again."""
        content = content_of(self._workspace.shown(), self._workspace.model, self.of)
        self.view.show_content(content)
        self.setCurrentIndex(0 if content.rows else 1)

    @property
    def is_empty(self) -> bool:
        return self.currentIndex() == 1

    @property
    def row(self) -> str:
        """The id of the current row; '' without one."""
        index = self.view.currentIndex()
        return self.view.grid.row(index.row()).key if index.isValid() else ""

    def add(self) -> None:
        """A new row, its first text ready to be typed over."""
        key = self._workspace.document.new_id()
        new = self.of.make(self._workspace.model, key, self.row)
        if not new:
            self._workspace.say("Ajoutez d’abord un ESMS, puis une section tarifaire.")
            return
        if self._workspace.apply(Edit(self.of.add, new)):
            self.go_to(new[0].at(self._first_to_type()))

    def _first_to_type(self) -> str:
        """The field that a new row waits for: its code is already made."""
        return next((name for name, _ in self.of.fields if name != "code"), self.of.fields[0][0])

    def delete(self) -> None:
        """Delete the current row with what belongs to it; Ctrl+Z brings everything back."""
        record = self._workspace.model.record(self.of.kind.kind, self.row)
        if record is None:
            return
        name = name_of(self._workspace.model, record)
        if self._workspace.apply(Edit(f"Suppression{NBSP}: {name}", deleted=((record.kind, record.id),))):
            self._workspace.say(f"Supprimé{NBSP}: {name}. Ctrl+Z le rétablit.")

    def go_to(self, cell: Cell) -> bool:
        """Put the cursor on a cell of this table."""
        if cell.kind != self.of.kind.kind:
            return False
        self.refresh()
        index = self.view.grid.find(cell)
        if not index.isValid():
            row = self.view.grid.row_of(cell.row)
            index = self.view.grid.index(max(row, 0), 0)
        self.view.setFocus()
        self.view.setCurrentIndex(index)
        return True
