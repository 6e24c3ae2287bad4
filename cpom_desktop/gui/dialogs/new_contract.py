"""A new contract: its type, its name; the template of the type fills the rest."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from ...core.contract import CONTRACT_TYPES
from ..forms.ui_new_contract_dialog import Ui_NewContractDialog
from ..widgets.buttons import button
from ..widgets.problem import ProblemLine
from ..widgets.text import caption, section_title

WHY = "Le modèle du type choisi apporte les articles, les thèmes du diagnostic et les indicateurs obligatoires."


class NewContractDialog(QDialog):
    """`answer` is the type and the name once accepted."""

    def __init__(self, chosen: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form = Ui_NewContractDialog()
        form.setupUi(self)
        self.answer: tuple[str, str] | None = None
        form.head.addWidget(section_title(self.windowTitle()))
        form.head.addWidget(caption(WHY, wrap=True))
        form.kind.setAccessibleName(form.kindLabel.text())
        for key, word in CONTRACT_TYPES:
            form.kind.addItem(word, key)
        form.kind.setCurrentIndex(max(0, form.kind.findData(chosen)))
        self._problem = ProblemLine()
        form.problems.addWidget(self._problem)
        form.buttonRow.addWidget(button("Annuler", self.reject))
        primary = button("Choisir le dossier…", self._accept, kind="primary")
        primary.setDefault(True)
        form.buttonRow.addWidget(primary)
        form.name.setFocus()

    def _accept(self) -> None:
        name = self._form.name.text().strip()
        if not name:
            self._problem.show_sentence("L’intitulé est demandé\u00a0: il nomme le fichier et le contrat.")
            self._form.name.setFocus()
            return
        self.answer = (str(self._form.kind.currentData()), name)
        self.accept()
