"""The rules of one row and of the contract, case by case."""

from __future__ import annotations

from cpom_desktop.core.records import Cell, Value
from cpom_desktop.sync.journal import Dot, Lot, OpKind
from cpom_desktop.sync.state import RowKey, base_of, cell_heads
from cpom_desktop.sync.whole import ContractState, conflicts, contract_state, grouped
from tests.sync.samples import AUTHORITY, MANAGER, Book, Draft, back, drop, new, put, undo

E1 = RowKey("esms", "e1")
CAPACITY = Cell("esms", "e1", "capacity")


def two_sides(*shared: Draft) -> tuple[Book, Book]:
    """A manager and an authority who hold the same first lot, written by the manager."""
    ours, theirs = Book(), Book(AUTHORITY, "ARS", author="Paul Martin", side="autorite")
    ours.add(*(shared or (new("e1", {"name": "La Passerelle", "capacity": 60}),)))
    theirs.at = ours.at
    return ours, theirs


def state_of(*books: Book) -> ContractState:
    return contract_state(lots_of(*books))


def lots_of(*books: Book) -> list[Lot]:
    return [lot for book in books for lot in book.lots]


def mine(seq: int) -> Dot:
    return Dot(MANAGER, seq)


def yours(seq: int) -> Dot:
    return Dot(AUTHORITY, seq)


def test_a_cell_changed_on_one_side_shows_the_change() -> None:
    ours, theirs = two_sides()
    theirs.add(put("e1", "capacity", 65, mine(1)))
    assert state_of(ours, theirs).rows[E1].shown() == {"name": "La Passerelle", "capacity": 65}


def test_two_fields_of_one_row_are_no_conflict() -> None:
    ours, theirs = two_sides()
    ours.add(put("e1", "name", "L’Étape", mine(1)))
    theirs.add(put("e1", "capacity", 65, mine(1)))
    state = state_of(ours, theirs)
    assert state.rows[E1].shown() == {"name": "L’Étape", "capacity": 65} and not list(state.disputed())


def test_two_values_of_one_cell_are_both_kept_and_the_later_one_shows() -> None:
    ours, theirs = two_sides()
    ours.add(put("e1", "capacity", 62, mine(1)))
    theirs.add(put("e1", "capacity", 65, mine(1)), at=theirs.at + 5)
    state = state_of(ours, theirs)
    (cell, heads), = state.disputed()
    assert cell == CAPACITY and [op.value for op in heads] == [62, 65]
    assert state.rows[E1].shown()["capacity"] == 65


def test_equal_stamps_are_decided_by_the_replica_on_every_copy() -> None:
    ours, theirs = two_sides()
    ours.add(put("e1", "capacity", 62, mine(1)))
    theirs.add(put("e1", "capacity", 65, mine(1)))
    assert ours.lots[-1].ops[0].hlc == theirs.lots[-1].ops[0].hlc
    for lots in (lots_of(ours, theirs), lots_of(theirs, ours)):
        assert contract_state(lots).rows[E1].shown()["capacity"] == 65


RATE = RowKey("year_rate", "t1")


def rate(value: Value, *parents: Dot, how: OpKind = OpKind.SET) -> Draft:
    return put("t1", "rate", value, *parents, kind="year_rate", how=how)


def rate_shown(*books: Book) -> Value:
    return state_of(*books).rows[RATE].shown()["rate"]


def test_while_a_negotiable_field_is_in_conflict_the_last_agreed_value_shows() -> None:
    ours, theirs = two_sides(new("t1", {"rate": 1}, kind="year_rate"))
    ours.add(rate(2, mine(1)))
    theirs.at = ours.at
    theirs.add(rate(4, mine(2)))
    ours.add(rate(3, mine(2)), at=theirs.at + 5)
    state = state_of(ours, theirs)
    (_, heads), = state.disputed()
    assert [op.value for op in heads] == [4, 3] and state.rows[RATE].shown()["rate"] == 2
    (found,) = conflicts(lots_of(theirs, ours))
    assert found.agreed is not None and found.agreed.dot == mine(2)
    theirs.add(rate(4, mine(3), yours(1), how=OpKind.RESOLVE), at=ours.at + 5)
    assert rate_shown(ours, theirs) == 4 and not list(state_of(ours, theirs).disputed())


def test_what_one_side_alone_had_written_before_is_not_agreed() -> None:
    ours, theirs = two_sides(new("t1", {"rate": 1}, kind="year_rate"))
    ours.add(rate(2, mine(1)))
    ours.add(rate(3, mine(2)))
    theirs.add(rate(4, mine(1)))
    assert rate_shown(ours, theirs) == 1


def test_a_value_undone_since_is_not_agreed_although_both_versions_stand_on_it() -> None:
    ours, theirs = two_sides(new("t1", {"rate": 1}, kind="year_rate"))
    third = Book("00000000000000cc", "CD", author="Nadia Roy", side="autorite2")
    undone = ours.add(rate(2, mine(1)))
    theirs.add(rate(3, mine(2)), at=ours.at)
    third.add(rate(4, mine(2)), at=ours.at)
    ours.add(undo(undone.ref))
    assert rate_shown(ours, theirs, third) == 1


def test_a_negotiable_field_of_a_row_made_on_both_sides_shows_the_later_version() -> None:
    ours, theirs = Book(), Book(AUTHORITY, "ARS", author="Paul Martin", side="autorite")
    ours.add(new("t1", {"rate": 1}, kind="year_rate"))
    theirs.add(new("t1", {"rate": 2}, kind="year_rate"), at=ours.at + 5)
    assert rate_shown(ours, theirs) == 2
    assert [found.agreed for found in conflicts(lots_of(ours, theirs))] == [None]


def test_two_sides_that_retain_the_same_value_agree_on_it() -> None:
    ours, theirs = two_sides(new("t1", {"rate": 1}, kind="year_rate"))
    ours.add(rate(3, mine(1)))
    theirs.add(rate(3, mine(1)))
    assert rate_shown(ours, theirs) == 3


def test_the_undo_of_an_action_of_somebody_else_cancels_nothing() -> None:
    ours, theirs = two_sides()
    edit = ours.add(put("e1", "capacity", 62, mine(1)))
    theirs.add(undo(edit.ref), at=ours.at)
    assert state_of(ours, theirs).rows[E1].shown()["capacity"] == 62
    again = Book("00000000000000bb")
    again.add(undo(edit.ref), at=theirs.at)
    assert state_of(ours, theirs, again).rows[E1].shown()["capacity"] == 60, "the same author, after reopening"


def test_the_same_value_on_both_sides_is_an_agreement() -> None:
    ours, theirs = two_sides()
    ours.add(put("e1", "capacity", 65, mine(1)))
    theirs.add(put("e1", "capacity", 65, mine(1)))
    assert not list(state_of(ours, theirs).disputed())
    assert len(state_of(ours, theirs).rows[E1].heads["capacity"]) == 2


def test_a_decision_settles_until_a_version_it_has_not_seen_arrives() -> None:
    ours, theirs = two_sides()
    ours.add(put("e1", "capacity", 62, mine(1)))
    theirs.add(put("e1", "capacity", 65, mine(1)))
    theirs.add(put("e1", "capacity", 64, mine(2), yours(1), how=OpKind.RESOLVE))
    assert not list(state_of(ours, theirs).disputed())
    ours.add(put("e1", "capacity", 61, mine(2)))
    (_, heads), = state_of(ours, theirs).disputed()
    assert {op.value for op in heads} == {64, 61}


def test_undoing_a_decision_brings_both_versions_back() -> None:
    ours, theirs = two_sides()
    ours.add(put("e1", "capacity", 62, mine(1)))
    theirs.add(put("e1", "capacity", 65, mine(1)))
    before = state_of(ours, theirs).rows[E1].heads
    decided = theirs.add(put("e1", "capacity", 64, mine(2), yours(1), how=OpKind.RESOLVE))
    theirs.add(undo(decided.ref))
    assert state_of(ours, theirs).rows[E1].heads == before


def test_a_refusal_shows_the_value_before_and_keeps_what_was_refused() -> None:
    ours, theirs = two_sides()
    theirs.add(put("e1", "capacity", 65, mine(1)))
    ours.add(put("e1", "capacity", 60, yours(1), how=OpKind.REFUSE), at=theirs.at)
    assert state_of(ours, theirs).rows[E1].shown()["capacity"] == 60
    assert any(op.value == 65 for lot in lots_of(ours, theirs) for op in lot.ops)


def test_an_edit_on_top_of_an_undone_one_stays_the_only_version() -> None:
    """Ancestry also goes through what does not count: « not cited » alone would make a false conflict."""
    ours, theirs = two_sides()
    edit = ours.add(put("e1", "capacity", 62, mine(1)))
    theirs.add(put("e1", "capacity", 65, mine(2)), at=ours.at)
    ours.add(undo(edit.ref))
    assert [op.value for op in state_of(ours, theirs).rows[E1].heads["capacity"]] == [65]


def test_a_deleted_row_is_gone_and_comes_back_whole() -> None:
    ours, _ = two_sides()
    deletion = ours.add(drop("e1", mine(1)))
    assert not state_of(ours).exists(E1) and not list(state_of(ours).written())
    ours.add(undo(deletion.ref))
    assert dict(state_of(ours).written())[CAPACITY] == 60


def test_an_edit_beside_a_deletion_keeps_the_row_and_flags_it() -> None:
    ours, theirs = two_sides()
    ours.add(drop("e1", mine(1)))
    theirs.add(put("e1", "capacity", 65, mine(1)))
    state = state_of(ours, theirs)
    assert state.exists(E1) and state.flagged() == {E1}


def test_a_deletion_that_saw_the_edit_deletes() -> None:
    ours, theirs = two_sides()
    theirs.add(put("e1", "capacity", 65, mine(1)))
    ours.add(drop("e1", mine(1), yours(1)), at=theirs.at)
    assert not state_of(ours, theirs).exists(E1)


def test_two_deletions_delete() -> None:
    ours, theirs = two_sides()
    ours.add(drop("e1", mine(1)))
    theirs.add(drop("e1", mine(1)))
    assert not state_of(ours, theirs).exists(E1)


def test_a_restored_row_is_there_and_a_second_deletion_beside_it_flags_it() -> None:
    ours, theirs = two_sides()
    ours.add(drop("e1", mine(1)))
    theirs.add(back("e1", mine(2)), at=ours.at)
    assert state_of(ours, theirs).exists(E1) and not state_of(ours, theirs).flagged()
    ours.add(drop("e1", mine(2)))
    assert state_of(ours, theirs).flagged() == {E1}


def test_a_child_added_under_a_deleted_parent_keeps_it_and_its_own_parents() -> None:
    rows = (new("e1", {"name": "A"}), new("s1", {"esms": "e1"}, kind="section"))
    ours, theirs = two_sides(*rows)
    ours.add(drop("s1", mine(2), kind="section"), drop("e1", mine(1)))
    assert not state_of(ours).rows[E1].exists
    theirs.add(new("m1", {"section": "s1", "cents": 100}, kind="measure"))
    state = state_of(ours, theirs)
    section = RowKey("section", "s1")
    assert state.exists(E1) and state.exists(section) and state.flagged() == {E1, section}
    assert dict(state.written())[Cell("esms", "e1", "name")] == "A"


def test_two_creations_of_one_row_are_two_writers_of_each_cell() -> None:
    ours, theirs = Book(), Book(AUTHORITY)
    ours.add(new("y1", {"year": 2027, "cents": 100}, kind="account_line"))
    theirs.add(new("y1", {"year": 2027, "cents": 200}, kind="account_line"), at=ours.at)
    state = state_of(ours, theirs)
    assert [cell.field for cell, _ in state.disputed()] == ["cents"]
    assert conflicts(lots_of(ours, theirs))[0].base is None


def test_a_row_created_again_after_its_deletion_shows_the_new_values_only() -> None:
    ours, _ = two_sides()
    ours.add(put("e1", "capacity", 62, mine(1)))
    ours.add(drop("e1", *state_of(ours).rows[E1].parents_for("")))
    ours.add(new("e1", {"name": "Autre", "capacity": 10}, *state_of(ours).rows[E1].parents_for("")))
    assert state_of(ours).rows[E1].shown() == {"name": "Autre", "capacity": 10}
    assert not state_of(ours).flagged() and not list(state_of(ours).disputed())


def test_undoing_a_creation_removes_the_row() -> None:
    ours, _ = two_sides()
    ours.add(undo(ours.lots[0].ref))
    assert not state_of(ours).exists(E1)


def test_an_edit_beside_an_undone_creation_keeps_the_values_of_the_row() -> None:
    ours, theirs = two_sides()
    theirs.add(put("e1", "capacity", 65, mine(1)))
    ours.add(undo(ours.lots[0].ref))
    state = state_of(ours, theirs)
    assert state.rows[E1].shown() == {"name": "La Passerelle", "capacity": 65} and state.flagged() == {E1}
    theirs.add(back("e1", *state.rows[E1].parents_for("")), at=ours.at)
    assert not state_of(ours, theirs).flagged()


def test_a_field_added_later_cites_the_creation_of_its_row() -> None:
    ours, _ = two_sides()
    assert state_of(ours).rows[E1].parents_for("later_field") == (mine(1),)


def test_the_base_of_a_conflict_is_the_last_value_both_knew() -> None:
    ours, theirs = two_sides()
    ours.add(put("e1", "capacity", 62, mine(1)))
    theirs.add(put("e1", "capacity", 65, mine(2)), at=ours.at)
    ours.add(put("e1", "capacity", 63, mine(2)), at=ours.at + 1)
    (conflict,) = conflicts(lots_of(ours, theirs))
    assert conflict.base is not None and conflict.base.value == 62
    rows, _ = grouped(lots_of(ours, theirs))
    assert base_of(rows[E1], [], "capacity") is None


def test_a_single_cell_can_be_asked_for() -> None:
    ours, theirs = two_sides()
    ours.add(put("e1", "capacity", 62, mine(1)))
    rows, dead = grouped(lots_of(ours, theirs))
    assert [op.value for op in cell_heads(rows[E1], "capacity", lambda op: op.dot not in dead)] == [62]
    assert cell_heads([], "capacity", lambda op: True) == ()


def test_records_of_a_later_version_are_part_of_the_state() -> None:
    ours, _ = two_sides(new("k1", {"later": "x"}, kind="later_kind"))
    assert list(state_of(ours).written()) == [(Cell("later_kind", "k1", "later"), "x")]
