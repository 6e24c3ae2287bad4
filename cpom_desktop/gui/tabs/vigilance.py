"""The points de vigilance at the side: those of the active cell first, then of its table, each leading to its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from heapq import nsmallest
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ...core.model import Model
from ...core.negotiation import Position
from ...core.problems import Refused
from ...core.records import Cell
from ..theme import Role, Status, Type
from ..theme.sizes import GAP_8
from ..widgets.lines import Chip, Line, Lines, Press, Rule, Words, line
from ..workspace import Workspace

if TYPE_CHECKING:
    from ...core.checks import Check

MOST = 5
"""Sentences at the side; the whole list is one press away, in the status bar."""
LEVELS = {"E": Status.BLOCKING, "W": Status.TO_CHECK, "I": Status.ADVICE}
"""By level: the rules themselves are not needed to show what they said."""


def target(model: Model, check: Check) -> Cell | None:
    """Where a check leads: what is said of a position is told of the cell that the position speaks of."""
    cell = check.cell
    position = model.find(Position, cell.row) if cell is not None and cell.kind == Position.kind else None
    if position is None:
        return cell
    try:
        return Cell.parse(position.cell)
    except Refused:
        return cell


class SideChecks(Lines):
    """Hidden while nothing speaks of the table. It tells what the window heard last: never in the way of an edit."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(GAP_8, parent)
        self._workspace = workspace
        self._cell: Cell | None = None
        self._found: list[tuple[Check, Cell]] = []
        self._heard: tuple[object, Callable[[Cell], bool], int] | None = None
        self.setAccessibleName("Points de vigilance du tableau")
        self.hide()

    @property
    def cells(self) -> frozenset[Cell]:
        """The cells of the table that a check speaks of."""
        return frozenset(cell for _, cell in self._found)

    @property
    def count(self) -> int:
        """How many points speak of the table."""
        return len(self._found)

    @property
    def words(self) -> str:
        """« 3 points de vigilance »."""
        return f"{self.count} point{'s' if self.count > 1 else ''} de vigilance"

    def show_table(self, concerns: Callable[[Cell], bool]) -> None:
        """Tell what concerns a table, as the points were last heard: a large contract has thousands of them.

        Beside the points and the table, a position taken on a cell may make it concern the table.
        """
        model = self._workspace.model
        heard = (self._workspace.checks, concerns, len(model.all(Position)))
        if self._heard is not None and self._heard[0] is heard[0] and self._heard[1:] == heard[1:]:
            return
        self._heard = heard
        pairs = [(check, cell) for check in self._workspace.checks if (cell := target(model, check)) is not None]
        self._found = [(check, cell) for check, cell in pairs if concerns(cell)]
        self._show()

    def show_cell(self, cell: Cell | None) -> None:
        """Put what speaks of a cell, or else of its row, before the rest."""
        if cell != self._cell:
            self._cell = cell
            self._show()

    def _show(self) -> None:
        here, count = self._cell, self.count
        self.setVisible(bool(count))
        if not count:
            return
        lines = [line(Rule()), line(Words("Points de vigilance", Type.SECTION), None, Words(str(count), Type.TOTAL))]
        for check, cell in nsmallest(MOST, self._found, key=lambda pair: _distance(pair[1], here)):
            lines += self._lines(check, cell, here)
        if count > MOST:
            plural = "s" if count > MOST + 1 else ""
            lines.append(_small(f"et {count - MOST} autre{plural} dans ce tableau (F8)"))
        self.show_lines(lines)

    def _lines(self, check: Check, cell: Cell, here: Cell | None) -> Sequence[Line]:
        """Level and sentence; a link where the cursor is elsewhere."""
        place = Words("sur cette cellule", Type.CAPTION, Role.MUTED)
        go = Press("Aller à la cellule", partial(self._workspace.go_to, cell), cell, "link", check.sentence)
        return line(Chip(LEVELS[check.level.value]), None, place if cell == here else go), _small(check.sentence)


def _distance(cell: Cell, here: Cell | None) -> int:
    """0 on the cell, 1 on its row, 2 elsewhere in the table; blocking ones stay first among equals."""
    if here is None or (cell.kind, cell.row) != (here.kind, here.row):
        return 2
    return 0 if cell == here else 1


def _small(text: str) -> Line:
    return line(Words(text, Type.CAPTION, Role.TEXT, wrap=True))
