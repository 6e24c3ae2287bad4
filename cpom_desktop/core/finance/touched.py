"""Which sections, from which year on, a change of rows concerns: what a cache has to compute anew and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..contract import Contract, Esms, Grant, Section, SectionRule, Transformation
from ..model import Model
from ..negotiation import Acceptance, Position
from ..problems import Refused
from ..records import Cell, Record
from .investment_records import CoverLine
from .pricing_records import CeilingLine, Convergence, Formula, FormulaYear, NotifiedGrant
from .records import AccountLine, Measure, SectionBase, YearGrant, YearRate
from .result_records import ResultAllocation

ALWAYS = 0
"""From the first year: a year before any contract."""
STRUCTURE = frozenset({Contract.kind, Section.kind, Grant.kind})
"""Rows that decide which sections and years there are: all is computed again."""
Row = tuple[str, str]
Found = Iterable[tuple[str | None, int]]


@dataclass(slots=True)
class Touched:
    """The sections whose trajectory changes, with their first year; the budgets that change; or everything."""

    everything: bool = False
    trajectories: dict[str, int] = field(default_factory=dict)
    budgets: set[str] = field(default_factory=set)

    def from_year(self, section: str | None, year: int) -> None:
        """The trajectory of a section changes from a year on."""
        if section:
            self.trajectories[section] = min(year, self.trajectories.get(section, year))


def touched(old: Model, new: Model, rows: Iterable[Row]) -> Touched:
    """What the changed rows concern. A position concerns what the cell that it speaks of concerns."""
    result = Touched()
    for kind, row in rows:
        if kind in STRUCTURE or _regime_changed(old, new, kind, row):
            result.everything = True
        for model in (old, new) if old is not new else (new,):
            record = model.record(kind, row)
            if record is not None:
                _collect(result, model, record)
    return result


def _regime_changed(old: Model, new: Model, kind: str, row: str) -> bool:
    """An ESMS that becomes subsidised, or comes, or goes, changes which sections are tarified."""
    return kind == Esms.kind and getattr(old.record(kind, row), "regime", "") != getattr(
        new.record(kind, row), "regime", ""
    )


def _collect(result: Touched, model: Model, record: Record) -> None:
    if isinstance(record, Acceptance):
        position = model.find(Position, record.position)
        if position is not None:
            _collect(result, model, position)
        return
    if isinstance(record, Position):
        spoken_of = _spoken_of(model, record)
        if spoken_of is not None and not isinstance(spoken_of, Position):
            result.everything |= spoken_of.kind in STRUCTURE
            _collect(result, model, spoken_of)
        return
    if isinstance(record, AccountLine):
        result.budgets.add(record.section)
        if record.status == "base":
            result.from_year(record.section, ALWAYS)
    if isinstance(record, Esms):
        # The words of what is missing in a budget name its ESMS too.
        result.budgets.update(section.id for section in model.where(Section, "esms", record.id))
    for section, year in _FINDERS.get(record.kind, _nothing)(model, record):
        result.from_year(section, year)


def _spoken_of(model: Model, position: Position) -> Record | None:
    try:
        cell = Cell.parse(position.cell)
    except Refused:
        return None
    return model.record(cell.kind, cell.row)


def _nothing(model: Model, record: Record) -> Found:
    return ()


def _of_year(model: Model, record: Any) -> Found:
    return ((record.section, record.year),)


def _of_section(model: Model, record: Any) -> Found:
    return ((record.section, ALWAYS),)


def _of_measure(model: Model, record: Any) -> Found:
    return ((record.section, record.year), (record.from_section, record.year))


def _of_allocation(model: Model, record: Any) -> Found:
    year = record.target_year or ALWAYS
    return ((record.section, year), (record.target_section, year))


def _of_esms(model: Model, record: Any) -> Iterator[tuple[str | None, int]]:
    """Its name stands in the words of what is missing, its places in a convergence by place."""
    return ((section.id, ALWAYS) for section in model.where(Section, "esms", record.id))


def _of_transformation(model: Model, record: Any) -> Found:
    section = model.find(Section, record.section)
    esms = model.find(Esms, section.esms) if section is not None else None
    return _of_esms(model, esms) if esms is not None else ()


_FINDERS: dict[str, Callable[[Model, Any], Found]] = {
    **dict.fromkeys((YearRate.kind, YearGrant.kind, NotifiedGrant.kind, CeilingLine.kind, CoverLine.kind), _of_year),
    **dict.fromkeys(
        (SectionBase.kind, SectionRule.kind, Formula.kind, FormulaYear.kind, Convergence.kind), _of_section
    ),
    Measure.kind: _of_measure,
    ResultAllocation.kind: _of_allocation,
    Esms.kind: _of_esms,
    Transformation.kind: _of_transformation,
}
