"""Goal seek and the scenarios of rates (`domain.md` §6.4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.figure import Figure
from cpom_desktop.core.finance.goal_seek import goal_seek, seek, sentence
from cpom_desktop.core.finance.grants import grant_years, over_years
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.finance.scenarios import rate_scenario
from cpom_desktop.core.model import Model
from cpom_desktop.core.money import half_up
from cpom_desktop.core.problems import Refused
from cpom_desktop.core.records import Cell, field_of
from tests.core.finance.build import Build, two_rivers


def grant_2027(books: Books) -> Figure:
    return books.grant("D1")[0].grant


def rebasing(model: Model) -> Cell:
    return next(row for row in model.all(Measure) if row.nature == "rebasage").at("cents")


def rate(model: Model) -> Cell:
    return model.where(YearRate, "section", "SE1")[0].at("rate")


def test_the_amount_that_gives_a_dgc_is_found_to_the_cent() -> None:
    model = two_rivers().model()
    found = goal_seek(model, rebasing(model), grant_2027, 135_000_000)
    assert found.exact == (1_200_000 + 135_000_000 - 134_470_625, 135_000_000)
    assert sentence(found, field_of(rebasing(model))) == (
        "17\u202f293,75\u00a0€ donne exactement 1\u202f350\u202f000,00\u00a0€.")


def test_a_rate_is_found_to_the_ten_thousandth_or_its_neighbours_are_told() -> None:
    model = two_rivers().model()
    found = goal_seek(model, rate(model), grant_2027, 134_470_625)
    assert found.reached and found.exact is not None and found.exact[0] == 12_500
    between = goal_seek(model, rate(model), grant_2027, 134_470_650)
    assert between.below == (12_500, 134_470_625) and between.above == (12_501, 134_470_723) and not between.reached
    assert sentence(between, field_of(rate(model))).startswith("Aucune valeur ne donne exactement")


def test_a_target_that_no_input_reaches_is_said_with_the_ends() -> None:
    model = two_rivers().model()
    found = goal_seek(model, rate(model), grant_2027, 10**12)
    assert not found.reached and found.below is None and found.high is not None and found.high[0] == 100_000
    assert "10,00\u00a0% ne donne" in sentence(found, field_of(rate(model)))


def test_a_result_that_cannot_be_computed_says_what_is_missing() -> None:
    build = Build(2027, 2028).dgc().section("E1", 100, dgc="D1", name="La Passerelle").rates("E1", 0, None)
    model = build.model()
    found = goal_seek(model, rate(model), lambda books: over_years(books.grant("D1")), 300)
    assert found.unknown == ("taux 2028 de La Passerelle",)
    assert "taux 2028" in sentence(found, field_of(rate(model)))


def test_a_cell_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused):
        goal_seek(two_rivers().model(), Cell("measure", "nowhere", "cents"), grant_2027, 1)


@given(st.integers(-10**9, 10**9), st.integers(1, 10**6), st.integers(-10**6, 10**6), st.booleans())
def test_the_input_found_is_the_smallest_that_reaches_the_target(
    target: int, slope: int, origin: int, falls: bool
) -> None:
    def result(value: int) -> int:
        return half_up((value - origin) * slope * (-1 if falls else 1), 1_000)

    found = seek(result, target, -10**6, 10**6)
    hits = [v for v in range(-10**6, 10**6 + 1, 9_973) if result(v) == target]
    if found.exact is not None:
        value = found.exact[0]
        assert result(value) == target and (value == -10**6 or result(value - 1) != target)
    elif found.below is not None and found.above is not None:
        assert found.above[0] == found.below[0] + 1 and not hits
        assert min(found.below[1], found.above[1]) < target < max(found.below[1], found.above[1])
    else:
        assert not hits


def test_an_envelope_moves_the_hypotheses_and_leaves_what_was_notified() -> None:
    build = two_rivers()
    build.row(YearRate, section="SE9", year=2027, rate=10_000, status="notifie")
    model = build.model()
    low, high = rate_scenario(model, "basse"), rate_scenario(model, "haute")
    assert len(low) == 10 and low[rate(model)] == 7_500 and high[rate(model)] == 17_500
    assert rate_scenario(model, "centrale")[rate(model)] == 12_500
    totals = [over_years(grant_years(model.overlaid(cells), "D1")).known() for cells in (low, {}, high)]
    assert totals == sorted(totals) and totals[1] == 703_346_396


def test_a_spread_beyond_the_bounds_of_a_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="rate"):
        rate_scenario(two_rivers().model(), "haute", spread=95_000)
