"""A chart on paper: title, chart and foot on white, painted by the same painter as on the screen, as PNG or as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPaintDevice, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from ..theme import Role, Type, metrics, shown, theme
from ..theme.chart_sizes import (
    INCH,
    METRE,
    SHEET_FOOT,
    SHEET_HEAD,
    SHEET_HEIGHT,
    SHEET_MARGIN,
    SHEET_SCALE,
    SHEET_WIDTH,
)
from ..theme.fonts import FAMILY
from .painted import LEFT, RIGHT, hairline, snapped, write
from .panel import Chart, Maker

_WRITE = QIODevice.OpenModeFlag.WriteOnly
_UNSEEN = Qt.WidgetAttribute.WA_DontShowOnScreen
_RGB = QImage.Format.Format_RGB32
_ANTIALIASING = QPainter.RenderHint.Antialiasing
_CHILDREN = QWidget.RenderFlag.DrawChildren
_ELIDE = Qt.TextElideMode.ElideRight
OTHER_FAMILIES = f"{FAMILY}, Segoe UI, Helvetica, Arial, sans-serif"
"""A drawing is opened where the typeface of the program may be missing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chart to be put on paper, with the words around it."""

    make: Maker
    name: str
    title: str
    caption: str
    data: Any
    foot: str

    def image(self) -> QImage:
        """The picture, at twice the size of the screen."""
        picture = QImage(SHEET_WIDTH * SHEET_SCALE, SHEET_HEIGHT * SHEET_SCALE, _RGB)
        picture.setDevicePixelRatio(SHEET_SCALE)
        dots = round(INCH * SHEET_SCALE * METRE)
        picture.setDotsPerMeterX(dots)
        picture.setDotsPerMeterY(dots)
        self._paint(picture, SHEET_SCALE)
        return picture

    def png(self) -> bytes:
        """The picture as a file."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(_WRITE)
        self.image().save(buffer, "PNG")  # type: ignore[call-overload]
        buffer.close()
        return bytes(data.data())

    def svg(self) -> bytes:
        """The drawing as a file: lines stay lines, and words stay words."""
        from PySide6.QtSvg import QSvgGenerator

        data = QByteArray()
        buffer = QBuffer(data)
        made = QSvgGenerator()
        made.setOutputDevice(buffer)
        made.setResolution(INCH)
        made.setSize(QSize(SHEET_WIDTH, SHEET_HEIGHT))
        made.setViewBox(QRectF(0, 0, SHEET_WIDTH, SHEET_HEIGHT))
        made.setTitle(self.title)
        made.setDescription(self.foot)
        self._paint(made, 1)
        buffer.close()
        family = f'font-family="{FAMILY}"'.encode()
        return bytes(data.data()).replace(family, f'font-family="{OTHER_FAMILIES}"'.encode())

    def _paint(self, device: QPaintDevice, dots: int) -> None:
        with theme().on_paper():
            chart = self._chart()
            cast(Chart, chart).scale_lines(dots)
            painter = QPainter(device)
            painter.setRenderHint(_ANTIALIASING)
            painter.fillRect(QRectF(0, 0, SHEET_WIDTH, SHEET_HEIGHT), theme().colour(Role.SURFACE))
            self._write_head(painter)
            self._write_foot(painter)
            # As a widget: a view of a scene would scale its scene to the device.
            QWidget.render(chart, painter, QPoint(SHEET_MARGIN, SHEET_MARGIN + SHEET_HEAD), QRegion(), _CHILDREN)
            painter.end()
            chart.close()
            chart.deleteLater()

    def _chart(self) -> QWidget:
        """A chart of its own, laid out without being seen: that of the screen keeps its size and its colours."""
        chart = self.make(self.name, None)
        chart.setAttribute(_UNSEEN)
        chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chart.resize(SHEET_WIDTH - 2 * SHEET_MARGIN, SHEET_HEIGHT - 2 * SHEET_MARGIN - SHEET_HEAD - SHEET_FOOT)
        cast(Chart, chart).show_data(self.data)
        chart.show()
        cast(Chart, chart).show_data(self.data)  # once more: a plot knows its size from its first showing
        return chart

    def _write_head(self, painter: QPainter) -> None:
        room = QRectF(SHEET_MARGIN, SHEET_MARGIN, SHEET_WIDTH - 2 * SHEET_MARGIN, SHEET_HEAD - SHEET_MARGIN / 2)
        caption = metrics(Type.CAPTION).horizontalAdvance(shown(self.caption))
        left = round(room.width() - caption) - SHEET_MARGIN
        title = metrics(Type.SECTION).elidedText(shown(self.title), _ELIDE, left)
        write(painter, room, title, Type.SECTION, Role.TEXT, LEFT)
        write(painter, room, self.caption, Type.CAPTION, Role.MUTED, RIGHT)

    def _write_foot(self, painter: QPainter) -> None:
        top = snapped(SHEET_HEIGHT - SHEET_MARGIN - SHEET_FOOT / 2)
        hairline(painter)
        painter.drawLine(QPoint(SHEET_MARGIN, round(top)), QPoint(SHEET_WIDTH - SHEET_MARGIN, round(top)))
        room = QRectF(SHEET_MARGIN, top, SHEET_WIDTH - 2 * SHEET_MARGIN, SHEET_FOOT)
        text = metrics(Type.CAPTION).elidedText(shown(self.foot), _ELIDE, round(room.width()))
        write(painter, room, text, Type.CAPTION, Role.MUTED, LEFT)
