"""Whether what a side keeps for itself is on the screen: hidden at once by one key, remembered as it was left."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ..core.records import Cell, Value
from ..session.document import Document
from ..session.private import Bound, Crossing, Mandate, PrivateEntries, private_of
from . import preferences
from .tabs.positions import shown_value

KEY = "Shift+F4"
KEY_WORDS = "Maj+F4"
HIDDEN = "private/hidden"
HIDDEN_WORDS = f"Notes réservées masquées ({KEY_WORDS} pour les revoir)"
SHOWN_WORDS = f"Notes réservées affichées ({KEY_WORDS} pour les masquer)"
OWNERS = {"gestionnaire": "au gestionnaire", "autorite": "à l’autorité", "autorite2": "à la 2e autorité"}
_BOUNDS = {Bound.FLOOR: "sous votre plancher", Bound.CEILING: "au-dessus de votre plafond"}


class Privacy(QObject):
    """The only way from a view to the private entries: while they are hidden it answers that there are none."""

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._hidden = preferences.read_text(HIDDEN) == "1"
        self.parked: dict[Cell, Mandate] = {}
        """What was being written when the key was pressed, so that hiding loses nothing; kept in memory alone."""

    @property
    def entries(self) -> PrivateEntries | None:
        """The entries of the author’s side; None while they are hidden or nobody has said who types."""
        return None if self._hidden else private_of(self._document)

    @property
    def hidden(self) -> bool:
        return self._hidden

    def toggle(self) -> None:
        """Hide or show again, and remember it for the next opening."""
        self._show(not self._hidden)
        preferences.write(HIDDEN, "1" if self._hidden else "0")

    def hide(self) -> None:
        """Hide for now, without changing what is remembered."""
        self._show(True)

    def renew(self) -> None:
        """Somebody else types: what the one before was writing is no business of theirs."""
        self.parked.clear()
        self.changed.emit()

    def _show(self, hidden: bool) -> None:
        if hidden != self._hidden:
            self._hidden = hidden
            self.changed.emit()


def warning(entries: PrivateEntries | None, cell: Cell, value: Value) -> str:
    """« 9 000,00 € est sous votre plancher de 10 000,00 € : hors mandat. »; '' where there is nothing to say, or nobody
    to say it to.
    """
    found = entries.crossing(cell, value) if entries is not None else None
    return f"{shown_value(cell, value)} est {crossing_words(cell, found)}." if found is not None else ""


def crossing_words(cell: Cell, found: Crossing) -> str:
    """« sous votre plancher de 10 000,00 € : hors mandat »."""
    end = "hors mandat" if found.beyond else "au-delà de ce qui était prévu"
    return f"{_BOUNDS[found.bound]} de {shown_value(cell, found.limit)}\u00a0: {end}"
