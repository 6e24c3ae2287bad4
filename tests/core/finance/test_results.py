"""Results, their allocation and the reserves that they feed (`domain.md` §6.8, §10.5)."""

from __future__ import annotations

from typing import Any

import pytest

from cpom_desktop.core.contract import SectionRule
from cpom_desktop.core.finance.allocation import free_allocation_problem, refusals
from cpom_desktop.core.finance.balance_records import BalanceLine
from cpom_desktop.core.finance.investment_records import FundingLine, Operation
from cpom_desktop.core.finance.reserves import (
    cash_reserve_release,
    cash_reserve_room,
    compensation_cap,
    reserve_years,
)
from cpom_desktop.core.finance.result_records import (
    ReserveMovement,
    ReserveOpening,
    ResultAllocation,
    ResultClause,
    SectionResult,
)
from cpom_desktop.core.finance.results import (
    section_result,
    split_deficit,
    split_deficit_eprd,
    split_surplus_eprd,
)
from tests.core.finance.build import Build


def surplus(cents: int = 1_850_000, **contract: Any) -> Build:
    build = (
        Build(**contract)
        .section("E1", name="La Passerelle")
        .lines("E1", 2025, "ca", c1=100_000_000, p1=100_000_000 + cents)
    )
    build.row(SectionResult, section="SE1", year=2025, accounting=cents, earlier=0, rejected=0, not_opposable=0)
    return build


def use(build: Build, option: str, cents: int | None, **values: str | int) -> Build:
    build.row(ResultAllocation, section="SE1", year=2025, option=option, cents=cents, **values)
    return build


def sentences(build: Build) -> list[str]:
    return [sentence for sentence, _ in refusals(build.model(), "SE1", 2025)]


def test_a_deficit_takes_the_reserve_first_then_the_charges() -> None:
    """TC-AFF-1."""
    assert split_deficit(620_000, 400_000) == (400_000, [220_000])
    assert split_deficit(620_000, 400_000, years=3) == (400_000, [73_333, 73_333, 73_334])
    assert split_deficit(300_000, 400_000) == (300_000, [])
    with pytest.raises(ValueError, match="3 years"):
        split_deficit(1, 0, years=4)


def test_a_surplus_is_allocated_whole() -> None:
    """TC-AFF-2."""
    build = use(use(surplus(), "investissement", 1_000_000), "compensation", 850_000)
    assert section_result(build.model(), "SE1", 2025).gap.cents == 0 and sentences(build) == []
    use(build, "exploitation", 1)
    assert sentences(build) == ["La Passerelle\u00a0: la somme des affectations 2025 diffère du résultat à affecter."]


@pytest.mark.parametrize(("need", "reserve", "room"), [
    pytest.param(5_000_000, 4_600_000, 400_000, id="TC-AFF-3"), (5_000_000, 6_000_000, 0), (-7_000_000, 0, 0)])
def test_the_cash_reserve_covers_the_need_and_no_more(need: int, reserve: int, room: int) -> None:
    assert cash_reserve_room(need, reserve) == room


def test_an_eprd_surplus_clears_the_earlier_deficits_first() -> None:
    """TC-AFF-4."""
    assert split_surplus_eprd(1_000_000, 300_000) == (300_000, 700_000)
    assert split_surplus_eprd(200_000, 300_000) == (200_000, 0)


def test_an_eprd_deficit_follows_its_forced_order() -> None:
    """TC-AFF-5."""
    assert split_deficit_eprd(1_000_000, 250_000, 500_000) == (250_000, 500_000, 250_000)


def test_a_surplus_does_not_leave_its_bop() -> None:
    """TC-AFF-6."""
    build = use(surplus(type="chrs"), "exploitation", 1_850_000, target_section="SE4")
    build.section("E4", programme="104", name="IML", capacity=None)
    build.row(ResultClause, name="affectation", within_programme=1)
    assert sentences(build) == [
        "La Passerelle\u00a0: «\u00a0IML\u00a0» relève d’un autre BOP (104)\u00a0: le résultat ne peut y aller."
    ]


def test_a_result_stays_in_its_budget_unless_the_contract_says_otherwise() -> None:
    build = use(surplus(), "exploitation", 1_850_000, target_section="SE4").section("E4", name="IML")
    assert sentences(build) == [
        "La Passerelle\u00a0: le résultat reste dans son budget et ne va pas à «\u00a0IML\u00a0» (R. 314-51, IV)."
    ]
    inside = use(surplus(type="chrs"), "exploitation", 1_850_000, target_section="SE4").section("E4", name="IML")
    inside.row(ResultClause, name="affectation", within_programme=1)
    assert sentences(inside) == []


def test_the_result_to_allocate_has_four_visible_lines() -> None:
    """TC-AFF-7."""
    build = Build().section("E1").lines("E1", 2025, "ca", c1=10_000_000, p1=11_850_000)
    build.row(SectionResult, section="SE1", year=2025, earlier=600_000, rejected=150_000, not_opposable=90_000)
    held = section_result(build.model(), "SE1", 2025)
    assert held.to_allocate.cents == 2_690_000
    assert [(t.label, t.value) for t in held.to_allocate.terms] == [
        ("Résultat comptable", 1_850_000), ("Résultat antérieur incorporé", 600_000),
        ("Dépenses rejetées", 150_000), ("Charges non opposables", 90_000)]


def test_an_earlier_result_is_read_from_its_allocation() -> None:
    build = Build().section("E1").lines("E1", 2027, "ca", c1=10, p1=10)
    use(build, "charges", 600_000, target_year=2027)
    assert section_result(build.model(), "SE1", 2027).earlier.cents == 600_000


def test_a_subsidised_device_follows_its_convention() -> None:
    """TC-AFF-8."""
    build = Build().section("E2", regime="subventionne", name="Le Quai").lines("E2", 2025, "ca", c1=10, p1=20)
    build.row(ResultAllocation, section="SE2", year=2025, option="compensation", cents=10)
    ((sentence, _),) = refusals(build.model(), "SE2", 2025)
    assert "suit sa convention" in sentence


def test_free_allocation_needs_a_tariff_wholly_under_the_first_two_modalities() -> None:
    """TC-AFF-9."""
    build = Build(type="general").section("E1", name="La Passerelle").section("E2", modality="avenant", name="Le Quai")
    build.row(ResultClause, name="affectation", free=1, procedure_excluded=1)
    problem = free_allocation_problem(build.model())
    assert problem is not None and "R. 314-42, I" in problem and "R. 314-43" in problem and "Le Quai" in problem
    fit = Build(type="general").section("E1")
    fit.row(ResultClause, name="affectation", free=1, procedure_excluded=1)
    assert free_allocation_problem(fit.model()) is None
    mixed = Build(type="general").section("E1", modality=None)
    mixed.row(SectionRule, section="SE1", first_year=2027, last_year=2030, modality="taux")
    mixed.row(ResultClause, name="affectation", free=1, procedure_excluded=1)
    assert free_allocation_problem(mixed.model()) is not None


@pytest.mark.parametrize(("frame", "option", "allowed"), [
    ("bp", "compensation", True), ("bp", "ran", False), ("eprd", "ran", True), ("bp", "report-charges", False)])
def test_an_option_is_open_only_in_its_regime_and_sign(frame: str, option: str, allowed: bool) -> None:
    found = sentences(use(surplus(budget_frame=frame), option, 1_850_000, target_year=2027))
    assert (found == []) is allowed


@pytest.mark.parametrize(("reserves", "needs", "release"), [
    pytest.param((5_800_000,) * 3, (4_000_000, 3_500_000, 4_400_000), 2_300_000, id="TC-RT-1"),
    pytest.param((5_800_000,) * 3, (-7_000_000,) * 3, 5_800_000, id="TC-RT-2"),
    pytest.param((5_800_000,) * 3, (4_000_000, 5_900_000, 4_400_000), 0, id="one year uncovered"),
])
def test_the_cash_reserve_is_released_after_three_years_that_it_covered(
        reserves: tuple[int, ...], needs: tuple[int, ...], release: int) -> None:
    assert cash_reserve_release(reserves, needs) == release


def test_a_reserve_is_followed_year_after_year() -> None:
    build = use(use(surplus(), "compensation", 850_000), "investissement", 1_000_000)
    for reserve, cents in (("compensation", 4_100_000), ("investissement", 18_400_000)):
        build.row(ReserveOpening, esms=None, reserve=reserve, year=2025, cents=cents)
    build.row(ResultAllocation, section="SE1", year=2027, option="reprise-compensation", cents=950_000)
    build.add(Operation(id="I1", code="I1"))
    build.row(FundingLine, operation="I1", year=2028, source="reserve", label="", cents=10_000_000)
    build.row(ReserveMovement, reserve="compensation", year=2026, cents=-100_000, label="Reprise")
    model = build.model()
    followed = {row.year: row.after.cents for row in reserve_years(model, "compensation")}
    assert followed == {2025: 4_950_000, 2026: 4_850_000, 2027: 3_900_000, 2028: 3_900_000, 2029: 3_900_000,
                        2030: 3_900_000, 2031: 3_900_000}
    invested = {row.year: row.after.cents for row in reserve_years(model, "investissement")}
    assert (invested[2025], invested[2027], invested[2028]) == (19_400_000, 19_400_000, 9_400_000)
    assert reserve_years(model, "tresorerie") == []


def test_the_cap_of_the_compensation_reserve_is_a_share_of_the_tarified_charges() -> None:
    """§10.5: 5 % of the charges of E1 and E3."""
    build = Build(type="chrs").section("E1").section("E3").section("E2", regime="subventionne")
    for code, cents in (("E1", 102_100_000), ("E3", 30_970_000), ("E2", 41_420_000)):
        build.lines(code, 2025, "ca", c1=cents)
    build.row(ResultClause, name="affectation", compensation_cap=50_000)
    assert compensation_cap(build.model(), 2025).cents == 6_653_500


def deficit(frame: str = "bp", **reserves: int) -> Build:
    build = Build(budget_frame=frame).section("E1", name="La Passerelle").lines("E1", 2025, "ca", c1=1_000_000, p1=0)
    build.row(SectionResult, section="SE1", year=2025, earlier=0)
    for reserve, cents in reserves.items():
        build.row(ReserveOpening, esms=None, reserve=reserve.replace("_", "-"), year=2025, cents=cents)
    return build


def test_a_deficit_does_not_go_to_the_charges_while_a_reserve_is_left() -> None:
    """TC-AFF-1, as a refusal."""
    wrong = use(deficit(compensation=400_000), "report-charges", 1_000_000, target_year=2027)
    assert sentences(wrong) == [
        "La Passerelle\u00a0: «\u00a0Reprise sur la réserve de compensation (III)\u00a0» passe d’abord, à hauteur de "
        "4\u202f000,00\u00a0€."]
    right = use(
        use(deficit(compensation=400_000), "reprise-compensation", 400_000), "report-charges", 600_000, target_year=2027
    )
    assert sentences(right) == []


def test_an_eprd_surplus_that_leaves_an_earlier_deficit_is_refused() -> None:
    """TC-AFF-4, as a refusal."""
    build = surplus(1_000_000, budget_frame="eprd")
    build.row(ReserveOpening, esms=None, reserve="ran-deficitaire", year=2025, cents=300_000)
    assert "Apurement" in sentences(use(build, "ran", 1_000_000))[0]
    fit = surplus(1_000_000, budget_frame="eprd")
    fit.row(ReserveOpening, esms=None, reserve="ran-deficitaire", year=2025, cents=300_000)
    assert sentences(use(use(fit, "apurement-ran", 300_000), "ran", 700_000)) == []


def test_an_eprd_deficit_out_of_its_order_is_refused() -> None:
    """TC-AFF-5, as a refusal."""
    parts = (("reprise-ran", 250_000), ("reprise-compensation", 500_000), ("ran-deficitaire", 250_000))
    fit, skipped = (deficit("eprd", ran=250_000, compensation=500_000) for _ in range(2))
    for option, cents in parts:
        use(fit, option, cents)
    assert sentences(fit) == []
    assert len(sentences(use(skipped, "ran-deficitaire", 1_000_000))) == 2


def test_a_deficit_is_spread_over_three_years_at_most() -> None:
    build = deficit()
    for year in range(2027, 2031):
        use(build, "report-charges", 250_000, target_year=year)
    assert any("3 exercices au plus" in sentence for sentence in sentences(build))


@pytest.mark.parametrize(("creances", "cents", "allowed"), [
    pytest.param(5_000_000, 400_000, True, id="TC-AFF-3"), (5_000_000, 400_001, False),
    pytest.param(-7_000_000, 1, False, id="TC-RT-2"),
])
def test_the_cash_reserve_takes_no_more_than_the_need(creances: int, cents: int, allowed: bool) -> None:
    build = use(surplus(cents), "tresorerie", cents)
    build.row(ReserveOpening, esms=None, reserve="tresorerie", year=2025, cents=4_600_000)
    build.row(BalanceLine, esms=None, year=2025, item="creances", cents=max(creances, 0))
    build.row(BalanceLine, esms=None, year=2025, item="fournisseurs", cents=max(-creances, 0))
    assert (sentences(build) == []) is allowed
