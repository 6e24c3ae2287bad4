"""What is written comes back, word for word; what lies is refused with a sentence."""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.core.records import Cell
from cpom_desktop.sync import archive, bundle_reader
from cpom_desktop.sync.archive import MANIFEST, README, SIGNATURE
from cpom_desktop.sync.bundle import file_name, write_bundle
from cpom_desktop.sync.bundle_reader import inspect, open_bundle
from cpom_desktop.sync.envelope import sign_head
from cpom_desktop.sync.held import HeldJournal
from cpom_desktop.sync.journal import Lot
from cpom_desktop.sync.manifest import ContractName
from cpom_desktop.sync.merge import sort_key
from cpom_desktop.sync.whole import contract_state
from tests.sync.desks import play
from tests.sync.forging import changed, entries_of, history_of, packed, resigned, with_history, with_manifest
from tests.sync.mutants import random_steps
from tests.sync.samples import (
    AUTHORITY,
    BLOB,
    CREATED,
    MANAGER,
    OTHER_SIGNER,
    SIGNER,
    Book,
    new,
    sample_bundle,
    sending,
    two_books,
)

GOLDEN = Path(__file__).parents[1] / "data/v1.cpomsync"
SORTED = sorted(two_books(), key=sort_key)


def test_the_first_bundle_ever_written_is_still_read() -> None:
    """Kept for ever: never made again."""
    data = GOLDEN.read_bytes()
    assert sha256(data).hexdigest() == "b84513216d94476c0be0c80fae95911e3bb71b6ed1580f73f9a5962bacd30f12"
    bundle = open_bundle(data)
    assert bundle.key == SIGNER.public and bundle.manifest.contract.title == "CPOM Les Deux Rives 2027-2031"
    assert bundle.manifest.upto == {MANAGER: 2, AUTHORITY: 4} and bundle.manifest.since == {}
    assert {(voucher.head.replica, voucher.key) for voucher in bundle.vouchers} == {
        (MANAGER, SIGNER.public), (AUTHORITY, OTHER_SIGNER.public)}
    assert [bundle.blob(name) for name in bundle.blobs] == [BLOB]
    lots = list(bundle.lots())
    assert lots == SORTED
    state = contract_state(HeldJournal(lots).lots())
    shown = dict(state.written())
    assert shown[Cell("esms", "e1", "name")] == "La Passerelle\nrue des Ponts"
    assert shown[Cell("later_kind", "k1", "n")] == 2**53 + 1
    assert [cell.field for cell, _ in state.disputed()] == ["capacity"]


def test_a_bundle_of_the_same_lots_date_and_key_is_the_same_to_the_byte() -> None:
    assert sample_bundle() == write_bundle(reversed(two_books()), sending(), SIGNER)
    assert sample_bundle() != sample_bundle(created=CREATED + dt.timedelta(seconds=1))


@given(st.integers(0, 10**9))
def test_any_journal_comes_back_from_its_bundle(seed: int) -> None:
    steps, skews = random_steps(seed)
    lots = list(play(steps[:12], skews).desks[0].journal.lots())
    assert list(open_bundle(write_bundle(lots, sending(), SIGNER)).lots()) == lots


def test_a_bundle_may_carry_only_what_the_other_lacks() -> None:
    lots = [lot for lot in two_books() if lot.number > 1]
    bundle = open_bundle(write_bundle(lots, sending(since={MANAGER: 1, AUTHORITY: 1}), SIGNER))
    assert bundle.manifest.upto == {MANAGER: 2, AUTHORITY: 4}
    journal = HeldJournal(lot for lot in two_books() if lot.number == 1)
    journal.receive(bundle.lots())
    assert list(journal.lots()) == SORTED


def test_a_bundle_of_nothing_says_what_the_sender_holds() -> None:
    info = inspect(write_bundle([], sending(since={MANAGER: 2}), SIGNER))
    assert info.manifest.upto == {MANAGER: 2} and info.authors == {} and info.vouchers == ()


def test_inspecting_says_who_wrote_what_and_who_signed() -> None:
    info = inspect(sample_bundle())
    assert info.authors == {("Hélène Ferré", "Association Les Deux Rives", "gestionnaire"): 2,
                            ("Paul Martin", "ARS", "autorite"): 4}
    assert (info.manifest.lots, info.manifest.ops, info.manifest.blobs) == (6, 8, 1)
    assert info.key == info.manifest.sender.key and info.hash == sha256(sample_bundle()).hexdigest()


def test_heads_of_others_are_relayed_as_they_were_signed() -> None:
    theirs = [lot for lot in SORTED if lot.replica == AUTHORITY][-1]
    head = sign_head(OTHER_SIGNER, "c0ffee", theirs.ref, theirs.hash)
    vouchers = open_bundle(sample_bundle(heads=(head,))).vouchers
    assert {voucher.head.replica: voucher.key for voucher in vouchers} == {
        MANAGER: SIGNER.public, AUTHORITY: OTHER_SIGNER.public}


def test_a_head_that_vouches_for_other_lots_is_refused() -> None:
    theirs = [lot for lot in SORTED if lot.replica == AUTHORITY][-1]
    bundle = open_bundle(sample_bundle(heads=(sign_head(OTHER_SIGNER, "c0ffee", theirs.ref, "0" * 64),)))
    with pytest.raises(Refused) as refusal:
        list(bundle.lots())
    assert refusal.value.reason is Reason.BAD_SIGNATURE


def test_a_head_signed_for_another_contract_is_refused() -> None:
    head = sign_head(OTHER_SIGNER, "other", SORTED[-1].ref, SORTED[-1].hash)
    with pytest.raises(Refused) as refusal:
        open_bundle(sample_bundle(heads=(head,)))
    assert refusal.value.reason is Reason.BAD_SIGNATURE


def test_the_page_inside_tells_a_person_what_the_file_is() -> None:
    page = entries_of(sample_bundle())[README].decode()
    assert "CPOM Les Deux Rives 2027-2031" in page and "12 mars 2026 à 18:05" in page
    assert "6 modifications enregistrées, 1 pièce jointe\n" in page
    assert " :" not in page and " ;" not in page


def test_the_name_proposed_for_a_bundle_is_plain() -> None:
    assert file_name("CPOM « Les Deux Rives » 2027/2031", "ARS Île-de-France", CREATED, 3) == (
        "CPOM-Les-Deux-Rives-2027-2031_ARS-Ile-de-France_20260312-1805_3.cpomsync")
    assert file_name("", "…", CREATED, 1) == "contrat_partie_20260312-1805_1.cpomsync"


def test_a_text_that_nobody_may_read_twice_is_cleaned_from_the_front_page() -> None:
    bundle = open_bundle(sample_bundle(contract=ContractName("c0ffee", "Contrat\u202e\x07\ne\u0301tang")))
    assert bundle.manifest.contract.title == "Contrat étang"


def refused(data: bytes) -> Refused:
    """What reading a bundle to its end raises."""
    with pytest.raises(Refused) as refusal:
        HeldJournal().receive(open_bundle(data).lots())
    return refusal.value


@pytest.mark.parametrize(("values", "reason"), [
    ({"format": "cpomsync/2"}, Reason.NEWER_FORMAT), ({"min_reader": 2}, Reason.NEWER_FORMAT),
    ({"format": "zip"}, Reason.MALFORMED), ({"format": 1}, Reason.MALFORMED), ({"lots": 7}, Reason.MALFORMED),
    ({"ops": 0}, Reason.MALFORMED), ({"blobs": 0}, Reason.MALFORMED), ({"upto": {}}, Reason.MALFORMED),
    ({"since": {MANAGER: 1}}, Reason.MALFORMED), ({"since": {"x": 1}}, Reason.MALFORMED),
    ({"created": "x" * 600}, Reason.MALFORMED), ({"zone": "\u202eParis"}, Reason.MALFORMED),
    ({"contract": {"id": "", "title": ""}}, Reason.MALFORMED), ({"contract": None}, Reason.MALFORMED),
    ({"previous": "x"}, Reason.MALFORMED), ({"lots": -1}, Reason.MALFORMED), ({"lots": 10**400}, Reason.MALFORMED),
    ({"fingerprint": "\ud800"}, Reason.MALFORMED),
], ids=str)
def test_a_front_page_that_lies_is_refused(values: dict[str, Any], reason: Reason) -> None:
    assert refused(with_manifest(sample_bundle(), **values)).reason is reason


def test_what_a_later_version_adds_to_the_front_page_is_no_obstacle() -> None:
    assert len(list(open_bundle(with_manifest(sample_bundle(), later={"x": [1]})).lots())) == 6


def test_unknown_files_in_the_reserved_folder_are_ignored() -> None:
    entries = entries_of(sample_bundle())
    assert len(list(open_bundle(resigned({**entries, "x-ext/later.json": b"{}"})).lots())) == 6


def test_a_sender_that_announces_another_key_is_refused() -> None:
    sender = {**json.loads(entries_of(sample_bundle())[MANIFEST])["sender"], "key": OTHER_SIGNER.public}
    assert refused(with_manifest(sample_bundle(), sender=sender)).reason is Reason.BAD_SIGNATURE


def test_one_changed_byte_of_any_entry_is_seen() -> None:
    entries = entries_of(sample_bundle())
    for name, content in entries.items():
        other = packed((entry, b"x" + text[1:] if entry == name else text) for entry, text in entries.items())
        assert refused(other).reason in (Reason.MALFORMED, Reason.BAD_SIGNATURE), name
        assert content


def test_an_attachment_is_what_its_name_says() -> None:
    entries = entries_of(sample_bundle())
    blob = next(name for name in entries if name.startswith("blobs/"))
    assert refused(resigned({**entries, blob: b"autre"})).reason is Reason.MALFORMED


def history(index: int = 0, op: int | None = None, reseal: bool = True, **values: Any) -> bytes:
    """The sample with one lot, or one op of it, altered and sealed again."""
    told = history_of(sample_bundle())
    (told[index][0] if op is None else told[index][1][op]).update(values)
    return with_history(sample_bundle(), told, reseal)


@pytest.mark.parametrize("data", [
    history(number=2), history(replica="x"), history(label="a\nb"), history(min_reader=-1),
    history(count=99, reseal=False), history(count=2**62, reseal=False), history(hash="", reseal=False),
    history(later=1), history(author="x" * 501), history(previous="0" * 64),
    history(op=0, seq=5), history(op=0, kind="later"), history(op=0, value=[1]), history(op=0, value={"a": {}}),
    history(op=0, value={"a": 0.5}), history(op=0, value={"a": True}), history(op=0, value={"a": 2**64}),
    history(op=0, value={"a": "\ud800"}), history(op=0, hlc=2**62), history(op=0, cell=["esms", "e1"]),
    history(op=0, cell=["", "e1", ""]), history(op=0, parents=[[MANAGER, 1]]), history(op=0, parents=[["x", 1]]),
    history(op=0, more=1),
    with_history(sample_bundle(), history_of(sample_bundle())[::-1]),
    with_history(sample_bundle(), history_of(sample_bundle())[1:]),
    with_history(sample_bundle(), [(lot, ops[:-1]) for lot, ops in history_of(sample_bundle())]),
    changed(sample_bundle(), lots=b""), changed(sample_bundle(), journal=b""), changed(sample_bundle(), lots=b"{}\n"),
    changed(sample_bundle(), lots=b"[" * 100_000 + b"\n"), changed(sample_bundle(), journal=b"[" * 100_000 + b"\n"),
    changed(sample_bundle(), journal=entries_of(sample_bundle())["journal.jsonl"][:-1]),
    changed(sample_bundle(), journal=b"NaN\n"), changed(sample_bundle(), heads=b"{}\n"),
    changed(sample_bundle(), heads=entries_of(sample_bundle())["heads.jsonl"][:-1]),
    changed(sample_bundle(), manifest=b"[" * 100_000), changed(sample_bundle(), manifest=b"\xff"),
], ids=range(38))
def test_a_history_that_cannot_be_is_refused(data: bytes) -> None:
    assert refused(data).reason in (Reason.MALFORMED, Reason.BAD_SIGNATURE, Reason.TOO_BIG)


def test_a_chain_broken_inside_a_bundle_is_refused() -> None:
    told = history_of(sample_bundle())
    broken = [(({**lot, "previous": "0" * 64} if lot["number"] == 2 else lot), ops) for lot, ops in told]
    assert refused(with_history(sample_bundle(), broken, reseal=False)).reason is Reason.MALFORMED


def test_too_many_ops_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_reader, "MAX_OPS", 7)
    assert refused(sample_bundle()).reason is Reason.TOO_BIG


def test_a_bundle_that_its_reader_would_refuse_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {sha256(str(n).encode()).hexdigest(): str(n).encode() for n in range(archive.MAX_ENTRIES)}
    with pytest.raises(Refused) as refusal:
        sample_bundle(blobs=many)
    assert refusal.value.reason is Reason.TOO_BIG
    long: list[Lot] = [Book().add(new("e1", {f"f{n}": "x" * 100_000 for n in range(50)}))]
    with pytest.raises(Refused) as refusal:
        write_bundle(long, sending(), SIGNER)
    assert refusal.value.reason is Reason.TOO_BIG


def test_a_signature_by_nobody_is_refused() -> None:
    entries = entries_of(sample_bundle())
    assert refused(packed({**entries, SIGNATURE: b""}.items())).reason is Reason.BAD_SIGNATURE
