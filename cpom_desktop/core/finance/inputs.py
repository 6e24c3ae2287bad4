"""Everything that the trajectory of one section reads, gathered once from the indexes of the model."""

from __future__ import annotations

from collections.abc import Iterable
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
    """The typed values of a section, by year where they have one; measures by nature; `given` leaves by transfer."""

    model: Model
    section: Section
    name: str
    by_days: bool
    insurance_formula: bool
    rules: tuple[SectionRule, ...]
    base: SectionBase | None
    rates: dict[int, YearRate]
    measures: dict[str, tuple[Measure, ...]]
    given: tuple[Measure, ...]
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
        measures=_by_nature(model.where(Measure, "section", section_id)),
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


def _by_nature(measures: list[Measure]) -> dict[str, tuple[Measure, ...]]:
    found: dict[str, tuple[Measure, ...]] = {}
    for measure in sorted(measures, key=_rank) if len(measures) > 1 else measures:
        found[measure.nature] = (*found.get(measure.nature, ()), measure)
    return found


def _given(model: Model, section_id: str) -> tuple[Measure, ...]:
    rows = model.where(Measure, "from_section", section_id)
    return tuple(sorted((m for m in rows if m.nature == "transfert"), key=_rank)) if rows else ()


def _allocations(model: Model, section_id: str) -> tuple[ResultAllocation, ...]:
    """The uses of a result that change the dotation of this section: its own, unless they go to another one."""
    own = [a for a in model.where(ResultAllocation, "section", section_id) if a.target_section in (None, section_id)]
    own += [a for a in model.where(ResultAllocation, "target_section", section_id) if a.section != section_id]
    return tuple(a for a in own if a.option in ("charges", "report-charges")) if own else ()


def _rank(measure: Measure) -> tuple[int, int, str]:
    return measure.year, measure.order, measure.id


def _is_priced_by_equation(contract: Contract | None, section: Section) -> bool:
    """The forfaits soins and dépendance of an EHPAD follow equations that nobody gave: nothing is estimated."""
    if section.section_kind == "dependance":
        return True
    return contract is not None and contract.type == "ehpad" and section.section_kind == "soins"
