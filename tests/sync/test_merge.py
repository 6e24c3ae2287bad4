"""Whole lots are taken, wait and say for what, or raise an alarm; nothing is ever taken by halves."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.core.records import Cell
from cpom_desktop.sync.held import HeldJournal
from cpom_desktop.sync.journal import Dot, Lot, LotRef, OpKind
from cpom_desktop.sync.lotcheck import check_lot
from cpom_desktop.sync.merge import Missing, Verdict, sort_key
from tests.sync.samples import AUTHORITY, MANAGER, Book, Draft, new, put, two_books, undo

MADE = Dot(MANAGER, 1)


def three_lots() -> list[Lot]:
    book = Book()
    book.add(new("e1", {"capacity": 60}))
    book.add(put("e1", "capacity", 61, MADE))
    book.add(put("e1", "capacity", 62, Dot(MANAGER, 2)))
    return book.lots


def verdicts(journal: HeldJournal, lots: list[Lot]) -> list[Verdict]:
    return [outcome.verdict for outcome in journal.receive(lots)]


def test_lots_are_taken_in_any_order_and_once() -> None:
    lots = two_books()
    random.Random(3).shuffle(lots)
    journal = HeldJournal()
    assert set(verdicts(journal, lots)) == {Verdict.ACCEPTED}
    assert set(verdicts(journal, lots + lots)) == {Verdict.KNOWN}
    assert list(journal.lots()) == sorted(two_books(), key=sort_key)
    assert journal.vector() == {MANAGER: 2, AUTHORITY: 4}


def test_a_lot_whose_predecessor_is_missing_waits_and_says_so() -> None:
    first, second, third = three_lots()
    journal = HeldJournal([first])
    (outcome,) = journal.receive([third])
    assert outcome.verdict is Verdict.WAITING
    assert [missing.sentence() for missing in outcome.missing] == [
        "il manque un envoi de «\u00a0Association Les Deux Rives\u00a0» (modification n°\u00a02)"]
    assert list(journal.lots()) == [first] and list(journal.waiting.values()) == [third]
    assert verdicts(journal, [second]) == [Verdict.ACCEPTED, Verdict.ACCEPTED]
    assert list(journal.lots()) == [first, second, third] and not journal.waiting


def test_every_gap_of_a_replica_is_named_once() -> None:
    book = Book()
    for number in range(9):
        book.add(new(f"e{number}", {}))
    outcomes = HeldJournal([book.lots[0]]).receive([book.lots[n] for n in (4, 5, 7)])
    assert [(m.first, m.last) for m in outcomes[-1].missing] == [(2, 4), (7, 7)]
    assert [(m.first, m.last) for m in outcomes[1].missing] == [(2, 4)]


def test_a_lot_that_cites_an_unknown_party_waits_for_it() -> None:
    shared, theirs = three_lots()[0], Book(AUTHORITY, "ARS")
    theirs.at = shared.ops[-1].hlc + 1
    theirs.add(put("e1", "capacity", 65, MADE))
    journal = HeldJournal()
    (outcome,) = journal.receive(theirs.lots)
    assert [missing.sentence() for missing in outcome.missing] == [
        "il manque un envoi d’une partie encore inconnue (à partir de la modification n°\u00a01)"]
    assert verdicts(journal, [shared]) == [Verdict.ACCEPTED, Verdict.ACCEPTED]


def test_an_undo_waits_for_the_lot_it_cancels() -> None:
    first = three_lots()[0]
    theirs = Book(AUTHORITY, "ARS")
    theirs.at = first.ops[-1].hlc + 1
    theirs.add(undo(first.ref))
    journal = HeldJournal()
    assert verdicts(journal, theirs.lots) == [Verdict.WAITING]
    assert verdicts(journal, [first]) == [Verdict.ACCEPTED, Verdict.ACCEPTED]


def test_a_replica_that_goes_on_twice_raises_an_alarm_and_changes_nothing() -> None:
    first, second, third = three_lots()
    copied = Book()
    copied.add(new("e1", {"capacity": 60}))
    copied.add(put("e1", "capacity", 99, MADE))
    copied.add(put("e1", "capacity", 98, Dot(MANAGER, 2)))
    journal = HeldJournal([first, second, third])
    assert verdicts(journal, copied.lots) == [Verdict.KNOWN, Verdict.FORK, Verdict.FORK]
    assert list(journal.lots()) == [first, second, third] and len(journal.forks) == 2


def test_a_branch_that_starts_beyond_what_is_held_is_an_alarm_too() -> None:
    first, second, _ = three_lots()
    other = replace(altered(second, seq=3, hlc=second.ops[0].hlc + 9), number=3, previous="0" * 64).sealed()
    assert verdicts(HeldJournal([first, second]), [other]) == [Verdict.FORK]


def altered(lot: Lot, **changes: object) -> Lot:
    """A lot whose only op is other, sealed again."""
    return replace(lot, ops=(replace(lot.ops[0], **changes),)).sealed()  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [
    {"seq": 3}, {"hlc": 1}, {"parents": (Dot(MANAGER, 9),)}, {"cell": Cell("esms", "e2", "capacity")},
    {"parents": (Dot(MANAGER, 2),)},
], ids=["rank", "earlier than before", "cites what comes later", "cites another row", "cites itself"])
def test_a_lot_that_contradicts_what_precedes_is_refused(change: dict[str, object]) -> None:
    first, second, _ = three_lots()
    journal = HeldJournal([first])
    with pytest.raises(Refused) as refusal:
        journal.receive([altered(second, **change)])
    assert refusal.value.reason is Reason.MALFORMED and list(journal.lots()) == [first]


def test_a_replica_whose_clock_goes_back_is_refused() -> None:
    book = Book()
    book.add(new("e1", {}))
    book.add(new("e2", {}), at=book.lots[0].ops[-1].hlc)
    with pytest.raises(Refused):
        HeldJournal(book.lots[:1]).receive(book.lots[1:])


def test_a_refused_lot_takes_with_it_all_that_came_with_it() -> None:
    first, second, third = three_lots()
    journal = HeldJournal()
    with pytest.raises(Refused):
        journal.receive([first, second, altered(third, seq=9)])
    assert not list(journal.lots()) and not journal.waiting


def test_a_lot_that_cites_a_later_one_of_somebody_else_is_refused() -> None:
    first = three_lots()[0]
    theirs = Book(AUTHORITY, "ARS")
    theirs.at = first.ops[0].hlc
    theirs.add(put("e1", "capacity", 65, MADE))
    with pytest.raises(Refused):
        HeldJournal([first]).receive(theirs.lots)


def test_a_lot_that_waited_and_turns_out_to_lie_is_dropped_without_stopping_the_others() -> None:
    first, second, third = three_lots()
    liar = Book(AUTHORITY, "ARS")
    liar.at = second.ops[0].hlc + 5
    liar.add(put("e9", "capacity", 65, Dot(MANAGER, 2)))
    journal = HeldJournal([first])
    assert verdicts(journal, liar.lots) == [Verdict.WAITING]
    assert sorted(verdicts(journal, [second, third]), key=lambda v: v.value) == [
        Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.REJECTED]
    assert not journal.waiting and list(journal.lots()) == [first, second, third]


def test_a_lot_of_a_later_meaning_asks_for_an_update() -> None:
    with pytest.raises(Refused) as refusal:
        HeldJournal().receive([replace(three_lots()[0], min_reader=2).sealed()])
    assert refusal.value.reason is Reason.NEWER_FORMAT


def test_a_lot_is_merged_whole() -> None:
    """Two ops, one of which waits: neither is taken."""
    ours, theirs = three_lots(), Book(AUTHORITY, "ARS")
    theirs.at = ours[-1].ops[0].hlc + 1
    theirs.add(new("e7", {}), put("e1", "capacity", 65, Dot(MANAGER, 3)))
    journal = HeldJournal(ours[:2])
    assert verdicts(journal, theirs.lots) == [Verdict.WAITING]
    assert journal.place_of(Dot(AUTHORITY, 1)) is None


def test_a_missing_number_that_nobody_can_count_to_is_named_at_once() -> None:
    far = replace(three_lots()[1], number=2**62).sealed()
    (outcome,) = HeldJournal().receive([far])
    assert outcome.missing == (Missing(MANAGER, 1, 2**62 - 1, "Association Les Deux Rives"),)


def _lot(*drafts: Draft) -> Lot:
    return Book().add(*drafts)


def _two_rows() -> Lot:
    return _lot(new("e1", {}), new("e2", {}))


BROKEN: dict[str, Lot] = {
    "hash": replace(three_lots()[0], label="Autre"),
    "no ops": replace(three_lots()[0], ops=(), hash="0" * 64),
    "replica": Book("A" * 16).add(new("e1", {})),
    "replica of an op": replace(three_lots()[0], ops=(replace(three_lots()[0].ops[0], replica=AUTHORITY),)).sealed(),
    "ranks with a hole": replace(_two_rows(), ops=(_two_rows().ops[0], replace(_two_rows().ops[1], seq=3))).sealed(),
    "first rank": altered(three_lots()[0], seq=0),
    "previous at first": replace(three_lots()[0], previous="0" * 64).sealed(),
    "no previous": replace(three_lots()[1], previous="").sealed(),
    "number": replace(three_lots()[0], number=0, previous="0" * 64).sealed(),
    "number too large": replace(three_lots()[0], number=2**63, previous="0" * 64).sealed(),
    "label turns": replace(three_lots()[0], label="\u202etxet").sealed(),
    "label of two lines": replace(three_lots()[0], label="a\nb").sealed(),
    "text not composed": _lot(new("e1", {"name": "e\u0301"})),
    "text with a command": _lot(new("e1", {"name": "a\x1b[0m"})),
    "value too long": _lot(new("e1", {"name": "x" * 100_001})),
    "boolean": _lot(new("e1", {"closed": True})),
    "float": _lot(new("e1", {"closed": 0.5})),  # type: ignore[dict-item]
    "integer out of bounds": _lot(put("e1", "capacity", 2**63)),
    "values not in a row": _lot((OpKind.NEW, Cell("esms", "e1", ""), "x", ())),
    "a row in a value": _lot((OpKind.SET, Cell("esms", "e1", "name"), {"a": 1}, ())),
    "deletion with a value": _lot((OpKind.DELETE, Cell("esms", "e1", ""), 1, ())),
    "deletion of a field": _lot((OpKind.DELETE, Cell("esms", "e1", "name"), None, ())),
    "value of a row": _lot((OpKind.SET, Cell("esms", "e1", ""), 1, ())),
    "no row": _lot((OpKind.SET, Cell("esms", "", "name"), 1, ())),
    "too many fields": _lot(new("e1", {f"f{number}": 1 for number in range(1_001)})),
    "slash in a field": _lot(new("e1", {"a/b": 1})),
    "slash in a name": _lot(new("e/1", {})),
    "end of line in a name": _lot(new("e\n1", {})),
    "end of line in a written field": _lot(put("e1", "na\nme", 1)),
    "end of line in a kind": _lot((OpKind.DELETE, Cell("es\nms", "e1", ""), None, ())),
    "name too long": _lot(new("e" * 501, {})),
    "parent twice": _lot(put("e1", "capacity", 1, MADE, MADE)),
    "parent of nobody": _lot(put("e1", "capacity", 1, Dot("x", 1))),
    "parent impossible": _lot(put("e1", "capacity", 1, Dot(AUTHORITY, 0))),
    "parent too far": _lot(put("e1", "capacity", 1, Dot(AUTHORITY, 2**63))),
    "too many parents": _lot(put("e1", "capacity", 1, *(Dot(AUTHORITY, seq) for seq in range(1, 10_002)))),
    "one cell twice": _lot(put("e1", "capacity", 1), put("e1", "capacity", 2)),
    "a new row and its cell": _lot(new("e1", {"capacity": 1}), put("e1", "capacity", 2)),
    "undo beside an edit": _lot(undo(LotRef(AUTHORITY, 1)), new("e1", {})),
    "undo of nothing": _lot((OpKind.UNDO, Cell("", "", ""), None, ())),
    "undo of a number": _lot((OpKind.UNDO, Cell("", "", ""), [AUTHORITY, True], ())),
    "undo of a cell": _lot((OpKind.UNDO, Cell("esms", "e1", ""), [AUTHORITY, 1], ())),
    "stamp out of bounds": Book().add(new("e1", {}), at=2**62),
    "stamp of nothing": Book().add(new("e1", {}), at=0),
}


@pytest.mark.parametrize("lot", BROKEN.values(), ids=list(BROKEN))
def test_a_lot_that_cannot_be_is_refused_by_itself_and_by_every_merge(lot: Lot) -> None:
    doors: tuple[Callable[[], object], ...] = (lambda: check_lot(lot), lambda: HeldJournal().receive([lot]))
    for door in doors:
        with pytest.raises(Refused) as refusal:
            door()
        assert refusal.value.reason is Reason.MALFORMED


def test_an_undo_of_itself_is_refused() -> None:
    with pytest.raises(Refused):
        HeldJournal().receive([_lot(undo(LotRef(MANAGER, 1)))])
