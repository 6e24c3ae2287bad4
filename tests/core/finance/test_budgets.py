"""Budgets by group and their totals (`domain.md` §6.1, §6.2, §10.3)."""

from __future__ import annotations

from cpom_desktop.core.finance.budgets import budget, consolidated, cost_per_place, esms_budget
from cpom_desktop.core.finance.capacity import capacity, theoretical_units
from cpom_desktop.core.finance.records import AccountLine
from tests.core.finance.build import Build

BASE = {
    "E1": {"c1": 15_752_000, "c2": 70_884_000, "c3": 19_814_000, "p1": 98_450_000, "p2": 6_200_000, "p3": 1_800_000},
    "E2": {"c1": 7_850_000, "c2": 26_200_000, "c3": 8_300_000, "p1": 40_500_000, "p2": 1_550_000, "p3": 300_000},
    "E3": {"c1": 2_200_000, "c2": 23_600_000, "c3": 6_400_000, "p1": 31_200_000, "p2": 800_000, "p3": 200_000},
}


def perimeter() -> Build:
    build = Build()
    for code, groups in BASE.items():
        build.section(code, groups["p1"]).lines(code, 2026, "base", **groups)
    return build


def test_the_base_of_the_demonstration_adds_up() -> None:
    whole = consolidated(perimeter().model(), 2026, "base")
    assert {key: figure.cents for key, figure in whole.groups.items()} == {
        "c1": 25_802_000, "c2": 120_684_000, "c3": 34_514_000, "p1": 170_150_000, "p2": 8_550_000, "p3": 2_300_000}
    assert (whole.charges.cents, whole.products.cents, whole.result.cents) == (181_000_000, 181_000_000, 0)
    assert whole.offsetting.cents == 10_850_000


def test_a_group_is_the_sum_of_its_lines() -> None:
    build = Build().section("E1")
    for account, cents in (("641", 43_200_000), ("645", 16_300_000), ("621", 1_300_000)):
        build.row(AccountLine, section="SE1", year=2025, status="ca", group="c2", account=account, cents=cents)
    group = budget(build.model(), "SE1", 2025, "ca").groups["c2"]
    assert group.cents == 60_800_000 and [t.label for t in group.terms] == ["621", "641", "645"]
    assert all(t.cell is not None for t in group.terms)


def test_a_line_without_amount_makes_its_totals_incomplete_and_says_why() -> None:
    build = Build().section("E1", name="La Passerelle").lines("E1", 2025, "ca", c1=100, c2=None, p1=500)
    held = budget(build.model(), "SE1", 2025, "ca")
    assert held.charges.cents is None and held.result.cents is None and held.products.cents == 500
    assert held.result.missing == ("Groupe II — Personnel 2025 de La Passerelle",)


def test_a_table_not_begun_is_not_begun() -> None:
    model = Build().section("E1").model()
    assert not budget(model, "SE1", 2025, "ca").begun
    assert esms_budget(model, "E1", 2025, "ca").result.cents == 0


def test_the_cost_of_a_place_is_rounded_once() -> None:
    charges = budget(perimeter().model(), "SE1", 2026, "base").charges
    assert cost_per_place(charges, 60).cents == 1_774_167
    assert cost_per_place(charges, 0).missing == ("capacité",)


def test_the_capacity_of_a_year_is_the_initial_one_and_the_transformations_in_force() -> None:
    build = Build().section("E1", capacity=60)
    build.places("E1", 5, "2028-01-01")
    build.places("E1", None, "2029-01-01", code="asked")
    model = build.model()
    assert [capacity(model, "E1", year).places for year in range(2026, 2030)] == [60, 60, 65, 65]
    assert theoretical_units(model, "E1", 2028) == 65 * 366 == 23_790
    assert theoretical_units(model, "E1", 2027) == 21_900


def test_places_that_open_in_the_year_count_from_their_own_day() -> None:
    build = Build().section("E1", capacity=10)
    build.places("E1", 1, "2027-12-31")
    assert theoretical_units(build.model(), "E1", 2027) == 3_651


def test_an_unknown_capacity_or_date_is_said() -> None:
    build = Build().section("E1", capacity=None, name="La Passerelle")
    build.places("E1", 5, None, code="TR1")
    found = capacity(build.model(), "E1", 2028)
    assert found.places is None
    assert found.missing == ("capacité initiale de La Passerelle", "date d’effet de TR1")
