"""« Trajectoire et DGC » in the tab: each view or both at once, the DGC by year, what formulas are computed from."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.contract import Section, SectionRule
from ....core.finance.groupings import GROUPINGS, SECTION, groups
from ....core.finance.pricing_records import CeilingLine, Convergence, Formula, FormulaYear
from ....core.finance.scope import section_name
from ....core.overlay import View
from ....core.records import Cell, Record
from ...grid import Content, GridView, Row
from ...workspace import Workspace
from . import formula_rows, grouped, side_by_side, trajectory
from .charts import dotation_cascade, grant_cascade, grant_chart
from .goal import Goal, goal_of
from .kept import KeptRows
from .removal import delete_rows
from .views import Action, Choices, Drawing, Selection, SubView

BOTH = "both"
CHAIN, FORMULAS = "trajectoire", "formules"
PARAMETERS = frozenset({Formula.kind, FormulaYear.kind, CeilingLine.kind, Convergence.kind})


class Trajectory(SubView):
    """The chain of each section and the DGC, for one view or for two at once; the parameters of some modalities."""

    key, title = "trajectory", "Trajectoire et DGC"
    homes = frozenset({"section_base", "year_rate", "year_grant"}) | PARAMETERS
    kinds = frozenset({"measure", "notified_grant", "result_allocation", "cover_line", "account_line"})
    pages = ((CHAIN, "Trajectoire"), (FORMULAS, "Formules et convergence"))
    groupings = GROUPINGS
    views = (
        (View.ACCORD.value, "Accord"),
        (View.MANAGER.value, "Demande"),
        (View.AUTHORITY.value, "Offre"),
        (BOTH, "Deux à la fois"),
    )

    def __init__(self, workspace: Workspace, table: GridView) -> None:
        super().__init__(workspace, table)
        self._both, self._kept, self._kept_groups = False, KeptRows(), KeptRows()

    @property
    def view(self) -> str:
        return BOTH if self._both and self.page == CHAIN else super().view

    @property
    def overlays(self) -> Choices:
        return tuple(one for one in self.views if one[0] != BOTH) if self.page == FORMULAS else self.views

    @property
    def offered(self) -> Choices:
        return () if self.page == FORMULAS else self.groupings

    def choose_view(self, key: str) -> None:
        self._both = key == BOTH
        if not self._both:
            super().choose_view(key)

    def before_going_to(self, cell: Cell) -> None:
        self._both, self.grouping = False, SECTION
        self.page = FORMULAS if cell.kind in PARAMETERS else CHAIN

    def content(self) -> Content:
        workspace = self.workspace
        if self.page == FORMULAS:
            return formula_rows.content(self.reading(), workspace.books(), workspace.document.contract_id)
        if self._both:
            return side_by_side.both(workspace.books, workspace.model, self.grouping)
        if self.grouping != SECTION:
            found = groups(workspace.shown(), self.grouping)
            return grouped.content(
                self.reading(), workspace.books, workspace.view, found, self.grouping, self._kept_groups
            )
        return trajectory.content(self.reading(), workspace.books, workspace.view, self._kept)

    def actions(self) -> Sequence[Action]:
        if self.page != FORMULAS:
            return ()
        if not formula_rows.some(self.workspace.shown()):
            return (Action("Ouvrir les modalités", self.open_rules, tip=formula_rows.HOW, writes=False),)
        return (Action("Supprimer la ligne", self.delete_lines, "trash-2",
                       tip="Retirer la formule, le plafond ou la convergence de la ligne, toutes années"),)

    def open_rules(self) -> None:
        """The modality of the first section, in the tab Contrat."""
        rule = self.workspace.model.first(SectionRule)
        self.workspace.go_to(Cell(SectionRule.kind, rule.id if rule is not None else "", "modality"))

    def delete_lines(self) -> None:
        """What the selected rows show, in every year."""
        delete_rows(self.workspace, self.table, lambda row: _held(self.workspace, row))

    def goal(self, at: Selection) -> Goal | None:
        if self.page == FORMULAS or self._both or self.grouping != SECTION:
            return None
        return goal_of(self.workspace.shown(), at, self.workspace.view.value)

    def chart(self, at: Selection) -> Drawing | None:
        return grant_chart(self.grant(), self.workspace.books)

    def side_chart(self, at: Selection) -> Drawing | None:
        """The cascade of the year of the active column: of the section of its row, else of the DGC."""
        year, held = at.year, self.workspace.books()
        if year is None:
            return None
        kind, _, row = (at.group or at.row).partition("/")
        section = held.model.find(Section, row) if kind == "section" else None
        if section is not None:
            return dotation_cascade(held, section.id, section_name(held.model, section), year)
        grant = self.grant()
        return grant_cascade(held, grant, year) if grant is not None else None


def _held(workspace: Workspace, row: Row) -> Sequence[Record]:
    """The records of a row « section/id/kind/field/label »: its formula with the indices, a ceiling, a convergence."""
    model, parts = workspace.model, row.key.split("/", 4)
    section, kind = (parts[1], parts[2]) if len(parts) > 3 else ("", "")
    if kind in (Formula.kind, FormulaYear.kind):
        return [*model.where(Formula, "section", section), *model.where(FormulaYear, "section", section)]
    if kind == CeilingLine.kind:
        return [line for line in model.where(CeilingLine, "section", section) if [line.label] == parts[4:]]
    return model.where(Convergence, "section", section) if kind == Convergence.kind else []
