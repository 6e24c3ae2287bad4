"""Contracts rich in everything beside the dotations: staff, results, reserves, investment, loans, balances, plan."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from cpom_desktop.core.contract import SectionRule
from cpom_desktop.core.finance.activity_records import ActivityYear, ModulationClause
from cpom_desktop.core.finance.balance_records import ITEMS, BalanceLine
from cpom_desktop.core.finance.head_office_records import HeadOffice, HeadOfficeShare, OutsideStructure
from cpom_desktop.core.finance.investment_records import (
    FUNDING_SOURCES,
    CoverLine,
    FundingLine,
    Loan,
    OperatingEffect,
    Operation,
    OperationYear,
)
from cpom_desktop.core.finance.plan_records import PLAN_LINES, PlanRate, PlanStep, PlanYear
from cpom_desktop.core.finance.pooling_records import Pooling, PoolingShare
from cpom_desktop.core.finance.result_records import (
    OPTIONS,
    RESERVES,
    ReserveMovement,
    ReserveOpening,
    ResultAllocation,
    SectionResult,
)
from cpom_desktop.core.finance.staff_records import PayrollItem, StaffLine, StaffYear
from cpom_desktop.core.model import Model
from tests.core.finance.build import Build
from tests.exports.xlsx.contracts import AMOUNT, POSITIVE, RATE, _accounts, maybe

PLAN = range(2026, 2032)
DAY = st.sampled_from(["2027-01-01", "2028-03-15", "2026-08-31", "2029-12-20", "2024-02-29"])


@st.composite
def contracts(draw: st.DrawFn) -> Model:
    """A contract of one to three sections at their rate."""
    build = Build()
    build.dgc("D1")
    codes = [f"E{n}" for n in range(draw(st.integers(1, 3)))]
    for code in codes:
        subsidised = draw(st.integers(0, 4)) == 0
        build.section(code, draw(maybe(AMOUNT)), dgc=None if subsidised else "D1", modality=None,
                      section_kind="subvention" if subsidised else "etat", capacity=draw(maybe(st.integers(0, 300))))
        build.row(SectionRule, section=f"S{code}", tariff_form=draw(st.sampled_from(["dgf", "pj", "pj-globalise"])))
        build.rates(code, *(draw(maybe(RATE)) for _ in range(5)))
        _accounts(draw, build, f"S{code}")
        _staff(draw, build, f"S{code}")
        _results(draw, build, f"S{code}", codes)
        _activity(draw, build, f"S{code}")
    _reserves(draw, build, codes)
    _investment(draw, build, codes)
    _balances(draw, build, codes)
    _plan(draw, build, codes)
    _office(draw, build, codes)
    _poolings(draw, build, codes)
    return build.model()


def _staff(draw: st.DrawFn, build: Build, section: str) -> None:
    for rank in range(draw(st.integers(0, 2))):
        line = build.row(StaffLine, section=section, function=f"fonction {rank}",
                         unit_year=draw(maybe(st.integers(2025, 2027))), unit_cost=draw(maybe(POSITIVE)))
        for year in range(2025, 2030):
            if draw(st.integers(0, 3)):
                posts = draw(maybe(st.sampled_from(["6.8", "0.25", "1", "0"])))
                rates = {name: draw(st.one_of(st.none(), RATE)) for name in ("seniority", "point", "other")}
                build.row(StaffYear, staff=line.id, year=year, actual=posts, **rates)
    for year in draw(st.lists(st.integers(2025, 2028), max_size=2, unique=True)):
        build.row(PayrollItem, section=section, year=year, label="prime", cents=draw(maybe(AMOUNT)))


def _results(draw: st.DrawFn, build: Build, section: str, codes: list[str]) -> None:
    for year in draw(st.lists(st.sampled_from([2024, 2025, 2027]), max_size=3, unique=True)):
        build.row(SectionResult, section=section, year=year, accounting=draw(maybe(AMOUNT)),
                  earlier=draw(st.one_of(st.none(), AMOUNT)), rejected=draw(maybe(POSITIVE)),
                  not_opposable=draw(maybe(AMOUNT)))
        for _ in range(draw(st.integers(0, 3))):
            option = draw(st.sampled_from([key for key, _ in OPTIONS]))
            build.row(ResultAllocation, section=section, year=year, option=option,
                      cents=draw(maybe(POSITIVE)), target_year=draw(st.sampled_from([None, 2027, 2028])),
                      target_section=draw(st.sampled_from([None, *(f"S{code}" for code in codes)])))


def _activity(draw: st.DrawFn, build: Build, section: str) -> None:
    for year in range(2024, 2030):
        if draw(st.integers(0, 3)):
            days = st.sampled_from(["20586", "20805.5", "0", "17000"])
            build.row(ActivityYear, section=section, year=year, planned=draw(maybe(days)), realised=draw(maybe(days)),
                      per_place=draw(st.sampled_from([None, None, 12])), days_paid=draw(maybe(st.integers(0, 30_000))),
                      objective=draw(maybe(st.sampled_from([950_000, 0, 400_000]))))
    if draw(st.booleans()):
        build.row(ModulationClause, section=section, reading=draw(st.sampled_from(["points", "relatif"])))


def _reserves(draw: st.DrawFn, build: Build, codes: list[str]) -> None:
    for reserve, _ in RESERVES:
        if draw(st.booleans()):
            build.row(ReserveOpening, reserve=reserve, esms=draw(st.sampled_from([None, None, *codes])),
                      year=draw(st.integers(2024, 2027)), cents=draw(maybe(POSITIVE)))
        for _ in range(draw(st.integers(0, 2))):
            build.row(ReserveMovement, reserve=reserve, year=draw(st.integers(2025, 2029)), cents=draw(maybe(AMOUNT)),
                      label="mouvement", esms=draw(st.sampled_from([None, *codes])))


def _investment(draw: st.DrawFn, build: Build, codes: list[str]) -> None:
    for rank in range(draw(st.integers(0, 2))):
        row = build.row(Operation, code=f"I{rank}", esms=draw(st.sampled_from([None, *codes])),
                        commissioned=draw(maybe(DAY)), duration=draw(st.sampled_from([None, 1, 2, 20])))
        for year in draw(st.lists(st.integers(2026, 2030), max_size=3, unique=True)):
            build.row(OperationYear, operation=row.id, year=year, cents=draw(maybe(POSITIVE)))
        for source, _ in FUNDING_SOURCES:
            if draw(st.booleans()):
                build.row(FundingLine, operation=row.id, year=draw(st.integers(2026, 2030)), source=source,
                          cents=draw(maybe(POSITIVE)), label=draw(st.sampled_from(["", "région"])))
        if draw(st.booleans()):
            build.row(OperatingEffect, operation=row.id, label="énergie", first_year=draw(st.integers(2027, 2030)),
                      last_year=draw(st.sampled_from([None, 2030])), cents=draw(maybe(AMOUNT)))
        for source in draw(st.lists(st.sampled_from(["dotation", "reserve", "marge"]), max_size=2, unique=True)):
            build.row(CoverLine, operation=row.id, year=draw(st.integers(2027, 2031)), source=source,
                      section=f"S{codes[0]}", cents=draw(maybe(POSITIVE)))
        for _ in range(draw(st.integers(0, 2))):
            _loan(draw, build, row.id)


def _loan(draw: st.DrawFn, build: Build, operation: str) -> None:
    build.row(Loan, operation=draw(st.sampled_from([None, operation])), lender="banque", cents=draw(maybe(POSITIVE)),
              rate=draw(maybe(st.sampled_from([0, 32_000, 12_345, 48_750]))), years=draw(maybe(st.integers(1, 15))),
              shape=draw(st.sampled_from(["capital", "annuite"])),
              frequency=draw(st.sampled_from(["1", "2", "4", "12"])), first_due=draw(maybe(DAY)))


def _balances(draw: st.DrawFn, build: Build, codes: list[str]) -> None:
    scopes: list[Any] = draw(st.sampled_from([[], [None], codes, codes[:1]]))
    for year in (2024, 2025):
        for scope in scopes if draw(st.integers(0, 4)) else ():
            for item, _ in ITEMS:
                if draw(st.integers(0, 5)):
                    build.row(BalanceLine, esms=scope, year=year, item=item, cents=draw(maybe(POSITIVE)))


def _plan(draw: st.DrawFn, build: Build, codes: list[str]) -> None:
    if draw(st.integers(0, 3)) == 0:
        return
    for line, _ in PLAN_LINES:
        for year in PLAN:
            if draw(st.integers(0, 8)):
                build.row(PlanRate, line=line, year=year, rate=draw(maybe(RATE)))
        for _ in range(draw(st.integers(0, 2))):
            build.row(PlanStep, line=line, section=draw(st.sampled_from([None, f"S{codes[0]}"])), label="marche",
                      first_year=draw(st.integers(2026, 2030)), last_year=draw(st.sampled_from([None, 2030])),
                      cents=draw(maybe(AMOUNT)))
    for year in PLAN:
        if draw(st.integers(0, 8)):
            build.row(PlanYear, year=year, depreciation=draw(maybe(POSITIVE)), provisions=draw(maybe(AMOUNT)),
                      subsidy_share=draw(maybe(POSITIVE)), capital=draw(maybe(POSITIVE)), bfr=draw(maybe(AMOUNT)))


def _office(draw: st.DrawFn, build: Build, codes: list[str]) -> None:
    build.row(HeadOffice, shape=draw(st.sampled_from(["pourcentage", "montant"])), rate=draw(maybe(st.just(38_000))),
              cents=draw(maybe(POSITIVE)), lag=draw(st.sampled_from([2, 1])),
              excluded_accounts=draw(st.sampled_from(["", "655"])))
    for name in draw(st.sampled_from([[], ["résidence"]])):
        build.row(OutsideStructure, name=name, year=2025, charges=draw(maybe(POSITIVE)))
    for code in codes:
        for year in draw(st.lists(st.sampled_from([2027, 2028]), max_size=2, unique=True)):
            build.row(HeadOfficeShare, section=f"S{code}", year=year, cents=draw(maybe(POSITIVE)))


def _poolings(draw: st.DrawFn, build: Build, codes: list[str]) -> None:
    row = build.row(Pooling, code="MU1", name="veille de nuit")
    for code in codes:
        if draw(st.booleans()):
            build.row(PoolingShare, pooling=row.id, section=f"S{code}", saving=draw(maybe(AMOUNT)),
                      cost_before=draw(maybe(POSITIVE)), cost_after=draw(maybe(POSITIVE)))
