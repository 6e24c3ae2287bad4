"""A workbook about to be imported: its sheets, what its columns hold, what each row becomes; then one act, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ....core.finance.records import GROUPS
from ....imports.xlsx.book import Book
from ....session.importing import ImportPlan, plan_import
from ....session.sheets import SheetChoice, proposed
from ...grid import Content, GridView
from ...theme import Role, Status, Type
from ...theme.sizes import GAP_8, GAP_12, GAP_16, ICON_CELL, IMPORT_HEIGHT, IMPORT_WIDTH, RAIL
from ...widgets.buttons import button
from ...widgets.choice import Choice
from ...widgets.panel import Panel, row
from ...widgets.problem import Picture
from ...widgets.rail_list import Line, RailList
from ...widgets.segments import Segments
from ...widgets.text import Label, caption, section_title
from ...workspace import Workspace
from ..frame import room_for
from .pages import groups_page, sheet_page, told, totals_page, unread_page, values_page
from .settings import SheetSettings

SAFE = "Rien n’est encore changé dans le contrat. Un import s’annule en une fois (Ctrl+Z)."
PAGES = (("sheet", "Feuille"), ("values", "Valeurs"), ("unread", "Non compris"), ("totals", "Totaux"),
         ("groups", "Groupes des comptes"))


NOTHING = {"values": "Aucune valeur nouvelle", "unread": "Tout est compris", "totals": "Aucun total écrit"}
"""What a page that is empty means."""


class ImportDialog(QDialog):
    """`plan` is what would be written; `chosen_groups` what the user said of accounts here, to be remembered."""

    def __init__(
        self, book: Book, workspace: Workspace, groups: Mapping[str, str], parent: QWidget | None = None,
        filled: ImportPlan | None = None,
    ) -> None:
        """`filled` is the plan of a modèle de saisie, which says itself what each of its cells is."""
        super().__init__(parent)
        self._book, self._workspace, self._filled = book, workspace, filled
        self._groups = dict(groups)
        self.chosen_groups: dict[str, str] = {}
        choices = proposed(book, workspace.model) if filled is None else ()
        self._choices = {choice.sheet.name: choice for choice in choices}
        self.setWindowTitle("Importer un classeur")
        self.resize(QSize(IMPORT_WIDTH, IMPORT_HEIGHT).boundedTo(room_for(self)))
        self.sheets = RailList("Feuilles du classeur")
        self.sheets.setFixedWidth(RAIL)
        self.settings = SheetSettings(workspace.model)
        self.pages = Segments("Ce qui est montré", PAGES)
        self.table = GridView(workspace, "Aperçu de l’import")
        self.group = Choice()
        self.accept_button = button("Importer", self.accept, kind="primary")
        self._counts = Label("", Type.TOTAL)
        self._notes = caption("", wrap=True)
        self._lay_out()
        self._connect()
        self._show_groups()
        self.plan = self._planned()
        used = [name for name, choice in self._choices.items() if choice.used] or list(self._choices)
        self._show_sheets(used[0] if used else "")
        self._choose_sheet(self.sheets.current)
        self._show_only_values(filled is not None)
        self._renew()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_16, GAP_12, GAP_16, GAP_12)
        layout.setSpacing(GAP_8)
        layout.addLayout(row(section_title(self._book.name), None, caption(" ".join(self._book.notes))))
        middle = QHBoxLayout()
        middle.setSpacing(GAP_12)
        middle.addWidget(self.sheets)
        right = QVBoxLayout()
        right.setSpacing(GAP_8)
        right.addWidget(self.settings)
        right.addLayout(row(self.pages, None, self.group))
        frame = Panel(flush=True)
        frame.body.addWidget(self.table)
        frame.body.addStretch(1)
        right.addWidget(frame, 1)
        middle.addLayout(right, 1)
        layout.addLayout(middle, 1)
        layout.addWidget(self._counts)
        layout.addWidget(self._notes)
        self.accept_button.setDefault(True)
        safe = (Picture("shield-check", Role.OK, ICON_CELL), Label(SAFE))
        layout.addLayout(row(*safe, None, button("Ne rien importer", self.reject), self.accept_button))

    def _show_only_values(self, only: bool) -> None:
        """A modèle de saisie leaves nothing to choose: its values, and what is not understood."""
        self.sheets.setVisible(not only)
        self.settings.setVisible(not only)
        if only:
            for page in ("sheet", "totals"):
                self.pages.set_visible(page, False)
            self.pages.choose("values")

    def _connect(self) -> None:
        self.sheets.chosen.connect(self._choose_sheet)
        self.settings.changed.connect(self._change)
        self.pages.chosen.connect(lambda _: self._show_page())
        self.table.pointed.connect(lambda _: self._follow_cursor())
        self.group.activated.connect(lambda _: self._group_chosen())

    def _show_groups(self) -> None:
        self.group.setAccessibleName("Groupe du compte choisi")
        for key, words in GROUPS:
            self.group.addItem(words, key)

    # The choices

    def _planned(self) -> ImportPlan:
        if self._filled is not None:
            return self._filled
        document, view = self._workspace.document, self._workspace.view
        return plan_import(document.model, document.contract_id, self._book.name, self._choices.values(),
                           self._groups, view)

    def _choose_sheet(self, name: str) -> None:
        if (choice := self._choices.get(name)) is not None:
            self.settings.show_choice(choice)
            if self.pages.current == "sheet":
                self._show_page()

    def _change(self, choice: SheetChoice) -> None:
        """A setting of the current sheet; everything that follows from it is computed again."""
        self._choices[choice.sheet.name] = choice
        self._renew()

    def _group_chosen(self) -> None:
        """The user says in which group the account under the cursor stands."""
        index = self.table.currentIndex()
        if self.pages.current != "groups" or not index.isValid():
            return
        account = self.table.grid.row(index.row()).key
        self.chosen_groups[account] = self._groups[account] = str(self.group.currentData())
        self._renew()

    def _follow_cursor(self) -> None:
        index = self.table.currentIndex()
        if not index.isValid():
            return
        if self.pages.current == "sheet":
            key = self.table.grid.column(index.column()).key
            if key.isdigit():
                self.settings.choose_column(int(key))
        elif self.pages.current == "groups":
            group = self.plan.groups.get(self.table.grid.row(index.row()).key)
            if group is not None:
                self.group.setCurrentIndex(self.group.findData(group[0]))

    # What is shown

    def _renew(self) -> None:
        self.plan = self._planned()
        self._show_sheets(self.sheets.current)
        count = len(self.plan.values)
        self._counts.setText(f"{self.plan.counts()}.")
        self._notes.setText(" ".join(self.plan.notes))
        self._notes.setVisible(bool(self.plan.notes))
        self.accept_button.setEnabled(bool(count))
        self.accept_button.setText(f"Importer {count} valeurs" if count > 1 else "Importer la valeur" if count else
                                   "Importer")
        self.pages.set_visible("groups", bool(self.plan.groups))
        if self.pages.current == "groups" and not self.plan.groups:
            self.pages.choose("sheet")
        self._show_page()

    def _show_sheets(self, current: str) -> None:
        lines = [Line(name, name, count, state) for name, choice in self._choices.items()
                 for count, state in [self._state(choice)]]
        self.sheets.show_lines(lines, current)

    def _state(self, choice: SheetChoice) -> tuple[str, Status | None]:
        """How many values a sheet gives, and whether something in it is to be looked at."""
        if not choice.used:
            return "non lue", None
        name = choice.sheet.name
        count = sum(one.place.sheet == name for one in (*self.plan.values, *self.plan.same))
        places = [*(one.place for one in self.plan.unread), *(one.place for one in self.plan.different)]
        doubtful = any(place.sheet == name for place in places)
        return str(count), Status.TO_CHECK if doubtful else Status.COMPLIANT

    def _show_page(self) -> None:
        pages: dict[str, Callable[[ImportPlan], Content]] = {
            "values": values_page, "unread": unread_page, "totals": totals_page, "groups": groups_page,
        }
        choice = self._choices.get(self.sheets.current)
        if choice is not None:
            pages["sheet"] = partial(sheet_page, choice)
        self.group.setVisible(self.pages.current == "groups")
        if (make := pages.get(self.pages.current)) is not None:
            self.table.show_content(told(make(self.plan), NOTHING.get(self.pages.current, "")))
