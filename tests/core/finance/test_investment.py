"""PPI: funding, amortisation, surcoût and who covers it (`domain.md` §6.10, §10.7)."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.finance.investment import (
    amortisation,
    extra_cost,
    funding,
    has_cover,
    resources,
    spending,
    subsidy_share,
    years_parts,
)
from cpom_desktop.core.finance.investment_records import (
    CoverLine,
    FundingLine,
    Loan,
    OperatingEffect,
    Operation,
    OperationYear,
)
from cpom_desktop.core.finance.trajectory import section_trajectory
from cpom_desktop.core.model import Model
from tests.core.finance.build import Build


def programme(reserve: int = 10_000_000) -> Build:
    """I1 and I2 of the demonstration."""
    build = Build().section("E1", 0)
    build.add(
        Operation(id="I1", code="I1", esms="E1", commissioned="2028-12-31", amortised_from="2029-01-01", duration=20),
        Operation(id="I2", code="I2", commissioned="2028-01-01", duration=4),
        Loan(id="L1", operation="I1", lender="Banque", cents=20_000_000, rate=32_000, years=15, first_due="2029-12-31"),
    )
    build.row(OperationYear, operation="I1", year=2028, cents=48_000_000)
    build.row(OperationYear, operation="I2", year=2027, cents=3_600_000)
    for source, cents in (("subvention", 18_000_000), ("emprunt", 20_000_000), ("reserve", reserve)):
        build.row(FundingLine, operation="I1", year=2028, source=source, label="", cents=cents)
    build.row(FundingLine, operation="I2", year=2027, source="caf", label="", cents=3_600_000)
    return build


def operation(model: Model, row: str) -> Operation:
    return model.get(Operation, row)


def test_a_building_is_written_off_in_equal_parts() -> None:
    """TC-PPI-1, and TC-PPI-2 for the subsidy over the same duration."""
    model = programme().model()
    first = operation(model, "I1")
    assert [amortisation(model, first, year).cents for year in (2028, 2029, 2048, 2049)] == [0, 2_400_000, 2_400_000, 0]
    assert [subsidy_share(model, first, year).cents for year in (2028, 2029, 2048)] == [0, 900_000, 900_000]


def test_the_surcout_adds_amortisation_and_interest_and_takes_the_subsidy_off() -> None:
    """TC-PPI-4 and TC-PPI-4b; §10.7 for 2030 and 2031."""
    model = programme().model()
    first, second = operation(model, "I1"), operation(model, "I2")
    assert extra_cost(model, first, 2029).net.cents == 2_140_000
    both = [[extra_cost(model, row, year).net.known() for row in (first, second)] for year in range(2028, 2032)]
    assert [sum(pair) for pair in both] == [900_000, 3_040_000, 2_997_333, 2_954_667]


def test_a_plan_that_does_not_pay_its_operation_says_how_much_is_missing() -> None:
    """TC-PPI-5: the difference that check P3 prints."""
    model = programme(reserve=9_000_000).model()
    assert funding(model, operation(model, "I1")).gap.cents == -1_000_000
    assert funding(programme().model(), operation(model, "I1")).gap.cents == 0


def test_the_spending_and_the_resources_of_a_year_are_those_of_all_operations() -> None:
    model = programme().model()
    assert (spending(model, 2027).cents, spending(model, 2028).cents) == (3_600_000, 48_000_000)
    assert (resources(model, 2028, "emprunt").cents, resources(model, 2028, "caf").cents) == (20_000_000, 0)


def test_other_effects_and_savings_count_only_in_their_years() -> None:
    build = programme()
    build.row(OperatingEffect, operation="I1", label="Loyers", first_year=2030, last_year=2030, cents=-500_000)
    model = build.model()
    assert [extra_cost(model, operation(model, "I1"), year).others.cents for year in (2029, 2030, 2031)] == [
        0,
        -500_000,
        0,
    ]


def test_a_surcout_covered_by_the_dotation_enters_the_dotation_and_not_the_base() -> None:
    build = programme().rates("E1", 0, 0, 0, 0, 0)
    build.row(CoverLine, operation="I1", year=2029, source="dotation", section="SE1", cents=1_000_000)
    build.row(CoverLine, operation="I1", year=2029, source="marge", cents=140_000)
    model = build.model()
    held = extra_cost(model, operation(model, "I1"), 2029)
    assert (held.covered.cents, held.uncovered.cents) == (1_140_000, 1_000_000)
    assert has_cover(model, operation(model, "I1"), 2029) and not has_cover(model, operation(model, "I1"), 2030)
    years = section_trajectory(model, "SE1")
    assert [(y.grant.cents, y.base.cents) for y in years[2:4]] == [(1_000_000, 0), (0, 0)]


def test_an_operation_without_a_day_of_service_cannot_be_written_off() -> None:
    build = Build().section("E1").add(Operation(id="I1", code="I1", duration=5))
    build.row(OperationYear, operation="I1", year=2028, cents=100)
    model = build.model()
    assert amortisation(model, operation(model, "I1"), 2028).missing == ("mise en service de I1",)


@given(st.integers(0, 10**13), st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.integers(1, 60))
def test_what_is_written_off_is_what_was_spent(cents: int, start: dt.date, duration: int) -> None:
    parts = years_parts(cents, start, duration)
    assert sum(parts.values()) == cents and min(parts) == start.year
    assert len(parts) == duration + (start.month > 1) and all(part >= 0 for part in parts.values())
