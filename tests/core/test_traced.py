"""A traced model knows exactly when what was read of it would be read otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.contract import Contract, Esms
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.model import Model
from cpom_desktop.core.records import Cell, Record
from cpom_desktop.core.traced import Traced

IDS = ("a", "b", "c")
measures = st.builds(Measure, id=st.sampled_from(IDS), section=st.sampled_from(("s", "t")), year=st.just(2027),
                     cents=st.integers(0, 2))
services = st.builds(Esms, id=st.sampled_from(IDS), name=st.sampled_from(("", "Un")))
records: st.SearchStrategy[Record] = measures | services
Step = tuple[Record | None, str]
steps = st.lists(st.tuples(st.none() | records, st.sampled_from(IDS)), max_size=6)
READS: tuple[Callable[[Model], object], ...] = (
    lambda model: model.all(Measure),
    lambda model: model.where(Measure, "section", "s"),
    lambda model: model.where(Measure, "section", "nowhere"),
    lambda model: model.find(Measure, "a"),
    lambda model: model.record("esms", "b"),
    lambda model: model.first(Esms),
    lambda model: model.first(Contract),
    lambda model: model.value(Cell("measure", "a", "cents")) if model.find(Measure, "a") else None,
)


def moved(model: Model, taken: list[Step]) -> Model:
    """The model after some rows came, changed or went."""
    for record, row in taken:
        model = model.replacing([record]) if record is not None else model.replacing((), [("measure", row)])
    return model


@given(st.lists(records, max_size=6), steps, st.sets(st.sampled_from(READS)))
def test_what_is_said_to_be_the_same_is_read_the_same(
    held: list[Record], taken: list[Step], reads: set[Callable[[Model], object]]
) -> None:
    model = Model(held)
    traced = Traced(model)
    before = {read: read(traced) for read in reads}
    after = moved(model, taken)
    if traced.still_says(after):
        assert {read: read(after) for read in reads} == before
        traced.follow(after)
        assert {read: read(traced) for read in reads} == before


def test_what_is_beside_what_was_read_changes_nothing() -> None:
    model = Model([Measure(id="a", section="s", year=2027, cents=1), Measure(id="b", section="t", year=2027, cents=1)])
    traced = Traced(model)
    traced.where(Measure, "section", "s")
    traced.find(Measure, "a")
    other = model.replacing([Measure(id="b", section="t", year=2027, cents=2)])
    assert traced.still_says(other)
    assert not traced.still_says(other.replacing([Measure(id="a", section="s", year=2027, cents=2)]))


def test_what_a_traced_model_would_not_hear_of_is_refused() -> None:
    traced = Traced(Model())
    for unheard in (lambda: list(traced), traced.replacing, lambda: traced.overlaid({})):
        with pytest.raises(NotImplementedError):
            unheard()
