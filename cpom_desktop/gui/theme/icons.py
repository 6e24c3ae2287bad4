"""Lucide icons drawn in the colour of a role, sharp at any device ratio, following the theme."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ...paths import resource
from .roles import Role
from .theme import theme

_TRANSPARENT = Qt.GlobalColor.transparent


@cache
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    side = round(size * ratio)
    result = QPixmap(side, side)
    result.fill(_TRANSPARENT)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


def pixmap(name: str, role: Role, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` logical pixels, in the colour that the role has now."""
    return _pixmap(name, theme().palette[role], size, ratio)


def draw_icon(painter: QPainter, name: str, role: Role, centre: QPointF, size: int) -> None:
    """Paint an icon centred on a point, snapped to the device grid."""
    ratio = painter.device().devicePixelRatioF()
    corner = QPointF(round((centre.x() - size / 2) * ratio) / ratio, round((centre.y() - size / 2) * ratio) / ratio)
    painter.drawPixmap(corner, pixmap(name, role, size, ratio))


class _Engine(QIconEngine):
    """Asks the theme at each painting, so that a button needs no new icon when the theme changes."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name, self._role = name, role

    def _role_for(self, mode: QIcon.Mode) -> Role:
        return Role.MUTED if mode is QIcon.Mode.Disabled else self._role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        # At the left of a wider place: what is left is the gap before the word of a button.
        centre = QPointF(rect.x() + side / 2, rect.y() + rect.height() / 2)
        draw_icon(painter, self._name, self._role_for(mode), centre, side)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        result = QPixmap(round(size.width() * scale), round(size.height() * scale))
        result.setDevicePixelRatio(scale)
        result.fill(_TRANSPARENT)
        painter = QPainter(result)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return result

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)


def icon(name: str, role: Role = Role.TEXT) -> QIcon:
    """A living icon for a button or a menu."""
    return QIcon(_Engine(name, role))
