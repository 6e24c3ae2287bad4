"""A plot drawn by pyqtgraph, without frame, menu or mouse; its axes, markers and labels are those of every curve."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsView, QWidget

from ..theme import Role, theme
from ..theme.chart_sizes import MARGIN
from ..theme.sizes import CHART_LEAST, HAIRLINE
from .axes import Axes, curve_pen
from .series import Format, Series

_ANTIALIASING = QPainter.RenderHint.Antialiasing
_STRONG_FOCUS = Qt.FocusPolicy.StrongFocus
_NO_CACHE = QGraphicsView.CacheModeFlag.CacheNone


def _cosmetic(pen: QPen, scale: float) -> QPen:
    """A pen as pyqtgraph wants it: it counts the dots of the device, of which `scale` make a logical pixel."""
    pen.setWidthF(pen.widthF() * scale)
    pen.setCosmetic(True)
    return pen


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """Base of the charts drawn by pyqtgraph: keeps its curves and gives them new arrays, paints its own axes."""

    remark = ""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.setAccessibleName(name)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(False, False)
        self.setFocusPolicy(_STRONG_FOCUS)
        self.setAntialiasing(True)
        # pyqtgraph keeps the background as a picture: the words of the axes would stay those of the first data.
        self.setCacheMode(_NO_CACHE)
        self.setMinimumHeight(CHART_LEAST)
        self.plotItem.hideAxis("left")
        self.plotItem.hideAxis("bottom")
        self._view = self.plotItem.vb
        self._view.setDefaultPadding(0)
        self._curves: dict[str, pg.PlotCurveItem] = {}
        self._axes = Axes()
        self._line_scale = 1.0
        theme().changed.connect(self._recolour)

    def sizeHint(self) -> QSize:
        return QSize(CHART_LEAST * 4, CHART_LEAST * 2)

    def draw_series(self, years: Sequence[int], series: Sequence[Series], *, shown_as: Format, axis: Format,
                    values: Sequence[float] = ()) -> None:
        """Put these curves in place of the ones drawn; `values` are other heights that the range must hold."""
        axes = self._axes = Axes(years, series, shown_as=shown_as, axis=axis, values=values)
        room = axes.margins()
        self.plotItem.layout.setContentsMargins(room.left(), room.top(), room.right(), room.bottom())
        self.plotItem.layout.activate()
        if years:
            self._view.setRange(xRange=axes.span, yRange=(axes.low, axes.high), padding=0)
        for index, one in enumerate(series):
            self._curve(str(index)).setData([x for x, _ in one.points], [y for _, y in one.points])
        for index in range(len(series), len(self._curves)):
            self._curve(str(index)).setData([], [])
        self._recolour()
        # Else the first painting finds that the range has moved, and asks for a second one.
        self.sceneObj.prepareForPaint()

    def scale_lines(self, factor: float) -> None:
        """Draw for a device with that many dots in a logical pixel."""
        self._line_scale = factor
        self._recolour()

    def position(self, x: float, y: float) -> QPointF:
        """Where a point of the data stands in the widget."""
        return QPointF(self._view.mapViewToScene(QPointF(x, y)))

    def area(self) -> QRectF:
        """The rectangle of the curves."""
        return QRectF(self._view.sceneBoundingRect())

    def _curve(self, key: str) -> pg.PlotCurveItem:
        if key not in self._curves:
            self._curves[key] = pg.PlotCurveItem(antialias=True)
            self.plotItem.addItem(self._curves[key])
        return self._curves[key]

    def _recolour(self) -> None:
        for index, one in enumerate(self._axes.series):
            self._curve(str(index)).setPen(_cosmetic(curve_pen(one.look, one.hollow), self._line_scale))
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # -- painting, in pixels: pyqtgraph keeps its scene equal to the viewport --

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, theme().colour(Role.SURFACE))
        self._axes.draw_behind(painter, self.area(), self.position, self.width() - MARGIN)

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(_ANTIALIASING)
        self._axes.draw_over(painter, self.area(), self.position)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour(Role.ACCENT), HAIRLINE * 2))
            painter.setBrush(QBrush())
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
