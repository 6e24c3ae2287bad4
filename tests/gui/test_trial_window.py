"""A trial in the window: its key, its band in every tab, Escape, and what becomes of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.dialogs.changes import ChangesDialog
from cpom_desktop.gui.grid import GridView
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.window import trials
from cpom_desktop.session.document import Document
from cpom_desktop.session.scenarios import private_scenarios

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def table(window: MainWindow, document: Document) -> GridView:
    """The trajectory, the cursor on the rebasing."""
    tab = window.tabs.show("Finances")
    assert isinstance(tab, FinancesTab) and tab.go_to(rebasing(document))
    settle()
    return tab.table


def rebasing(document: Document) -> Cell:
    return next(one for one in document.model.all(Measure) if one.nature == "rebasage").at("cents")


def text(table: GridView) -> str:
    return table.grid.text(table.currentIndex())


def typed(table: GridView, words: str) -> None:
    index = table.currentIndex()
    assert table.grid.setData(index, words)
    settle()


def band_words(window: MainWindow) -> str:
    band = window.trials.band
    return f"{band.words.text()} | {band.effect.text()}".replace("\u202f", "\u00a0")


def test_f7_shows_the_band_in_every_tab_and_escape_takes_it_away(
    window: MainWindow, table: GridView, document: Document
) -> None:
    before = text(table)
    QTest.keyClick(window, Qt.Key.Key_F7)
    typed(table, "15 000")
    assert "Essai — rien n’est enregistré · Échap pour quitter · 1 valeur changée" in band_words(window)
    # 3 000 more, carried by the rates 0,90, 1,50, 1,00 and 1,00 %, rounded each year: 15 336,70 over five years.
    assert "DGC 2027–2031\u00a0: +15\u00a0336,70\u00a0€ · 2027\u00a0: +3\u00a0000,00\u00a0€" in band_words(window)
    for title in window.tabs.titles:
        window.tabs.show(title)
        settle()
        assert window.trials.band.isVisible()
    window.tabs.show("Finances")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Escape)
    settle()
    assert not window.trials.band.isVisible() and text(table) == before


def test_the_button_of_a_trial_leaves_the_hands_in_the_table(window: MainWindow, table: GridView) -> None:
    tab = window.tabs.tab("Finances")
    assert isinstance(tab, FinancesTab)
    tab.head.trial.setFocus()
    tab.head.trial.click()
    settle()
    assert window.trials.band.isVisible() and window.focusWidget() is table


def test_escape_in_an_editor_gives_up_the_typing_and_not_the_trial(window: MainWindow, table: GridView) -> None:
    QTest.keyClick(window, Qt.Key.Key_F7)
    typed(table, "15 000")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None and editor is not table
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    settle()
    assert window.trials.band.isVisible() and text(table) == "15\u202f000,00"


def test_escape_first_gives_up_a_refused_text(window: MainWindow, table: GridView) -> None:
    QTest.keyClick(window, Qt.Key.Key_F7)
    table.grid.setData(table.currentIndex(), "douze")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert window.trials.band.isVisible()
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert not window.trials.band.isVisible()


def test_a_cell_that_the_trial_changes_says_so_in_words(window: MainWindow, table: GridView) -> None:
    assert not table.grid.is_tried(table.currentIndex())
    QTest.keyClick(window, Qt.Key.Key_F7)
    typed(table, "15 000")
    index = table.currentIndex()
    assert table.grid.is_tried(index) and "essai, 12\u202f000,00 sans l’essai" in table.grid.spoken(index)
    typed(table, "12 000")
    assert not table.grid.is_tried(table.currentIndex())


def test_the_points_of_the_status_bar_follow_the_trial(window: MainWindow, table: GridView, qtbot: QtBot) -> None:
    settle()
    qtbot.waitUntil(lambda: bool(window._overview.checks))
    before, print_ = window._overview, window.status.fingerprint.text()
    index = table.currentIndex()
    first = table.grid.index(table.grid.row_of(f"{table.grid.row(index.row()).group}/opening"), 1)
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert table.grid.setData(first, "")
    qtbot.waitUntil(lambda: window._overview.checks != before.checks)
    assert window._overview.fingerprint == before.fingerprint and window.status.fingerprint.text() == print_
    window.trials.leave()
    qtbot.waitUntil(lambda: window._overview.checks == before.checks)


def test_undo_of_the_window_is_that_of_the_trial(window: MainWindow, table: GridView, document: Document) -> None:
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert not window.bar.undo.isEnabled()
    typed(table, "15 000")
    assert window.bar.undo.isEnabled() and "Rebasage" in window.bar.undo.toolTip()
    history = len(document.history())
    window.undo()
    settle()
    assert text(table) == "12\u202f000,00" and not window.bar.undo.isEnabled() and len(document.history()) == history


def test_kept_it_is_a_private_scenario_and_the_trial_goes_on(
    window: MainWindow, table: GridView, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert not window.trials.band.keep.isEnabled()
    typed(table, "15 000")
    monkeypatch.setattr(trials, "ask_name", lambda *_: "Prudent")
    window.trials.band.keep.click()
    (kept,) = private_scenarios(document)
    assert kept.name == "Prudent" and dict(kept.what.values) == {rebasing(document): 1_500_000}
    assert window.trials.band.isVisible()


@pytest.mark.parametrize("answer", [True, False])
def test_put_on_the_table_once_it_has_been_read_again(
    answer: bool, window: MainWindow, table: GridView, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {one.id for one in document.model.all(Position)}
    QTest.keyClick(window, Qt.Key.Key_F7)
    typed(table, "15 000")
    code = QDialog.DialogCode.Accepted if answer else QDialog.DialogCode.Rejected
    monkeypatch.setattr(ChangesDialog, "exec", lambda _: code.value)
    window.trials.band.put_down.click()
    settle()
    new = [one for one in document.model.all(Position) if one.id not in before]
    assert [(one.party, one.value) for one in new] == ([("gestionnaire", "1500000")] if answer else [])
    assert window.trials.band.isVisible() != answer
    assert document.model.value(rebasing(document)) == 1_200_000


def test_f7_in_a_trial_goes_to_its_buttons(window: MainWindow, table: GridView) -> None:
    QTest.keyClick(window, Qt.Key.Key_F7)
    table.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert window.trials.band.give_up.hasFocus()
    QApplication.sendEvent(window.trials.band.give_up,
                           QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Escape, NONE))
    settle()
    assert not window.trials.band.isVisible() and table.hasFocus()


def test_the_band_fits_a_narrow_window_whole(window: MainWindow, table: GridView) -> None:
    window.resize(910, 460)
    QTest.keyClick(window, Qt.Key.Key_F7)
    typed(table, "15 000")
    band = window.trials.band
    assert window.width() == 910
    for one in (band.give_up, band.keep, band.put_down):
        assert one.width() >= one.sizeHint().width(), one.text()
    assert band.effect.width() >= band.effect.sizeHint().width()
    assert band.words.width() >= band.words.sizeHint().width() - 2


def test_no_trial_is_left_behind_in_the_next_contract(window: MainWindow, table: GridView) -> None:
    QTest.keyClick(window, Qt.Key.Key_F7)
    typed(table, "15 000")
    window._close_contract()
    settle()
    assert not window.trials.band.isVisible()
