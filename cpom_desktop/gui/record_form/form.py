"""The form: label at the left, field, unit after it; one line for each field asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ...core.records import Cell, Form, Record, fields_of
from ..theme import Role, Type
from ..theme.form_sizes import FIELD_AMOUNT, FIELD_CHOICE, FIELD_DAY, FIELD_FIGURE
from ..theme.sizes import CONTROL, FIELD_LABEL, GAP_8, GAP_12
from ..widgets.panel import row
from ..widgets.text import Label
from ..workspace import Workspace
from .fields import ChoiceField, Choices, TypedField, field_widget

_WIDTHS = {Form.CENTS: FIELD_AMOUNT, Form.RATE: FIELD_FIGURE, Form.INTEGER: FIELD_FIGURE, Form.DECIMAL: FIELD_FIGURE,
           Form.DAY: FIELD_DAY}
"""The width follows what a field is expected to hold."""


class RecordForm(QWidget):
    """The fields of one record at a time. `tall` texts take the room that is left; `choices` are lists of this form."""

    def __init__(self, workspace: Workspace, kind: type[Record], names: Sequence[str],
                 parent: QWidget | None = None, tall: frozenset[str] = frozenset(),
                 choices: Mapping[str, Choices] | None = None) -> None:
        super().__init__(parent)
        self._kind, self._tall, self._choices = kind, tall, choices or {}
        self.fields: dict[str, TypedField | ChoiceField] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, GAP_8, 0)
        layout.setHorizontalSpacing(GAP_12)
        layout.setVerticalSpacing(GAP_8)
        layout.setColumnMinimumWidth(0, FIELD_LABEL)
        layout.setColumnStretch(1, 1)
        for at, name in enumerate(names):
            self._add(layout, at, workspace, name)
        if not tall:
            layout.setRowStretch(len(names), 1)

    def _add(self, layout: QGridLayout, at: int, workspace: Workspace, name: str) -> None:
        info = fields_of(self._kind.kind)[name]
        field = self.fields[name] = field_widget(workspace, self._kind.kind, name, self._choices.get(name))
        label = Label(info.label, Type.BODY, Role.MUTED, wrap=True)
        label.setFixedWidth(FIELD_LABEL)
        label.setMinimumHeight(CONTROL)
        layout.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(field, ChoiceField):
            # A list may be narrower than its longest word: the form must fit in half a window.
            field.setMaximumWidth(FIELD_CHOICE)
            layout.addWidget(field, at, 1)
        elif info.form in _WIDTHS:
            field.setFixedWidth(_WIDTHS[info.form])
            layout.addLayout(row(field, Label(info.about.unit, Type.BODY, Role.MUTED), None), at, 1)
        else:
            layout.addWidget(field, at, 1)
        if name in self._tall and isinstance(field, TypedField):
            field.grow()
            layout.setRowStretch(at, 1)

    def show_record(self, record: Record) -> None:
        """Show a record; what is being typed in a field is committed first when the record changes."""
        for name, field in self.fields.items():
            field.show_cell(record.at(name), getattr(record, name))

    def commit(self) -> bool:
        """Write what waits in the fields; False where one is refused."""
        done = [field.commit() for field in self.fields.values()]
        return all(done)

    def go_to(self, cell: Cell) -> bool:
        """Put the cursor in the field of a cell."""
        field = self.fields.get(cell.field)
        if field is None:
            return False
        (field.editor if isinstance(field, TypedField) else field).setFocus()
        return True
