"""Chips: a status or a party, always icon or mark and word; and the count beside a tab."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..theme import Party, Role, Status, Type, draw_icon, draw_mark, font, metrics, shown, theme
from ..theme.sizes import CHIP, CHIP_PADDING, GAP_4, GAP_8, ICON_CHIP, MARK
from .text import plain_tip

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class _Drawn(QWidget):
    """A small widget that is painted and repainted with the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class StatusChip(_Drawn):
    """A status on its own background; `text` may be longer than the word (« 1 désaccord »)."""

    def __init__(self, status: Status, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status, self._text = status, text
        self.show_status(status, text)

    def show_status(self, status: Status, text: str = "") -> None:
        self._status, self._text = status, shown(text or status.look.word)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(metrics(Type.CHIP).horizontalAdvance(self._text) + ICON_CHIP + GAP_4 + 2 * CHIP_PADDING, CHIP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(self._status.look.background))
        painter.drawRoundedRect(QRectF(self.rect()), CHIP / 2, CHIP / 2)
        draw_icon(
            painter,
            self._status.look.icon,
            self._status.look.text,
            QPointF(CHIP_PADDING - 1 + ICON_CHIP / 2, CHIP / 2),
            ICON_CHIP,
        )
        painter.setFont(font(Type.CHIP))
        painter.setPen(theme().colour(self._status.look.text))
        painter.drawText(self.rect().adjusted(CHIP_PADDING + ICON_CHIP + GAP_4 - 1, 0, 0, 0), _LEFT, self._text)


class PartyLabel(_Drawn):
    """The mark of a party and its word, in its colour."""

    def __init__(self, party: Party, text: str = "", use: Type = Type.TOTAL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._party, self._use, self._text = party, use, ""
        self.show_party(party, text)

    def show_party(self, party: Party, text: str = "") -> None:
        self._party, self._text = party, shown(text or party.look.word)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = metrics(self._use).horizontalAdvance(self._text)
        return QSize(width + MARK + GAP_8 + 2, metrics(self._use).height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_mark(painter, self._party, QPointF(MARK / 2 + 1, self.height() / 2), MARK)
        painter.setFont(font(self._use))
        painter.setPen(theme().colour(self._party.look.text))
        painter.drawText(self.rect().adjusted(MARK + GAP_8, 0, 0, 0), _LEFT, self._text)


class Count(_Drawn):
    """The number beside a tab; hidden at zero. `spoken` says what is counted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self.hide()

    def show_count(self, count: int, spoken: str) -> None:
        self._count = count
        self.setAccessibleName(spoken)
        self.setToolTip(plain_tip(spoken))
        self.setVisible(count > 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(CHIP - 2, metrics(Type.CHIP).horizontalAdvance(str(self._count)) + GAP_8 + GAP_4), CHIP - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(Role.SELECTED))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setFont(font(Type.CHIP))
        painter.setPen(theme().colour(Role.TEXT))
        painter.drawText(self.rect(), _CENTRE, str(self._count))
