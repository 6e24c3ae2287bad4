"""The chain of a section, from its base to its dotation, to the cent (`domain.md` §6.3, §6.4, §10.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpom_desktop.core.contract import SectionRule
from cpom_desktop.core.finance.grants import grant_years
from cpom_desktop.core.finance.pricing_records import (
    CeilingLine,
    Convergence,
    Formula,
    FormulaYear,
    NotifiedGrant,
)
from cpom_desktop.core.finance.result_records import ResultAllocation
from cpom_desktop.core.finance.trajectory import TrajectoryYear, section_trajectory
from cpom_desktop.core.model import Model
from tests.core.finance.build import Build, two_rivers


def bases(years: list[TrajectoryYear]) -> list[int | None]:
    return [year.base.cents for year in years]


def grants(years: list[TrajectoryYear]) -> list[int | None]:
    return [year.grant.cents for year in years]


@pytest.mark.parametrize(("base", "rates", "expected"), [
    pytest.param(98_450_000, (12_500,), [99_680_625], id="TC-M1-1"),
    pytest.param(98_450_000, (12_500, 9_000, 15_000, 10_000, 10_000),
                 [99_680_625, 100_577_751, 102_086_417, 103_107_281, 104_138_354], id="TC-M1-2"),
    pytest.param(98_450_000, (-5_000,), [97_957_750], id="TC-M1-3"),
])
def test_a_rate_grows_the_base_with_one_rounding_a_year(base: int, rates: tuple[int, ...], expected: list[int]) -> None:
    model = Build(2027, 2026 + len(rates)).section("E1", base).rates("E1", *rates).model()
    years = section_trajectory(model, "SE1")
    assert bases(years) == grants(years) == expected


def test_a_fixed_formula_grows_each_group_and_takes_the_receipts_off() -> None:
    """TC-M2-1."""
    build = Build(2027, 2028).section("E1", 98_450_000, modality="formule")
    build.lines("E1", 2026, "base", c1=15_752_000, c2=70_884_000, c3=19_814_000)
    build.row(Formula, section="SE1", shape="groupes")
    build.row(FormulaYear, section="SE1", year=2027, rate_c1=18_000, rate_c2=12_000, rate_c3=6_000, receipts=8_000_000)
    build.row(FormulaYear, section="SE1", year=2028, rate_c1=0, rate_c2=0, rate_c3=10_000)
    first, second = section_trajectory(build.model(), "SE1")
    assert first.groups is not None and [g.cents for g in first.groups[:3]] == [16_035_536, 71_734_608, 19_932_884]
    assert sum(g.known() for g in first.groups) == 107_703_028
    assert first.grant.cents == 99_703_028
    assert second.grant.cents == 99_703_028 + 199_329, "the groups grow from the year before, the receipts stay"


def test_a_measure_under_a_formula_is_indexed_only_with_the_group_that_it_names() -> None:
    build = Build(2027, 2028).section("E1", 0, modality="formule").lines("E1", 2026, "base", c1=0, c2=10_000, c3=0)
    build.row(Formula, section="SE1")
    for year in (2027, 2028):
        build.row(FormulaYear, section="SE1", year=year, rate_c1=0, rate_c2=100_000, rate_c3=0, receipts=0)
    build.measure("E1", 2027, "nouvelle", 1_000, group="c2")
    build.measure("E1", 2027, "rebasage", 500)
    first, second = section_trajectory(build.model(), "SE1")
    assert (first.base.cents, second.base.cents) == (12_500, 13_700)


def test_a_formula_by_coefficients_applies_wages_prices_and_constant_in_one_rounding() -> None:
    build = Build(2027, 2027).section("E1", 98_450_000, modality="formule")
    build.row(Formula, section="SE1", shape="coefficients", wage_weight="0.7", price_weight="0.25")
    build.row(FormulaYear, section="SE1", year=2027, wage=20_000, prices=16_000, constant=-1_000)
    (year,) = section_trajectory(build.model(), "SE1")
    assert year.rate == 17_000 and year.base.cents == 98_450_000 * 1_017_000 // 1_000_000


def test_an_avenant_that_is_not_signed_leaves_the_base_of_the_year_before_provisional() -> None:
    """TC-M3-1: base reconductible 2027, without its CNR."""
    build = Build(2027, 2028).section("E1", 100_000_000, modality="avenant")
    build.grant("E1", 2027, 102_880_625, act="avenant n° 1", act_date="2027-02-01")
    build.measure("E1", 2027, "cnr", 2_000_000)
    signed, waiting = section_trajectory(build.model(), "SE1")
    assert (signed.status, signed.grant.cents, signed.base.cents) == ("signe", 102_880_625, 100_880_625)
    assert (waiting.status, waiting.grant.cents) == ("provisoire", 100_880_625)


def test_a_ceiling_pays_the_lower_of_cost_and_ceiling_for_each_place() -> None:
    """TC-M4-1."""
    build = Build(2027, 2027).section("E1", 0, modality="equation")
    build.row(CeilingLine, section="SE1", year=2027, label="regroupé", ceiling=1_650_000, places=40)
    build.row(CeilingLine, section="SE1", year=2027, label="diffus", ceiling=1_210_000, places=20, cost=1_300_000)
    assert grants(section_trajectory(build.model(), "SE1")) == [90_200_000]
    build.row(CeilingLine, section="SE1", year=2027, label="jour", ceiling=500_000, cost=400_000, places=2)
    assert grants(section_trajectory(build.model(), "SE1")) == [91_000_000]


def test_an_ehpad_forfait_is_never_estimated() -> None:
    build = Build(2027, 2028, type="ehpad").section("E1", 0, modality="equation", section_kind="soins")
    build.grant("E1", 2028, 123_456_789, act_date="2028-03-01")
    first, second = section_trajectory(build.model(), "SE1")
    assert first.grant.cents is None
    assert first.grant.missing == ("Forfait non calculé\u00a0: saisir le montant notifié (équation non fournie)",)
    assert second.grant.cents == 123_456_789


def test_only_soins_and_dependance_wait_for_an_equation() -> None:
    build = Build(2027, 2027, type="ehpad").section("E1", 0, modality="equation", section_kind="hebergement")
    build.row(CeilingLine, section="SE1", year=2027, label="", ceiling=100, places=3)
    assert grants(section_trajectory(build.model(), "SE1")) == [300]


def test_cnr_are_paid_once_and_never_carried() -> None:
    """TC-CNR-1."""
    build = Build(2027, 2028).section("E1", 100_880_625).rates("E1", 0, 9_000)
    build.measure("E1", 2027, "cnr", 2_000_000)
    first, second = section_trajectory(build.model(), "SE1")
    assert (first.base.cents, first.grant.cents) == (100_880_625, 102_880_625)
    assert second.base.cents == 101_788_551


@pytest.mark.parametrize(("proration", "first", "complement"), [
    pytest.param("mois", 2_250_000, 2_250_000, id="TC-MN-1"),
    pytest.param("jours", 2_268_493, 2_231_507, id="TC-MN-2"),
])
def test_places_opened_in_july_have_a_prorata_then_a_full_year_effect(
    proration: str, first: int, complement: int
) -> None:
    build = Build(2027, 2029, proration=proration).section("E1", 0).rates("E1", 0, 0, 0)
    build.measure("E1", 2027, "nouvelle", 4_500_000, opening="2027-07-01")
    years = section_trajectory(build.model(), "SE1")
    assert [year.new_measures.cents for year in years] == [first, complement, 0]
    assert bases(years) == [first, 4_500_000, 4_500_000]


def test_an_opening_outside_the_year_of_its_measure_is_said_and_not_guessed() -> None:
    build = Build(2027, 2028).section("E1", 0).rates("E1", 0, 0)
    build.measure("E1", 2027, "nouvelle", 4_500_000, opening="2028-07-01", label="Places")
    (first, _) = section_trajectory(build.model(), "SE1")
    assert first.grant.missing == ("date d’ouverture de «\u00a0Places\u00a0» hors de l’année 2027",)


def test_a_convergence_reaches_its_target_in_equal_steps() -> None:
    """TC-CONV-1."""
    build = Build().section("E1", 105_000_000).rates("E1", 0, 0, 0, 0, 0)
    build.row(Convergence, section="SE1", first_year=2027, years=5, target=98_000_000)
    assert bases(section_trajectory(build.model(), "SE1")) == [
        103_600_000, 102_200_000, 100_800_000, 99_400_000, 98_000_000]


def test_a_convergence_by_place_uses_the_capacity_of_the_year() -> None:
    build = Build(2027, 2028).section("E1", 100_000, capacity=10).rates("E1", 0, 0)
    build.row(Convergence, section="SE1", first_year=2027, years=1, per_place=9_000)
    assert bases(section_trajectory(build.model(), "SE1")) == [90_000, 90_000]


def test_a_transfer_leaves_the_dgc_as_it_was() -> None:
    """TC-TRF-1."""
    build = two_rivers()
    before = [year.grant.cents for year in grant_years(build.model(), "D1")]
    build.measure("E3", 2027, "transfert", 3_000_000, from_section="SE1")
    after = grant_years(build.model(), "D1")
    assert after[0].grant.cents == before[0]
    first = section_trajectory(build.model(), "SE1")[0]
    assert first.transfers.cents == -3_000_000 and first.base.cents == 100_880_625 - 3_000_000


def test_a_transfer_without_its_origin_makes_the_dotation_incomplete() -> None:
    build = Build(2027, 2027).section("E1", 0).rates("E1", 0)
    build.measure("E1", 2027, "transfert", 1, label="Poste")
    (year,) = section_trajectory(build.model(), "SE1")
    assert year.grant.missing == ("section d’origine du transfert «\u00a0Poste\u00a0»",)


def test_a_surplus_taken_into_a_year_lowers_its_dotation_and_not_its_base() -> None:
    build = Build(2027, 2028).section("E1", 98_450_000).rates("E1", 0, 0)
    build.row(ResultAllocation, section="SE1", year=2025, option="charges", cents=1_850_000, target_year=2027)
    build.row(ResultAllocation, section="SE1", year=2026, option="report-charges", cents=620_000, target_year=2028)
    years = section_trajectory(build.model(), "SE1")
    assert grants(years) == [96_600_000, 99_070_000] and bases(years) == [98_450_000, 98_450_000]


def test_a_measure_asked_for_and_not_retained_counts_for_nothing() -> None:
    build = Build(2027, 2027).section("E1", 100).rates("E1", 0)
    build.measure("E1", 2027, "nouvelle", None)
    assert grants(section_trajectory(build.model(), "SE1")) == [100]


def test_a_missing_rate_makes_its_year_and_the_following_incomplete_and_says_which() -> None:
    build = Build(2027, 2029).section("E1", 100, name="La Passerelle").rates("E1", 10_000, None, 10_000)
    first, second, third = section_trajectory(build.model(), "SE1")
    assert first.grant.cents == 101
    assert second.grant.missing == third.grant.missing == ("taux 2028 de La Passerelle",)


def test_a_hole_between_two_modalities_is_said() -> None:
    model = Build(2027, 2027).section("E1", 100, modality=None, name="La Passerelle").model()
    (year,) = section_trajectory(model, "SE1")
    assert year.grant.missing == ("modalité 2027 de La Passerelle",)


def test_two_modalities_of_one_year_are_said_and_the_order_of_rows_decides_nothing() -> None:
    """Two parties enter a range each on their laptops; merged, their rows come in any order."""
    built = Build(2027, 2027).section("E1", 1_000_000).rates("E1", 10_000)
    other = SectionRule(id="0", section="SE1", first_year=2027, last_year=2027, modality="avenant")
    rows = [*built.model(), other]
    for held in (rows, rows[::-1]):
        years = section_trajectory(Model(held), "SE1")
        assert years[0].grant.cents is None and "modalité 2027" in years[0].grant.missing[0]
    twice = replace(other, modality="taux")
    assert section_trajectory(Model([*built.model(), twice]), "SE1")[0].grant.cents == 1_010_000


def test_a_notified_base_replaces_the_hypothesis_and_the_own_figure_stays_visible() -> None:
    build = Build(2027, 2028).section("E1", 98_450_000).rates("E1", 12_500, 10_000)
    build.row(NotifiedGrant, section="SE1", year=2027, cents=99_000_000, base=99_000_000, next_base="reprise")
    first, second = section_trajectory(build.model(), "SE1")
    assert (first.grant.cents, first.own_grant.cents, first.status) == (99_000_000, 99_680_625, "arrete")
    assert second.grant.cents == 99_990_000
    assert grants(section_trajectory(build.model(), "SE1", notified=False)) == [99_680_625, 100_677_431]


def test_a_notified_year_may_leave_the_base_of_the_contract_as_it_is() -> None:
    build = Build(2027, 2028).section("E1", 98_450_000).rates("E1", 12_500, 0)
    build.row(NotifiedGrant, section="SE1", year=2027, cents=99_000_000, base=99_000_000, next_base="contrat")
    assert section_trajectory(build.model(), "SE1")[1].grant.cents == 99_680_625


def test_every_line_of_a_year_leads_to_the_cells_that_it_comes_from() -> None:
    first = section_trajectory(two_rivers().model(), "SE1")[0]
    assert [(t.label, t.value) for t in first.indexation.terms] == [
        ("Base reconductible N−1", 98_450_000), ("Taux 2027", 12_500)]
    assert first.rebasing.terms[0].cell is not None and first.rebasing.terms[0].cell.field == "cents"
    assert [t.label for t in first.grant.terms] == ["Base reconductible N", "Crédits non reconductibles"]
    assert first.indexation.article == "R. 314-40, 1°"


def test_first_years_that_are_kept_give_the_same_chain() -> None:
    model = two_rivers().model()
    whole = section_trajectory(model, "SE1")
    assert section_trajectory(model, "SE1", kept=whole[:2]) == whole


def test_a_contract_without_dates_has_no_trajectory() -> None:
    assert section_trajectory(Build(start=None).section("E1", 1).model(), "SE1") == []


def test_a_formula_that_follows_another_modality_starts_from_the_base_that_it_finds() -> None:
    build = Build(2027, 2028).section("E1", 10_000, modality=None).lines("E1", 2026, "base", c1=0, c2=12_000, c3=0)
    build.row(SectionRule, section="SE1", first_year=2027, last_year=2027, modality="taux")
    build.row(SectionRule, section="SE1", first_year=2028, modality="formule")
    build.row(Formula, section="SE1")
    build.rates("E1", 100_000)
    build.row(FormulaYear, section="SE1", year=2028, rate_c1=0, rate_c2=100_000, rate_c3=0, receipts=2_000)
    assert bases(section_trajectory(build.model(), "SE1")) == [11_000, 11_000 + 1_200]
