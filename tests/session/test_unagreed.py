"""A retained value that somebody changed without an agreement stays as it was when it is received; it is a position."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cpom_desktop.core import overlay
from cpom_desktop.core.changes import Author, Edit, Side
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.negotiation import Decision, Position
from cpom_desktop.core.overlay import standing
from cpom_desktop.core.problems import Kind, Surroundings
from cpom_desktop.core.records import Cell
from cpom_desktop.session import exchange, negotiation
from cpom_desktop.session.document import Document
from cpom_desktop.session.keys import Keys
from cpom_desktop.session.receiving import Reception
from cpom_desktop.session.review import Review
from cpom_desktop.session.starting import document_from_bundle

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


def test_what_was_written_in_common_is_received_as_it_is(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    writing = manager.document.contract.at("writing")
    for values in ({writing: "commune"}, {CENTS: 999}, {writing: "parties"}):
        manager.document.apply(Edit("", values=dict(values)))
    assert authority.takes(manager).returned == () and retained(authority.document) == 999


def test_a_value_refused_is_put_back_for_everybody(parties: tuple[Party, Party, Party]) -> None:
    manager, authority, _ = parties
    negotiation.decide(manager.document, {CENTS: 2_000}, Decision(id="d1", number="D-R3-01"))
    authority.takes(manager)
    authority.document.refuse({CENTS: None}, "décision contestée")
    assert manager.takes(authority).returned == () and retained(manager.document) is None


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
