"""Exports leave the window free; what they write is said in one sentence."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from pytestqt.qtbot import QtBot

from cpom_desktop.exports.xlsx.views import VIEWS
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.tabs.finances.registry import SUB_VIEWS
from cpom_desktop.paths import random_bytes
from cpom_desktop.session import exchange
from cpom_desktop.session.annexing import sheets_of
from cpom_desktop.session.document import Document
from cpom_desktop.session.files import read_input
from cpom_desktop.session.keys import Keys


def test_the_envoi_holds_what_the_contract_holds(window: MainWindow, document: Document, tmp_path: Path) -> None:
    out = tmp_path / "envoi.cpomsync"
    window._exporting.bundle(out)
    assert window.status.sentence == f"Envoi écrit\u00a0: envoi.cpomsync, dans {tmp_path.name}"
    review = exchange.receive(document, Keys(tmp_path, random_bytes), read_input(out))
    assert review.brings_nothing


def test_an_envoi_that_cannot_be_written_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    assert window.workspace is not None
    window.workspace.failed.disconnect(window._on_failed)
    with qtbot.waitSignal(window.workspace.failed):
        window._exporting.bundle(tmp_path / "absent" / "envoi.cpomsync")


def test_the_contract_is_written_by_another_process_while_the_window_goes_on(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    out = tmp_path / "contrat.pdf"
    window._exporting.contract(True, out)
    window.tabs.show("Finances")
    assert window._exporting._job is not None
    qtbot.waitUntil(lambda: window._exporting._job is None, timeout=60_000)
    assert read_input(out).startswith(b"%PDF-") and window.status.sentence.startswith(
        "Contrat écrit\u00a0: contrat.pdf"
    )


def test_the_annex_is_written_by_another_process(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    out = tmp_path / "annexe.xlsx"
    window._exporting.annex(out)
    assert window._exporting._job is not None
    qtbot.waitUntil(lambda: window._exporting._job is None, timeout=60_000)
    assert window.status.sentence == f"Classeur écrit\u00a0: annexe.xlsx, dans {tmp_path.name}"
    assert openpyxl.load_workbook(out).sheetnames[0] == "Lisez-moi"


def test_the_table_that_is_seen_is_written_with_the_sheets_that_it_reads(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    out = tmp_path / "tableau.xlsx"
    window.tabs.show("Finances")
    window.tabs.tab("Finances").show_sub_view("plan")  # type: ignore[attr-defined]
    window._exporting.table(out)
    qtbot.waitUntil(lambda: window._exporting._job is None, timeout=60_000)
    names = openpyxl.load_workbook(out).sheetnames
    assert names[:2] == ["Lisez-moi", "PGFP"] and "Trajectoire" in names and "Ratios" not in names


def test_a_tab_without_tables_offers_none(window: MainWindow) -> None:
    window.tabs.show("Calendrier")
    window._exporting.table()
    assert window._exporting._job is None


def test_every_table_of_the_window_has_its_sheets(window: MainWindow) -> None:
    private = {view.key for view in SUB_VIEWS if not sheets_of(view.key)}
    assert private == {"scenarios"} and {view.key for view in SUB_VIEWS} - private == set(VIEWS)
