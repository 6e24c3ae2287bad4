"""A question whose answers are verbs: only to lose something, or to make a choice that all will see."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from ..theme.sizes import DIALOG_TEXT, GAP_12, GAP_20
from ..widgets.buttons import button
from ..widgets.panel import row
from ..widgets.text import Label, caption, section_title


class Question(QDialog):
    """The last verb is primary; Escape is the first one, which changes nothing."""

    def __init__(self, title: str, sentence: str, verbs: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.chosen = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_20, GAP_20, GAP_20, GAP_20)
        layout.setSpacing(GAP_12)
        layout.addWidget(section_title(title))
        layout.addWidget(Label(sentence, wrap=True))
        made = [
            button(verb, partial(self._choose, verb), kind="primary" if verb == verbs[-1] else "") for verb in verbs
        ]
        made[-1].setDefault(True)
        layout.addLayout(row(None, *made))

    def _choose(self, verb: str) -> None:
        self.chosen = verb
        self.accept()


def ask(title: str, sentence: str, verbs: Sequence[str], parent: QWidget | None = None) -> str:
    """Ask, and return the verb chosen; the first one, harmless, if the question was left."""
    question = Question(title, sentence, verbs, parent)
    question.exec()
    return question.chosen or verbs[0]


class NameQuestion(QDialog):
    """One line of text: the name of what is made."""

    def __init__(self, title: str, label: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(DIALOG_TEXT)
        self.field = QLineEdit()
        self.field.setAccessibleName(label)
        self.answer = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_20, GAP_20, GAP_20, GAP_20)
        layout.setSpacing(GAP_12)
        layout.addWidget(section_title(title))
        layout.addWidget(caption(label, wrap=True))
        layout.addWidget(self.field)
        primary = button(verb, self._accept, kind="primary")
        primary.setDefault(True)
        layout.addLayout(row(None, button("Annuler", self.reject), primary))

    def _accept(self) -> None:
        self.answer = self.field.text().strip()
        if self.answer:
            self.accept()
        else:
            self.field.setFocus()


def ask_name(title: str, label: str, verb: str, parent: QWidget | None = None) -> str:
    """Ask for a name; '' if the question was left."""
    question = NameQuestion(title, label, verb, parent)
    return question.answer if question.exec() else ""
