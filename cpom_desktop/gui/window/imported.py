"""A workbook that was read, shown to the user, then written as one act, or not at all."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ...core.money import NBSP
from ...core.problems import Expected
from ...imports.xlsx.answer import is_answer, read_answer
from ...imports.xlsx.book import Book
from ...imports.xlsx.template import is_template, read_template
from ...paths import settings_folder
from ...session.account_groups import settle_groups, settled_groups
from ...session.answering import apply_answer, plan_answer
from ...session.importing import ImportPlan, apply_import
from ...session.templating import plan_template
from ..dialogs.answer import AnswerDialog
from ..dialogs.importing.dialog import ImportDialog
from ..dialogs.problem import tell
from ..workspace import Workspace


def show_book(book: Book, workspace: Workspace, window: QWidget) -> None:
    """Let the user look; then one act, or none."""
    workspace.say("")
    if is_answer(book):
        _show_answer(book, workspace, window)
        return
    try:
        filled = _filled(book, workspace) if is_template(book) else None
    except Expected as error:
        tell(error, parent=window)
        return
    if filled is not None and not (filled.values or filled.unread):
        workspace.say(f"{book.name}{NBSP}: rien n’y a été changé.")
        return
    dialog = ImportDialog(book, workspace, settled_groups(settings_folder()), window, filled)
    if not dialog.exec() or workspace.known_author() is None:
        return
    plan, view = dialog.plan, workspace.view
    if workspace.attempt(partial(apply_import, workspace.document, plan, view)):
        if dialog.chosen_groups:
            settle_groups(settings_folder(), dialog.chosen_groups)
        workspace.say(f"{plan.source}{NBSP}: {plan.counts(done=True)}.")


def _show_answer(book: Book, workspace: Workspace, window: QWidget) -> None:
    """A feuille de réponse: the positions of the party that filled it."""
    try:
        plan = plan_answer(workspace.document, book.name, read_answer(book))
    except Expected as error:
        tell(error, parent=window)
        return
    if not (plan.said or plan.unread):
        workspace.say(f"{plan.source}{NBSP}: aucune réponse nouvelle de {plan.party}.")
        return
    if not AnswerDialog(plan, workspace, window).exec() or workspace.known_author() is None:
        return
    if workspace.attempt(partial(apply_answer, workspace.document, plan)):
        count = len(plan.said)
        words = f"{count} positions notées" if count > 1 else "1 position notée"
        workspace.say(f"Réponse de {plan.party}{NBSP}: {words}.")


def _filled(book: Book, workspace: Workspace) -> ImportPlan:
    """What a modèle de saisie that came back would write."""
    document = workspace.document
    return plan_template(document.model, document.contract_id, book.name, read_template(book))
