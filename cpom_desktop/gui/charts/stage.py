"""A place for one chart at a time: each way of drawing has its panel, made when first needed, and they take turns."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..theme.sizes import CHART_SMALL
from .panel import ChartPanel, Export, Maker


class ChartStage(QWidget):
    """Shows the drawing that it was last given, or nothing."""

    def __init__(self, export: Export | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._export = export
        self._panels: dict[Maker, ChartPanel] = {}
        self.panel: ChartPanel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_drawing(self, make: Maker, title: str, name: str, data: Any, caption: str = "") -> None:
        """Draw these data with the chart of that maker; another one on the stage makes room."""
        panel = self._panels.get(make)
        if panel is None:
            panel = self._panels[make] = ChartPanel(title, name, make, self._export)
            panel.setMinimumHeight(CHART_SMALL)
            self._column.addWidget(panel)
        if panel is not self.panel:
            if self.panel is not None:
                self.panel.hide()
            self.panel = panel
            panel.show()
        panel.entitle(title, name)
        panel.show_data(data, caption)
