"""What a trial or a scenario would write, cell by cell, read again before it is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ...core.bargaining.points import in_order
from ...core.model import Model
from ...core.naming import cell_name
from ...core.records import Cell, Value
from ...session.trial import Difference
from ..tabs.positions import shown_value
from ..theme import Role, Type
from ..theme.sizes import DIALOG_WIDE, GAP_8, GAP_16
from ..widgets.buttons import button
from ..widgets.panel import Panel
from ..widgets.text import Label
from .frame import DialogFrame

MOST = 200
"""Lines shown; a pasted table of thousands of values is read in its table, not here."""
NOTHING = "vide"
_FIGURE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ChangesDialog(DialogFrame):
    """Accepted by its verb; Escape changes nothing."""

    def __init__(
        self, title: str, sentence: str, model: Model, changes: Sequence[Difference], verbs: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent, DIALOG_WIDE)
        self.body.addWidget(Label(sentence, wrap=True))
        panel = Panel()
        panel.body.addLayout(_lines(model, changes))
        self.body.addWidget(panel)
        self.body.addStretch(1)
        self.end_with(button(verbs[0], self.reject), button(verbs[1], self.accept, kind="primary"))


def _lines(model: Model, changes: Sequence[Difference]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GAP_16)
    grid.setVerticalSpacing(GAP_8)
    grid.setColumnStretch(0, 1)
    for at, one in enumerate(_in_order(model, changes)[:MOST]):
        before, after = _shown(one.cell, one.before), _shown(one.cell, one.after)
        name = Label(cell_name(model, one.cell), wrap=True)
        name.setAccessibleName(f"{cell_name(model, one.cell)}, {before} devient {after}")
        grid.addWidget(name, at, 0)
        grid.addWidget(Label(before, Type.BODY, Role.MUTED), at, 1, _FIGURE)
        grid.addWidget(Label("→", Type.BODY, Role.MUTED), at, 2)
        grid.addWidget(Label(after, Type.TOTAL), at, 3, _FIGURE)
    if len(changes) > MOST:
        grid.addWidget(Label(f"et {len(changes) - MOST} autres valeurs", Type.CAPTION, Role.MUTED), MOST, 0)
    return grid


def _in_order(model: Model, changes: Sequence[Difference]) -> list[Difference]:
    """As people read them, by section and by year; one cell may change for two parties."""
    places = {cell: at for at, cell in enumerate(in_order(model, dict.fromkeys(one.cell for one in changes)))}
    return sorted(changes, key=lambda one: places[one.cell])


def _shown(cell: Cell, value: Value) -> str:
    """A value with its unit; « vide » where there is none."""
    if value is None or value == "":
        return NOTHING
    return shown_value(cell, value)
