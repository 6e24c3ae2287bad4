"""The live Gantt: labels and header stay in place, rows move with the mouse or the arrows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ..theme import Role, Type, draw_icon, metrics, theme
from ..theme.chart_sizes import GANTT_HEADER, GANTT_LABEL, GANTT_ROW, GANTT_TODAY
from ..theme.sizes import CELL_PADDING, GAP_4, GAP_8, ICON_CHIP, INDENT, RADIUS_CONTROL, RING
from .gantt_paint import draw_row
from .gantt_rows import GanttRow, Timeline
from .gantt_scale import TimeScale, Zoom
from .painted import CENTRE, LEFT, hairline, snapped, width, write

_ANTIALIASING = QPainter.RenderHint.Antialiasing
_LEFT_BUTTON = Qt.MouseButton.LeftButton
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_DOWN, _UP = Qt.Key.Key_Down, Qt.Key.Key_Up
_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_AIR = dt.timedelta(days=20)


class Gantt(QAbstractScrollArea):
    """Rows on a scale of time. It changes nothing itself: it asks by signals, and shows what it is given."""

    selected = Signal(str)
    moved = Signal(str, int, bool)
    """A row was moved by that many days; True: its end alone."""
    edit_wanted = Signal(str)
    fold_wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.data = Timeline((), dt.date.min)
        self._zoom, self._row = Zoom.MONTH, 0
        self._scale = TimeScale(dt.date(2000, 1, 1), dt.date(2000, 12, 31), self._zoom)
        self._drag: tuple[GanttRow, float, bool] | None = None
        self._dragged: GanttRow | None = None
        theme().changed.connect(self.viewport().update)

    # -- what is shown --

    def show_data(self, data: Timeline) -> None:
        """Show these rows; the selected row keeps its key."""
        key = self.current.key if self.current else ""
        self.data = data
        keys = [row.key for row in data.rows]
        self._row = keys.index(key) if key in keys else min(self._row, max(len(keys) - 1, 0))
        self._rescale()

    @property
    def current(self) -> GanttRow | None:
        """The selected row."""
        return self.data.rows[self._row] if 0 <= self._row < len(self.data.rows) else None

    def select(self, key: str) -> None:
        """Select a row by its key and bring it into view."""
        for index, row in enumerate(self.data.rows):
            if row.key == key:
                self._go(index)

    def show_zoom(self, zoom: Zoom) -> None:
        """Show more or less time, keeping today in view."""
        self._zoom = zoom
        self._rescale()
        self.show_day(self.data.today)

    def show_day(self, day: dt.date) -> None:
        """Bring a day into view, at two thirds of the width: what is done matters as much as what comes."""
        self.horizontalScrollBar().setValue(round(self._scale.x(day) - (self.viewport().width() - GANTT_LABEL) * 2 / 3))

    def rows(self) -> list[list[str]]:
        """The table twin."""
        head = ["Étape", "Début prévu", "Fin prévue", "Début réel", "Fin réelle"]
        days = [[r.planned_start, r.planned_end, r.actual_start, r.actual_end] for r in self.data.rows]
        return [head] + [[row.label, *(f"{d:%d/%m/%Y}" if d else "" for d in dates)]
                         for row, dates in zip(self.data.rows, days, strict=True)]

    def _rescale(self) -> None:
        if self.data.today > dt.date.min:
            # Steps that have no date yet are shown around today.
            days = [self.data.today, *(day for row in self.data.rows for day in row.days())]
            first, last = (min(days) - _AIR).replace(day=1), max(days) + _AIR * 3
            room = dt.timedelta(days=(self.viewport().width() - GANTT_LABEL) / self._zoom.value)
            self._scale = TimeScale(first, max(last, first + room), self._zoom)
        self._set_bars()
        self.viewport().update()

    def _set_bars(self) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        room = self.viewport().width() - GANTT_LABEL
        across.setRange(0, max(0, round(self._scale.width - room)))
        across.setPageStep(max(room, 1))
        across.setSingleStep(GANTT_ROW)
        body = self.viewport().height() - GANTT_HEADER
        down.setRange(0, max(0, len(self.data.rows) * GANTT_ROW - body))
        down.setPageStep(max(body, 1))
        down.setSingleStep(GANTT_ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rescale()

    # -- keys and mouse --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.current
        if key in (_DOWN, _UP):
            self._go(self._row + (1 if key == _DOWN else -1))
        elif row is not None and row.group and (key in _SIDES or key in _ENTER):
            self.fold_wanted.emit(row.key)
        elif row is not None and key in _SIDES:
            step = _SIDES[Qt.Key(key)] * (7 if event.modifiers() & _CONTROL else 1)
            self.moved.emit(row.key, step, bool(event.modifiers() & _SHIFT))
        elif row is not None and key in _ENTER:
            self.edit_wanted.emit(row.key)
        elif key == Qt.Key.Key_Escape and self._drag:
            self._drop()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position())
        if event.button() != _LEFT_BUTTON or index is None:
            return
        self._go(index)
        row = self.data.rows[index]
        if row.group:
            self.fold_wanted.emit(row.key)
        elif event.position().x() > GANTT_LABEL:
            self._drag = (row, event.position().x(), bool(event.modifiers() & _SHIFT))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag:
            row, start, stretch = self._drag
            self._dragged = row.moved(self._scale.days(event.position().x() - start), stretch)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag:
            row, start, stretch = self._drag
            days = self._scale.days(event.position().x() - start)
            self._drop()
            if days:
                self.moved.emit(row.key, days, stretch)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position())
        if index is not None and not self.data.rows[index].group:
            self.edit_wanted.emit(self.data.rows[index].key)

    def _drop(self) -> None:
        self._drag, self._dragged = None, None
        self.viewport().update()

    def _go(self, index: int) -> None:
        if not self.data.rows:
            return
        self._row = min(max(index, 0), len(self.data.rows) - 1)
        top, bar = self._row * GANTT_ROW, self.verticalScrollBar()
        bar.setValue(min(bar.value(), top))
        hidden = top + GANTT_ROW - self.viewport().height() + GANTT_HEADER
        if hidden > bar.value():
            # By whole rows: none is cut under the header.
            bar.setValue(-(-hidden // GANTT_ROW) * GANTT_ROW)
        self.selected.emit(self.data.rows[self._row].key)
        self.viewport().update()

    def _index_at(self, at: QPointF) -> int | None:
        index = int((at.y() - GANTT_HEADER + self.verticalScrollBar().value()) // GANTT_ROW)
        return index if at.y() > GANTT_HEADER and 0 <= index < len(self.data.rows) else None

    # -- painting --

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(_ANTIALIASING)
        area = QRectF(self.viewport().rect())
        painter.fillRect(area, theme().colour(Role.SURFACE))
        body = area.adjusted(0, GANTT_HEADER, 0, 0)
        left = GANTT_LABEL - self.horizontalScrollBar().value()
        painter.setClipRect(body)
        self._draw_rows(painter, body, left)
        painter.setClipRect(area)
        self._draw_header(painter, area, left)
        self._draw_today(painter, area, left)
        painter.end()

    def _draw_rows(self, painter: QPainter, body: QRectF, left: float) -> None:
        first = self.verticalScrollBar().value()
        times = body.adjusted(GANTT_LABEL, 0, 0, 0)
        visible = [(row, QRectF(0, body.top() + i * GANTT_ROW - first, body.width(), GANTT_ROW), i)
                   for i, row in enumerate(self.data.rows)]
        visible = [(row, box, i) for row, box, i in visible if box.intersects(body)]
        for row, box, _ in visible:
            if row.group:
                painter.fillRect(box, theme().colour(Role.SUNKEN))
        self._draw_lines(painter, body, left)
        for row, box, index in visible:
            self._draw_label(painter, row, box, index)
            if not row.group:
                painter.save()
                painter.setClipRect(times.intersected(box.adjusted(GANTT_LABEL, -2, 0, 2)))
                moving = self._dragged if self._dragged and self._dragged.key == row.key else row
                draw_row(painter, moving, self._scale, left, box, self.data.today, GANTT_LABEL)
                painter.restore()

    def _draw_lines(self, painter: QPainter, body: QRectF, left: float) -> None:
        hairline(painter)
        for mark in self._scale.marks():
            x = snapped(left + self._scale.x(mark.day))
            if GANTT_LABEL <= x <= body.right():
                painter.drawLine(QPointF(x, body.top()), QPointF(x, body.bottom()))

    def _draw_label(self, painter: QPainter, row: GanttRow, box: QRectF, index: int) -> None:
        label = QRectF(0, box.top(), GANTT_LABEL, GANTT_ROW)
        if not row.group:
            painter.fillRect(label, theme().colour(Role.SELECTED if index == self._row else Role.SURFACE))
        hairline(painter)
        painter.drawLine(QPointF(0, snapped(box.bottom() - 1)), QPointF(box.width(), snapped(box.bottom() - 1)))
        start = CELL_PADDING + (INDENT if not row.group else 0)
        if row.group:
            middle = QPointF(CELL_PADDING + ICON_CHIP / 2, box.center().y())
            draw_icon(painter, "chevron-right" if row.folded else "chevron-down", Role.TEXT, middle, ICON_CHIP)
            start += ICON_CHIP + GAP_4
        use = Type.TOTAL if row.group or row.strong or index == self._row else Type.BODY
        room = GANTT_LABEL - start - GAP_4
        text = metrics(use).elidedText(row.label, Qt.TextElideMode.ElideRight, room)
        write(painter, label.adjusted(start, 0, 0, 0), text, use, Role.TEXT, LEFT)
        if index == self._row and self.hasFocus():
            painter.setPen(QPen(theme().colour(Role.ACCENT), RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(label.adjusted(1, 1, -1, -1))

    def _draw_header(self, painter: QPainter, area: QRectF, left: float) -> None:
        head = QRectF(0, 0, area.width(), GANTT_HEADER)
        painter.fillRect(head, theme().colour(Role.HEADER))
        painter.save()
        painter.setClipRect(head.adjusted(GANTT_LABEL, 0, 0, 0))
        marks = [*self._scale.marks(), None]
        titles = [(left + self._scale.x(mark.day), mark.title) for mark in marks if mark and mark.title]
        for mark, following in zip(marks, marks[1:], strict=False):
            assert mark is not None
            x = left + self._scale.x(mark.day)
            room = (left + self._scale.x(following.day) if following else left + self._scale.width) - x
            write(painter, QRectF(x, GANTT_HEADER / 2, room, GANTT_HEADER / 2 - GAP_4), mark.word, flags=CENTRE)
        self._draw_titles(painter, titles)
        painter.restore()
        write(painter, QRectF(CELL_PADDING, 0, GANTT_LABEL, GANTT_HEADER), "Étape", Type.TOTAL, Role.TEXT, LEFT)
        hairline(painter)
        painter.drawLine(QPointF(snapped(GANTT_LABEL), 0), QPointF(snapped(GANTT_LABEL), area.bottom()))
        painter.drawLine(QPointF(0, snapped(GANTT_HEADER)), QPointF(area.width(), snapped(GANTT_HEADER)))

    def _draw_titles(self, painter: QPainter, titles: list[tuple[float, str]]) -> None:
        """The year or month above its divisions; the one that began further left stays at the edge."""
        for (x, word), (end, _) in zip(titles, [*titles[1:], (float("inf"), "")], strict=True):
            room = width(word, Type.TOTAL) + 2 * GAP_4
            start = max(x, min(GANTT_LABEL, end - room))
            title = QRectF(start + GAP_4, 0, room, GANTT_HEADER / 2 + GAP_4)
            write(painter, title, word, Type.TOTAL, Role.TEXT, LEFT)

    def _draw_today(self, painter: QPainter, area: QRectF, left: float) -> None:
        x = left + self._scale.x(self.data.today) + self._scale.zoom.value / 2
        if not GANTT_LABEL <= x <= area.right():
            return
        colour = theme().colour(Role.ERROR)
        painter.setPen(QPen(colour, GANTT_TODAY))
        painter.drawLine(QPointF(x, GANTT_HEADER / 2), QPointF(x, area.bottom()))
        word = "aujourd’hui"
        plate = QRectF(0, GAP_4 / 2, width(word, Type.CAPTION_STRONG) + 2 * GAP_8, GANTT_HEADER / 2 - GAP_4 / 2)
        plate.moveCenter(QPointF(min(x, area.right() - plate.width() / 2), plate.center().y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(plate, RADIUS_CONTROL, RADIUS_CONTROL)
        write(painter, plate, word, Type.CAPTION_STRONG, Role.SURFACE, CENTRE)


def without_folded(rows: tuple[GanttRow, ...], folded: frozenset[str]) -> tuple[GanttRow, ...]:
    """The rows to show when some groups are folded."""
    shown: list[GanttRow] = []
    hidden = False
    for row in rows:
        if row.group:
            hidden = row.key in folded
            shown.append(replace(row, folded=hidden))
        elif not hidden:
            shown.append(row)
    return tuple(shown)
