"""The PGFP: its inputs, its steps, its conditions (`domain.md` §6.11, §10.8)."""

from __future__ import annotations

import pytest

from cpom_desktop.core.finance.figure import Figure
from cpom_desktop.core.finance.plan import PlanColumn, plan, plan_years
from cpom_desktop.core.finance.plan_lines import begun, section_group2
from cpom_desktop.core.finance.plan_records import PlanRate, PlanStep, PlanYear
from tests.core.finance.build import Build

LINES = ("c1", "c2", "c3", "autres")


def planned(rate: int = 10_000) -> Build:
    build = Build().section("E1", 100_000, name="La Passerelle").rates("E1", 0, 0, 0, 0, 0)
    build.lines("E1", 2026, "base", c1=0, c2=100_000, c3=0, p1=100_000)
    for year in range(2026, 2032):
        build.row(PlanYear, year=year, depreciation=0, provisions=0, subsidy_share=0, capital=0, bfr=-10)
        for line in LINES:
            build.row(PlanRate, line=line, year=year, rate=rate)
    return build


@pytest.mark.parametrize(
    ("caf", "capital", "covered"),
    [
        pytest.param(10_100_000, 4_200_000, True, id="TC-EPRD-1"),
        pytest.param(3_000_000, 4_200_000, False, id="TC-EPRD-2"),
        (4_200_000, 4_200_000, True),
        (None, 1, None),
    ],
)
def test_the_caf_pays_the_capital_of_the_year(caf: int | None, capital: int, covered: bool | None) -> None:
    assert PlanColumn(2027, {"caf": Figure(caf), "capital": Figure(capital)}).capital_covered is covered


def test_a_line_grows_from_its_base_with_one_rounding_a_year() -> None:
    columns = plan(planned().model())
    assert [column.rows["c2"].cents for column in columns] == [100_000, 101_000, 102_010, 103_030, 104_060, 105_101]


def test_a_step_counts_in_its_years_and_is_not_indexed() -> None:
    build = planned()
    build.row(PlanStep, line="c2", section="SE1", label="CNR", first_year=2027, last_year=2027, cents=500)
    build.row(PlanStep, line="c2", section="SE1", label="Poste", first_year=2030, cents=7)
    found = [column.rows["c2"].known() for column in plan(build.model())]
    assert [found[1] - 101_000, found[2] - 102_010, found[4] - 104_060, found[5] - 105_101] == [500, 0, 7, 7]


def test_a_missing_input_is_named_and_leaves_what_follows_incomplete() -> None:
    build = planned()
    build.rows = [row for row in build.rows if not (row.kind == "plan_rate" and getattr(row, "year", 0) == 2029
                                                    and getattr(row, "line", "") == "c2")]
    columns = plan(build.model())
    assert columns[2].rows["c2"].complete and columns[3].rows["resultat"].missing == (
        "évolution 2029 de la ligne «\u00a0Charges du groupe II\u00a0»",)
    assert not columns[5].rows["caf"].complete


def test_the_plan_starts_from_the_balance_of_the_year_before() -> None:
    first = plan(planned().model())[0]
    assert first.rows["frng"].missing == (
        "Financements stables d’investissement", "Biens stables", "Financements stables d’exploitation")
    assert first.rows["bfr"].cents == -10


def test_the_group_two_of_a_section_comes_from_its_accounts_then_from_the_plan() -> None:
    build = planned()
    build.row(PlanStep, line="c2", section="SE1", label="Poste", first_year=2027, cents=7)
    build.row(PlanStep, line="c2", section="SE9", label="Ailleurs", first_year=2027, cents=99)
    model = build.model()
    for year, cents, status in ((2026, 100_000, "base"), (2027, 101_007, "plan")):
        found = section_group2(model, "SE1", year)
        assert found is not None and (found[0].cents, found[1]) == (cents, status)
    assert section_group2(model, "SE1", 2025) is None


def test_a_contract_without_dates_or_inputs_has_no_plan() -> None:
    assert plan(Build(start=None, base_year=None).model()) == []
    assert not begun(Build().model()) and plan_years(Build().model()) == list(range(2026, 2032))
