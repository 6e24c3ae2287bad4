"""The points de vigilance as a list: what blocks first; Entrée leads to the cell that each speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ...core.checks import Check, Level, left_to_you, verdict
from ...core.records import Cell
from ..grid import Align, Column, Content, GridCell, GridView, Row, status, title
from ..theme import Status
from ..theme.sizes import CHECKS_HEIGHT, CHECKS_WIDTH, GAP_12, GAP_16, LIST_ROW
from ..widgets.buttons import button
from ..widgets.panel import Panel, row
from ..widgets.segments import Segments
from ..widgets.text import Label, caption, section_title
from ..workspace import Workspace

LOOKS = {Level.BLOCKING: Status.BLOCKING, Level.LOOK: Status.TO_CHECK, Level.ADVICE: Status.ADVICE}
ALL = "tous"
NO_TAB = "Aucun onglet"
"""What stands in « Aller à » while no tab shows what a check speaks of."""
FILTERS = (
    (ALL, "Tous"),
    (Level.BLOCKING.value, "Bloquants"),
    (Level.LOOK.value, "À vérifier"),
    (Level.ADVICE.value, "Conseils"),
)
COLUMNS = (
    Column("level", "Niveau", align=Align.LEFT, least=112),
    Column("sentence", "Point de vigilance", align=Align.LEFT, least=320, stretch=True),
    Column("reference", "Règle", align=Align.LEFT, least=120),
    Column("cell", "Aller à", align=Align.LEFT, least=120),
)


def content(checks: Sequence[Check], where: Callable[[Cell], str], wanted: str = ALL) -> Content:
    """The checks of one level, or all of them; `where` names the tab that shows a cell."""
    rows = []
    for at, check in enumerate(checks):
        if wanted in (ALL, check.level.value):
            place = where(check.cell) if check.cell is not None else ""
            link = check.cell if place else None
            rows.append(
                Row(
                    f"{check.id}/{at}",
                    (
                        status(LOOKS[check.level]),
                        title(check.sentence, tip=check.sentence),
                        GridCell(check.reference, plain=True, muted=True),
                        GridCell(place or NO_TAB, plain=True, muted=not place, link=link),
                    ),
                )
            )
    return Content("points-de-vigilance", COLUMNS, tuple(rows))


class ChecksDialog(QDialog):
    """Does not stop the work: it closes when a point is gone to."""

    def __init__(
        self, checks: Sequence[Check], workspace: Workspace, where: Callable[[Cell], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._checks, self._workspace, self._where = checks, workspace, where
        self.setWindowTitle("Points de vigilance")
        self.resize(CHECKS_WIDTH, CHECKS_HEIGHT)
        self._filters = Segments("Niveaux montrés", FILTERS)
        self._filters.chosen.connect(lambda _: self._show())
        self.table = GridView(workspace, "Points de vigilance", row_height=LIST_ROW)
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(lambda _: self.go())
        frame = Panel(flush=True)
        frame.body.addWidget(self.table)
        frame.body.addStretch(1)
        self._whole = Label("", wrap=True)
        self.table.pointed.connect(lambda _: self._show_whole())
        self._go = button("Aller à la cellule", self.go, kind="primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_16, GAP_16, GAP_16, GAP_16)
        layout.setSpacing(GAP_12)
        layout.addLayout(row(section_title("Points de vigilance"), None, self._filters))
        layout.addWidget(Label(verdict(checks), wrap=True))
        layout.addWidget(frame, 1)
        layout.addWidget(self._whole)
        close = button("Fermer", self.reject)
        layout.addWidget(caption(left_to_you(), wrap=True))
        layout.addLayout(row(caption("Entrée mène à la cellule."), None, close, self._go))
        self._show()
        self.table.setFocus()

    def _show(self) -> None:
        self.table.show_content(content(self._checks, self._where, self._filters.current))

    def _show_whole(self) -> None:
        """The sentence of the current point, uncut."""
        index = self.table.currentIndex()
        cells = self.table.grid.row(index.row()).cells if index.isValid() else ()
        self._whole.setText(cells[1].text if cells else "")
        self._go.setEnabled(bool(cells and cells[3].link is not None))

    def go(self) -> None:
        """Go to what the current point speaks of."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        cell = self.table.grid.cell(self.table.grid.index(index.row(), len(COLUMNS) - 1)).link
        if cell is None or not self._go.isEnabled():
            return
        self.accept()
        self._workspace.pointed.emit(cell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.go()
            return True
        return super().eventFilter(watched, event)
