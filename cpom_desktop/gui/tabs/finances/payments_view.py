"""« Versements » in the tab: the schedule, the arrêtés, the décisions modificatives, the prix de journée."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.contract import Grant, Section, SectionRule
from ....core.finance.activity_records import ActivityYear
from ....core.finance.grant_records import NotifiedDgc, SplitDecision, SplitMove
from ....core.finance.pricing_records import NotifiedGrant
from ....core.finance.scope import contract_years, is_subsidised, ordered_sections
from ....core.records import Cell, Record
from ...grid import Content, GridView, Row
from ...workspace import Workspace
from . import notice_rows, payment_rows
from .kept import KeptReads
from .listing import record_at
from .removal import delete_rows
from .views import Action, EmptyState, SubView

SCHEDULE, NOTICES, DECISIONS, PRICES = "echeancier", "arretes", "decisions", "prix"
PAGE_OF = {NotifiedDgc.kind: NOTICES, NotifiedGrant.kind: NOTICES, SplitDecision.kind: DECISIONS,
           SplitMove.kind: DECISIONS}


class Payments(SubView):
    """What is paid, when, by whom, and on which decision."""

    key, title = "payments", "Versements"
    homes = frozenset(PAGE_OF)
    kinds = frozenset({"activity_year", "year_rate", "measure", "section_base", "year_grant", "formula",
                       "formula_year", "ceiling_line", "convergence", "result_allocation", "cover_line"})
    pages = ((SCHEDULE, "Échéancier"), (NOTICES, "Arrêtés"), (DECISIONS, "Décisions modificatives"),
             (PRICES, "Prix de journée"))

    def __init__(self, workspace: Workspace, table: GridView) -> None:
        super().__init__(workspace, table)
        self._notices: KeptReads[Sequence[Row]] = KeptReads()

    def content(self) -> Content:
        reading, held = self.reading(), self.workspace.books()
        contract = self.workspace.document.contract_id
        if self.page == NOTICES:
            return notice_rows.notices_content(reading, held, contract, self._notices)
        if self.page == DECISIONS:
            return notice_rows.decisions_content(reading, self.workspace.document.new_id)
        if self.page == PRICES:
            return notice_rows.prices_content(reading, held, contract)
        return payment_rows.content(held)

    def empty(self) -> EmptyState | None:
        model = self.workspace.shown()
        if not contract_years(model):
            return EmptyState("calendar", "Les dates du contrat ne sont pas saisies",
                              "Les versements se suivent d’année en année, du début au terme du contrat.",
                              "Saisir les dates", self.open_dates)
        if self.page == PRICES and not self._priced():
            return EmptyState(
                "euro", "Aucune section en prix de journée",
                "Une section tarifée en prix de journée, globalisé ou non, montre ici ses journées et son prix\u202f; "
                "la forme du tarif se choisit dans les modalités.", "Ouvrir les modalités", self.open_rules)
        if self.page == DECISIONS and not model.all(Grant):
            return EmptyState("euro", "Aucune DGC", "Une décision modificative répartit autrement une DGC entre ses "
                              "sections, sans avenant (R. 314-43-1).", "Ouvrir les DGC", self.open_grants)
        alone = any(one.dgc is None and not is_subsidised(model, one) for one in ordered_sections(model))
        if self.page in (SCHEDULE, NOTICES) and not model.all(Grant) and not alone:
            return EmptyState(
                "euro", "Rien à verser par douzièmes",
                "Une DGC, ou une section tarifée à part, se verse par douzièmes\u202f; une subvention suit sa "
                "convention.", "Ouvrir les DGC", self.open_grants)
        return None

    def actions(self) -> Sequence[Action]:
        if self.page != DECISIONS:
            return ()
        return (Action("Supprimer la ligne", self.delete_lines, "trash-2"),
                Action("Nouvelle décision", self.new_line, "plus", tip="Nouvelle décision (Inser)", key="Ins"))

    def before_going_to(self, cell: Cell) -> None:
        self.page = PAGE_OF.get(cell.kind, self.page)
        if cell.kind == ActivityYear.kind and cell.field in ("planned", "days_paid") and self._priced():
            self.page = PRICES

    def _priced(self) -> bool:
        return bool(notice_rows.priced_sections(self.workspace.books()))

    def open_dates(self) -> None:
        """The dates, in the tab Contrat."""
        self.workspace.go_to(self.workspace.document.contract.at("start"))

    def open_rules(self) -> None:
        """The form of the tariff of the first section, in the tab Contrat."""
        rule = self.workspace.model.first(SectionRule)
        self.workspace.go_to(Cell(SectionRule.kind, rule.id if rule is not None else "", "tariff_form"))

    def open_grants(self) -> None:
        """The DGC of the first section, in the tab Contrat."""
        section = ordered_sections(self.workspace.model)[0]
        self.workspace.go_to(Cell(Section.kind, section.id, "dgc"))

    def new_line(self) -> None:
        """The cursor on the line of a new decision."""
        found = [at for at, row in enumerate(self.table.grid.rows) if row.key.endswith("/nouvelle")]
        if found:
            self.table.go_to(found[0], 0)
            self.table.setFocus()

    def delete_lines(self) -> None:
        """The decisions or moves of the selection, a decision with its moves."""
        delete_rows(self.workspace, self.table, self._records)

    def _records(self, row: Row) -> Sequence[Record]:
        found = record_at(self.workspace, row.key)
        return [found] if isinstance(found, (SplitDecision, SplitMove)) else []
