"""A figure says what it is made of, and what is missing to know it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.finance.figure import NOTHING, Figure, Part, Ratio, Term, total, typed, unknown
from cpom_desktop.core.records import Cell, Form

figures = st.one_of(
    st.integers(-(10**13), 10**13).map(Figure), st.sampled_from(["base", "taux", "recettes"]).map(unknown)
)


@given(st.lists(st.tuples(figures, st.sampled_from([1, -1])), max_size=8))
def test_a_sum_is_exact_or_says_each_missing_word_once(parts: list[tuple[Figure, int]]) -> None:
    held = total(Part(str(rank), figure, sign) for rank, (figure, sign) in enumerate(parts))
    missing = [word for figure, _ in parts for word in figure.missing]
    assert held.missing == tuple(dict.fromkeys(missing)) and held.complete == (not missing)
    if held.complete:
        assert held.cents == sum(sign * figure.known() for figure, sign in parts)
    assert [(term.value, term.factor) for term in held.terms] == [(figure.cents, sign) for figure, sign in parts]


def test_unknown_is_never_zero() -> None:
    held = total([Part("a", Figure(0)), Part("b", typed(None, "recettes"))])
    assert held.cents is None and not held.idle
    with pytest.raises(ValueError, match="recettes"):
        held.known()


def test_a_line_without_effect_is_told_from_a_typed_zero() -> None:
    assert NOTHING.idle and total([]).idle
    assert not typed(0, "mesure", Cell("measure", "m", "cents")).idle


def test_two_figures_are_equal_when_they_say_the_same() -> None:
    lazy = Figure(1, source=lambda: (Term("a", 1),))
    assert lazy == Figure(1) and hash(lazy) == hash(Figure(1)) and lazy != Figure(2) and lazy != 1
    assert lazy.terms == (Term("a", 1, Form.CENTS, None, 1),)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("18.75", 1, "18.8"),
        ("18.25", 1, "18.3"),
        ("-18.25", 1, "-18.3"),
        ("4.926", 2, "4.93"),
        ("46", 1, "46.0"),
        ("0", 0, "0"),
    ],
)
def test_a_number_is_rounded_half_up_once(value: str, decimals: int, shown: str) -> None:
    assert Ratio(Decimal(value), "%", decimals).shown == shown


def test_a_number_that_is_not_known_shows_nothing() -> None:
    assert Ratio(None).shown is None
