"""How one row of the Gantt is painted: planned bracket, bar, days late, diamonds with their date."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ..theme import Role, Shape, Type, theme
from ..theme.chart_sizes import GANTT_BAR, GANTT_BRACKET, GANTT_DIAMOND, GANTT_TICK, LABEL_GAP
from ..theme.sizes import HAIRLINE
from .gantt_rows import GanttRow
from .gantt_scale import TimeScale
from .painted import LEFT, RIGHT, width, write
from .symbols import draw_shape, hatch

_NO_PEN = Qt.PenStyle.NoPen


def draw_row(painter: QPainter, row: GanttRow, scale: TimeScale, left: float, box: QRectF, today: dt.date,
             edge: float = 0.0) -> None:
    """Paint a row; `left` is where the first day of the scale stands, `edge` where the times begin to be seen."""
    if row.single:
        _draw_milestone(painter, row, scale, left, box, today, edge)
    else:
        _draw_span(painter, row, scale, left, box, today, edge)


def days_late(days: int) -> str:
    """« +14 j », « −3 j », empty on time."""
    return f"{'+' if days > 0 else '−'}{abs(days)}\u00a0j" if days else ""


def _draw_span(painter: QPainter, row: GanttRow, scale: TimeScale, left: float, box: QRectF, today: dt.date,
               edge: float) -> None:
    middle = box.center().y() + GANTT_TICK / 2
    if row.planned_start and row.planned_end:
        _draw_bracket(painter, left + scale.x(row.planned_start), left + _after(scale, row.planned_end), middle)
    late = row.late_days or row.overdue_days(today)
    if row.actual_start:
        until = row.actual_end or max(today, row.actual_start)
        kept = min(until, row.planned_end) if row.planned_end and late > 0 else until
        start = left + scale.x(row.actual_start)
        length = left + _after(scale, max(kept, row.actual_start)) - start
        bar = QRectF(start, middle - GANTT_BAR / 2, length, GANTT_BAR)
        painter.setPen(_NO_PEN)
        painter.setBrush(theme().colour(Role.MUTED if theme().dark else Role.INK_FIRST))
        painter.drawRoundedRect(bar, 1, 1)
        if late > 0 and until > kept:
            hatch(painter, QRectF(bar.right(), bar.top(), left + _after(scale, until) - bar.right(), GANTT_BAR),
                  theme().colour(Role.ERROR))
    if late:
        end = max(d for d in (row.actual_end, row.planned_end, today if row.overdue_days(today) else None) if d)
        words = QRectF(left + _after(scale, end) + GANTT_TICK, box.top() + GANTT_TICK / 2, box.width(), box.height())
        if words.left() >= edge:
            write(painter, words, days_late(late), Type.CAPTION_STRONG, Role.ERROR if late > 0 else Role.MUTED, LEFT)


def _draw_bracket(painter: QPainter, start: float, end: float, middle: float) -> None:
    y = middle - GANTT_BAR / 2 - GANTT_BRACKET / 2 - 1
    painter.setPen(QPen(theme().colour(Role.TEXT), HAIRLINE))
    painter.drawLine(QPointF(start, y), QPointF(end, y))
    for x in (start, end):
        painter.drawLine(QPointF(x, y - GANTT_TICK / 2), QPointF(x, y + GANTT_TICK / 2))


def _draw_milestone(painter: QPainter, row: GanttRow, scale: TimeScale, left: float, box: QRectF,
                    today: dt.date, edge: float) -> None:
    day = row.actual_end or row.actual_start or row.planned_end or row.planned_start
    if day is None:
        return
    centre = QPointF(left + scale.x(day) + scale.zoom.value / 2, box.center().y())
    overdue = row.overdue_days(today)
    role = Role.ERROR if overdue else Role.INK_FIRST if not theme().dark else Role.TEXT
    draw_shape(painter, Shape.DIAMOND, theme().colour(role), centre, GANTT_DIAMOND, hollow=not row.done)
    text = f"{day:%d/%m/%Y}  {days_late(row.late_days or overdue)}".rstrip()
    use = Type.CAPTION_STRONG if row.strong or overdue else Type.UNIT
    role = Role.ERROR if overdue else Role.TEXT if row.strong else Role.MUTED
    # The date stands on the side that does not cross the line of today.
    crosses = 0 <= (today - day).days * scale.zoom.value <= width(text, use) + 2 * LABEL_GAP
    after = 0 <= (day - today).days * scale.zoom.value <= width(text, use) + 2 * LABEL_GAP
    on_left = crosses and not after
    words = QRectF(centre.x() + LABEL_GAP, box.top(), box.width(), box.height())
    if on_left:
        words.moveRight(centre.x() - LABEL_GAP)
    start = words.right() - width(text, use) if on_left else words.left()
    # A date whose step has left by the left edge would be cut to a fragment without meaning.
    if start >= edge:
        write(painter, words, text, use, role, RIGHT if on_left else LEFT)


def _after(scale: TimeScale, day: dt.date) -> float:
    """Where a day ends: a span of one day has a width."""
    return scale.x(day) + scale.zoom.value
