"""A bundle reviewed by another process says what it would have said here."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Esms
from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.session import exchange
from cpom_desktop.session.jobs import JobState
from cpom_desktop.session.keys import Keys, Trust
from cpom_desktop.session.receiving import Reception
from cpom_desktop.session.starting import document_from_bundle

from .desk import CAPACITY, MEASURE, MERLE, Desk, new_document


def test_the_review_of_another_process_is_that_of_this_one(tmp_path: Path) -> None:
    here, there = Desk("attias"), Desk("merle")
    document = new_document(tmp_path, here)
    keys, other = Keys(tmp_path, here.randomness), Keys(_made(tmp_path / "autre"), there.randomness)
    copy = document_from_bundle(tmp_path / "c.cpom", exchange.send(document, keys), MERLE, other, there.tools)
    copy.apply(Edit("", values={CAPACITY: 58}))
    copy.apply(Edit("", new=(Esms(id="e2", name="L’Escale"),)))
    copy.apply(Edit("", deleted=(("measure", MEASURE.id),)))
    document.apply(Edit("", values={CAPACITY: 65}))
    data = exchange.send(copy, other)
    expected = exchange.receive(document, keys, data)
    found = Reception(document, keys, data).review()
    assert (found.new, found.lines) == (3, expected.lines)
    assert (found.conflicts, found.changes) == (expected.conflicts, expected.changes) and found.conflicts
    assert found.fingerprint == expected.fingerprint and found.origin == expected.origin
    assert found.origin.trust is Trust.NEW
    assert set(found.before) == set(document.model) and set(found.after) == set(expected.after)
    assert found.after.find(Esms, "e2") is not None and found.after.record("measure", MEASURE.id) is None
    exchange.accept(document, keys, found)
    assert set(document.model) == set(found.after) and document.fingerprint() == found.fingerprint
    for one in (document, copy):
        one.close()


def test_a_refused_bundle_is_refused_with_its_reason(tmp_path: Path) -> None:
    document, keys = new_document(tmp_path, Desk("attias")), Keys(tmp_path, Desk("attias").randomness)
    reception = Reception(document, keys, b"PK nothing of the sort")
    with pytest.raises(Refused) as caught:
        reception.review()
    assert caught.value.reason is Reason.MALFORMED
    document.close()


def test_a_review_can_be_given_up(tmp_path: Path) -> None:
    document, keys = new_document(tmp_path, Desk("attias")), Keys(tmp_path, Desk("attias").randomness)
    reception = Reception(document, keys, exchange.send(document, keys))
    reception.cancel()
    assert reception.poll().state is JobState.CANCELLED
    document.close()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
