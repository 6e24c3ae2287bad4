"""What holds between the parts of a bundle: each rule broken alone, with everything else right and signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.sync import bundle_reader
from cpom_desktop.sync.archive import MANIFEST, OPS, REQUIRED, SIGNATURE, SUMS
from cpom_desktop.sync.bundle import write_bundle
from cpom_desktop.sync.bundle_reader import inspect, open_bundle
from cpom_desktop.sync.envelope import sign_head
from cpom_desktop.sync.journal import LotRef
from tests.sync.forging import changed, entries_of, history_of, packed, resigned, with_history, with_manifest
from tests.sync.samples import MANAGER, OTHER_SIGNER, SIGNER, sample_bundle, sending, two_books

SAMPLE = sample_bundle()
ENTRIES = entries_of(SAMPLE)


def refused(data: bytes, reason: Reason = Reason.MALFORMED) -> str:
    """What the reader says of a bundle that it refuses."""
    with pytest.raises(Refused) as caught:
        list(open_bundle(data).lots())
    assert caught.value.reason is reason
    return caught.value.sentences.happened


@pytest.mark.parametrize("name", [name for name in REQUIRED if name not in (SUMS, SIGNATURE)])
def test_every_part_of_a_bundle_is_there(name: str) -> None:
    assert "pas un envoi de CPOM Desktop" in refused(resigned({n: c for n, c in ENTRIES.items() if n != name}))


def test_nothing_travels_that_is_not_signed() -> None:
    entries = {**{n: c for n, c in ENTRIES.items() if n not in (SUMS, SIGNATURE)}, "x-ext/a": b"1"}
    unsigned = packed([*entries.items(), (SUMS, ENTRIES[SUMS]), (SIGNATURE, ENTRIES[SIGNATURE])])
    assert "la liste de ses éléments" in refused(unsigned)


@pytest.mark.parametrize("alter", [
    lambda text: text.replace(b"  ", b" *", 1), lambda text: text.upper().replace(b"  MIMETYPE", b"  mimetype"),
    lambda text: text + b"0" * 64 + b"  \n", lambda text: text + text, lambda text: text + b"\xff\n",
    lambda text: b"x" * 64 + text[64:],
], ids=["binary mark", "upper case", "no name", "twice", "no text", "no sum"])
def test_a_list_of_sums_is_read_to_the_letter(alter: Callable[[bytes], bytes]) -> None:
    sums = alter(ENTRIES[SUMS])
    data = packed({**ENTRIES, SUMS: sums, SIGNATURE: SIGNER.sign(sums).encode()}.items())
    assert "la liste de ses éléments n’est pas lisible" in refused(data)


def test_an_op_more_than_the_lots_announce_is_refused() -> None:
    more = ENTRIES[OPS] + ENTRIES[OPS].splitlines()[-1] + b"\n"
    assert "sans auteur" in refused(changed(SAMPLE, journal=more))


def test_an_op_less_than_the_lots_announce_is_refused() -> None:
    less = b"".join(line + b"\n" for line in ENTRIES[OPS].splitlines()[:-1])
    assert "incomplet" in refused(changed(SAMPLE, journal=less))


def test_lots_out_of_order_are_refused_even_where_each_replica_is_in_order() -> None:
    told = sorted(history_of(SAMPLE), key=lambda entry: (entry[0]["replica"] == MANAGER, entry[0]["number"]))
    assert [entry[0]["number"] for entry in told] == [1, 2, 3, 4, 1, 2]
    assert "dans l’ordre" in refused(with_history(SAMPLE, told))


def test_a_lot_that_does_not_follow_the_one_before_it_is_refused() -> None:
    lots = two_books()
    lots[1] = replace(lots[1], previous="0" * 64).sealed()
    assert "rompue" in refused(write_bundle(lots, sending(own=frozenset()), SIGNER))


def test_a_front_page_counts_in_replicas_only() -> None:
    manifest = json.loads(ENTRIES[MANIFEST])
    data = with_manifest(SAMPLE, since={"x": 1}, upto={**manifest["upto"], "x": 1})
    assert "page de garde" in refused(data)


@pytest.mark.parametrize(("replica", "lot_hash"), [("x", "0" * 64), (MANAGER, "x")])
def test_a_signed_head_speaks_of_a_replica_and_a_lot(replica: str, lot_hash: str) -> None:
    head = sign_head(OTHER_SIGNER, "c0ffee", LotRef(replica, 1), lot_hash)
    assert "signature de suite" in refused(sample_bundle(own=frozenset(), heads=(head,)))


def test_more_heads_than_anybody_needs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_reader, "MAX_HEADS", 1)
    assert inspect(SAMPLE).vouchers
    head = sign_head(OTHER_SIGNER, "c0ffee", LotRef("f" * 16, 1), "0" * 64)
    refused(sample_bundle(heads=(head,)), Reason.TOO_BIG)
