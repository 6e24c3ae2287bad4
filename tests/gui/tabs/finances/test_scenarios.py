"""Scenarios in Finances: seen by their side alone until shared, side by side, adopted by one act."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Edit, Side
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.overlay import View
from cpom_desktop.core.positions import standing
from cpom_desktop.core.records import Cell
from cpom_desktop.core.scenario_records import Scenario
from cpom_desktop.gui import preferences
from cpom_desktop.gui.dialogs.changes import ChangesDialog
from cpom_desktop.gui.dialogs.envelopes import EnvelopesDialog
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.privacy import HIDDEN
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances import scenario_view
from cpom_desktop.gui.tabs.finances.scenario_view import ALONE, LISTED, WITH_SIDES, Scenarios
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.widgets.text import Label
from cpom_desktop.session import scenarios
from cpom_desktop.session.document import Document
from cpom_desktop.session.trial import Tried, differences
from tests.gui.conftest import LEBREUIL

SECRET = "PRIVE-SCENARIO-7Q4"


@pytest.fixture(autouse=True)
def shown() -> Iterator[None]:
    preferences.write(HIDDEN, "0")
    yield
    preferences.write(HIDDEN, "0")


@pytest.fixture
def tab(finances: FinancesTab) -> FinancesTab:
    finances._list.choose(Scenarios.key)
    settle()
    return finances


def view_of(tab: FinancesTab) -> Scenarios:
    assert isinstance(tab.shown, Scenarios)
    return tab.shown


def rebasing(document: Document) -> Cell:
    return next(one for one in document.model.all(Measure) if one.nature == "rebasage").at("cents")


def keep(window: MainWindow, document: Document, name: str = SECRET, cents: int = 2_000_000) -> scenarios.Kept:
    made = scenarios.keep(document, name, View.ACCORD, Tried(values={rebasing(document): cents}))
    assert window.workspace is not None
    window.workspace.scenariosChanged.emit()
    settle()
    return made


def rows(tab: FinancesTab) -> list[list[str]]:
    grid = tab.table.grid
    return [[grid.cell(grid.index(row, column)).text.replace("\u202f", " ") for column in range(grid.columnCount())]
            for row in range(grid.rowCount())]


def choose(tab: FinancesTab, name: str) -> None:
    at = next(at for at, row in enumerate(rows(tab)) if row[0] == name)
    tab.table.go_to(at, 0)


def test_where_there_is_none_the_envelopes_are_offered(
    tab: FinancesTab, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = view_of(tab).empty()
    assert empty is not None and empty.act is not None

    def answer(dialog: EnvelopesDialog) -> int:
        assert dialog.field.text() == "0,50"
        dialog.field.setText("0,25")
        dialog._accept()
        return dialog.result()

    monkeypatch.setattr(EnvelopesDialog, "exec", answer)
    empty.act()
    settle()
    assert [row[0] for row in rows(tab)] == ["Enveloppe basse", "Enveloppe centrale", "Enveloppe haute"]
    low = scenarios.private_scenarios(document)[0]
    assert set(low.what.values.values()) == {10_000, 6_500, 12_500, 7_500}


def test_the_spread_is_a_rate(qtbot: object, tab: FinancesTab) -> None:
    dialog = EnvelopesDialog(tab)
    for text in ("zéro", "0", "-1"):
        dialog.field.setText(text)
        dialog._accept()
        assert dialog.spread is None and dialog._problem.sentence


def test_the_list_says_what_a_scenario_does_to_the_dgc(
    tab: FinancesTab, window: MainWindow, document: Document
) -> None:
    tester = QAbstractItemModelTester(tab.table.grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keep(window, document)
    # 8 000 more from 2027, carried by 0,90, 1,50, 1,00 and 1,00 %: 40 897,85 in all.
    assert rows(tab) == [[SECRET, "oui", "Accord", "votre partie seule", "20/11/2026", "1", "+40 897,85"]]
    del tester


def test_side_by_side_each_year_and_what_separates_from_the_accord(
    tab: FinancesTab, window: MainWindow, document: Document
) -> None:
    keep(window, document)
    tab._choose_page(ALONE)
    # What stands outside the DGC comes below, with lines of the same names.
    found = {row[0]: row[1:] for row in reversed(rows(tab))}
    assert found["Accord"] == [
        "1 344 706,25", "1 372 628,61", "1 424 418,04", "1 438 662,22", "1 453 048,84", "7 033 463,96"]
    assert found[SECRET][0] == "1 352 706,25"
    assert found["Écart avec accord"] == [
        "+8 000,00", "+8 072,00", "+8 193,08", "+8 275,01", "+8 357,76", "+40 897,85"]
    tab._choose_page(WITH_SIDES)
    assert "Demande" in [row[0] for row in rows(tab)]
    tab._choose_grouping("section")
    assert {"La Passerelle", "L’Escale"} <= {row[0] for row in rows(tab)}


def test_three_at_most_stand_side_by_side(tab: FinancesTab, window: MainWindow, document: Document) -> None:
    kept = [keep(window, document, name, cents) for name, cents in (("A", 1), ("B", 2), ("C", 3), ("D", 4))]
    view = view_of(tab)
    assert [one.name for one in view._chosen_ones()] == ["A", "B", "C"]
    view.compare(kept[3])
    assert [one.name for one in view._chosen_ones()] == ["A", "B", "C"]
    view.compare(kept[0])
    view.compare(kept[3])
    assert [one.name for one in view._chosen_ones()] == ["B", "C", "D"]


def test_hidden_they_are_gone_and_so_is_the_word_of_them(
    tab: FinancesTab, window: MainWindow, document: Document
) -> None:
    keep(window, document)
    assert window.workspace is not None
    window.workspace.privacy.hide()
    settle()
    assert SECRET not in str(rows(tab)) or not tab._frame.isVisible()
    empty = view_of(tab).empty()
    assert empty is not None and empty.title == "Aucun scénario partagé" and view_of(tab).found() == []


def test_another_author_sees_only_what_is_shared(tab: FinancesTab, window: MainWindow, document: Document) -> None:
    kept = keep(window, document)
    scenarios.share(document, kept)
    keep(window, document, "Autre secret")
    assert window.workspace is not None
    window.workspace.set_author(LEBREUIL)
    settle()
    assert [(row[0], row[3]) for row in rows(tab)] == [(SECRET, "tous (gestionnaire)")]


def test_what_is_private_is_never_copied(tab: FinancesTab, window: MainWindow, document: Document) -> None:
    keep(window, document)
    for page in (LISTED, ALONE):
        tab._choose_page(page)
        tab.table.selectAll()
        tab.table.hands.copy()
        copied = QGuiApplication.clipboard().text()
        assert SECRET not in copied and "40\u202f897,85" not in copied and "40 897,85" not in copied
    assert "1344706,25" in copied.replace("\u202f", "").replace(" ", "").replace("\u00a0", "")


def test_taken_up_it_is_a_trial_that_does_not_bear_its_name(
    tab: FinancesTab, window: MainWindow, document: Document
) -> None:
    keep(window, document)
    choose(tab, SECRET)
    assert window.workspace is not None
    view_of(tab).take_up()
    assert window.workspace.trying.on and window.workspace.model.value(rebasing(document)) == 2_000_000
    assert SECRET not in str(window.workspace.trying.undo_label)
    tab._choose_page(ALONE)
    assert "Essai en cours" in [row[0] for row in rows(tab)]


@pytest.mark.parametrize("stage", ["preparation", "negociation"])
def test_adopted_it_is_one_lot_and_one_undo(
    stage: str, tab: FinancesTab, window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract, cell = document.contract, rebasing(document)
    document.apply(Edit("étape", values={contract.at("stage"): stage, contract.at("writing"): "parties"}), decided=True)
    keep(window, document)
    choose(tab, SECRET)
    history, print_ = len(document.history()), document.fingerprint()
    monkeypatch.setattr(ChangesDialog, "exec", lambda _: QDialog.DialogCode.Accepted.value)
    view_of(tab).adopt()
    line = document.history()[0]
    assert len(document.history()) == history + 1 and SECRET not in line.label
    if stage == "preparation":
        assert document.model.value(cell) == 2_000_000
    else:
        move = standing(document.model, cell, Side.MANAGER)
        assert document.model.value(cell) == 1_200_000 and move is not None and move.value == "2000000"
    assert window.workspace is not None
    window.workspace.undo()
    assert document.fingerprint() == print_


def test_the_rates_of_an_envelope_are_read_again_section_by_section_and_year_by_year(
    qtbot: QtBot, document: Document
) -> None:
    low = scenarios.envelopes(document)[0]
    found = sorted(differences(document.model, low.what), key=lambda one: one.cell.row)
    dialog = ChangesDialog("Adopter", "", low.what.over(document.model), found, ("Non", "Oui"))
    qtbot.addWidget(dialog)
    names = [one.text() for one in dialog.findChildren(Label) if one.text().startswith("Taux")]
    assert [(("Passerelle" in name), int(name[-4:])) for name in names] == [
        (first, year) for first in (True, False) for year in range(2027, 2032)]


def test_shared_it_is_said_when_the_others_will_see_it(
    tab: FinancesTab, window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, asked = keep(window, document, "Prudent"), list[str]()

    def answer(title: str, sentence: str, verbs: tuple[str, str], parent: object) -> str:
        asked.append(sentence)
        return verbs[len(asked) - 1]

    monkeypatch.setattr(scenario_view, "ask", answer)
    view_of(tab).share(kept)
    assert not document.model.all(Scenario)
    view_of(tab).share(kept)
    assert "visible par l’autre partie au prochain envoi" in asked[0]
    assert [one.name for one in document.model.all(Scenario)] == ["Prudent"]


def test_what_the_other_side_shared_is_neither_renamed_nor_deleted_here(
    tab: FinancesTab, window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenarios.share(document, keep(window, document, "Prudent"))
    assert window.workspace is not None
    window.workspace.set_author(LEBREUIL)
    settle()
    choose(tab, "Prudent")
    words: list[str] = []
    monkeypatch.setattr(
        scenario_view, "show_under", lambda menu, _: words.extend(one.text() for one in menu.actions())
    )
    view_of(tab).show_others()
    assert "Dupliquer" in words and "Ne plus comparer" in words
    assert not {"Renommer…", "Supprimer…", "Partager…"} & set(words)


def test_deleted_after_a_question(
    tab: FinancesTab, window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep(window, document)
    monkeypatch.setattr(scenario_view, "ask", lambda title, sentence, verbs, parent: verbs[1])
    view_of(tab).delete(kept)
    assert scenarios.private_scenarios(document) == [] and view_of(tab).empty() is not None
