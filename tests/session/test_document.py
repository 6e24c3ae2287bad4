"""An open contract: what is written, refused, undone, told, and kept after reopening."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cpom_desktop.core.changes import Changes, Edit
from cpom_desktop.core.contract import Contract, Esms, Section
from cpom_desktop.core.problems import Kind, Reason, Refused, Surroundings
from cpom_desktop.session.document import Document

from .desk import ATTIAS, CAPACITY, CONTRACT, ESMS, MERLE, TOWN, Desk, new_document, reopened, small_contract


@pytest.fixture
def desk() -> Desk:
    return Desk("attias")


@pytest.fixture
def document(tmp_path: Path, desk: Desk) -> Iterator[Document]:
    document = new_document(tmp_path, desk)
    yield document
    document.close()


def capacity(document: Document) -> int | None:
    return document.model.get(Esms, "e1").capacity


def test_a_new_contract_holds_its_first_rows_and_one_line_of_history(document: Document) -> None:
    assert document.contract.name == "Les Deux Rives"
    assert len(document.model) == len(small_contract())
    lines = document.history()
    assert [(line.label, line.author) for line in lines] == [("Création du contrat", "Mme Attias")]


def test_a_new_contract_with_a_bad_row_makes_no_file(tmp_path: Path, desk: Desk) -> None:
    rows = [*small_contract(), Section(id="s9", esms="nowhere")]
    with pytest.raises(Refused):
        Document.create(tmp_path / "x.cpom", rows, ATTIAS, desk.tools)
    assert list(tmp_path.iterdir()) == []


def test_an_edit_is_seen_told_and_found_again_after_reopening(document: Document, desk: Desk) -> None:
    told: list[tuple[Changes, object | None]] = []
    document.subscribe(lambda changes, initiator: told.append((changes, initiator)))
    changes = document.apply(Edit("", values={CAPACITY: 65}), initiator="table")
    assert capacity(document) == 65
    assert changes.cells == {CAPACITY} and changes.label == "Capacité initiale de La Passerelle"
    assert told == [(changes, "table")]
    assert document.saved_at is not None
    again = reopened(document, desk)
    assert capacity(again) == 65
    again.close()


def test_a_refused_edit_changes_nothing(document: Document) -> None:
    told: list[Changes] = []
    document.subscribe(lambda changes, _: told.append(changes))
    before, print_before, lots = document.model, document.fingerprint(), list(document.file.lots())
    with pytest.raises(Refused):
        document.apply(Edit("", new=(Esms(id="e2"),), values={TOWN: "Lysmont", CAPACITY: 9_000}))
    assert document.model is before and told == []
    assert document.fingerprint() == print_before
    assert list(document.file.lots()) == lots


def test_an_edit_that_says_what_stands_writes_nothing(document: Document) -> None:
    lots = list(document.file.lots())
    assert document.apply(Edit("", values={CAPACITY: 60})) == Changes()
    assert list(document.file.lots()) == lots


def test_nobody_writes_before_saying_who_types(document: Document) -> None:
    document.author = None
    with pytest.raises(Refused) as caught:
        document.apply(Edit("", values={CAPACITY: 65}))
    assert caught.value.reason is Reason.NO_AUTHOR


def test_a_listener_that_leaves_hears_no_more(document: Document) -> None:
    told: list[Changes] = []
    leave = document.subscribe(lambda changes, _: told.append(changes))
    leave()
    document.apply(Edit("", values={CAPACITY: 65}))
    assert told == []


def test_the_model_of_a_view_stays_what_it_was(document: Document) -> None:
    seen = document.model
    document.apply(Edit("", values={CAPACITY: 65}))
    assert seen.get(Esms, "e1").capacity == 60


def test_undo_and_redo_walk_back_and_forth(document: Document) -> None:
    first = document.fingerprint()
    document.apply(Edit("", values={CAPACITY: 65}))
    document.apply(Edit("", new=(Esms(id="e2", name="L’Escale"),)))
    second = document.fingerprint()
    assert document.undo_label == "Ajout\u00a0: L’Escale" and document.redo_label is None
    assert ("esms", "e2") in document.undo().rows
    assert document.model.find(Esms, "e2") is None
    assert document.undo().cells == {CAPACITY}
    assert capacity(document) == 60 and document.fingerprint() == first
    assert document.redo_label == "Capacité initiale de La Passerelle"
    document.redo()
    document.redo()
    assert document.fingerprint() == second and document.redo_label is None


def test_undo_of_a_deletion_brings_back_what_belonged_to_the_row(document: Document) -> None:
    before = set(document.model)
    document.apply(Edit("", deleted=(("esms", "e1"),)))
    assert {record.kind for record in document.model} == {"contract", "manager", "authority"}
    document.undo()
    assert set(document.model) == before


def test_undo_and_redo_work_after_reopening(document: Document, desk: Desk) -> None:
    document.apply(Edit("", values={CAPACITY: 65}))
    document.apply(Edit("", values={TOWN: "Lysmont"}))
    document.undo()
    again = reopened(document, desk)
    assert (again.undo_label, again.redo_label) == ("Capacité initiale de La Passerelle", "Commune de La Passerelle")
    again.undo()
    again.redo()
    again.redo()
    assert again.model.get(Esms, "e1").town == "Lysmont" and capacity(again) == 65
    again.close()


def test_the_creation_of_the_contract_is_never_undone(document: Document, desk: Desk) -> None:
    assert document.undo_label is None
    again = reopened(document, desk)
    with pytest.raises(Refused) as caught:
        again.undo()
    assert caught.value.reason is Reason.NOTHING_TO_UNDO
    again.close()


def test_each_opening_writes_under_a_new_name_and_only_when_it_writes(document: Document, desk: Desk) -> None:
    assert len(document.file.vector()) == 1
    again = reopened(document, desk)
    assert len(again.file.vector()) == 1
    again.apply(Edit("", values={CAPACITY: 65}))
    again.apply(Edit("", values={CAPACITY: 66}))
    assert sorted(again.file.vector().values()) == [1, 2]
    again.close()


def test_one_author_does_not_undo_what_another_did(document: Document) -> None:
    document.apply(Edit("", values={CAPACITY: 65}))
    document.author = MERLE
    assert document.undo_label is None
    with pytest.raises(Refused) as caught:
        document.undo()
    assert caught.value.reason is Reason.NOTHING_TO_UNDO


def test_undo_stops_where_another_author_changed_the_cell(document: Document) -> None:
    document.apply(Edit("", values={CAPACITY: 65, TOWN: "Lysmont"}))
    document.author = MERLE
    document.apply(Edit("", values={CAPACITY: 70}))
    document.author = ATTIAS
    with pytest.raises(Refused) as caught:
        document.undo()
    assert caught.value.reason is Reason.UNDO_BLOCKED
    assert "M. Merle (DREETS Val-d’Orme)" in caught.value.sentences.happened
    assert capacity(document) == 70 and document.model.get(Esms, "e1").town == "Lysmont"


def test_undo_of_a_creation_stops_where_the_row_is_in_use(document: Document) -> None:
    document.apply(Edit("", new=(Esms(id="e2", name="L’Escale"),)))
    document.author = MERLE
    document.apply(Edit("", new=(Section(id="s2", esms="e2", section_kind="soins"),)))
    document.author = ATTIAS
    with pytest.raises(Refused) as caught:
        document.undo()
    assert caught.value.reason is Reason.UNDO_BLOCKED and "Section" in caught.value.sentences.happened


def test_redo_stops_where_another_author_wrote_meanwhile(document: Document) -> None:
    document.apply(Edit("", values={CAPACITY: 65}))
    document.undo()
    document.author = MERLE
    document.apply(Edit("", values={CAPACITY: 70}))
    document.author = ATTIAS
    with pytest.raises(Refused) as caught:
        document.redo()
    assert caught.value.reason is Reason.UNDO_BLOCKED and capacity(document) == 70


def test_a_second_opener_reads_and_cannot_write(document: Document, desk: Desk) -> None:
    with pytest.raises(Surroundings) as held:
        Document.open(document.path, Desk("merle").tools)
    assert held.value.kind is Kind.HELD and "Mme Attias" in held.value.sentences.happened
    copy = Document.open_reading(document.path, Desk("merle").tools)
    copy.author = MERLE
    assert copy.contract.name == "Les Deux Rives" and copy.read_only
    acts: list[Callable[[], Changes]] = [copy.undo, copy.redo, lambda: copy.apply(Edit("", values={CAPACITY: 65}))]
    for act in acts:
        with pytest.raises(Surroundings) as caught:
            act()
        assert caught.value.kind is Kind.READ_ONLY
    assert copy.undo_label is None
    copy.close()


def test_the_history_of_a_cell_tells_its_values(document: Document) -> None:
    document.apply(Edit("", values={CAPACITY: 65, TOWN: "Lysmont"}))
    document.apply(Edit("", values={CAPACITY: None}))
    document.undo()
    lines = document.history(CAPACITY)
    assert [line.changes for line in lines] == [
        (),
        ("Capacité initiale de La Passerelle\u00a0: 65\u00a0places → non renseigné",),
        ("Capacité initiale de La Passerelle\u00a0: 60 → 65\u00a0places",),
        ("Capacité initiale de La Passerelle\u00a0: 60\u00a0places (ajout)",),
    ]
    assert [line.undone for line in lines] == [False, True, False, False]
    assert len(document.history(ESMS.at("name"))) == 1


def test_new_ids_are_never_twice_the_same(document: Document) -> None:
    assert len({document.new_id() for _ in range(100)}) == 100


def test_the_contract_row_is_the_one_of_the_file(document: Document) -> None:
    assert document.contract_id == CONTRACT and isinstance(document.contract, Contract)
