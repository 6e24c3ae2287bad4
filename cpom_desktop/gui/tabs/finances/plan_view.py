"""« PGFP » in the tab: the plan of six years, its dated steps, the section d’investissement."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.finance.plan import PlanColumn, plan, plan_years
from ....core.finance.plan_records import PlanStep
from ....core.model import Model
from ....core.records import Cell
from ...grid import Content, GridView
from ...workspace import Workspace
from .column_charts import funds_cascade, treasury_chart
from .listing import Listing, delete, next_order, selected
from .plan_rows import NAME, PlanTable, section_content
from .views import Action, Drawing, EmptyState, Selection, SubView

PLAN, STEPS, SECTION = "plan", "marches", "section"
STEP_LIST = Listing(
    PlanStep,
    (("label", 220), ("line", 144), ("section", 120), ("first_year", 64), ("last_year", 96), ("cents", 96),
     ("measure", 160)),
    heads={"last_year": ("À", "vide\u00a0: sans fin")},
)
NO_BASE = EmptyState(
    "calendar",
    "Les années du plan ne sont pas connues",
    "Le PGFP part de l’année de base et couvre six ans\u00a0: les dates se saisissent dans l’onglet Contrat.",
)


class Plan(SubView):
    """The plan, typed and computed lines side by side."""

    key, title = "plan", "PGFP"
    homes = frozenset({"plan_rate", "plan_step", "plan_year"})
    kinds = frozenset(
        {"account_line", "section_base", "year_rate", "year_grant", "measure", "operation", "operation_year", "loan",
         "funding_line", "operating_effect", "cover_line", "balance_line", "notified_grant", "result_allocation",
         "formula", "formula_year", "ceiling_line", "convergence", "reference_value"}
    )
    pages = ((PLAN, "Plan"), (STEPS, "Marches"), (SECTION, "Section d’investissement"))

    def __init__(self, workspace: Workspace, table: GridView) -> None:
        super().__init__(workspace, table)
        self._planned: tuple[Model, Sequence[PlanColumn]] | None = None

    def empty(self) -> EmptyState | None:
        return None if plan_years(self.workspace.shown()) else NO_BASE

    def content(self) -> Content:
        if self.page == STEPS:
            return self._steps()
        if self.page == SECTION:
            return section_content(self.workspace.shown(), self._columns())
        return PlanTable(self.reading(), self._columns(), self.workspace.document.contract_id).content()

    def _columns(self) -> Sequence[PlanColumn]:
        """The plan of the model shown, computed once for its table and its charts."""
        model = self.workspace.shown()
        if self._planned is None or self._planned[0] is not model:
            self._planned = model, plan(model, self.workspace.books())
        return self._planned[1]

    def _steps(self) -> Content:
        steps = sorted(self.workspace.shown().all(PlanStep), key=lambda s: (s.line, s.order, s.first_year, s.id))
        rows = STEP_LIST.rows(self.reading(), steps)
        return Content(f"{NAME}/marches", STEP_LIST.columns(),
                       (*rows, STEP_LIST.blank(self.reading(), "Nouvelle marche", self._step)))

    def _step(self) -> PlanStep:
        model = self.workspace.shown()
        years = plan_years(model)
        return PlanStep(id=self.workspace.document.new_id(), first_year=years[1] if years else 2000,
                        order=next_order(model.all(PlanStep)))

    def actions(self) -> Sequence[Action]:
        if self.page != STEPS:
            return ()
        return (Action("Supprimer la ligne", self.delete_step, "trash-2"),)

    def chart(self, at: Selection) -> Drawing | None:
        return treasury_chart(self.workspace.shown(), self._columns())

    def side_chart(self, at: Selection) -> Drawing | None:
        return funds_cascade(self._columns(), at.year) if at.year is not None else None

    def before_going_to(self, cell: Cell) -> None:
        self.page = STEPS if cell.kind == PlanStep.kind else PLAN

    def place(self, cell: Cell) -> tuple[str, str] | None:
        """A point on a year of the plan as a whole speaks of its result."""
        row = self.workspace.model.record(cell.kind, cell.row)
        year = getattr(row, "year", None)
        return None if year is None or cell.kind != "plan_year" else ("pgfp/compte/resultat", str(year))

    def delete_step(self) -> None:
        """The step of the active row, gone; Ctrl+Z brings it back."""
        found = selected(self.workspace, self.table)
        if isinstance(found, PlanStep):
            delete(self.workspace, [found])
