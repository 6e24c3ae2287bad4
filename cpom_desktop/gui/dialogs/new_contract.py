"""A new contract: its type, its name; the template of the type fills the rest."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ...core.contract import CONTRACT_TYPES
from ...core.problems import Problem
from ..forms.ui_new_contract_dialog import Ui_NewContractFields
from ..theme.sizes import DIALOG_WIDTH
from ..widgets.buttons import button
from ..widgets.text import caption
from .frame import DialogFrame, Refusal

WHY = "Le modèle du type choisi apporte les articles, les thèmes du diagnostic et les indicateurs obligatoires."


class NewContractDialog(DialogFrame):
    """`answer` is the type and the name once accepted."""

    def __init__(self, chosen: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Nouveau contrat", parent, DIALOG_WIDTH)
        self.body.addWidget(caption(WHY, wrap=True))
        self._form = form = Ui_NewContractFields()
        fields = QWidget()
        form.setupUi(fields)
        self.body.addWidget(fields)
        self.answer: tuple[str, str] | None = None
        form.kind.setAccessibleName(form.kindLabel.text())
        for key, word in CONTRACT_TYPES:
            form.kind.addItem(word, key)
        form.kind.setCurrentIndex(max(0, form.kind.findData(chosen)))
        self._problem = Refusal(form.fields)
        self.end_with(button("Annuler", self.reject), button("Choisir le dossier…", self._accept, kind="primary"))
        form.name.setFocus()

    def _accept(self) -> None:
        name = self._form.name.text().strip()
        if not name:
            self._problem.show(self._form.name,
                               Problem("L’intitulé est demandé\u00a0: il nomme le fichier et le contrat."))
            return
        self.answer = (str(self._form.kind.currentData()), name)
        self.accept()
