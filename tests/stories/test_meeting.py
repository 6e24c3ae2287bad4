"""A negotiation on two laptops: asked, offered, typed for the other, confirmed, bound in a package, printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpom_desktop.core.changes import Author, Edit, Side
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.negotiation import Acceptance, Decision, Meeting, Package, Position, Topic
from cpom_desktop.core.overlay import View, gap, standing
from cpom_desktop.core.records import Cell
from cpom_desktop.exports.pdf.read_back import read_contract
from cpom_desktop.session import exchange, negotiation
from cpom_desktop.session.document import Document
from cpom_desktop.session.jobs import JobState
from cpom_desktop.session.keys import Keys
from cpom_desktop.session.printing import print_contract
from cpom_desktop.session.starting import document_from_bundle
from tests.session.desk import ATTIAS, MEASURE, MERLE, Desk, new_document

REBASING = MEASURE.at("cents")
CLAUSE = Topic(id="revoyure", name="Clause de revoyure")
MEETING = Meeting(id="r3", code="R3", subject="Finances", day="2026-09-15")


class Laptop:
    """One party with its copy and its key."""

    def __init__(self, document: Document, keys: Keys) -> None:
        self.document, self.keys = document, keys

    def hears(self, other: Laptop) -> None:
        review = exchange.receive(self.document, self.keys, exchange.send(other.document, other.keys))
        exchange.accept(self.document, self.keys, review)

    def standing(self, side: Side, cell: Cell = REBASING) -> Position:
        found = standing(self.document.model, cell, side)
        assert found is not None
        return found


def laptop(folder: Path, desk: Desk, author: Author, first: Laptop | None = None) -> Laptop:
    folder.mkdir()
    keys = Keys(folder, desk.randomness)
    if first is None:
        document = new_document(folder, desk, author, writing="parties", stage="negociation")
    else:
        data = exchange.send(first.document, first.keys)
        document = document_from_bundle(folder / "contrat.cpom", data, author, keys, desk.tools)
    return Laptop(document, keys)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[tuple[Laptop, Laptop]]:
    manager = laptop(tmp_path / "og", Desk("og"), ATTIAS)
    manager.document.apply(Edit("Ordre du jour de R3", new=(CLAUSE, MEETING)))
    authority = laptop(tmp_path / "at", Desk("at"), MERLE, manager)
    yield manager, authority
    manager.document.close()
    authority.document.close()


def test_a_meeting_from_the_first_demand_to_the_printed_contract(table: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    manager, authority = table

    # In the room one laptop records for both; nothing is retained, and the gap shows.
    negotiation.propose(manager.document, REBASING, 3_800_000, precondition=1, meeting="r3")
    said = {"meeting": "r3", "argument": "Si la clause passe"}
    negotiation.propose(manager.document, REBASING, 1_200_000, View.AUTHORITY, **said)
    found = gap(manager.document.model, REBASING)
    assert found is not None and (found.difference, found.open) == (2_600_000, True)
    assert manager.document.model.get(Measure, MEASURE.id).cents is None

    # At the next exchange the party concerned confirms what was typed for it.
    authority.hears(manager)
    assert [one.value for one in negotiation.to_confirm(authority.document.model, Side.AUTHORITY)] == ["1200000"]
    negotiation.confirm(authority.document, [authority.standing(Side.AUTHORITY)])

    # It binds its offer to a clause, and the manager takes the package whole, by one decision of the meeting.
    package = Package(id="k1", code="K1", name="Rebasage contre clause")
    authority.document.apply(Edit("Lot K1", new=(package,)))
    negotiation.propose(authority.document, REBASING, 1_200_000, package="k1")
    negotiation.propose(authority.document, CLAUSE.at("value"), "Revoyure en 2029", package="k1")
    manager.hears(authority)
    assert manager.standing(Side.AUTHORITY).confirmed == "sans-objet", "its own move replaces what was typed for it"
    decision = Decision(id="d1", number="D-R3-01", meeting="r3", wording="K1 est accepté.", package="k1")
    negotiation.accept(manager.document, [manager.standing(Side.AUTHORITY)], decision=decision, meeting="r3")
    assert manager.document.model.get(Measure, MEASURE.id).cents == 1_200_000
    assert manager.document.model.get(Topic, "revoyure").value == "Revoyure en 2029"
    assert {one.party for one in manager.document.model.all(Acceptance)} == {Side.MANAGER.value}

    # Both read the same contract, and the history says who agreed to what.
    authority.hears(manager)
    assert authority.document.fingerprint() == manager.document.fingerprint()
    assert authority.document.conflicts() == {}
    assert authority.document.history(REBASING)[0].label == "Accord sur K1"

    # On paper stands what is retained, and nothing of how it was reached.
    status = print_contract(authority.document, tmp_path / "contrat.pdf", draft=True).wait()
    assert status.state is JobState.DONE, status
    printed = read_contract(tmp_path / "contrat.pdf").model
    assert printed.get(Measure, MEASURE.id).cents == 1_200_000
    assert not printed.all(Position) and not printed.all(Acceptance) and not printed.all(Meeting)


def test_two_parties_that_move_at_once_lose_nothing(table: tuple[Laptop, Laptop]) -> None:
    manager, authority = table
    negotiation.propose(manager.document, REBASING, 3_800_000)
    negotiation.propose(authority.document, REBASING, 0)
    manager.hears(authority)
    authority.hears(manager)
    assert manager.document.conflicts() == authority.document.conflicts() == {}
    assert (manager.standing(Side.MANAGER).value, manager.standing(Side.AUTHORITY).value) == ("3800000", "0")
    assert manager.document.fingerprint() == authority.document.fingerprint()


def test_two_laptops_of_one_party_that_make_the_same_move_differently_see_a_conflict(
    table: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    manager, _ = table
    second = laptop(tmp_path / "og2", Desk("og2"), Author("M. Oussedik", ATTIAS.organisation, Side.MANAGER), manager)
    negotiation.propose(manager.document, REBASING, 3_800_000)
    negotiation.propose(second.document, REBASING, 3_000_000)
    manager.hears(second)
    (conflict,) = (one for one in manager.document.conflicts().values() if one.cell.field == "value")
    assert {version.value for version in conflict.versions} == {"3800000", "3000000"}
    assert {version.author for version in conflict.versions} == {"Mme Attias", "M. Oussedik"}
    second.document.close()
