"""The fiche d’arbitrage: for whom, what is recommended, by when; a visible box joins the reserved elements."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ...core.bargaining.points import cost_of_all, heading, point, subject
from ...core.bargaining.sheet import LONGEST, Request, organisation
from ...core.changes import Side
from ...core.naming import and_others
from ...core.overlay import View
from ...core.periods import parse_day
from ...core.problems import Problem
from ...core.records import Cell
from ..tabs.positions import cost_words
from ..theme.form_sizes import FIELD_DAY_OR_NONE, FIELD_TEXT_HEIGHT
from ..theme.sizes import DIALOG_WIDE
from ..widgets.buttons import button
from ..widgets.choice import Choice
from ..widgets.long_text import LongText
from ..widgets.text import Label, caption
from ..workspace import Workspace
from .frame import DialogFrame, Fields, Refusal

FORMATS = ((".pdf", "Page PDF"), (".docx", "Document Word"))
JOIN = "Joindre nos éléments réservés (mandat et notes)"


class ArbitrationDialog(DialogFrame):
    """`answer` is what the fiche says, `suffix` the format, `with_private` whether the reserved elements join it."""

    def __init__(
        self, workspace: Workspace, cells: Collection[Cell], side: Side, parent: QWidget | None = None
    ) -> None:
        super().__init__("Fiche d’arbitrage", parent, DIALOG_WIDE)
        self._side, self._cells = side, tuple(dict.fromkeys(cells))
        self.answer: Request | None = None
        model = workspace.model
        self.object, self.addressee, self.deadline = QLineEdit(), QLineEdit(), QLineEdit()
        self.recommendation, self.format = LongText(), Choice()
        self.recommendation.setTabChangesFocus(True)
        self.recommendation.setMaximumHeight(FIELD_TEXT_HEIGHT)
        first = subject(model, self._cells[0])
        self.object.setText(f"{first}, {heading(model, self._cells[0])[1]}{and_others(len(self._cells) - 1)}")
        self.object.setMaxLength(LONGEST)
        self.object.setCursorPosition(0)  # after the length, which moves it: the beginning is what is read
        self.addressee.setMaxLength(LONGEST)
        self.addressee.setPlaceholderText("qui décide\u00a0: préfet, conseil d’administration…")
        self.deadline.setPlaceholderText("jj/mm/aaaa, vide sans échéance")
        self.deadline.setFixedWidth(FIELD_DAY_OR_NONE)
        for suffix, word in FORMATS:
            self.format.addItem(word, suffix)
        self.join = QCheckBox(JOIN)
        self.join.setVisible(workspace.privacy.entries is not None)
        points = [point(model, cell, workspace.today) for cell in self._cells]
        whole = cost_words(cost_of_all(workspace.books(View.ACCORD), points))
        self._build(f"Document interne à {organisation(model, side)}\u00a0: il n’entre dans aucun envoi.", whole)

    def _build(self, note: str, whole: str) -> None:
        self.body.addWidget(caption(note, wrap=True))
        count = len(self._cells)
        self.body.addWidget(Label(f"{count} point{'s' if count > 1 else ''}\u00a0: {whole}.", wrap=True))
        fields = Fields()
        for words, widget in (
            ("Objet", self.object), ("À l’attention de", self.addressee), ("Recommandation", self.recommendation),
            ("Décision attendue le", self.deadline), ("Format", self.format),
        ):
            fields.add(words, widget)
        fields.addRow("", self.join)
        self.body.addLayout(fields)
        self._problem = Refusal(fields)
        self.end_with(button("Annuler", self.reject), button("Écrire la fiche…", self._accept, kind="primary"))
        self.addressee.setFocus()

    @property
    def suffix(self) -> str:
        """The format chosen, as the end of a name of file."""
        return str(self.format.currentData())

    @property
    def with_private(self) -> bool:
        """Whether the reserved elements were asked for."""
        return self.join.isVisibleTo(self) and self.join.isChecked()

    def _accept(self) -> None:
        text = self.deadline.text().strip()
        day = parse_day(text) if text else None
        if isinstance(day, Problem):
            self._problem.show(self.deadline, day)
            return
        recommendation = self.recommendation.text().strip()
        if len(recommendation) > LONGEST:
            self._problem.show(self.recommendation, Problem(
                f"La recommandation compte {len(recommendation)} signes\u00a0: une page en tient {LONGEST}."))
            return
        self.answer = Request(self._side, self._cells, self.object.text().strip(), self.addressee.text().strip(),
                              recommendation, day)
        self.accept()
