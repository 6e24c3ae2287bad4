"""Schedules of loans (`domain.md` §6.10, §10.7)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.finance.investment_records import Loan
from cpom_desktop.core.finance.loans import gaps, loan_problem, of_year, schedule


def loan(**values: object) -> Loan:
    held: dict[str, object] = {"cents": 20_000_000, "rate": 32_000, "years": 15, "first_due": "2029-12-31", **values}
    return Loan(id="l", lender="Banque", **held)  # type: ignore[arg-type]


def test_constant_capital_repays_equal_parts_and_the_last_takes_the_remainder() -> None:
    """TC-PPI-3."""
    rows = schedule(loan())
    assert [row.capital for row in rows] == [1_333_333] * 14 + [1_333_338]
    assert [row.interest for row in rows[:3]] == [640_000, 597_333, 554_667]
    assert (rows[3].before, rows[3].interest, rows[3].annuity) == (16_000_001, 512_000, 1_845_333)
    assert (rows[-1].before, rows[-1].interest, rows[-1].annuity, rows[-1].after) == (1_333_338, 42_667, 1_376_005, 0)
    assert of_year(loan(), 2030) == (597_333, 1_333_333) and of_year(loan(), 2028) == (0, 0)


def test_a_constant_annuity_stays_the_same_but_the_last_one() -> None:
    rows = schedule(loan(shape="annuite"))
    assert {row.annuity for row in rows[:-1]} == {1_699_660}
    assert sum(row.capital for row in rows) == 20_000_000 and abs(rows[-1].annuity - 1_699_660) < 20


def test_a_loan_without_interest_repays_its_capital_in_equal_parts() -> None:
    assert [row.annuity for row in schedule(loan(rate=0, shape="annuite", years=3, cents=100))] == [33, 33, 34]


def test_quarterly_due_dates_fall_every_three_months() -> None:
    rows = schedule(loan(frequency="4", years=1, first_due="2028-11-30", cents=4_000))
    assert [row.day.isoformat() for row in rows] == ["2028-11-30", "2029-02-28", "2029-05-30", "2029-08-30"]
    assert [row.interest for row in rows] == [32, 24, 16, 8]


def test_a_loan_that_lacks_something_has_no_schedule_and_says_what() -> None:
    assert schedule(loan(first_due=None)) == [] and gaps(loan(first_due=None, rate=None)) == (
        "taux de l’emprunt «\u00a0Banque\u00a0»", "première échéance de l’emprunt «\u00a0Banque\u00a0»")


@pytest.mark.parametrize(("cents", "rate", "years", "words"), [
    (100, 0, 0, "un an"), (0, 0, 1, "supérieur à zéro"), (100, -1, 1, "négatif")])
def test_a_loan_over_no_years_is_refused_with_a_sentence(cents: int, rate: int, years: int, words: str) -> None:
    problem = loan_problem(cents, rate, years)
    assert problem is not None and words in problem.sentence
    assert loan_problem(100, 0, 1) is None


@given(st.integers(1, 10**12), st.integers(0, 200_000), st.integers(1, 40), st.sampled_from(["1", "2", "4", "12"]),
       st.sampled_from(["capital", "annuite"]))
def test_every_schedule_repays_its_capital_and_never_owes_less_than_nothing(
        cents: int, rate: int, years: int, frequency: str, shape: str) -> None:
    rows = schedule(loan(cents=cents, rate=rate, years=years, frequency=frequency, shape=shape))
    assert sum(row.capital for row in rows) == cents and rows[-1].after == 0
    assert all(row.after >= 0 and row.interest >= 0 for row in rows)
    assert len(rows) == years * int(frequency)
    exact = Fraction(rows[0].before) * rate / (1_000_000 * int(frequency))
    assert abs(rows[0].interest - exact) <= Fraction(1, 2)
