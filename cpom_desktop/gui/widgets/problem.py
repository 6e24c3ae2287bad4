"""A refusal under its field: what is wrong, what is accepted, and the link that repairs it when it is obvious."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ..theme import Role, Type, pixmap, theme
from ..theme.sizes import GAP_4, GAP_8, ICON_CHIP
from .buttons import button
from .text import Label, plain_tip

ONE_LINE, ONE_LINE_BEFORE_LINK = 56, 36
"""Signs that the field of a dialog has room for."""


class Picture(QLabel):
    """An icon in a layout, in the colour of a role, following the theme."""

    def __init__(self, name: str, role: Role, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._name, self._role, self._size = name, role, size
        self.setFixedSize(QSize(size, size))
        theme().changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, role: Role) -> None:
        """Change the icon and its role."""
        self._name, self._role = name, role
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._name, self._role, self._size, self.devicePixelRatioF()))


class ProblemLine(QFrame):
    """Hidden until something is wrong, and empty until then: a form has one for each of its fields. `repaired` carries
    the text that would be accepted.

    `framed` has one line and a border; `roomy` wraps long sentences alone, since it is as wide as a dialog.
    """

    repaired = Signal(str)

    def __init__(self, parent: QWidget | None = None, framed: bool = False, roomy: bool = False) -> None:
        super().__init__(parent)
        self._framed, self._roomy = framed, roomy
        self.setObjectName("refusal" if framed else "")
        self._repair = ""
        self.hide()

    @cached_property
    def _parts(self) -> tuple[Label, QPushButton]:
        layout = QHBoxLayout(self)
        margin = GAP_8 if self._framed else 0
        layout.setContentsMargins(margin, GAP_4, margin, GAP_4)
        layout.setSpacing(GAP_8)
        sentence = Label("", Type.CAPTION, Role.ERROR, wrap=not self._framed)
        link = button("", lambda: self.repaired.emit(self._repair), kind="link")
        layout.addWidget(Picture("octagon-x", Role.ERROR, ICON_CHIP))
        layout.addWidget(sentence, 0 if self._framed else 1)
        layout.addWidget(link)
        return sentence, link

    @property
    def link(self) -> QPushButton:
        """What repairs it at one press."""
        return self._parts[1]

    def show_sentence(self, sentence: str, repair: str = "") -> None:
        """Say what is wrong; `repair` makes the link « Mettre … »."""
        self._repair = repair
        told, link = self._parts
        told.setText(sentence)
        if self._roomy:
            # A wrapped text asks for two lines even where it holds in one.
            told.setWordWrap(len(sentence) > (ONE_LINE_BEFORE_LINK if repair else ONE_LINE))
        link.setText(f"Mettre {repair}")
        link.setVisible(bool(repair))
        self.setAccessibleName(sentence)
        self.show()

    @property
    def sentence(self) -> str:
        """What is said; '' when nothing is wrong."""
        return "" if self.isHidden() else self._parts[0].text()

    def clear(self) -> None:
        self.hide()


class WarningLine(QWidget):
    """Icon and sentence, hidden while there is nothing to say: what was typed is accepted, and deserves a look."""

    def __init__(self, parent: QWidget | None = None, wrap: bool = True) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_8)
        self._sentence = Label("", Type.CAPTION_STRONG, Role.WARN, wrap=wrap)
        layout.addWidget(Picture("triangle-alert", Role.WARN, ICON_CHIP))
        layout.addWidget(self._sentence, 1)
        self.hide()

    def show_sentence(self, sentence: str, tip: str = "") -> None:
        """Say it, or nothing."""
        self._sentence.setText(sentence)
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    @property
    def sentence(self) -> str:
        """What is said."""
        return "" if self.isHidden() else self._sentence.text()
