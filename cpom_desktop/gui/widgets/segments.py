"""A choice among a few words, all visible: one is always chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ..theme import Type, metrics
from ..theme.sizes import GAP_12


class _Segment(QPushButton):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("segment")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        # A click leaves the hands where they are, in the table most often; Tab and the arrows come here.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        # The width of weight 600: a chosen word made bolder by the sheet would be cut.
        return QSize(metrics(Type.TOTAL).horizontalAdvance(self.text()) + 2 * GAP_12, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Segments(QWidget):
    """`chosen` carries the key of the word that the user chose; arrows move between the words."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._segments: dict[str, _Segment] = {}
        for key, word in choices:
            segment = self._segments[key] = _Segment(word)
            segment.setProperty("first", key == choices[0][0])
            segment.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            layout.addWidget(segment)
        self._segments[choices[0][0]].setChecked(True)
        self.setFocusProxy(self._segments[choices[0][0]])

    @property
    def current(self) -> str:
        return next(key for key, segment in self._segments.items() if segment.isChecked())

    def choose(self, key: str) -> None:
        """Show a choice without announcing it."""
        self._segments[key].setChecked(True)

    def set_visible(self, key: str, visible: bool) -> None:
        """Show or hide one of the words; the first one that is left closes the frame."""
        self._segments[key].setVisible(visible)
        left = [one for one in self._segments.values() if not one.isHidden()]
        for segment in self._segments.values():
            segment.setProperty("first", bool(left) and segment is left[0])
            segment.style().unpolish(segment)
            segment.style().polish(segment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = [key for key, segment in self._segments.items() if segment.isVisible()]
        following = keys[(keys.index(self.current) + step) % len(keys)]
        self._segments[following].setFocus()
        self._segments[following].click()
