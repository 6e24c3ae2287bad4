"""The two ways of cutting an amount: simultaneous shares and instalments over time; growth and part-years, exact.

No text states a rounding rule; the convention of `domain.md` §6.0 is printed with the annexe financière.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from ..money import half_up
from ..periods import days_in_year

MILLION = 1_000_000
"""Rates are integer millionths."""


def rounded(number: Fraction) -> int:
    """Half-up of an exact fraction."""
    return half_up(number.numerator, number.denominator)


def grown(cents: int, rate: int) -> int:
    """An amount with a yearly rate in millionths applied, rounded once."""
    return half_up(cents * (MILLION + rate), MILLION)


def share_of(cents: int, rate: int) -> int:
    """A rate (millionths) of an amount, rounded once."""
    return half_up(cents * rate, MILLION)


def instalments(cents: int, count: int) -> list[int]:
    """An amount paid over time: each part is cut toward zero, the last one takes the remainder.

    Raises ValueError on a count below 1.
    """
    if count < 1:
        raise ValueError("an amount is paid in one part at least")
    part = abs(cents) // count * (1 if cents >= 0 else -1)
    return [part] * (count - 1) + [cents - part * (count - 1)]


def shares(cents: int, weights: Sequence[int]) -> list[int]:
    """Simultaneous shares of one total by largest remainder; ties go to the first of the list.

    Weights are whole and not negative; raises ValueError when none is above 0. The shares sum to the total, always.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("shares need a positive weight")
    sign, amount = (1, cents) if cents >= 0 else (-1, -cents)
    parts = [amount * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for index in order[: amount - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def part_of_year(opening: dt.date, by_days: bool) -> Fraction:
    """The part of its year that is left from an opening day, which counts: months by default, or real days."""
    if not by_days:
        return Fraction(13 - opening.month, 12)
    length = days_in_year(opening.year)
    return Fraction(length - opening.timetuple().tm_yday + 1, length)
