"""« Investissements et emprunts » in the tab: operations, their funding and surcoûts, loans and their schedule."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ....core.finance import investment
from ....core.finance.investment_records import (
    CoverLine,
    FundingLine,
    Loan,
    OperatingEffect,
    Operation,
    OperationYear,
)
from ....core.model import Model
from ....core.overlay import View
from ....core.records import Cell, Record
from ...grid import Align, Column, Content, GridCell, GridView
from ...workspace import Workspace
from . import investment_rows, loan_rows
from .cells import computed
from .column_charts import annuity_chart, extra_cost_chart, funding_chart
from .listing import Computed, Listing, delete, next_order, selected
from .views import Action, Drawing, EmptyState, Selection, SubView

OPERATIONS, FUNDING, EXTRA, EFFECTS, LOANS, SCHEDULE = (
    "operations", "financement", "surcouts", "effets", "emprunts", "echeancier")
PAGE_OF = {Operation.kind: OPERATIONS, OperationYear.kind: FUNDING, FundingLine.kind: FUNDING, CoverLine.kind: EXTRA,
           OperatingEffect.kind: EFFECTS, Loan.kind: LOANS}
NO_OPERATION = EmptyState(
    "building-2",
    "Aucune opération d’investissement",
    "Une opération porte un coût, un plan de financement et le surcoût qu’elle entraîne\u00a0: elle se saisit dans "
    "«\u00a0Opérations\u00a0».",
)
OPERATION_HEADS = {
    "esms": ("ESMS", "vide\u00a0: tous"), "amortised_from": ("Amortie dès", "vide\u00a0: service"),
    "commissioned": ("Mise en", "service"), "duration": ("Durée", "ans"), "approved": ("Approbation", "R. 314-20"),
}
LOAN_HEADS = {"first_due": ("1re échéance", ""), "approved": ("Approbation", "R. 314-20")}
EFFECT_LIST = Listing(
    OperatingEffect, (("label", 240), ("operation", 200), ("first_year", 72), ("last_year", 72), ("cents", 120)))
LOAN_LIST = Listing(
    Loan, (("lender", 176), ("operation", 120), ("cents", 104), ("rate", 88), ("years", 56), ("shape", 120),
           ("frequency", 88), ("first_due", 104), ("approved", 104)), heads=LOAN_HEADS)


class Investments(SubView):
    """The PPI: each thing is typed in its table, and followed through the others."""

    key, title, rail = "investments", "Investissements et emprunts", "Investissements"
    homes = frozenset(PAGE_OF)
    kinds = frozenset({"section", "esms"})
    views = ((View.ACCORD.value, "Accord"), (View.MANAGER.value, "Demande"), (View.AUTHORITY.value, "Offre"))
    pages = ((OPERATIONS, "Opérations"), (FUNDING, "Financement"), (EXTRA, "Surcoûts"), (EFFECTS, "Effets annuels"),
             (LOANS, "Emprunts"), (SCHEDULE, "Échéancier"))

    def __init__(self, workspace: Workspace, table: GridView) -> None:
        super().__init__(workspace, table)
        self._loan = ""

    def content(self) -> Content:
        contract = self.workspace.document.contract_id
        made: dict[str, Callable[[], Content]] = {
            OPERATIONS: self._operations,
            FUNDING: lambda: investment_rows.funding_content(self.reading(), contract),
            EXTRA: lambda: investment_rows.extra_content(self.reading(), contract),
            EFFECTS: lambda: self._listed(EFFECT_LIST, self._effects(), "Nouvel effet annuel", self._new_effect),
            LOANS: lambda: self._listed(LOAN_LIST, self._loans(), "Nouvel emprunt", self._new_loan),
            SCHEDULE: lambda: loan_rows.content(self._loans(), self._chosen_loan()),
        }
        return made[self.page]()

    def _listed(self, listing: Listing, records: Sequence[Record], words: str, make: Callable[[], Record]) -> Content:
        reading = self.reading()
        rows = (*listing.rows(reading, records), listing.blank(reading, words, make))
        return Content(f"finances/ppi/{listing.kind.kind}", listing.columns(), rows)

    def _operations(self) -> Content:
        model = self.workspace.shown()
        return self._listed(_operation_list(model), investment.operations(model), "Nouvelle opération",
                            self._new_operation)

    def _effects(self) -> list[OperatingEffect]:
        rank = {one.id: at for at, one in enumerate(investment.operations(self.workspace.shown()))}
        rows = self.workspace.shown().all(OperatingEffect)
        return sorted(rows, key=lambda one: (rank.get(one.operation, len(rank)), one.first_year, one.label, one.id))

    def _loans(self) -> list[Loan]:
        rows = self.workspace.shown().all(Loan)
        return sorted(rows, key=lambda one: (one.first_due or "9999", one.lender, one.id))

    # Acts

    def actions(self) -> Sequence[Action]:
        if self.page == SCHEDULE:
            return ()
        return (Action("Supprimer la ligne", self.remove, "trash-2"),)

    def remove(self) -> None:
        """The line of the active row, gone: an operation with all that belongs to it, a source for all its years."""
        index = self.table.currentIndex()
        row = self.table.grid.row(index.row()) if index.isValid() else None
        held = self._records_of(row.key) if row is not None else []
        if row is None or not held:
            self.workspace.say("Cette ligne est calculée ou vide\u00a0: elle ne se supprime pas.")
            return
        delete(self.workspace, held, row.title)

    def _records_of(self, key: str) -> Sequence[Record]:
        if self.page not in (FUNDING, EXTRA):
            found = selected(self.workspace, self.table)
            return [found] if found is not None else []
        model, parts = self.workspace.model, key.split("/")
        if len(parts) < 3:
            return []
        if self.page == EXTRA and parts[2] == "cover":
            section = parts[4] if len(parts) > 4 else None
            return [row for row in model.where(CoverLine, "operation", parts[1])
                    if row.source == parts[3] and section in (None, row.section)]
        return [row for row in model.where(FundingLine, "operation", parts[1])
                if (row.source, row.label) == (parts[2], "/".join(parts[3:]))]

    def _new_operation(self) -> Operation:
        rows = self.workspace.shown().all(Operation)
        return Operation(id=self.workspace.document.new_id(), order=next_order(rows))

    def _new_effect(self) -> OperatingEffect:
        first = next(iter(investment.operations(self.workspace.shown())), None)
        years = investment_rows.extra_years(self.workspace.shown())
        return OperatingEffect(id=self.workspace.document.new_id(), operation=first.id if first else "",
                               first_year=years[0] if years else 2000)

    def _new_loan(self) -> Loan:
        return Loan(id=self.workspace.document.new_id())

    # Around the table

    def empty(self) -> EmptyState | None:
        needed = self.page in (FUNDING, EXTRA, EFFECTS) and not self.workspace.shown().all(Operation)
        return NO_OPERATION if needed else None

    def before_going_to(self, cell: Cell) -> None:
        self.page = PAGE_OF.get(cell.kind, self.page)

    @property
    def follows(self) -> bool:
        return self.page in (LOANS, SCHEDULE)

    def chart(self, at: Selection) -> Drawing | None:
        """Who pays the PPI; the surcoût of each operation; the annuities of the loan of the active row."""
        model = self.workspace.shown()
        if self.page in (EXTRA, EFFECTS):
            return extra_cost_chart(model, investment_rows.extra_years(model))
        if self.page not in (LOANS, SCHEDULE):
            return funding_chart(model)
        parts = at.row.split("/")
        if len(parts) > 1 and parts[1]:
            self._loan = parts[1]
        loan = model.find(Loan, self._chosen_loan())
        return annuity_chart(loan) if loan is not None else None

    def _chosen_loan(self) -> str:
        """The loan last pointed at, else the first one."""
        held = [one.id for one in self._loans()]
        return self._loan if self._loan in held else next(iter(held), "")


def _operation_list(model: Model) -> Listing:
    """What describes an operation, then what it costs and what its funding lacks."""

    def cost(record: Record) -> GridCell:
        return computed(_funding(model, record).cost)

    def gap(record: Record) -> GridCell:
        return computed(_funding(model, record).gap, sign=True)

    return Listing(
        Operation,
        (("name", 220), ("code", 48), ("esms", 96), ("nature", 104), ("commissioned", 88), ("amortised_from", 88),
         ("duration", 56), ("approved", 88), ("priority", 56)),
        (Computed(Column("cost", "Coût", "euros", Align.RIGHT), cost),
         Computed(Column("gap", "Écart", "financement − coût", Align.RIGHT), gap)),
        OPERATION_HEADS,
    )


def _funding(model: Model, record: Record) -> investment.Funding:
    assert isinstance(record, Operation)
    return investment.funding(model, record)
