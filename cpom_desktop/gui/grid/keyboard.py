"""The keys of a table, as in a spreadsheet: what each does, or the word that refuses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from .content import RowKind
from .hands import Hands
from .model import is_open
from .moves import jump

if TYPE_CHECKING:
    from .view import GridView

Key = Qt.Key
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_NOT_TEXT = _CONTROL | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ARROWS = {Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0), Key.Key_Left: (0, -1), Key.Key_Right: (0, 1)}
_STANDARD = QKeySequence.StandardKey


class Keyboard:
    """Turns a key into an act of the table; `press` says whether it was one of its keys."""

    def __init__(self, view: GridView, hands: Hands) -> None:
        self._view = view
        self._standard: tuple[tuple[QKeySequence.StandardKey, Callable[[], None]], ...] = (
            (_STANDARD.Copy, hands.copy),
            (_STANDARD.Paste, hands.paste),
            (_STANDARD.Cut, hands.cut),
        )
        self._hands = hands
        self._plain: dict[tuple[Qt.Key, bool], Callable[[], bool | None]] = {
            (Key.Key_F2, False): view.edit_current,
            (Key.Key_F2, True): view.ask_position,
            (Key.Key_F3, False): view.ask_origin,
            (Key.Key_F3, True): view.ask_goal,
            (Key.Key_F8, False): lambda: view.go_to_open(1),
            (Key.Key_F8, True): lambda: view.go_to_open(-1),
            (Key.Key_Return, False): lambda: view.step(1, 0),
            (Key.Key_Return, True): lambda: view.step(-1, 0),
            (Key.Key_Enter, False): lambda: view.step(1, 0),
            (Key.Key_Enter, True): lambda: view.step(-1, 0),
            (Key.Key_Tab, False): lambda: view.step(0, 1),
            (Key.Key_Backtab, True): lambda: view.step(0, -1),
            (Key.Key_Delete, False): hands.clear,
            (Key.Key_Backspace, False): hands.clear,
            (Key.Key_Escape, False): self._escape,
        }

    def press(self, event: QKeyEvent) -> bool:
        for standard, act in self._standard:
            if event.matches(standard):
                act()
                return True
        key, modifiers = Key(event.key()), event.modifiers()
        if modifiers & _CONTROL:
            return self._control(key, bool(modifiers & _SHIFT))
        act_for = self._plain.get((key, bool(modifiers & _SHIFT)))
        if act_for is not None and not modifiers & _NOT_TEXT:
            return act_for() is not False
        if key == Key.Key_Space and self._toggle_group():
            return True
        return self._type(event)

    def _control(self, key: Qt.Key, extend: bool) -> bool:
        if key == Key.Key_D:
            self._hands.fill_down()
            return True
        if key in _ARROWS:
            self._jump(*_ARROWS[key], extend)
            return True
        if key in (Key.Key_Home, Key.Key_End):
            # Qt would move the cursor onto the title of a group and leave the selection behind.
            grid, last = self._view.grid, key == Key.Key_End
            self._view.go_to(*((grid.rowCount() - 1, grid.columnCount() - 1) if last else (0, 0)), extend)
            return True
        return False

    def _type(self, event: QKeyEvent) -> bool:
        """A printable sign opens the editor with itself: typing replaces the value."""
        text = event.text()
        if not text or not text.isprintable() or event.modifiers() & _NOT_TEXT:
            return False
        self._view.type_over(text)
        return True

    def _jump(self, down: int, right: int, extend: bool) -> None:
        view, current = self._view, self._view.currentIndex()
        if not current.isValid():
            return
        row, column = current.row(), current.column()
        if down:
            last = view.grid.rowCount() - 1
            row = jump(lambda at: bool(view.grid.text(view.grid.index(at, column))), row, last, down)
        else:
            last = view.grid.columnCount() - 1
            column = jump(lambda at: bool(view.grid.text(view.grid.index(row, at))), column, last, right)
        view.go_to(row, column, extend)

    def _toggle_group(self) -> bool:
        view, current = self._view, self._view.currentIndex()
        if not current.isValid() or view.grid.row(current.row()).kind is not RowKind.GROUP:
            return False
        view.grid.toggle(view.grid.row(current.row()).key)
        return True

    def _escape(self) -> bool:
        """Give up a cut, else the refused text of the current cell; false where there was none, for who is above."""
        if self._hands.forget_cut():
            return True
        current = self._view.currentIndex()
        refused = current.isValid() and self._view.grid.refusal(current) is not None
        if refused:
            self._view.grid.accept(current)
        return refused


def next_open(view: GridView, step: int) -> tuple[int, int] | None:
    """The next cell in reading order where something is still open, going round once; None if there is none."""
    grid, current = view.grid, view.currentIndex()
    width, count = grid.columnCount(), grid.columnCount() * grid.rowCount()
    start = current.row() * width + current.column() if current.isValid() else -1
    for offset in range(1, count + 1):
        row, column = divmod((start + step * offset) % count, width)
        cell = grid.cell(grid.index(row, column))
        if is_open(cell) or (cell.address is not None and cell.address in view.watched):
            return row, column
    return None
