"""The rows of one section on the sheet « Modalités »: a label, then one cell for each year of the contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ....core.contract import Section
from ....core.finance.figure import Figure
from ....core.finance.inputs import Inputs
from ....core.finance.trajectory import TrajectoryYear
from ....core.records import Form, Record, Value
from ..formulas import Formula, Key
from ..grid import Sheet


@dataclass
class SectionRows:
    """A section being written; its title comes with its first row, so that a section without any has none."""

    sheet: Sheet
    years: Sequence[int]
    section: Section
    name: str
    chain: Sequence[TrajectoryYear]
    inputs: Inputs
    is_titled: bool = field(default=False)

    def typed(self, label: str, years: Sequence[int], find: Mapping[int, Record] | Record, name: str, form: Form,
              key: Callable[[int], Key] | None = None) -> None:
        """A row of one field of yearly records, or of one record; an empty cell stands where it should be typed."""
        self._title()
        line = self.sheet.line()
        line.text(label)
        for year in self.years:
            if year not in years:
                line.skip()
                continue
            record = find if isinstance(find, Record) else find.get(year)
            value: Value = getattr(record, name) if record is not None else None
            line.entered(key(year) if key else self.cell(record, name, year), value, form)

    def cell(self, record: Record | None, name: str, year: int) -> Key:
        """Where a field of a yearly record is typed, also while there is no such record."""
        return tuple(record.at(name)) if record is not None else ("absent", name, self.section.id, year)

    def figures(self, label: str, figures: Mapping[int, tuple[Key, Figure, Formula | None]]) -> None:
        """A row of computed amounts, for the years that have one."""
        self._title()
        line = self.sheet.line()
        line.text(label)
        for year in self.years:
            if year in figures:
                line.figure(*figures[year])
            else:
                line.skip()

    def _title(self) -> None:
        if not self.is_titled:
            self.sheet.band(f"{self.section.code} — {self.name}" if self.section.code else self.name)
            self.is_titled = True
