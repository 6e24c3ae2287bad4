"""A plot without frame, menu or mouse: round horizontal lines, years below, labels at the right end for a legend."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsView, QWidget

from ..theme import PartyLook, Role, Type, font, metrics, shown, theme
from ..theme.chart_sizes import AXIS_BOTTOM, AXIS_LEFT, LABEL_APART, LABEL_GAP, LABEL_PLATE, LINE_GHOST, MARGIN, MARKER
from ..theme.sizes import CHART_LEAST, HAIRLINE
from .scale import apart, padded, ticks
from .series import Format, Look, Series
from .symbols import draw_shape

_ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ALIGN_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_ANTIALIASING = QPainter.RenderHint.Antialiasing
_STRONG_FOCUS = Qt.FocusPolicy.StrongFocus
_NO_CACHE = QGraphicsView.CacheModeFlag.CacheNone


def curve_pen(look: Look | PartyLook, hollow: bool = False, scale: float = 1.0) -> QPen:
    """The line of a series: its colour, width and dashes; a wish is thinner.

    A cosmetic pen counts the dots of the device: `scale` is how many of them make a logical pixel.
    """
    width = LINE_GHOST if hollow else look.width
    pen = QPen(theme().colour(look.chart), width * scale)
    pen.setCosmetic(True)
    if look.dashes:
        pen.setDashPattern([length / width for length in look.dashes])
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
        self._years: Sequence[int] = ()
        self._lines: list[float] = []
        self._series: list[Series] = []
        self._format: Format = str
        self._axis_format: Format = str
        self._line_scale = 1.0
        theme().changed.connect(self._recolour)

    def sizeHint(self) -> QSize:
        return QSize(CHART_LEAST * 4, CHART_LEAST * 2)

    def draw_series(self, years: Sequence[int], series: Sequence[Series], *, shown_as: Format, axis: Format,
                    values: Sequence[float] = (), right: float | None = None) -> None:
        """Put these curves in place of the ones drawn; `values` are other heights that the range must hold."""
        self._years, self._series, self._format, self._axis_format = years, list(series), shown_as, axis
        heights = [y for one in series for _, y in one.points] + list(values)
        low, high = padded(heights) if heights else (0.0, 1.0)
        self._lines = ticks(low, high) if heights else []
        self._margins(right)
        if years:
            self._view.setRange(xRange=(years[0] - 0.2, years[-1] + 0.2), yRange=(low, high), padding=0)
        for index, one in enumerate(series):
            self._curve(str(index)).setData([x for x, _ in one.points], [y for _, y in one.points])
            self._curve(str(index)).setPen(curve_pen(one.look, one.hollow, self._line_scale))
        for index in range(len(series), len(self._curves)):
            self._curve(str(index)).setData([], [])
        # Else the first painting finds that the range has moved, and asks for a second one.
        self.sceneObj.prepareForPaint()
        self.viewport().update()

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

    def _margins(self, right: float | None) -> None:
        measure = QFontMetricsF(font(Type.CAPTION_STRONG))
        texts = [self._end_text(one) for one in self._series if one.points]
        wanted = max((measure.horizontalAdvance(text) for text in texts), default=0.0) + LABEL_GAP + MARGIN
        axis = max((metrics(Type.UNIT).horizontalAdvance(shown(self._axis_format(v))) for v in self._lines), default=0)
        self.plotItem.layout.setContentsMargins(max(AXIS_LEFT, axis + MARGIN), MARGIN, right or wanted, AXIS_BOTTOM)
        self.plotItem.layout.activate()

    def _end_text(self, one: Series) -> str:
        return shown(f"{one.label}  {one.shown or self._format(one.points[-1][1])}")

    def _recolour(self) -> None:
        for index, one in enumerate(self._series):
            self._curve(str(index)).setPen(curve_pen(one.look, one.hollow, self._line_scale))
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
        area = self.area()
        painter.setPen(QPen(theme().colour(Role.LINE), HAIRLINE))
        for value in self._lines:
            y = round(self.position(self._years[0], value).y()) + 0.5
            painter.drawLine(QPointF(area.left(), y), QPointF(self.width() - MARGIN, y))
        self._draw_axis_words(painter, area)

    def _draw_axis_words(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(font(Type.UNIT))
        painter.setPen(theme().colour(Role.MUTED))
        height = float(metrics(Type.UNIT).height())
        for value in self._lines:
            y = self.position(self._years[0], value).y()
            box = QRectF(0, y - height / 2, area.left() - LABEL_GAP / 2, height)
            painter.drawText(box, _ALIGN_RIGHT, shown(self._axis_format(value)))
        for year in self._spaced_years(area):
            x = self.position(year, self._lines[0] if self._lines else 0).x()
            painter.drawText(QRectF(x - AXIS_LEFT, area.bottom() + LABEL_PLATE * 2, AXIS_LEFT * 2, height),
                             _ALIGN_CENTRE, str(year))

    def _spaced_years(self, area: QRectF) -> Sequence[int]:
        """The years whose words do not touch: each, every second … counted back from the last, which always shows."""
        room = area.width() / max(len(self._years), 1)
        every = max(1, math.ceil((metrics(Type.UNIT).horizontalAdvance("2000") + LABEL_PLATE * 2) / max(room, 1)))
        return self._years[::-1][::every]

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(_ANTIALIASING)
        for one in self._series:
            colour = theme().colour(one.look.chart)
            for x, y in one.points:
                draw_shape(painter, one.look.shape, colour, self.position(x, y), MARKER, one.hollow)
        self._draw_end_labels(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour(Role.ACCENT), HAIRLINE * 2))
            painter.setBrush(QBrush())
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _draw_end_labels(self, painter: QPainter) -> None:
        ends = [(one, self.position(*one.points[-1])) for one in self._series if one.points]
        area = self.area()
        # Pushed in pixels at each painting: pushed in data units they would collide when the chart shrinks.
        heights = apart([end.y() for _, end in ends], LABEL_APART, area.top(), area.bottom())
        for (one, end), y in zip(ends, heights, strict=True):
            left = QPointF(end.x() + LABEL_GAP + MARKER / 2, y)
            self.draw_label(painter, left, self._end_text(one), theme().colour(one.look.text))

    def draw_label(self, painter: QPainter, left: QPointF, text: str, colour: QColor,
                   use: Type = Type.CAPTION_STRONG) -> None:
        """Write a label, its vertical middle at a point, on a plate that hides the lines behind it."""
        painter.setFont(font(use))
        measure = QFontMetricsF(font(use))
        box = QRectF(left.x(), left.y() - measure.height() / 2, measure.horizontalAdvance(text), measure.height())
        plate = box.adjusted(-LABEL_PLATE, LABEL_PLATE, LABEL_PLATE, -LABEL_PLATE)
        painter.fillRect(plate, theme().colour(Role.SURFACE))
        painter.setPen(colour)
        painter.drawText(QPointF(box.left(), box.top() + measure.ascent()), text)
