"""The band across the window while a trial is on: that nothing is written, what it does to the DGC, how it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ...core.contract import Grant
from ...core.finance.effect import effect
from ...core.finance.grants import Gap
from ...core.money import format_amount
from ...core.naming import cell_name
from ...session.trial import Difference, differences
from ..privacy import crossing_words
from ..theme import Role, Type
from ..theme.sizes import DRAWER_BELOW, GAP_4, GAP_8, GAP_12, ICON_BUTTON
from ..widgets.buttons import button
from ..widgets.problem import Picture, WarningLine
from ..widgets.text import ElidedLabel, Label
from ..workspace import Workspace

KEEP = "Garder comme scénario privé…"
SHORT = "Essai — rien n’est enregistré"
MOST_TIPS = 10
WORDS = "Essai — rien n’est enregistré · Échap pour quitter"


@dataclass(frozen=True, slots=True)
class TrialActs:
    """What may become of a trial."""

    give_up: Callable[[], object]
    keep: Callable[[], object]
    put_down: Callable[[], object]


class TrialBand(QFrame):
    """Hidden outside a trial."""

    def __init__(self, acts: TrialActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trial")
        self.setAccessibleName("Essai")
        self._workspace: Workspace | None = None
        self.words = ElidedLabel(WORDS, Type.TOTAL)
        self.effect = Label("", Type.BODY)
        self.warned = WarningLine(wrap=False)
        self._narrow = False
        self.give_up = button(
            "Abandonner", acts.give_up, tip="Quitter l’essai\u00a0: tout s’affiche comme avant (Échap)"
        )
        self.keep = button(
            KEEP, acts.keep, tip="Le garder comme scénario privé, pour votre partie seule", yielding=True
        )
        self.keep.setAccessibleName(KEEP)
        self.put_down = button(
            "Mettre sur la table…",
            acts.put_down,
            tip="En faire des positions de votre partie, après les avoir relues",
            yielding=True,
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP_12, GAP_4, GAP_12, GAP_4)
        line.setSpacing(GAP_8)
        line.addWidget(Picture("flask-conical", Role.WARN, ICON_BUTTON))
        line.addWidget(self.words, 1)
        line.addWidget(self.warned)
        line.addWidget(self.effect)
        line.addSpacing(GAP_8)
        for one in (self.give_up, self.keep, self.put_down):
            line.addWidget(one)
        self.hide()

    def open(self, workspace: Workspace) -> None:
        """Follow the trials of a contract."""
        self._workspace = workspace
        workspace.trying.changed.connect(self.show_state)
        workspace.viewChanged.connect(self.show_state)
        workspace.previewed.connect(self._show_effect)
        workspace.privacy.changed.connect(self.show_state)
        self.show_state()

    def close_contract(self) -> None:
        """No contract, no trial."""
        self._workspace = None
        self.hide()

    def show_state(self) -> None:
        """Show what the trial does, or hide where there is none."""
        on = self._workspace is not None and self._workspace.trying.on
        self.setVisible(on)
        if self._workspace is None or not on:
            return
        base = self._workspace.without_trial().model
        tried = self._workspace.trying.tried()
        changed = list(differences(base, tried))
        count = "" if self._narrow or not changed else f" · {_count(len(changed))}"
        self.words.set_text((SHORT if self._narrow else WORDS) + count)
        for one in (self.keep, self.put_down):
            one.setEnabled(bool(tried) and self._workspace.writable)
        self._show_warning(self._workspace, changed)
        self._show_effect()

    def _show_warning(self, workspace: Workspace, changed: Sequence[Difference]) -> None:
        """How many values leave the mandate; only its owner is told, and only while it is not hidden."""
        entries = workspace.privacy.entries
        found = entries.crossings({one.cell: one.after for one in changed}) if entries is not None else {}
        model = workspace.trying.tried().over(workspace.without_trial().model)
        tips = [f"{cell_name(model, cell)}\u00a0: {crossing_words(cell, one)}" for cell, one in found.items()]
        words = f"{len(found)} hors de vos bornes" if found else ""
        self.warned.show_sentence(words, "\n".join(tips[:MOST_TIPS]))

    def _show_effect(self) -> None:
        workspace = self._workspace
        if workspace is None or not workspace.trying.on:
            return
        found = effect(workspace.books(), workspace.without_trial())
        several = len(workspace.document.model.all(Grant)) > 1
        self.effect.setText("" if found is None else effect_words(found, workspace.today.year, several, self._narrow))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow window, what matters most stays whole: that nothing is written, and the effect."""
        super().resizeEvent(event)
        narrow = event.size().width() < DRAWER_BELOW
        if narrow != self._narrow:
            self._narrow = narrow
            self.keep.setText("Garder…" if narrow else KEEP)
            self.show_state()


def effect_words(found: Gap, this_year: int, several: bool = False, short: bool = False) -> str:
    """« DGC 2027–2031 : +100,00 € · 2027 : +20,00 € ». The year is this one, or the nearest of the contract."""
    years = dict(found.years)
    year = min(max(this_year, min(years)), max(years))
    name = "Toutes les DGC" if several else "DGC"
    whole = f"{name} {min(years)}–{max(years)}\u00a0: {_signed(found.whole.cents)}"
    return whole if short else f"{whole} · {year}\u00a0: {_signed(years[year].cents)}"


def _signed(cents: int | None) -> str:
    return "incomplet" if cents is None else format_amount(cents, sign=True, unit=True)


def _count(count: int) -> str:
    return f"{count} valeurs changées" if count > 1 else f"{count} valeur changée"
