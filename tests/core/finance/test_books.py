"""The cache of figures: what it gives is what a computation from scratch gives, and it computes only what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.changes import Changes
from cpom_desktop.core.contract import Contract, Esms, Section, SectionRule
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.budgets import budget, consolidated, typed_years
from cpom_desktop.core.finance.grants import grant_years, summed
from cpom_desktop.core.finance.pricing_records import NotifiedGrant
from cpom_desktop.core.finance.records import AccountLine, Measure, SectionBase, YearGrant, YearRate
from cpom_desktop.core.finance.result_records import ResultAllocation
from cpom_desktop.core.finance.scope import is_subsidised, ordered_sections, section_name
from cpom_desktop.core.finance.trajectory import section_trajectory
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.records import Record
from tests.core.finance.build import CONTRACT, Build, two_rivers

SECTIONS = ("SE1", "SE2", "SE3")
PERIODS = ((2024, "ca"), (2025, "ca"))


def contract() -> Model:
    build = two_rivers().section("E2", 40_500_000, modality="avenant", dgc="D1")
    for code in ("E1", "E2", "E3"):
        build.lines(code, 2025, "ca", c1=100, c2=200, p1=350)
    return build.model()


def filled(model: Model) -> Books:
    books = Books(model)
    books.grant("D1")
    books.regime(subsidised=False)
    books.consolidated(2025, "ca")
    for section, _ in books.sections:
        books.typed_years(section.id)
        books.budgets(section.id, PERIODS)
    books.typed_periods()
    return books


def assert_as_from_scratch(books: Books) -> None:
    model = books.model
    assert books.grant("D1") == grant_years(model, "D1")
    assert [[f.terms for f in year.lines.values()] for year in books.grant("D1")] == [
        [f.terms for f in year.lines.values()] for year in grant_years(model, "D1")]
    assert [[f.idle for f in year.lines.values()] for year in books.grant("D1")] == [
        [f.idle for f in year.lines.values()] for year in grant_years(model, "D1")]
    for subsidised in (False, True):
        rows = [row for row in ordered_sections(model) if is_subsidised(model, row) == subsidised]
        assert books.regime(subsidised=subsidised) == summed(model, rows)
    assert books.sections == tuple((one, section_name(model, one)) for one in ordered_sections(model))
    for section in model.all(Section):
        assert list(books.trajectory(section.id)) == section_trajectory(model, section.id)
        assert books.typed_years(section.id) == typed_years(model, section.id)
        assert books.budgets(section.id, PERIODS) == tuple(budget(model, section.id, *one) for one in PERIODS)
    assert books.typed_periods() == {one for section in model.all(Section) for one in typed_years(model, section.id)}
    held, fresh = books.consolidated(2025, "ca"), consolidated(model, 2025, "ca")
    assert held == fresh and held.charges.terms == fresh.charges.terms


cents = st.one_of(st.none(), st.integers(-10**9, 10**9))
years = st.integers(2027, 2031)
sections = st.sampled_from(SECTIONS)


@st.composite
def changed_row(draw: st.DrawFn) -> Record:
    """A row as an edit could write it: a new one, or an existing one with another value."""
    section, year = draw(sections), draw(years)
    kind = draw(
        st.sampled_from(("rate", "base", "measure", "transfer", "grant", "notified", "result", "line", "rule", "name"))
    )
    if kind == "rate":
        rate = draw(st.one_of(st.none(), st.integers(-20_000, 40_000)))
        return natural_record(YearRate, CONTRACT, section=section, year=year, rate=rate)
    if kind == "base":
        return natural_record(SectionBase, CONTRACT, section=section, cents=draw(cents))
    if kind == "measure":
        nature = draw(st.sampled_from(("rebasage", "nouvelle", "economie", "cnr")))
        opening = draw(st.one_of(st.none(), st.dates().map(lambda day: day.replace(year=year, day=1).isoformat())))
        return Measure(
            id=f"m{draw(st.integers(0, 4))}",
            section=section,
            year=year,
            nature=nature,
            cents=draw(cents),
            opening=opening,
        )
    if kind == "transfer":
        origin = draw(st.one_of(st.none(), sections))
        return Measure(id="t", section=section, from_section=origin, year=year, nature="transfert", cents=draw(cents))
    if kind == "grant":
        return natural_record(YearGrant, CONTRACT, section=section, year=year, cents=draw(cents))
    if kind == "notified":
        return natural_record(NotifiedGrant, CONTRACT, section=section, year=year, cents=draw(cents), base=draw(cents))
    if kind == "result":
        return ResultAllocation(id="r", section=section, target_section=draw(st.one_of(st.none(), sections)), year=2025,
                                option="charges", cents=draw(st.integers(0, 10**9)), target_year=draw(years))
    if kind == "rule":
        modality = draw(st.sampled_from(("taux", "avenant", "equation")))
        return SectionRule(id=f"rule{section}", section=section, first_year=year, modality=modality)
    if kind == "name":
        return Esms(
            id=section[1:], code=section[1:], name=draw(st.sampled_from(("La Passerelle", "Le Quai"))), capacity=60,
            regime=draw(st.sampled_from(("autorise", "subventionne"))), order=draw(st.integers(0, 2)),
        )
    return natural_record(
        AccountLine,
        CONTRACT,
        section=section,
        year=2025,
        status=draw(st.sampled_from(("ca", "base"))),
        group=draw(st.sampled_from(("c1", "c2", "p1"))),
        account="",
        cents=draw(cents),
    )


@given(st.lists(changed_row(), max_size=8))
def test_what_is_kept_equals_what_is_computed_from_scratch(rows: list[Record]) -> None:
    books = filled(contract())
    for row in rows:
        books = books.after(books.model.replacing([row]), [(row.kind, row.id)])
        assert_as_from_scratch(books)


@given(changed_row(), st.booleans())
def test_undoing_an_edit_restores_every_figure(row: Record, warm: bool) -> None:
    model = contract()
    before = filled(model)
    edited = before.after(model.replacing([row]), [(row.kind, row.id)])
    if warm:
        edited.grant("D1")
    old = model.record(row.kind, row.id)
    back = model.replacing([row]).replacing([] if old is None else [old], [(row.kind, row.id)] if old is None else [])
    restored = edited.after(back, [(row.kind, row.id)])
    assert restored.grant("D1") == before.grant("D1")
    assert_as_from_scratch(restored)


def test_a_rate_computes_anew_its_section_from_its_year_and_nothing_else() -> None:
    model = contract()
    books = filled(model)
    rate = next(row for row in model.where(YearRate, "section", "SE1") if row.year == 2030)
    changed = books.after(model.overlaid({rate.at("rate"): 20_000}), Changes(cells=frozenset({rate.at("rate")})))
    assert changed.computed == 2
    assert_as_from_scratch(changed)
    assert changed.computed == 2, "everything else was kept"
    assert books.grant("D1") == grant_years(model, "D1"), "the books of before stay as they were"


def test_what_has_no_part_in_the_money_computes_nothing() -> None:
    model = contract()
    changed = filled(model).after(model, [("milestone", "m"), ("unknown-kind", "x")])
    assert changed.computed == 0 and changed.grant("D1") == grant_years(model, "D1") and changed.computed == 0


def test_a_position_touches_the_section_that_it_speaks_of() -> None:
    model = contract()
    measure = next(row for row in model.all(Measure) if row.nature == "rebasage")
    position = Position(id="p", cell=str(measure.at("cents")), value="3800000")
    changed = filled(model).after(
        model.replacing([position]).overlaid({measure.at("cents"): 3_800_000}), [("position", "p")]
    )
    assert changed.computed == 5
    assert_as_from_scratch(changed)


@pytest.mark.parametrize("end", ["2030-12-31", "2032-12-31"])
def test_other_years_of_the_contract_compute_everything_anew(end: str) -> None:
    model = contract()
    first = model.first(Contract)
    assert first is not None
    changed = filled(model).after(model.replacing([replace(first, end=end)]), [("contract", CONTRACT)])
    assert_as_from_scratch(changed)


def test_a_section_that_leaves_its_dgc_leaves_its_total() -> None:
    model = contract()
    section = model.get(Section, "SE3")
    changed = filled(model).after(model.replacing([replace(section, dgc=None)]), [("section", "SE3")])
    assert_as_from_scratch(changed)
    assert changed.grant("D1")[0].grant.known() < filled(model).grant("D1")[0].grant.known()


def test_an_empty_dgc_has_no_years() -> None:
    assert Books(Build().dgc().model()).grant("D1") == []


def test_the_budgets_of_all_the_sections_are_those_of_each() -> None:
    books = filled(contract())
    assert books.all_budgets(PERIODS) == [books.budgets(section.id, PERIODS) for section, _ in books.sections]
    fresh = Books(contract())
    assert fresh.all_budgets(PERIODS) == books.all_budgets(PERIODS)
