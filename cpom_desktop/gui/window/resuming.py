"""After the first paint of a contract: keep the copy of the day, and offer the texts that a crash left unfinished."""

from __future__ import annotations

import logging

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ...core.changes import Edit
from ...core.problems import Expected, Sentences
from ...session.keeping import keep_daily, show_presence
from ...session.unfinished import Unfinished, forget, unfinished
from ..dialogs.problem import ProblemDialog
from ..workspace import Workspace

TAKE_UP, GIVE_UP = "Reprendre ce texte", "L’abandonner"
TITLE = "Un texte n’avait pas été terminé"
AFTER_PAINT_MS = 400
PRESENCE_MS = 60_000
"""How often a second opener on a shared folder is told that we are still there."""
SHOWN = 300


def resume(workspace: Workspace, parent: QWidget) -> None:
    """Do both a moment later, unless the contract was left meanwhile."""
    later = QTimer(workspace)
    later.setSingleShot(True)
    later.timeout.connect(lambda: _resume(workspace, parent, later))
    later.start(AFTER_PAINT_MS)
    presence = QTimer(workspace)
    presence.timeout.connect(lambda: _show_presence(workspace))
    presence.start(PRESENCE_MS)


def _show_presence(workspace: Workspace) -> None:
    if workspace.left:
        return
    try:
        show_presence(workspace.document)
    except Expected as error:
        logging.warning("presence: %s", type(error).__name__)


def _resume(workspace: Workspace, parent: QWidget, later: QTimer) -> None:
    if workspace.left:
        return
    if workspace.trying.on:
        # Taken up in a trial, a text would be written nowhere and then forgotten.
        later.start()
        return
    for text in unfinished(workspace.document):
        offer(workspace, text, parent)
    try:
        keep_daily(workspace.document)
    except Expected as error:
        # A copy that cannot be made hinders nobody: the contract itself is whole. The log says why.
        logging.warning("daily copy: %s", type(error).__name__)


def offer(workspace: Workspace, text: Unfinished, parent: QWidget) -> None:
    """Ask what becomes of one text; leaving the question keeps it for the next opening."""
    shown = text.text if len(text.text) <= SHOWN else text.text[:SHOWN] + "…"
    sentences = Sentences(
        f"{text.name}\u00a0: la saisie s’est arrêtée avant d’être enregistrée.",
        f"Le contrat est entier\u00a0; le texte en cours a été gardé\u00a0: «\u00a0{shown}\u00a0»",
        "Reprenez-le pour l’enregistrer, ou abandonnez-le.",
    )
    dialog = ProblemDialog(TITLE, sentences, (GIVE_UP, TAKE_UP), warning=True, parent=parent)
    dialog.exec()
    if dialog.chosen == TAKE_UP and workspace.apply(Edit(text.name, values={text.cell: text.text})):
        forget(workspace.document, text.cell)
        workspace.go_to(text.cell)
    elif dialog.chosen == GIVE_UP:
        forget(workspace.document, text.cell)
