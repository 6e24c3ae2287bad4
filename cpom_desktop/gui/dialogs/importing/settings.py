"""How one sheet is read, as the user changes it: section, unit, first row, and what each column holds."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ....core.finance.records import BUDGET_STATUSES
from ....core.finance.scope import ordered_sections, section_name
from ....core.model import Model
from ....imports.xlsx.layout import Column, Role, Target
from ....session.sheets import SheetChoice
from ...theme.sizes import GAP_8, YEAR_FIELD
from ...widgets.choice import Choice
from ...widgets.panel import row
from ...widgets.segments import Segments
from ...widgets.text import Label, caption
from .pages import ROLE_WORDS, column_words

UNITS = (("1", "€"), ("1000", "k€"))
TARGETS = ((Target.ACCOUNTS.value, "Comptes d’un budget"), (Target.MEASURES.value, "Mesures"))
TO_CHOOSE, NO_STATUS = "Section à choisir", "Statut à choisir"
_ROLES = {
    Target.ACCOUNTS: (Role.NOTHING, Role.ACCOUNT, Role.LABEL, Role.SECTION, Role.YEAR, Role.AMOUNT),
    Target.MEASURES: (Role.NOTHING, Role.LABEL, Role.SECTION, Role.YEAR, Role.AMOUNT),
}


class SheetSettings(QWidget):
    """`changed` carries the choice as it now is."""

    changed = Signal(object)

    def __init__(self, model: Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: SheetChoice | None = None
        self._showing = False
        self.used = QCheckBox("Lire cette feuille")
        self.negative = QCheckBox("Charges en négatif")
        self.target = Choice()
        self.section = Choice()
        self.unit = Segments("Unité des montants", UNITS)
        self.first = QLineEdit()
        self.column, self.role, self.status = Choice(), Choice(), Choice()
        self.year = QLineEdit()
        self._fill(model)
        self._name()
        self._lay_out()
        self._connect()

    def _fill(self, model: Model) -> None:
        for key, words in TARGETS:
            self.target.addItem(words, key)
        self.section.addItem(TO_CHOOSE, "")
        for section in ordered_sections(model):
            self.section.addItem(section_name(model, section), section.id)
        self.status.addItem(NO_STATUS, "")
        for key, words in BUDGET_STATUSES:
            self.status.addItem(words, key)
        for field in (self.first, self.year):
            field.setFixedWidth(YEAR_FIELD)
            field.setMaxLength(4)
        for choice in (self.section, self.column, self.role, self.status, self.target):
            choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            choice.setMinimumContentsLength(8)
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _name(self) -> None:
        names = {
            self.target: "Les lignes deviennent", self.section: "Section", self.first: "Première ligne de données",
            self.column: "Colonne", self.role: "Contenu de la colonne", self.status: "Statut des montants",
            self.year: "Année des montants",
        }
        for widget, name in names.items():
            widget.setAccessibleName(name)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_8)
        self._unit_note = caption("", wrap=True)
        column.addLayout(row(self.used, self.target, Label("Section"), self.section, Label("Unité"), self.unit))
        line = row(Label("Colonne"), self.column, self.role, self.status, Label("Année"), self.year)
        line.setStretch(1, 3)
        line.setStretch(2, 2)
        line.setStretch(3, 2)
        column.addLayout(line)
        foot = row(self._unit_note, self.negative, Label("Première ligne de données"), self.first)
        foot.setStretch(0, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.used.toggled.connect(lambda on: self._change(used=on))
        self.negative.toggled.connect(lambda on: self._layout(negative_charges=on))
        self.target.currentIndexChanged.connect(lambda _: self._layout(target=Target(self.target.currentData())))
        self.section.currentIndexChanged.connect(lambda _: self._change(section=self.section.currentData()))
        self.unit.chosen.connect(lambda key: self._layout(unit=int(key), unit_said=True))
        self.first.editingFinished.connect(self._first_typed)
        self.column.currentIndexChanged.connect(lambda _: self._show_column())
        self.role.currentIndexChanged.connect(lambda _: self._column_changed())
        self.status.currentIndexChanged.connect(lambda _: self._column_changed())
        self.year.editingFinished.connect(self._column_changed)

    # What is shown

    def show_choice(self, choice: SheetChoice) -> None:
        """Show the settings of a sheet; nothing is announced."""
        other = self._choice is None or self._choice.sheet.name != choice.sheet.name
        self._choice, self._showing = choice, True
        layout = choice.layout
        self.used.setChecked(choice.used)
        self.target.setCurrentIndex(self.target.findData(layout.target.value))
        self.section.setCurrentIndex(max(0, self.section.findData(choice.section)))
        self.unit.choose(str(layout.unit))
        self.negative.setChecked(layout.negative_charges)
        self.negative.setVisible(layout.target is Target.ACCOUNTS)
        self.first.setText(str(layout.first + 1))
        self._unit_note.setText(_unit_words(choice))
        if other:
            self.column.clear()
            for at, meaning in enumerate(layout.columns):
                self.column.addItem(column_words(at, meaning), at)
            amounts = layout.having(Role.AMOUNT)
            self.column.setCurrentIndex(amounts[0] if amounts else 0)
        self._showing = False
        self._show_column()

    def choose_column(self, at: int) -> None:
        """Show what a column holds: the cursor moved to it."""
        if 0 <= at < self.column.count():
            self.column.setCurrentIndex(at)

    def _show_column(self) -> None:
        at = self.column.currentData()
        if self._choice is None or at is None or self._showing:
            return
        self._showing = True
        meaning, target = self._choice.layout.columns[at], self._choice.layout.target
        self.role.clear()
        for role in _ROLES[target]:
            self.role.addItem(ROLE_WORDS[role].capitalize(), role.value)
        self.role.setCurrentIndex(max(0, self.role.findData(meaning.role.value)))
        self.status.setCurrentIndex(max(0, self.status.findData(meaning.status)))
        self.year.setText(str(meaning.year or ""))
        amount = meaning.role is Role.AMOUNT
        self.status.setEnabled(amount and target is Target.ACCOUNTS)
        self.year.setEnabled(amount)
        self._showing = False

    # What is changed

    def _change(self, **values: object) -> None:
        if self._choice is not None and not self._showing:
            self._announce(replace(self._choice, **values))  # type: ignore[arg-type]

    def _layout(self, **values: object) -> None:
        if self._choice is not None and not self._showing:
            layout = replace(self._choice.layout, **values)  # type: ignore[arg-type]
            self._announce(self._choice.with_layout(layout))

    def _announce(self, choice: SheetChoice) -> None:
        self.show_choice(choice)
        self.changed.emit(choice)

    def _first_typed(self) -> None:
        text = self.first.text().strip()
        if self._choice is None:
            return
        rows = len(self._choice.sheet.rows)
        if text.isdigit() and 1 <= int(text) <= rows and int(text) - 1 != self._choice.layout.first:
            self._layout(first=int(text) - 1)
        else:
            self.first.setText(str(self._choice.layout.first + 1))

    def _column_changed(self) -> None:
        at = self.column.currentData()
        if self._choice is None or at is None or self._showing:
            return
        layout = self._choice.layout
        role, text = Role(self.role.currentData()), self.year.text().strip()
        year = int(text) if text.isdigit() and len(text) == 4 else None
        changed = Column(role, self.status.currentData() or "", year, layout.columns[at].heading)
        if changed != layout.columns[at]:
            self._announce(self._choice.with_layout(layout.with_column(at, changed)))


def _unit_words(choice: SheetChoice) -> str:
    """Where the unit comes from: it is what changes every amount at once."""
    if not choice.recognised:
        return "Ce tableau n’est pas reconnu\u00a0: dites ce que contient chaque colonne."
    unit = "k€" if choice.layout.unit != 1 else "€"
    said = "dite par la feuille" if choice.layout.unit_said else "supposée\u00a0: la feuille ne la dit pas"
    return f"Unité {unit}, {said}."
