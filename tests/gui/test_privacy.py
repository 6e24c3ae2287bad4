"""What a side keeps for itself is seen by nobody else, and leaves the screen at one key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.records import Cell, field_of
from cpom_desktop.gui import preferences
from cpom_desktop.gui.dialogs.mandate import MandateDialog
from cpom_desktop.gui.dialogs.position import PositionDialog
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.privacy import HIDDEN, warning
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.widgets.text import ElidedLabel
from cpom_desktop.session.document import Document
from cpom_desktop.session.private import Mandate, PrivateEntries, private_of
from tests.gui.conftest import LEBREUIL

SECRET, FALLBACK = "PRIVE-NOTE-7Q4", "PRIVE-REPLI-7Q4"
MANDATE = Mandate("1000000", "2500000", "3800000", FALLBACK, SECRET)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def as_left() -> Iterator[None]:
    preferences.write(HIDDEN, "0")
    yield
    preferences.write(HIDDEN, "0")


def rebasing(document: Document) -> Cell:
    return next(one for one in document.model.all(Measure) if one.nature == "rebasage").at("cents")


def entries_of(document: Document) -> PrivateEntries:
    found = private_of(document)
    assert found is not None
    return found


@pytest.fixture
def tab(window: MainWindow, document: Document) -> FinancesTab:
    """Finances on a cell with a mandate."""
    entries_of(document).put(rebasing(document), MANDATE)
    found = window.tabs.show("Finances")
    assert isinstance(found, FinancesTab) and found.go_to(rebasing(document))
    found.refresh()
    settle()
    return found


def everything_said(window: QWidget) -> str:
    """Every word held by any widget, seen or not: texts, names, tooltips."""
    words = []
    for widget in window.findChildren(QWidget):
        words += [widget.accessibleName(), widget.toolTip(), widget.accessibleDescription()]
        if isinstance(widget, (QLabel, QLineEdit, ElidedLabel)):
            words.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            words.append(widget.toPlainText())
    return "\n".join(words)


def test_the_owner_sees_it_under_the_positions(tab: FinancesTab, window: MainWindow) -> None:
    said = everything_said(tab.reserved)
    assert tab.reserved.isVisible() and "Réservé au gestionnaire" in said
    assert SECRET in said and FALLBACK in said and "10\u00a0000,00" in said


def test_one_key_hides_it_and_leaves_no_word_of_it_in_any_widget(tab: FinancesTab, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F4, SHIFT)
    settle()
    said = everything_said(window)
    assert not tab.reserved.isVisible() and SECRET not in said and FALLBACK not in said and "plancher" not in said
    QTest.keyClick(window, Qt.Key.Key_F4, SHIFT)
    settle()
    assert SECRET in everything_said(tab.reserved)


def test_what_is_noted_on_a_cell_stays_in_no_widget_once_the_cursor_has_left_it(
    tab: FinancesTab, window: MainWindow
) -> None:
    current = tab.table.currentIndex()
    tab.table.go_to(current.row(), 0)
    settle()
    assert not tab.reserved.isVisible() and SECRET not in everything_said(window)
    tab.table.go_to(current.row(), current.column())
    tab.table.go_to(current.row(), current.column() + 1)
    settle()
    assert FALLBACK not in everything_said(window) and SECRET not in everything_said(window)
    tab.table.go_to(current.row(), current.column())
    settle()
    assert SECRET in everything_said(tab.reserved)


def test_it_stays_hidden_at_the_next_opening(tab: FinancesTab, window: MainWindow, document: Document) -> None:
    QTest.keyClick(window, Qt.Key.Key_F4, SHIFT)
    assert preferences.read_text(HIDDEN) == "1"
    assert window.workspace is not None
    from cpom_desktop.gui.privacy import Privacy

    assert Privacy(document).entries is None


def test_the_other_side_and_an_unknown_author_see_nothing(
    tab: FinancesTab, window: MainWindow, document: Document
) -> None:
    for author in (LEBREUIL, None):
        document.author = author
        tab.refresh()
        settle()
        assert SECRET not in everything_said(window)


def test_a_trial_below_the_floor_is_said_to_its_owner_alone(
    tab: FinancesTab, window: MainWindow, document: Document
) -> None:
    QTest.keyClick(window, Qt.Key.Key_F7)
    index = tab.table.currentIndex()
    assert tab.table.grid.setData(index, "9 000")
    settle()
    expected = "9\u00a0000,00\u00a0€ est sous votre plancher de 10\u00a0000,00\u00a0€\u00a0: hors mandat."
    assert expected in everything_said(tab.reserved).replace("\u202f", "\u00a0")
    assert window.trials.band.warned.sentence == "1 hors de vos bornes"
    QTest.keyClick(window, Qt.Key.Key_F4, SHIFT)
    settle()
    assert not window.trials.band.warned.sentence and "hors" not in everything_said(window.trials.band)
    assert "plancher" not in everything_said(window)


def test_a_value_being_typed_warns_too(tab: FinancesTab, window: MainWindow, document: Document) -> None:
    assert window.workspace is not None
    window.workspace.preview(rebasing(document), 900_000)
    assert "hors mandat" in everything_said(tab.reserved)
    window.workspace.drop_preview()
    settle()
    assert "hors mandat" not in everything_said(tab.reserved)


def test_a_position_being_written_warns_its_side_and_no_other(window: MainWindow, document: Document) -> None:
    cell = rebasing(document)
    entries_of(document).put(cell, MANDATE)
    assert document.author is not None and window.workspace is not None
    privacy = window.workspace.privacy
    dialog = PositionDialog(document.model, cell, document.author, window,
                            warn=lambda value: warning(privacy.entries, cell, value))
    dialog.show()
    dialog._form.value.setText("45 000")
    assert "plafond" in dialog.warning.sentence
    dialog._form.side.setCurrentIndex(1)
    dialog._form.value.setText("45 000")
    assert dialog.warning.sentence == ""
    dialog._form.side.setCurrentIndex(0)
    privacy.hide()
    dialog._form.value.setText("46 000")
    assert dialog.warning.sentence == ""
    dialog.close()


def test_a_mandate_is_written_in_its_dialog(window: MainWindow, document: Document) -> None:
    cell = rebasing(document)
    dialog = MandateDialog(field_of(cell), "Rebasage", entries_of(document).side, Mandate(), window)
    dialog._bounds["floor"].setText("10 000")
    dialog._bounds["ceiling"].setText("beaucoup")
    dialog._accept()
    assert dialog.answer is None and dialog._problem.sentence
    dialog._bounds["ceiling"].setText("38 000")
    dialog._notes.set_text(SECRET)
    dialog._accept()
    assert dialog.answer == Mandate("1000000", None, "3800000", "", SECRET)


def test_the_key_hides_the_dialog_and_what_was_written_comes_back(
    tab: FinancesTab, window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def press(dialog: MandateDialog) -> int:
        dialog._notes.set_text("PRIVE-NEUF")
        dialog._hide_at_once()
        return 0

    assert window.workspace is not None
    privacy = window.workspace.privacy
    monkeypatch.setattr(MandateDialog, "exec", press)
    tab.reserved.edit()
    settle()
    assert privacy.hidden and "PRIVE-NEUF" not in everything_said(window)
    assert entries_of(document).mandate(rebasing(document)) == MANDATE
    privacy.toggle()
    monkeypatch.setattr(MandateDialog, "exec", lambda dialog: dialog._accept() or 1)
    tab.reserved.edit()
    assert entries_of(document).mandate(rebasing(document)).notes == "PRIVE-NEUF"


def test_the_pictures_of_the_command_line_show_nothing_private(
    demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    import shutil

    from cpom_desktop import app
    from cpom_desktop.gui import screenshots
    from tests.gui.conftest import ATTIAS
    from tests.session.desk import Desk

    path = tmp_path / demo_file.name
    shutil.copy(demo_file, path)
    document = Document.open(path, Desk("test").tools)
    document.author = ATTIAS
    entries_of(document).put(rebasing(document), MANDATE)
    seen: list[bool] = []
    made: list[MainWindow] = []

    def make() -> MainWindow:
        made.append(app.make_window())
        return made[0]

    def look() -> None:
        settle()
        if made and made[0].workspace is not None:
            seen.append(made[0].workspace.privacy.entries is None and SECRET not in everything_said(made[0]))

    monkeypatch.setattr(screenshots, "settle", look)
    screenshots.write_screenshots(document, make, tmp_path / "images")
    assert len(seen) > 5 and all(seen) and preferences.read_text(HIDDEN) == "0"
