"""The volet of a negotiable cell: what each side says, what is retained, what separates them, and what one can do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...core.negotiation import POSITION_STATUSES, Meeting, Position
from ...core.periods import format_day
from ...core.positions import Gap, is_expired, is_pending, position_value
from ...core.records import Cell, Value, field_of
from ...session import negotiation
from ..dialogs.position import PositionDialog
from ..theme import Party, Role, Type, party_of
from ..theme.sizes import GAP_8
from ..widgets.buttons import button
from ..widgets.chips import PartyLabel, StatusChip
from ..widgets.panel import clear, row, rule
from ..widgets.text import ElidedLabel, Label, caption, section_title
from ..workspace import Workspace
from .positions import Table, on_table, shown_gap, shown_value

VERBS = {
    Party.MANAGER: "Gestionnaire demande",
    Party.AUTHORITY: "Autorité offre",
    Party.SECOND_AUTHORITY: "2e autorité offre",
}
Write = Callable[[Cell, Value], str]


class Negotiation(QWidget):
    """Shows one cell. `write` turns a value into text where the field alone does not say how (a diagnosis item)."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._cell: Cell | None = None
        self._write: Write = shown_value
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_8)

    def show_cell(
        self,
        name: str,
        where: str,
        cell: Cell | None,
        effect: tuple[str, str] | None = None,
        write: Write = shown_value,
    ) -> None:
        """Show what is said of a cell; `effect` is one more line, its words and its figure."""
        clear(self._column)
        self._cell, self._write = cell, write
        model = self._workspace.model
        known = cell is not None and model.record(cell.kind, cell.row) is not None
        table = on_table(model, cell, self._workspace.today) if cell is not None and known else None
        status = table.status if table else None
        head = row(_elided(name), None)
        if status is not None:
            head.addWidget(StatusChip(status))
        self._column.addLayout(head)
        self._column.addWidget(caption(where, wrap=True))
        if cell is None or not field_of(cell).about.negotiable:
            return
        if table is not None:
            self._show_moves(table)
        self._show_retained(cell, known, effect, table)
        self._column.addLayout(self._buttons(table))

    def _show_moves(self, table: Table) -> None:
        for one in table.moves:
            party = party_of(one.party)
            value = Label(self._text(one), Type.TOTAL, party.look.text)
            self._column.addLayout(row(PartyLabel(party, VERBS[party]), None, value))
            self._column.addWidget(caption(self._details(one), wrap=True))

    def _show_retained(self, cell: Cell, known: bool, effect: tuple[str, str] | None, table: Table | None) -> None:
        value = self._workspace.model.value(cell) if known else None
        ink = Role.ACCORD if value is not None else Role.MUTED
        self._column.addLayout(
            row(PartyLabel(Party.ACCORD, "Retenu"), None, Label(self._write(cell, value), Type.TOTAL, ink))
        )
        lines: list[tuple[str, str]] = []
        if table is not None and table.gap is not None:
            lines.append(("Écart demande − offre", _difference(table.gap, cell, self._write)))
        if effect is not None:
            lines.append(effect)
        if lines:
            self._column.addWidget(rule())
        for words, text in lines:
            self._column.addLayout(row(Label(words, Type.CAPTION_STRONG), None, Label(text, Type.TOTAL)))

    def _buttons(self, table: Table | None) -> QHBoxLayout:
        propose = button(
            "Modifier la position", self.modify, kind="primary", tip="Poser ou changer une position (Maj+F2)"
        )
        propose.setEnabled(self._workspace.writable)
        buttons: list[QWidget | None] = [propose]
        for one in self._acceptable(table):
            party = party_of(one.party)
            word = "l’offre" if party is not Party.MANAGER else "la demande"
            buttons.append(button(f"Accepter {word}", partial(self.accept, one), tip=self._text(one)))
        return row(*buttons[:2], None)

    def _acceptable(self, table: Table | None) -> list[Position]:
        """What the author’s side may accept: the positions of the others that wait for an answer."""
        author = self._workspace.author
        if table is None or not self._workspace.writable:
            return []
        mine = author.side.value if author else ""
        return [one for one in table.moves if one.party != mine and is_pending(one)]

    def modify(self) -> None:
        """Maj+F2: say or change one’s position on the cell."""
        author = self._workspace.known_author()
        if self._cell is None or author is None or not self._workspace.writable:
            return
        cell = self._cell
        if self._workspace.model.record(cell.kind, cell.row) is None:
            self._workspace.say("Saisissez d’abord la valeur dans le tableau\u00a0: la ligne n’existe pas encore.")
            return
        dialog = PositionDialog(self._workspace.model, cell, author, self.window())
        if dialog.exec() and dialog.answer is not None:
            said = dialog.answer
            self._workspace.attempt(
                lambda: negotiation.propose(
                    self._workspace.document,
                    cell,
                    said.value,
                    said.view,
                    argument=said.argument,
                    valid_until=said.valid_until,
                )
            )

    def accept(self, position: Position) -> None:
        """Accept a position of another side, with its package."""
        if self._workspace.known_author() is not None:
            self._workspace.attempt(lambda: negotiation.accept(self._workspace.document, [position]))

    def _text(self, position: Position) -> str:
        cell = Cell.parse(position.cell)
        return self._write(cell, position_value(field_of(cell), position.value))

    def _details(self, position: Position) -> str:
        """Status, meeting, argument, validity, in one line of small type."""
        meeting = self._workspace.model.find(Meeting, position.meeting or "")
        words = [dict(POSITION_STATUSES)[position.status], meeting.code if meeting else ""]
        if position.valid_until:
            expired = is_expired(position, self._workspace.today)
            words.append(f"{'échue depuis le' if expired else 'valable jusqu’au'} {format_day(position.valid_until)}")
        if position.precondition:
            words.append("préalable")
        if position.confirmed == "a-confirmer":
            words.append("à confirmer par la partie")
        head = " · ".join(word for word in words if word)
        return f"{head}\n{position.argument}" if position.argument else head


def _difference(gap: Gap, cell: Cell, write: Write) -> str:
    if gap.difference is None:
        return "textes différents" if gap.asked != gap.offered else "aucun"
    return shown_gap(cell, gap.difference) if write is shown_value else write(cell, gap.difference)


def _elided(text: str) -> QWidget:
    return section_title(text) if len(text) < 28 else ElidedLabel(text, Type.SECTION)
