"""The lines of a volet, described as data: equal ones are left alone, alike ones take their new words in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..theme import Party, Role, Status, Type
from ..theme.sizes import GAP_8
from .buttons import button
from .chips import PartyLabel, StatusChip
from .panel import rule
from .text import ElidedLabel, Label, plain_tip


@dataclass(frozen=True, slots=True)
class Words:
    """A text; an elided one ends with « … » where it has no room, a wrapped one goes on below."""

    text: str
    use: Type = Type.BODY
    role: Role = Role.TEXT
    wrap: bool = False
    elided: bool = False

    @property
    def shape(self) -> object:
        return (Words, self.use, self.wrap, self.role if self.elided else None, self.elided)

    def make(self) -> QWidget:
        if self.elided:
            return ElidedLabel(self.text, self.use, self.role)
        return Label(self.text, self.use, self.role, self.wrap)

    def fill(self, widget: QWidget) -> None:
        if isinstance(widget, ElidedLabel):
            widget.set_text(self.text)
        elif isinstance(widget, Label):
            widget.setText(self.text)
            widget.set_role(self.role)


@dataclass(frozen=True, slots=True)
class Said:
    """The mark of a party, and words in its colour."""

    party: Party
    text: str

    @property
    def shape(self) -> object:
        return Said

    def make(self) -> QWidget:
        return PartyLabel(self.party, self.text)

    def fill(self, widget: QWidget) -> None:
        cast(PartyLabel, widget).show_party(self.party, self.text)


@dataclass(frozen=True, slots=True)
class Chip:
    """A status."""

    status: Status

    @property
    def shape(self) -> object:
        return Chip

    def make(self) -> QWidget:
        return StatusChip(self.status)

    def fill(self, widget: QWidget) -> None:
        cast(StatusChip, widget).show_status(self.status)


@dataclass(frozen=True, slots=True)
class Press:
    """A button. What it does follows from what it is `about`: two about equal things with the same words are equal."""

    text: str
    act: Callable[[], object] = field(compare=False)
    about: object = None
    kind: str = ""
    tip: str = ""
    enabled: bool = True

    @property
    def shape(self) -> object:
        return Press, self.kind

    def make(self) -> QWidget:
        # A link is a name, as long as what it names: it gives way before it pushes the rest out of the volet.
        made = button(self.text, self.act, kind=self.kind, tip=self.tip, yielding=self.kind == "link")
        made.setEnabled(self.enabled)
        return made

    def fill(self, widget: QWidget) -> None:
        pressed = cast(QPushButton, widget)
        pressed.setText(self.text)
        pressed.setToolTip(plain_tip(self.tip))
        pressed.setEnabled(self.enabled)
        pressed.clicked.disconnect()
        pressed.clicked.connect(lambda _checked=False: self.act())


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across."""

    @property
    def shape(self) -> object:
        return Rule

    def make(self) -> QWidget:
        return rule()

    def fill(self, widget: QWidget) -> None:
        """It has no words."""


Part = Words | Said | Chip | Press | Rule


@dataclass(frozen=True, slots=True)
class Line:
    """Parts side by side; None is a stretch."""

    parts: tuple[Part | None, ...]
    spacing: int = GAP_8

    @property
    def shape(self) -> object:
        """Lines of one shape differ by their words only."""
        return self.spacing, tuple(part and part.shape for part in self.parts)


def line(*parts: Part | None, spacing: int = GAP_8) -> Line:
    """One line of these parts."""
    return Line(parts, spacing)


class _Row(QWidget):
    """The widgets of one line, side by side."""

    def __init__(self, made: Line, widgets: Sequence[QWidget | None]) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(made.spacing)
        for widget in widgets:
            if widget is None:
                layout.addStretch(1)
            else:
                layout.addWidget(widget)


class _Shown:
    """One line and its widgets; a single part stands alone, so that a wrapped text has its height."""

    def __init__(self, made: Line) -> None:
        self.line = made
        self._widgets = [None if part is None else part.make() for part in made.parts]
        alone = self._widgets[0] if len(self._widgets) == 1 else None
        self.widget = alone or _Row(made, self._widgets)

    def fill(self, wanted: Line) -> None:
        """Take the words of another line of the same shape."""
        for widget, before, part in zip(self._widgets, self.line.parts, wanted.parts, strict=True):
            if widget is not None and part is not None and part != before:
                part.fill(widget)
        self.line = wanted


class Lines(QWidget):
    """A column of lines. Those no longer needed stay hidden for the next time: widgets cost more to make than to fill.

    The keyboard focus stays on a button whose line stays.
    """

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[_Shown] = []
        self._spare: dict[object, list[_Shown]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)

    @property
    def lines(self) -> list[Line]:
        """What is shown."""
        return [one.line for one in self._shown]

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show exactly these lines."""
        if self.lines == list(lines):
            return
        before, free = self._shown, self._spare
        for one in reversed(before):
            free.setdefault(one.line.shape, []).append(one)
        self._shown = [self._taken(one) for one in lines]
        if self._shown != before:
            self._place(before)
        self._settle()

    def _taken(self, wanted: Line) -> _Shown:
        """A line of that shape that is free, the nearest to the top first, or a new one."""
        free = self._spare.get(wanted.shape)
        found = free.pop() if free else _Shown(wanted)
        found.fill(wanted)
        return found

    def _settle(self) -> None:
        """Give each line its place before anything is painted: Qt would paint first, move, and paint again."""
        for one in self._shown:
            if (layout := one.widget.layout()) is not None:
                layout.activate()
        self._column.activate()

    def _place(self, before: Sequence[_Shown]) -> None:
        for one in before:
            # Not `takeAt`: the item of the layout would outlive it, and the next one would keep the height of a text.
            self._column.removeWidget(one.widget)
            if one not in self._shown:
                one.widget.hide()
        for one in self._shown:
            self._column.addWidget(one.widget)
            one.widget.show()
