"""The three scenarios offered at start: how far the low and the high one lie from the rates of the contract."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from ...core.finance.scenarios import SPREAD
from ...core.money import format_rate, parse_rate
from ...core.problems import Problem
from ..theme.sizes import DIALOG_TEXT, GAP_12, GAP_20
from ..widgets.buttons import button
from ..widgets.panel import row
from ..widgets.problem import ProblemLine
from ..widgets.text import Label, caption, section_title

TITLE = "Proposer trois enveloppes"
MEANS = (
    "Trois scénarios privés\u00a0: les taux du contrat moins cet écart, tels qu’ils sont, plus cet écart. Un taux "
    "notifié reste ce qu’il est."
)


class EnvelopesDialog(QDialog):
    """`spread` holds the answer in millionths once accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spread: int | None = None
        self.setWindowTitle(TITLE)
        self.setMinimumWidth(DIALOG_TEXT)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_20, GAP_20, GAP_20, GAP_20)
        column.setSpacing(GAP_12)
        column.addWidget(section_title(TITLE))
        column.addWidget(caption(MEANS, wrap=True))
        form = QFormLayout()
        self.field = QLineEdit(format_rate(SPREAD))
        self.field.setAccessibleName("Écart de taux, en points")
        self.field.selectAll()
        form.addRow(Label("Écart de taux (points)"), self.field)
        column.addLayout(form)
        self._problem = ProblemLine()
        self._problem.repaired.connect(self.field.setText)
        column.addWidget(self._problem)
        make = button("Garder les trois scénarios", self._accept, kind="primary")
        make.setDefault(True)
        column.addLayout(row(None, button("Annuler", self.reject), make))

    def _accept(self) -> None:
        found = parse_rate(self.field.text(), low=1)
        if isinstance(found, Problem):
            self._problem.show_sentence(found.sentence, found.repair)
            self.field.setFocus()
            return
        self.spread = found
        self.accept()
