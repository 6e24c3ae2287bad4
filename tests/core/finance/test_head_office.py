"""Frais de siège, activity, mutualisations and the répartition of a DGC (`domain.md` §6.5–6.7, §10.1, §10.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.contract import Esms, Section, SectionRule
from cpom_desktop.core.finance.activity import abatement, occupancy
from cpom_desktop.core.finance.activity_records import ActivityYear, ModulationClause
from cpom_desktop.core.finance.figure import Figure
from cpom_desktop.core.finance.grant_records import NotifiedDgc, SplitDecision, SplitMove
from cpom_desktop.core.finance.head_office import Financing, competent_authority, outside_parts, quotas
from cpom_desktop.core.finance.head_office_records import HeadOffice, HeadOfficeShare, OutsideStructure
from cpom_desktop.core.finance.pooling import counted_twice, missing_of, saving
from cpom_desktop.core.finance.pooling_records import Pooling, PoolingShare
from cpom_desktop.core.finance.pricing_records import NotifiedGrant
from cpom_desktop.core.finance.records import AccountLine
from cpom_desktop.core.finance.split import membership_problem, move_problem, notified_gap, proposed_split, split
from tests.core.finance.build import Build, two_rivers


def seat(**office: str | int) -> Build:
    build = Build().section("E1").section("E2", regime="subventionne").section("E3")
    for code, cents in (("E1", 102_100_000), ("E2", 41_420_000), ("E3", 30_970_000)):
        build.lines(code, 2025, "ca", c1=cents, p1=1)
    build.row(HeadOffice, **{"name": "siège", "rate": 38_000, **office})
    return build


def test_a_single_percentage_applies_to_the_charges_of_the_last_closed_year() -> None:
    """TC-FS-1; the part of a subsidised device is shown outside any tariff."""
    held = quotas(seat().model(), 2027)
    assert [quota.computed.cents for quota in held] == [3_879_800, 1_573_960, 1_176_860]
    assert [quota.outside_tariff for quota in held] == [False, True, False]
    assert sum(quota.computed.known() for quota in held) == 6_630_620


def test_an_amount_is_split_pro_rata_and_the_parts_sum_to_it() -> None:
    """TC-FS-2."""
    held = quotas(seat(shape="montant", cents=7_140_000).model(), 2027)
    assert [quota.computed.cents for quota in held] == [4_177_856, 1_694_875, 1_267_269]


def test_a_mixed_manager_leaves_their_share_to_the_structures_outside() -> None:
    build = seat(shape="montant", cents=7_140_000)
    build.row(OutsideStructure, name="Crèche", year=2025, charges=174_490_000)
    assert sum(quota.computed.known() for quota in quotas(build.model(), 2027)) == 3_570_000


def test_what_the_structures_outside_bear_completes_the_quotas() -> None:
    for shape, whole in (("montant", 7_140_000), ("pourcentage", 6_630_620 + 6_630_620)):
        build = seat(shape=shape, cents=7_140_000)
        build.row(OutsideStructure, name="Crèche", year=2025, charges=174_490_000)
        held = outside_parts(build.model(), 2027)
        assert [row.name for row, _ in held] == ["Crèche"]
        quotas_sum = sum(quota.computed.known() for quota in quotas(build.model(), 2027))
        assert quotas_sum + held[0][1].known() == whole
    assert outside_parts(Build().section("E1").model(), 2027) == []


def test_an_amount_is_not_shared_on_negative_charges() -> None:
    build = seat(shape="montant", cents=7_140_000)
    build.row(AccountLine, section="SE2", year=2025, status="ca", group="c2", account="64", cents=-90_000_000)
    assert quotas(build.model(), 2027)[0].computed.missing == ("charges brutes",)


def test_excluded_accounts_leave_the_base() -> None:
    build = seat(excluded_accounts="655, 67")
    build.row(AccountLine, section="SE1", year=2025, status="ca", group="c3", account="655", cents=1_000_000)
    assert quotas(build.model(), 2027)[0].base.cents == 102_100_000


def test_a_typed_quota_is_compared_with_the_computed_one() -> None:
    build = seat()
    build.row(HeadOfficeShare, section="SE1", year=2027, cents=3_879_802)
    assert [quota.gap for quota in quotas(build.model(), 2027)] == [2, None, None]


def test_charges_that_are_not_known_leave_the_quota_incomplete() -> None:
    assert quotas(seat().model(), 2028)[0].computed.missing == ("charges brutes 2026 de E1",)
    assert quotas(Build().section("E1").model(), 2027) == []


@pytest.mark.parametrize(("parts", "expected"), [
    ([("etat", "99", 60), ("departement", "98", 40)], ("etat", "99")),
    ([("etat", "99", 31), ("etat", "98", 30), ("departement", "98", 39)], ("etat", "75")),
    ([("etat", "99", 50), ("departement", "98", 50)], None)])
def test_the_authority_of_the_head_office_is_that_of_the_larger_financing(
        parts: list[tuple[str, str, int]], expected: tuple[str, str] | None) -> None:
    assert competent_authority([Financing(*part) for part in parts], "75") == expected


def active(
    realised: str, objective: int, grant_type: str = "ph", reading: str = "points", **values: str | int
) -> Build:
    build = Build(type=grant_type).section("E1", capacity=100)
    build.row(ActivityYear, section="SE1", year=2027, realised=realised, objective=objective, per_place=100, **values)
    build.row(ModulationClause, section="SE1", reading=reading)
    return build


def test_an_under_activity_costs_half_of_its_gap_at_most() -> None:
    """TC-MOD-1."""
    held = abatement(active("8800", 950_000).model(), "SE1", 2027, Figure(98_450_000))
    assert held is not None and held.amount.cents == 3_445_750 and not held.exceeds
    other = abatement(active("8800", 950_000, reading="relatif").model(), "SE1", 2027, Figure(98_450_000))
    assert other is not None and other.amount.cents == 3_627_105 and other.exceeds


def test_an_activity_above_its_objective_costs_nothing() -> None:
    """TC-MOD-2."""
    held = abatement(active("9600", 950_000).model(), "SE1", 2027, Figure(98_450_000))
    assert held is not None and held.amount.cents == 0


def test_a_chrs_has_no_cap_and_wants_its_explanations_considered() -> None:
    held = abatement(active("8800", 950_000, "chrs", "relatif").model(), "SE1", 2027, Figure(98_450_000))
    assert held is not None and held.cap is None and not held.exceeds and held.needs_factors
    told = abatement(active("8800", 950_000, "chrs", factors="Travaux").model(), "SE1", 2027, Figure(1))
    assert told is not None and not told.needs_factors


@pytest.mark.parametrize(("year", "realised", "expected"), [
    pytest.param(2025, "20586", "94.0", id="TC-OCC-1"), pytest.param(2024, "20805", "94.7", id="TC-OCC-1 leap")])
def test_occupancy_divides_by_places_and_real_days(year: int, realised: str, expected: str) -> None:
    build = Build().section("E1", capacity=60)
    build.row(ActivityYear, section="SE1", year=year, realised=realised)
    ratio = occupancy(build.model(), "SE1", year)
    assert ratio.shown == expected


def test_a_decision_moves_credits_inside_the_dgc_and_waits_for_its_approval() -> None:
    """TC-DGC-2."""
    build = Build(2027, 2027).dgc()
    for code, base in (("E1", 98_450_000), ("E3", 31_200_000)):
        build.section(code, base, dgc="D1").rates(code, 0)
    build.add(SplitDecision(id="DM1", dgc="D1", year=2027))
    build.row(SplitMove, decision="DM1", from_section="SE1", to_section="SE3", cents=1_500_000)
    held = split(build.model(), "D1", 2027)
    assert {key: figure.cents for key, figure in held.parts.items()} == {"SE1": 96_950_000, "SE3": 32_700_000}
    assert held.whole.cents == 129_650_000 and held.pending and not held.this_year_only


def test_a_refused_decision_moves_nothing_and_an_approved_one_waits_for_nobody() -> None:
    for approval, moved in (("refusee", 0), ("approuvee", 1_500_000)):
        build = Build(2027, 2027).dgc().section("E1", 2_000_000, dgc="D1").rates("E1", 0)
        build.section("E3", 0, dgc="D1").rates("E3", 0).add(
            SplitDecision(id="DM1", dgc="D1", year=2027, approval=approval)
        )
        build.row(SplitMove, decision="DM1", from_section="SE1", to_section="SE3", cents=1_500_000)
        held = split(build.model(), "D1", 2027)
        assert held.parts["SE3"].cents == moved and not held.pending


def test_a_member_priced_by_equation_makes_a_redeployment_valid_for_the_year_alone() -> None:
    build = Build(2027, 2027).dgc().section("E1", 0, dgc="D1", modality="equation").grant("E1", 2027, 5)
    assert split(build.model(), "D1", 2027).this_year_only


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"envelope": "subvention"}, "arrêté CHRS de 2019", id="TC-DGC-4"),
        ({"authority": None, "other_authority": "Département"}, "même autorité"),
        ({"programme": "104"}, "même dotation limitative"),
    ],
)
def test_a_section_that_differs_from_the_others_is_refused_with_its_reason(values: dict[str, Any], words: str) -> None:
    build = Build().dgc().section("E1", 0, dgc="D1").section("E2", 0, **values)
    model = build.model()
    problem = membership_problem(model, model.get(Section, "SE2"), "D1")
    assert problem is not None and words in problem.sentence
    assert membership_problem(model, model.get(Section, "SE1"), "D1") is None


def test_a_member_held_by_another_legal_person_is_refused() -> None:
    build = Build().dgc().section("E1", 0, dgc="D1").section("E2", 0)
    esms = build.model().get(Esms, "E2")
    model = build.model().replacing([replace(esms, holder="Un membre du groupement")])
    problem = membership_problem(model, model.get(Section, "SE2"), "D1")
    assert problem is not None and "personne morale" in problem.sentence


def test_a_move_goes_from_one_section_of_its_dgc_to_another() -> None:
    build = Build().dgc().section("E1", 0, dgc="D1").section("E2", 0).section("E3", 0, dgc="D1")
    build.add(SplitDecision(id="DM1", dgc="D1", year=2027))
    model = build.model()
    moves = [
        SplitMove(id="m", decision="DM1", from_section="SE1", to_section=to, cents=1) for to in ("SE1", "SE2", "SE3")
    ]
    assert [move_problem(model, move) is None for move in moves] == [False, False, True]


def test_a_notified_dgc_is_shared_by_largest_remainder_and_compared_with_its_sections() -> None:
    build = two_rivers()
    build.row(NotifiedDgc, dgc="D1", year=2027, cents=134_000_000)
    model = build.model()
    parts = proposed_split(model, "D1", 2027, 134_000_000)
    assert parts is not None and sum(parts.values()) == 134_000_000
    assert notified_gap(model, model.all(NotifiedDgc)[0]).cents is None
    for section, cents in parts.items():
        build.row(NotifiedGrant, section=section, year=2027, cents=cents)
    assert notified_gap(build.model(), model.all(NotifiedDgc)[0]).cents == 0


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 10**9)), max_size=6))
def test_moves_never_change_the_dgc(moves: list[tuple[int, int, int]]) -> None:
    build = Build(2027, 2027).dgc()
    for index in range(3):
        build.section(f"E{index}", 10**9, dgc="D1").rates(f"E{index}", 12_500)
    before = split(build.model(), "D1", 2027).whole.cents
    build.add(SplitDecision(id="DM1", dgc="D1", year=2027))
    for origin, target, cents in moves:
        build.row(SplitMove, decision="DM1", from_section=f"SE{origin}", to_section=f"SE{target}", cents=cents)
    assert split(build.model(), "D1", 2027).whole.cents == before


def pooled() -> Build:
    build = Build().dgc().section("E1", 0, dgc="D1", name="La Passerelle").section("E2", 0)
    build.add(Pooling(id="MU1", code="MU1", function="Veille de nuit", start="2028-01-01"))
    build.row(PoolingShare, pooling="MU1", section="SE1", saving=900_000, use="debasage")
    build.row(PoolingShare, pooling="MU1", section="SE2", cost_before=500_000, cost_after=200_000, use="reinvesti")
    return build


def test_a_saving_is_told_inside_and_outside_the_dgc() -> None:
    model = pooled().model()
    held = saving(model, model.get(Pooling, "MU1"))
    assert (held.inside.cents, held.outside.cents, held.whole.cents) == (900_000, 300_000, 1_200_000)
    assert missing_of(model, model.get(Pooling, "MU1")) == []


def test_a_mutualisation_says_what_it_lacks() -> None:
    build = Build().section("E1", name="La Passerelle").add(Pooling(id="MU1"))
    assert missing_of(build.model(), build.model().get(Pooling, "MU1")) == ["date de début", "services concernés"]
    build.row(PoolingShare, pooling="MU1", section="SE1")
    assert missing_of(build.model(), build.model().get(Pooling, "MU1")) == [
        "date de début", "montant de La Passerelle", "usage de l’économie de La Passerelle"]


def test_a_function_that_is_rebased_and_pooled_is_counted_twice() -> None:
    build = pooled()
    build.measure("E1", 2027, "rebasage", None, function="veille de nuit")
    assert list(counted_twice(build.model())) == []
    build.measure("E1", 2027, "rebasage", 1_200_000, function="veille de nuit ")
    ((pooling, section, _, saved),) = counted_twice(build.model())
    assert (pooling.code, section.id, saved.cents) == ("MU1", "SE1", 900_000)


def test_a_hole_between_ranges_is_no_equation() -> None:
    build = Build(2027, 2027).dgc().section("E1", 0, dgc="D1", modality=None)
    build.row(SectionRule, section="SE1", first_year=2028, modality="equation")
    assert not split(build.model(), "D1", 2027).this_year_only
