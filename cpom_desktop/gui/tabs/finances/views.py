"""What the tab Finances asks of each of its tables: its content, its acts, its charts, the cells that it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ....core.contract import Grant
from ....core.overlay import View
from ....core.records import Cell
from ...charts.panel import Maker
from ...grid import Content, GridCell, GridView
from ...workspace import Workspace
from .cells import Reading
from .goal import Goal

Choices = tuple[tuple[str, str], ...]
"""Keys with their words, in the order shown."""
FORECAST = "prévisionnel, centimes exacts"
CLOSED = "réalisé et base, centimes exacts"


@dataclass(frozen=True, slots=True)
class Action:
    """A button at the head of a table, and the key that does the same. One at most is the primary one of the screen.

    An act `writes` unless it says otherwise: the head disables it where the contract is open to be read.
    """

    label: str
    act: Callable[[], object]
    icon: str = ""
    primary: bool = False
    tip: str = ""
    writes: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart to show: what makes it, its title, its accessible name, its data, the caption at its right.

    Two drawings of one maker use one chart: the curves that are there move.
    """

    make: Maker
    title: str
    name: str
    data: Any
    caption: str = ""


@dataclass(frozen=True, slots=True)
class EmptyState:
    """What a table says while it holds nothing: what it is for, and the act that begins it."""

    icon: str
    title: str
    sentence: str
    action: str = ""
    act: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The active cell, the keys of its row, of the group of that row and of its column; empty where there is none."""

    cell: GridCell | None = None
    row: str = ""
    group: str = ""
    column: str = ""

    @property
    def year(self) -> int | None:
        """The year of its column: « 2027 » or « 2027/offre »; None in other columns."""
        head = self.column.split("/")[0]
        return int(head) if head.isdigit() else None


class SubView:
    """One table of the tab. It computes; the tab shows. Only the table that is seen is asked for anything.

    `rail` is a shorter title, where the whole one has no room in the rail.
    `homes` are the kinds of records for which a cell is looked for here first, `kinds` all those whose change shows
    here. `views` are the overlays between which F9 turns, `groupings` the ways to sum up, `pages` the tables that stand
    under one title because one reads them together.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    rail: ClassVar[str] = ""
    note: ClassVar[str] = FORECAST
    homes: ClassVar[frozenset[str]] = frozenset()
    kinds: ClassVar[frozenset[str]] = frozenset()
    views: ClassVar[Choices] = ()
    groupings: ClassVar[Choices] = ()
    pages: ClassVar[Choices] = ()

    def __init__(self, workspace: Workspace, table: GridView) -> None:
        self.workspace, self.table = workspace, table
        self.grouping = self.groupings[0][0] if self.groupings else ""
        self.page = self.pages[0][0] if self.pages else ""

    def content(self) -> Content:
        """The whole table as it is to be shown now."""
        raise NotImplementedError

    def actions(self) -> Sequence[Action]:
        """The buttons at its head."""
        return ()

    def empty(self) -> EmptyState | None:
        """What to say in place of the table; None while it has something to show."""
        return None

    def chart(self, at: Selection) -> Drawing | None:
        """The chart under the table."""
        return None

    @property
    def follows(self) -> bool:
        """Whether the chart under the table is that of the active row."""
        return False

    def side_chart(self, at: Selection) -> Drawing | None:
        """The chart in the volet."""
        return None

    @property
    def overlays(self) -> Choices:
        """Those of `views` between which F9 turns on the page that is seen."""
        return self.views

    @property
    def caption(self) -> str:
        """What stands beside the title on the page that is seen: how its figures are to be read."""
        return self.note

    @property
    def offered(self) -> Choices:
        """The groupings of the page that is seen."""
        return self.groupings

    @property
    def view(self) -> str:
        """Which of `views` is shown."""
        shown = self.workspace.view.value
        return shown if shown in dict(self.views) else View.ACCORD.value

    def choose_view(self, key: str) -> None:
        """Show another of `views`."""
        self.workspace.set_view(View(key))

    def before_going_to(self, cell: Cell) -> None:
        """Make room for a cell: leave a grouping or an overlay in which it could not be seen."""

    def place(self, cell: Cell) -> tuple[str, str] | None:
        """The keys of the row and column that speak of a cell which is typed nowhere here; None if none do."""
        return None

    def spoken_of(self, at: Selection) -> Cell | None:
        """The cell whose positions the volet shows: the active one, where it can be typed."""
        return at.cell.address if at.cell is not None else None

    def goal(self, at: Selection) -> Goal | None:
        """The computed figure of the active cell, where a value may be sought that brings it to an amount."""
        return None

    def concerned_by(self, cell: Cell) -> bool:
        """Whether what is said of a cell (a point de vigilance) is told beside this table."""
        return cell.kind in self.homes | self.kinds

    # What every table reads

    def reading(self) -> Reading:
        """The model shown, with what marks its cells."""
        workspace = self.workspace
        return Reading(workspace.shown(), workspace.model, workspace.conflicts(), workspace.today)

    def grant(self) -> Grant | None:
        """The first DGC, the one that charts show."""
        grants = sorted(self.workspace.shown().all(Grant), key=lambda one: (one.order, one.name, one.id))
        return next(iter(grants), None)

