"""A received file is shown before anything changes; accepting merges it, leaving changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Esms
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.negotiation import Decision
from cpom_desktop.core.positions import standing
from cpom_desktop.core.records import Cell, Value
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.tabs.conflict import KEEP_AGREED, ConflictBox
from cpom_desktop.gui.widgets.choice import Choice
from cpom_desktop.gui.window import receiving
from cpom_desktop.gui.window.receiving import SAFE, Receiving, ReviewDialog
from cpom_desktop.paths import random_bytes
from cpom_desktop.session import exchange, negotiation
from cpom_desktop.session.document import Document
from cpom_desktop.session.keys import Keys
from tests.gui.conftest import LEBREUIL
from tests.session.desk import Desk


@pytest.fixture
def other(demo_file: Path, tmp_path: Path) -> Document:
    """The same contract at the authority’s, with one change of its own."""
    path = tmp_path / "autorite" / "contrat.cpom"
    path.parent.mkdir()
    shutil.copy(demo_file, path)
    document = Document.open(path, Desk("autorite").tools)
    document.author = LEBREUIL
    document.apply(Edit("Commune", values={document.model.all(Esms)[0].at("town"): "Lysmont-le-Haut"}))
    return document


@pytest.fixture
def bundle(other: Document, tmp_path: Path) -> Path:
    """What the authority sends."""
    folder = tmp_path / "cles"
    folder.mkdir()
    path = tmp_path / "envoi.cpomsync"
    path.write_bytes(exchange.send(other, Keys(folder, random_bytes)))
    other.close()
    return path


def town(document: Document) -> str:
    return document.model.all(Esms)[0].town


def answer(monkeypatch: pytest.MonkeyPatch, accept: bool, seen: list[ReviewDialog]) -> None:
    """Answer the review without a hand."""

    def exec_(dialog: ReviewDialog) -> int:
        seen.append(dialog)
        return int(accept)

    monkeypatch.setattr(receiving.ReviewDialog, "exec", exec_)


def test_the_review_tells_who_sends_what_changes_and_that_nothing_has(
    window: MainWindow, document: Document, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, before, fingerprint = list[ReviewDialog](), town(document), document.fingerprint()
    answer(monkeypatch, False, seen)
    window.open_path(bundle)
    texts = " ".join(label.text() for label in seen[0].findChildren(QLabel))
    assert "Mme Lebreuil" in texts and "Lysmont-le-Haut" in texts and SAFE in texts
    assert (town(document), document.fingerprint()) == (before, fingerprint)


def test_accepting_merges_and_says_how_many_changes(
    window: MainWindow, document: Document, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, True, [])
    window.open_path(bundle)
    assert town(document) == "Lysmont-le-Haut"
    assert window.status.sentence.replace("\u00a0", " ") == "1 modification reçue de Mme Lebreuil (DREETS)"
    window.open_path(bundle)
    assert "Rien de nouveau" in window.status.sentence


def test_a_conflict_shows_both_values_and_is_decided_in_the_review(
    window: MainWindow, document: Document, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.apply(Edit("Commune", values={document.model.all(Esms)[0].at("town"): "Pont-Neuf"}))
    seen = list[ReviewDialog]()

    def exec_(dialog: ReviewDialog) -> int:
        seen.append(dialog)
        (choice,) = dialog._choices.values()
        mine = next(at for at in range(choice.count()) if "la mienne" in choice.itemText(at))
        choice.setCurrentIndex(mine)
        return 1

    monkeypatch.setattr(receiving.ReviewDialog, "exec", exec_)
    window.open_path(bundle)
    words = [choice.itemText(at) for choice in seen[0]._choices.values() for at in range(choice.count())]
    assert any("Pont-Neuf" in word for word in words) and any("Lysmont-le-Haut" in word for word in words)
    assert town(document) == "Pont-Neuf" and not document.conflicts()


def test_a_conflict_left_open_is_marked(
    window: MainWindow, document: Document, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = document.model.all(Esms)[0].at("town")
    document.apply(Edit("Commune", values={address: "Pont-Neuf"}))
    answer(monkeypatch, True, [])
    window.open_path(bundle)
    assert window.workspace is not None and window.workspace.conflicts() == {address}


def test_a_copy_of_the_open_contract_is_received_and_another_contract_is_not(
    qtbot: QtBot, document: Document, other: Document, tmp_path: Path
) -> None:
    receiver = Receiving(lambda: Keys(tmp_path, random_bytes))
    path = other.path
    other.close()
    assert receiver.is_same(document, path)
    assert not receiver.is_same(document, document.path)
    assert not receiver.is_same(document, tmp_path / "absent.cpom")


def test_a_damaged_bundle_is_refused_and_changes_nothing(
    window: MainWindow, document: Document, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle.write_bytes(bundle.read_bytes()[:-40])
    told, fingerprint = list[object](), document.fingerprint()
    monkeypatch.setattr(receiving, "tell", lambda error, **_: told.append(error))
    window.open_path(bundle)
    assert len(told) == 1 and document.fingerprint() == fingerprint


def test_a_conflict_left_open_is_decided_in_its_tab(
    qtbot: QtBot, window: MainWindow, document: Document, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = document.model.all(Esms)[0].at("town")
    document.apply(Edit("Commune", values={address: "Pont-Neuf"}))
    answer(monkeypatch, True, [])
    window.open_path(bundle)
    assert window.workspace is not None
    box = ConflictBox(window.workspace)
    qtbot.addWidget(box)
    box.show_cell(address)
    buttons = {one.text(): one for one in box.findChildren(QPushButton)}
    assert set(buttons) == {"Retenir la mienne", "Retenir la leur"}
    buttons["Retenir la mienne"].click()
    assert town(document) == "Pont-Neuf" and not document.conflicts()
    box.show_cell(address)
    assert box.isHidden()


def test_what_was_written_without_agreement_is_said_before_it_is_received(
    window: MainWindow, document: Document, other: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = other.model.all(Measure)[0]
    kept = measure.cents
    other.apply(Edit("", values={measure.at("cents"): 123_456}), decided=True)
    path, seen = tmp_path / "force.cpomsync", list[ReviewDialog]()
    path.write_bytes(exchange.send(other, Keys(tmp_path, random_bytes)))
    other.close()
    answer(monkeypatch, True, seen)
    window.open_path(path)
    assert any("écrit sans accord. La valeur retenue reste" in label.text() for label in seen[0].findChildren(QLabel))
    assert document.model.value(measure.at("cents")) == kept


def two_decisions(document: Document, other: Document) -> tuple[Cell, int | None]:
    """Each side records another decision on one measure: a conflict, above what both had agreed on."""
    measure = document.model.all(Measure)[0]
    for one, value in ((document, 111_100), (other, 222_200)):
        negotiation.decide(one, {measure.at("cents"): value}, Decision(id=one.new_id(), number=f"D-{value}"))
    return measure.at("cents"), measure.cents


def test_between_two_decisions_the_last_agreed_value_shows_and_each_may_be_proposed(
    qtbot: QtBot, window: MainWindow, document: Document, other: Document, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cell, agreed = two_decisions(document, other)
    path, seen = tmp_path / "decision.cpomsync", list[ReviewDialog]()
    path.write_bytes(exchange.send(other, Keys(tmp_path, random_bytes)))
    other.close()
    answer(monkeypatch, True, seen)
    window.open_path(path)
    shown = "La dernière valeur convenue reste affichée"
    assert any(label.text().startswith(shown) for label in seen[0].findChildren(QLabel))
    assert document.model.value(cell) == agreed and window.workspace is not None
    box = ConflictBox(window.workspace)
    qtbot.addWidget(box)
    box.show_cell(cell)
    assert any(label.text().startswith(shown) for label in box.findChildren(QLabel))
    buttons = {one.text(): one for one in box.findChildren(QPushButton)}
    assert set(buttons) == {"Proposer la mienne", "Proposer la leur", KEEP_AGREED}
    buttons["Proposer la leur"].click()
    assert document.model.value(cell) == agreed and cell in document.conflicts()
    said = standing(document.model, cell, document.writing_author().side)
    assert said is not None and said.value == "222200"
    buttons[KEEP_AGREED].click()
    assert document.model.value(cell) == agreed and cell not in document.conflicts()


@pytest.mark.parametrize("accepted", [False, True])
def test_the_passage_to_common_writing_of_one_side_is_accepted_or_not(
    window: MainWindow, document: Document, other: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    accepted: bool,
) -> None:
    assert document.contract.writing == "parties"
    measure = other.model.all(Measure)[0]
    steps: list[dict[Cell, Value]] = [{other.contract.at("writing"): "commune"}, {measure.at("cents"): 333_300}]
    for values in steps:
        other.apply(Edit("", values=values))
    path = tmp_path / "commune.cpomsync"
    path.write_bytes(exchange.send(other, Keys(tmp_path, random_bytes)))
    other.close()

    def answered(dialog: ReviewDialog) -> bool:
        choice = next(one for one in dialog.findChildren(Choice) if "Mode d’écriture" in one.accessibleName())
        choice.setCurrentIndex(int(accepted))
        return True

    monkeypatch.setattr(ReviewDialog, "exec", answered)
    window.open_path(path)
    assert document.contract.writing == ("commune" if accepted else "parties")
    assert (document.model.value(measure.at("cents")) == 333_300) is accepted
