"""Masse salariale and the part of group II that it explains (`domain.md` §4.2, §6.4, §10.10)."""

from __future__ import annotations

from cpom_desktop.core.finance.figure import Figure
from cpom_desktop.core.finance.records import AccountLine
from cpom_desktop.core.finance.staff import line_payroll, payroll, posts_total, staffed_years, unit_cost
from cpom_desktop.core.finance.staff_records import PayrollItem, StaffLine, StaffYear
from tests.core.finance.build import Build

E1 = (
    ("Direction/encadrement", ("1", "1", "1"), 7_800_000),
    ("Administratif/gestion", ("1.2", "1.2", "1.2"), 4_400_000),
    ("Travailleurs sociaux", ("6.5", "6.8", "6.8"), 5_350_000),
    ("Surveillants de nuit", ("2.6", "2.6", "2.6"), 4_600_000),
    ("Services généraux", ("1.7", "1.7", "1.7"), 4_100_000),
)


def staffed() -> Build:
    build = Build().section("E1", name="La Passerelle")
    for order, (function, posts, cost) in enumerate(E1):
        line = build.row(StaffLine, section="SE1", function=function, unit_year=2025, unit_cost=cost, order=order)
        build.row(StaffYear, staff=line.id, year=2025, actual=posts[0])
        build.row(StaffYear, staff=line.id, year=2026, target=posts[1], seniority=10_000, point=5_000, segur=5_000)
        build.row(StaffYear, staff=line.id, year=2027, target=posts[2], seniority=10_000, point=5_000)
    return build


def test_the_cost_of_a_post_drifts_year_after_year_with_one_rounding_each() -> None:
    """TC-STAFF-1."""
    model = staffed().model()
    line = model.all(StaffLine)[2]
    assert [unit_cost(model, line, year).cents for year in (2025, 2026, 2027)] == [5_350_000, 5_457_000, 5_538_855]
    assert [line_payroll(model, line, year).cents for year in (2026, 2027)] == [37_107_600, 37_664_214]


def test_the_staff_of_the_demonstration_explains_its_group_to_the_cent() -> None:
    build = staffed()
    build.row(
        AccountLine,
        section="SE1",
        year=2025,
        status="ca",
        group="c2",
        account="621",
        cents=1_300_000,
        label="Extérieur",
    )
    build.row(PayrollItem, section="SE1", year=2026, label="Personnel extérieur", cents=1_000_000)
    model = build.model()
    first = payroll(model, "SE1", 2025, Figure(68_200_000), "ca")
    assert (first.staff.cents, first.explained.cents, first.gap.cents) == (66_785_000, 68_085_000, -115_000)
    assert first.millionths == -1_686 and first.within() is True
    second = payroll(model, "SE1", 2026, Figure(70_884_000), "base")
    assert (second.staff.cents, second.gap.cents, second.millionths) == (69_757_800, -126_200, -1_780)
    assert payroll(model, "SE1", 2027, Figure(73_451_072), "plan").staff.cents == 70_804_167


def test_a_gap_above_the_tolerance_is_not_explained() -> None:
    model = staffed().model()
    assert payroll(model, "SE1", 2026, Figure(70_460_000), "base").within() is True
    assert payroll(model, "SE1", 2026, Figure(70_470_000), "base").within() is False
    assert payroll(model, "SE1", 2026, Figure(70_470_000), "base").within(tolerance=11_000) is True


def test_a_missing_drift_leaves_the_payroll_incomplete_and_says_which_year() -> None:
    build = Build().section("E1")
    line = build.row(StaffLine, section="SE1", function="Veille", unit_year=2025, unit_cost=100)
    build.row(StaffYear, staff=line.id, year=2027, target="1", seniority=10_000)
    held = payroll(build.model(), "SE1", 2027, Figure(100), "base")
    assert held.staff.missing == ("évolution 2026 du coût unitaire de «\u00a0Veille\u00a0»",) and held.within() is None


def test_a_year_without_posts_has_no_payroll_and_no_line() -> None:
    model = staffed().model()
    assert staffed_years(model, "SE1") == [2025, 2026, 2027]
    assert not payroll(model, "SE1", 2028, Figure(1), "plan").begun
    assert str(posts_total(model, [], 2025)) == "0"
