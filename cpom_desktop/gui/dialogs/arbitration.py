"""The fiche d’arbitrage: for whom, what is recommended, by when; a visible box joins the reserved elements."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from ...core.bargaining.points import cost_of_all, heading, point, subject
from ...core.bargaining.sheet import LONGEST, Request, organisation
from ...core.changes import Side
from ...core.naming import and_others
from ...core.overlay import View
from ...core.periods import parse_day
from ...core.problems import Problem
from ...core.records import Cell
from ..tabs.positions import cost_words
from ..theme.sizes import DIALOG_TEXT, GAP_12, GAP_20
from ..widgets.buttons import button
from ..widgets.choice import Choice
from ..widgets.long_text import LongText
from ..widgets.panel import row
from ..widgets.problem import ProblemLine
from ..widgets.text import Label, caption, section_title
from ..workspace import Workspace

FORMATS = ((".pdf", "Page PDF"), (".docx", "Document Word"))
JOIN = "Joindre nos éléments réservés (mandat et notes)"


class ArbitrationDialog(QDialog):
    """`answer` is what the fiche says, `suffix` the format, `with_private` whether the reserved elements join it."""

    def __init__(
        self, workspace: Workspace, cells: Collection[Cell], side: Side, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._side, self._cells = side, tuple(dict.fromkeys(cells))
        self.answer: Request | None = None
        self.setWindowTitle("Fiche d’arbitrage")
        self.setMinimumWidth(DIALOG_TEXT)
        model = workspace.model
        self.object, self.addressee, self.deadline = QLineEdit(), QLineEdit(), QLineEdit()
        self.recommendation, self.format = LongText(), Choice()
        self.recommendation.setTabChangesFocus(True)
        first = subject(model, self._cells[0])
        self.object.setText(f"{first}, {heading(model, self._cells[0])[1]}{and_others(len(self._cells) - 1)}")
        self.object.setMaxLength(LONGEST)
        self.object.setCursorPosition(0)  # after the length, which moves it: the beginning is what is read
        self.addressee.setMaxLength(LONGEST)
        self.deadline.setPlaceholderText("jj/mm/aaaa, vide sans échéance")
        for suffix, word in FORMATS:
            self.format.addItem(word, suffix)
        self.join = QCheckBox(JOIN)
        self.join.setVisible(workspace.privacy.entries is not None)
        self._problem = ProblemLine()
        points = [point(model, cell, workspace.today) for cell in self._cells]
        whole = cost_words(cost_of_all(workspace.books(View.ACCORD), points))
        self._build(f"Document interne à {organisation(model, side)}\u00a0: il n’entre dans aucun envoi.", whole)

    def _build(self, note: str, whole: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_20, GAP_20, GAP_20, GAP_20)
        layout.setSpacing(GAP_12)
        layout.addWidget(section_title(self.windowTitle()))
        layout.addWidget(caption(note, wrap=True))
        count = len(self._cells)
        layout.addWidget(Label(f"{count} point{'s' if count > 1 else ''}\u00a0: {whole}.", wrap=True))
        fields = QFormLayout()
        fields.setSpacing(GAP_12)
        for words, widget in (
            ("Objet", self.object), ("À l’attention de", self.addressee), ("Recommandation", self.recommendation),
            ("Décision attendue le", self.deadline), ("Format", self.format),
        ):
            widget.setAccessibleName(words)
            fields.addRow(Label(words), widget)
        layout.addLayout(fields)
        layout.addWidget(self.join)
        layout.addWidget(self._problem)
        primary = button("Écrire la fiche…", self._accept, kind="primary")
        primary.setDefault(True)
        layout.addLayout(row(None, button("Annuler", self.reject), primary))
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
            self._problem.show_sentence(day.sentence, day.repair)
            self.deadline.setFocus()
            return
        recommendation = self.recommendation.text().strip()
        if len(recommendation) > LONGEST:
            self._problem.show_sentence(
                f"La recommandation compte {len(recommendation)} signes\u00a0: une page en tient {LONGEST}.", "")
            self.recommendation.setFocus()
            return
        self.answer = Request(self._side, self._cells, self.object.text().strip(), self.addressee.text().strip(),
                              recommendation, day)
        self.accept()
