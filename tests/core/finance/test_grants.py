"""The DGC: sums of rounded lines, over years and between views (`domain.md` §6.4, §6.5, §10.4)."""

from __future__ import annotations

from cpom_desktop.core.finance.grants import gap_between, grant_years, over_years
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.finance.trajectory import section_trajectory
from tests.core.finance.build import Build, two_rivers


def test_the_dgc_of_the_demonstration_is_right_to_the_cent() -> None:
    """§10.4, and TC-DGC-1 for the base: 98 450 000 + 31 200 000."""
    years = grant_years(two_rivers().model(), "D1")
    assert [year.grant.cents for year in years] == [134_470_625, 137_262_861, 142_441_804, 143_866_222, 145_304_884]
    assert years[0].lines["opening"].cents == 129_650_000
    assert [year.lines["indexation"].cents for year in years] == [1_620_625, 1_192_236, 2_058_943, 1_424_418, 1_438_662]
    assert over_years(years).cents == 703_346_396


def test_each_section_of_the_demonstration_is_right_to_the_cent() -> None:
    model = two_rivers().model()
    first, third = section_trajectory(model, "SE1"), section_trajectory(model, "SE3")
    assert [y.base.cents for y in first] == [100_880_625, 105_388_551, 106_969_379, 108_039_073, 109_119_464]
    assert [y.grant.cents for y in first] == [102_880_625, 105_388_551, 106_969_379, 108_039_073, 109_119_464]
    assert [y.indexation.cents for y in first] == [1_230_625, 907_926, 1_580_828, 1_069_694, 1_080_391]
    assert [y.permanent.cents for y in first] == [1_200_000, 3_600_000, 0, 0, 0]
    assert [y.grant.cents for y in third] == [31_590_000, 31_874_310, 35_472_425, 35_827_149, 36_185_420]


def test_a_position_costs_what_it_adds_over_the_life_of_the_contract() -> None:
    """TC-POS-1: rebasage 3 800 000 asked against 1 200 000 agreed."""
    model = two_rivers().model()
    (rebasing,) = [m for m in model.all(Measure) if m.nature == "rebasage"]
    asked = grant_years(model.overlaid({rebasing.at("cents"): 3_800_000}), "D1")
    agreed = grant_years(model, "D1")
    gap = gap_between(asked, agreed)
    assert [figure.cents for _, figure in gap.years] == [2_600_000, 2_623_400, 2_662_751, 2_689_378, 2_716_272]
    assert gap.whole.cents == 13_291_801 and gap.millionths == 18_898
    without = grant_years(model.overlaid({rebasing.at("cents"): None}), "D1")
    assert gap_between(agreed, without).whole.cents == 6_134_679


def test_a_rate_asked_costs_what_it_adds_to_each_year() -> None:
    """TC-POS-2: 2,00 % against 1,25 % on E1 alone, without its measures."""
    model = two_rivers().model()
    rate = next(iter(section_trajectory(model, "SE1"))).rate_cell
    assert rate is not None
    gap = gap_between(grant_years(model.overlaid({rate: 20_000}), "D1"), grant_years(model, "D1"))
    assert [figure.cents for _, figure in gap.years] == [738_375, 745_020, 756_196, 763_758, 771_395]
    assert gap.whole.cents == 3_774_744


def test_a_dgc_with_an_unknown_section_is_incomplete_and_names_it() -> None:
    build = Build(2027, 2027).dgc().section("E1", 100, dgc="D1", name="La Passerelle").section("E3", 100, dgc="D1")
    build.rates("E3", 0)
    (year,) = grant_years(build.model(), "D1")
    assert year.grant.cents is None and year.grant.missing == ("taux 2027 de La Passerelle",)


def test_a_total_names_its_sections_when_asked() -> None:
    year = grant_years(two_rivers().model(), "D1")[0]
    assert [(t.label, t.value) for t in year.grant.terms] == [("La Passerelle", 102_880_625), ("L’Escale", 31_590_000)]
