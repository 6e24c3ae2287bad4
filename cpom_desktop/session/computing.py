"""Every derived figure of a contract in one view, as plain data: for the command line and for tests, never stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from ..core import calendar_figures, diagnosis_figures, indicators
from ..core.calendar import Milestone
from ..core.contract import Esms, Grant, Section
from ..core.diagnosis import Item, Theme
from ..core.finance import activity, balance, budgets, capacity, head_office, investment, plan, ratios, results, staff
from ..core.finance.activity_records import ActivityYear
from ..core.finance.figure import Figure, Ratio, Term
from ..core.finance.grants import contract_years_total, grant_years
from ..core.finance.investment_records import Operation
from ..core.finance.scope import contract_years, ordered_sections
from ..core.finance.split import split
from ..core.finance.trajectory import section_trajectory
from ..core.model import Model
from ..core.naming import name_of
from ..core.objectives import Indicator
from ..core.overlay import View, seen_by
from ..core.records import Cell

Plain = dict[str, Any]


def computed(model: Model, view: View, today: dt.date) -> Plain:
    """The figures of a contract as a view sees it: integer cents; null is unknown, and `missing` says why."""
    seen = seen_by(model, view, today)
    return {
        "view": view.value,
        "sections": [_section(seen, section) for section in ordered_sections(seen)],
        "dgc": [_grant(seen, one) for one in seen.all(Grant)],
        "all_dgc": plain(contract_years_total(seen)),
        "budgets": [plain(budgets.consolidated(seen, *key)) for key in _budget_years(seen)],
        "capacities": {esms.id: _capacities(seen, esms) for esms in seen.all(Esms)},
        "indicators": {one.id: plain(indicators.figures(seen, one)) for one in seen.all(Indicator)},
        "balances": [_balance(seen, year) for year in balance.typed_years(seen)],
        "plan": plain(plan.plan(seen)) if plan.begun(seen) else [],
        "investments": [_operation(seen, one) for one in investment.operations(seen)],
        "head_office": {str(y): plain(head_office.quotas(seen, y)) for y in head_office.typed_years(seen)},
        "diagnosis": _diagnosis(seen, today),
        "calendar": {one.id: _milestone(one, today) for one in seen.all(Milestone)},
    }


def plain(value: Any) -> Any:
    """A value of `core` as JSON knows it: figures with what they lack, exact numbers as text."""
    if isinstance(value, Figure):
        return {"cents": value.cents, **({"missing": list(value.missing)} if value.missing else {})}
    if isinstance(value, Ratio):
        return {"value": plain(value.value), "unit": value.unit, "missing": list(value.missing), "note": value.note}
    if isinstance(value, Cell):
        return str(value)
    if isinstance(value, Term):
        return {"label": value.label, "value": value.value}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (Decimal, Fraction)):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(one) for name, one in value._asdict().items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return value


def _section(model: Model, section: Section) -> Plain:
    budget_years, result_years = budgets.typed_years(model, section.id), results.closed_years(model, section.id)
    return {
        "id": section.id, "name": name_of(model, section), "trajectory": plain(section_trajectory(model, section.id)),
        "budgets": [plain(budgets.budget(model, section.id, *key)) for key in budget_years],
        "results": [plain(results.section_result(model, section.id, year)) for year in result_years],
        "occupancy": {str(row.year): plain(activity.occupancy(model, section.id, row.year))
                      for row in model.where(ActivityYear, "section", section.id)},
        "posts": {str(year): plain(staff.posts_total(model, [section], year))
                  for year in staff.staffed_years(model, section.id)},
    }


def _grant(model: Model, dgc: Grant) -> Plain:
    return {
        "id": dgc.id, "name": dgc.name, "years": plain(grant_years(model, dgc.id)),
        "split": [plain(split(model, dgc.id, year)) for year in contract_years(model)],
    }


def _budget_years(model: Model) -> list[tuple[int, str]]:
    return sorted({key for section in ordered_sections(model) for key in budgets.typed_years(model, section.id)})


def _capacities(model: Model, esms: Esms) -> Plain:
    return {str(year): plain(capacity.capacity(model, esms.id, year).places) for year in contract_years(model)}


def _balance(model: Model, year: int) -> Plain:
    held = balance.consolidated(model, year)
    return {**plain(held), "ratios": plain(ratios.ratios(held))}


def _operation(model: Model, operation: Operation) -> Plain:
    costs = [plain(investment.extra_cost(model, operation, year)) for year in contract_years(model)]
    return {"id": operation.id, "funding": plain(investment.funding(model, operation)), "extra_costs": costs}


def _diagnosis(model: Model, today: dt.date) -> Plain:
    return {
        "progress": plain(diagnosis_figures.whole_progress(model)),
        "themes": {theme.id: diagnosis_figures.theme_status(model, theme) for theme in model.all(Theme)},
        "items": {item.id: diagnosis_figures.item_status(model, item, today) for item in model.all(Item)},
    }


def _milestone(milestone: Milestone, today: dt.date) -> Plain:
    return {
        "name": milestone.name, "due": plain(calendar_figures.due_day(milestone)),
        "done": plain(calendar_figures.done_day(milestone)), "late_days": calendar_figures.lateness(milestone, today),
        "state": plain(calendar_figures.state(milestone, today)),
    }
