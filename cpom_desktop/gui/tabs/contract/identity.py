"""The identity of the contract and of the organisme gestionnaire, as two forms side by side."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ....core.contract import Contract, Manager
from ....core.records import Cell
from ...record_form import RecordForm
from ...theme.sizes import GAP_8
from ...widgets.panel import Panel, scrolled
from ...workspace import Workspace

CONTRACT_FIELDS = ("name", "type", "start", "end", "base_year", "stage", "writing", "budget_frame", "proration",
                   "territory", "department", "region", "tariff_court", "contract_court", "long_stay_months",
                   "all_chrs_confirmed")
MANAGER_FIELDS = ("name", "legal_form", "siren", "finess", "address", "deciding_body")


class IdentityPage(QWidget):
    """What names the contract, dates it, and says by which rules it is computed."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.contract = RecordForm(workspace, Contract, CONTRACT_FIELDS)
        self.manager = RecordForm(workspace, Manager, MANAGER_FIELDS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_8)
        for title, form in (("Contrat", self.contract), ("Organisme gestionnaire", self.manager)):
            panel = Panel(title, parent=self)
            panel.body.addWidget(scrolled(form, parent=panel))
            layout.addWidget(panel, 1)

    def refresh(self) -> None:
        """Show the values again."""
        model = self._workspace.shown()
        contract, manager = model.first(Contract), model.first(Manager)
        if contract is not None:
            self.contract.show_record(contract)
        self.manager.setVisible(manager is not None)
        if manager is not None:
            self.manager.show_record(manager)

    def go_to(self, cell: Cell) -> bool:
        """Put the cursor in a field."""
        form = {Contract.kind: self.contract, Manager.kind: self.manager}.get(cell.kind)
        return form is not None and (form.go_to(cell) or True)
