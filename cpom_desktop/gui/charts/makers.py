"""The chart that pyqtgraph draws, imported when it is first shown: with numpy, it takes a third of a start."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def indicator_chart(name: str, parent: QWidget | None = None) -> QWidget:
    """One indicator, in the large."""
    from .indicator import IndicatorChart

    return IndicatorChart(name, parent)
