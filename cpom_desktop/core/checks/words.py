"""Pieces of the sentences of checks: amounts, percentages, spans of years."""

from __future__ import annotations

from collections.abc import Sequence

from ..money import NBSP, format_amount, format_rate, half_up


def euros(cents: int, sign: bool = False) -> str:
    """« 12 000,00 € », exact to the cent."""
    return format_amount(cents, sign=sign, unit=True)


def percent(millionths: int) -> str:
    """« 1,22 % », rounded half-up to two decimals."""
    return format_rate(half_up(millionths, 100) * 100, unit=True)


def spans(years: Sequence[int]) -> str:
    """2027, 2028, 2029, 2031 → « 2027 à 2029, 2031 »."""
    groups: list[list[int]] = []
    for year in years:
        if groups and groups[-1][-1] == year - 1:
            groups[-1].append(year)
        else:
            groups.append([year])
    return ", ".join(f"{group[0]} à {group[-1]}" if len(group) > 1 else str(group[0]) for group in groups)


def titled(name: str, sentence: str) -> str:
    """« La Passerelle : rebasage … »."""
    return f"{name}{NBSP}: {sentence}"
