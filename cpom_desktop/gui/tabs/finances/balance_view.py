"""« Bilan et ratios » in the tab: the bilan financier, its ratios, the valeurs de référence."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.finance.balance_records import BalanceLine, RatioReference
from ....core.finance.reference_records import ReferenceValue
from ....core.finance.references import all_references
from ....core.records import Cell
from ...grid import Content, GridView
from ...workspace import Workspace
from . import balance_rows, ratio_rows, reference_rows
from .column_charts import balance_chart
from .kept import KeptRows
from .listing import delete, next_order, record_at, selected
from .ratio_charts import ratio_chart, reference_chart
from .views import CLOSED, Action, Drawing, Selection, SubView

BALANCE, RATIOS, REFERENCES = "bilan", "ratios", "references"
PAGE_OF = {BalanceLine.kind: BALANCE, RatioReference.kind: RATIOS, ReferenceValue.kind: REFERENCES}


class BalanceAndRatios(SubView):
    """What the perimeter owns and owes, and what both sides read in it."""

    key, title, note = "balance", "Bilan et ratios", CLOSED
    homes = frozenset(PAGE_OF)
    kinds = frozenset({"account_line", "transformation"})
    pages = ((BALANCE, "Bilan financier"), (RATIOS, "Ratios"), (REFERENCES, "Valeurs de référence"))

    def __init__(self, workspace: Workspace, table: GridView) -> None:
        super().__init__(workspace, table)
        self._beyond, self._kept = 0, KeptRows()

    def content(self) -> Content:
        reading, contract = self.reading(), self.workspace.document.contract_id
        if self.page == REFERENCES:
            return reference_rows.content(reading, self._new_reference)
        if self.page == RATIOS:
            return ratio_rows.content(reading, contract, balance_rows.shown_years(reading.shown))
        return balance_rows.content(reading, contract, balance_rows.shown_years(reading.shown, self._beyond),
                                    self._kept)

    def actions(self) -> Sequence[Action]:
        if self.page == REFERENCES:
            return (Action("Supprimer la ligne", self.remove, "trash-2"),)
        if self.page == BALANCE:
            return (Action("Retirer le poste", self.remove, "trash-2", tip="Ôter ce poste de ce bilan"),
                    Action("Exercice suivant", self.add_year, "plus", tip="Ajouter une colonne à droite"))
        return ()

    @property
    def follows(self) -> bool:
        return self.page == REFERENCES

    def chart(self, at: Selection) -> Drawing | None:
        """FRNG and trésorerie; on the page of the benchmarks, what the one of the active row is compared with."""
        model = self.workspace.shown()
        if self.page != REFERENCES:
            return balance_chart(model)
        found = record_at(self.workspace, at.row)
        shown = model.find(ReferenceValue, found.id) if found is not None else None
        return reference_chart(model, shown) if shown is not None else None

    def side_chart(self, at: Selection) -> Drawing | None:
        """The ratio of the active row, year after year."""
        if self.page != RATIOS or not at.group:
            return None
        return ratio_chart(self.workspace.shown(), at.row.rsplit("/", 1)[1], at.group.removeprefix("ratios/"))

    def before_going_to(self, cell: Cell) -> None:
        self.page = PAGE_OF.get(cell.kind, self.page)

    def add_year(self) -> None:
        """One more exercice to type, after the last one."""
        self._beyond += 1
        self.table.show_content(self.content())

    def remove(self) -> None:
        """The item under the cursor leaves its balance, or the benchmark its list; Ctrl+Z brings it back."""
        index = self.table.currentIndex()
        if self.page == REFERENCES:
            found = selected(self.workspace, self.table)
        else:
            address = self.table.grid.cell(index).address if index.isValid() else None
            found = self.workspace.model.record(address.kind, address.row) if address is not None else None
        if found is None:
            self.workspace.say("Placez d’abord le curseur sur la valeur à retirer.")
        else:
            delete(self.workspace, [found])

    def _new_reference(self) -> ReferenceValue:
        rows = all_references(self.workspace.shown())
        side = self.workspace.author.side.value if self.workspace.author else None
        return ReferenceValue(id=self.workspace.document.new_id(), brought_by=side, order=next_order(rows))
