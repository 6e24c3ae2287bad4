"""The volet of a negotiable cell: what each side says, what is retained, what separates them, and what one can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from ...core.bargaining.moves import Turn, turns_on
from ...core.bargaining.points import cost, point
from ...core.money import format_amount
from ...core.negotiation import Position
from ...core.overlay import View
from ...core.positions import Gap, is_pending, position_value
from ...core.records import Cell, Value, field_of
from ..theme import Party, Role, Type, party_of
from ..theme.sizes import GAP_8
from ..widgets.lines import Chip, Line, Lines, Part, Press, Rule, Said, Words, line
from ..window.menu import fill, show_under
from ..workspace import Workspace
from .acts import PositionActs
from .positions import Table, is_text, on_table, share_words, shown_gap, shown_value
from .told import details, order_lines, package_lines, small

VERBS = {
    Party.MANAGER: "Gestionnaire demande",
    Party.AUTHORITY: "Autorité offre",
    Party.SECOND_AUTHORITY: "2e autorité offre",
}
Write = Callable[[Cell, Value], str]
SHORT = 28
"""Signs of a name that has room whole."""


class Negotiation(Lines):
    """Shows one cell. `write` turns a value into text where the field alone does not say how (a diagnosis item)."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(GAP_8, parent)
        self._workspace = workspace
        self._cell: Cell | None = None
        self._write: Write = shown_value
        self.acts = PositionActs(workspace, self)

    def show_cell(self, name: str, where: str, cell: Cell | None, write: Write = shown_value) -> None:
        """Show what is said of a cell, what separates the sides, its package, the order of its moves."""
        self._cell, self._write = cell, write
        model = self._workspace.model
        known = cell is not None and model.record(cell.kind, cell.row) is not None
        table = on_table(model, cell, self._workspace.today) if cell is not None and known else None
        status = table.status if table else None
        lines = [line(_name(name), None, *([Chip(status)] if status else [])), small(where)]
        if cell is not None and field_of(cell).about.negotiable:
            moves = turns_on(model, cell, self._workspace.today) if known else []
            lines += self._positions(cell, table, moves)
            lines += self._retained(cell, table)
            lines += self._buttons(cell, table)
            lines += self._packages(table)
            lines += order_lines(moves, self._text) if len(moves) > 1 else []
        self.show_lines(lines)

    def _positions(self, cell: Cell, table: Table | None, moves: Sequence[Turn]) -> list[Line]:
        lines: list[Line] = []
        turns = {turn.position.id: turn for turn in moves}
        for one in table.moves if table is not None else ():
            party = party_of(one.party)
            lines += _valued(Said(party, VERBS[party]), self._text(one), party.look.text, is_text(cell))
            turn = turns.get(one.id)
            lines.append(small(details(one, turn)))
            if one.confirmed == "a-confirmer" and self._is_mine(one) and self._workspace.writable:
                confirm = Press("Confirmer", partial(self.acts.confirm, one), one, tip="C’est bien notre position")
                contest = Press("Contester", partial(self.acts.contest, one), one, tip="Ce n’est pas notre position")
                lines.append(line(confirm, contest, None))
        return lines

    def _retained(self, cell: Cell, table: Table | None) -> list[Line]:
        value = self._workspace.model.value(cell) if table is not None else None
        ink = Role.ACCORD if value is not None else Role.MUTED
        lines = _valued(Said(Party.ACCORD, "Retenu"), self._write(cell, value), ink, is_text(cell))
        figures: list[tuple[str, str]] = []
        if table is not None and table.gap is not None:
            figures.append(("Écart demande − offre", _difference(table.gap, cell, self._write)))
        figures += self._effect(cell) if table is not None else []
        if figures:
            lines.append(line(Rule()))
        lines += [line(Words(words, Type.CAPTION_STRONG), None, Words(text, Type.TOTAL)) for words, text in figures]
        return lines

    def _effect(self, cell: Cell) -> list[tuple[str, str]]:
        """What separates the two sides over the life of the contract, and as a share of the DGC (TC-POS-1)."""
        found = cost(self._workspace.books(View.ACCORD), point(self._workspace.model, cell, self._workspace.today))
        if found is None or not found.years:
            return []
        cents = found.whole.cents
        amount = "incomplet" if cents is None else format_amount(cents, sign=True, unit=True)
        share = share_words(found)
        whole = [(f"Effet sur {found.years[0][0]}–{found.years[-1][0]}", amount)]
        return [*whole, ("Part de la DGC", share)] if share and cents else whole

    def _buttons(self, cell: Cell, table: Table | None) -> list[Line]:
        writable = self._workspace.writable
        tip = "Poser ou changer une position (Maj+F2)"
        first: list[Part] = [Press("Modifier la position", self.modify, cell, "primary", tip, writable)]
        accepted: list[Part] = []
        for one in self._acceptable(table)[:1]:
            word = "le lot" if one.package else "la demande" if party_of(one.party) is Party.MANAGER else "l’offre"
            accepted.append(Press(f"Accepter {word}", partial(self.accept, one), one, tip=self._text(one)))
        if table is not None and table.pending and writable:
            tip = "Refuser, réserver, retirer, lier, marquer comme préalable"
            menu = partial(self._show_menu, cell, table.moves)
            first.append(Press("Autres actes…", menu, (cell, table.moves), tip=tip))
        # Side by side the three are wider than the volet.
        return [line(*first, None), line(*accepted, None)] if accepted else [line(*first, None)]

    def _packages(self, table: Table | None) -> list[Line]:
        """The packages of what stands here: the other positions, each a link, and what the whole costs."""
        held = [self.acts.package_of(one) for one in (table.moves if table is not None else ()) if one.package]
        found = {one.package.id: one for one in held if one is not None}
        books = self._workspace.books(View.ACCORD)
        return [made for one in found.values() for made in package_lines(books, one, self._cell, self._workspace.go_to)]

    def _show_menu(self, cell: Cell, moves: Sequence[Position]) -> None:
        menu = QMenu(self)
        fill(menu, self.acts.menu(cell, moves))
        show_under(menu, self.focusWidget() or self)

    def _acceptable(self, table: Table | None) -> list[Position]:
        """What the author’s side may accept: the positions of the others that wait for an answer."""
        if table is None or not self._workspace.writable:
            return []
        return [one for one in table.moves if not self._is_mine(one) and is_pending(one)]

    def _is_mine(self, one: Position) -> bool:
        return self.acts.side is not None and one.party == self.acts.side.value

    def modify(self) -> None:
        """Maj+F2: say or change one’s position on the cell."""
        if self._cell is not None:
            self.acts.modify(self._cell)

    def accept(self, position: Position) -> None:
        """Accept a position of another side, with its package."""
        self.acts.accept(position)

    def _text(self, position: Position) -> str:
        cell = Cell.parse(position.cell)
        return self._write(cell, position_value(field_of(cell), position.value))


def _difference(gap: Gap, cell: Cell, write: Write) -> str:
    if gap.difference is None:
        return "textes différents" if gap.asked != gap.offered else "aucun"
    return shown_gap(cell, gap.difference) if write is shown_value else write(cell, gap.difference)


def _name(text: str) -> Part:
    return Words(text, Type.SECTION, elided=len(text) >= SHORT)


def _valued(said: Said, text: str, ink: Role, is_words: bool) -> list[Line]:
    """A figure stands at the right of who says it; words stand below, whole."""
    if not is_words:
        return [line(said, None, Words(text, Type.TOTAL, ink))]
    return [line(said, None), line(Words(text, Type.TOTAL, ink, wrap=True))]
