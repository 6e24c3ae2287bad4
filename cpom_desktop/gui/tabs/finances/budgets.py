"""« Budgets et personnel » in the tab: accounts, posts, unit costs, payroll; by section or summed up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QMenu

from ....core.contract import Section
from ....core.finance.books import Books
from ....core.finance.budgets import Budget, summed_budget
from ....core.finance.groupings import GROUPINGS, SECTION, Group, groups
from ....core.finance.records import BUDGET_STATUSES, AccountLine
from ....core.finance.scope import base_year, contract_years, section_name
from ....core.finance.staff_records import PayrollItem, StaffLine, StaffYear
from ....core.overlay import View
from ....core.records import Cell, Record
from ...grid import Content, GridView, Row, RowKind
from ...workspace import Workspace
from . import payroll_rows, staff_rows
from .accounts import STATUS_WORDS, Period, SectionAccounts, columns, group_row, periods
from .cells import Reading
from .kept import KeptReads, KeptRows
from .listing import record_at
from .payroll_rows import KeptPayroll
from .removal import delete_rows
from .scope_charts import charges_of, payroll_of, scope_of
from .views import CLOSED, Action, Choices, Drawing, Selection, SubView

NAME = "finances/budgets"
ACCOUNTS, POSTS, COSTS, PAYROLL = "comptes", "effectifs", "couts", "masse"
CLOSED_BEFORE = 5
"""How many closed years before the base may be entered."""


def content(
    reading: Reading, held: Books, view: View, contract: str, kept: KeptRows,
    added: frozenset[Period] = frozenset(), opened: str = "",
) -> Content:
    """Every section: charges, produits, result."""
    shown = tuple(periods(held, added))
    make = partial(_section_row, reading, held, shown, contract, opened)
    rows = kept.rows(held.sections, held.all_budgets(shown), reading, view, make, opened)
    return Content(NAME, columns(shown), tuple(rows), frozenset(row.key for row in rows[1:]))


def _section_row(reading: Reading, held: Books, shown: tuple[Period, ...], contract: str, opened: str,
                 section: Section, name: str) -> Row:
    figures = held.budgets(section.id, shown)
    return SectionAccounts(reading, section, name, figures, contract, opened).row()


def grouped_content(
    reading: Reading, held: Books, view: View, found: Sequence[Group], kept: KeptRows, added: frozenset[Period]
) -> Content:
    """The same summed by group."""
    shown, model = periods(held, added), reading.shown
    rows: list[Row] = []
    for group in found:
        parts = [(section_name(model, one), [held.budget(one.id, *period) for period in shown])
                 for one in group.sections]
        sources = [budget for _, own in parts for budget in own]
        make = _GroupRow(group, parts, shown)
        rows.append(kept.row(group.key, group.name, sources, reading, view, make))
    return Content(f"{NAME}/groupes", columns(shown, False), tuple(rows), frozenset(row.key for row in rows[1:]))


class _GroupRow:
    """Makes the row of a group when its figures are not those of before."""

    def __init__(self, group: Group, parts: Sequence[tuple[str, Sequence[Budget]]], shown: Sequence[Period]) -> None:
        self._group, self._parts, self._shown = group, parts, shown

    def __call__(self) -> Row:
        sums = [summed_budget([(name, own[at]) for name, own in self._parts], *period)
                for at, period in enumerate(self._shown)]
        return group_row(f"budget/{self._group.key}", self._group.name, sums, self._parts)


class Budgets(SubView):
    """The accounts of each section, as typed, their results, and the staff that explains group II."""

    key, title, note = "budgets", "Budgets et personnel", CLOSED
    homes = frozenset({"account_line", "staff_line", "staff_year", "payroll_item"})
    kinds = frozenset({"plan_rate", "plan_step", "plan_year"})
    groupings = GROUPINGS
    pages = ((ACCOUNTS, "Comptes"), (POSTS, "Effectifs"), (COSTS, "Coûts unitaires"), (PAYROLL, "Masse salariale"))

    def __init__(self, workspace: Workspace, table: GridView) -> None:
        super().__init__(workspace, table)
        self._kept, self._kept_groups = KeptRows(), KeptRows()
        self._posts, self._posts_groups, self._costs = KeptReads[Row](), KeptReads[Row](), KeptReads[Row]()
        self._payroll, self._payroll_groups = KeptPayroll(), KeptPayroll()
        self._added: frozenset[Period] = frozenset()
        self._opened = ""

    @property
    def offered(self) -> Choices:
        return () if self.page == COSTS else self.groupings

    def content(self) -> Content:
        workspace, reading = self.workspace, self.reading()
        contract, held, new_id = workspace.document.contract_id, workspace.books(), workspace.document.new_id
        if self.page == COSTS:
            return staff_rows.costs_content(reading, held, contract, new_id, self._costs)
        if self.grouping == SECTION:
            if self.page == POSTS:
                return staff_rows.posts_content(reading, held, contract, new_id, self._posts)
            if self.page == PAYROLL:
                return payroll_rows.sections_content(reading, held.sections, contract, self._payroll)
            return content(reading, held, workspace.view, contract, self._kept, self._added, self._opened)
        found = groups(reading.shown, self.grouping)
        if self.page == POSTS:
            return staff_rows.grouped_posts(reading, found, self._posts_groups)
        if self.page == PAYROLL:
            return payroll_rows.groups_content(reading, found, self._payroll_groups)
        return grouped_content(reading, held, workspace.view, found, self._kept_groups, self._added)

    def actions(self) -> Sequence[Action]:
        if self.grouping != SECTION and self.page != COSTS:
            return ()
        words = {ACCOUNTS: "Nouveau compte", PAYROLL: "Nouvelle charge"}.get(self.page, "Nouvelle fonction")
        acts = [Action("Supprimer la ligne", self.delete_lines, "trash-2"),
                Action(words, self.new_line, "plus", tip=f"{words} dans la section choisie (Inser)", key="Ins")]
        if self.page == ACCOUNTS:
            acts.insert(0, Action("Nouvel exercice", self.choose_period, "calendar-plus",
                                  tip="Ajouter une colonne\u00a0: un compte administratif, un budget, un notifié"))
            acts.insert(0, Action("Importer…", self.import_book, "download", tip="Importer un compte "
                                  "administratif ou un budget (.xlsx)"))
        return acts

    @property
    def follows(self) -> bool:
        return True

    def chart(self, at: Selection) -> Drawing | None:
        """The charges, or the staff, of the section or group of the active row."""
        model, held = self.workspace.shown(), self.workspace.books()
        scope = scope_of(model, self.grouping, at)
        if self.page == ACCOUNTS:
            return charges_of(held, periods(held, self._added), scope)
        return payroll_of(model, scope)

    def before_going_to(self, cell: Cell) -> None:
        pages = {StaffYear.kind: POSTS, StaffLine.kind: POSTS, PayrollItem.kind: PAYROLL, AccountLine.kind: ACCOUNTS}
        self.page = pages.get(cell.kind, self.page)
        if cell.kind in (StaffLine.kind, StaffYear.kind) and cell.field not in staff_rows.POST_FIELDS:
            self.page = COSTS
        self.grouping = SECTION

    # Acts

    def import_book(self) -> None:
        """Ask for a workbook whose accounts are to be read."""
        self.workspace.importAsked.emit()

    def new_line(self) -> None:
        """The cursor on the empty line of the section, or of the group of accounts, where it stands."""
        index = self.table.currentIndex()
        row = self.table.grid.row(index.row()) if index.isValid() else None
        if row is None or row.kind is RowKind.GROUP and self.table.grid.is_folded(row.key):
            self.workspace.say("Choisissez d’abord une ligne de la section.")
            return
        key = self._account_group(row) if self.page == ACCOUNTS else f"{row.group or row.key}"
        if self.page == ACCOUNTS:
            self._opened = key
            self.table.show_content(self.content())
        at = next((at for at, one in enumerate(self.table.grid.rows)
                   if one.fill is not None and one.key.startswith(f"{key}/")), -1)
        if at >= 0:
            self.table.go_to(at, 0)
            self.table.setFocus()

    def _account_group(self, row: Row) -> str:
        """« budget/…/c1 » of a row of accounts; the first group of its section from another row."""
        parts = row.key.split("/")
        known = len(parts) > 2 and parts[2] in {"c1", "c2", "c3", "p1", "p2", "p3"}
        return "/".join([*parts[:2], parts[2] if known else "c1"])

    def delete_lines(self) -> None:
        """The accounts, staff lines or charges of the selection, gone as one action."""
        delete_rows(self.workspace, self.table, self._records)

    def _records(self, row: Row) -> Sequence[Record]:
        found = record_at(self.workspace, row.key)
        if isinstance(found, StaffLine):
            return [found]
        model, parts = self.workspace.model, row.key.split("/", 3)
        if len(parts) == 4 and parts[0] == "budget":
            typed = (model.find(AccountLine, cell.address.row) for cell in row.cells if cell.address is not None)
            return list(dict.fromkeys(line for line in typed if line is not None))
        if len(parts) == 4 and parts[0] == "masse" and parts[2] == "charge":
            return [one for one in model.where(PayrollItem, "section", parts[1]) if one.label == parts[3]]
        return []

    def choose_period(self) -> None:
        """A menu of the years and statuses that are not shown yet."""
        menu = self._period_menu()
        menu.exec(self.table.mapToGlobal(self.table.rect().topLeft()))
        menu.deleteLater()

    def _period_menu(self) -> QMenu:
        menu, shown = QMenu(self.table), set(periods(self.workspace.books(), self._added))
        for status, word in BUDGET_STATUSES:
            below = menu.addMenu(word)
            for year in self._years_of(status):
                if (year, status) not in shown:
                    period = (year, status)
                    below.addAction(f"{year} {STATUS_WORDS[status]}").triggered.connect(
                        lambda _checked=False, period=period: self.add_period(period))
            below.menuAction().setVisible(not below.isEmpty())
        return menu

    def _years_of(self, status: str) -> list[int]:
        base, years = base_year(self.workspace.model), contract_years(self.workspace.model)
        if base is None:
            return []
        if status == "base":
            return [base]
        first = base - CLOSED_BEFORE if status == "ca" else base
        return list(range(first, max([base, *years]) + 1))

    def add_period(self, period: Period) -> None:
        """Show an empty column to type in; it stays by itself once something is typed there."""
        self._added |= {period}
        self.table.show_content(self.content())
        column = next(at for at, one in enumerate(self.table.grid.content.columns)
                      if one.key == f"{period[0]}/{period[1]}")
        at = next((at for at, row in enumerate(self.table.grid.rows) if row.kind is RowKind.PLAIN), 0)
        self.table.go_to(at, column)
        self.table.setFocus()


