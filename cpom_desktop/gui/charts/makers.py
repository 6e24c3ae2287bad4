"""The charts that pyqtgraph draws, imported with the first of them: with numpy, it takes a third of a start."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def trajectory_chart(name: str, parent: QWidget | None = None) -> QWidget:
    """Figures by year for each party."""
    from .trajectory import TrajectoryChart

    return TrajectoryChart(name, parent)


def indicator_chart(name: str, parent: QWidget | None = None) -> QWidget:
    """One indicator, in the large."""
    from .indicator import IndicatorChart

    return IndicatorChart(name, parent)
