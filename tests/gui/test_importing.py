"""A workbook is imported by hand: dropped or chosen, looked at, changed, then written as one act; or left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cpom_desktop.core.contract import Section
from cpom_desktop.core.finance.records import AccountLine
from cpom_desktop.core.problems import Expected
from cpom_desktop.gui.dialogs.importing.dialog import ImportDialog
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.trying import IN_TRIAL
from cpom_desktop.gui.window import importing
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.imports.xlsx.layout import Role
from cpom_desktop.imports.xlsx.reader import read_book
from cpom_desktop.paths import settings_folder
from cpom_desktop.session.account_groups import settled_groups
from cpom_desktop.session.document import Document
from tests.data.import_books import BP, CA
from tests.imports.books import book_of
from tests.session.test_templating import changed, column_of, made, row_of

HEAD: list[Any] = ["Compte", "Libellé", "Réel 2024"]
ROWS: list[list[Any]] = [HEAD, [6061, "Eau", 100], [6226, "Honoraires", 40], [731, "Dotation", 140]]


def opened(qtbot: QtBot, workspace: Workspace, data: bytes, name: str = "x.xlsx") -> ImportDialog:
    dialog = ImportDialog(read_book(data, name), workspace, {})
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def show(dialog: ImportDialog, page: str) -> list[list[str]]:
    """The texts of a page."""
    dialog.pages.choose(page)
    dialog.pages.chosen.emit(page)
    grid = dialog.table.grid
    return [[cell.text for cell in grid.row(at).cells] for at in range(grid.rowCount())]


def choose(widget: Any, key: object) -> None:
    """Choose in a list by the key of a line, as a user would."""
    at = widget.findData(key)
    assert at >= 0, key
    widget.setCurrentIndex(at)


def test_the_dialog_says_how_many_values_rows_and_totals(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, CA.read_bytes(), CA.name)
    assert dialog.plan.counts().startswith("34 valeurs à importer") and dialog.accept_button.isEnabled()
    assert dialog.accept_button.text() == "Importer 34 valeurs"
    tester = QAbstractItemModelTester(dialog.table.grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert len(show(dialog, "values")) == 34 and len(show(dialog, "unread")) == 2
    assert all("différent" not in row[-1] for row in show(dialog, "totals"))
    del tester


def test_each_row_of_the_sheet_says_what_it_becomes(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, CA.read_bytes(), CA.name)
    rows = {row[0]: row[1] for row in show(dialog, "sheet")}
    assert rows["5"] == "en-tête" and rows["8"] == "total, égal"
    assert rows["9"] == "Groupe I, charges 63\u202f900,00" and "numéro de compte" in rows["16"]


def test_a_total_that_differs_stands_first_with_its_gap(qtbot: QtBot, workspace: Workspace) -> None:
    first = show(opened(qtbot, workspace, BP.read_bytes(), BP.name), "totals")[0]
    assert first[1] == "TOTAL GROUPE II" and first[4] == "\u2212360,00" and first[5] == "total, différent"


def test_the_unit_is_shown_and_changes_every_amount(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, book_of({"La Passerelle": ROWS}))
    dialog.settings.unit.choose("1000")
    dialog.settings.unit.chosen.emit("1000")
    assert [one.new for one in dialog.plan.values] == [10_000_000, 4_000_000, 14_000_000]


def test_a_sheet_without_section_asks_for_it(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, book_of({"Feuil1": ROWS}))
    assert not dialog.accept_button.isEnabled()
    assert {row[1] for row in show(dialog, "unread")} == {"la section n’est pas connue"}
    section = workspace.model.all(Section)[0].id
    choose(dialog.settings.section, section)
    assert len(dialog.plan.values) == 3 and dialog.accept_button.isEnabled()


def test_a_sheet_may_be_left_unread(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, book_of({"La Passerelle": ROWS}))
    dialog.settings.used.click()
    assert not dialog.plan.values and show(dialog, "sheet")[1][1] == "feuille non lue"
    dialog.settings.used.click()
    assert len(dialog.plan.values) == 3


def test_any_table_is_read_by_the_columns_that_the_user_names(qtbot: QtBot, workspace: Workspace) -> None:
    rows: list[list[Any]] = [["Service", "Ce qui est demandé", "Quand", "Combien"],
                             ["L’Escale", "Renfort de nuit", 2028, 18_000], ["Ailleurs", "Autre", 2028, 1]]
    dialog = opened(qtbot, workspace, book_of({"Demandes": rows}))
    settings = dialog.settings
    settings.used.click()
    choose(settings.target, "mesures")
    for at, role in enumerate((Role.SECTION, Role.LABEL, Role.YEAR, Role.AMOUNT)):
        choose(settings.column, at)
        choose(settings.role, role.value)
    assert [(one.name, one.new) for one in dialog.plan.values] == [("Renfort de nuit", 1_800_000)]
    assert "n’est pas une section" in show(dialog, "unread")[0][1]


def test_the_column_under_the_cursor_is_the_one_whose_meaning_is_shown(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, book_of({"La Passerelle": ROWS}))
    dialog.table.go_to(1, 4)
    assert dialog.settings.column.currentData() == 2
    assert (dialog.settings.status.currentData(), dialog.settings.year.text()) == ("ca", "2024")
    dialog.settings.year.setText("2023")
    dialog.settings.year.editingFinished.emit()
    assert "2023" in dialog.plan.values[0].where
    dialog.table.go_to(1, 3)
    assert dialog.settings.column.currentData() == 1 and not dialog.settings.year.isEnabled()


def test_a_sheet_without_any_amount_gives_nothing_and_harms_nothing(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, book_of({"La Passerelle": ROWS}))
    choose(dialog.settings.role, Role.NOTHING.value)
    assert not dialog.plan.values and not dialog.accept_button.isEnabled()
    for role in (Role.LABEL, Role.ACCOUNT, Role.SECTION, Role.YEAR, Role.AMOUNT):
        choose(dialog.settings.column, 1)
        choose(dialog.settings.role, role.value)
        choose(dialog.settings.target, "mesures")
        choose(dialog.settings.target, "comptes")


def test_the_first_row_is_typed_and_an_impossible_one_is_put_back(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, book_of({"La Passerelle": ROWS}))
    for text, rows, shown in (("3", 2, "3"), ("99", 2, "3"), ("x", 2, "3"), ("2", 3, "2")):
        dialog.settings.first.setText(text)
        dialog.settings.first.editingFinished.emit()
        assert (len(dialog.plan.values), dialog.settings.first.text()) == (rows, shown)


def test_the_group_of_an_account_is_proposed_and_chosen(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, book_of({"La Passerelle": ROWS}))
    assert [row[3] for row in show(dialog, "groups")] == ["proposé d’après le compte"] * 3
    dialog.table.go_to(1, 0)
    assert dialog.group.currentData() == "c2"
    dialog.group.setCurrentIndex(dialog.group.findData("c3"))
    dialog.group.activated.emit(dialog.group.currentIndex())
    assert dialog.chosen_groups == {"6226": "c3"} and dialog.plan.groups["6226"][0] == "c3"
    assert show(dialog, "groups")[1][3] == "choisi par vous"


def test_everything_is_reached_by_the_keyboard(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, book_of({"La Passerelle": ROWS}))
    reached, widget = set[int](), dialog.sheets.nextInFocusChain()
    while widget is not None and widget is not dialog.sheets:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(id(widget))
        widget = widget.nextInFocusChain()
    settings = dialog.settings
    wanted: list[QWidget] = [settings.used, settings.target, settings.section, settings.first, settings.column,
                             settings.role, settings.status, settings.year, dialog.table, dialog.accept_button]
    assert [one.accessibleName() for one in wanted if id(one) not in reached] == []


def test_the_dialog_fits_a_small_screen(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace, CA.read_bytes(), CA.name)
    least = dialog.minimumSizeHint()
    assert least.width() <= 910 and least.height() <= 512


def answered(monkeypatch: pytest.MonkeyPatch, act: Callable[[ImportDialog], int]) -> list[ImportDialog]:
    """Answer the dialog without a hand; those that were shown."""
    seen: list[ImportDialog] = []

    def exec_(dialog: ImportDialog) -> int:
        seen.append(dialog)
        return act(dialog)

    monkeypatch.setattr(ImportDialog, "exec", exec_)
    return seen


def lines(document: Document) -> int:
    return len(document.model.all(AccountLine))


def test_a_workbook_dropped_on_the_window_is_imported_and_undone(
    qtbot: QtBot, window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch, no_dialog_waits: None
) -> None:
    seen, before, fingerprint = answered(monkeypatch, lambda _: 1), lines(document), document.fingerprint()
    window.open_path(CA)
    qtbot.waitUntil(lambda: bool(seen) and lines(document) != before, timeout=30_000)
    assert lines(document) == before + 29
    window.undo()
    assert document.fingerprint() == fingerprint


def test_leaving_the_dialog_writes_nothing(
    qtbot: QtBot, window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, fingerprint = answered(monkeypatch, lambda _: 0), document.fingerprint()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(CA), ""))
    assert window.workspace is not None
    window.workspace.importAsked.emit()
    qtbot.waitUntil(lambda: bool(seen), timeout=30_000)
    assert document.fingerprint() == fingerprint


def test_the_groups_chosen_are_remembered_once_the_import_is_written(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def act(dialog: ImportDialog) -> int:
        dialog.chosen_groups["6226"] = "c3"
        return 1

    path, seen = tmp_path / "x.xlsx", answered(monkeypatch, act)
    path.write_bytes(book_of({"La Passerelle": ROWS}))
    window.open_path(path)
    qtbot.waitUntil(lambda: bool(seen) and bool(settled_groups(settings_folder())), timeout=30_000)
    assert settled_groups(settings_folder()) == {"6226": "c3"}


def test_what_is_no_workbook_is_told_with_its_three_sentences(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Expected] = []
    monkeypatch.setattr(importing, "tell", lambda error, **_: told.append(error))
    path, fingerprint = tmp_path / "budget.ods", document.fingerprint()
    path.write_bytes(b"PK\x03\x04 nothing of the kind")
    window.open_path(path)
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    assert "budget.ods" in told[0].sentences.happened and document.fingerprint() == fingerprint


def test_in_a_trial_nothing_is_imported_and_it_is_said(window: MainWindow, document: Document) -> None:
    assert window.workspace is not None
    window.workspace.trying.begin()
    fingerprint = document.fingerprint()
    window.open_path(CA)
    assert window.status.sentence == IN_TRIAL and document.fingerprint() == fingerprint


def test_a_contract_open_to_read_imports_nothing_and_says_it(
    window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "read_only", "Lecture seule")
    window.open_path(CA)
    assert "lecture seule" in window.status.sentence




def test_a_template_that_came_back_shows_its_values_only(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(book: Any) -> None:
        page = book.worksheets[0]
        page.cell(row_of(page, "l|c1|6061"), column_of(page, "2025|ca")).value = 70_000

    seen, path = answered(monkeypatch, lambda _: 1), tmp_path / "m.xlsx"
    path.write_bytes(changed(made(document.model), change))
    window.open_path(path)
    qtbot.waitUntil(lambda: bool(seen), timeout=30_000)
    dialog = seen[0]
    assert dialog.sheets.isHidden() and dialog.settings.isHidden() and dialog.pages.current == "values"
    assert [row[1] for row in show(dialog, "values")] == ["6061 Eau, énergie, chauffage"]
    qtbot.waitUntil(lambda: document.undo_label == "Import\u00a0: m.xlsx", timeout=30_000)


def test_a_template_that_nobody_touched_opens_no_dialog(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, no_dialog_waits: None
) -> None:
    path = tmp_path / "m.xlsx"
    window._exporting.template(path)
    qtbot.waitUntil(lambda: window._exporting._job is None and path.exists(), timeout=30_000)
    window.open_path(path)
    qtbot.waitUntil(lambda: "rien n’y a été changé" in window.status.sentence, timeout=30_000)


def test_a_figure_of_an_unknown_table_is_never_cut_and_an_empty_page_says_what_it_means(
    qtbot: QtBot, workspace: Workspace
) -> None:
    rows: list[list[Any]] = [["Établissement", "Demande", "Note"], ["La Passerelle", 1_234_567.25, "bail"]]
    dialog = opened(qtbot, workspace, book_of({"Demandes": rows}))
    show(dialog, "sheet")
    table, metrics = dialog.table, dialog.table.fontMetrics()
    for row in range(table.grid.rowCount()):
        cell = table.grid.row(row).cells[3]
        assert metrics.horizontalAdvance(cell.text) <= table.columnWidth(3), cell.text
    told = [show(dialog, page)[0][0] for page in ("unread", "values")]
    assert told == ["Tout est compris", "Aucune valeur nouvelle"]


def test_the_import_is_never_larger_than_its_screen(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpom_desktop.gui.dialogs.importing.dialog.room_for", lambda _: QSize(911, 428))
    dialog = opened(qtbot, workspace, CA.read_bytes(), CA.name)
    assert dialog.width() <= 911 and dialog.height() <= 428
    assert dialog.rect().contains(dialog.accept_button.geometry())
