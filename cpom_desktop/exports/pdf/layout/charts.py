"""Vector charts of paper, readable in grey: marks, dashes and direct labels, never colour alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from .. import fonts
from ..dto import GrantChart, IndicatorChart
from .ink import ACCORD, INK, LINE, MID, MUTED, Ink

# isort: split
from reportlab.graphics.shapes import Circle as Disc
from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.units import mm

from ....core.money import format_amount, format_number

HEIGHT = 38 * mm
_BAND = HexColor("#E3EBE6")
"""Accord at 12 % on white; opaque, as transparency would ask PDF/A for a blending space."""
Point = tuple[float, float]


class Scale:
    """Positions on the sheet of years and values; the value axis need not start at zero."""

    def __init__(
        self,
        box: tuple[float, float, float, float],
        years: tuple[int, int],
        values: tuple[float, float],
        inset: float = 0.0,
    ) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.years, self.values, self._inset = years, values, inset

    def x(self, year: float) -> float:
        first, last = self.years
        room = self.right - self.left - 2 * self._inset
        return self.left + self._inset + room * ((year - first) / (last - first) if last > first else 0.5)

    def y(self, value: float) -> float:
        low, high = self.values
        return self.bottom + (self.top - self.bottom) * (value - low) / (high - low)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values (1, 2, 2.5 or 5 × a power of ten) that enclose low and high."""
    size = max(abs(low), abs(high), 1.0)
    extent = high - low if high - low > size * 1e-9 else size
    power = 10.0 ** math.floor(math.log10(extent))
    for factor in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10):
        step = factor * power
        first, last = int(low // step), -int(-high // step)
        if last - first <= most:
            return [index * step for index in range(first, max(last, first + 1) + 1)]
    return [low, high]


def indicator(chart: IndicatorChart, ink: Ink, width: float) -> Drawing:
    """Actuals in ink ●, targets as the accord line ◆ inside its band, the baseline dotted, the start as a rule."""
    points = [*chart.actuals, *chart.targets]
    around = chart.tolerance or 0.0
    values = [value for _, value in chart.actuals] + [v + s for _, v in chart.targets for s in (-around, around)]
    marks = ticks(min(values), max(values))
    years = (min(year for year, _ in points), max(year for year, _ in points))
    scale = Scale((14 * mm, 8 * mm, width - 34 * mm, HEIGHT - 5 * mm), years, (marks[0], marks[-1]), 6 * mm)
    drawing = Drawing(width, HEIGHT)
    decimals = 0 if all(float(mark).is_integer() for mark in marks) else max(chart.decimals, 1)
    _grid(drawing, scale, marks, lambda value: format_number(f"{value:.6f}", decimals), ink)
    _years(drawing, scale, range(years[0], years[1] + 1), ink)
    _band(drawing, scale, chart)
    _baseline(drawing, scale, chart)
    _start(drawing, scale, chart, ink)
    targets, actuals = _points(scale, chart.targets), _points(scale, chart.actuals)
    _line(drawing, targets, ACCORD, 2.4)
    _line(drawing, actuals, INK, 1.5)
    for at in targets:
        drawing.add(_diamond(at, ACCORD))
    for at in actuals:
        drawing.add(Disc(*at, 2.1, fillColor=INK, strokeColor=white, strokeWidth=0.5))
    _labels(drawing, scale, chart, ink)
    return drawing


def _labels(drawing: Drawing, scale: Scale, chart: IndicatorChart, ink: Ink) -> None:
    """One label at the right end of each line, pushed apart so that they never overlap."""
    wanted = []
    if chart.targets:
        wanted.append((chart.targets[-1][1], "cible", fonts.SEMIBOLD, ACCORD))
    if chart.actuals and (chart.baseline is None or chart.actuals[-1][0] != chart.baseline[0]):
        wanted.append((chart.actuals[-1][1], "réalisé", fonts.SEMIBOLD, INK))
    if chart.baseline is not None:
        wanted.append((chart.baseline[1], "initial", fonts.REGULAR, MUTED))
    height = -1e9
    for value, word, face, colour in sorted(wanted, key=lambda item: item[0]):
        height = max(scale.y(value) - 3, height + 10)
        text = f"{word} {format_number(f'{value:.6f}', chart.decimals)}"
        drawing.add(_text(scale.right + 4 * mm, height, ink.plain(text), 8.5, face, colour))


def _band(drawing: Drawing, scale: Scale, chart: IndicatorChart) -> None:
    if chart.tolerance and len(chart.targets) > 1:
        up = [(scale.x(year), scale.y(value + chart.tolerance)) for year, value in chart.targets]
        down = [(scale.x(year), scale.y(value - chart.tolerance)) for year, value in reversed(chart.targets)]
        drawing.add(Polygon(_flat(up + down), fillColor=_BAND, strokeColor=None))


def _baseline(drawing: Drawing, scale: Scale, chart: IndicatorChart) -> None:
    if chart.baseline is not None:
        y = scale.y(chart.baseline[1])
        style = {"strokeColor": MUTED, "strokeWidth": 0.9, "strokeDashArray": [1, 2.5]}
        drawing.add(Line(scale.left, y, scale.right, y, **style))


def _start(drawing: Drawing, scale: Scale, chart: IndicatorChart, ink: Ink) -> None:
    first, last = scale.years
    if chart.start is None or not first < chart.start <= last:
        return
    x = scale.x(chart.start - 0.5)
    drawing.add(Line(x, scale.bottom, x, scale.top, strokeColor=LINE, strokeWidth=0.7))
    drawing.add(_text(x + 1 * mm, scale.top + 2, ink.plain("début du contrat"), 7, fonts.REGULAR, MUTED))


def grant(chart: GrantChart, ink: Ink, width: float) -> Drawing:
    """Columns of the base in ink with the one-off credits hatched above; the cut of the axis is drawn and said."""
    totals = [base + extra for base, extra in zip(chart.base, chart.one_off, strict=True)]
    amounts = [*chart.base, *totals]
    low = min(amounts) * 0.85 if min(amounts) > 0 else min(*amounts, 0)
    marks = ticks(low / 100, max(amounts) / 100)
    scale = Scale((18 * mm, 8 * mm, width - 4 * mm, HEIGHT - 6 * mm), (0, len(chart.years)), (marks[0], marks[-1]))
    drawing = Drawing(width, HEIGHT)
    _grid(drawing, scale, marks, lambda value: format_amount(int(round(value / 10)) * 1000, 0).rstrip(), ink)
    for rank, (year, base, extra) in enumerate(zip(chart.years, chart.base, chart.one_off, strict=True)):
        _column(drawing, scale, rank, base, extra, ink)
        x = scale.x(rank + 0.5)
        drawing.add(_text(x, scale.bottom - 10, str(year), 8, fonts.REGULAR, MUTED, "middle"))
        drawing.add(
            _text(
                x,
                scale.y((base + extra) / 100) + 3,
                ink.plain(format_amount(base + extra)),
                7.5,
                fonts.SEMIBOLD,
                INK,
                "middle",
            )
        )
    return drawing


def _column(drawing: Drawing, scale: Scale, rank: int, base: int, extra: int, ink: Ink) -> None:
    left, right = scale.x(rank + 0.3), scale.x(rank + 0.7)
    top = scale.y(base / 100)
    drawing.add(Rect(left, scale.bottom, right - left, top - scale.bottom, fillColor=INK, strokeColor=None))
    if scale.values[0] > 0:
        for shift in (0.0, 2.4):
            drawing.add(
                Line(
                    left - 1,
                    scale.bottom + 5 + shift,
                    right + 1,
                    scale.bottom + 8 + shift,
                    strokeColor=white,
                    strokeWidth=1,
                )
            )
    if extra > 0:
        high = scale.y((base + extra) / 100)
        _hatched(drawing, left, top, right, high)


def _hatched(drawing: Drawing, left: float, bottom: float, right: float, top: float) -> None:
    drawing.add(Rect(left, bottom, right - left, top - bottom, fillColor=white, strokeColor=INK, strokeWidth=0.7))
    x = left - (top - bottom)
    while x < right:
        start, end = max(x, left), min(x + top - bottom, right)
        if end > start:
            drawing.add(Line(start, bottom + start - x, end, bottom + end - x, strokeColor=INK, strokeWidth=0.5))
        x += 3


def _grid(drawing: Drawing, scale: Scale, marks: Sequence[float], words: Callable[[float], str], ink: Ink) -> None:
    for mark in marks:
        y = scale.y(mark)
        drawing.add(Line(scale.left, y, scale.right, y, strokeColor=MID, strokeWidth=0.4))
        drawing.add(_text(scale.left - 1.5 * mm, y - 2.6, ink.plain(words(mark)), 8, fonts.REGULAR, MUTED, "end"))


def _years(drawing: Drawing, scale: Scale, years: Sequence[int], ink: Ink) -> None:
    for year in years:
        drawing.add(_text(scale.x(year), scale.bottom - 10, str(year), 8, fonts.REGULAR, MUTED, "middle"))


def _points(scale: Scale, series: Sequence[tuple[int, float]]) -> list[Point]:
    return [(scale.x(year), scale.y(value)) for year, value in series]


def _line(drawing: Drawing, points: list[Point], colour: Color, thickness: float) -> None:
    if len(points) > 1:
        drawing.add(PolyLine(_flat(points), strokeColor=colour, strokeWidth=thickness, strokeLineJoin=1))


def _diamond(at: Point, colour: Color) -> Polygon:
    x, y = at
    return Polygon(
        [x - 3.4, y, x, y + 3.4, x + 3.4, y, x, y - 3.4], fillColor=colour, strokeColor=white, strokeWidth=0.5
    )


def _flat(points: Sequence[Point]) -> list[float]:
    return [number for point in points for number in point]


def _text(x: float, y: float, text: str, size: float, face: str, colour: Color, anchor: str = "start") -> String:
    return String(x, y, text, fontName=face, fontSize=size, fillColor=colour, textAnchor=anchor)
