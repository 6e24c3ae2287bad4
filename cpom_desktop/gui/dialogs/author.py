"""Who types: asked once, at the first edit, and kept on this computer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ...core.changes import SIDES, Author, Side
from ...core.contract import Authority, Manager
from ...core.model import Model
from ...core.problems import Problem
from ..forms.ui_author_dialog import Ui_AuthorFields
from ..theme.sizes import DIALOG_WIDTH
from ..widgets.buttons import button
from ..widgets.text import caption
from .frame import DialogFrame, Refusal

WHY = "Chaque modification porte le nom de son auteur, dans l’historique et dans les envois aux autres parties."


class AuthorDialog(DialogFrame):
    """Name, organisation and party; `author` holds the answer once accepted.

    The organisation of another party is the one that the contract names, else it is asked for: nobody signs for the
    body of the other side. What is typed by hand stays.
    """

    def __init__(
        self, known: Author | None = None, parent: QWidget | None = None, model: Model | None = None
    ) -> None:
        super().__init__("Qui modifie ce contrat\u202f?", parent, DIALOG_WIDTH)
        self.body.addWidget(caption(WHY, wrap=True))
        self._form = form = Ui_AuthorFields()
        fields = QWidget()
        form.setupUi(fields)
        self.body.addWidget(fields)
        self.author: Author | None = None
        form.side.setAccessibleName(form.sideLabel.text())
        for side, word in SIDES:
            form.side.addItem(word, side)
        self._problem = Refusal(form.fields)
        self.end_with(button("Annuler", self.reject), button("Continuer", self._accept, kind="primary"))
        self._bodies = {side: _body(model, side) for side in Side}
        if known is not None:
            self._bodies[known.side] = known.organisation
            form.name.setText(known.name)
            form.side.setCurrentIndex(form.side.findData(known.side.value))
        self._follow_side()
        form.side.currentIndexChanged.connect(self._follow_side)

    def _follow_side(self) -> None:
        if not self._form.organisation.isModified():
            self._form.organisation.setText(self._bodies[Side(self._form.side.currentData())])

    def _accept(self) -> None:
        name, organisation = self._form.name.text().strip(), self._form.organisation.text().strip()
        for field, text, sentence in ((self._form.name, name, "Le nom est demandé."),
                                      (self._form.organisation, organisation, "L’organisme est demandé.")):
            if not text:
                self._problem.show(field, Problem(sentence))
                return
        self.author = Author(name, organisation, Side(self._form.side.currentData()))
        self.accept()


def _body(model: Model | None, side: Side) -> str:
    """The organisation of a party as the contract names it; empty where it names none, or several."""
    if model is None:
        return ""
    if side is Side.MANAGER:
        manager = model.first(Manager)
        return manager.name if manager is not None else ""
    names = {one.service or one.name for one in model.all(Authority) if one.side == side.value}
    return names.pop() if len(names) == 1 else ""


def ask_author(
    known: Author | None, parent: QWidget | None = None, model: Model | None = None
) -> Author | None:
    """Ask who types; None if the question is left, and then nothing is written."""
    dialog = AuthorDialog(known, parent, model)
    dialog.exec()
    return dialog.author
