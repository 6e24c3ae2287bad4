"""Which lots count."""

from __future__ import annotations

from cpom_desktop.sync.journal import LotRef
from cpom_desktop.sync.liveness import Undo, dead_lots, undos_in
from tests.sync.samples import Book, new, undo

A, B, C, D = (LotRef("a" * 16, number) for number in range(1, 5))


def test_an_undone_lot_does_not_count_and_a_redone_one_does() -> None:
    assert dead_lots([Undo(2, B, A)]) == {A}
    assert dead_lots([Undo(2, B, A), Undo(3, C, B)]) == {B}
    assert dead_lots([Undo(2, B, A), Undo(3, C, B), Undo(4, D, C)]) == {A, C}


def test_a_lot_that_two_people_undo_stays_undone_when_one_redoes() -> None:
    assert dead_lots([Undo(2, B, A), Undo(2, C, A), Undo(3, D, B)]) == {A, B}


def test_the_order_and_the_repetition_of_undos_say_nothing() -> None:
    undos = [Undo(2, B, A), Undo(3, C, B), Undo(4, D, C)]
    assert dead_lots([*reversed(undos), *undos]) == dead_lots(undos)


def test_two_forged_undos_that_name_each_other_leave_one_state() -> None:
    assert dead_lots([Undo(2, A, B), Undo(3, B, A)]) == {A}
    assert dead_lots([Undo(2, A, B), Undo(2, B, A)]) == {A}


def test_undos_are_found_among_lots() -> None:
    book = Book()
    first = book.add(new("e1", {}))
    second = book.add(undo(first.ref))
    assert list(undos_in(book.lots)) == [Undo(second.ops[0].hlc, second.ref, first.ref)]
