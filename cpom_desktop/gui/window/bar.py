"""The document bar: which contract this is, where to go, undo, redo, export, menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from ...core.contract import CONTRACT_TYPES, STAGES, Contract
from ..theme import Role, Type
from ..theme.sizes import ICON_BUTTON, NAME_LEAST
from ..widgets.buttons import button, icon_button
from ..widgets.problem import Picture
from ..widgets.text import ElidedLabel, plain_tip

GO_TO = "Aller à…    Ctrl+K"


class DocumentBar:
    """Fills the bar of the form; the acts come from the window."""

    def __init__(self, name_row: QHBoxLayout, action_row: QHBoxLayout, acts: dict[str, Callable[[], object]]) -> None:
        self._name = ElidedLabel("", Type.TOTAL)
        self._details = ElidedLabel("", Type.BODY, Role.MUTED)
        name_row.addWidget(Picture("file-text", Role.TEXT, ICON_BUTTON + 2))
        name_row.addWidget(self._name)
        name_row.addWidget(self._details)
        self.go_to = button(GO_TO, acts["palette"], "search", tip="Aller à un onglet, un ESMS, un objectif… (Ctrl+K)")
        self.go_to.setAccessibleName("Aller à")
        self.undo = icon_button("undo-2", "Annuler", acts["undo"])
        self.redo = icon_button("redo-2", "Rétablir", acts["redo"])
        self.export = button("Exporter", None, "file-down", "flat", "Exporter (Ctrl+E)")
        self.menu = icon_button("list", "Menu", acts["menu"], "Menu (F10)")
        for widget in (self.go_to, self.undo, self.redo, self.export, self.menu):
            action_row.addWidget(widget)

    def show_contract(self, contract: Contract) -> None:
        """Name, type and stage."""
        kind, stage = dict(CONTRACT_TYPES)[contract.type], dict(STAGES)[contract.stage]
        self._name.set_text(contract.name or "Contrat sans intitulé")
        # The details give way first; a very long name is cut too.
        self._name.setMinimumWidth(min(self._name.sizeHint().width(), NAME_LEAST))
        self._details.set_text(f"· {kind} · {stage[:1].lower()}{stage[1:]}")

    def show_undo(self, undo: str | None, redo: str | None) -> None:
        """Undo and redo say what they would do."""
        _offer(self.undo, "Annuler", undo, "Ctrl+Z")
        _offer(self.redo, "Rétablir", redo, "Ctrl+Y")


def _offer(one: QPushButton, verb: str, label: str | None, keys: str) -> None:
    one.setEnabled(label is not None)
    one.setToolTip(plain_tip(f"{verb}\u00a0: {label} ({keys})" if label else f"Rien à {verb.lower()}"))
    one.setAccessibleName(f"{verb}\u00a0: {label}" if label else f"Rien à {verb.lower()}")
