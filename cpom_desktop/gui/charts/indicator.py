"""One indicator: what was measured in ink, the baseline dotted, the targets in their band, each side’s wish hollow."""

from __future__ import annotations

from dataclasses import replace

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ..theme import Role, Type, font, shown, theme
from ..theme.chart_sizes import BAND_SHARE, LABEL_GAP, LABEL_PLATE, MARKER, OUTSIDE, WORDS_FROM
from ..theme.sizes import HAIRLINE
from .axes import draw_label
from .indicator_curve import IndicatorCurve
from .plot import Plot
from .series import INK, rows_of
from .symbols import draw_octagon

_DOTS = Qt.PenStyle.DotLine
_ANTIALIASING = QPainter.RenderHint.Antialiasing


class IndicatorChart(Plot):
    """The large chart of the selected indicator; it follows the targets while they are typed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.data: IndicatorCurve | None = None
        self._low, self._high = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._band = pg.FillBetweenItem(self._low, self._high)
        self._band.setZValue(-10)
        self.plotItem.addItem(self._band)
        theme().changed.connect(self._tint)
        self._tint()

    def show_data(self, data: IndicatorCurve) -> None:
        """Draw this indicator."""
        self.data = data
        margin = data.tolerance or 0.0
        heights = [y + side for _, y in data.targets for side in (-margin, margin)]
        if data.baseline is not None:
            heights.append(data.baseline)
        # The measured curve names itself at its points, not at the right end.
        series = [replace(one, label="", shown=" ") if one.look is INK else one for one in data.series]
        self.draw_series(data.years, series, shown_as=data.shown_as, axis=data.axis or data.shown_as, values=heights)
        self._band.setVisible(bool(margin and data.targets))
        if margin and data.targets:
            years = [x for x, _ in data.targets]
            self._low.setData(years, [y - margin for _, y in data.targets])
            self._high.setData(years, [y + margin for _, y in data.targets])

    def rows(self) -> list[list[str]]:
        """The figures drawn, a line for each year."""
        return rows_of(self.data)

    def _tint(self) -> None:
        self._band.setBrush(theme().faded(Role.ACCORD_CHART, BAND_SHARE))

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        if self.data is not None and self.data.years:
            painter.setRenderHint(_ANTIALIASING)
            self._draw_start(painter, self.data)
            self._draw_baseline(painter, self.data)
            super().drawForeground(painter, rect)
            self._draw_measures(painter, self.data)
            self._draw_words(painter, self.data)

    def _draw_start(self, painter: QPainter, data: IndicatorCurve) -> None:
        if not data.years[0] < data.contract_year <= data.years[-1]:
            return
        x = round(self.position(data.contract_year - 1, 0).x()) + 0.5
        area = self.area()
        painter.setPen(QPen(theme().colour(Role.MUTED), HAIRLINE))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        half = QFontMetricsF(font(Type.UNIT)).height() / 2
        left = QPointF(x + LABEL_GAP / 2, area.top() + half)
        draw_label(painter, left, "contrat", theme().colour(Role.MUTED), Type.UNIT)

    def _draw_baseline(self, painter: QPainter, data: IndicatorCurve) -> None:
        if data.baseline is None:
            return
        y = self.position(data.years[0], data.baseline).y()
        area = self.area()
        painter.setPen(QPen(theme().colour(Role.TEXT), HAIRLINE, _DOTS))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        words = shown(f"initial {data.shown_as(data.baseline)}")
        draw_label(painter, QPointF(area.right() + LABEL_GAP, y), words, theme().colour(Role.MUTED), Type.UNIT)

    def _draw_measures(self, painter: QPainter, data: IndicatorCurve) -> None:
        measure = QFontMetricsF(font(Type.UNIT))
        for x, y in data.actuals:
            text = shown(data.shown_as(y))
            at = self.position(x, y)
            left = QPointF(at.x() - measure.horizontalAdvance(text) / 2, at.y() - MARKER - measure.height() / 2)
            draw_label(painter, left, text, theme().colour(Role.TEXT), Type.UNIT)
        for x, y in data.outside:
            draw_octagon(painter, theme().colour(Role.ERROR), self.position(x, y), OUTSIDE)

    def _draw_words(self, painter: QPainter, data: IndicatorCurve) -> None:
        area = self.area()
        if area.height() < WORDS_FROM:
            return
        y = area.bottom() - QFontMetricsF(font(Type.CAPTION)).height() / 2 - LABEL_PLATE
        for points, words in ((data.actuals, "réalisé"), (data.targets, data.tolerance_words)):
            if points and words:
                x = self.position(points[0][0], 0).x()
                draw_label(painter, QPointF(x, y), shown(words), theme().colour(Role.MUTED), Type.CAPTION)
