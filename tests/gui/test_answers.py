"""A feuille de réponse leaves by the menu Exporter and comes back like any workbook, reviewed before it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from cpom_desktop.core.bargaining.answer_sheet import KEYS_SHEET
from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.positions import standing
from cpom_desktop.core.problems import Expected
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.dialogs.answer import MOVED, SAFE, AnswerDialog
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.window import imported
from cpom_desktop.session.document import Document
from cpom_desktop.session.negotiation import propose
from tests.session.test_answering import altered, filled, made


def asked(document: Document) -> Cell:
    """A point that the manager asks for."""
    cell = document.model.all(Measure)[0].at("cents")
    propose(document, cell, 4_500_000)
    return cell


def returned(document: Document, folder: Path, value: float = 1_000.0) -> tuple[Cell, Path]:
    """The sheet of the authority, filled, as it comes back by mail."""
    cell, path = asked(document), folder / "réponse.xlsx"
    path.write_bytes(filled(made(document), {cell: (value, "Enveloppe")}))
    return cell, path


def answered(monkeypatch: pytest.MonkeyPatch, answer: int) -> list[AnswerDialog]:
    seen: list[AnswerDialog] = []

    def exec_(dialog: AnswerDialog) -> int:
        seen.append(dialog)
        return answer

    monkeypatch.setattr(AnswerDialog, "exec", exec_)
    return seen


def test_an_answer_dropped_on_the_window_is_reviewed_then_noted(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell, path = returned(document, tmp_path)
    seen = answered(monkeypatch, 1)
    window.open_path(path)
    qtbot.waitUntil(lambda: standing(document.model, cell, Side.AUTHORITY) is not None and bool(seen), timeout=30_000)
    words = " ".join(label.text() for label in seen[0].findChildren(QLabel))
    assert "DREETS" in words and SAFE in words and "pour le compte de DREETS" in words
    one = standing(document.model, cell, Side.AUTHORITY)
    assert one is not None and (one.value, one.confirmed) == ("100000", "a-confirmer")


def test_leaving_the_review_writes_nothing(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = returned(document, tmp_path)
    seen, fingerprint = answered(monkeypatch, 0), document.fingerprint()
    window.open_path(path)
    qtbot.waitUntil(lambda: bool(seen), timeout=30_000)
    assert document.fingerprint() == fingerprint


def test_the_review_marks_a_point_that_moved(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell, path = returned(document, tmp_path)
    propose(document, cell, 4_400_000)
    seen = answered(monkeypatch, 0)
    window.open_path(path)
    qtbot.waitUntil(lambda: bool(seen), timeout=30_000)
    grid = seen[0].table.grid
    assert MOVED in [one.text for one in grid.row(0).cells]


def test_an_altered_sheet_is_told_and_writes_nothing(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = returned(document, tmp_path)
    path.write_bytes(altered(path.read_bytes(), lambda book: book[KEYS_SHEET].append(["x", "y"])))
    told: list[Expected] = []
    monkeypatch.setattr(imported, "tell", lambda error, **_: told.append(error))
    window.open_path(path)
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    assert "clés" in told[0].sentences.happened


def test_the_menu_offers_a_sheet_for_each_party(window: MainWindow) -> None:
    menu = window.bar.export.menu()
    assert menu is not None
    inner = next(action.menu() for action in menu.actions() if action.text().startswith("Feuille de réponse"))
    assert isinstance(inner, QMenu)
    inner.aboutToShow.emit()
    assert [action.text() for action in inner.actions()] == ["Pour Association Les Deux Rives…", "Pour DREETS…",
                                                             "Pour DDETS…"]


def test_the_sheet_is_written_and_said(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, no_dialog_waits: None
) -> None:
    asked(document)
    out = tmp_path / "r.xlsx"
    window._exporting.answer_sheet(Side.AUTHORITY, out)
    qtbot.waitUntil(out.exists, timeout=30_000)
    qtbot.waitUntil(lambda: "DREETS" in window.status.sentence, timeout=30_000)
    assert "r.xlsx" in window.status.sentence
