"""Exports leave the window free; what they write is said in one sentence."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from cpom_desktop.gui.main_window import MainWindow
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
