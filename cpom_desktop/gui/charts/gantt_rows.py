"""What the Gantt is given: groups, and rows with planned and actual days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class GanttRow:
    """A step of the calendar. One day: both ends are equal. Actual days are None while nothing has happened."""

    key: str
    label: str
    planned_start: dt.date | None = None
    planned_end: dt.date | None = None
    actual_start: dt.date | None = None
    actual_end: dt.date | None = None
    strong: bool = False
    group: bool = False
    folded: bool = False

    @property
    def single(self) -> bool:
        """Whether it is a milestone rather than a span."""
        start, end = self.planned_start or self.actual_start, self.planned_end or self.actual_end
        return start is None or end is None or start == end

    @property
    def done(self) -> bool:
        return self.actual_end is not None

    @property
    def late_days(self) -> int:
        """Days between the planned and the actual end; negative when early, 0 while unknown."""
        if self.actual_end is None or self.planned_end is None:
            return 0
        return (self.actual_end - self.planned_end).days

    def overdue_days(self, today: dt.date) -> int:
        """Days since the planned end of a step that has not ended."""
        if self.done or self.planned_end is None:
            return 0
        return max((today - self.planned_end).days, 0)

    def days(self) -> list[dt.date]:
        """Every day the row needs to be seen."""
        return [d for d in (self.planned_start, self.planned_end, self.actual_start, self.actual_end) if d]

    def moved(self, days: int, stretch: bool) -> GanttRow:
        """The row with its planned days moved, or its planned end alone; it never ends before it starts."""
        shift = dt.timedelta(days=days)
        start, end = self.planned_start, self.planned_end
        if stretch and start is not None and end is not None:
            return replace(self, planned_end=max(start, end + shift))
        return replace(self, planned_start=start and start + shift, planned_end=end and end + shift)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture: rows in order, groups among them, and the day that is today."""

    rows: tuple[GanttRow, ...]
    today: dt.date
