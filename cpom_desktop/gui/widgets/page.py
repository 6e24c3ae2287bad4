"""The parts of a tab: rail (where), plan (the thing), volet (what is selected); they give way on a small window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ..theme.sizes import (
    DRAWER_BELOW,
    GAP_4,
    GAP_8,
    GAP_12,
    GAP_16,
    LIST_BELOW,
    PAGE_LEAST_HEIGHT,
    PAGE_LEAST_WIDTH,
    RAIL,
    VOLET,
)
from .buttons import button
from .panel import scrolled


class Side(QFrame):
    """A rail or a volet: a column of its own width."""

    def __init__(self, name: str, spoken: str, width: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFixedWidth(width)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(GAP_12, GAP_12, GAP_12, GAP_12)
        self.column.setSpacing(GAP_8)


class _Column(QVBoxLayout):
    """The column of the plan: a wrapped text in it takes what it has, and never makes the whole plan scroll."""

    def hasHeightForWidth(self) -> bool:
        return False


class Page(QWidget):
    """Rail, plan and volet. Below 1200 logical pixels the volet is a drawer over the plan, below 1000 the rail a list
    behind a button. A tab fills `rail.column`, `plan` and `volet.column`.
    """

    def __init__(self, rail: str = "", volet: str = "", rail_width: int = RAIL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.rail: Side | None = Side("rail", rail, rail_width) if rail else None
        self.volet: Side | None = Side("volet", volet, VOLET) if volet else None
        self._centre = QWidget()
        outer = _Column(self._centre)
        outer.setContentsMargins(GAP_16 - 2, GAP_8, GAP_16 - 2, GAP_12)
        outer.setSpacing(GAP_8)
        self._rail_button = button(rail, self.toggle_rail, "list", "flat") if rail else None
        self.plan = QVBoxLayout()
        self.plan.setSpacing(GAP_8)
        if self._rail_button is not None:
            outer.addWidget(self._rail_button, 0, Qt.AlignmentFlag.AlignLeft)
            self._rail_button.hide()
        outer.addLayout(self.plan, 1)
        self._scroll = scrolled(self._centre, both=True)
        for part, stretch in ((self.rail, 0), (self._scroll, 1), (self.volet, 0)):
            if part is not None:
                self._row.addWidget(part, stretch)
        self._drawer = self._listed = False
        self._volet_wanted = True

    @property
    def volet_is_drawer(self) -> bool:
        return self._drawer

    def parts(self) -> list[QWidget]:
        """What F6 goes through, in order: the parts that are seen."""
        return [part for part in (self.rail, self._scroll, self.volet) if part is not None and part.isVisible()]

    def toggle_volet(self) -> None:
        """F4: show or hide the volet."""
        if self.volet is not None:
            self._volet_wanted = not self.volet.isVisible()
            self.volet.setVisible(self._volet_wanted)
            self._place()

    def toggle_rail(self) -> None:
        """Show or hide the list that the rail has become."""
        if self.rail is not None and self._listed:
            self.rail.setVisible(not self.rail.isVisible())
            self._place()

    def reachable(self) -> list[QWidget]:
        """What F6 goes through: the parts that are seen, and the rail also while it waits behind its button."""
        return [part for part in (self.rail, self._scroll, self.volet)
                if part is not None and (part.isVisible() or (part is self.rail and self._listed))]

    def uncover(self, part: QWidget) -> None:
        """Show the list that the rail has become before the focus goes to it."""
        if part is self.rail and self._listed and not part.isVisible():
            self.toggle_rail()

    def close_rail(self) -> None:
        """After a click in the rail: a list that lies over the plan goes away. The arrows may go on in it."""
        if self.rail is not None and self._listed and QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self.rail.hide()

    def close_left_rail(self) -> None:
        """The same once the focus has gone elsewhere."""
        focus = self.window().focusWidget()
        if self.rail is not None and self._listed and not (focus is not None and self.rail.isAncestorOf(focus)):
            self.rail.hide()

    def minimumSizeHint(self) -> QSize:
        """Rail and volet give way and the plan scrolls: a page never makes the window larger than its screen."""
        return QSize(PAGE_LEAST_WIDTH, PAGE_LEAST_HEIGHT)

    def comfort(self) -> QSize:
        """The size below which something of the page has to scroll, rail and volet in their columns."""
        sides = [part for part in (self.rail, self.volet) if part is not None]
        centre = self._centre.minimumSizeHint()
        width = centre.width() + sum(part.width() for part in sides)
        return QSize(width, max(centre.height(), *(part.minimumSizeHint().height() for part in sides)))

    def hasHeightForWidth(self) -> bool:
        # Wrapped texts would otherwise push the window open.
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width())
        self._place()

    def _arrange(self, width: int) -> None:
        if self.volet is not None and (width < max(DRAWER_BELOW, self.comfort().width())) != self._drawer:
            self._drawer = not self._drawer
            self._volet_wanted = not self._drawer
            self._move(self.volet, self._drawer, last=True)
            self.volet.setVisible(self._volet_wanted)
        beside = self._centre.minimumSizeHint().width() + (self.rail.width() if self.rail else 0)
        if self.rail is not None and (width < max(LIST_BELOW, beside)) != self._listed:
            self._listed = not self._listed
            self._move(self.rail, self._listed, last=False)
            self.rail.setVisible(not self._listed)
            if self._rail_button is not None:
                self._rail_button.setVisible(self._listed)

    def _move(self, part: Side, over: bool, last: bool) -> None:
        if over:
            self._row.removeWidget(part)
            part.setParent(self)
        else:
            self._row.insertWidget(self._row.count() if last else 0, part)

    def _place(self) -> None:
        """Lay the parts that float over the plan."""
        if self.volet is not None and self._drawer and self.volet.isVisible():
            self.volet.setGeometry(self.width() - self.volet.width(), 0, self.volet.width(), self.height())
            self.volet.raise_()
        if self.rail is not None and self._rail_button is not None and self._listed and self.rail.isVisible():
            top = self._rail_button.mapTo(self, QPoint(0, self._rail_button.height())).y() + GAP_4
            self.rail.setGeometry(0, top, self.rail.width(), self.height() - top)
            self.rail.raise_()
