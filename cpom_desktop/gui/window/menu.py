"""The one menu of the window (F10), and the small one of the mode of writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


@dataclass(frozen=True, slots=True)
class Act:
    """A line of a menu: its words, its key (handled by the window), what it does; `checked` None is no choice."""

    words: str
    key: str
    act: Callable[[], object]
    checked: bool | None = None


LINE = Act("", "", lambda: None)
"""A separator."""


def fill(menu: QMenu, acts: Sequence[Act]) -> None:
    """Put acts in a menu."""
    for one in acts:
        if one is LINE:
            menu.addSeparator()
            continue
        action = QAction(one.words, menu)
        action.setShortcut(QKeySequence(one.key))
        if one.checked is not None:
            action.setCheckable(True)
            action.setChecked(one.checked)
        action.triggered.connect(lambda _checked=False, act=one.act: act())
        menu.addAction(action)


def show_under(menu: QMenu, anchor: QWidget) -> None:
    """Show a menu under a widget, and let it go when it closes."""
    _show(menu, anchor, anchor.height())


def show_over(menu: QMenu, anchor: QWidget) -> None:
    """Show a menu above a widget at the foot of the window."""
    _show(menu, anchor, -menu.sizeHint().height())


def _show(menu: QMenu, anchor: QWidget, below: int) -> None:
    menu.exec(anchor.mapToGlobal(QPoint(0, below)))
    menu.deleteLater()
