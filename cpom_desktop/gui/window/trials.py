"""F7 begins a trial, Escape leaves it; keeping it and putting it on the table are acts of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from ...core.overlay import View
from ...session import scenarios
from ...session.trial import differences
from ..dialogs.changes import ChangesDialog
from ..dialogs.question import ask_name
from ..workspace import Workspace
from .trial_band import TrialActs, TrialBand

LEFT = "Essai quitté\u00a0: tout s’affiche comme avant, rien n’a été enregistré."
KEEP = "Garder comme scénario privé"
ON_TABLE = "Mettre l’essai sur la table"
SIDE_WORDS = {"gestionnaire": "du gestionnaire", "autorite": "de l’autorité", "autorite2": "de la 2e autorité"}


class Trials:
    """The band of one window, and what its keys and buttons do."""

    def __init__(self, window: QWidget, back: Callable[[], object]) -> None:
        self._window, self._back = window, back
        self._workspace: Workspace | None = None
        self.band = TrialBand(TrialActs(self.leave, self.keep, self.put_down))

    def open(self, workspace: Workspace) -> None:
        """Follow the contract that is shown."""
        self._workspace = workspace
        self.band.open(workspace)

    def close(self) -> None:
        """Its trial goes with it."""
        self._workspace = None
        self.band.close_contract()

    def begin(self) -> None:
        """F7: begin a trial; in one, go to its buttons."""
        if self._workspace is None:
            return
        if self._workspace.trying.on:
            self.band.give_up.setFocus()
        else:
            self._workspace.trying.begin()

    def escape(self) -> bool:
        """Escape outside an editor leaves the trial; true where there was one to leave."""
        if self._workspace is None or not self._workspace.trying.on or _is_typing():
            return False
        self.leave()
        return True

    def leave(self) -> None:
        """Give the trial up."""
        if self._workspace is not None and self._workspace.trying.on:
            inside = self.band.isAncestorOf(self._window.focusWidget() or self._window)
            self._workspace.trying.end()
            self._workspace.say(LEFT)
            if inside:
                self._back()

    def keep(self) -> None:
        """Keep what is tried as a private scenario; the trial goes on."""
        workspace = self._workspace
        if workspace is None or workspace.known_author(even_in_trial=True) is None:
            return
        name = ask_name(KEEP, "Nom du scénario, vu de votre partie seule", "Garder", self._window)
        tried = workspace.trying.tried()
        if name and workspace.attempt(lambda: scenarios.keep(workspace.document, name, workspace.view, tried)):
            lost = " Les suppressions n’en font pas partie." if tried.deleted else ""
            workspace.say(f"Scénario privé gardé\u00a0: {name}.{lost}")
            workspace.scenariosChanged.emit()

    def put_down(self) -> None:
        """Make positions of one’s side of it, once they have been read again."""
        workspace = self._workspace
        author = workspace.known_author(even_in_trial=True) if workspace is not None else None
        if workspace is None or author is None:
            return
        tried = workspace.trying.tried()
        found = list(differences(workspace.without_trial().model, tried))
        side = SIDE_WORDS[author.side.value]
        sentence = (
            f"Ces valeurs deviennent des positions {side}, en une seule action\u00a0; la valeur retenue ne change pas. "
            "Un champ qu’une partie renseigne seule est saisi directement."
        )
        dialog = ChangesDialog(
            ON_TABLE, sentence, tried.over(workspace.without_trial().model), found,
            ("Continuer l’essai", "Mettre sur la table"), self._window,
        )
        if dialog.exec() and workspace.trying.put_down(tried, View(author.side.value), "Essai mis sur la table"):
            self._back()


def _is_typing() -> bool:
    """Whether a field has the focus: Escape is then its own."""
    return isinstance(QApplication.focusWidget(), (QLineEdit, QPlainTextEdit, QComboBox))
