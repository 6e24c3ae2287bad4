"""The constat of an item: one statement and the text of each side, written in place and kept when the field is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ....core.changes import Edit
from ....core.diagnosis import Finding
from ....core.model import Model
from ....core.negotiation import Meeting
from ....core.ordering import ordered
from ....core.periods import format_day
from ...keeper import Keeper
from ...theme import Party
from ...theme.sizes import CARD_TEXT, GAP_4, GAP_8, GAP_12
from ...widgets.chips import PartyLabel
from ...widgets.long_text import LongText
from ...widgets.panel import row
from ...widgets.text import caption, section_title
from ...workspace import Workspace

_FOCUS_OUT, _KEY_PRESS = QEvent.Type.FocusOut, QEvent.Type.KeyPress
SIDES = ((Party.MANAGER, "manager", "manager_text"), (Party.AUTHORITY, "authority", "authority_text"))


def findings_of(model: Model, theme: str, item: str | None) -> list[Finding]:
    """The constats on an item; those of the theme that speak of no item when there is none."""
    return [one for one in ordered(model.where(Finding, "theme", theme)) if one.item == item]


class Card(QFrame):
    """The text of one side. `left` carries the text when it has changed and the field is left, or by Ctrl+Entrée."""

    left = Signal(str)

    def __init__(self, party: Party, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.label = PartyLabel(party)
        self.date = caption("")
        self.text = LongText()
        self.text.setObjectName("plain")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(CARD_TEXT)
        self.text.setAccessibleName(f"Texte de la partie\u00a0: {party.look.word}")
        self.text.setPlaceholderText(f"Ce que dit {'le gestionnaire' if party is Party.MANAGER else 'l’autorité'}")
        self.text.installEventFilter(self)
        self._stored = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_12, GAP_8, GAP_12, GAP_4)
        layout.setSpacing(GAP_4)
        layout.addLayout(row(self.label, None, self.date))
        layout.addWidget(self.text)

    def show_text(self, text: str, writable: bool) -> None:
        """Show a stored text; one that is being written is left alone."""
        if text == self._stored and self.text.text() != text and self.text.hasFocus():
            return
        self._stored = text
        self.text.set_text(text)
        self.text.setReadOnly(not writable)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == _FOCUS_OUT:
            self._leave()
        elif event.type() == _KEY_PRESS and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.text.setPlainText(self._stored)
                return True
            if (
                event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self._leave()
                return True
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        text = self.text.text().strip()
        if text != self._stored:
            self._stored = text
            self.left.emit(text)


class Constat(QWidget):
    """Title, statement and the two cards; hidden when there is no constat."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._finding: Finding | None = None
        self._statement, self._evidence = caption("", wrap=True), caption("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_8)
        head = row(section_title("Constat"))
        head.addWidget(self._statement, 1)
        head.addWidget(self._evidence)
        column.addLayout(head)
        cards = QHBoxLayout()
        cards.setSpacing(GAP_8)
        self.cards: dict[str, Card] = {}
        self._keepers: dict[str, Keeper] = {}
        for party, name, field in SIDES:
            card = self.cards[field] = Card(party, name)
            card.left.connect(self._writer(field))
            self._keepers[field] = Keeper(workspace, card.text)
            cards.addWidget(card)
        column.addLayout(cards)

    def _writer(self, field: str) -> Callable[[str], None]:
        def write(text: str) -> None:
            finding = self._finding
            if finding is None:
                return
            edit = Edit(f"Constat\u00a0: {finding.statement[:60]}", values={finding.at(field): text})
            if self._workspace.apply(edit):
                self._keepers[field].done()

        return write

    @property
    def finding(self) -> Finding | None:
        return self._finding

    def show_finding(self, finding: Finding | None) -> None:
        """Show a constat, or nothing."""
        self._finding = finding
        self.setVisible(finding is not None)
        if finding is None:
            return
        model = self._workspace.model
        meeting = model.find(Meeting, finding.settled_in or "")
        self._statement.setText(finding.statement)
        self._evidence.setText(f"Pièce\u00a0: {finding.evidence}" if finding.evidence else "")
        for field, card in self.cards.items():
            card.date.setText(f"{meeting.code}, {format_day(meeting.day)}" if meeting else "")
            card.show_text(getattr(finding, field), self._workspace.writable)
            self._keepers[field].follow(finding.at(field))
