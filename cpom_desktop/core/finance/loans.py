"""The schedule of a loan: constant capital or constant annuity, every due date to the cent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ..money import half_up
from ..periods import add_months, as_date
from ..problems import Problem
from .investment_records import Loan
from .rounding import MILLION, instalments, rounded

KEPT = 512
"""Loans whose schedule is remembered: each year of a plan asks for the whole of it."""


@dataclass(frozen=True, slots=True)
class Due:
    """One due date of a loan, in cents: what is owed before, interest, capital repaid, what is owed after."""

    day: dt.date
    before: int
    interest: int
    capital: int

    @property
    def annuity(self) -> int:
        return self.interest + self.capital

    @property
    def after(self) -> int:
        return self.before - self.capital


def schedule(loan: Loan) -> list[Due]:
    """Every due date of a loan; empty while something is missing (`gaps` says what).

    Interest of a period = half-up of what is owed × rate ÷ periods of a year. Constant capital: equal parts, the last
    takes the remainder. Constant annuity: the annuity is rounded once, the last one settles what is left.
    """
    return list(_schedule(loan))


@lru_cache(maxsize=KEPT)
def _schedule(loan: Loan) -> tuple[Due, ...]:
    first = as_date(loan.first_due)
    if loan.cents is None or loan.rate is None or loan.years is None or first is None:
        return ()
    per_year = int(loan.frequency)
    repaid = _capitals(loan.cents, loan.rate, loan.years * per_year, per_year, loan.shape)
    result, owed = list[Due](), loan.cents
    for index, capital in enumerate(repaid):
        interest = half_up(owed * loan.rate, MILLION * per_year)
        result.append(Due(add_months(first, index * 12 // per_year), owed, interest, capital))
        owed -= capital
    return tuple(result)


def gaps(loan: Loan) -> tuple[str, ...]:
    """What is missing to know the schedule of a loan, in words."""
    held = (("capital", loan.cents), ("taux", loan.rate), ("durée", loan.years), ("première échéance", loan.first_due))
    return tuple(
        f"{word} de l’emprunt «\u00a0{loan.lender or 'sans prêteur'}\u00a0»" for word, value in held if value is None
    )


def loan_problem(cents: int, rate: int, years: int) -> Problem | None:
    """What no loan can be: no capital, a negative rate, a duration of 0."""
    if years < 1:
        return Problem("Un emprunt se rembourse sur un an au moins.")
    if cents <= 0:
        return Problem("Le capital d’un emprunt est supérieur à zéro.")
    return Problem("Le taux d’un emprunt ne peut pas être négatif.") if rate < 0 else None


def of_year(loan: Loan, year: int) -> tuple[int, int]:
    """Interest and capital due in a year, in cents."""
    due = [row for row in schedule(loan) if row.day.year == year]
    return sum(row.interest for row in due), sum(row.capital for row in due)


def _capitals(cents: int, rate: int, count: int, per_year: int, shape: str) -> list[int]:
    if shape == "capital" or rate == 0:
        return instalments(cents, count)
    growth = 1 + Fraction(rate, MILLION * per_year)
    annuity = rounded(cents * (growth - 1) / (1 - growth ** -count))
    result, owed = [], cents
    for _ in range(count - 1):
        capital = min(annuity - half_up(owed * rate, MILLION * per_year), owed)
        result.append(capital)
        owed -= capital
    return [*result, owed]
