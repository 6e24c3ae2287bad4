"""Douzièmes, acomptes and their days, prix de journée (`domain.md` §6.2, §6.5)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.finance.figure import Figure, unknown
from cpom_desktop.core.finance.payments import (
    advance_base,
    day_rate,
    forecast_gap,
    global_grant,
    globalised,
    mean_days,
    schedule,
    schedule_with_advances,
)
from cpom_desktop.core.finance.rounding import instalments, shares
from cpom_desktop.core.money import half_up
from tests.core.finance.build import Build

CHARGES, OTHERS = Figure(106_450_000), Figure(8_000_000)


@pytest.mark.parametrize(("result", "expected"), [
    pytest.param(0, 98_450_000, id="TC-DGF-1"),
    pytest.param(1_850_000, 96_600_000, id="TC-DGF-2"),
    pytest.param(-620_000, 99_070_000, id="TC-DGF-3"),
])
def test_a_surplus_reduces_the_dotation_and_a_deficit_adds_to_it(result: int, expected: int) -> None:
    assert global_grant(CHARGES, OTHERS, Figure(result)).cents == expected


@pytest.mark.parametrize(("grant", "result"), [(96_600_000, 1_850_000), (99_070_000, -620_000)])
def test_a_forecast_is_balanced_with_the_result_that_it_incorporates(grant: int, result: int) -> None:
    """TC-DGF-G4."""
    assert forecast_gap(CHARGES, Figure(grant + 8_000_000), Figure(result)).cents == 0
    assert forecast_gap(CHARGES, Figure(grant + 8_000_001), Figure(result)).cents == 1


@pytest.mark.parametrize(("cents", "first", "last"), [
    pytest.param(98_450_000, 8_204_166, 8_204_174, id="TC-12-1"),
    pytest.param(122_345_679, 10_195_473, 10_195_476, id="TC-12-2"),
    pytest.param(80_000_000, 6_666_666, 6_666_674, id="TC-DGC-5 soins"),
    pytest.param(33_500_001, 2_791_666, 2_791_675, id="TC-DGC-5 hébergement"),
    pytest.param(134_470_625, 11_205_885, 11_205_890, id="demonstration 2027"),
])
def test_twelfths_are_equal_and_december_takes_the_remainder(cents: int, first: int, last: int) -> None:
    payments = schedule(Build().model(), 2027, Figure(cents))
    assert [p.cents for p in payments] == [first] * 11 + [last] and sum(p.cents for p in payments) == cents


def test_late_notification_is_caught_up_in_equal_payments() -> None:
    """TC-12-3."""
    payments = schedule_with_advances(Build().model(), 2027, Figure(102_880_625), Figure(98_450_000), 5)
    assert [p.cents for p in payments] == [8_204_166] * 4 + [8_757_995] * 7 + [8_757_996]
    assert [p.advance for p in payments] == [True] * 4 + [False] * 8


@pytest.mark.parametrize(("recurring_only", "expected"), [(False, 11_205_885), (True, 11_039_218)])
def test_acomptes_are_a_twelfth_of_the_whole_dotation_or_of_its_recurring_part(
    recurring_only: bool, expected: int
) -> None:
    """TC-12-4."""
    base = advance_base(Figure(134_470_625), Figure(2_000_000), recurring_only)
    assert instalments(base.known(), 12)[0] == expected


def test_an_unknown_dotation_has_no_schedule() -> None:
    assert schedule(Build().model(), 2027, unknown("taux")) == []


@pytest.mark.parametrize(("territory", "year", "month", "day"), [
    pytest.param("metropole", 2027, month, day, id=f"TC-DAY-1 {month}")
    for month, day in enumerate((20, 19, 19, 20, 20, 18, 20, 20, 20, 20, 19, 20), start=1)
] + [
    pytest.param("metropole", 2024, 5, 17, id="TC-DAY-2"),
    pytest.param("reunion", 2027, 12, 17, id="TC-DAY-3 La Réunion"),
    pytest.param("metropole", 2027, 12, 20, id="TC-DAY-3"),
])
def test_a_payment_falls_on_the_20th_or_the_last_working_day_before(
    territory: str, year: int, month: int, day: int
) -> None:
    payments = schedule(Build(territory=territory).model(), year, Figure(1_200))
    assert payments[month - 1].day == dt.date(year, month, day)


def test_the_day_price_divides_by_the_mean_of_three_years() -> None:
    """TC-PJ-1 and TC-PJ-2."""
    days = mean_days([20_520, 20_805, 20_586])
    assert days == 20_637
    price = day_rate(Figure(106_450_000 - 8_000_000), days)
    assert price.cents == 4_771 and globalised(price, 20_600).cents == 98_282_600


def test_a_day_price_without_days_is_unknown_and_says_so() -> None:
    assert mean_days([20_520, None, 20_586]) is None
    assert day_rate(Figure(1), 0).missing == ("nombre de journées",)


def test_halves_go_away_from_zero() -> None:
    """TC-RND-1."""
    assert (half_up(-4_500_001, 2), half_up(4_500_001, 2)) == (-2_250_001, 2_250_001)


def test_equal_shares_give_the_remainder_to_the_first() -> None:
    """TC-DGC-3."""
    assert shares(10_000, [1, 1, 1]) == [3_334, 3_333, 3_333]


def test_the_remainder_goes_to_the_largest_remainders_and_ties_to_the_first() -> None:
    assert shares(10, [1, 2, 4]) == [1, 3, 6]
    assert shares(5, [1, 1, 1, 1]) == [2, 1, 1, 1]


@given(st.integers(-10**13, 10**13), st.lists(st.integers(0, 10**13), min_size=1, max_size=40).filter(any))
def test_simultaneous_shares_sum_to_their_total_and_mirror_each_other(cents: int, weights: list[int]) -> None:
    parts = shares(cents, weights)
    assert sum(parts) == cents and shares(-cents, weights) == [-part for part in parts]
    exact = [cents * weight / sum(weights) for weight in weights]
    assert all(abs(part - share) <= 1 + abs(share) * 1e-9 for part, share in zip(parts, exact, strict=True))


@given(st.integers(-10**13, 10**13), st.integers(1, 60))
def test_instalments_sum_and_only_the_last_one_differs(cents: int, count: int) -> None:
    parts = instalments(cents, count)
    assert sum(parts) == cents and len(parts) == count and len(set(parts[:-1])) <= 1
    assert instalments(-cents, count) == [-part for part in parts]
