"""Every derived figure of a model as nested plain data, for `compute --json` and for tests between versions.

An amount is {"cents": n}, or {"cents": null, "missing": ["…"]}; another number {"value": "49.9", "unit": "j"}. Pass the
model of a view to have its figures: the same keys come back for each overlay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..contract import Esms, Grant, Section
from ..model import Model
from . import investment, loans
from .activity import abatement, occupancy
from .activity_records import ActivityYear
from .against import Notification, notifications
from .balance import Balance, balance, consolidated, typed_years
from .books import Books
from .budgets import Budget
from .budgets import typed_years as budget_years
from .capacity import capacity
from .figure import Figure, Ratio
from .grants import GrantYear, contract_years_total, over_years
from .head_office import quotas
from .head_office import typed_years as quota_years
from .investment_records import Loan, Operation
from .plan import investment_section, plan
from .plan_lines import begun, section_group2
from .pooling import saving
from .pooling_records import Pooling
from .ratios import ratios
from .reserves import RESERVE_LABELS, ReserveYear, reserve_years
from .results import closed_years, section_result
from .scope import MODALITY_CODES, base_year, contract_years, ordered_sections, section_name
from .split import split
from .staff import payroll, staffed_years
from .tariffs import DayPrice, day_price, grant_payments
from .trajectory import LINES, STATUSES, section_trajectory

Plain = dict[str, Any]


def all_figures(model: Model) -> Plain:
    """The whole volet financier of a model. Ids are those of the records."""
    books = Books(model)
    return {
        "years": list(contract_years(model)), "base_year": base_year(model),
        "sections": [_section(books, s) for s in ordered_sections(model)],
        "dgc": [_grant(books, dgc) for dgc in model.all(Grant)],
        "all_dgc": [{"year": row.year, "lines": _figures(row.lines)} for row in _all_grants(books)],
        "esms": [_esms(model, esms) for esms in model.all(Esms)],
        "perimeter": _perimeter(books),
        "head_office": {str(year): _quotas(model, year) for year in quota_years(model)},
        "poolings": {row.id: {key: plain(getattr(saving(model, row), key)) for key in ("inside", "outside", "whole")}
                     for row in model.all(Pooling)},
        "operations": {row.id: _operation(model, row) for row in investment.operations(model)},
        "loans": {row.id: _loan(row) for row in model.all(Loan)},
        "reserves": {key: [_reserve(row) for row in reserve_years(model, key)] for key in RESERVE_LABELS},
        "balances": {str(year): _balances(model, year) for year in typed_years(model)},
        "plan": _plan(books),
    }


def plain(figure: Figure) -> Plain:
    """An amount with what is missing to know it."""
    return {"cents": figure.cents} if figure.complete else {"cents": None, "missing": list(figure.missing)}


def plain_ratio(ratio: Ratio) -> Plain:
    """A number rounded as it is shown, or why there is none."""
    if ratio.value is not None:
        return {"value": ratio.shown, "unit": ratio.unit}
    return {"value": None, "note": ratio.note} if ratio.note else {"value": None, "missing": list(ratio.missing)}


def _figures(held: Mapping[str, Figure]) -> Plain:
    return {key: plain(figure) for key, figure in held.items()}


def _section(books: Books, section: Section) -> Plain:
    model, own = books.model, section_trajectory(books.model, section.id, notified=False)
    chain = books.trajectory(section.id)
    return {
        "id": section.id, "code": section.code, "name": section_name(model, section),
        "trajectory": [{
            "year": row.year, "modality": MODALITY_CODES.get(row.modality, ""), "status": STATUSES[row.status],
            "rate": row.rate, **_figures({line: getattr(row, line) for line in LINES}),
            "contract_grant": plain(contract.grant)} for row, contract in zip(chain, own, strict=True)],
        "whole": plain(over_years(chain)),
        "budgets": [_budget(books.budget(section.id, *key)) for key in budget_years(model, section.id)],
        "activity": [_activity(books, section, row) for row in _by_year(model, section)],
        "payroll": [_payroll(model, section, year) for year in staffed_years(model, section.id)],
        "notified": [_notification(one) for one in notifications(model, section.id)],
        "day_prices": [_day_price(one) for year in contract_years(model)
                       if (one := day_price(model, section.id, year)) is not None],
        "results": [_result(model, section, year) for year in closed_years(model, section.id)],
    }


def _notification(held: Notification) -> Plain:
    return {"year": held.year, "cause": held.cause, "next_base": held.next_base, **_figures(
        {"contract": held.contract, "notified": held.notified, "gap": held.gap, "base_gap": held.base_gap})}


def _day_price(held: DayPrice) -> Plain:
    return {"year": held.year, "days": held.days, "provisional": held.provisional, "rate": plain(held.rate),
            "whole": plain(held.whole)}


def _by_year(model: Model, section: Section) -> Iterable[ActivityYear]:
    return sorted(model.where(ActivityYear, "section", section.id), key=lambda row: row.year)


def _activity(books: Books, section: Section, row: ActivityYear) -> Plain:
    found: Plain = {"year": row.year, "occupancy": plain_ratio(occupancy(books.model, section.id, row.year))}
    year = next((one for one in books.trajectory(section.id) if one.year == row.year), None)
    held = abatement(books.model, section.id, row.year, year.grant) if year is not None else None
    return found if held is None else {**found, "abatement": plain(held.amount), "exceeds_cap": held.exceeds}


def _budget(held: Budget) -> Plain:
    totals = {"charges": held.charges, "products": held.products, "result": held.result, "offsetting": held.offsetting}
    return {"year": held.year, "status": held.status, "groups": _figures(held.groups), **_figures(totals)}


def _payroll(model: Model, section: Section, year: int) -> Plain:
    found = section_group2(model, section.id, year)
    held = payroll(model, section.id, year, *(found or (Figure(None, (f"groupe II {year}",)), "")))
    return {
        "year": year,
        **_figures({key: getattr(held, key) for key in ("staff", "beside", "explained", "group", "gap")}),
    }


def _result(model: Model, section: Section, year: int) -> Plain:
    held = section_result(model, section.id, year)
    names = ("accounting", "earlier", "rejected", "not_opposable", "to_allocate", "allocated", "gap")
    return {"year": year, **_figures({name: getattr(held, name) for name in names})}


def _grant(books: Books, dgc: Grant) -> Plain:
    years = books.grant(dgc.id)
    return {
        "id": dgc.id,
        "name": dgc.name,
        "payer": dgc.payer,
        "whole": plain(over_years(years)),
        "years": [
            {
                "year": row.year,
                "lines": _figures(row.lines),
                "split": _split(books.model, dgc, row.year),
                "payments": [{"day": one.day.isoformat(), "cents": one.cents, "advance": one.advance}
                             for one in grant_payments(books.model, dgc.id, row.year)],
            }
            for row in years
        ],
    }


def _all_grants(books: Books) -> list[GrantYear]:
    """What all DGCs hold together: a display, never a payable amount."""
    return contract_years_total(books.model, {s.id: books.trajectory(s.id) for s in books.model.all(Section)})


def _split(model: Model, dgc: Grant, year: int) -> Plain:
    held = split(model, dgc.id, year)
    return {"parts": _figures(held.parts), "pending": held.pending, "this_year_only": held.this_year_only}


def _esms(model: Model, esms: Esms) -> Plain:
    years, first = contract_years(model), base_year(model)
    span = [*([first] if first is not None and first not in years else []), *years]
    return {"id": esms.id, "name": esms.name, "capacity": {str(year): _places(model, esms, year) for year in span}}


def _places(model: Model, esms: Esms, year: int) -> Plain:
    held = capacity(model, esms.id, year)
    return {"places": held.places} if held.places is not None else {"places": None, "missing": list(held.missing)}


def _perimeter(books: Books) -> Plain:
    keys = sorted({key for s in books.model.all(Section) for key in budget_years(books.model, s.id)})
    return {"budgets": [_budget(books.consolidated(*key)) for key in keys]}


def _quotas(model: Model, year: int) -> Plain:
    return {quota.section: {"base": plain(quota.base), "computed": plain(quota.computed), "gap": quota.gap,
                            "outside_tariff": quota.outside_tariff} for quota in quotas(model, year)}


def _operation(model: Model, row: Operation) -> Plain:
    held = investment.funding(model, row)
    costs = {str(year): investment.extra_cost(model, row, year) for year in contract_years(model)}
    names = ("amortisation", "interest", "subsidy_share", "others", "net", "covered", "uncovered")
    return {
        "cost": plain(held.cost),
        "funding": plain(held.funding),
        "gap": plain(held.gap),
        "sources": _figures(held.sources),
        "extra_cost": {year: _figures({name: getattr(one, name) for name in names}) for year, one in costs.items()},
    }


def _loan(row: Loan) -> Plain:
    due = [{"day": one.day.isoformat(), "before": one.before, "capital": one.capital, "interest": one.interest,
            "annuity": one.annuity, "after": one.after} for one in loans.schedule(row)]
    return {"schedule": due} if due else {"schedule": [], "missing": list(loans.gaps(row))}


def _reserve(row: ReserveYear) -> Plain:
    return {"year": row.year, **_figures({name: getattr(row, name) for name in ("before", "added", "taken", "after")})}


def _balances(model: Model, year: int) -> Plain:
    own = {esms.id: held for esms in model.all(Esms) if (held := balance(model, year, esms.id)).items}
    return {
        "consolidated": _balance(consolidated(model, year)),
        "esms": {key: _balance(held) for key, held in own.items()},
    }


def _balance(held: Balance) -> Plain:
    names = ("assets", "sources", "fri", "fre", "frng", "bfr", "cash", "liquid", "control", "caf", "cash_charges")
    return {**_figures({name: getattr(held, name) for name in names}),
            "ratios": {key: plain_ratio(ratio) for key, ratio in ratios(held).items()}}


def _plan(books: Books) -> list[Plain]:
    model = books.model
    if not begun(model):
        return []
    columns = []
    for column in plan(model, books):
        uses, means, drawn = investment_section(model, column)
        columns.append({"year": column.year, **_figures(column.rows), "capital_covered": column.capital_covered,
                        "investment": _figures({"uses": uses, "means": means, "drawn": drawn})})
    return columns
