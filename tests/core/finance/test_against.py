"""Arrêtés beside the contract, the cost of a position, payments of a DGC, prix de journée (`domain.md` §6.2–6.5)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.contract import Grant, SectionRule
from cpom_desktop.core.finance.activity_records import ActivityYear
from cpom_desktop.core.finance.against import notifications
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.cost import cost_between, cost_of
from cpom_desktop.core.finance.grant_records import NotifiedDgc
from cpom_desktop.core.finance.grants import gap_between, grant_years
from cpom_desktop.core.finance.pricing_records import NotifiedGrant
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.finance.tariffs import day_price, grant_payments
from cpom_desktop.core.finance.trajectory import section_trajectory
from cpom_desktop.core.money import half_up
from tests.core.finance.build import Build, two_rivers
from tests.data.demo import demo


def test_an_arrete_shows_its_gap_its_cause_and_what_it_does_to_the_next_base() -> None:
    build = Build(2027, 2028).section("E1", 98_450_000).rates("E1", 12_500, 0)
    build.row(NotifiedGrant, section="SE1", year=2027, cents=99_000_000, base=98_900_000, cause="taux")
    (held,) = notifications(build.model(), "SE1")
    assert (held.contract.cents, held.notified.cents, held.gap.cents) == (99_680_625, 99_000_000, -680_625)
    assert (held.cause, held.next_base, held.base_gap.cents) == ("Taux", "La base notifiée est reprise", -780_625)


def test_the_second_arrete_is_compared_with_the_contract_and_not_with_the_first() -> None:
    build = Build(2027, 2028).section("E1", 100).rates("E1", 0, 0)
    for year in (2027, 2028):
        build.row(NotifiedGrant, section="SE1", year=year, cents=90, base=90)
    assert [held.gap.cents for held in notifications(build.model(), "SE1")] == [-10, -10]


def test_the_cost_of_a_position_is_that_of_its_chain() -> None:
    """TC-POS-1 and TC-POS-2, by the way that the window uses."""
    model = two_rivers().model()
    rebasing = next(row for row in model.all(Measure) if row.nature == "rebasage").at("cents")
    cost = cost_of(Books(model), rebasing, 3_800_000)
    assert cost.whole.cents == 13_291_801 and cost.millionths == 18_898
    assert [figure.cents for _, figure in cost.years] == [2_600_000, 2_623_400, 2_662_751, 2_689_378, 2_716_272]
    rate = model.where(YearRate, "section", "SE1")[0].at("rate")
    assert cost_of(Books(model), rate, 20_000).whole.cents == 3_774_744


def test_two_values_cost_what_separates_them_whatever_is_retained() -> None:
    """TC-POS-1: the order of the two values turns the sign, and each year has its share of its own DGC."""
    model = two_rivers().model()
    rebasing = next(row for row in model.all(Measure) if row.nature == "rebasage").at("cents")
    cost = cost_between(Books(model), {rebasing: 3_800_000}, {rebasing: 0})
    assert [figure.cents for _, figure in cost.years] == [3_800_000, 3_834_200, 3_891_713, 3_930_630, 3_969_937]
    assert cost_between(Books(model), {rebasing: 0}, {rebasing: 3_800_000}).whole.cents == -cost.whole.known()
    grants = {one.year: one.grant.known() for one in grant_years(model, "D1")}
    assert dict(cost.by_year) == {
        year: half_up(figure.known() * 1_000_000, grants[year]) for year, figure in cost.years
    }


def test_costs_counted_together_are_those_of_one_chain() -> None:
    """An amount asked grows with the rate that is asked with it."""
    build = Build(2027, 2028).dgc().section("E1", 0, dgc="D1").rates("E1", 0, 0)
    row = build.measure("E1", 2027, "nouvelle", 100_000)
    model = build.model()
    rate = model.where(YearRate, "year", 2028)[0].at("rate")
    asked = {row.at("cents"): 200_000, rate: 50_000}
    alone = [cost_between(Books(model), {cell: value}).whole.known() for cell, value in asked.items()]
    assert cost_between(Books(model), asked).whole.known() == 210_000 and sum(alone) == 205_000


def test_a_cost_outside_any_dgc_is_no_share_of_a_dgc() -> None:
    build = Build(2027, 2027).dgc().section("E1", 100, dgc="D1").section("E2", 100)
    cells = [build.rates(code, 0).rows[-1].at("rate") for code in ("E1", "E2")]
    books = Books(build.model())
    assert [cost_between(books, {cell: 10_000}).in_grants for cell in cells] == [True, False]


def test_a_value_that_touches_no_money_costs_nothing() -> None:
    model = demo()
    sheet = next(record for record in model if record.kind == "sheet")
    cost = cost_of(Books(model), sheet.at("name"), "Autre")
    assert cost.years == () and cost.whole.cents == 0 and cost.millionths is None


def test_a_section_outside_any_dgc_has_a_cost_too() -> None:
    build = Build(2027, 2027).section("E1", 100).rates("E1", 0)
    row = build.measure("E1", 2027, "nouvelle", 10)
    cost = cost_of(Books(build.model()), row.at("cents"), 60)
    assert cost.whole.cents == 50 and cost.reference.cents == 110


@given(st.integers(-10**9, 10**9), st.integers(1, 12), st.booleans())
def test_a_transfer_and_its_mirror_stay_opposite_in_any_overlay(cents: int, month: int, by_days: bool) -> None:
    build = Build(2027, 2028, proration="jours" if by_days else "mois").dgc()
    build.section("E1", 0, dgc="D1").rates("E1", 0, 0).section("E3", 0, dgc="D1").rates("E3", 0, 0)
    row = build.measure("E3", 2027, "transfert", 1, from_section="SE1", opening=f"2027-{month:02}-01")
    model = build.model().overlaid({row.at("cents"): cents})
    given_away, received = (section_trajectory(model, section) for section in ("SE1", "SE3"))
    for out, into in zip(given_away, received, strict=True):
        assert out.transfers.known() == -into.transfers.known()
    assert [year.grant.cents for year in grant_years(model, "D1")] == [0, 0]
    assert given_away[-1].base.known() == -cents


@given(st.integers(-10**10, 10**10), st.integers(-10**10, 10**10))
def test_what_one_position_adds_the_way_back_takes(asked: int, offered: int) -> None:
    model = two_rivers().model()
    cell = next(row for row in model.all(Measure) if row.nature == "rebasage").at("cents")
    one, other = (grant_years(model.overlaid({cell: cents}), "D1") for cents in (asked, offered))
    assert gap_between(one, other).whole.known() == -gap_between(other, one).whole.known()


@pytest.mark.parametrize(("advances", "acompte"), [("texte", 11_205_885), ("reconductible", 11_039_218)])
def test_a_dgc_notified_in_may_is_paid_on_acomptes_then_caught_up(advances: str, acompte: int) -> None:
    """TC-12-3 and TC-12-4 on the DGC of the demonstration."""
    build = two_rivers()
    build.rows = [row for row in build.rows if row.kind != "dgc"]
    build.add(Grant(id="D1", name="DGC-1", advances=advances))
    build.row(NotifiedDgc, dgc="D1", year=2028, cents=137_000_000, first_month=5)
    payments = grant_payments(build.model(), "D1", 2028)
    assert [p.cents for p in payments[:4]] == [acompte] * 4 and sum(p.cents for p in payments) == 137_000_000
    assert len({p.cents for p in payments[4:11]}) == 1 and payments[0].day == dt.date(2028, 1, 20)


def test_without_an_arrete_a_dgc_is_paid_by_twelfths_of_the_contract() -> None:
    payments = grant_payments(two_rivers().model(), "D1", 2027)
    assert [p.cents for p in payments] == [11_205_885] * 11 + [11_205_890] and not any(p.advance for p in payments)


def priced_by_day(form: str) -> Build:
    build = Build(2027, 2027).section("E1", 98_450_000, modality=None).rates("E1", 0)
    build.row(SectionRule, section="SE1", modality="taux", tariff_form=form)
    return build


def test_a_day_price_uses_the_three_years_before_it() -> None:
    """TC-PJ-1 and TC-PJ-2 on a section."""
    build = priced_by_day("pj-globalise")
    for year, days in ((2024, "20520"), (2025, "20805"), (2026, "20586")):
        build.row(ActivityYear, section="SE1", year=year, realised=days)
    build.row(ActivityYear, section="SE1", year=2027, days_paid=20_600)
    held = day_price(build.model(), "SE1", 2027)
    assert held is not None and (held.days, held.rate.cents, held.whole.cents) == (20_637, 4_771, 98_282_600)
    assert not held.provisional


def test_a_service_open_for_less_than_three_years_has_a_provisional_number_of_days() -> None:
    build = priced_by_day("pj")
    build.row(ActivityYear, section="SE1", year=2027, planned="20000")
    held = day_price(build.model(), "SE1", 2027)
    assert held is not None and held.provisional and held.rate.cents == 4_923
    assert held.whole.missing == ("journées prévisionnelles",)


def test_a_dotation_has_no_day_price() -> None:
    assert day_price(priced_by_day("dgf").model(), "SE1", 2027) is None
