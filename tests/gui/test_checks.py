"""The points de vigilance in the window: each leads to its cell, or says that no tab shows it."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cpom_desktop.core.checks import RULES, Check, Level, run
from cpom_desktop.core.negotiation import Decision, Position
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.grid import GridView
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.window.checks import NO_TAB, ChecksDialog

TODAY = dt.date(2026, 11, 20)
ON_THE_CELL = {"G9": "Contrat", "P2": "Contrat", "G10": "Objectifs", "P5": "Calendrier", "N1": "Finances",
               "N2": "Finances", "P3": "Finances", "G15": "Finances", "G17": "Finances"}
"""Checks of the demonstration whose cell stands in a table, with its tab."""


def check(window: MainWindow, id: str) -> Check:
    assert window.workspace is not None
    return next(one for one in run(window.workspace.model, TODAY) if one.id == id)


def cell_of(one: Check) -> Cell:
    assert one.cell is not None
    return one.cell


@pytest.mark.parametrize("id", ON_THE_CELL)
def test_a_point_leads_to_its_very_cell_with_the_focus_on_it(window: MainWindow, id: str) -> None:
    found = check(window, id)
    window.tabs.show("Diagnostic partagé")
    window._on_pointed(cell_of(found))
    settle()
    view = window.focusWidget()
    assert window.tabs.current == ON_THE_CELL[id] and isinstance(view, GridView)
    assert view.grid.cell(view.currentIndex()).address == found.cell


@pytest.mark.parametrize(("id", "tab"), [("G16", "Contrat"), ("N6", "Objectifs")])
def test_a_point_on_a_text_leads_into_its_field(window: MainWindow, id: str, tab: str) -> None:
    window.tabs.show("Finances")
    window._on_pointed(cell_of(check(window, id)))
    settle()
    focus = window.focusWidget()
    assert window.tabs.current == tab and focus is not None and not isinstance(focus, GridView)
    assert focus is not window.tabs.tab(tab).first_focus()


def test_a_point_on_a_whole_year_of_the_plan_leads_to_its_result(window: MainWindow) -> None:
    window._on_pointed(cell_of(check(window, "G7")))
    view = window.focusWidget()
    assert window.tabs.current == "Finances" and isinstance(view, GridView)
    assert view.grid.row(view.currentIndex().row()).title == "Résultat prévisionnel"


def test_a_disagreement_leads_to_its_line_of_the_diagnosis(window: MainWindow) -> None:
    window.tabs.show("Finances")
    window._on_pointed(cell_of(check(window, "P6")))
    view = window.focusWidget()
    assert window.tabs.current == "Diagnostic partagé" and isinstance(view, GridView)
    assert view.currentIndex().isValid()


def test_a_position_leads_to_the_cell_that_it_speaks_of(window: MainWindow) -> None:
    assert window.workspace is not None
    measure = cell_of(check(window, "N1"))
    position = next(one for one in window.workspace.model.all(Position) if one.cell == str(measure))
    assert window.tabs.where(position.at("status")) == window.tabs.where(measure)
    window.tabs.show("Objectifs")
    window._on_pointed(position.at("status"))
    view = window.focusWidget()
    assert isinstance(view, GridView) and view.grid.cell(view.currentIndex()).address == measure


def of_no_tab(window: MainWindow) -> Cell:
    """A cell that stands in no tab yet: those of decisions."""
    assert window.workspace is not None
    return window.workspace.model.all(Decision)[0].at("wording")


def test_a_cell_of_no_tab_is_said_so_and_nothing_moves(window: MainWindow) -> None:
    window.tabs.show("Objectifs")
    window._on_pointed(of_no_tab(window))
    assert window.tabs.current == "Objectifs"
    assert window.status.sentence.startswith("Aucun onglet ne montre encore cet élément\u00a0: Texte")


def test_every_point_of_the_demonstration_leads_to_its_cell(window: MainWindow) -> None:
    assert window.workspace is not None
    for one in run(window.workspace.model, TODAY):
        assert window.tabs.go_to(cell_of(one)), one.id


def test_the_list_says_where_each_point_leads_and_what_was_verified(qtbot: QtBot, window: MainWindow) -> None:
    assert window.workspace is not None
    elsewhere = Check(Level.LOOK, "X9", "Une décision sans texte.", "", of_no_tab(window))
    found = [*run(window.workspace.model, TODAY), elsewhere]
    dialog = ChecksDialog(found, window.workspace, window.tabs.where, window)
    qtbot.addWidget(dialog)
    dialog.show()
    places = {one.id: dialog.table.grid.row(at).cells[3] for at, one in enumerate(found)}
    assert places["P2"].text == "Contrat" and places["P2"].link == check(window, "P2").cell
    assert places["X9"].text == NO_TAB and places["X9"].link is None
    dialog.table.go_to([one.id for one in found].index("X9"), 1)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.isVisible() and not dialog._go.isEnabled()
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any(f"2 points bloquants parmi les {len(RULES)} règles vérifiées." in text for text in texts)
    assert any(text.startswith("Le programme ne vérifie pas\u00a0: ") for text in texts)


def test_without_blocking_point_the_list_claims_only_what_was_verified(qtbot: QtBot, window: MainWindow) -> None:
    assert window.workspace is not None
    look = [Check(Level.LOOK, "P2", "La date manque.", "", None)]
    dialog = ChecksDialog(look, window.workspace, window.tabs.where, window)
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert f"Aucun point bloquant parmi les {len(RULES)} règles vérifiées." in texts
    assert not any("prêt à signer" in text.casefold() for text in texts)
