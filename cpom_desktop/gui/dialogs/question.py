"""A question whose answers are verbs: only to lose something, or to make a choice that all will see."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from ..widgets.buttons import button
from ..widgets.text import Label, caption
from .frame import DialogFrame


class Question(DialogFrame):
    """The last verb is primary; Escape is the first one, which changes nothing."""

    def __init__(self, title: str, sentence: str, verbs: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.chosen = ""
        self.body.addWidget(Label(sentence, wrap=True))
        self.end_with(*(
            button(verb, partial(self._choose, verb), kind="primary" if verb == verbs[-1] else "") for verb in verbs
        ))

    def _choose(self, verb: str) -> None:
        self.chosen = verb
        self.accept()


def ask(title: str, sentence: str, verbs: Sequence[str], parent: QWidget | None = None) -> str:
    """Ask, and return the verb chosen; the first one, harmless, if the question was left."""
    question = Question(title, sentence, verbs, parent)
    question.exec()
    return question.chosen or verbs[0]


class NameQuestion(DialogFrame):
    """One line of text: the name of what is made."""

    def __init__(self, title: str, label: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.field = QLineEdit()
        self.field.setAccessibleName(label)
        self.answer = ""
        self.body.addWidget(caption(label, wrap=True))
        self.body.addWidget(self.field)
        self.end_with(button("Annuler", self.reject), button(verb, self._accept, kind="primary"))

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
