"""« Résultats et réserves » in the tab: results, their uses, reserves and movements, activity, the clauses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from ....core.contract import Section
from ....core.finance.activity_records import ActivityYear, ModulationClause
from ....core.finance.result_records import (
    ReserveMovement,
    ReserveOpening,
    ResultAllocation,
    ResultClause,
    SectionResult,
)
from ....core.finance.scope import base_year, is_subsidised
from ....core.identifiers import natural_record
from ....core.records import Cell, Record
from ...grid import Content, GridView, Row, RowKind, title
from ...workspace import Workspace
from . import activity_rows, reserves_rows, results_rows
from .cells import Reading
from .kept import KeptReads
from .lines import FIELD_COLUMNS, Made, Values, empty_line, entry, field_rows, new_values
from .listing import record_at
from .removal import delete_rows
from .reserves_rows import MOVEMENTS
from .scope_charts import reserves_of
from .views import Action, Drawing, Selection, SubView

RESULTS, USES, RESERVES, MOVES, ACTIVITY, CLAUSES = (
    "resultats", "affectations", "reserves", "mouvements", "activite", "clauses"
)
PAGE_OF = {
    SectionResult.kind: RESULTS, ResultAllocation.kind: USES, ReserveOpening.kind: RESERVES,
    ReserveMovement.kind: MOVES, ActivityYear.kind: ACTIVITY, ResultClause.kind: CLAUSES,
    ModulationClause.kind: CLAUSES,
}
RESULT_CLAUSE = ("free", "procedure_excluded", "within_programme", "compensation_cap", "wording")
MODULATION = ("reading", "indicator", "wording")
NEW_MOVEMENT = "Nouveau mouvement\u00a0: motif"


class Results(SubView):
    """What closed years leave, where it goes, and what feeds the reserves."""

    key, title, note = "results", "Résultats et réserves", "réalisé, centimes exacts"
    homes = frozenset(PAGE_OF)
    kinds = frozenset({"account_line", "funding_line", "cover_line", "operation", "balance_line", "transformation",
                       "indicator_year", "manager", "year_rate", "measure"})
    pages = ((RESULTS, "Résultats"), (USES, "Affectations"), (RESERVES, "Réserves"), (MOVES, "Mouvements"),
             (ACTIVITY, "Activité"), (CLAUSES, "Clauses"))

    def __init__(self, workspace: Workspace, table: GridView) -> None:
        super().__init__(workspace, table)
        self._results, self._uses, self._activity = KeptReads[Row](), KeptReads[Row | None](), KeptReads[Row]()
        self._reserves, self._clause_rows = KeptReads[Row](), KeptReads[Sequence[Row]]()

    def content(self) -> Content:
        reading, held = self.reading(), self.workspace.books()
        contract, new_id = self.workspace.document.contract_id, self.workspace.document.new_id
        pages: Mapping[str, Callable[[], Content]] = {
            RESULTS: lambda: results_rows.results_content(reading, held, contract, self._results),
            USES: lambda: results_rows.allocations_content(reading, held, new_id, self._uses),
            RESERVES: lambda: reserves_rows.content(reading, contract, self._reserves),
            MOVES: self._movements,
            ACTIVITY: lambda: activity_rows.content(reading, held, contract, self._activity),
            CLAUSES: self._clauses,
        }
        return pages[self.page]()

    def actions(self) -> Sequence[Action]:
        words = {USES: "Nouvelle affectation", MOVES: "Nouveau mouvement"}.get(self.page)
        if words is None:
            return ()
        return (Action("Supprimer la ligne", self.delete_lines, "trash-2"),
                Action(words, self.new_line, "plus", tip=f"{words} (Inser)", key="Ins"))

    @property
    def follows(self) -> bool:
        return self.page == RESERVES

    def chart(self, at: Selection) -> Drawing | None:
        """What the reserves hold year after year."""
        return reserves_of(self.workspace.shown(), at) if self.page in (RESERVES, MOVES, USES) else None

    def before_going_to(self, cell: Cell) -> None:
        self.page = PAGE_OF.get(cell.kind, self.page)

    def new_line(self) -> None:
        """The cursor on the empty line of the section where it stands, else on the first one."""
        index = self.table.currentIndex()
        group = self.table.grid.row(index.row()).group if index.isValid() else ""
        found = [(row.group != group, at) for at, row in enumerate(self.table.grid.rows) if row.fill is not None]
        if found:
            self.table.go_to(min(found)[1], 0)
            self.table.setFocus()

    def delete_lines(self) -> None:
        """The uses or movements of the selection, gone as one action."""
        delete_rows(self.workspace, self.table, self._records)

    def _records(self, row: Row) -> Sequence[Record]:
        found = record_at(self.workspace, row.key)
        return [found] if isinstance(found, (ResultAllocation, ReserveMovement)) else []

    def _movements(self) -> Content:
        """Every movement that no allocation nor funding plan says."""
        reading, model = self.reading(), self.workspace.shown()
        columns = MOVEMENTS.columns()
        found = sorted(model.all(ReserveMovement), key=lambda one: (one.year, one.id))
        cells = {name: entry(model, ReserveMovement, name) for name, _ in MOVEMENTS.fields}
        line = empty_line("mouvements/nouveau", NEW_MOVEMENT, columns, cells, self._new_movement(), level=0)
        return Content("finances/mouvements", columns, (*MOVEMENTS.rows(reading, found), line))

    def _new_movement(self) -> Callable[[Values], Made]:
        base, new_id = base_year(self.workspace.shown()) or 2000, self.workspace.document.new_id
        return lambda values: new_values(ReserveMovement(id=new_id(), year=base), values)

    def _clauses(self) -> Content:
        """The clause of the results, then the modulation of each tarified section."""
        reading, contract = self.reading(), self.workspace.document.contract_id
        clause = reading.shown.first(ResultClause) or natural_record(ResultClause, contract, name="affectation")
        rows = [Row("clauses", (title("Affectation des résultats"),), RowKind.GROUP),
                *field_rows(reading, clause, RESULT_CLAUSE, "clauses")]
        for section, name in self.workspace.books().sections:
            rows += self._clause_rows.get(section.id, (section, name), reading,
                                          partial(_modulation, section, name, contract))
        return Content("finances/clauses", FIELD_COLUMNS, tuple(rows))


def _modulation(section: Section, name: str, contract: str, reading: Reading) -> Sequence[Row]:
    """The clause of a section; none for a device that has no tariff."""
    if is_subsidised(reading.shown, section):
        return ()
    key, absent = f"clauses/{section.id}", natural_record(ModulationClause, contract, section=section.id)
    head = Row(key, (title(f"Modulation d’activité, {name}"),), RowKind.GROUP)
    return (head, *field_rows(reading, absent, MODULATION, key))
