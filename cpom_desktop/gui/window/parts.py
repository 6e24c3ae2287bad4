"""F6: from one part of a page to the next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QWidget

from ..widgets.page import Page


def go_to_next(page: Page, focus: QWidget | None, step: int) -> None:
    """Give the focus to the next part that takes it, going round."""
    parts = page.reachable()
    at = next((index for index, part in enumerate(parts) if focus is not None and part.isAncestorOf(focus)), -step)
    for offset in range(1, len(parts) + 1):
        part = parts[(at + step * offset) % len(parts)]
        page.uncover(part)
        if (found := first_field(part)) is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason)
            break
    page.close_left_rail()


def first_field(part: QWidget) -> QWidget | None:
    """Where F6 stops in a part: its first table or list, else its first field, in reading order, else a button."""
    candidates = [
        child
        for child in part.findChildren(QWidget)
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    return min(candidates, key=lambda child: _rank(part, child), default=None)


def _rank(part: QWidget, child: QWidget) -> tuple[bool, bool, int, int]:
    corner = child.mapTo(part, child.rect().topLeft())
    return isinstance(child, QAbstractButton), not isinstance(child, QAbstractItemView), corner.y(), corner.x()
