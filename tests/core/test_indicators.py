"""Figures of an indicator: rates from their two numbers, half-up display, « n.s. », the computed status."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.indicators import Observed, Outcome, actual, baseline, figures, is_worse, outcome, planned, rate
from cpom_desktop.core.model import Model
from cpom_desktop.core.objectives import Indicator, IndicatorYear
from tests.data.build import natural


def indicator(**values: object) -> Indicator:
    return Indicator(id="i", **{"unit": "%", "decimals": 1, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(("numerator", "denominator", "shown"), [
    pytest.param("17", "48", "35,4", id="CHRS-1b 2025"),
    pytest.param("9", "48", "18,8", id="CHRS-2b 2025, 18,75 half-up"),
    pytest.param("38", "52", "73,1", id="CHRS-3 présents"), pytest.param("71", "100", "71,0", id="CHRS-3 accueillis"),
    pytest.param("11", "52", "21,2", id="CHRS-4"), pytest.param("20586", "21900", "94,0", id="occupation 2025"),
    pytest.param("20805", "21960", "94,7", id="occupation of the leap year 2024"),
    pytest.param("0", "48", "0,0", id="a nil numerator is a figure"),
    pytest.param("17", "0", "n.s.", id="denominator 0"),
    pytest.param("0", "0", "n.s.", id="both 0"), pytest.param(None, "48", "", id="no numerator"),
    pytest.param("17", None, "", id="no denominator"),
])
def test_a_rate_comes_from_its_numerator_and_denominator(
        numerator: str | None, denominator: str | None, shown: str) -> None:
    row = natural(IndicatorYear, indicator="i", year=2025, numerator=numerator, denominator=denominator, actual="99")
    observed = actual(indicator(is_ratio=1), row)
    assert observed.shown == shown
    assert (observed.value is None) == (shown in ("", "n.s."))
    assert actual(indicator(), row).shown == "99,0"


def test_a_quotient_that_is_no_percentage_is_not_multiplied() -> None:
    assert rate("1021000", "60", "€/place", 2) == Observed("17016.67", "17\u202f016,67")


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_percentage_is_off_by_half_a_unit_of_its_last_decimal_at_most(over: int, under: int, decimals: int) -> None:
    value = rate(str(over), str(under), "%", decimals).value
    assert value is not None
    whole, _, rest = value.partition(".")
    unscaled = int(whole + rest.ljust(decimals, "0"))
    assert 2 * abs(unscaled * under - over * 100 * 10**decimals) <= under


@pytest.mark.parametrize(("sense", "observed", "target", "expected"), [
    ("hausse", "36.7", "36.7", Outcome.REACHED), ("hausse", "40", "36.7", Outcome.REACHED),
    ("hausse", "34.7", "36.7", Outcome.PARTLY), ("hausse", "34.6", "36.7", Outcome.MISSED),
    ("hausse", "36.66", "36.7", Outcome.REACHED), ("hausse", "36.64", "36.7", Outcome.PARTLY),
    ("baisse", "12", "12", Outcome.REACHED), ("baisse", "11", "12", Outcome.REACHED),
    ("baisse", "14", "12", Outcome.PARTLY), ("baisse", "14.1", "12", Outcome.MISSED),
    ("fourchette", "14", "12", Outcome.REACHED), ("fourchette", "10", "12", Outcome.REACHED),
    ("fourchette", "9.9", "12", Outcome.MISSED), ("fourchette", "14.1", "12", Outcome.MISSED),
    ("hausse", None, "12", Outcome.UNKNOWN), ("hausse", "12", None, Outcome.UNKNOWN),
])
def test_the_status_follows_the_sense_and_the_tolerance(
        sense: str, observed: str | None, target: str | None, expected: Outcome) -> None:
    assert outcome(indicator(sense=sense, tolerance="2"), observed, target) is expected


def test_without_a_tolerance_nothing_is_reached_in_part() -> None:
    assert outcome(indicator(), "36.6", "36.7") is Outcome.MISSED


def test_a_year_shows_what_was_observed_its_target_and_its_status() -> None:
    one = indicator(is_ratio=1, baseline_year=2025, tolerance="2")
    rows = [natural(IndicatorYear, indicator="i", year=2027, target="36.7", target_numerator="18",
                    target_denominator="49"),
            natural(IndicatorYear, indicator="i", year=2025, numerator="17", denominator="48"),
            natural(IndicatorYear, indicator="other", year=2026)]
    model = Model([one, *rows])
    assert baseline(model, one) == Observed("35.4", "35,4")
    assert [(one.year, one.actual.shown, one.target, one.outcome) for one in figures(model, one)] == [
        (2025, "35,4", None, Outcome.UNKNOWN), (2027, "", "36.7", Outcome.UNKNOWN)]
    assert planned(one, rows[0]).value == "36.7"


def test_an_indicator_without_a_year_of_reference_has_no_baseline() -> None:
    assert baseline(Model([indicator()]), indicator()) == Observed(None, "")


@pytest.mark.parametrize(("sense", "target", "worse"), [
    ("hausse", "93", True), ("hausse", "94", False), ("hausse", "95", False), ("baisse", "95", True),
    ("baisse", "94", False),
    ("fourchette", "12", False),
])
def test_a_target_below_what_was_already_observed_is_seen(sense: str, target: str, worse: bool) -> None:
    assert is_worse(indicator(sense=sense), target, than="94.0") == worse
