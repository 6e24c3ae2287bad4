"""Exports leave the window free; what they write is said in one sentence."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from cpom_desktop.core.finance.figure import Figure
from cpom_desktop.core.finance.groupings import GROUPINGS
from cpom_desktop.core.overlay import View
from cpom_desktop.exports.xlsx.annex import as_seen
from cpom_desktop.exports.xlsx.views import GROUPED, VIEWS
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.tabs.finances.registry import SUB_VIEWS
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.paths import random_bytes
from cpom_desktop.session import exchange
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


def test_every_page_of_every_table_has_its_sheets_and_a_private_one_none() -> None:
    pages = {(view.key, page) for view in SUB_VIEWS for page, _ in view.pages or (("", ""),)}
    assert pages - {(view, page) for view, page in pages if view == "scenarios"} == set(VIEWS)
    assert {(view.key, page) for view in SUB_VIEWS if view.groupings and view.key != "scenarios"
            for page, _ in view.pages or (("", ""),)} - set(GROUPED) == {("trajectory", "formules"),
                                                                         ("budgets", "couts")}


SUMMED = [(*table, grouping) for table in GROUPED for grouping, _ in GROUPINGS if grouping != "section"]


@pytest.mark.parametrize(("table", "page", "grouping"), [*SUMMED, ("trajectory", "both", "section"),
                                                         ("trajectory", "both", "dgc")])
def test_the_file_says_the_amounts_that_the_window_shows(
    window: MainWindow, table: str, page: str, grouping: str
) -> None:
    tab = window.tabs.show("Finances")
    assert isinstance(tab, FinancesTab)
    tab.show_sub_view(table)
    if page == "both":
        tab.shown.choose_view("both")
    elif page:
        tab.shown.page = page
    tab.shown.grouping = grouping
    assert window.tabs.table_shown is not None
    seen, _ = window.tabs.table_shown
    assert seen.names and (seen.both, seen.grouping) == (page == "both", grouping)
    sheet = as_seen(tab.workspace.document.model, seen, tab.workspace.today).sheets[seen.names[0]]
    written = {round(cell.value * 100) for cell in sheet.cells.values() if isinstance(cell.value, int | float)}
    # What each side would make of a DGC stands in « Deux à la fois »: the annex of one view says nothing of the others.
    beside = () if seen.both else ("/gestionnaire", "/autorite", "/ecart")
    rows = (row for row in tab.shown.content().unfolded() if not (row.key.startswith("dgc/")
                                                                   and row.key.endswith(beside)))
    shown = {cell.link.cents for row in rows for cell in row.cells
             if isinstance(cell.link, Figure) and cell.link.cents is not None and not cell.link.idle}
    assert page == "effectifs" or (shown and shown - {0} <= written)


def test_the_view_and_the_grouping_of_the_window_are_those_of_the_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    out, tab = tmp_path / "tableau.xlsx", window.tabs.show("Finances")
    assert isinstance(tab, FinancesTab)
    tab.show_sub_view("trajectory")
    tab.shown.choose_view(View.MANAGER.value)
    tab.shown.grouping = "esms"
    window._exporting.table(out)
    qtbot.waitUntil(lambda: window._exporting._job is None, timeout=60_000)
    assert openpyxl.load_workbook(out).sheetnames[1] == "Trajectoire par ESMS Demande"
