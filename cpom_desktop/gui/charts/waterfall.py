"""From a base to a dotation, step by step: permanent steps grey, one-off hatched, decreases hollow, totals full ink."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from ..theme import Role, Type, theme
from ..theme.chart_sizes import BAR_LABEL, BAR_SHARE, CUT
from ..theme.sizes import CHART_LEAST, GAP_8
from .painted import CENTRE, WRAPPED, Painted, hairline, write
from .series import Format
from .symbols import hatch


class Step(Enum):
    """What a column is."""

    TOTAL = "total"
    PERMANENT = "permanent"
    ONE_OFF = "one-off"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a total stands on the axis, a step on the one before. Cents."""

    label: str
    cents: int
    step: Step


@dataclass(frozen=True, slots=True)
class Cascade:
    """The columns in order; `shown_as` writes a step (with its sign), `total_as` a total."""

    columns: tuple[Column, ...]
    shown_as: Format
    total_as: Format


class Waterfall(Painted):
    """The cascade of one year."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.data: Cascade | None = None
        self.setMinimumHeight(CHART_LEAST)

    def sizeHint(self) -> QSize:
        return QSize(CHART_LEAST * 3, CHART_LEAST * 2)

    def show_data(self, data: Cascade) -> None:
        """Draw this cascade."""
        self.data = data
        self.update()

    @property
    def axis_is_cut(self) -> bool:
        """Whether the axis does not start at zero: the caption says « axe coupé »."""
        return self.data is not None and bool(self.data.columns) and self._floor(self.data) > 0

    @property
    def remark(self) -> str:  # type: ignore[override]
        return "k€, axe coupé" if self.axis_is_cut else "k€"

    def rows(self) -> list[list[str]]:
        """The figures drawn."""
        if self.data is None:
            return []
        words = [[one.label, (self.data.total_as if one.step is Step.TOTAL else self.data.shown_as)(one.cents)]
                 for one in self.data.columns]
        return [["Étape", "Montant"], *words]

    @staticmethod
    def _spans(data: Cascade) -> list[tuple[int, int]]:
        """Where each column starts and ends, in cents."""
        level, spans = 0, []
        for one in data.columns:
            start = 0 if one.step is Step.TOTAL else level
            level = one.cents if one.step is Step.TOTAL else level + one.cents
            spans.append((start, level))
        return spans

    def _floor(self, data: Cascade) -> float:
        levels = [end for _, end in self._spans(data)]
        low, high = min(levels), max(levels)
        # Cut only where the steps would be too thin to be seen on an axis from zero.
        return low - (high - low or low * 0.1) * 0.45 if low > 0 and (high - low) < low * 0.5 else min(0, low)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        data = self.data
        if data is None or not data.columns:
            return
        floor, top = self._floor(data), max(end for _, end in self._spans(data))
        plot = area.adjusted(0, BAR_LABEL, 0, -BAR_LABEL * 2.2)
        scale = plot.height() / ((top - floor) or 1)
        pitch = plot.width() / len(data.columns)
        before: QPointF | None = None
        for index, (one, (start, end)) in enumerate(zip(data.columns, self._spans(data), strict=True)):
            left = plot.left() + index * pitch + pitch * (1 - BAR_SHARE) / 2
            upper, lower = max(start, end), max(min(start, end), floor)
            high = max((upper - lower) * scale, 1)
            box = QRectF(left, plot.bottom() - (upper - floor) * scale, pitch * BAR_SHARE, high)
            if before is not None:
                hairline(painter, Role.MUTED)
                y = plot.bottom() - (start - floor) * scale if one.step is not Step.TOTAL else box.top()
                painter.drawLine(QPointF(before.x(), y), QPointF(left, y))
            self._draw_column(painter, box, one, floor > 0)
            self._draw_words(painter, QRectF(plot.left() + index * pitch, box.top(), pitch, box.height()), plot, one)
            before = QPointF(left + pitch * BAR_SHARE, 0)

    def _draw_column(self, painter: QPainter, box: QRectF, one: Column, cut: bool) -> None:
        ink = theme().colour(Role.MUTED if theme().dark else Role.INK_FIRST)
        if one.step is Step.TOTAL:
            painter.fillRect(box, ink)
            if cut:
                self._draw_cut(painter, box)
        elif one.cents < 0:
            hatch(painter, box, theme().colour(Role.INK_SECOND), falling=True)
        elif one.step is Step.ONE_OFF:
            hatch(painter, box, theme().colour(Role.INK_SECOND))
        else:
            painter.fillRect(box, theme().colour(Role.INK_SECOND))

    def _draw_cut(self, painter: QPainter, box: QRectF) -> None:
        painter.save()
        painter.setClipRect(box)
        painter.setPen(QPen(theme().colour(Role.SURFACE), 2))
        for shift in (GAP_8, GAP_8 + CUT):
            y = box.bottom() - shift
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y - CUT))
        painter.restore()

    def _draw_words(self, painter: QPainter, column: QRectF, plot: QRectF, one: Column) -> None:
        assert self.data is not None
        text = (self.data.total_as if one.step is Step.TOTAL else self.data.shown_as)(one.cents)
        above = QRectF(column.left() - GAP_8, column.top() - BAR_LABEL, column.width() + 2 * GAP_8, BAR_LABEL)
        write(painter, above, text, Type.CAPTION_STRONG, Role.TEXT, CENTRE)
        below = QRectF(column.left() - 1, plot.bottom() + GAP_8 / 2, column.width() + 2, BAR_LABEL * 2.2)
        write(painter, below, one.label, flags=WRAPPED)
