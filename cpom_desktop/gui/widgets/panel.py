"""Panels, lines and empty states: the frames in which a tab puts its things."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ..theme import Role, Type
from ..theme.sizes import GAP_8, GAP_12, GAP_16, HAIRLINE, ICON_EMPTY
from .buttons import button
from .problem import Picture
from .text import Label, caption, section_title


class Panel(QFrame):
    """A white frame; with a title, a caption at its right. `body` is where its content goes."""

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None, flush: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        outer = QVBoxLayout(self)
        margin = HAIRLINE if flush else GAP_12
        outer.setContentsMargins(margin, margin, margin, margin)
        outer.setSpacing(GAP_8)
        self.title, self.note = section_title(title), caption(note)
        if title:
            head = QHBoxLayout()
            head.addWidget(self.title)
            head.addStretch()
            head.addWidget(self.note)
            outer.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP_8)
        outer.addLayout(self.body)


def rule() -> QFrame:
    """A thin horizontal line."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(HAIRLINE)
    return line


def row(*widgets: QWidget | None, spacing: int = GAP_8) -> QHBoxLayout:
    """Widgets side by side; None is a stretch."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return layout


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        inner = item.layout()
        if isinstance(inner, (QVBoxLayout, QHBoxLayout)):
            clear(inner)


def scrolled(content: QWidget, both: bool = False, parent: QWidget | None = None) -> QScrollArea:
    """A content that scrolls when it has no room, without a frame; `both`: sideways too.

    Qt dresses the content when it enters the area, and again each time the area changes parents: for a long form, say
    the parent.
    """
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    if not both:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setObjectName("scrolled")
    area.setWidget(content)
    return area


class Empty(QWidget):
    """What stands where nothing is yet: what it is for, and the action that begins it."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        sentence: str,
        action: str = "",
        act: Callable[[], object] | None = None,
        parent: QWidget | None = None,
        enabled: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.action: QPushButton | None = None
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP_8)
        layout.addStretch(2)
        layout.addWidget(Picture(icon_name, Role.MUTED, ICON_EMPTY), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(Label(title, Type.SECTION), 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence = Label(sentence, Type.BODY, Role.MUTED, wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.sentence)
        if action:
            self.action = button(action, act, "plus", "primary")
            self.action.setEnabled(enabled)
            layout.addSpacing(GAP_16)
            layout.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
