"""Rules across fields at the door of writing: what no contract can hold, refused with a sentence.

A field that is alone outside its bounds is refused by its own description; what another cell may repair later is
not refused here: its figures are « incomplets » and a check says so.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..contract import Esms, Section, Transformation
from ..model import Model
from ..money import format_rate
from ..problems import Problem
from ..records import Record
from .activity import abatement
from .activity_records import ActivityYear
from .capacity import capacity
from .figure import NOTHING
from .grant_records import SplitMove
from .investment_records import Loan
from .loans import loan_problem
from .pricing_records import CeilingLine, FormulaYear, NotifiedGrant
from .records import AccountLine, Measure, YearGrant, YearRate
from .rounding import MILLION, rounded
from .scope import base_year, contract_years, esms_name
from .split import membership_problem, move_problem

YEARLY = frozenset(cls.kind for cls in (Measure, YearRate, YearGrant, FormulaYear, CeilingLine, NotifiedGrant))
ACCOUNTS_BEFORE, ACCOUNTS_AFTER = 5, 5
"""How many years before the base and after the term accounts may be entered."""


def row_problem(before: Model, after: Model, record: Record) -> Problem | None:
    """Why a new or changed row cannot be, given the contract before and after the edit; None when it can.

    Only what the edit changed is looked at, so that an old oddity never stops another edit.
    """
    rules = (_year_problem, *_RULES.get(record.kind, ()))
    return next((problem for rule in rules if (problem := rule(before, after, record)) is not None), None)


def _changed(before: Model, record: Record, *fields: str) -> bool:
    old = before.record(record.kind, record.id)
    return old is None or any(getattr(old, name) != getattr(record, name) for name in fields)


def _year_problem(before: Model, after: Model, record: Any) -> Problem | None:
    years, base = contract_years(after), base_year(after)
    if (
        not years
        or base is None
        or record.kind not in YEARLY | {AccountLine.kind}
        or not _changed(before, record, "year")
    ):
        return None
    first, last = min(base, years[0]), years[-1]
    if record.kind == AccountLine.kind:
        first, last = first - ACCOUNTS_BEFORE, last + ACCOUNTS_AFTER
    if first <= record.year <= last:
        return None
    return Problem(f"L’année {record.year} est hors de la période {first}–{last}.")


def _transfer_problem(before: Model, after: Model, record: Measure) -> Problem | None:
    if record.nature != "transfert" or record.from_section is None:
        return None
    if not _changed(before, record, "section", "from_section", "year", "nature"):
        return None
    if record.from_section == record.section:
        return Problem("Un transfert va d’une section à une autre.")
    if _comes_back(after, record):
        return Problem(
            f"Les transferts de {record.year} reviennent à leur point de départ\u00a0: ils s’annulent en partie."
        )
    return None


def _comes_back(model: Model, record: Measure) -> bool:
    """Whether transfers of the year lead from the section that receives back to the one that gives."""
    reached, waiting = set[str](), [record.section]
    while waiting:
        section = waiting.pop()
        if section == record.from_section:
            return True
        if section not in reached:
            reached.add(section)
            waiting += [row.section for row in model.where(Measure, "from_section", section)
                        if row.nature == "transfert" and row.year == record.year]
    return False


def _membership_problem(before: Model, after: Model, record: Section) -> Problem | None:
    if record.dgc is None or not _changed(before, record, "dgc"):
        return None
    return membership_problem(after, record, record.dgc)


def _capacity_problem(before: Model, after: Model, record: Transformation) -> Problem | None:
    section = after.find(Section, record.section)
    if section is None or not _changed(before, record, "places", "effective"):
        return None
    return _negative_capacity(after, section)


def _initial_capacity_problem(before: Model, after: Model, record: Esms) -> Problem | None:
    section = next(iter(after.where(Section, "esms", record.id)), None)
    if section is None or not _changed(before, record, "capacity"):
        return None
    return _negative_capacity(after, section)


def _negative_capacity(after: Model, section: Section) -> Problem | None:
    for year in contract_years(after):
        places = capacity(after, section.esms, year).places
        if places is not None and places < 0:
            return Problem(f"La capacité de {esms_name(after, section)} serait négative en {year}\u00a0: {places}.")
    return None


def _loan_problem(before: Model, after: Model, record: Loan) -> Problem | None:
    if record.cents is None or record.years is None or record.rate is None:
        return None
    return loan_problem(record.cents, record.rate, record.years)


def _move_problem(before: Model, after: Model, record: SplitMove) -> Problem | None:
    if record.from_section is None or record.to_section is None:
        return None
    return move_problem(after, record)


def _abatement_problem(before: Model, after: Model, record: ActivityYear) -> Problem | None:
    """An abatement above half of the gap, in points, where the text caps it (R.314-43-2; no cap for a CHRS)."""
    if not record.abatement or not _changed(before, record, "abatement"):
        return None
    held = abatement(after, record.section, record.year, NOTHING)
    if held is None or held.cap is None or not held.amount.complete or Fraction(record.abatement, MILLION) <= held.cap:
        return None
    cap = format_rate(rounded(held.cap * MILLION), unit=True)
    return Problem(f"L’abattement dépasse la moitié de l’écart à l’objectif, soit {cap} (R. 314-43-2).")


_RULES: dict[str, tuple[Callable[[Model, Model, Any], Problem | None], ...]] = {
    Measure.kind: (_transfer_problem,),
    Section.kind: (_membership_problem,),
    Transformation.kind: (_capacity_problem,),
    Esms.kind: (_initial_capacity_problem,),
    Loan.kind: (_loan_problem,),
    ActivityYear.kind: (_abatement_problem,),
    SplitMove.kind: (_move_problem,),
}
