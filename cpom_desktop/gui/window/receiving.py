"""Receiving a file: what it would change, what conflicts, what is safe; then one act, or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QInputDialog, QLineEdit, QVBoxLayout, QWidget

from ...core.changes import Author
from ...core.naming import cell_name
from ...core.problems import Expected, Reason, Refused
from ...core.records import Cell, Value
from ...session import exchange
from ...session.conflicts import Conflict, Version
from ...session.document import Document
from ...session.files import is_contract, read_input
from ...session.history import HistoryLine
from ...session.keys import Keys, Trust
from ...session.retained import is_decided_together
from ...session.review import Review
from ...session.starting import document_from_bundle
from ...session.tools import Tools
from ...session.unagreed import Unagreed, frees
from ..dialogs.problem import tell
from ..tabs.conflict import KEEP_AGREED, meanwhile
from ..tabs.positions import shown_value
from ..theme import Role, Status, Type
from ..theme.sizes import DIALOG_WIDTH, FIT_HEIGHT, GAP_4, GAP_8, GAP_12, GAP_20, ICON_CELL
from ..widgets.buttons import button
from ..widgets.chips import StatusChip
from ..widgets.choice import Choice
from ..widgets.panel import row, rule, scrolled
from ..widgets.problem import Picture
from ..widgets.text import ElidedLabel, Label, caption, section_title
from ..workspace import Workspace

SAFE = "Rien n’est encore changé dans le contrat. Un point de retour sera gardé."
LEFT_OPEN = "Laisser ouvert"
TRUSTS = {
    Trust.KNOWN: "signature reconnue",
    Trust.NEW: "clé rencontrée pour la première fois",
    Trust.OWN: "envoi de ce poste",
    Trust.CHANGED: "attention\u00a0: cette personne signe avec une autre clé que d’habitude",
}
MOST = 200
Result = TypeVar("Result")


class Receiving:
    """Reads a bundle or a copy of the open contract."""

    def __init__(self, keys: Callable[[], Keys]) -> None:
        self._keys = keys

    def is_same(self, document: Document, path: Path) -> bool:
        """Whether a `.cpom` is a copy of the open contract; one that cannot be read is not, and opening it says why."""
        if not is_contract(path) or path == document.path:
            return False
        try:
            exchange.receive_copy(document, path)
        except Expected:
            return False
        return True

    def receive(self, workspace: Workspace, path: Path, parent: QWidget) -> None:
        """Verify, show, and merge if the user accepts."""
        if not workspace.writable:
            workspace.say("Ce contrat est ouvert en lecture seule\u00a0: rien ne peut y être reçu.")
            return
        try:
            review = self._review(workspace.document, path, parent)
        except Expected as error:
            tell(error, parent=parent)
            return
        if review is None:
            return
        if review.brings_nothing:
            workspace.say("Rien de nouveau\u00a0: le contrat contient déjà cet envoi.")
            return
        dialog = ReviewDialog(review, parent)
        if dialog.exec() and workspace.known_author(even_in_trial=True) is not None:
            decisions = dialog.decisions()
            if workspace.attempt(lambda: exchange.accept(workspace.document, self._keys(), review, decisions)):
                workspace.say(received_words(review))

    def _review(self, document: Document, path: Path, parent: QWidget) -> Review | None:
        """The dry run; a protected bundle asks for its phrase. None if the question was left."""
        if is_contract(path):
            return exchange.receive_copy(document, path)
        data = read_input(path)
        return _with_phrase(lambda phrase: exchange.receive(document, self._keys(), data, phrase), parent)

    def begin(self, source: Path, place: Path, author: Author, tools: Tools, parent: QWidget) -> Document | None:
        """The contract that a first bundle brings, in a file of its own; None if the phrase was not given.

        Raises `Refused` or `Surroundings`, leaving no file, where the bundle cannot be read or is not whole.
        """
        data = read_input(source)
        return _with_phrase(lambda p: document_from_bundle(place, data, author, self._keys(), tools, p), parent)


def _with_phrase(read: Callable[[str | None], Result], parent: QWidget) -> Result | None:
    """Read a bundle; a protected one asks for its phrase until it is right or left, and then it is None."""
    phrase = None
    while True:
        try:
            return read(phrase)
        except Refused as refused:
            if refused.reason is not Reason.PASSPHRASE:
                raise
        question = "Cet envoi est protégé. Phrase secrète\u00a0:"
        phrase, accepted = QInputDialog.getText(parent, "Phrase secrète", question, QLineEdit.EchoMode.Password)
        if not accepted:
            return None


def received_words(review: Review) -> str:
    """« 14 modifications reçues de Mme Attias (Les Deux Rives) »."""
    plural = "s" if review.new > 1 else ""
    return f"{review.new} modification{plural} reçue{plural} de {review.origin.name}"


class ReviewDialog(QDialog):
    """What a reception would do. Accepting is the primary act; Escape leaves everything as it is."""

    def __init__(self, review: Review, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review = review
        self._choices: dict[Cell, QComboBox] = {}
        self.setWindowTitle("Recevoir")
        self.resize(DIALOG_WIDTH + DIALOG_WIDTH // 2, min(FIT_HEIGHT, 620))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_20, GAP_20, GAP_20, GAP_20)
        layout.setSpacing(GAP_12)
        layout.addWidget(section_title(f"Reçu de {review.origin.name}"))
        layout.addLayout(self._summary())
        layout.addWidget(scrolled(self._content()), 1)
        layout.addWidget(rule())
        safe = row(Picture("shield-check", Role.OK, ICON_CELL), Label(SAFE, Type.TOTAL), None)
        layout.addLayout(safe)
        accept = button(self._verb(), self.accept, kind="primary")
        accept.setDefault(True)
        layout.addLayout(row(None, button("Ne rien changer", self.reject), accept))

    def _verb(self) -> str:
        return "Accepter la modification" if self._review.new == 1 else f"Accepter les {self._review.new} modifications"

    def _summary(self) -> QHBoxLayout:
        """Trust, what is new, what conflicts, what is missing."""
        review = self._review
        chips: list[QWidget | None] = [
            StatusChip(Status.ADVICE, f"{review.new} modification{'s' if review.new > 1 else ''}")
        ]
        if review.conflicts:
            count = len(review.conflicts)
            chips.append(StatusChip(Status.CONFLICT, f"{count} conflit{'s' if count > 1 else ''}"))
        if review.missing:
            some = "s" if len(review.missing) > 1 else ""
            chips.append(StatusChip(Status.TO_CHECK, f"{len(review.missing)} envoi{some} attendu{some}"))
        if review.origin.trust is not None:
            chips.append(caption(TRUSTS[review.origin.trust]))
        return row(*chips, None)

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GAP_8, 0)
        column.setSpacing(GAP_8)
        for cell, conflict in self._review.conflicts.items():
            self._add_conflict(column, cell, conflict)
        for returned in self._review.returned:
            name = cell_name(self._review.after, returned.cell)
            words = f"{name}\u00a0: {returned.words}"
            column.addWidget(Label(words, Type.BODY, Role.WARN, wrap=True))
            if frees(returned.cell):
                column.addWidget(self._passage(name, returned))
        for missing in self._review.missing:
            column.addWidget(Label(f"En attente\u00a0: {missing.sentence()}", Type.BODY, Role.WARN, wrap=True))
        for line in self._review.lines[:MOST]:
            self._add_line(column, line)
        if len(self._review.lines) > MOST:
            column.addWidget(caption(f"et {len(self._review.lines) - MOST} autres actions"))
        column.addStretch(1)
        return content

    def _add_conflict(self, column: QVBoxLayout, cell: Cell, conflict: Conflict) -> None:
        """Both versions, and the choice between them; a conflict left open stays marked in its tab."""
        column.addLayout(
            row(
                Picture("octagon-x", Role.ERROR, ICON_CELL),
                Label(cell_name(self._review.after, cell), Type.TOTAL),
                None,
            )
        )
        choice = self._choices[cell] = Choice()
        choice.setAccessibleName(f"Décision\u00a0: {cell_name(self._review.after, cell)}")
        choice.addItem(LEFT_OPEN, None)
        together = is_decided_together(self._review.after, cell)
        for version in conflict.versions if not together else ():
            mine = version is conflict.mine
            choice.addItem(f"Retenir {'la mienne' if mine else 'la leur'}\u00a0: {_version(cell, version)}", version)
        if together and conflict.agreed is not None:
            choice.addItem(KEEP_AGREED, conflict.agreed)
        for words in meanwhile(cell, conflict, shown_value, together):
            column.addWidget(caption(words, wrap=True))
        column.addWidget(choice)

    def _passage(self, name: str, returned: Unagreed) -> Choice:
        """Whether the passage to direct writing, that came from one side, is accepted here."""
        choice = self._choices[returned.cell] = Choice()
        choice.setAccessibleName(f"Décision\u00a0: {name}")
        stays, passes = (shown_value(returned.cell, value) for value in (returned.kept, returned.written))
        choice.addItem(f"Rester à\u00a0: {stays}", None)
        choice.addItem(f"Accepter\u00a0: {passes}", returned)
        return choice

    def _add_line(self, column: QVBoxLayout, line: HistoryLine) -> None:
        column.addLayout(
            row(
                ElidedLabel(line.label, Type.TOTAL), None, caption(f"{line.author}, {line.organisation}"), spacing=GAP_4
            )
        )
        for change in line.changes:
            column.addWidget(caption(change, wrap=True))
        if line.count > len(line.changes):
            column.addWidget(caption(f"et {line.count - len(line.changes)} autres valeurs"))

    def decisions(self) -> dict[Cell, Value]:
        """The conflicts decided here; the others stay open."""
        chosen = {cell: choice.currentData() for cell, choice in self._choices.items()}
        return {
            **{cell: one.value for cell, one in chosen.items() if isinstance(one, Version)},
            **{cell: one.written for cell, one in chosen.items() if isinstance(one, Unagreed)},
        }


def _version(cell: Cell, version: Version) -> str:
    return f"{shown_value(cell, version.value)} ({version.author})"
