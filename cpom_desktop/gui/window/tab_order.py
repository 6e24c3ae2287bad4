"""Tab goes in reading order: bar, tabs, rail, plan, volet, status bar, whatever was built or rebuilt last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_TAB = Qt.FocusPolicy.TabFocus


def stops(window: QWidget, parts: Sequence[QWidget]) -> list[QWidget]:
    """What Tab stops at, part by part; inside a part, in the order of its children."""
    # Not by nextInFocusChain: PySide takes what it returns for a child of the widget that was asked, so that the end of
    # one button made the objects of the whole window unusable.
    found = [child for part in parts for child in part.findChildren(QWidget)]
    return [child for child in found if _stops_at(child) and child.window() is window]


def _stops_at(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & _TAB == _TAB and widget.focusProxy() is None
    return takes and widget.isVisible() and widget.isEnabled()


def follow(window: QWidget, parts: Sequence[QWidget], forward: bool) -> bool:
    """Give the focus to the next stop, going round; false where there is none."""
    order = stops(window, parts)
    if not order:
        return False
    focus, step = window.focusWidget(), 1 if forward else -1
    at = _place(order, focus)
    chosen = order[(at + step) % len(order)] if at is not None else order[0 if forward else -1]
    chosen.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _uncover(chosen)
    return True


def _place(order: Sequence[QWidget], focus: QWidget | None) -> int | None:
    """Where the focus stands among the stops; an editor inside a table stands where the table does."""
    while focus is not None:
        if focus in order:
            return order.index(focus)
        focus = focus.parentWidget()
    return None


def _uncover(widget: QWidget) -> None:
    """Scroll every area around a widget until it is seen."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
