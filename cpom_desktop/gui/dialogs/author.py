"""Who types: asked once, at the first edit, and kept on this computer."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from ...core.changes import SIDES, Author, Side
from ..forms.ui_author_dialog import Ui_AuthorDialog
from ..widgets.buttons import button
from ..widgets.problem import ProblemLine
from ..widgets.text import caption, section_title

WHY = "Chaque modification porte le nom de son auteur, dans l’historique et dans les envois aux autres parties."


class AuthorDialog(QDialog):
    """Name, organisation and party; `author` holds the answer once accepted."""

    def __init__(self, known: Author | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form = Ui_AuthorDialog()
        form.setupUi(self)
        self.author: Author | None = None
        form.head.addWidget(section_title(self.windowTitle()))
        form.head.addWidget(caption(WHY, wrap=True))
        form.side.setAccessibleName(form.sideLabel.text())
        for side, word in SIDES:
            form.side.addItem(word, side)
        self._problem = ProblemLine()
        form.problems.addWidget(self._problem)
        form.buttonRow.addWidget(button("Annuler", self.reject))
        primary = button("Continuer", self._accept, kind="primary")
        primary.setDefault(True)
        form.buttonRow.addWidget(primary)
        if known is not None:
            form.name.setText(known.name)
            form.organisation.setText(known.organisation)
            form.side.setCurrentIndex(form.side.findData(known.side.value))

    def _accept(self) -> None:
        name, organisation = self._form.name.text().strip(), self._form.organisation.text().strip()
        if not name or not organisation:
            self._problem.show_sentence("Le nom et l’organisme sont demandés.")
            (self._form.name if not name else self._form.organisation).setFocus()
            return
        self.author = Author(name, organisation, Side(self._form.side.currentData()))
        self.accept()


def ask_author(known: Author | None, parent: QWidget | None = None) -> Author | None:
    """Ask who types; None if the question is left, and then nothing is written."""
    dialog = AuthorDialog(known, parent)
    dialog.exec()
    return dialog.author
