"""« Valeur à atteindre… »: the amount wanted, what may vary, between which bounds; what is found can be tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ...core.finance.books import Books
from ...core.finance.figure import Figure
from ...core.finance.goal_seek import Sought, seek_in, sentence
from ...core.model import Model
from ...core.money import format_amount, parse_amount
from ...core.naming import cell_name
from ...core.problems import Problem
from ...core.records import Cell, field_of
from ..grid import FieldReader
from ..grid.fields import unit_of
from ..tabs.positions import shown_value
from ..theme.form_sizes import FIELD_AMOUNT
from ..theme.sizes import DIALOG_WIDEST, GAP_8
from ..widgets.buttons import button
from ..widgets.choice import Choice
from ..widgets.panel import clear
from ..widgets.text import Label, caption
from .frame import DialogFrame, Fields, Refusal

TITLE = "Valeur à atteindre"
NO_INPUT = "Aucune valeur saisie n’agit sur ce chiffre."
BOUNDS = ("Pas moins de", "Pas plus de")


class GoalDialog(DialogFrame):
    """`answer` holds the cell and the value to try, once one was chosen. Nothing is written."""

    def __init__(
        self, name: str, books: Books, figure: Callable[[Books], Figure], inputs: Sequence[Cell],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(TITLE, parent, DIALOG_WIDEST)
        self._books, self._figure, self._inputs = books, figure, inputs
        self.answer: tuple[Cell, int] | None = None
        self.body.addWidget(Label(name, wrap=True))
        form = self._fields(books.model)
        self.body.addLayout(form)
        self._problem = Refusal(form)
        self.found = Label(wrap=True)
        self.body.addWidget(self.found)
        self._tries = QHBoxLayout()
        self._tries.setSpacing(GAP_8)
        self.body.addLayout(self._tries)
        self.body.addWidget(caption("Essayer ouvre un essai\u00a0: rien n’est enregistré.", wrap=True))
        self.body.addStretch(1)
        self.search = button("Chercher", self._search, kind="primary")
        self.search.setEnabled(bool(inputs))
        self.end_with(button("Fermer", self.reject), self.search)
        self._say("" if inputs else NO_INPUT)

    def _fields(self, model: Model) -> Fields:
        form = Fields()
        self.wanted, self.low, self.high = QLineEdit(), QLineEdit(), QLineEdit()
        for field in (self.wanted, self.low, self.high):
            field.setFixedWidth(FIELD_AMOUNT)
        now = self._figure(self._books)
        held = "" if now.cents is None else f"aujourd’hui {format_amount(now.cents, unit=True)}"
        form.add("Montant voulu, en\u00a0€", self.wanted, held)
        self.input = Choice()
        self.input.setMinimumContentsLength(1)
        self.input.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for cell in self._inputs:
            self.input.addItem(f"{cell_name(model, cell)}\u00a0: {_held(model, cell)}")
        form.add("En faisant varier", self.input)
        self._labels = [form.add(word, field) for word, field in zip(BOUNDS, (self.low, self.high), strict=True)]
        for field in (self.low, self.high):
            field.setPlaceholderText("sans limite")
        self.input.currentIndexChanged.connect(lambda _: self._name_bounds())
        self._name_bounds()
        return form

    def _name_bounds(self) -> None:
        """A bound is typed in the unit of what varies."""
        unit = unit_of(self._cell) if self._inputs else ""
        for label, field, word in zip(self._labels, (self.low, self.high), BOUNDS, strict=True):
            label.setText(f"{word}, en\u00a0{unit}" if unit else word)
            field.setAccessibleName(label.text())

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
                self._problem.show(field, value)
                return
        low, high = (value if isinstance(value, int) else None for value in bounds)
        if low is not None and high is not None and low > high:
            self._problem.show(self.high, Problem("Le plus est inférieur au moins\u00a0: échangez les deux bornes."))
            return
        assert isinstance(target, int), "a problem was told above"
        found = seek_in(self._books, self._cell, self._figure, target, low, high)
        self._say(sentence(found, field_of(self._cell)))
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

    def _say(self, words: str) -> None:
        self.found.setText(words)
        self.found.setVisible(bool(words))

    def _clear(self) -> None:
        self._problem.clear()
        self._say("")
        clear(self._tries)


def _held(model: Model, cell: Cell) -> str:
    """What a cell holds now."""
    value = model.value(cell)
    return "vide" if value is None else shown_value(cell, value)
