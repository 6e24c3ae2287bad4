"""What the window asks of a tab, and what every tab does alike: refresh once per change, only when it is seen."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ...core.changes import Changes
from ...core.model import Model
from ...core.records import Cell
from ...exports.xlsx.views import Seen
from ..theme.sizes import RAIL
from ..widgets.page import Page
from ..workspace import Workspace


class Tab(Page):
    """A tab. Subclasses set `title` and `kinds`, build their parts, and fill them in `refresh`.

    `kinds` are the kinds of records that the tab shows: a change of others does not refresh it.
    """

    title = ""
    kinds: frozenset[str] = frozenset()

    def __init__(
        self,
        workspace: Workspace,
        rail: str = "",
        volet: str = "",
        rail_width: int = RAIL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(rail, volet, rail_width, parent)
        self.workspace = workspace
        self._stale = True
        self.setAccessibleName(self.title)
        workspace.changed.connect(self._on_changed)
        workspace.previewed.connect(self._on_previewed)
        workspace.viewChanged.connect(self._on_any)

    def refresh(self) -> None:
        """Show the workspace again, whole; called only while the tab is seen."""

    def preview(self) -> None:
        """Show the value being typed; called only while the tab is seen, at each keystroke."""
        self.refresh()

    def go_to(self, cell: Cell) -> bool:
        """Put the cursor on a cell; false if this tab does not show it."""
        return False

    def first_focus(self) -> QWidget | None:
        """What takes the focus when the tab is shown."""
        return None

    @property
    def table_shown(self) -> tuple[Seen, str] | None:
        """The table as it is seen and its title, where the tab has tables that can be exported alone."""
        return None

    @classmethod
    def count(cls, model: Model) -> tuple[int, str]:
        """The number beside the name of the tab, and what it counts; asked before the tab is built. Most count none."""
        return 0, ""

    def next_view(self) -> bool:
        """F9 where a tab has views of its own; false leaves the key to the window."""
        return False

    def _on_changed(self, changes: Changes) -> None:
        # A position changes what a view shows of any kind.
        if changes.touches(*self.kinds, "position", "contract"):
            self._on_any()

    def _on_any(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _on_previewed(self) -> None:
        if self.isVisible():
            self.preview()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()
