"""Figures by year for each party: demande, offre, accord, with a grey band between demande and offre."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from ..theme import Role, theme
from ..theme.chart_sizes import GAP_SHARE, MARGIN
from ..theme.sizes import CHART_LEAST
from .axes import Axes, Place, curve_pen
from .painted import Painted
from .series import Point, Trajectory, rows_of

_ANTIALIASING = QPainter.RenderHint.Antialiasing
_NO_PEN, _NO_BRUSH = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush


class TrajectoryChart(Painted):
    """Live curves by year; the vertical axis does not start at zero, so nothing is filled down to it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.data: Trajectory | None = None
        self._axes = Axes()
        self.setMinimumHeight(CHART_LEAST)

    def sizeHint(self) -> QSize:
        return QSize(CHART_LEAST * 4, CHART_LEAST * 2)

    def show_data(self, data: Trajectory) -> None:
        """Draw these figures."""
        self.data = data
        self._axes = Axes(data.years, data.series, shown_as=data.shown_as, axis=data.axis)
        self.update()

    def rows(self) -> list[list[str]]:
        """The figures drawn, a line for each year."""
        return rows_of(self.data)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        data, axes = self.data, self._axes
        if data is None or not data.years:
            return
        plot = area.marginsRemoved(axes.margins())
        at = _place(axes, plot)
        axes.draw_behind(painter, plot, at, area.right() - MARGIN)
        _draw_band(painter, at, data)
        for one in data.series:
            painter.setPen(curve_pen(one.look, one.hollow))
            painter.drawPolyline(_line(at, one.points))
        axes.draw_over(painter, plot, at)


def _place(axes: Axes, plot: QRectF) -> Place:
    """The scale of a chart whose curves fill a rectangle."""
    (first, last), low = axes.span, axes.low
    wide, high = plot.width() / (last - first), plot.height() / (axes.high - low)
    left, bottom = plot.left(), plot.bottom()
    return lambda x, y: QPointF(left + (x - first) * wide, bottom - (y - low) * high)


def _line(at: Place, points: tuple[Point, ...]) -> QPolygonF:
    return QPolygonF([at(x, y) for x, y in points])


def _draw_band(painter: QPainter, at: Place, data: Trajectory) -> None:
    """The gap between two series, where both know every year of the other."""
    one, other = (data.series[index].points for index in data.band) if data.band else ((), ())
    if not one or [x for x, _ in one] != [x for x, _ in other]:
        return
    painter.setPen(_NO_PEN)
    painter.setBrush(theme().faded(Role.MUTED, GAP_SHARE))
    # The lines of the two series lie over its edges: smoothing them, unseen, takes as long as the rest of the chart.
    painter.setRenderHint(_ANTIALIASING, False)
    painter.drawPolygon(_line(at, (*one, *reversed(other))))
    painter.setRenderHint(_ANTIALIASING)
    painter.setBrush(_NO_BRUSH)
