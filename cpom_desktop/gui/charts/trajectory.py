"""Figures by year for each party: demande, offre, accord, with a grey band between demande and offre."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from ..theme import Role, theme
from ..theme.chart_sizes import GAP_SHARE
from .plot import Plot
from .series import Trajectory, rows_of


class TrajectoryChart(Plot):
    """Live curves by year; the vertical axis does not start at zero, so nothing is filled down to it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.data: Trajectory | None = None
        self._low, self._high = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._band = pg.FillBetweenItem(self._low, self._high)
        self._band.setZValue(-10)
        self.plotItem.addItem(self._band)
        theme().changed.connect(self._tint)
        self._tint()

    def show_data(self, data: Trajectory) -> None:
        """Draw these figures; the curves are kept and given new arrays."""
        self.data = data
        self.draw_series(data.years, data.series, shown_as=data.shown_as, axis=data.axis)
        pair = [data.series[index].points for index in data.band] if data.band else [(), ()]
        years = [x for x, _ in pair[0]]
        complete = bool(years) and years == [x for x, _ in pair[1]]
        self._band.setVisible(complete)
        if complete:
            for item, points in zip((self._low, self._high), pair, strict=True):
                item.setData([x for x, _ in points], [y for _, y in points])

    def rows(self) -> list[list[str]]:
        """The figures drawn, a line for each year."""
        return rows_of(self.data)

    def _tint(self) -> None:
        self._band.setBrush(theme().faded(Role.MUTED, GAP_SHARE))
