"""What stands around curves by year: round lines with their words, years below, labels at the right for a legend."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ..theme import PartyLook, Role, Type, font, metrics, shown, theme
from ..theme.chart_sizes import AXIS_BOTTOM, AXIS_LEFT, LABEL_APART, LABEL_GAP, LABEL_PLATE, LINE_GHOST, MARGIN, MARKER
from ..theme.sizes import HAIRLINE
from .scale import apart, padded, ticks
from .series import Format, Look, Series
from .symbols import draw_shape

Place = Callable[[float, float], QPointF]
"""Where a point of the data stands in the chart, in pixels."""
_ALIGN_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ALIGN_CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
_ASIDE = 0.2
"""The air at the left and at the right of the curves, in years."""


def curve_pen(look: Look | PartyLook, hollow: bool = False) -> QPen:
    """The line of a series: its colour, width and dashes; a wish is thinner."""
    width = LINE_GHOST if hollow else look.width
    pen = QPen(theme().colour(look.chart), width)
    if look.dashes:
        pen.setDashPattern([length / width for length in look.dashes])
    return pen


class Axes:
    """The range that holds some series, and what is painted around them; the chart paints the curves themselves.

    `values` are other heights that the range must hold.
    """

    def __init__(self, years: Sequence[int] = (), series: Sequence[Series] = (), *, shown_as: Format = str,
                 axis: Format = str, values: Sequence[float] = ()) -> None:
        heights = [y for one in series for _, y in one.points] + list(values)
        self.years, self.series = years, series
        self.low, self.high = padded(heights) if heights else (0.0, 1.0)
        self._lines = [(value, shown(axis(value))) for value in ticks(self.low, self.high)] if heights else []
        self._ends = [(one, shown(f"{one.label}  {one.shown or shown_as(one.points[-1][1])}"))
                      for one in series if one.points]

    @property
    def span(self) -> tuple[float, float]:
        """From the left to the right of the curves, in years."""
        return self.years[0] - _ASIDE, self.years[-1] + _ASIDE

    def margins(self) -> QMarginsF:
        """The room of the words around the curves."""
        measure = QFontMetricsF(font(Type.CAPTION_STRONG))
        right = max((measure.horizontalAdvance(text) for _, text in self._ends), default=0.0) + LABEL_GAP + MARGIN
        left = max((metrics(Type.UNIT).horizontalAdvance(words) for _, words in self._lines), default=0) + MARGIN
        return QMarginsF(max(AXIS_LEFT, left), MARGIN, right, AXIS_BOTTOM)

    def draw_behind(self, painter: QPainter, area: QRectF, at: Place, right: float) -> None:
        """The round lines, up to a place at the right, their words, and the years."""
        if not self.years:
            return
        height = float(metrics(Type.UNIT).height())
        level = [(at(self.years[0], value).y(), words) for value, words in self._lines]
        painter.setPen(QPen(theme().colour(Role.LINE), HAIRLINE))
        for y, _ in level:
            painter.drawLine(QPointF(area.left(), round(y) + 0.5), QPointF(right, round(y) + 0.5))
        painter.setFont(font(Type.UNIT))
        painter.setPen(theme().colour(Role.MUTED))
        for y, words in level:
            box = QRectF(0, y - height / 2, area.left() - LABEL_GAP / 2, height)
            painter.drawText(box, _ALIGN_RIGHT, words)
        for year in self._spaced_years(area):
            box = QRectF(at(year, self.low).x() - AXIS_LEFT, area.bottom() + LABEL_PLATE * 2, AXIS_LEFT * 2, height)
            painter.drawText(box, _ALIGN_CENTRE, str(year))

    def _spaced_years(self, area: QRectF) -> Sequence[int]:
        """The years whose words do not touch: each, every second … counted back from the last, which always shows."""
        room = area.width() / len(self.years)
        every = max(1, math.ceil((metrics(Type.UNIT).horizontalAdvance("2000") + LABEL_PLATE * 2) / max(room, 1)))
        return self.years[::-1][::every]

    def draw_over(self, painter: QPainter, area: QRectF, at: Place) -> None:
        """The markers, and the labels at the right end."""
        for one in self.series:
            colour = theme().colour(one.look.chart)
            for x, y in one.points:
                draw_shape(painter, one.look.shape, colour, at(x, y), MARKER, one.hollow)
        ends = [at(*one.points[-1]) for one, _ in self._ends]
        # Pushed in pixels at each painting: pushed in data units they would collide when the chart shrinks.
        heights = apart([end.y() for end in ends], LABEL_APART, area.top(), area.bottom())
        for (one, words), end, y in zip(self._ends, ends, heights, strict=True):
            left = QPointF(end.x() + LABEL_GAP + MARKER / 2, y)
            draw_label(painter, left, words, theme().colour(one.look.text))


def draw_label(painter: QPainter, left: QPointF, text: str, colour: QColor, use: Type = Type.CAPTION_STRONG) -> None:
    """Write a label, its vertical middle at a point, on a plate that hides the lines behind it."""
    painter.setFont(font(use))
    measure = QFontMetricsF(font(use))
    box = QRectF(left.x(), left.y() - measure.height() / 2, measure.horizontalAdvance(text), measure.height())
    plate = box.adjusted(-LABEL_PLATE, LABEL_PLATE, LABEL_PLATE, -LABEL_PLATE)
    painter.fillRect(plate, theme().colour(Role.SURFACE))
    painter.setPen(colour)
    painter.drawText(QPointF(box.left(), box.top() + measure.ascent()), text)
