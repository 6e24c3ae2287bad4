"""Columns by year, side by side or stacked, from zero: inks, direct labels, reference lines with their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from ..theme import Role, Type, metrics, shown, theme
from ..theme.chart_sizes import (
    AXIS_LEFT,
    BAR_LABEL,
    COLUMN_MOST,
    COLUMNS_BELOW,
    COLUMNS_GAP,
    COLUMNS_SHARE,
    LABEL_APART,
    LABEL_GAP,
    LINE_GHOST,
    MARGIN,
    REFERENCE_DASHES,
    REFERENCE_STRIP,
    SWATCH,
)
from ..theme.sizes import CHART_LEAST
from .inks import Ink, fill_ink
from .painted import CENTRE, LEFT, RIGHT, Painted, hairline, snapped, width, write
from .scale import apart, ticks
from .series import Format

Values = tuple[float | None, ...]
End = tuple[str, float, Ink | None]
"""The words of a series at the right end, where they belong, and its ink; a reference has none."""
UNDER = "sous le seuil"
UNKNOWN = "incomplet"
_SAMPLE = 2 * SWATCH + LABEL_GAP / 2
_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class ColumnSeries:
    """The heights of one thing, category by category; None where it is not known, which is never drawn as zero."""

    label: str
    values: Values
    ink: Ink


@dataclass(frozen=True, slots=True)
class Reference:
    """A dashed line with its name: a threshold, a mean. Heights by category, since 30 days differ from year to year.

    Columns of the first series that stand lower than a `floor` are hatched and say so.
    """

    label: str
    heights: Values
    floor: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """What the chart shows. `notes` are a second line under each category, `unit` the caption."""

    categories: tuple[str, ...]
    series: tuple[ColumnSeries, ...]
    shown_as: Format
    axis: Format
    stacked: bool = False
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    unit: str = "k€"
    head: str = "Année"
    note_head: str = field(default="")

    def under(self, at: int) -> bool:
        """Whether the first series is lower than a floor in a category."""
        height = self.series[0].values[at] if self.series and not self.stacked else None
        floors = (one.heights[at] for one in self.references if one.floor)
        return height is not None and any(floor is not None and height < floor for floor in floors)

    def whole(self, at: int) -> float | None:
        """The sum of a category; None while a term of it is unknown."""
        values = [one.values[at] for one in self.series]
        return None if any(value is None for value in values) else sum(value for value in values if value is not None)


class ColumnChart(Painted):
    """At most four series: beyond, nobody tells the inks apart."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.data: Columns | None = None
        self.setMinimumHeight(CHART_LEAST)

    def sizeHint(self) -> QSize:
        return QSize(CHART_LEAST * 4, CHART_LEAST * 2)

    @property
    def remark(self) -> str:  # type: ignore[override]
        return self.data.unit if self.data is not None else ""

    def show_data(self, data: Columns) -> None:
        """Draw these columns."""
        self.data = data
        self.update()

    def rows(self) -> list[list[str]]:
        """The figures drawn, a line for each category; a reference is a column too."""
        data = self.data
        if data is None:
            return []
        lines = [*((one.label, one.values) for one in data.series), *((one.label, one.heights)
                                                                      for one in data.references)]
        head = [data.head, *(label for label, _ in lines), *((data.note_head,) if data.note_head else ())]
        body = [[category, *(_text(data, values[at]) for _, values in lines),
                 *((data.notes[at],) if data.note_head else ())] for at, category in enumerate(data.categories)]
        return [head, *body]

    # Painting

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if self.data is not None and self.data.categories and self.data.series:
            _Drawing(painter, area, self.data).draw()


def _text(data: Columns, value: float | None) -> str:
    return "" if value is None else data.shown_as(value)


class _Drawing:
    """One painting of the columns: where zero is, how many pixels make a unit."""

    def __init__(self, painter: QPainter, area: QRectF, data: Columns) -> None:
        self._painter, self._area, self._data = painter, area, data
        low, high = _range(data)
        self._lines = [value for value in ticks(low, high) if low <= value <= high]
        left = max(AXIS_LEFT, max((width(data.axis(value)) for value in self._lines), default=0) + MARGIN)
        below = COLUMNS_BELOW * (2 if self._has_notes() else 1)
        self._names = _packed([shown(one.label) for one in data.references], area.right() - left)
        above = BAR_LABEL + LABEL_APART * len({row for row, _, _ in self._names})
        self._plot = area.adjusted(left, above, -self._right(), -below)
        self._figures: list[tuple[QRectF, str, Role]] = []
        self._low, self._scale = low, self._plot.height() / ((high - low) or 1)
        while len(self._lines) > 2 and (self._lines[1] - self._lines[0]) * self._scale < LABEL_APART:
            self._lines = self._lines[::2]
        self._pitch = self._plot.width() / len(data.categories)
        self._inside = min(self._pitch * COLUMNS_SHARE, COLUMN_MOST * (1 if data.stacked else len(data.series)))

    def draw(self) -> None:
        """The lines, the columns, the references over them, then the words."""
        self._draw_axis()
        ends: list[End] = []
        for at in range(len(self._data.categories)):
            ends = self._draw_category(at) or ends
        for reference, name in zip(self._data.references, self._names, strict=True):
            ends += self._draw_reference(reference)
            self._draw_reference_name(*name)
        for box, text, role in self._figures:
            self._painter.fillRect(box.adjusted(1, 2, -1, -2), theme().colour(Role.SURFACE))
            write(self._painter, box, text, Type.CAPTION_STRONG, role, CENTRE)
        self._draw_end_labels(ends)

    def _has_notes(self) -> bool:
        data = self._data
        return any(data.notes) or any(data.under(at) for at in range(len(data.categories)))

    def _right(self) -> float:
        """Room for the words at the right end; a single series is named by the title."""
        texts = [self._end_text(one) for one in self._named_series()]
        texts += [_last(self._data, one.heights) for one in self._data.references]
        if not texts:
            return float(MARGIN)
        return max(width(text, Type.CAPTION_STRONG) for text in texts) + SWATCH + 2 * LABEL_GAP

    def _named_series(self) -> Sequence[ColumnSeries]:
        return self._data.series if len(self._data.series) > 1 else ()

    def _end_text(self, one: ColumnSeries) -> str:
        """The name, with the last figure unless a stack has nothing of it there."""
        last = one.values[-1]
        figure = "" if self._data.stacked and not last else _text(self._data, last)
        return shown(f"{one.label}  {figure}".rstrip())

    def _y(self, value: float) -> float:
        return self._plot.bottom() - (value - self._low) * self._scale

    def _draw_axis(self) -> None:
        height = float(metrics(Type.UNIT).height())
        for value in self._lines:
            y = snapped(self._y(value))
            hairline(self._painter, Role.LINE_STRONG if value == 0 else Role.LINE)
            self._painter.drawLine(QPointF(self._plot.left(), y), QPointF(self._plot.right(), y))
            box = QRectF(0, y - height / 2, self._plot.left() - LABEL_GAP / 2, height)
            write(self._painter, box, self._data.axis(value), flags=RIGHT)

    def _draw_category(self, at: int) -> list[End]:
        """One category; returns where the labels of its series belong."""
        data, left = self._data, self._plot.left() + at * self._pitch
        wide = QRectF(left, self._plot.bottom(), self._pitch, COLUMNS_BELOW)
        write(self._painter, wide, data.categories[at], flags=CENTRE)
        under = data.under(at)
        note = UNDER if under else data.notes[at] if data.notes else ""
        write(self._painter, wide.translated(0, COLUMNS_BELOW), note, Type.UNIT, Role.TEXT if under else Role.MUTED,
              CENTRE)
        return self._draw_stack(at, left) if data.stacked else self._draw_beside(at, left, under)

    def _draw_stack(self, at: int, left: float) -> list[End]:
        data, up, down = self._data, 0.0, 0.0
        ends: list[End] = []
        inside = self._inside
        for one in data.series:
            value = one.values[at] or 0.0
            base = up if value >= 0 else down
            box = self._box(left + (self._pitch - inside) / 2, inside, base, base + value)
            fill_ink(self._painter, box, one.ink)
            # Pieces of no height keep the order of the stack.
            ends.append((self._end_text(one), box.center().y() - len(ends) * 0.01, one.ink))
            up, down = (up + value, down) if value >= 0 else (up, down + value)
        self._draw_sum(at, left, self._y(up))
        return ends

    def _draw_sum(self, at: int, left: float, top: float) -> None:
        whole = self._data.whole(at)
        text, role = (UNKNOWN, Role.MUTED) if whole is None else (self._data.shown_as(whole), Role.TEXT)
        self._draw_value(left, self._pitch, top, text, role)

    def _draw_beside(self, at: int, left: float, under: bool) -> list[End]:
        count = len(self._data.series)
        inside = self._inside
        each = (inside - COLUMNS_GAP * (count - 1)) / count
        ends: list[End] = []
        for index, one in enumerate(self._data.series):
            value, x = one.values[at], left + (self._pitch - inside) / 2 + index * (each + COLUMNS_GAP)
            if value is None:
                self._draw_value(x, each, self._y(0), UNKNOWN, Role.MUTED)
                continue
            box = self._box(x, each, 0, value)
            fill_ink(self._painter, box, Ink.HATCHED if under and not index else one.ink)
            self._draw_value(x, each, box.top(), self._data.shown_as(value), Role.TEXT, self._pitch / count)
            ends.append((self._end_text(one), self._y(value), one.ink))
        return ends

    def _box(self, x: float, wide: float, start: float, end: float) -> QRectF:
        top, bottom = self._y(max(start, end)), self._y(min(start, end))
        return QRectF(x, top, wide, max(bottom - top, 1.0 if start != end else 0.0))

    def _draw_value(self, x: float, wide: float, top: float, text: str, role: Role, room: float = 0.0) -> None:
        """The figure above a column, left out where it would touch its neighbour: the table has it."""
        needed = width(text, Type.CAPTION_STRONG)
        if needed <= max(room, wide):
            box = QRectF(x + wide / 2 - needed / 2 - 1, top - BAR_LABEL, needed + 2, BAR_LABEL)
            self._figures.append((box, text, role))

    def _draw_reference(self, reference: Reference) -> list[End]:
        """Dashes on a strip of the surface, so that they are seen over a dark column; its figure at the right end."""
        left, pitch = self._plot.left(), self._pitch
        lines = [QLineF(left + at * pitch, self._y(height), left + (at + 1) * pitch, self._y(height))
                 for at, height in enumerate(reference.heights) if height is not None]
        self._painter.setPen(QPen(theme().colour(Role.SURFACE), REFERENCE_STRIP))
        self._painter.drawLines(lines)
        self._painter.setPen(_dashes())
        self._painter.drawLines(lines)
        return [(_last(self._data, reference.heights), lines[-1].y2(), None)] if lines else []

    def _draw_reference_name(self, row: int, x: float, text: str) -> None:
        """Its name above the chart: inside, it would hide the columns."""
        left, y = self._plot.left() + x, row * LABEL_APART + LABEL_APART / 2
        self._painter.setPen(_dashes())
        self._painter.drawLine(QPointF(left, y), QPointF(left + 2 * SWATCH, y))
        box = QRectF(left + _SAMPLE, y - LABEL_APART / 2, width(text) + 2, LABEL_APART)
        write(self._painter, box, text, Type.UNIT, Role.TEXT, LEFT)

    def _draw_end_labels(self, ends: Sequence[End]) -> None:
        named = [end for end in ends if end[2] is None or len(self._data.series) > 1]
        middles = apart([y for _, y, _ in named], LABEL_APART, self._plot.top(), self._plot.bottom())
        left = self._plot.right() + LABEL_GAP / 2
        for (text, _, ink), middle in zip(named, middles, strict=True):
            if ink is not None:
                fill_ink(self._painter, QRectF(left, middle - SWATCH / 2 + 1, SWATCH, SWATCH), ink)
            start = left + (SWATCH + LABEL_GAP / 2 if ink is not None else 0)
            box = QRectF(start, middle - LABEL_APART / 2, width(text, Type.CAPTION_STRONG) + 2, LABEL_APART)
            write(self._painter, box, text, Type.CAPTION_STRONG, Role.TEXT if ink is not None else Role.MUTED, LEFT)


def _packed(names: Sequence[str], room: float) -> list[tuple[int, float, str]]:
    """Names side by side where they fit, else one below the other: row, distance from the left, text cut to fit."""
    placed, row, x = list[tuple[int, float, str]](), 0, 0.0
    for name in names:
        text = metrics(Type.UNIT).elidedText(name, _ELIDE, int(room - _SAMPLE))
        needed = _SAMPLE + width(text)
        if x and x + needed > room:
            row, x = row + 1, 0.0
        placed.append((row, x, text))
        x += needed + 2 * LABEL_GAP
    return placed


def _last(data: Columns, heights: Values) -> str:
    """The figure of a reference at its right end."""
    return shown(next((data.shown_as(height) for height in reversed(heights) if height is not None), ""))


def _dashes() -> QPen:
    pen = QPen(theme().colour(Role.TEXT), LINE_GHOST)
    pen.setDashPattern([length / LINE_GHOST for length in REFERENCE_DASHES])
    return pen


def _range(data: Columns) -> tuple[float, float]:
    """From zero, or lower where something is negative, to the highest column or reference, with air for its figure."""
    heights = [0.0]
    for at in range(len(data.categories)):
        values = [one.values[at] or 0.0 for one in data.series]
        heights += [sum(v for v in values if v > 0), sum(v for v in values if v < 0)] if data.stacked else values
    heights += [height for one in data.references for height in one.heights if height is not None]
    low, high = min(heights), max(heights)
    air = (high - low) * 0.04 or 1.0
    return (low - air if low < 0 else 0.0), high + air
