"""Making a package: the open positions of one party, those that share one fate, and what they cost together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from ...core.bargaining.acts import next_code
from ...core.bargaining.packages import Linked, PackageFate, linked_positions
from ...core.bargaining.points import heading, subject
from ...core.changes import SIDES, Author, Side
from ...core.finance.books import Books
from ...core.finance.cost import cost_between
from ...core.negotiation import Package, Position
from ...core.positions import is_pending, latest_moves, position_value
from ...core.records import Cell, field_of
from ..tabs.positions import cost_words, shown_value
from ..theme import shown
from ..theme.sizes import DIALOG_TEXT, GAP_4, GAP_12, GAP_20
from ..widgets.buttons import button
from ..widgets.choice import Choice
from ..widgets.panel import row, scrolled
from ..widgets.text import Label, caption, plain_tip, section_title

NEW = ""
NOT_ENOUGH = "Un lot réunit au moins deux positions."
FOR_ANOTHER = "Lié pour le compte d’une autre partie\u00a0: elle le confirmera ou le contestera au prochain échange."


@dataclass(frozen=True, slots=True)
class ToLink:
    """What was chosen: the positions, and the package that they join, new or not."""

    positions: tuple[Position, ...]
    package: Package


class PackageDialog(QDialog):
    """`answer` holds what was chosen once accepted. Two positions at least, all of one party."""

    def __init__(
        self, books: Books, author: Author, chosen: Collection[Cell], new_id: Callable[[], str],
        today: dt.date | None = None, side: Side | None = None, parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._books, self._author, self._new_id, self._today = books, author, new_id, today
        self._chosen = {str(cell) for cell in chosen}
        self._boxes: list[tuple[QCheckBox, Position]] = []
        self.answer: ToLink | None = None
        self.setWindowTitle("Lier des positions")
        self.setMinimumWidth(DIALOG_TEXT)
        self.side, self.package, self.name = Choice(), Choice(), QLineEdit()
        for key, word in SIDES:
            self.side.addItem(word, key)
        self.name.setPlaceholderText("Rebasage contre occupation et places")
        self._note, self._whole = caption("", wrap=True), Label("", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(GAP_4)
        self._primary = button("Lier les positions", self._accept, kind="primary")
        self._build()
        wanted = side or author.side
        self.side.setCurrentIndex(self.side.findData(wanted.value))
        self.side.currentIndexChanged.connect(lambda _: self._show_side())
        self.package.currentIndexChanged.connect(lambda _: self._show_name())
        self._show_side()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_20, GAP_20, GAP_20, GAP_20)
        layout.setSpacing(GAP_12)
        layout.addWidget(section_title(self.windowTitle()))
        layout.addWidget(caption("Elles seront acceptées, refusées ou retirées ensemble.", wrap=True))
        fields = QFormLayout()
        for words, widget in (("Partie", self.side), ("Lot", self.package), ("Intitulé", self.name)):
            widget.setAccessibleName(words)
            fields.addRow(Label(words), widget)
        layout.addLayout(fields)
        layout.addWidget(self._note)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._list)
        column.addStretch(1)
        layout.addWidget(scrolled(held), 1)
        layout.addWidget(self._whole)
        self._primary.setDefault(True)
        layout.addLayout(row(None, button("Annuler", self.reject), self._primary))

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
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._boxes = []
        model = self._books.model
        for move in latest_moves(model, self._today, side):
            if is_pending(move.position) and not move.position.package and move.cell.kind != "item":
                words = f"{subject(model, move.cell)}, {heading(model, move.cell)[1]}\u00a0: " + shown_value(
                    move.cell, move.value)
                box = QCheckBox(_short(words))
                box.setToolTip(plain_tip(words))
                box.setChecked(move.position.cell in self._chosen)
                box.toggled.connect(lambda _: self._show_whole())
                self._boxes.append((box, move.position))
                self._list.addWidget(box)
        if not self._boxes:
            self._list.addWidget(caption("Cette partie n’a aucune position ouverte hors d’un lot.", wrap=True))
        self._show_whole()

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


def _short(words: str, longest: int = 72) -> str:
    """« & » is a letter, not a mnemonic."""
    cut = words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
    return shown(cut).replace("&", "&&")
