"""A chart in its panel: title, unit, the chart, and its table twin one key away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..theme import Role, Type
from ..theme.sizes import CHART_LEAST, FIT_HEIGHT, FIT_WIDTH, GAP_4, GAP_12, TARGET
from ..widgets.buttons import icon_button
from ..widgets.text import ElidedLabel, Label

_COPY = QKeySequence.StandardKey.Copy
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABLE, _OUT = Qt.Key.Key_T, Qt.Key.Key_E
_KEY = QEvent.Type.KeyPress
_READ_ONLY = QTableWidget.EditTrigger.NoEditTriggers
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


EXPORT_TIP = "Exporter le graphique (E)\u00a0: image, dessin, presse-papiers"

Maker = Callable[[str, QWidget | None], QWidget]
"""Makes a chart of that accessible name."""


class Chart(Protocol):
    """What a panel asks of a chart: its data, and the figures drawn as a table, header first."""

    data: Any

    @property
    def remark(self) -> str:
        """What the caption says where the caller says nothing: the unit, an axis that is cut."""
        ...

    def show_data(self, data: Any) -> None: ...

    def scale_lines(self, factor: float) -> None: ...

    def rows(self) -> list[list[str]]: ...


class Export(Protocol):
    """What a panel exports its chart with."""

    def copy(self, panel: ChartPanel) -> None: ...

    def menu(self, panel: ChartPanel, parent: QWidget) -> QMenu: ...


class ChartPanel(QFrame):
    """The frame of a chart. Ctrl+C copies the picture, T shows the figures as a table, Entrée enlarges.

    The chart is made with the first data that it is given.
    """

    def __init__(
        self, title: str, name: str, make: Maker, export: Export | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._title, self.name, self.make, self._export = title, name, make, export
        self._widget: QWidget | None = None
        # On a narrow panel the title gives way before the unit and the button.
        self.title, self.caption = ElidedLabel(title, Type.CAPTION_STRONG), Label("", Type.CAPTION, Role.MUTED)
        self.caption.setToolTip("T\u00a0: tableau des chiffres · Entrée\u00a0: agrandir · Ctrl+C\u00a0: copier l’image")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.caption)
        self.out = icon_button("download", "Exporter le graphique", self.ask_export, EXPORT_TIP)
        self.out.setFixedSize(TARGET, TARGET)
        head.addWidget(self.out)
        if export is None:
            self.out.hide()  # never shown here: without a parent yet, it would be a window for an instant
        self._twin = QTableWidget(self)  # with a parent: a stack would show it for an instant as a window
        self._twin.setEditTriggers(_READ_ONLY)
        self._twin.setAccessibleName(f"{name}, en tableau")
        self._stack = QStackedLayout()
        self._stack.addWidget(self._twin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_12, GAP_4, GAP_12, GAP_4)
        layout.setSpacing(0)
        self._note = ElidedLabel(use=Type.CAPTION, role=Role.MUTED)
        self._note.hide()
        layout.addLayout(head)
        layout.addWidget(self._note)
        layout.addLayout(self._stack)
        self.setMinimumHeight(CHART_LEAST)
        self._twin.installEventFilter(self)

    @property
    def widget(self) -> QWidget:
        """The chart, made if it was not yet."""
        if self._widget is None:
            self._widget = self.make(self.name, self)
            self._widget.installEventFilter(self)
            self._stack.insertWidget(0, self._widget)
            self._stack.setCurrentWidget(self._widget)
        return self._widget

    @property
    def chart(self) -> Chart:
        """The same, as what it draws."""
        return cast(Chart, self.widget)

    def entitle(self, title: str, name: str) -> None:
        """Another title and another accessible name, for a chart that draws one thing after another."""
        if title != self._title:
            self._title = title
            self.title.set_text(title)
        if name != self.name:
            self.name = name
            self.widget.setAccessibleName(name)
            self._twin.setAccessibleName(f"{name}, en tableau")

    def show_data(self, data: Any, caption: str = "") -> None:
        """Draw these data, in the chart or in its twin if that is what is shown."""
        if data != self.chart.data:
            self.chart.show_data(data)
        self.caption.setText(caption or self.chart.remark)
        if self._stack.currentWidget() is self._twin:
            fill(self._twin, self.chart.rows())

    def show_note(self, text: str) -> None:
        """A line under the title; empty: none."""
        self._note.set_text(text)
        self._note.setVisible(bool(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != _KEY or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() == _TABLE:
            self._turn()
        elif self._export is not None and event.key() == _OUT and not event.modifiers():
            self.ask_export()
        elif self._export is not None and watched is self.widget and event.matches(_COPY):
            self._export.copy(self)
        elif watched is self.widget and event.key() in _ENTER and self.chart.data:
            self._enlarge()
        else:
            return super().eventFilter(watched, event)
        return True

    def ask_export(self) -> None:
        """Offer the ways out of the chart, under the button."""
        if self._export is not None:
            menu = self._export.menu(self, self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.out.mapToGlobal(self.out.rect().bottomLeft()))

    def _turn(self) -> None:
        fill(self._twin, self.chart.rows())
        other = self.widget if self._stack.currentWidget() is self._twin else self._twin
        self._stack.setCurrentWidget(other)
        other.setFocus()

    def _enlarge(self) -> None:
        large = QDialog(self.window())
        large.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        large.setWindowTitle(self.title.text())
        copy = self.make(self.name, large)
        QVBoxLayout(large).addWidget(copy)
        large.resize(FIT_WIDTH - CHART_LEAST, FIT_HEIGHT - CHART_LEAST)
        cast(Chart, copy).show_data(self.chart.data)
        large.open()


def fill(table: QTableWidget, rows: list[list[str]]) -> None:
    """Put figures in a table, header first; text left, figures right."""
    head, *body = rows or [[]]
    table.clear()
    table.setColumnCount(len(head))
    table.setRowCount(len(body))
    table.setHorizontalHeaderLabels(head)
    table.verticalHeader().hide()
    for row, cells in enumerate(body):
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(_RIGHT)
            table.setItem(row, column, item)
    table.resizeColumnsToContents()
