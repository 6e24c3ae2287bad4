"""A retained value that somebody changed without an agreement stays as it was when it is received; it is a position."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cpom_desktop.core import overlay
from cpom_desktop.core.changes import Author, Changes, Edit, Side
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.negotiation import Decision, Position
from cpom_desktop.core.overlay import standing
from cpom_desktop.core.problems import Kind, Reason, Refused, Surroundings
from cpom_desktop.core.records import Cell, Value
from cpom_desktop.session import exchange, negotiation
from cpom_desktop.session.document import Document
from cpom_desktop.session.keys import Keys
from cpom_desktop.session.pen import Draft, undo_of
from cpom_desktop.session.receiving import Reception
from cpom_desktop.session.retained import negotiable_of
from cpom_desktop.session.review import Review
from cpom_desktop.session.starting import document_from_bundle
from cpom_desktop.sync.journal import Dot, OpKind
from cpom_desktop.sync.state import RowKey

from .desk import ATTIAS, CAPACITY, CONTRACT, MEASURE, MERLE, Desk, new_document

CENTS = MEASURE.at("cents")
RATE = natural_record(YearRate, CONTRACT, section="s1", year=2027, rate=12_500)
DURAND = Author("Mme Durand", "Département", Side.SECOND_AUTHORITY)


class Party:
    """One side with its computer, its keys and its copy of the contract."""

    def __init__(self, folder: Path, name: str, author: Author, of: Party | None = None) -> None:
        self.desk, self.author, place = Desk(name), author, folder / name
        place.mkdir()
        self.keys = Keys(place, self.desk.tools.randomness)
        if of is None:
            self.document = new_document(place, self.desk, author, writing="parties", stage="negociation")
        else:
            path = place / "contrat.cpom"
            self.document = document_from_bundle(path, of.sends(), author, self.keys, self.desk.tools)

    def sends(self) -> bytes:
        return exchange.send(self.document, self.keys)

    def takes(self, other: Party) -> Review:
        review = exchange.receive(self.document, self.keys, other.sends())
        exchange.accept(self.document, self.keys, review)
        assert review.fingerprint == self.document.fingerprint()
        return review

    def agrees_to(self, other: Party, decisions: dict[Cell, Value]) -> None:
        exchange.accept(self.document, self.keys, exchange.receive(self.document, self.keys, other.sends()), decisions)

    def forges(self, *drafts: Draft) -> None:
        """Write ops that no door lets through."""
        lot = self.document.lot_after((), self.author, "Saisie", drafts)
        self.document.file.append([lot])
        self.renews()

    def seen(self) -> tuple[Dot, ...]:
        """What a write of the measure's amount now cites."""
        return self.document.file.row_state(RowKey(*CENTS[:2])).parents_for("cents")

    def renews(self) -> None:
        self.document.renewed_from_file(Changes())

    def forces(self, edit: Edit) -> None:
        """Write past the door, as another program would."""
        self.document.apply(edit, decided=True)

    def said(self, side: Side, cell: Cell = CENTS) -> str | None:
        position = standing(self.document.model, cell, side)
        return position.value if position is not None else None


@pytest.fixture
def parties(tmp_path: Path) -> Iterator[tuple[Party, Party, Party]]:
    manager = Party(tmp_path, "attias", ATTIAS)
    found = manager, Party(tmp_path, "merle", MERLE, manager), Party(tmp_path, "durand", DURAND, manager)
    yield found
    for party in found:
        party.document.close()


def retained(document: Document, cell: Cell = CENTS) -> object:
    return document.model.value(cell)


def test_what_one_side_wrote_arrives_as_its_position(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    manager.forces(Edit("", values={CENTS: 999, CAPACITY: 65}))
    review = authority.takes(manager)
    assert [one.cell for one in review.returned] == [CENTS] and review.after.value(CENTS) is None
    assert retained(authority.document) is None and authority.said(Side.MANAGER) == "999"
    assert retained(authority.document, CAPACITY) == 65
    assert authority.document.history()[0].label.startswith("Rendu à la négociation")


def _accepted_lie(said: Position) -> Draft:
    return Draft(OpKind.SET, said.at("status"), "valide", ())


def _settled_lie(said: Position) -> Draft:
    return Draft(OpKind.SET, said.at("settled"), 1, ())


def _decided_lie(said: Position) -> Draft:
    return Draft(OpKind.NEW, Cell("effect", "e1", ""), {"decision": "d1", "cell": said.cell, "value": "1200000"})


def _unread_lie(said: Position) -> Draft:
    return Draft(OpKind.NEW, Cell("effect", "e1", ""), {"decision": "d1", "cell": said.cell, "value": 999})


@pytest.mark.parametrize("lie", [_accepted_lie, _settled_lie, _decided_lie, _unread_lie])
def test_an_agreement_on_one_value_does_not_bring_in_another(
    lie: Callable[[Position], Draft], parties: tuple[Party, Party, Party]
) -> None:
    manager, authority, _ = parties
    negotiation.propose(authority.document, CENTS, 1_200_000)
    manager.takes(authority)
    said = standing(manager.document.model, CENTS, Side.AUTHORITY)
    assert said is not None
    manager.forges(lie(said), Draft(OpKind.SET, CENTS, 999, manager.seen()))
    review = authority.takes(manager)
    assert CENTS in [one.cell for one in review.returned] and retained(authority.document) is None


def test_what_another_side_waits_on_stays_when_its_row_is_deleted(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    negotiation.propose(authority.document, CENTS, 1_200_000)
    manager.takes(authority)
    manager.forces(Edit("", deleted=((MEASURE.kind, MEASURE.id),)))
    assert manager.said(Side.AUTHORITY) is None
    review = authority.takes(manager)
    assert review.returned and authority.said(Side.AUTHORITY) == "1200000"
    manager.takes(authority)
    assert manager.said(Side.AUTHORITY) == "1200000"
    assert manager.document.fingerprint() == authority.document.fingerprint()


def test_a_new_row_arrives_without_its_negotiable_value(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    manager.forces(Edit("", new=(RATE,)))
    authority.takes(manager)
    assert retained(authority.document, RATE.at("rate")) is None
    assert authority.said(Side.MANAGER, RATE.at("rate")) == "12500"


def test_everybody_comes_to_the_same_contract_whoever_received_first(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, second = parties
    manager.forces(Edit("", values={CENTS: 999}))
    for one, other in ((authority, manager), (second, manager), (authority, second), (second, authority)):
        one.takes(other)
    last = manager.takes(authority)
    assert last.returned == () and retained(manager.document) is None and manager.said(Side.MANAGER) == "999"
    second.takes(manager)
    authority.takes(manager)
    assert len({party.document.fingerprint() for party in parties}) == 1
    assert not any(party.document.conflicts() for party in parties)
    assert len(authority.document.model.all(Position)) == 1


def test_what_was_agreed_or_decided_is_received_as_it_is(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    negotiation.propose(manager.document, CENTS, 1_000)
    authority.takes(manager)
    asked = standing(authority.document.model, CENTS, Side.MANAGER)
    assert asked is not None
    negotiation.accept(authority.document, [asked])
    assert manager.takes(authority).returned == () and retained(manager.document) == 1_000
    negotiation.decide(manager.document, {CENTS: 2_000}, Decision(id="d1", number="D-R3-01"))
    assert authority.takes(manager).returned == () and retained(authority.document) == 2_000


def test_a_decision_covers_no_other_cell(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    other = Measure(id="m2", section="s1", year=2028, label="Équipe mobile")
    manager.document.apply(Edit("", new=(other,)))
    edit = overlay.decide(manager.document.model, {CENTS: 5}, Decision(id="d1"))
    manager.forces(replace(edit, values={**edit.values, other.at("cents"): 7}))
    assert [one.cell for one in authority.takes(manager).returned] == [other.at("cents")]
    assert retained(authority.document) == 5 and retained(authority.document, other.at("cents")) is None


def test_what_was_written_in_common_while_both_knew_it_is_received_as_it_is(
    parties: tuple[Party, Party, Party]
) -> None:
    manager, authority, _ = parties
    writing = manager.document.contract.at("writing")
    manager.document.apply(Edit("", values={writing: "commune"}))
    authority.agrees_to(manager, {writing: "commune"})
    assert authority.document.contract.writing == "commune"
    manager.document.apply(Edit("", values={CENTS: 999}))
    assert authority.takes(manager).returned == () and retained(authority.document) == 999


@pytest.mark.parametrize("back", [False, True], ids=["left so", "and back"])
def test_one_side_does_not_pass_to_common_writing_alone(parties: tuple[Party, Party, Party], back: bool) -> None:
    manager, authority, _ = parties
    writing, stage = manager.document.contract.at("writing"), manager.document.contract.at("stage")
    last: dict[Cell, Value] = {writing: "parties"} if back else {stage: "preparation"}
    for values in ({writing: "commune"}, {CENTS: 999}, last):
        manager.document.apply(Edit("", values=values))
    returned = [one.cell for one in authority.takes(manager).returned]
    assert set(returned) == ({CENTS} if back else {CENTS, writing, stage})
    assert retained(authority.document) is None and authority.said(Side.MANAGER) == "999"
    assert (authority.document.contract.writing, authority.document.contract.stage) == ("parties", "negociation")
    assert manager.takes(authority).returned == () and retained(manager.document) is None
    assert manager.document.contract.writing == "parties"
    assert manager.document.fingerprint() == authority.document.fingerprint()


@pytest.mark.parametrize("back", [False, True], ids=["left so", "and back"])
def test_the_passage_to_common_writing_may_be_agreed_at_reception(
    parties: tuple[Party, Party, Party], back: bool
) -> None:
    manager, authority, _ = parties
    writing = manager.document.contract.at("writing")
    steps: list[dict[Cell, Value]] = [{writing: "commune"}, {CENTS: 999}, {writing: "parties"}]
    for values in steps if back else steps[:2]:
        manager.document.apply(Edit("", values=values))
    authority.agrees_to(manager, {writing: "parties" if back else "commune"})
    assert retained(authority.document) == 999 and not authority.document.model.all(Position)


def test_a_meeting_may_decide_to_write_in_common(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    negotiation.decide(manager.document, {manager.document.contract.at("writing"): "commune"}, Decision(id="d1"))
    manager.document.apply(Edit("", values={CENTS: 999}))
    assert authority.takes(manager).returned == () and retained(authority.document) == 999


def agree(one: Party, other: Party, value: int | None, decision: str) -> None:
    """A meeting retains a value, and both copies hold it."""
    negotiation.decide(one.document, {CENTS: value}, Decision(id=decision))
    other.takes(one)


def test_nobody_refuses_alone_what_was_agreed(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    agree(manager, authority, 2_000, "d1")
    with pytest.raises(Refused) as refusal:
        authority.document.refuse({CENTS: None}, "décision contestée")
    assert refusal.value.reason is Reason.NEGOTIATED and retained(authority.document) == 2_000


@pytest.mark.parametrize("how", [OpKind.REFUSE, OpKind.RESOLVE, OpKind.SET])
def test_a_forged_refusal_or_choice_of_what_was_agreed_is_a_position(
    parties: tuple[Party, Party, Party], how: OpKind
) -> None:
    manager, authority, _ = parties
    agree(manager, authority, 1_000, "d1")
    agree(manager, authority, 2_000, "d2")
    authority.forges(Draft(how, CENTS, 1_000, authority.seen()))
    assert [one.cell for one in manager.takes(authority).returned] == [CENTS]
    assert retained(manager.document) == 2_000 and manager.said(Side.AUTHORITY) == "1000"


def test_a_forged_refusal_that_takes_another_value_than_the_one_before_puts_nothing_back(
    parties: tuple[Party, Party, Party]
) -> None:
    manager, authority, second = parties
    manager.forces(Edit("", values={CENTS: 999}))
    second.document.file.receive(manager.document.file.lots())
    second.renews()
    second.forges(Draft(OpKind.REFUSE, CENTS, 7, second.seen()))
    assert [one.cell for one in authority.takes(second).returned] == [CENTS]
    assert retained(authority.document) is None


def test_a_row_with_a_retained_value_is_not_deleted_by_one_side(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    agree(manager, authority, 2_000, "d1")
    for row in (CENTS[:2], ("esms", "e1")):
        with pytest.raises(Refused) as refusal:
            manager.document.apply(Edit("", deleted=(row,)))
        if row[0] == "measure":
            assert refusal.value.reason is Reason.HOLDS_AGREED
            assert "Montant en année pleine de Veille de nuit" in refusal.value.sentences.happened
    agree(manager, authority, None, "d2")
    manager.document.model.get(Measure, "m1")
    assert negotiable_of(manager.document.model.get(Measure, "m1")) == {}


def test_a_row_deleted_all_the_same_stays_for_who_receives_it(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    agree(manager, authority, 2_000, "d1")
    manager.forges(Draft(OpKind.DELETE, MEASURE.at(""), None, manager.document.file.row_state(
        RowKey(*CENTS[:2])).tips))
    review = authority.takes(manager)
    assert [one.cell for one in review.returned] == [MEASURE.at("")] and retained(authority.document) == 2_000
    assert not authority.document.flagged()
    manager.takes(authority)
    assert retained(manager.document) == 2_000 and manager.document.fingerprint() == authority.document.fingerprint()


def test_a_row_that_holds_nothing_retained_is_deleted_by_who_made_it(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    manager.document.apply(Edit("", deleted=(MEASURE.at("")[:2],)))
    assert authority.takes(manager).returned == () and not authority.document.model.all(Measure)


def test_an_agreement_is_not_undone_by_the_one_who_typed_it(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    agree(manager, authority, 2_000, "d1")
    manager.document.undo()
    assert retained(manager.document) is None
    assert [one.cell for one in authority.takes(manager).returned] == [CENTS]
    assert retained(authority.document) == 2_000
    manager.takes(authority)
    assert retained(manager.document) == 2_000


def test_the_undo_of_another_party_s_action_cancels_nothing(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    agree(manager, authority, 2_000, "d1")
    manager.document.apply(Edit("", values={CAPACITY: 65}))
    authority.takes(manager)
    for lot in list(authority.document.file.lots())[-2:]:
        authority.forges(undo_of(lot.ref))
    assert authority.takes(manager).returned == () and manager.takes(authority).returned == ()
    for document in (manager.document, authority.document):
        assert retained(document) == 2_000 and retained(document, CAPACITY) == 65
    assert manager.document.fingerprint() == authority.document.fingerprint()


def test_two_decisions_in_conflict_leave_the_last_agreed_value_until_a_third(
    parties: tuple[Party, Party, Party]
) -> None:
    manager, authority, _ = parties
    agree(manager, authority, 1_000, "d1")
    negotiation.decide(manager.document, {CENTS: 2_000}, Decision(id="d2"))
    negotiation.decide(authority.document, {CENTS: 3_000}, Decision(id="d3"))
    authority.takes(manager)
    manager.takes(authority)
    for document in (manager.document, authority.document):
        assert retained(document) == 1_000
        found = document.conflicts()[CENTS]
        assert found.shown is found.agreed and found.shown.value == 1_000
        with pytest.raises(Refused):
            document.settle(CENTS, 3_000)
    assert manager.document.fingerprint() == authority.document.fingerprint()
    negotiation.decide(authority.document, {CENTS: 3_000}, Decision(id="d4"))
    assert not authority.document.conflicts() and retained(authority.document) == 3_000
    assert manager.takes(authority).returned == () and retained(manager.document) == 3_000
    assert not manager.document.conflicts()


def test_anybody_may_stay_at_the_last_agreed_value(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    agree(manager, authority, 1_000, "d1")
    negotiation.decide(manager.document, {CENTS: 2_000}, Decision(id="d2"))
    negotiation.decide(authority.document, {CENTS: 3_000}, Decision(id="d3"))
    authority.takes(manager)
    manager.takes(authority)
    authority.document.settle(CENTS, 1_000)
    assert not authority.document.conflicts()
    assert manager.takes(authority).returned == () and retained(manager.document) == 1_000
    assert not manager.document.conflicts()


def test_another_process_gives_the_same_review(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    manager.forces(Edit("", values={CENTS: 999}))
    data = manager.sends()
    here = exchange.receive(authority.document, authority.keys, data)
    there = Reception(authority.document, authority.keys, data).review()
    assert there.returned == here.returned and there.fingerprint == here.fingerprint
    assert there.after.value(CENTS) is None and len(there.after.all(Position)) == 1


def test_a_reception_is_not_told_as_failed_once_it_is_committed(
    parties: tuple[Party, Party, Party], monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, authority, _ = parties
    manager.document.apply(Edit("", values={CAPACITY: 65}))

    def full(*_: object) -> None:
        raise Surroundings(Kind.FULL, name="contrat.cpom")

    monkeypatch.setattr(authority.document.file, "note_exchange", full)
    authority.takes(manager)
    assert retained(authority.document, CAPACITY) == 65
