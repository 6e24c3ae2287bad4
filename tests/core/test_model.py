"""The contract in memory: never changed, its indexes always telling the same as a search."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.contract import Contract, Esms, Section
from cpom_desktop.core.kinds import KINDS
from cpom_desktop.core.model import Model, kind_of
from cpom_desktop.core.problems import Refused
from cpom_desktop.core.records import INTEGERS, Cell, Record, changed, fields_of

E1, E2 = Esms(id="E1", name="La Passerelle", capacity=60), Esms(id="E2", name="Le Quai", capacity=30)
SECTIONS = [Section(id="S1", esms="E1"), Section(id="S2", esms="E2"), Section(id="S3", esms="E1")]


def test_a_row_is_found_by_kind_and_id() -> None:
    model = Model([E1, E2, *SECTIONS])
    assert model.find(Esms, "E1") is E1 and model.find(Esms, "S1") is None and model.get(Esms, "E2") is E2
    assert model.record("section", "S1") is SECTIONS[0] and model.record("nothing", "x") is None
    assert model.all(Section) == SECTIONS and model.first(Esms) is E1 and model.first(Contract) is None
    assert model.value(E1.at("capacity")) == 60 and len(model) == 5 and set(model) == {E1, E2, *SECTIONS}
    assert model.where(Section, "esms", "E1") == [SECTIONS[0], SECTIONS[2]]


@pytest.mark.parametrize("cell",
                         [Cell("esms", "gone", "name"), Cell("esms", "E1", "colour"), Cell("nothing", "x", "y")])
def test_a_cell_that_does_not_exist_is_refused(cell: Cell) -> None:
    with pytest.raises(Refused):
        Model([E1]).value(cell)


def test_a_row_or_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused):
        Model().get(Esms, "E1")
    with pytest.raises(Refused):
        kind_of(Cell("nothing", "x", "y"))
    assert kind_of(E1.at("name")) is Esms


def test_an_overlay_leaves_the_contract_as_it_was() -> None:
    model = Model([E1, E2])
    trial = model.overlaid({E1.at("capacity"): 65, E1.at("name"): "Autre", Cell("esms", "gone", "capacity"): 1})
    assert (trial.value(E1.at("capacity")), model.value(E1.at("capacity"))) == (65, 60)
    assert trial.get(Esms, "E2") is E2 and len(trial) == 2
    with pytest.raises(Refused):
        model.overlaid({E1.at("capacity"): -1})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_changed_row_is_what_the_standard_library_makes(kind: str) -> None:
    row = KINDS[kind](id="x")
    for name, info in fields_of(kind).items():
        value = info.check(None) if info.optional else info.default
        other = {name: 7 if info.form in INTEGERS else value}
        assert changed(row, other) == replace(row, **other)  # type: ignore[arg-type]
    assert changed(row, {}) == row and changed(row, {}) is not row


def test_rows_come_and_go() -> None:
    model = Model([E1, E2]).replacing([Esms(id="E3")], [("esms", "E1"), ("esms", "never"), ("section", "never")])
    assert [row.id for row in model.all(Esms)] == ["E2", "E3"]


def ids_by_search(model: Model, owner: str) -> list[str]:
    return sorted(one.id for one in model.all(Section) if one.esms == owner)


def ids_by_index(model: Model, owner: str) -> list[str]:
    return sorted(one.id for one in model.where(Section, "esms", owner))


CHANGES = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["E1", "E2", None])), max_size=30)


@given(CHANGES)
def test_an_index_kept_up_to_date_tells_the_same_as_a_search(changes: list[tuple[str, str | None]]) -> None:
    models = [Model()]
    for row, esms in changes:
        assert ids_by_index(models[-1], "E1") == ids_by_search(models[-1], "E1")
        records: list[Record] = [Section(id=row, esms=esms)] if esms else []
        models.append(models[-1].replacing(records, [] if records else [("section", row)]))
    for model in models:
        assert [ids_by_index(model, owner) for owner in ("E1", "E2")] == [
            ids_by_search(model, owner) for owner in ("E1", "E2")]
