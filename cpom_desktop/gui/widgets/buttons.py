"""Buttons: outlined by default, one primary at most on a screen, flat in bars, a link inside a sentence."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from ..theme import Role, Type, icon, metrics
from ..theme.sizes import CONTROL, GAP_4, GAP_16, ICON_BUTTON, ICON_CHIP
from .text import plain_tip


def button(
    text: str,
    act: Callable[[], object] | None = None,
    icon_name: str = "",
    kind: str = "",
    tip: str = "",
    parent: QWidget | None = None,
    yielding: bool = False,
) -> QPushButton:
    """A button of a kind: '' outlined, 'primary', 'flat', 'link' or 'status'. `tip` carries the shortcut.

    A `yielding` one is cut with « … » before it pushes the window wider.
    """
    made = _Yielding(text, parent) if yielding else _Button(text, parent)
    made.setObjectName(kind)
    made.setAutoDefault(False)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if icon_name:
        made.setIcon(icon(icon_name, Role.ON_ACCENT if kind == "primary" else Role.TEXT))
        side = ICON_CHIP if kind == "status" else ICON_BUTTON
        made.setIconSize(QSize(side + (GAP_4 if text or kind == "status" else 0), side))
    if tip:
        made.setToolTip(plain_tip(tip))
    if act is not None:
        made.clicked.connect(lambda _checked=False: act())
    return made


class _Button(QPushButton):
    """Enter presses the button that has the focus: a dialog would press its primary one, even from « Annuler »."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class _Yielding(_Button):
    """Its text stays whole for assistive technology; only what is painted is cut."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * CONTROL, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        room -= 0 if self.icon().isNull() else self.iconSize().width() + GAP_4
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


def icon_button(name: str, spoken: str, act: Callable[[], object] | None = None, tip: str = "") -> QPushButton:
    """A button without a word: its name is spoken and shown in the tooltip."""
    made = button("", act, name, "flat", tip or spoken)
    made.setAccessibleName(spoken)
    made.setFixedSize(CONTROL + 2, CONTROL)
    return made


class TabButton(QPushButton):
    """A tab; its width is that of the heavier current weight, so that nothing moves or is cut when it changes."""

    def __init__(self, text: str, act: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName("tab")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text)
        self.clicked.connect(lambda _checked=False: act())

    def sizeHint(self) -> QSize:
        return QSize(metrics(Type.TAB_CURRENT).horizontalAdvance(self.text()) + 2 * GAP_16, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
