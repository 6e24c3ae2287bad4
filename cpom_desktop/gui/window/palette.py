"""« Aller à… »: type a few letters, Entrée goes there. Tabs, ESMS, objectives, items of the diagnosis, milestones."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from ...core.calendar import Milestone
from ...core.contract import Esms
from ...core.diagnosis import Item, Theme
from ...core.finance.records import Measure
from ...core.model import Model
from ...core.objectives import Indicator, Objective, Sheet
from ...core.records import Cell, Record
from ..theme.sizes import GAP_8, PALETTE_HEIGHT, PALETTE_WIDTH
from ..widgets.rail_list import Line, RailList

MOST = 200
_NAMED: tuple[tuple[type[Record], str, str], ...] = (
    (Esms, "name", "ESMS"),
    (Theme, "name", "Diagnostic"),
    (Item, "label", "Diagnostic"),
    (Objective, "name", "Objectif"),
    (Sheet, "name", "Fiche action"),
    (Indicator, "name", "Indicateur"),
    (Measure, "label", "Mesure"),
    (Milestone, "name", "Calendrier"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: a tab by its title, or a cell; or something to begin."""

    name: str
    where: str
    target: str | Cell | Callable[[], object]


def places(model: Model, tabs: Sequence[str], kinds: Iterable[str]) -> list[Place]:
    """Every place of a contract that one of the tabs can show."""
    known = frozenset(kinds)
    found = [Place(title, "Onglet", title) for title in tabs]
    for cls, field, where in _NAMED:
        if cls.kind in known:
            for record in model.all(cls):
                if name := str(getattr(record, field) or ""):
                    found.append(Place(name, where, record.at(field)))
    return found


def matching(found: Sequence[Place], text: str) -> list[Place]:
    """The places that hold every word typed, without accents nor case; those that begin with it first."""
    words = folded(text).split()
    held = [place for place in found if all(word in folded(f"{place.name} {place.where}") for word in words)]
    return sorted(held, key=lambda place: not folded(place.name).startswith(words[0])) if words else held


def folded(text: str) -> str:
    """A text as one searches it: « Écart » as « ecart »."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class GoTo(QDialog):
    """The field and what matches. `chosen` carries a tab’s title or a cell."""

    chosen = Signal(object)

    def __init__(self, found: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Aller à…")
        self.setFixedSize(PALETTE_WIDTH, PALETTE_HEIGHT)
        self._found, self._shown = found, list[Place]()
        self.field = QLineEdit()
        self.field.setPlaceholderText("Onglet, ESMS, objectif, élément, étape…")
        self.field.setAccessibleName("Aller à")
        self.list = RailList("Résultats")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP_8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._show)
        self.list.itemClicked.connect(lambda _: self._go())
        self._show("")

    def _show(self, text: str) -> None:
        self._shown = matching(self._found, text)[:MOST]
        self.list.show_lines([Line(str(at), place.name, place.where) for at, place in enumerate(self._shown)])
        self.list.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        if 0 <= self.list.currentRow() < len(self._shown):
            self.accept()
            self.chosen.emit(self._shown[self.list.currentRow()].target)
