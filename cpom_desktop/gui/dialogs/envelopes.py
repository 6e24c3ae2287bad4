"""The three scenarios offered at start: how far the low and the high one lie from the rates of the contract."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ...core.finance.scenarios import SPREAD
from ...core.money import format_rate, parse_rate
from ...core.problems import Problem
from ..theme.form_sizes import FIELD_FIGURE
from ..theme.sizes import DIALOG_WIDTH
from ..widgets.buttons import button
from ..widgets.text import caption
from .frame import DialogFrame, Fields, Refusal

TITLE = "Proposer trois enveloppes"
MEANS = (
    "Trois scénarios privés\u00a0: les taux du contrat moins cet écart, tels qu’ils sont, plus cet écart. Un taux "
    "notifié reste ce qu’il est."
)


class EnvelopesDialog(DialogFrame):
    """`spread` holds the answer in millionths once accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent, DIALOG_WIDTH)
        self.spread: int | None = None
        self.body.addWidget(caption(MEANS, wrap=True))
        form = Fields()
        self.field = QLineEdit(format_rate(SPREAD))
        self.field.setFixedWidth(FIELD_FIGURE)
        self.field.selectAll()
        form.add("Écart de taux, en points", self.field)
        self.body.addLayout(form)
        self._problem = Refusal(form)
        self.end_with(button("Annuler", self.reject),
                      button("Garder les trois scénarios", self._accept, kind="primary"))

    def _accept(self) -> None:
        found = parse_rate(self.field.text(), low=1)
        if isinstance(found, Problem):
            self._problem.show(self.field, found)
            return
        self.spread = found
        self.accept()
