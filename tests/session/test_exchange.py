"""Two copies that send to each other: what is verified, reviewed, merged, settled, and who has what."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cpom_desktop.core.changes import Author, Changes, Edit, Side
from cpom_desktop.core.contract import Contract, Esms
from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.session import exchange, keeping
from cpom_desktop.session.document import Document
from cpom_desktop.session.keys import Keys, Trust
from cpom_desktop.session.review import Review
from cpom_desktop.session.starting import document_from_bundle
from cpom_desktop.sync.bundle_reader import open_bundle
from cpom_desktop.sync.state import RowKey

from .desk import ATTIAS, CAPACITY, MEASURE, MERLE, TOWN, Desk, new_document, reopened


class Party:
    """One side with its computer, its keys and its copy."""

    def __init__(self, folder: Path, name: str, author: Author) -> None:
        self.folder, self.desk, self.author = folder / name, Desk(name), author
        self.folder.mkdir()
        self.keys = Keys(self.folder, self.desk.tools.randomness)
        self.document: Document

    def sends(self, to: str = "") -> bytes:
        return exchange.send(self.document, self.keys, to)

    def takes(self, data: bytes) -> Review:
        review = exchange.receive(self.document, self.keys, data)
        exchange.accept(self.document, self.keys, review)
        return review

    def types(self, **values: int | str) -> None:
        cells = {"capacity": CAPACITY, "town": TOWN}
        self.document.apply(Edit("", values={cells[name]: value for name, value in values.items()}))


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Party]:
    party = Party(tmp_path, "attias", ATTIAS)
    party.document = new_document(party.folder, party.desk)
    yield party
    party.document.close()


@pytest.fixture
def authority(tmp_path: Path, manager: Party) -> Iterator[Party]:
    party = Party(tmp_path, "merle", MERLE)
    party.document = document_from_bundle(
        party.folder / "recu.cpom", manager.sends(), MERLE, party.keys, party.desk.tools
    )
    yield party
    party.document.close()


def test_the_first_bundle_makes_the_contract_where_there_is_none(manager: Party, authority: Party) -> None:
    assert authority.document.contract == manager.document.contract
    assert authority.document.fingerprint() == manager.document.fingerprint()
    assert authority.document.author == MERLE


def test_edits_on_both_sides_meet_in_one_contract(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    authority.types(town="Lysmont")
    authority.takes(manager.sends())
    manager.takes(authority.sends())
    assert manager.document.fingerprint() == authority.document.fingerprint()
    esms = manager.document.model.get(Esms, "e1")
    assert (esms.capacity, esms.town) == (65, "Lysmont")
    assert manager.document.conflicts() == {}


def test_a_review_tells_everything_and_changes_nothing(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    before, lots = authority.document.fingerprint(), authority.document.file.vector()
    review = exchange.receive(authority.document, authority.keys, manager.sends())
    assert (review.new, review.known, review.alarms, review.missing) == (1, 1, 0, ())
    assert [line.changes for line in review.lines] == [
        ("Capacité initiale de La Passerelle\u00a0: 60 → 65\u00a0places",)
    ]
    assert review.changes.cells == {CAPACITY}
    assert review.before.get(Esms, "e1").capacity == 60 and review.after.get(Esms, "e1").capacity == 65
    assert review.same_as_sender and review.fingerprint == manager.document.fingerprint()
    assert authority.document.fingerprint() == before and authority.document.file.vector() == lots


def test_the_same_bundle_twice_brings_nothing_more(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    data = manager.sends()
    authority.takes(data)
    assert authority.takes(data).brings_nothing
    authority.types(town="Lysmont")
    authority.takes(data)
    assert authority.document.undo_label == "Commune de La Passerelle", "nothing came: there is no barrier"


def test_a_conflict_shows_what_both_knew_mine_and_theirs(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    authority.types(capacity=58)
    review = authority.takes(manager.sends())
    (conflict,) = review.conflicts.values()
    assert conflict.base is not None and conflict.mine is not None
    assert (conflict.base.value, conflict.mine.value) == (60, 58)
    assert [(v.value, v.author) for v in conflict.theirs] == [(65, "Mme Attias")]
    assert list(authority.document.conflicts()) == [CAPACITY]
    manager.types(town="Lysmont")
    assert authority.takes(manager.sends()).conflicts == {}, "it was open before"


def test_a_settled_conflict_is_settled_for_everybody(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    authority.types(capacity=58)
    authority.takes(manager.sends())
    shown = authority.document.model.get(Esms, "e1").capacity
    authority.document.settle(CAPACITY, 62)
    manager.takes(authority.sends())
    assert manager.document.model.get(Esms, "e1").capacity == 62
    assert manager.document.conflicts() == {} and authority.document.conflicts() == {}
    assert manager.document.fingerprint() == authority.document.fingerprint()
    told = f"Capacité initiale de La Passerelle\u00a0: {shown} → 62\u00a0places (conflit réglé)"
    assert manager.document.history(CAPACITY)[0].changes == (told,)


def test_a_conflict_is_settled_in_the_reception_itself(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    authority.types(capacity=58)
    review = exchange.receive(authority.document, authority.keys, manager.sends())
    exchange.accept(authority.document, authority.keys, review, {CAPACITY: 58})
    assert authority.document.conflicts() == {}
    assert authority.document.model.get(Esms, "e1").capacity == 58
    authority.types(town="Lysmont")
    assert manager.takes(authority.sends()).missing == ()
    assert manager.document.fingerprint() == authority.document.fingerprint()


def test_typing_the_shown_value_settles_a_conflict(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    authority.types(capacity=58)
    authority.takes(manager.sends())
    shown = authority.document.model.get(Esms, "e1").capacity
    assert shown is not None
    authority.types(capacity=shown)
    assert authority.document.conflicts() == {}


def test_a_decision_that_is_undone_leaves_the_conflict_open_again(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    authority.types(capacity=58)
    authority.takes(manager.sends())
    before = authority.document.fingerprint()
    authority.document.settle(CAPACITY, 62)
    authority.document.undo()
    assert list(authority.document.conflicts()) == [CAPACITY] and authority.document.fingerprint() == before
    authority.document.redo()
    assert authority.document.conflicts() == {}


def test_settling_what_is_not_in_conflict_is_refused(manager: Party) -> None:
    with pytest.raises(Refused) as caught:
        manager.document.settle(CAPACITY, 61)
    assert caught.value.reason is Reason.UNKNOWN_CELL


def test_a_merge_is_a_barrier_for_undo_also_after_reopening(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    authority.types(town="Lysmont")
    manager.takes(authority.sends())
    assert manager.document.undo_label is None
    manager.document = reopened(manager.document, manager.desk)
    assert manager.document.undo_label is None
    manager.types(capacity=66)
    manager.document = reopened(manager.document, manager.desk)
    assert manager.document.undo_label == "Capacité initiale de La Passerelle"
    manager.document.undo()
    assert manager.document.model.get(Esms, "e1").capacity == 65


def test_an_edit_after_a_merge_comes_after_it_whatever_the_clock(manager: Party, authority: Party) -> None:
    manager.desk.moment = manager.desk.moment.replace(year=2030)
    manager.types(capacity=65)
    authority.takes(manager.sends())
    authority.types(capacity=70)
    assert authority.document.conflicts() == {}
    manager.takes(authority.sends())
    assert manager.document.model.get(Esms, "e1").capacity == 70 and manager.document.conflicts() == {}


def test_a_bundle_of_another_contract_is_refused_by_name(tmp_path: Path, manager: Party) -> None:
    other = Party(tmp_path, "rive", ATTIAS)
    other.document = Document.create(
        other.folder / "x.cpom", [Contract(id="d" * 32, name="CPOM Rive Neuve")], ATTIAS, other.desk.tools
    )
    before = manager.document.file.vector()
    with pytest.raises(Refused) as caught:
        exchange.receive(manager.document, manager.keys, other.sends())
    assert caught.value.reason is Reason.FOREIGN and "CPOM Rive Neuve" in caught.value.sentences.happened
    assert manager.document.file.vector() == before
    other.document.close()


def test_a_bundle_changed_on_the_way_is_refused(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    data = bytearray(manager.sends())
    data[len(data) // 2] ^= 1
    with pytest.raises(Refused):
        exchange.receive(authority.document, authority.keys, bytes(data))
    assert authority.document.model.get(Esms, "e1").capacity == 60


def test_a_bundle_under_a_passphrase_opens_with_it_alone(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    data = exchange.send(manager.document, manager.keys, passphrase="cinq mots pour le téléphone")
    with pytest.raises(Refused) as caught:
        exchange.receive(authority.document, authority.keys, data, "autre chose")
    assert caught.value.reason is Reason.PASSPHRASE
    assert exchange.receive(authority.document, authority.keys, data, "cinq mots pour le téléphone").new == 1


def test_a_key_is_new_once_then_known_and_a_change_is_said(tmp_path: Path, manager: Party, authority: Party) -> None:
    review = exchange.receive(manager.document, manager.keys, authority.sends())
    assert review.origin.trust is Trust.NEW
    exchange.accept(manager.document, manager.keys, review)
    assert exchange.receive(manager.document, manager.keys, authority.sends()).origin.trust is Trust.KNOWN
    assert exchange.receive(authority.document, authority.keys, manager.sends()).origin.trust is Trust.KNOWN
    assert exchange.receive(manager.document, manager.keys, manager.sends()).origin.trust is Trust.OWN
    os.remove(authority.folder / "exchange.key")
    authority.keys = Keys(authority.folder, authority.desk.tools.randomness)
    assert exchange.receive(manager.document, manager.keys, authority.sends()).origin.trust is Trust.CHANGED


def test_the_key_is_for_its_owner_alone_and_stays_the_same(manager: Party) -> None:
    path = manager.folder / "exchange.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Keys(manager.folder, manager.desk.tools.randomness).signer.public == manager.keys.signer.public
    assert not manager.keys.temporary


def test_who_has_what_is_known_from_what_came(manager: Party, authority: Party) -> None:
    assert exchange.peers(manager.document) == []
    manager.takes(authority.sends())
    manager.types(capacity=65)
    (peer,) = exchange.peers(manager.document)
    assert (peer.name, peer.organisation, peer.lacks, peer.last_sent) == ("M. Merle", MERLE.organisation, 1, "")
    authority.takes(manager.sends(to=peer.key))
    assert exchange.peers(manager.document)[0].last_sent != ""
    manager.takes(authority.sends())
    assert exchange.peers(manager.document)[0].lacks == 0


def test_a_third_party_is_trusted_through_a_second(tmp_path: Path, manager: Party, authority: Party) -> None:
    third = Party(tmp_path, "cd", Author("Mme Roy", "Conseil départemental", Side.SECOND_AUTHORITY))
    authority.types(town="Lysmont")
    manager.takes(authority.sends())
    third.document = document_from_bundle(
        third.folder / "c.cpom", manager.sends(), third.author, third.keys, third.desk.tools
    )
    vouchers = {voucher.key for voucher in third.document.file.signed_heads()}
    assert vouchers == {manager.keys.signer.public, authority.keys.signer.public}
    third.document.close()


def test_a_bundle_that_lacks_what_came_before_waits_and_says_so(manager: Party, authority: Party) -> None:
    manager.takes(authority.sends())
    (peer,) = exchange.peers(manager.document)
    manager.document.file.note_exchange(peer.key, {"holds": dict(manager.document.file.vector())})
    manager.types(capacity=65)
    lost = list(manager.document.file.lots())
    manager.types(capacity=66)
    data = _partial(manager, len(lost))
    review = exchange.receive(authority.document, authority.keys, data)
    assert review.new == 0 and len(review.missing) == 1
    assert "Les Deux Rives" in review.missing[0].sentence()
    exchange.accept(authority.document, authority.keys, review)
    assert authority.document.model.get(Esms, "e1").capacity == 60
    authority.takes(manager.sends())
    assert authority.document.model.get(Esms, "e1").capacity == 66


def _partial(party: Party, already: int) -> bytes:
    """A bundle that begins after the lots which another one, lost on the way, carried."""
    since = dict.fromkeys(party.document.file.vector(), already)
    assert party.document.author is not None
    return exchange._bundle(party.document, party.keys, party.document.author, since, {})


def test_nobody_sends_before_saying_who_sends(manager: Party) -> None:
    manager.document.author = None
    with pytest.raises(Refused) as caught:
        manager.sends()
    assert caught.value.reason is Reason.NO_AUTHOR


def test_a_reception_is_undone_until_the_next_edit(tmp_path: Path, manager: Party, authority: Party) -> None:
    manager.document.tools = replace(manager.document.tools, backups=tmp_path / "copies")
    manager.types(capacity=65)
    before, told = manager.document.fingerprint(), list[Changes]()
    authority.types(town="Lysmont")
    manager.takes(authority.sends())
    manager.document.subscribe(lambda changes, _: told.append(changes))
    keeping.undo_reception(manager.document)
    assert manager.document.fingerprint() == before
    assert told[0].rows == {("esms", "e1")}
    assert manager.document.model.get(Esms, "e1").town == "Pont-aux-Saules"
    manager.types(capacity=66)
    manager.takes(authority.sends())
    authority.takes(manager.sends())
    assert manager.document.fingerprint() == authority.document.fingerprint()
    assert authority.document.file.alarms() == []


def test_a_reception_followed_by_an_edit_is_undone_no_more(tmp_path: Path, manager: Party, authority: Party) -> None:
    manager.document.tools = replace(manager.document.tools, backups=tmp_path / "copies")
    authority.types(town="Lysmont")
    manager.takes(authority.sends())
    manager.types(capacity=66)
    with pytest.raises(Refused) as caught:
        keeping.undo_reception(manager.document)
    assert caught.value.reason is Reason.NOTHING_TO_UNDO
    assert [copy.reason for copy in keeping.copies(manager.document)] == ["reception"]


def test_one_copy_a_day_is_kept(tmp_path: Path, manager: Party) -> None:
    assert keeping.keep_daily(manager.document) is None
    manager.document.tools = replace(manager.document.tools, backups=tmp_path / "copies")
    assert keeping.keep_daily(manager.document) is not None
    assert keeping.keep_daily(manager.document) is None
    manager.desk.moment += dt.timedelta(days=1)
    assert keeping.keep_daily(manager.document) is not None
    assert len(keeping.copies(manager.document)) == 2


def test_a_refused_change_is_put_back_and_everybody_reads_why(manager: Party, authority: Party) -> None:
    manager.types(capacity=65)
    authority.takes(manager.sends())
    authority.document.refuse({CAPACITY: 60}, "hors du schéma")
    manager.takes(authority.sends())
    assert manager.document.model.get(Esms, "e1").capacity == 60 and manager.document.conflicts() == {}
    last = manager.document.history(CAPACITY)[0]
    assert (last.author, last.label) == ("M. Merle", "Refus\u00a0: Capacité initiale de La Passerelle (hors du schéma)")
    assert last.changes == ("Capacité initiale de La Passerelle\u00a0: 65 → 60\u00a0places (refusé)",)
    with pytest.raises(Refused):
        manager.document.refuse({CAPACITY: 60})


def test_a_row_deleted_here_and_edited_there_is_there_until_somebody_decides(manager: Party, authority: Party) -> None:
    row = RowKey("measure", "m1")
    authority.document.apply(Edit("", values={MEASURE.at("label"): "Équipe mobile"}))
    manager.document.apply(Edit("", deleted=(row,)))
    review = manager.takes(authority.sends())
    assert review.flagged == {row} and set(manager.document.flagged()) == {row}
    manager.document.keep(row)
    authority.takes(manager.sends())
    assert authority.document.flagged() == {} and authority.document.model.record(*row) is not None
    with pytest.raises(Refused):
        authority.document.keep(row)
    assert manager.document.fingerprint() == authority.document.fingerprint()


def test_a_flagged_row_goes_when_it_is_deleted_again(manager: Party, authority: Party) -> None:
    row = RowKey("measure", "m1")
    authority.document.apply(Edit("", values={MEASURE.at("label"): "Équipe mobile"}))
    manager.document.apply(Edit("", deleted=(row,)))
    manager.takes(authority.sends())
    manager.document.apply(Edit("", deleted=(row,)))
    authority.takes(manager.sends())
    assert authority.document.model.record(*row) is None and authority.document.flagged() == {}


def test_a_first_bundle_without_the_whole_history_makes_no_contract(tmp_path: Path, manager: Party) -> None:
    manager.types(capacity=65)
    manager.document = reopened(manager.document, manager.desk)
    manager.types(capacity=66)
    manager.types(capacity=67)
    newest = max(manager.document.file.lots(), key=lambda lot: lot.ops[0].hlc).replica
    assert manager.document.author is not None
    data = exchange._bundle(manager.document, manager.keys, manager.document.author, {newest: 1}, {})
    with pytest.raises(Refused) as caught:
        document_from_bundle(tmp_path / "x.cpom", data, MERLE, manager.keys, manager.desk.tools)
    assert caught.value.reason is Reason.MALFORMED and "il manque un envoi" in caught.value.sentences.happened
    assert not (tmp_path / "x.cpom").exists()


def test_nobody_vouches_for_what_another_computer_wrote(tmp_path: Path, manager: Party, authority: Party) -> None:
    """Not even when that computer gives itself the same name."""
    authority.document.tools = replace(authority.document.tools, installation="attias")
    authority.document = reopened(authority.document, Desk("attias"), MERLE)
    authority.types(town="Lysmont")
    manager.takes(authority.sends())
    theirs = authority.document.file.own_replicas()
    bundle = open_bundle(manager.sends())
    vouched = {(v.key, v.head.replica) for v in bundle.vouchers}
    assert theirs and not {(manager.keys.signer.public, replica) for replica in theirs} & vouched


def test_a_copied_file_vouches_for_nothing_that_it_brought(tmp_path: Path, manager: Party) -> None:
    manager.types(capacity=65)
    manager.document.close()
    copied = Party(tmp_path, "copie", MERLE)
    shutil.copy(manager.document.path, copied.folder / "contrat.cpom")
    copied.document = Document.open(copied.folder / "contrat.cpom", copied.desk.tools)
    copied.document.author = MERLE
    assert open_bundle(copied.sends()).vouchers == ()
    copied.types(town="Lysmont")
    assert len(open_bundle(copied.sends()).vouchers) == 1
    copied.document.close()
    manager.document = Document.open(manager.document.path, manager.desk.tools)


def test_a_clock_that_went_back_does_not_put_an_edit_before_what_its_author_saw(
    tmp_path: Path, manager: Party, authority: Party
) -> None:
    manager.document.tools = replace(manager.document.tools, backups=tmp_path / "copies")
    manager.types(capacity=65)
    authority.types(town="Lysmont")
    manager.takes(authority.sends())
    manager.desk.moment -= dt.timedelta(days=400)
    keeping.undo_reception(manager.document)
    manager.types(capacity=66)
    manager.document = reopened(manager.document, manager.desk)
    manager.types(capacity=67)
    authority.takes(manager.sends())
    assert authority.document.model.get(Esms, "e1").capacity == 67 and authority.document.conflicts() == {}
