"""A form is typed like a table: previewed at each key, written on leaving, given up by Échap, refused with a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Contract, Esms
from cpom_desktop.core.problems import Expected, Kind, Surroundings
from cpom_desktop.gui.record_form import RecordForm
from cpom_desktop.gui.record_form.fields import ChoiceField, TypedField
from cpom_desktop.gui.theme import theme
from cpom_desktop.gui.widgets.problem import ProblemLine
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session.document import Document
from tests.session.desk import ESMS, Desk, new_document
from tests.stories.keyboard import Keyboard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
OTHER = Esms(id="e2", name="Le Quai", town="Lysmont")


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    made = new_document(tmp_path, Desk("fiche"))
    made.apply(Edit("un autre ESMS", new=(OTHER,)))
    yield made
    made.close()


@pytest.fixture
def workspace(qapp: QApplication, document: Document) -> Iterator[Workspace]:
    theme()
    made = Workspace(document)
    yield made
    made.leave()


class Fiche(RecordForm):
    """The form of an ESMS, refreshed as a tab does."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, Esms, ("name", "town", "capacity", "next_project", "regime", "public"))
        self._workspace, self._row = workspace, ESMS.id
        workspace.changed.connect(self._refresh)
        workspace.previewed.connect(self._refresh)
        self._refresh()

    def choose(self, row: str) -> None:
        self._row = row
        self._refresh()

    def _refresh(self) -> None:
        self.show_record(self._workspace.shown().get(Esms, self._row))


@pytest.fixture
def form(qtbot: QtBot, workspace: Workspace) -> Fiche:
    made = Fiche(workspace)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def line(form: RecordForm, name: str) -> QLineEdit:
    field = form.fields[name]
    assert isinstance(field, TypedField) and isinstance(field.editor, QLineEdit)
    return field.editor


def choice(form: RecordForm, name: str = "regime") -> ChoiceField:
    field = form.fields[name]
    assert isinstance(field, ChoiceField)
    return field


def enters(form: Fiche, name: str, text: str) -> QLineEdit:
    """Type over the text of a field, without leaving it."""
    editor = line(form, name)
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    return editor


def stored(document: Document, row: str = "e1") -> Esms:
    return document.model.get(Esms, row)


def problem(form: Fiche, name: str) -> ProblemLine:
    return form.fields[name].findChildren(ProblemLine)[0]


def test_each_key_is_a_preview_and_enter_writes_one_lot(
    form: Fiche, workspace: Workspace, document: Document
) -> None:
    before = len(document.history())
    editor = enters(form, "capacity", "75")
    assert workspace.shown().get(Esms, "e1").capacity == 75 and stored(document).capacity == 60
    assert len(document.history()) == before
    QTest.keyClick(editor, KEY.Key_Return)
    assert stored(document).capacity == 75 and len(document.history()) == before + 1
    assert QApplication.focusWidget() is line(form, "next_project")


def test_leaving_a_field_writes_it(form: Fiche, document: Document) -> None:
    enters(form, "town", "Pont-Neuf")
    line(form, "name").setFocus()
    assert stored(document).town == "Pont-Neuf"


def test_escape_gives_up_the_text_and_the_preview(
    form: Fiche, workspace: Workspace, document: Document
) -> None:
    before = len(document.history())
    editor = enters(form, "capacity", "75")
    QTest.keyClick(editor, KEY.Key_Escape)
    assert editor.text() == "60" and workspace.shown().get(Esms, "e1").capacity == 60
    assert len(document.history()) == before


def test_a_refused_text_stays_with_its_sentence_and_nothing_is_written(
    form: Fiche, workspace: Workspace, document: Document
) -> None:
    editor = enters(form, "capacity", "beaucoup")
    QTest.keyClick(editor, KEY.Key_Return)
    assert editor.text() == "beaucoup" and editor.property("refused") == "true"
    assert problem(form, "capacity").isVisible() and problem(form, "capacity").sentence
    assert stored(document).capacity == 60 and workspace.shown().get(Esms, "e1").capacity == 60


def test_a_preview_ends_when_the_text_is_no_value_any_more(form: Fiche, workspace: Workspace) -> None:
    editor = enters(form, "capacity", "75")
    QTest.keyClicks(editor, "x")
    assert workspace.shown().get(Esms, "e1").capacity == 60


def test_the_link_under_a_refused_text_repairs_it(form: Fiche, document: Document) -> None:
    editor = enters(form, "next_project", "31/02/2028")
    QTest.keyClick(editor, KEY.Key_Return)
    (link,) = [one for one in problem(form, "next_project").findChildren(QPushButton) if one.isVisible()]
    link.click()
    assert stored(document).next_project == "2028-02-29"
    assert problem(form, "next_project").sentence == "" and editor.property("refused") == "false"


def test_choosing_another_record_writes_what_was_typed_in_the_first(form: Fiche, document: Document) -> None:
    enters(form, "town", "Pont-Neuf")
    form.choose("e2")
    assert stored(document).town == "Pont-Neuf" and stored(document, "e2").town == "Lysmont"
    assert line(form, "town").text() == "Lysmont" and line(form, "name").text() == "Le Quai"


def test_a_refused_text_does_not_follow_to_another_record_and_is_not_dropped_in_silence(
    form: Fiche, workspace: Workspace, document: Document
) -> None:
    said = list[str]()
    workspace.said.connect(said.append)
    enters(form, "capacity", "beaucoup")
    form.choose("e2")
    assert line(form, "capacity").text() == "" and stored(document, "e2").capacity is None
    assert said and said[-1].startswith("Non gardé, Capacité initiale")
    assert line(form, "capacity").property("refused") == "false"


def test_a_value_that_means_the_same_writes_nothing(form: Fiche, document: Document) -> None:
    before = len(document.history())
    editor = enters(form, "capacity", "60 places")
    QTest.keyClick(editor, KEY.Key_Return)
    assert len(document.history()) == before and editor.text() == "60"


def test_what_the_contract_refuses_is_told_and_the_field_shows_what_holds(
    form: Fiche, workspace: Workspace, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[Expected]()
    workspace.failed.connect(told.append)
    def refuse(*_: object) -> None:
        raise Surroundings(Kind.FULL, name="Documents")

    monkeypatch.setattr(document, "apply", refuse)
    editor = enters(form, "town", "Pont-Neuf")
    QTest.keyClick(editor, KEY.Key_Return)
    assert len(told) == 1 and editor.text() == "Pont-aux-Saules"


def test_a_text_of_several_lines_is_written_by_control_enter_and_tab_leaves_it(
    form: Fiche, document: Document
) -> None:
    field = form.fields["public"]
    assert isinstance(field, TypedField)
    editor = field.editor
    editor.setFocus()
    QTest.keyClicks(editor, "Familles")
    QTest.keyClick(editor, KEY.Key_Return)
    QTest.keyClicks(editor, "Couples")
    assert stored(document).public == ""
    QTest.keyClick(editor, KEY.Key_Return, CONTROL)
    assert stored(document).public == "Familles\nCouples"


# Choices


def test_the_arrows_go_through_the_words_and_enter_writes_the_last_alone(
    form: Fiche, workspace: Workspace, document: Document
) -> None:
    before, field = len(document.history()), choice(form)
    field.setFocus()
    QTest.keyClick(field, KEY.Key_Down)
    QTest.keyClick(field, KEY.Key_Down)
    assert workspace.shown().get(Esms, "e1").regime == "autre"
    assert stored(document).regime == "autorise" and len(document.history()) == before
    QTest.keyClick(field, KEY.Key_Return)
    assert stored(document).regime == "autre" and len(document.history()) == before + 1


def test_escape_puts_back_the_word(form: Fiche, workspace: Workspace, document: Document) -> None:
    field = choice(form)
    field.setFocus()
    QTest.keyClick(field, KEY.Key_Down)
    QTest.keyClick(field, KEY.Key_Escape)
    assert field.currentData() == "autorise" and workspace.shown().get(Esms, "e1").regime == "autorise"
    line(form, "name").setFocus()
    assert stored(document).regime == "autorise"


def test_leaving_a_choice_writes_the_word_gone_to(form: Fiche, document: Document) -> None:
    field = choice(form)
    field.setFocus()
    QTest.keyClick(field, KEY.Key_Down)
    line(form, "name").setFocus()
    assert stored(document).regime == "subventionne"


def test_a_word_chosen_in_the_open_list_is_written_at_once(form: Fiche, document: Document) -> None:
    field = choice(form)
    field.setFocus()
    Keyboard(form).press("Alt+Down", "Down", "Return")
    assert stored(document).regime == "subventionne"


def test_the_wheel_never_changes_a_choice(form: Fiche, document: Document) -> None:
    field = choice(form)
    field.setFocus()
    point = QPointF(field.rect().center())
    wheel = QWheelEvent(point, field.mapToGlobal(point), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(field, wheel)
    line(form, "name").setFocus()
    assert field.currentData() == "autorise" and stored(document).regime == "autorise"


# Reading


def test_a_contract_opened_to_read_cannot_be_typed_in(qtbot: QtBot, document: Document) -> None:
    path = document.path
    reading = Document.open_reading(path, Desk("lecture").tools)
    workspace = Workspace(reading)
    made = RecordForm(workspace, Esms, ("town", "regime"))
    qtbot.addWidget(made)
    made.show_record(reading.model.get(Esms, "e1"))
    assert line(made, "town").isReadOnly() and not choice(made).isEnabled()
    workspace.leave()
    reading.close()


def test_every_field_is_named_with_its_unit(form: Fiche) -> None:
    assert line(form, "capacity").accessibleName() == "Capacité initiale, places"
    assert choice(form).accessibleName() == "Régime"


def test_a_long_text_is_read_from_its_beginning(form: Fiche, document: Document) -> None:
    line(form, "town").setFocus()
    document.apply(Edit("nom", values={ESMS.at("name"): "Établissement d’accueil médicalisé " * 3}))
    assert line(form, "name").cursorPosition() == 0


def test_the_contract_has_no_field_that_a_form_cannot_show(qtbot: QtBot, workspace: Workspace) -> None:
    made = RecordForm(workspace, Contract, ("name", "start", "base_year", "stage", "all_chrs_confirmed"))
    qtbot.addWidget(made)
    made.show_record(workspace.document.contract)
    assert line(made, "start").text() == "01/01/2027" and choice(made, "all_chrs_confirmed").currentText() == "Non"
