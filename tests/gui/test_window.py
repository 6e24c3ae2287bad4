"""The window: its keys, what it says, what it opens, and how it gives way on a small screen."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cpom_desktop import app
from cpom_desktop.core.changes import Edit, Side
from cpom_desktop.core.contract import Authority, Esms
from cpom_desktop.core.problems import Expected, Kind, Reason, Refused, Surroundings
from cpom_desktop.core.records import Cell
from cpom_desktop.gui import preferences
from cpom_desktop.gui.dialogs.author import AuthorDialog
from cpom_desktop.gui.dialogs.new_contract import NewContractDialog
from cpom_desktop.gui.dialogs.problem import GENERAL, LABELS, TITLES, ProblemDialog, dialog_for, title_of
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle, write_screenshots
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.theme import DARK, LIGHT, theme
from cpom_desktop.gui.theme.sizes import CONTENT_HEIGHT, FIT_HEIGHT, FIT_WIDTH
from cpom_desktop.gui.widgets.rail_list import RailList
from cpom_desktop.gui.window.checks import ChecksDialog
from cpom_desktop.gui.window.palette import GoTo, Place, folded, matching, places
from cpom_desktop.session.document import Document
from tests.gui.conftest import ATTIAS
from tests.session.desk import Desk

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_every_tab_fits_a_laptop_of_1366_by_768(window: MainWindow) -> None:
    for title in window.tabs.titles:
        tab = window.tabs.show(title)
        settle()
        assert tab is not None
        size = tab.comfort()
        assert size.width() <= FIT_WIDTH and size.height() <= CONTENT_HEIGHT, title


def test_no_tab_makes_the_window_larger_than_a_laptop(window: MainWindow) -> None:
    window.resize(FIT_WIDTH, FIT_HEIGHT)
    for title in window.tabs.titles:
        window.tabs.show(title)
        settle()
        assert (window.width(), window.height()) == (FIT_WIDTH, FIT_HEIGHT), title


def test_each_tab_stands_under_its_own_title() -> None:
    assert {title: load().title for title, load in app.TABS.items()} == {title: title for title in app.TABS}


def test_the_volet_becomes_a_drawer_then_the_rail_a_list(window: MainWindow) -> None:
    tab = window.tabs.show("Finances")
    assert tab is not None and tab.volet is not None and tab.rail is not None
    window.resize(FIT_WIDTH, FIT_HEIGHT)
    settle()
    assert tab.volet.isVisible() and not tab.volet_is_drawer
    window.resize(1150, 600)
    settle()
    assert tab.volet_is_drawer and not tab.volet.isVisible() and tab.rail.isVisible()
    window.toggle_volet()
    assert tab.volet.isVisible() and tab.volet.geometry().right() == tab.rect().right()
    window.resize(820, 500)
    settle()
    assert not tab.rail.isVisible() and tab._rail_button.isVisible()
    window.resize(FIT_WIDTH, FIT_HEIGHT)
    settle()
    assert tab.rail.isVisible() and not tab.volet_is_drawer


def test_ctrl_page_goes_round_the_tabs(window: MainWindow) -> None:
    window.tabs.show(window.tabs.titles[0])
    seen = []
    for _ in window.tabs.titles:
        QTest.keyClick(window, Qt.Key.Key_PageDown, CONTROL)
        seen.append(window.tabs.current)
    assert seen == [*window.tabs.titles[1:], window.tabs.titles[0]]


def test_f6_goes_from_rail_to_plan_to_volet_and_back(window: MainWindow) -> None:
    window.resize(FIT_WIDTH, FIT_HEIGHT)
    tab = window.tabs.show("Finances")
    assert isinstance(tab, FinancesTab)
    settle()
    tab._list.setFocus()
    seen = []
    for _ in range(3):
        window.cycle(1)
        focus = window.focusWidget()
        seen.append([part.isAncestorOf(focus) for part in tab.parts()].index(True))
    assert seen == [1, 2, 0]


def test_ctrl_s_only_says_that_it_is_saved(window: MainWindow, document: Document) -> None:
    window.say_saved()
    assert window.status.sentence == "Déjà enregistré\u00a0: rien n’a changé depuis l’ouverture."
    document.apply(Edit("nom", values={document.contract.at("name"): "Autre"}))
    window.say_saved()
    assert document.saved_at is not None
    assert (
        window.status.sentence
        == f"Déjà enregistré à {document.saved_at.hour}\u00a0h\u00a0{document.saved_at.minute:02d}"
    )


def test_undo_and_redo_name_what_they_would_do(window: MainWindow, document: Document) -> None:
    assert not window.bar.undo.isEnabled() or window.bar.undo.toolTip().startswith("Annuler")
    document.apply(Edit("Intitulé", values={document.contract.at("name"): "Autre"}))
    assert window.bar.undo.isEnabled() and "Intitulé" in window.bar.undo.toolTip()
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert document.contract.name != "Autre" and window.bar.redo.isEnabled()


def test_the_fingerprint_follows_the_last_edit_after_a_moment(
    qtbot: QtBot, window: MainWindow, document: Document
) -> None:
    before = window.status.fingerprint.text()
    document.apply(Edit("nom", values={document.contract.at("name"): "Autre"}))
    qtbot.waitUntil(lambda: window.status.fingerprint.text() != before)
    assert window.status.fingerprint.text() == f"Empreinte {document.fingerprint()}"
    window.copy_fingerprint()
    assert QGuiApplication.clipboard().text() == document.fingerprint()


def test_the_theme_changes_at_once_and_is_remembered(window: MainWindow) -> None:
    window.switch_theme()
    assert theme().dark and preferences.read_text(preferences.THEME) == DARK
    window.switch_theme()
    assert not theme().dark and preferences.read_text(preferences.THEME) == LIGHT


def test_the_mode_of_writing_is_an_edit_that_everybody_sees(window: MainWindow, document: Document) -> None:
    window._write_mode(document.contract, "commune")
    assert document.contract.writing == "commune" and window.status.mode.text() == "Rédaction commune"


def test_the_palette_finds_without_accents_and_leads_there(
    qtbot: QtBot, window: MainWindow, document: Document
) -> None:
    kinds = frozenset().union(*(window.tabs.tab(title).kinds for title in window.tabs.titles))
    found = places(document.model, window.tabs.titles, kinds)
    dialog = GoTo(found, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.field.setText("rebasage veille")
    chosen = list[object]()
    dialog.chosen.connect(chosen.append)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert len(chosen) == 1
    window._go(chosen[0])  # type: ignore[arg-type]
    assert window.tabs.current == "Finances"


def test_searching_ignores_case_and_accents_and_puts_beginnings_first() -> None:
    found = [Place("Le Quai, écart", "ESMS", "a"), Place("Écart ouvert", "Mesure", "b"), Place("Autre", "Onglet", "c")]
    assert folded("Écart À") == "ecart a"
    assert [place.target for place in matching(found, "ECART")] == ["b", "a"]
    assert [place.target for place in matching(found, "")] == ["a", "b", "c"]


def test_every_place_of_the_palette_is_shown_by_a_tab(window: MainWindow, document: Document) -> None:
    kinds = frozenset().union(*(window.tabs.tab(title).kinds for title in window.tabs.titles))
    targets = [place.target for place in places(document.model, (), kinds)]
    assert len(targets) > 50
    assert [target for target in targets if not (isinstance(target, Cell) and window.tabs.go_to(target))] == []


def test_the_points_de_vigilance_lead_to_their_cell(qtbot: QtBot, window: MainWindow) -> None:
    assert window._overview.checks
    dialog = ChecksDialog(window._overview.checks, window.workspace, window.tabs.where, window)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    rows = [at for at in range(dialog.table.grid.rowCount()) if dialog.table.grid.row(at).cells[3].text == "Finances"]
    dialog.table.go_to(rows[0], 1)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert window.tabs.current == "Finances" and not dialog.isVisible()


def test_leaving_a_contract_shows_the_welcome_page_with_the_recent_ones(window: MainWindow, document: Document) -> None:
    window._close_contract()
    assert window.workspace is None and window.welcome.isVisible()
    assert preferences.read_list(preferences.RECENT) == [str(document.path)]


def test_a_contract_made_from_a_template_opens_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    for kind in ("general", "chrs", "ehpad", "ph"):
        made = app.new_contract(tmp_path / f"{kind}.cpom", kind, "Essai", ATTIAS, Desk("neuf").tools)
        window = app.make_window()
        qtbot.addWidget(window)
        window.take(made)
        window.show()
        for title in window.tabs.titles:
            window.tabs.show(title)
            settle()
        assert made.contract.type == kind
        window.close()


def test_a_contract_opened_to_read_says_why_nothing_can_be_typed(qtbot: QtBot, demo_file: Path) -> None:
    window = app.make_window()
    qtbot.addWidget(window)
    window.take(Document.open_reading(demo_file, Desk("lecture").tools))
    window.show()
    settle()
    assert window.workspace is not None and not window.workspace.writable
    window.say_saved()
    assert window.status.sentence.startswith("Lecture seule")
    window.close()


READS = {"Arbitrage…", "Essai", "Fiche de l’indicateur", "Ouvrir les modalités"}
"""The acts that write nothing in the contract."""


def enabled_verbs(tab: QWidget) -> set[str]:
    return {one.text() for one in tab.findChildren(QPushButton)
            if one.isVisible() and one.isEnabled() and one.text() and one.objectName() not in {"segment", "link"}}


def test_a_contract_opened_to_read_offers_no_act_that_writes(qtbot: QtBot, demo_file: Path) -> None:
    window = app.make_window()
    qtbot.addWidget(window)
    window.take(Document.open_reading(demo_file, Desk("lecture").tools))
    window.show()
    offered = set[str]()
    for title in window.tabs.titles:
        tab = window.tabs.show(title)
        assert tab is not None
        if isinstance(tab, FinancesTab):
            for key, view in tab._views.items():
                tab.show_sub_view(key)
                for page, _ in view.pages or (("", ""),):
                    view.page = page
                    tab.refresh()
                    settle()
                    offered |= enabled_verbs(tab)
            continue
        for rail in tab.findChildren(RailList):
            for at in range(rail.count()):
                rail.setCurrentRow(at)
                settle()
                offered |= enabled_verbs(tab)
        offered |= enabled_verbs(tab)
    assert {one for one in offered if "de vigilance" not in one} == READS
    window.close()


def test_a_picture_of_every_tab_is_written_in_both_themes(qapp: QApplication, demo_file: Path, tmp_path: Path) -> None:
    names = write_screenshots(
        Document.open_reading(demo_file, Desk("image").tools), app.make_window, tmp_path / "images"
    )
    assert len(names) == 2 * len(app.TABS) and all(
        (tmp_path / "images" / name).stat().st_size > 20_000 for name in names
    )


# Dialogs


@pytest.mark.parametrize("cause", [*Kind, *Reason], ids=lambda cause: f"{type(cause).__name__}.{cause.name}")
def test_every_error_shows_its_title_and_three_labelled_sentences(qtbot: QtBot, cause: Kind | Reason) -> None:
    if isinstance(cause, Kind):
        error: Expected = Surroundings(cause, name="a <b>", detail="d")
    else:
        error = Refused(cause, "Champ", detail="d")
    assert cause in TITLES and title_of(error) != GENERAL
    dialog = dialog_for(error)
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert all(label in texts for label in LABELS)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel) if label.text())


def test_the_last_verb_is_primary_and_escape_chooses_nothing(qtbot: QtBot) -> None:
    dialog = ProblemDialog("Titre", Surroundings(Kind.FULL, name="x").sentences, ("Annuler", "Réessayer"))
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.chosen == "" and not dialog.isVisible()


def test_the_author_is_not_taken_without_name_and_organisation(qtbot: QtBot) -> None:
    dialog = AuthorDialog()
    qtbot.addWidget(dialog)
    dialog._accept()
    assert dialog.author is None
    dialog._form.name.setText(ATTIAS.name)
    dialog._form.organisation.setText(ATTIAS.organisation)
    dialog._accept()
    assert dialog.author == ATTIAS


def test_whoever_changes_party_does_not_sign_for_the_body_of_the_other(qtbot: QtBot, document: Document) -> None:
    councils = [Authority(id=name[0] * 32, name=name, side="autorite2") for name in ("Aure", "Lys")]
    dialog = AuthorDialog(ATTIAS, model=document.model.replacing(councils))
    qtbot.addWidget(dialog)
    form = dialog._form

    def organisation_as(side: Side) -> str:
        form.side.setCurrentIndex(form.side.findData(side.value))
        return form.organisation.text()

    assert organisation_as(Side.AUTHORITY) == "DREETS"
    assert organisation_as(Side.SECOND_AUTHORITY) == "", "the contract names two: which one is asked for"
    assert organisation_as(Side.MANAGER) == ATTIAS.organisation
    QTest.keyClicks(form.organisation, " et cie")
    assert organisation_as(Side.AUTHORITY) == f"{ATTIAS.organisation} et cie", "what is typed by hand stays"


def test_a_new_contract_asks_for_its_name(qtbot: QtBot) -> None:
    dialog = NewContractDialog("chrs")
    qtbot.addWidget(dialog)
    dialog._accept()
    assert dialog.answer is None
    dialog._form.name.setText("CPOM Essai")
    dialog._accept()
    assert dialog.answer == ("chrs", "CPOM Essai")


def test_the_window_is_named_for_a_screen_reader(window: MainWindow) -> None:
    for title in window.tabs.titles:
        tab = window.tabs.show(title)
        settle()
        assert tab is not None and tab.accessibleName()
        unnamed = [
            child
            for child in tab.findChildren(QWidget)
            if child.isVisible()
            and not isinstance(child.parent(), QAbstractScrollArea)
            and child.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not (child.accessibleName() or getattr(child, "text", str)() or child.toolTip())
        ]
        assert unnamed == [], title


def test_a_name_with_markup_is_shown_as_typed(window: MainWindow, document: Document) -> None:
    esms = document.model.all(Esms)[0]
    values = {esms.at("name"): "<b>gras</b>", document.contract.at("name"): "<i>x</i>"}
    document.apply(Edit("nom", values=values))
    settle()
    assert window.windowTitle().startswith("<i>x</i>")


def test_the_chart_gives_way_to_a_button_on_a_low_window(window: MainWindow) -> None:
    tab = window.tabs.show("Finances")
    assert isinstance(tab, FinancesTab)
    window.resize(FIT_WIDTH, FIT_HEIGHT)
    settle()
    assert tab.chart.isVisible() and not tab._chart_place.button.isVisible()
    window.resize(FIT_WIDTH, 480)
    settle()
    assert not tab.chart.isVisible() and tab._chart_place.button.isVisible()
    tab._chart_place.button.click()
    assert tab.chart.isVisible()


def test_building_a_tab_never_flashes_a_window(qtbot: QtBot, qapp: QApplication, document: Document) -> None:
    """A part shown before it has its parent is a window for an instant, and takes the focus away."""

    class Watch(QObject):
        seen: ClassVar[list[str]] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                self.seen.append(type(watched).__name__)
            return False

    window, watch = app.make_window(), Watch()
    qtbot.addWidget(window)
    qapp.installEventFilter(watch)
    window.take(document)
    window.show()
    for title in window.tabs.titles:
        window.tabs.show(title)
        settle()
    qapp.removeEventFilter(watch)
    assert watch.seen == ["MainWindow"]


def test_the_menu_holds_what_works_now_and_nothing_else(window: MainWindow) -> None:
    with_contract = [action.text() for action in window.menu().actions() if action.text()]
    assert with_contract[0] == "Nouveau contrat…" and "Exporter" in with_contract and "Aller à…" in with_contract
    next(action for action in window.menu().actions() if action.text() == "Thème sombre").trigger()
    assert theme().dark
    window._close_contract()
    without = [action.text() for action in window.menu().actions() if action.text()]
    assert "Exporter" not in without and "Aller à…" not in without and "Aide" in without


def test_leaving_a_contract_gives_up_the_document_being_written(window: MainWindow, tmp_path: Path) -> None:
    out = tmp_path / "contrat.pdf"
    window._exporting.contract(True, out)
    window._close_contract()
    assert window._exporting._job is None and not out.exists()
