"""A trial lays values over a contract and writes nothing; what it comes to may be written afterwards, as one edit."""

from __future__ import annotations

import pytest

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Esms
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.overlay import View
from cpom_desktop.core.positions import standing
from cpom_desktop.core.problems import Refused
from cpom_desktop.session.edits import checked_edit
from cpom_desktop.session.trial import Trial, Tried, differences, edit_of, step_of, step_of_position, together
from tests.session.desk import ATTIAS, CAPACITY, CONTRACT, MEASURE, MERLE, small_contract

CENTS = MEASURE.at("cents")


def contract(stage: str = "negociation", writing: str = "parties") -> Model:
    return Model(small_contract(stage, writing))


def tried(model: Model, edit: Edit, view: View = View.ACCORD) -> Trial:
    trial, step = Trial(), step_of(model, edit, CONTRACT, view)
    assert step is not None
    trial.push(step)
    return trial


def test_a_negotiable_value_is_tried_in_its_view_alone_and_a_fact_in_all() -> None:
    trial = tried(contract(), Edit("", values={CENTS: 100, CAPACITY: 65}), View.MANAGER)
    assert dict(trial.tried(View.MANAGER).values) == {CENTS: 100, CAPACITY: 65}
    assert dict(trial.tried(View.ACCORD).values) == {CAPACITY: 65}


def test_what_no_contract_may_hold_is_not_tried_either() -> None:
    with pytest.raises(Refused):
        step_of(contract(), Edit("", values={CAPACITY: -1}), CONTRACT, View.ACCORD)
    with pytest.raises(Refused):
        step_of(contract(), Edit("", deleted=(("authority", "a1"),)), CONTRACT, View.ACCORD)


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    assert step_of(contract(), Edit("", values={CAPACITY: 60}), CONTRACT, View.ACCORD) is None


def test_steps_are_taken_back_and_tried_again_one_by_one() -> None:
    trial = tried(contract(), Edit("un", values={CENTS: 1}))
    second = step_of(contract(), Edit("deux", values={CENTS: 2}), CONTRACT, View.ACCORD)
    assert second is not None
    trial.push(second)
    assert (trial.undo_label, trial.redo_label) == ("deux", None)
    assert trial.undo() is second and trial.tried(View.ACCORD).values[CENTS] == 1
    assert (trial.undo_label, trial.redo_label) == ("un", "deux")
    assert trial.redo() is second and trial.tried(View.ACCORD).values[CENTS] == 2
    assert trial.redo() is None


def test_a_row_tried_then_removed_is_nothing() -> None:
    new = Measure(id="m2", section="s1", year=2029, label="Essai", cents=5)
    parts = [Tried((new,), {new.at("year"): 2030}), Tried(deleted=((Measure.kind, "m2"),))]
    assert not together(parts).new and not together(parts).values
    assert together(parts).over(contract()).find(Measure, "m2") is None


def test_a_row_that_came_meanwhile_is_not_written_over() -> None:
    rate = natural_record(YearRate, CONTRACT, section="s1", year=2028, rate=9_000)
    blank = natural_record(YearRate, CONTRACT, section="s1", year=2028)
    laid = Tried((blank,), {blank.at("status"): "notifie"}).over(contract().replacing([rate]))
    assert laid.get(YearRate, rate.id).rate == 9_000 and laid.get(YearRate, rate.id).status == "notifie"


def test_put_on_the_table_it_is_positions_of_ones_side_and_the_accord_stays() -> None:
    model = contract()
    new = Measure(id="m2", section="s1", year=2029, label="Veille", cents=700)
    what = tried(model, Edit("", new=(new,), values={CENTS: 100, CAPACITY: 65})).tried(View.ACCORD)
    edit = edit_of(model, what, MERLE, View.AUTHORITY, "Essai")
    writes = checked_edit(model, edit, CONTRACT)
    after = model.replacing(writes.new).overlaid(writes.values)
    assert after.get(Measure, "m1").cents is None and after.get(Measure, "m2").cents is None
    assert after.get(Measure, "m2").label == "Veille" and after.get(Esms, "e1").capacity == 65
    moves = {move.cell: (move.party, move.value) for move in after.all(Position)}
    assert moves == {str(CENTS): ("autorite", "100"), "measure/m2/cents": ("autorite", "700")}


def test_in_preparation_what_is_adopted_is_written_directly() -> None:
    model = contract("preparation")
    new = Measure(id="m2", section="s1", year=2029, label="Veille", cents=700)
    edit = edit_of(model, Tried((new,), {CENTS: 100}), ATTIAS, View.ACCORD, "")
    writes = checked_edit(model, edit, CONTRACT)
    after = model.replacing(writes.new).overlaid(writes.values)
    assert after.get(Measure, "m1").cents == 100 and after.get(Measure, "m2").cents == 700
    assert not after.all(Position)


def test_a_column_of_a_side_is_tried_as_its_position() -> None:
    model = contract()
    trial = Trial()
    trial.push(step_of_position(model, CENTS, 300, MERLE.side, "Colonne"))
    after = trial.tried(View.ACCORD).over(model)
    assert (found := standing(after, CENTS, MERLE.side)) is not None and found.value == "300"
    assert trial.tried(View.AUTHORITY).over(model).get(Measure, "m1").cents == 300
    written = edit_of(model, trial.tried(View.ACCORD), ATTIAS, View.MANAGER, "")
    assert [(one.party, one.value, one.typed_by) for one in written.new if isinstance(one, Position)] == [
        ("autorite", "300", ATTIAS.name)]
    both = edit_of(model, trial.tried(View.AUTHORITY), MERLE, View.AUTHORITY, "")
    assert len(both.new) == 1


def test_the_differences_are_those_that_remain() -> None:
    model = contract()
    new = Measure(id="m2", section="s1", year=2029, cents=700)
    what = Tried((new,), {CENTS: 100, CAPACITY: 60, new.at("label"): "Veille"})
    found = {(one.cell, one.before, one.after) for one in differences(model, what)}
    assert found == {(new.at("cents"), None, 700), (CENTS, None, 100), (new.at("label"), None, "Veille")}
