"""The fingerprint of a file is that of its lots, whatever happened to its rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Esms, Section
from cpom_desktop.session import exchange
from cpom_desktop.session.document import Document
from cpom_desktop.session.keys import Keys
from cpom_desktop.session.starting import document_from_bundle
from cpom_desktop.sync.fingerprint import fingerprint
from cpom_desktop.sync.whole import contract_state as state_of_lots
from tests.session.desk import CAPACITY, MERLE, TOWN, Desk, new_document


def untouched(document: Document) -> None:
    """Rows that were created, and nothing else."""


def edited(document: Document) -> None:
    document.apply(Edit("", values={CAPACITY: 65, TOWN: "Lysmont"}))


def edited_twice(document: Document) -> None:
    edited(document)
    document.apply(Edit("", values={CAPACITY: 70}))


def undone(document: Document) -> None:
    edited(document)
    document.undo()


def created_and_undone(document: Document) -> None:
    document.apply(Edit("", new=(Esms(id="e2"),)))
    document.undo()


def deleted(document: Document) -> None:
    document.apply(Edit("", deleted=(("esms", "e1"),)))


def kept_by_what_belongs_to_it(document: Document) -> None:
    """One side deletes an ESMS while the other adds a section to it: both merge here."""
    folder, other = document.path.parent, Desk("merle")
    keys = Keys(folder, other.randomness)
    copy = document_from_bundle(folder / "copie.cpom", exchange.send(document, keys), MERLE, keys, other.tools)
    copy.apply(Edit("", new=(Section(id="s9", esms="e1", code="S9"),)))
    document.apply(Edit("", deleted=(("esms", "e1"),)))
    exchange.accept(document, keys, exchange.receive(document, keys, exchange.send(copy, keys)))
    assert document.model.find(Esms, "e1") is not None and document.file.flags()
    copy.close()


def in_conflict(document: Document) -> None:
    folder, other = document.path.parent, Desk("merle")
    keys = Keys(folder, other.randomness)
    copy = document_from_bundle(folder / "copie.cpom", exchange.send(document, keys), MERLE, keys, other.tools)
    copy.apply(Edit("", values={CAPACITY: 58}))
    document.apply(Edit("", values={CAPACITY: 65}))
    exchange.accept(document, keys, exchange.receive(document, keys, exchange.send(copy, keys)))
    assert document.conflicts()
    copy.close()


HISTORIES = (
    untouched, edited, edited_twice, undone, created_and_undone, deleted, kept_by_what_belongs_to_it, in_conflict,
)


@pytest.mark.parametrize("happens", HISTORIES, ids=lambda f: f.__name__)
def test_the_fingerprint_is_that_of_the_lots(happens: Callable[[Document], None], tmp_path: Path) -> None:
    document = new_document(tmp_path, Desk("attias"))
    first = document.fingerprint()
    happens(document)
    whole = state_of_lots(document.file.lots())
    assert document.fingerprint() == fingerprint(whole.written(), whole.open_points())
    assert (document.fingerprint() == first) == (happens in (untouched, undone, created_and_undone))
    document.close()


def test_versions_written_apart_are_never_told_as_a_straight_story(tmp_path: Path) -> None:
    """Three edits of one cell, two of them made without knowing each other: the one shown is the latest head."""
    document = new_document(tmp_path, Desk("attias"))
    in_conflict(document)
    first = document.fingerprint()
    document.settle(CAPACITY, 62)
    whole = state_of_lots(document.file.lots())
    assert document.fingerprint() == fingerprint(whole.written(), whole.open_points()) != first
    document.close()
