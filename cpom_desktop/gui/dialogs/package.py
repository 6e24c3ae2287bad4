"""Making a package: the open positions of one party, those that share one fate, and what they cost together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from ...core.bargaining.acts import next_code
from ...core.bargaining.packages import Linked, PackageFate, linked_positions
from ...core.bargaining.points import heading, subject
from ...core.changes import SIDES, Author, Side
from ...core.finance.books import Books
from ...core.finance.cost import cost_between
from ...core.negotiation import Package, Position
from ...core.positions import Move, is_pending, latest_moves, position_value
from ...core.records import Cell, field_of
from ..tabs.positions import cost_words, shown_value
from ..theme import Type, metrics, shown
from ..theme.sizes import DIALOG_WIDE, GAP_4, GAP_16, NAME_LEAST
from ..widgets.buttons import button
from ..widgets.choice import Choice
from ..widgets.panel import Panel
from ..widgets.text import Label, caption, plain_tip
from .frame import DialogFrame, Fields

NEW = ""
SHORT = 24
"""Signs of a value that stays on its line."""
_FIGURE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
NOT_ENOUGH = "Un lot réunit au moins deux positions."
FOR_ANOTHER = "Lié pour le compte d’une autre partie\u00a0: elle le confirmera ou le contestera au prochain échange."


@dataclass(frozen=True, slots=True)
class ToLink:
    """What was chosen: the positions, and the package that they join, new or not."""

    positions: tuple[Position, ...]
    package: Package


class PackageDialog(DialogFrame):
    """`answer` holds what was chosen once accepted. Two positions at least, all of one party."""

    def __init__(
        self, books: Books, author: Author, chosen: Collection[Cell], new_id: Callable[[], str],
        today: dt.date | None = None, side: Side | None = None, parent: QWidget | None = None,
    ) -> None:
        super().__init__("Lier des positions", parent, DIALOG_WIDE)
        self._books, self._author, self._new_id, self._today = books, author, new_id, today
        self._chosen = {str(cell) for cell in chosen}
        self._boxes: list[tuple[QCheckBox, Position]] = []
        self.answer: ToLink | None = None
        self.side, self.package, self.name = Choice(), Choice(), QLineEdit()
        for key, word in SIDES:
            self.side.addItem(word, key)
        self.name.setPlaceholderText("Rebasage contre occupation et places")
        self._note, self._whole = caption("", wrap=True), Label("", wrap=True)
        self._panel = Panel()
        self._list: QWidget | None = None
        self._primary = button("Lier les positions", self._accept, kind="primary")
        self._build()
        wanted = side or author.side
        self.side.setCurrentIndex(self.side.findData(wanted.value))
        self.side.currentIndexChanged.connect(lambda _: self._show_side())
        self.package.currentIndexChanged.connect(lambda _: self._show_name())
        self._show_side()

    def _build(self) -> None:
        self.body.addWidget(caption("Elles seront acceptées, refusées ou retirées ensemble.", wrap=True))
        fields = Fields()
        for words, widget in (("Partie", self.side), ("Lot lié", self.package), ("Intitulé", self.name)):
            fields.add(words, widget)
        self.body.addLayout(fields)
        self.body.addWidget(self._note)
        self.body.addWidget(self._panel)
        self.body.addStretch(1)
        self.foot.addWidget(self._whole)
        self.end_with(button("Annuler", self.reject), self._primary)

    def _show_side(self) -> None:
        """The packages and the open positions of a party."""
        side = Side(self.side.currentData())
        self._note.setText("" if side is self._author.side else FOR_ANOTHER)
        self._note.setVisible(side is not self._author.side)
        self.package.blockSignals(True)
        self.package.clear()
        self.package.addItem(f"Nouveau lot {next_code(self._books.model)}", NEW)
        for one in self._joined(side):
            self.package.addItem(one.package.code or one.package.name, one.package.id)
        self.package.blockSignals(False)
        self._show_positions(side)
        self._show_name()

    def _joined(self, side: Side) -> list[Linked]:
        """The packages of a party that wait for an answer."""
        return [one for one in linked_positions(self._books.model, self._today) if one.fate is PackageFate.OPEN
                and all(member.party == side.value for member in one.members)]

    def _show_positions(self, side: Side) -> None:
        """The open positions of a party: the point at the left, what it says of it at the right."""
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        self._list = QWidget()
        grid = QGridLayout(self._list)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP_16)
        grid.setVerticalSpacing(GAP_4)
        grid.setColumnStretch(0, 1)
        self._boxes = []
        self._panel.body.addWidget(self._list)
        model = self._books.model
        before: QWidget = self.name
        for move in latest_moves(model, self._today, side):
            if is_pending(move.position) and not move.position.package and move.cell.kind != "item":
                before = self._add(grid, move, before)
        if not self._boxes:
            grid.addWidget(caption("Cette partie n’a aucune position ouverte hors d’un lot.", wrap=True), 0, 0)
        self._show_whole()

    def _add(self, grid: QGridLayout, move: Move, before: QWidget) -> QCheckBox:
        """One position, after another field in the order of Tab."""
        name = f"{subject(self._books.model, move.cell)}, {heading(self._books.model, move.cell)[1]}"
        value = shown_value(move.cell, move.value)
        box = QCheckBox(_cut(name))
        box.setToolTip(plain_tip(name))
        box.setAccessibleName(f"{name}\u00a0: {value}")
        box.setChecked(move.position.cell in self._chosen)
        box.toggled.connect(lambda _: self._show_whole())
        said = Label(value, Type.TOTAL, wrap=len(value) > SHORT)
        said.setAlignment(_FIGURE)
        grid.addWidget(box, len(self._boxes), 0)
        grid.addWidget(said, len(self._boxes), 1)
        self._boxes.append((box, move.position))
        QWidget.setTabOrder(before, box)
        return box

    def _show_name(self) -> None:
        self.name.setEnabled(self.package.currentData() == NEW)
        self._show_whole()

    def _taken(self) -> list[Position]:
        return [position for box, position in self._boxes if box.isChecked()]

    def _show_whole(self) -> None:
        """What the positions cost together, those already in the package counted."""
        known = {one.package.id: one for one in self._joined(Side(self.side.currentData()))}
        joined = known.get(self.package.currentData() or "")
        values = {**(joined.values() if joined is not None else {}),
                  **{(cell := Cell.parse(one.cell)): position_value(field_of(cell), one.value)
                     for one in self._taken()}}
        enough = len(values) > 1 and bool(self._taken())
        self._primary.setEnabled(enough)
        words = f"Ensemble\u00a0: {cost_words(cost_between(self._books, values))}." if enough else NOT_ENOUGH
        self._whole.setText(words)

    def _accept(self) -> None:
        package = self._books.model.find(Package, self.package.currentData() or "") or Package(
            id=self._new_id(), code=next_code(self._books.model), name=self.name.text().strip())
        self.answer = ToLink(tuple(self._taken()), package)
        self.accept()


def _cut(words: str) -> str:
    """What the line holds; « & » is a letter, not a mnemonic."""
    cut = metrics(Type.BODY).elidedText(shown(words), Qt.TextElideMode.ElideRight, DIALOG_WIDE - NAME_LEAST)
    return cut.replace("&", "&&")
