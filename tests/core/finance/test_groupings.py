"""Sections are summed up by ESMS, by DGC or as a whole: each counts once, and the sums are those of its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.contract import Contract, Esms, Grant, Section
from cpom_desktop.core.finance.groupings import EVERYTHING, GROUPINGS, OUTSIDE, groups
from cpom_desktop.core.model import Model

CONTRACT = Contract(id="c", start="2027-01-01", end="2031-12-31")
ESMS = (Esms(id="e1", code="E1", name="Foyer", order=1), Esms(id="e2", code="E2", name="Service", order=2))
GRANTS = (Grant(id="d1", name="DGC A", order=1), Grant(id="d2", name="DGC B", order=2))


def model(*sections: Section) -> Model:
    return Model().replacing([CONTRACT, *ESMS, *GRANTS, *sections])


def test_an_esms_holds_its_sections_and_bears_its_name() -> None:
    held = model(
        Section(id="s1", code="S1", esms="e1", section_kind="soins", order=1),
        Section(id="s2", code="S2", esms="e1", section_kind="hebergement", order=2),
        Section(id="s3", code="S3", esms="e2", order=3),
    )
    assert [(one.name, [s.id for s in one.sections]) for one in groups(held, "esms")] == [
        ("Foyer", ["s1", "s2"]),
        ("Service", ["s3"]),
    ]
    assert [one.name for one in groups(held, "section")] == ["Foyer, soins", "Foyer, hébergement", "Service"]


def test_what_belongs_to_no_dgc_closes_the_list_and_an_empty_dgc_is_left_out() -> None:
    held = model(Section(id="s1", esms="e1", dgc="d2"), Section(id="s2", esms="e2"))
    assert [(one.key, one.name) for one in groups(held, "dgc")] == [("d2", "DGC B"), (OUTSIDE, "Hors DGC")]


def test_the_whole_perimeter_is_one_group_and_none_without_sections() -> None:
    assert [one.key for one in groups(model(Section(id="s1", esms="e1")), "ensemble")] == [EVERYTHING]
    assert groups(model(), "ensemble") == []


def test_a_grouping_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        groups(model(), "payeur")


@given(st.lists(st.tuples(st.sampled_from(["e1", "e2", "gone"]), st.sampled_from([None, "d1", "d2"])), max_size=8),
       st.sampled_from([key for key, _ in GROUPINGS]))
def test_each_section_stands_in_one_group_exactly(places: list[tuple[str, str | None]], grouping: str) -> None:
    held = model(*(Section(id=f"s{at}", esms=esms, dgc=dgc) for at, (esms, dgc) in enumerate(places)))
    found = [section.id for group in groups(held, grouping) for section in group.sections]
    assert sorted(found) == sorted(section.id for section in held.all(Section))
