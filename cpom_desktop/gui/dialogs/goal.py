"""« Valeur à atteindre… »: the amount wanted, what may vary, between which bounds; what is found can be tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ...core.finance.books import Books
from ...core.finance.figure import Figure
from ...core.finance.goal_seek import Sought, seek_in, sentence
from ...core.model import Model
from ...core.money import format_amount, parse_amount
from ...core.naming import cell_name
from ...core.problems import Problem
from ...core.records import Cell, field_of
from ..grid import FieldReader
from ..tabs.positions import shown_value
from ..theme import Role, Type
from ..theme.sizes import DIALOG_WIDE, GAP_8, GAP_12, GAP_20
from ..widgets.buttons import button
from ..widgets.choice import Choice
from ..widgets.panel import clear, row
from ..widgets.problem import ProblemLine
from ..widgets.text import Label, caption, section_title

TITLE = "Valeur à atteindre"
NO_INPUT = "Aucune valeur saisie n’agit sur ce chiffre."


class GoalDialog(QDialog):
    """`answer` holds the cell and the value to try, once one was chosen. Nothing is written."""

    def __init__(
        self, name: str, books: Books, figure: Callable[[Books], Figure], inputs: Sequence[Cell],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._books, self._figure, self._inputs = books, figure, inputs
        self.answer: tuple[Cell, int] | None = None
        self.setWindowTitle(f"{TITLE}…")
        self.setMinimumWidth(DIALOG_WIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_20, GAP_20, GAP_20, GAP_20)
        column.setSpacing(GAP_12)
        column.addWidget(section_title(TITLE))
        column.addWidget(Label(name, wrap=True))
        column.addLayout(self._fields(books.model))
        self._problem = ProblemLine()
        column.addWidget(self._problem)
        self.found = Label("" if inputs else NO_INPUT, Type.BODY, Role.TEXT, wrap=True)
        column.addWidget(self.found)
        self._tries = QHBoxLayout()
        self._tries.setSpacing(GAP_8)
        column.addLayout(self._tries)
        column.addWidget(caption("Essayer ouvre un essai\u00a0: rien n’est enregistré.", wrap=True))
        self.search = button("Chercher", self._search, kind="primary")
        self.search.setDefault(True)
        self.search.setEnabled(bool(inputs))
        column.addLayout(row(None, button("Fermer", self.reject), self.search))

    def _fields(self, model: Model) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(GAP_12)
        form.setVerticalSpacing(GAP_8)
        now = self._figure(self._books)
        self.wanted = QLineEdit()
        self.wanted.setAccessibleName("Montant voulu, en euros")
        if now.cents is not None:
            self.wanted.setPlaceholderText(f"aujourd’hui {format_amount(now.cents, unit=True)}")
        form.addRow(Label("Montant voulu (euros)"), self.wanted)
        self.input = Choice()
        self.input.setAccessibleName("En faisant varier")
        for cell in self._inputs:
            self.input.addItem(f"{cell_name(model, cell)}\u00a0: {_held(model, cell)}")
        form.addRow(Label("En faisant varier"), self.input)
        self.low, self.high = QLineEdit(), QLineEdit()
        for field, word in ((self.low, "Pas moins de"), (self.high, "Pas plus de")):
            field.setAccessibleName(word)
            field.setPlaceholderText("sans limite")
            form.addRow(Label(word), field)
        return form

    @property
    def _cell(self) -> Cell:
        return self._inputs[self.input.currentIndex()]

    def _search(self) -> None:
        """Search, and say what was found; each value found has its button."""
        self._clear()
        target = parse_amount(self.wanted.text())
        bounds = [self._bound(field) for field in (self.low, self.high)]
        for field, value in zip((self.wanted, self.low, self.high), (target, *bounds), strict=True):
            if isinstance(value, Problem):
                self._refuse(field, value)
                return
        low, high = (value if isinstance(value, int) else None for value in bounds)
        if low is not None and high is not None and low > high:
            self._refuse(self.high, Problem("Le plus est inférieur au moins\u00a0: échangez les deux bornes."))
            return
        assert isinstance(target, int), "a problem was told above"
        found = seek_in(self._books, self._cell, self._figure, target, low, high)
        self.found.setText(sentence(found, field_of(self._cell)))
        self._offer(found)

    def _bound(self, field: QLineEdit) -> object:
        """The value of a bound, None where there is none, or the problem with it."""
        return FieldReader(field_of(self._cell)).read(field.text()) if field.text().strip() else None

    def _offer(self, found: Sought) -> None:
        points = [found.exact] if found.exact is not None else [found.below, found.above]
        for point in points:
            if point is not None and (found.exact is not None or found.below is not None):
                words = f"Essayer {shown_value(self._cell, point[0])}"
                self._tries.addWidget(button(words, partial(self._try, point[0]), "flask-conical"))
        self._tries.addStretch(1)

    def _try(self, value: int) -> None:
        self.answer = self._cell, value
        self.accept()

    def _refuse(self, field: QLineEdit, problem: Problem) -> None:
        self._problem.show_sentence(problem.sentence)
        field.setFocus()

    def _clear(self) -> None:
        self._problem.clear()
        self.found.setText("")
        clear(self._tries)


def _held(model: Model, cell: Cell) -> str:
    """What a cell holds now."""
    value = model.value(cell)
    return "vide" if value is None else shown_value(cell, value)
