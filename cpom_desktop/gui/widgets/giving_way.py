"""The lowest chart of a plan gives way first: on a low window it becomes a button that shows it again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ..theme.sizes import CHART_SMALL, CHART_STAYS_ABOVE
from .buttons import button

SHOW, HIDE = "Afficher le graphique", "Masquer le graphique"


class GivingWay(QWidget):
    """Holds a chart. `offer` says whether there is something to draw; the height of `page` decides the rest."""

    def __init__(self, chart: QWidget, page: QWidget) -> None:
        super().__init__()
        self._chart, self._page = chart, page
        self._offered, self._asked = False, False
        chart.setMinimumHeight(CHART_SMALL)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.button = button(SHOW, self._turn, "chart-line", "flat")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(chart, 1)
        column.addWidget(self.button)
        page.installEventFilter(self)
        self._place()

    def offer(self, something: bool) -> None:
        """Say whether there is something to draw."""
        self._offered = something
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _turn(self) -> None:
        self._asked = not self._asked
        self._place()

    def _place(self) -> None:
        room = self._page.height() >= CHART_STAYS_ABOVE
        self.setVisible(self._offered)
        self._chart.setVisible(self._offered and (room or self._asked))
        self.button.setVisible(self._offered and not room)
        self.button.setText(HIDE if self._asked else SHOW)
