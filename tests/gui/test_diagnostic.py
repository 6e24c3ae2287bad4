"""The tab Diagnostic partagé: each side types in its column, a constat keeps both texts, what is open is counted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Edit, Side
from cpom_desktop.core.diagnosis import Finding, Item, Theme, ThemeRating
from cpom_desktop.core.diagnosis_figures import disagreements, item_status, whole_progress
from cpom_desktop.core.positions import standing
from cpom_desktop.core.problems import Problem
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.diagnostic import acts
from cpom_desktop.gui.tabs.diagnostic.history import history
from cpom_desktop.gui.tabs.diagnostic.measures import MeasureReader, shown
from cpom_desktop.gui.tabs.diagnostic.tab import DiagnosticTab
from cpom_desktop.session.document import Document


@pytest.fixture
def tab(window: MainWindow) -> DiagnosticTab:
    shown_tab = window.tabs.show("Diagnostic partagé")
    settle()
    assert isinstance(shown_tab, DiagnosticTab)
    return shown_tab


def disputed(document: Document) -> Item:
    return next(one for one in document.model.all(Item) if item_status(document.model, one) == "desaccord")


def column(tab: DiagnosticTab, key: str) -> int:
    return [one.key for one in tab.table.grid.content.columns].index(key)


def go(tab: DiagnosticTab, item: Item, key: str) -> None:
    assert tab.go_to(item.at("value"))
    tab.table.go_to(tab.table.currentIndex().row(), column(tab, key))
    settle()


@pytest.mark.parametrize(
    ("measure", "typed", "stored", "seen"),
    [
        ("euros", "17 016,67 €", "17016.67", "17\u202f016,67"),
        ("pourcent", "94,5", "94.5", "94,5"),
        ("nombre", "1 200", "1200", "1\u202f200"),
        ("date", "2/1/2032", "2032-01-02", "02/01/2032"),
        ("ouinon", "OUI", "oui", "Oui"),
        ("texte", "=A1", "=A1", "=A1"),
        ("euros", "", None, ""),
    ],
)
def test_a_value_is_typed_shown_and_typed_again_the_same(
    measure: str, typed: str, stored: str | None, seen: str
) -> None:
    reader = MeasureReader(measure)
    assert reader.read(typed) == stored and reader.write(stored) == seen
    assert reader.read(reader.write(stored)) == stored


@pytest.mark.parametrize(
    ("measure", "typed"), [("euros", "beaucoup"), ("date", "31/02/2030"), ("ouinon", "peut-être"), ("nombre", "douze")]
)
def test_what_is_no_value_of_its_measure_is_refused_with_a_sentence(measure: str, typed: str) -> None:
    assert isinstance(MeasureReader(measure).read(typed), Problem)


def test_a_stored_text_that_its_measure_does_not_understand_is_shown_as_it_is() -> None:
    assert shown("euros", "environ 12") == "environ 12" and shown("date", "bientôt") == "bientôt"


def test_the_tab_counts_the_open_disagreements(window: MainWindow, document: Document) -> None:
    tab = window.tabs._buttons["Diagnostic partagé"]
    assert len(disagreements(document.model)) == 1 and tab.accessibleDescription() == "1 désaccord ouvert"
    for finding in disagreements(document.model):
        document.apply(Edit("Réglé", values={finding.at("waived"): 1}))
    settle()
    assert tab.accessibleDescription() == ""


def test_typing_in_the_column_of_a_side_is_its_position(tab: DiagnosticTab, document: Document) -> None:
    item = disputed(document)
    go(tab, item, "authority")
    QTest.keyClick(tab.table, Qt.Key.Key_9)
    QTest.keyClick(
        next(line for line in tab.table.viewport().findChildren(QLineEdit) if line.isVisible()), Qt.Key.Key_Return
    )
    said = standing(document.model, item.at("value"), Side.AUTHORITY)
    assert said is not None and said.value == "9" and said.confirmed == "a-confirmer"
    assert document.model.get(Item, item.id).value is None


def test_retaining_a_side_settles_the_item_in_common_writing(tab: DiagnosticTab, document: Document) -> None:
    item = disputed(document)
    tab.workspace.apply(Edit("mode", values={document.contract.at("writing"): "commune"}))
    go(tab, item, "retained")
    tab._retain(Side.MANAGER)
    assert document.model.get(Item, item.id).value == "17016.67"
    assert item_status(document.model, document.model.get(Item, item.id)) == "partage"


def test_nobody_retains_alone_its_own_value_in_the_mode_of_parties(tab: DiagnosticTab, document: Document) -> None:
    said = list[str]()
    tab.workspace.said.connect(said.append)
    go(tab, disputed(document), "retained")
    tab._retain(Side.MANAGER)
    assert said == [acts.OWN] and document.model.get(Item, disputed(document).id).value is None


def test_the_text_of_a_side_is_kept_when_its_field_is_left(
    qtbot: QtBot, tab: DiagnosticTab, document: Document
) -> None:
    go(tab, disputed(document), "retained")
    finding = tab.constat.finding
    assert finding is not None
    card = tab.constat.cards["authority_text"]
    card.text.setFocus()
    qtbot.waitUntil(card.text.hasFocus)
    card.text.setPlainText("Texte <b>nouveau</b>")
    tab.table.setFocus()
    settle()
    assert document.model.get(Finding, finding.id).authority_text == "Texte <b>nouveau</b>"


def test_escape_leaves_the_text_of_a_card_as_it_was(tab: DiagnosticTab, document: Document) -> None:
    go(tab, disputed(document), "retained")
    card, finding = tab.constat.cards["manager_text"], tab.constat.finding
    assert finding is not None
    card.text.setPlainText("brouillon")
    QTest.keyClick(card.text, Qt.Key.Key_Escape)
    tab.table.setFocus()
    settle()
    assert document.model.get(Finding, finding.id).manager_text == finding.manager_text == card.text.text()


def test_a_rating_is_kept_and_moves_the_chart(tab: DiagnosticTab, document: Document) -> None:
    theme = tab.theme
    assert theme is not None
    choice = tab._ratings[Side.AUTHORITY]
    choice.setCurrentIndex(choice.findData(1))
    tab._rate(Side.AUTHORITY)
    assert acts.rating(document.model, theme, Side.AUTHORITY) == 1
    drawn = next(one for one in tab.agreement.data if one.key == theme.id)
    assert drawn.authority == 1 and len(document.model.where(ThemeRating, "theme", theme.id)) == 2


def test_the_filters_show_what_is_to_settle(tab: DiagnosticTab, document: Document) -> None:
    tab.go_to(disputed(document).at("value"))
    everything = tab.table.grid.rowCount()
    tab._filters.choose("a-regler")
    tab.refresh()
    assert 0 < tab.table.grid.rowCount() < everything


def test_an_item_is_added_beside_the_current_one(tab: DiagnosticTab, document: Document) -> None:
    item = disputed(document)
    go(tab, item, "retained")
    tab._add_item()
    made = document.model.all(Item)[-1]
    assert (made.theme, made.esms, made.measure) == (
        item.theme,
        item.esms,
        item.measure,
    ) and made.label == "Nouvel élément"


def test_every_theme_and_item_can_be_gone_to(tab: DiagnosticTab, document: Document) -> None:
    assert all(tab.go_to(theme.at("name")) for theme in document.model.all(Theme))
    assert all(tab.go_to(item.at("value")) for item in document.model.all(Item)[:20])


def test_the_sentence_says_what_keeps_the_diagnosis_from_being_validated(document: Document) -> None:
    assert acts.what_blocks(whole_progress(document.model)) == (
        "1 désaccord, 2 réserves et 2 éléments non renseignés avant de valider le diagnostic."
    )


def test_the_history_of_an_item_is_drawn_with_its_reference(document: Document) -> None:
    drawn = [data for item in document.model.all(Item) if (data := history(document.model, item)) is not None]
    assert drawn and all(len(data.series[0].points) >= 2 for data in drawn)


def test_a_text_that_nobody_touched_is_not_written_again(tab: DiagnosticTab, document: Document) -> None:
    """A text field of Qt turns U+00A0 into a space; going through it must change nothing."""
    go(tab, disputed(document), "retained")
    before = len(document.history())
    for card in tab.constat.cards.values():
        card.text.setFocus()
        settle()
    tab.table.setFocus()
    settle()
    assert len(document.history()) == before
