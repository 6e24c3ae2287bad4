"""What somebody meets who opens the program for the first time: nothing hidden, and each act told in plain words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cpom_desktop import app
from cpom_desktop.core.contract import Esms
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.overlay import View
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.contract.articles import in_order, line_of, numbered
from cpom_desktop.gui.tabs.contract.tab import ContractTab
from cpom_desktop.gui.tabs.positions import shown_gap, shown_value
from cpom_desktop.gui.widgets.chips import Count
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session.document import Document
from tests.gui.test_workspace import measure
from tests.gui.typing_in import Place, Typed


@pytest.mark.parametrize(
    ("view", "words", "until"),
    [(View.ACCORD, "demande du gestionnaire", "qu’avec l’accord de toutes les parties"),
     (View.AUTHORITY, "offre de l’autorité", "pas")],
)
def test_a_position_typed_says_whose_it_is_and_that_the_accord_stays(
    workspace: Workspace, document: Document, qtbot: QtBot, view: View, words: str, until: str
) -> None:
    workspace.set_view(view)
    said: list[str] = []
    workspace.said.connect(said.append)
    assert workspace.write([Typed(Place(measure(document.model, "rebasage").at("cents")), 2_500_000)], "essai")
    assert said == [f"Noté\u00a0: {words}\u202f; la valeur retenue ne change {until}."]


def test_changing_the_way_of_writing_says_what_typing_does_from_now_on(window: MainWindow, document: Document) -> None:
    window._write_mode(document.contract, "commune")
    assert window.status.sentence == "Rédaction commune\u00a0: ce qui est saisi est retenu."
    window._write_mode(document.contract, "parties")
    assert window.status.sentence.endswith("ce qui est saisi est une demande ou une offre.")


def test_what_separates_two_positions_carries_its_sign_and_its_unit(document: Document) -> None:
    rate, cents = document.model.all(YearRate)[0].at("rate"), document.model.all(Measure)[0].at("cents")
    assert [shown_gap(rate, one) for one in (7_500, 20_000, -2_500)] == [
        "+0,75\u00a0point",
        "+2,00\u00a0points",
        "−0,25\u00a0point",
    ]
    assert shown_gap(cents, 2_600_000) == "+26\u202f000,00\u00a0€"
    assert shown_value(rate, 12_500) == "1,25\u00a0%"


def test_the_count_of_a_tab_stands_inside_that_tab(window: MainWindow) -> None:
    counts = [one for one in window.findChildren(Count) if one.isVisible()]
    assert [one.accessibleName() for one in counts] == [one.toolTip() for one in counts] and len(counts) == 1
    tab = window.tabs._buttons["Diagnostic partagé"]
    assert counts[0].parentWidget() is tab and tab.rect().contains(counts[0].geometry())
    bare = window.tabs._buttons["Contrat"]
    assert tab.sizeHint().width() > counts[0].width() and bare.accessibleDescription() == ""


def test_a_new_row_waits_for_its_name_and_keeps_the_code_made_for_it(window: MainWindow, document: Document) -> None:
    tab = window.tabs.show("Contrat")
    assert isinstance(tab, ContractTab)
    before = {one.id for one in document.model.all(Esms)}
    tab.list.choose("perimetre")
    tab.add()
    settle()
    new = next(one for one in document.model.all(Esms) if one.id not in before)
    view = tab.table("perimetre").view
    assert view.grid.cell(view.currentIndex()).address == new.at("name") and new.code == "E4"


def test_a_table_wider_than_its_page_shows_all_its_rows_over_the_scroll_bar(window: MainWindow) -> None:
    window.resize(1000, 660)
    tab = window.tabs.show("Contrat")
    assert isinstance(tab, ContractTab)
    tab.list.choose("perimetre")
    settle()
    view = tab.table("perimetre").view
    assert view.horizontalScrollBar().maximum() > 0 and view.verticalScrollBar().maximum() == 0


def test_the_words_that_come_from_qt_itself_are_french(qtbot: QtBot) -> None:
    running = app.application()
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    buttons = [one.text().replace("&", "") for one in dialog.findChildren(QPushButton)]
    assert "Annuler" in buttons and "Cancel" not in buttons
    labels = {one.text().replace("&", "") for one in dialog.findChildren(QLabel)}
    assert {"Dossier\u00a0:", "Type de fichier\u00a0:"} <= labels
    assert len(app.application().findChildren(QTranslator)) == 2 and app.application() is running


def test_the_rail_numbers_the_articles_as_the_contract_prints_them(document: Document) -> None:
    lines = [line_of(document.model, *one).name for one in numbered(in_order(document.model))]
    assert lines[0] == "Parties, visas et références juridiques" and lines[1].startswith("1. ")
    assert "11. Révision et résiliation" in lines


def test_the_window_opens_inside_the_screen(window: MainWindow) -> None:
    room = window.screen().availableGeometry()
    window.setGeometry(room.right() - 50, room.bottom() - 50, room.width() + 400, room.height() + 300)
    window.fit_screen()
    settle()
    assert room.contains(window.frameGeometry())
