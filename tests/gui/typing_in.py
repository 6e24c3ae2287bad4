"""What the tables hand to a workspace when something is typed, without a table."""

from __future__ import annotations

from dataclasses import dataclass

from cpom_desktop.core.overlay import View
from cpom_desktop.core.records import Cell, Record, Value


@dataclass
class Place:
    """A cell as a table gives it."""

    address: Cell | None
    absent: Record | None = None
    view: View | None = None


@dataclass
class Typed:
    """A value for a cell."""

    cell: Place
    value: Value
