"""The demonstration contract, table after table, to the cent (`domain.md` §10.2 to §10.10)."""

from __future__ import annotations

import json

import pytest

from cpom_desktop.core.contract import Grant
from cpom_desktop.core.finance.activity import occupancy
from cpom_desktop.core.finance.all_figures import all_figures
from cpom_desktop.core.finance.allocation import refusals
from cpom_desktop.core.finance.balance import consolidated as balance
from cpom_desktop.core.finance.budgets import budget, consolidated, cost_per_place
from cpom_desktop.core.finance.capacity import capacity
from cpom_desktop.core.finance.grants import gap_between, grant_years, over_years, summed
from cpom_desktop.core.finance.head_office import quotas
from cpom_desktop.core.finance.plan import investment_section, plan
from cpom_desktop.core.finance.plan_lines import section_group2
from cpom_desktop.core.finance.pooling import saving
from cpom_desktop.core.finance.pooling_records import Pooling
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.finance.reserves import compensation_cap, reserve_years
from cpom_desktop.core.finance.results import section_result
from cpom_desktop.core.finance.scope import is_subsidised, ordered_sections
from cpom_desktop.core.finance.staff import payroll
from tests.data.demo import demo, section

YEARS = range(2027, 2032)


@pytest.mark.parametrize(("year", "status", "charges", "products", "result"), [
    (2023, "ca", 164_250_000, 164_750_000, 500_000), (2024, "ca", 169_550_000, 168_240_000, -1_310_000),
    (2025, "ca", 174_490_000, 175_950_000, 1_460_000), (2026, "base", 181_000_000, 181_000_000, 0)])
def test_the_budgets_add_up(year: int, status: str, charges: int, products: int, result: int) -> None:
    held = consolidated(demo(), year, status)
    assert (held.charges.cents, held.products.cents, held.result.cents) == (charges, products, result)


def test_the_detailed_accounts_are_their_groups() -> None:
    held = budget(demo(), section("S1").id, 2025, "ca")
    assert [held.groups[key].cents for key in ("c1", "c2", "c3", "p1", "p2", "p3")] == [
        15_100_000, 68_200_000, 18_800_000, 96_200_000, 6_050_000, 1_700_000]
    assert len(held.groups["c3"].terms) == 9 and cost_per_place(held.charges, 60).cents == 1_701_667


def test_the_dgc_and_the_subsidy_follow_the_contract() -> None:
    model = demo()
    (dgc,) = model.all(Grant)
    assert [y.grant.cents for y in grant_years(model, dgc.id)] == [
        134_470_625, 137_262_861, 142_441_804, 143_866_222, 145_304_884]
    subsidy = summed(model, [s for s in ordered_sections(model) if is_subsidised(model, s)])
    assert [y.grant.cents for y in subsidy] == [40_905_000, 41_314_050, 41_727_191, 42_144_463, 42_565_908]


def test_the_rebasage_asked_costs_its_chain() -> None:
    """TC-POS-1 on the demonstration itself: 132 918,01 €, 1,89 % of the five DGCs."""
    model = demo()
    (dgc,) = model.all(Grant)
    cell = next(row for row in model.all(Measure) if row.nature == "rebasage").at("cents")
    gap = gap_between(grant_years(model.overlaid({cell: 3_800_000}), dgc.id), grant_years(model, dgc.id))
    assert gap.whole.cents == 13_291_801 and gap.millionths == 18_898
    assert over_years(grant_years(model, dgc.id)).cents == 703_346_396


def test_the_places_open_in_their_year() -> None:
    first, third = ordered_sections(demo())[0].esms, ordered_sections(demo())[2].esms
    assert [capacity(demo(), first, year).places for year in range(2026, 2030)] == [60, 60, 65, 65]
    assert [capacity(demo(), third, year).places for year in range(2026, 2030)] == [40, 40, 40, 44]


@pytest.mark.parametrize(("code", "year", "expected"), [
    ("S1", 2025, "94.0"), ("S1", 2024, "94.7"), ("S2", 2025, "96.0"), ("S3", 2025, "95.0")])
def test_the_activity_is_that_of_the_reports(code: str, year: int, expected: str) -> None:
    ratio = occupancy(demo(), section(code).id, year)
    assert ratio.shown == expected


def test_the_quotas_are_exact() -> None:
    assert [(q.computed.cents, q.gap) for q in quotas(demo(), 2027)] == [(3_879_800, 0), (1_573_960, 0), (1_176_860, 0)]


def test_the_results_are_allocated_whole() -> None:
    model = demo()
    for code, cents in (("S1", 1_850_000), ("S3", 230_000)):
        held = section_result(model, section(code).id, 2025)
        assert (held.to_allocate.cents, held.gap.cents) == (cents, 0)
        assert refusals(model, section(code).id, 2025) == []
    assert compensation_cap(model, 2025).cents == 6_653_500
    assert reserve_years(model, "compensation")[0].after.cents == 4_950_000
    assert {row.year: row.after.cents for row in reserve_years(model, "investissement")}[2028] == 9_400_000


def test_the_balance_ties() -> None:
    held = balance(demo(), 2025)
    assert (held.frng.cents, held.bfr.cents, held.cash.cents, held.control.cents, held.caf.cents) == (
        22_500_000, -7_000_000, 29_500_000, 0, 9_500_000)


PLAN = {
    "dgc": (129_650_000, 134_470_625, 137_262_861, 142_441_804, 143_866_222, 145_304_884),
    "subventions": (40_500_000, 40_905_000, 41_314_050, 41_727_191, 42_144_463, 42_565_908),
    "autres": (10_850_000, 10_904_250, 10_958_771, 11_913_565, 11_968_633, 12_023_976),
    "c1": (25_802_000, 26_060_020, 26_320_620, 26_583_826, 26_849_665, 27_118_161),
    "c2": (120_684_000, 123_649_472, 124_722_668, 128_303_649, 129_292_478, 130_289_218),
    "c3": (34_514_000, 34_514_000, 35_414_000, 38_454_000, 38_411_333, 38_368_667),
    "resultat": (0, 2_056_383, 3_078_394, 2_741_085, 3_425_842, 4_118_722),
    "caf": (8_040_000, 10_096_383, 12_018_394, 13_181_085, 13_865_842, 14_558_722),
    "capital": (4_200_000, 4_200_000, 4_200_000, 5_533_333, 5_533_333, 5_533_333),
    "investissements": (4_000_000, 7_600_000, 52_000_000, 4_000_000, 4_000_000, 4_000_000),
    "ressources": (0, 0, 38_000_000, 0, 0, 0),
    "variation": (-160_000, -1_703_617, -6_181_606, 3_647_752, 4_332_509, 5_025_389),
    "frng": (22_340_000, 20_636_383, 14_454_777, 18_102_529, 22_435_038, 27_460_427),
    "bfr": (-7_000_000,) * 6,
    "tresorerie": (29_340_000, 27_636_383, 21_454_777, 25_102_529, 29_435_038, 34_460_427),
}


@pytest.mark.parametrize("row", PLAN)
def test_each_row_of_the_plan_is_right_to_the_cent(row: str) -> None:
    assert tuple(column.rows[row].cents for column in plan(demo())) == PLAN[row]


def test_the_plan_balances_its_investment_section_and_pays_its_capital() -> None:
    """The CAF of each year pays the capital due in it."""
    for column in plan(demo()):
        _, _, drawn = investment_section(demo(), column)
        assert drawn.known() == -column.rows["variation"].known() and column.capital_covered is True


@pytest.mark.parametrize(("year", "gaps"), [
    (2025, (-115_000, 0, -150_000)), (2026, (-126_200, -96_000, -146_000)), (2027, (353_095, 79_960, 12_510))])
def test_the_staff_explains_group_two_within_one_percent(year: int, gaps: tuple[int, ...]) -> None:
    for code, gap in zip(("S1", "S2", "S3"), gaps, strict=True):
        found = section_group2(demo(), section(code).id, year)
        assert found is not None
        held = payroll(demo(), section(code).id, year, *found)
        assert held.gap.cents == gap and held.within() is True


def test_the_night_watch_saves_inside_and_outside_the_dgc() -> None:
    held = saving(demo(), demo().all(Pooling)[0])
    assert (held.inside.cents, held.outside.cents) == (900_000, 300_000)


def test_every_figure_is_plain_data_and_nothing_is_missing() -> None:
    found = all_figures(demo())
    text = json.dumps(found, ensure_ascii=False)
    assert json.loads(text) == found and '"missing"' not in text
    (dgc,) = found["dgc"]
    assert [year["lines"]["grant"]["cents"] for year in dgc["years"]] == list(PLAN["dgc"][1:])
    assert sum(one["cents"] for one in dgc["years"][0]["payments"]) == 134_470_625
    assert len(found["plan"]) == 6 and found["years"] == list(YEARS)


def test_an_overlay_gives_the_same_keys_and_other_amounts() -> None:
    model = demo()
    cell = next(row for row in model.all(Measure) if row.nature == "rebasage").at("cents")
    one, other = all_figures(model), all_figures(model.overlaid({cell: 3_800_000}))
    (first,), (second,) = one["dgc"], other["dgc"]
    assert first.keys() == second.keys() and second["whole"]["cents"] - first["whole"]["cents"] == 13_291_801
