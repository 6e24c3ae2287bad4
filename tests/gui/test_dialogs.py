"""A dialog says everything that it has to say, whole, on any screen; a refusal stands under the field concerned."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.overlay import View
from cpom_desktop.core.records import field_of
from cpom_desktop.gui.dialogs import frame
from cpom_desktop.gui.dialogs.arbitration import ArbitrationDialog
from cpom_desktop.gui.dialogs.envelopes import EnvelopesDialog
from cpom_desktop.gui.dialogs.frame import DialogFrame
from cpom_desktop.gui.dialogs.mandate import MandateDialog
from cpom_desktop.gui.dialogs.package import PackageDialog
from cpom_desktop.gui.dialogs.position import PositionDialog
from cpom_desktop.gui.dialogs.question import NameQuestion, Question
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session.private import Mandate
from tests.gui.conftest import ATTIAS

SMALL = QSize(911, 428)
"""A laptop of 768 lines at 150 %, under its title bar."""


def cut(dialog: QDialog) -> list[str]:
    """The labels whose text does not fit in them."""
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and label.text() and (
        label.height() < (label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height())
        or (not label.wordWrap() and label.width() < label.sizeHint().width()))]


@pytest.fixture
def dialogs(workspace: Workspace, qtbot: QtBot) -> list[DialogFrame]:
    """Those that ask for much."""
    model, books = workspace.model, workspace.books(View.ACCORD)
    cell = next(one for one in model.all(Measure) if one.nature == "rebasage").at("cents")
    new_id = workspace.document.new_id
    made = [
        PositionDialog(model, cell, ATTIAS),
        MandateDialog(field_of(cell), "Rebasage", Side.MANAGER, Mandate()),
        ArbitrationDialog(workspace, [cell], Side.MANAGER),
        PackageDialog(books, ATTIAS, [cell], new_id, workspace.today),
        EnvelopesDialog(),
    ]
    for one in made:
        qtbot.addWidget(one)
    return list(made)


@pytest.mark.parametrize("screen", [QSize(1366, 690), SMALL, QSize(683, 352)], ids=lambda size: f"{size.width()}")
def test_no_dialog_is_larger_than_its_screen_and_its_verbs_are_always_whole(
    dialogs: list[DialogFrame], screen: QSize, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "room_for", lambda _: screen)
    for dialog in dialogs:
        dialog.show()
        settle()
        name = type(dialog).__name__
        assert dialog.width() <= screen.width() and dialog.height() <= screen.height(), name
        for verb in dialog.findChildren(QPushButton):
            inside = QRect(verb.mapTo(dialog, verb.rect().topLeft()), verb.size())
            assert not verb.isVisible() or dialog.rect().contains(inside), (name, verb.text())
        assert cut(dialog) == [], name
        scrolls = dialog._area.verticalScrollBar().maximum() > 0
        assert scrolls == (dialog._area.focusPolicy() is Qt.FocusPolicy.TabFocus), name
        dialog.hide()


def test_enter_presses_the_button_that_has_the_focus_and_the_primary_one_from_a_field(qtbot: QtBot) -> None:
    for at, expected in enumerate(("Annuler", "Écrire")):
        question = Question("Un fait", "Une phrase.", ("Annuler", "Écrire"))
        qtbot.addWidget(question)
        question.show()
        verb = question.findChildren(QPushButton)[at]
        verb.setFocus()
        QTest.keyClick(verb, Qt.Key.Key_Return)
        assert question.chosen == expected
    named = NameQuestion("Un nom", "Nom", "Garder")
    qtbot.addWidget(named)
    named.show()
    named.field.setText("Essai")
    QTest.keyClick(named.field, Qt.Key.Key_Return)
    assert named.answer == "Essai"


def test_a_dialog_grows_with_a_sentence_that_comes_later(qtbot: QtBot) -> None:
    dialog = EnvelopesDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    before = dialog.height()
    dialog.field.setText("250")
    dialog._accept()
    settle()
    assert dialog.height() > before and cut(dialog) == [] and dialog.spread is None


def test_a_refusal_stands_under_its_field_and_goes_with_what_was_wrong(workspace: Workspace, qtbot: QtBot) -> None:
    cell = workspace.model.all(Measure)[0].at("cents")
    dialog = PositionDialog(workspace.model, cell, ATTIAS)
    qtbot.addWidget(dialog)
    dialog.show()
    form, refusal = dialog._form, dialog._problem
    for field, below in ((form.value, form.argument), (form.until, form.meeting)):
        field.setText("beaucoup")
        dialog._accept()
        settle()
        assert refusal.sentence and field.property("refused") == "true" and field.hasFocus()
        assert field.y() < refusal._line.y() < below.y() and refusal._line.x() == field.x()
        field.clear()
        field.setText("1" if field is form.value else "")
        assert not refusal.sentence and field.property("refused") == "false"


def test_the_value_that_repairs_is_one_tab_and_one_key_away(qtbot: QtBot) -> None:
    dialog = EnvelopesDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.field.setText("250")
    dialog._accept()
    settle()
    QTest.keyClick(dialog, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog._problem._line.link
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    assert dialog.field.text() == "2,5" and not dialog._problem.sentence
    dialog._accept()
    assert dialog.spread == 25_000


def test_the_positions_to_link_come_before_the_verbs_in_the_order_of_tab(workspace: Workspace, qtbot: QtBot) -> None:
    dialog = PackageDialog(workspace.books(View.ACCORD), ATTIAS, [], workspace.document.new_id, workspace.today)
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    assert dialog._boxes
    dialog.name.setFocus()
    for box, _ in dialog._boxes:
        QTest.keyClick(dialog, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is box
