"""Everything that the trajectory of one section reads, gathered once from the indexes of the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from ..contract import Contract, Section, SectionRule
from ..model import Model
from .investment_records import CoverLine
from .pricing_records import CeilingLine, Convergence, Formula, FormulaYear, NotifiedGrant
from .records import Measure, SectionBase, YearGrant, YearRate
from .result_records import ResultAllocation
from .scope import in_force, section_name


class _Yearly(Protocol):
    @property
    def year(self) -> int: ...


Y = TypeVar("Y", bound=_Yearly)


class Inputs(NamedTuple):
    """The typed values of a section, by year where they have one; `given` leaves by transfer.

    `measures` has, for each year, those of each nature that may count in it: a measure also speaks of the year after.
    """

    model: Model
    section: Section
    name: str
    by_days: bool
    insurance_formula: bool
    rules: tuple[SectionRule, ...]
    base: SectionBase | None
    rates: dict[int, YearRate]
    measures: dict[int, dict[str, list[Measure]]]
    given: dict[int, list[Measure]]
    grants: dict[int, YearGrant]
    notified: dict[int, NotifiedGrant]
    formula: Formula | None
    indices: dict[int, FormulaYear]
    ceilings: tuple[CeilingLine, ...]
    convergence: Convergence | None
    allocations: tuple[ResultAllocation, ...]
    covers: tuple[CoverLine, ...]

    def rule(self, year: int) -> SectionRule | None:
        """The modality in force for a year."""
        return in_force(self.rules, year)

    def with_value(self, record: YearRate | Measure) -> Inputs:
        """The same with a row of theirs whose value alone, that of `ALONE`, is another one."""
        if isinstance(record, YearRate):
            return self._replace(rates={**self.rates, record.year: record})
        measures, given = dict(self.measures), dict(self.given)
        for year in _its_years(record):
            if (held := measures.get(year)) and record.nature in held:
                measures[year] = {**held, record.nature: _put(held[record.nature], record)}
            if year in given:
                given[year] = _put(given[year], record)
        return self._replace(measures=measures, given=given)


ALONE = {YearRate.kind: "rate", Measure.kind: "cents"}
"""Values that nothing but the inputs of a trajectory reads, and no order or index follows: what most points are about.

Another value is laid on the inputs themselves, while any other cell takes a model of its own.
"""


def gather(model: Model, section_id: str) -> Inputs:
    """The inputs of a section. Raises `Refused` where the section does not exist."""
    section = model.get(Section, section_id)
    contract = model.first(Contract)
    return Inputs(
        model, section, section_name(model, section),
        by_days=contract is not None and contract.proration == "jours",
        insurance_formula=_is_priced_by_equation(contract, section),
        rules=tuple(model.where(SectionRule, "section", section_id)),
        base=next(iter(model.where(SectionBase, "section", section_id)), None),
        rates=by_year(model.where(YearRate, "section", section_id)),
        measures=_by_year_and_nature(model.where(Measure, "section", section_id)),
        given=_given(model, section_id),
        grants=by_year(model.where(YearGrant, "section", section_id)),
        notified=by_year(model.where(NotifiedGrant, "section", section_id)),
        formula=next(iter(model.where(Formula, "section", section_id)), None),
        indices=by_year(model.where(FormulaYear, "section", section_id)),
        ceilings=tuple(model.where(CeilingLine, "section", section_id)),
        convergence=next(iter(model.where(Convergence, "section", section_id)), None),
        allocations=_allocations(model, section_id),
        covers=tuple(model.where(CoverLine, "section", section_id)),
    )


def by_year(rows: Iterable[Y]) -> dict[int, Y]:
    """The rows by their year; natural keys make it one row a year."""
    return {row.year: row for row in rows}


def _by_year_and_nature(measures: list[Measure]) -> dict[int, dict[str, list[Measure]]]:
    found: dict[int, dict[str, list[Measure]]] = {}
    for measure in sorted(measures, key=_rank) if len(measures) > 1 else measures:
        for year in _its_years(measure):
            found.setdefault(year, {}).setdefault(measure.nature, []).append(measure)
    return found


def _given(model: Model, section_id: str) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = {}
    rows = model.where(Measure, "from_section", section_id)
    for measure in sorted((row for row in rows if row.nature == "transfert"), key=_rank) if rows else ():
        for year in _its_years(measure):
            found.setdefault(year, []).append(measure)
    return found


def _put(rows: Sequence[Measure], record: Measure) -> list[Measure]:
    return [record if row.id == record.id else row for row in rows]


def _its_years(measure: Measure) -> tuple[int, ...]:
    """The year of a measure and, where it opens inside it, the next one: what the whole year adds."""
    return (measure.year,) if measure.opening is None else (measure.year, measure.year + 1)


def _allocations(model: Model, section_id: str) -> tuple[ResultAllocation, ...]:
    """The uses of a result that change the dotation of this section: its own, unless they go to another one."""
    own = [a for a in model.where(ResultAllocation, "section", section_id) if a.target_section in (None, section_id)]
    own += [a for a in model.where(ResultAllocation, "target_section", section_id) if a.section != section_id]
    return tuple(a for a in own if a.option in ("charges", "report-charges")) if own else ()


_rank = attrgetter("year", "order", "id")


def _is_priced_by_equation(contract: Contract | None, section: Section) -> bool:
    """The forfaits soins and dépendance of an EHPAD follow equations that nobody gave: nothing is estimated."""
    if section.section_kind == "dependance":
        return True
    return contract is not None and contract.type == "ehpad" and section.section_kind == "soins"
