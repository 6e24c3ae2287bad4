"""Where documents are proposed to go and to come from: beside the contract, or where the user last went."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cpom_desktop.gui import preferences
from cpom_desktop.gui.dialogs.saving import ask_where, ask_which, documents, in_sight


def test_a_document_is_proposed_beside_the_contract_unless_that_folder_is_hidden(tmp_path: Path) -> None:
    assert in_sight(tmp_path) == tmp_path
    assert in_sight(tmp_path / ".local" / "share") == documents() != Path()


@pytest.mark.parametrize("chosen, got", [("annexe", "annexe.xlsx"), ("annexe.ods", "annexe.ods")])
def test_the_suffix_that_is_not_typed_is_that_of_the_proposed_name(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str, got: str
) -> None:
    proposed: list[str] = []

    def answer(_parent: object, _title: str, path: str, _kind: str) -> tuple[str, str]:
        proposed.append(path)
        return str(tmp_path / chosen), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    assert ask_where(tmp_path, "contrat.xlsx", "Exporter", "Classeur (*.xlsx)") == tmp_path / got
    assert proposed == [str(tmp_path / "contrat.xlsx")]


def test_a_file_is_sought_beside_the_contract_then_where_the_last_one_was_read(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences.settings().remove(preferences.READ_FROM)
    contract, mail, window = tmp_path / "contrats", tmp_path / "courrier", QWidget()
    qtbot.addWidget(window)
    contract.mkdir()
    mail.mkdir()
    begun: list[str] = []
    chosen = [str(mail / "ca.xlsx"), "", str(mail / "bp.xlsx"), ""]

    def answer(_parent: object, _title: str, folder: str, _kind: str) -> tuple[str, str]:
        begun.append(folder)
        return chosen.pop(0), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    asked = [ask_which(contract, "Importer", "Classeurs (*.xlsx)", window) for _ in range(3)]
    assert asked == [mail / "ca.xlsx", None, mail / "bp.xlsx"]
    mail.rmdir()
    assert ask_which(None, "Ouvrir", "Contrats (*.cpom)", window) is None
    assert begun == [str(contract), str(mail), str(mail), str(documents())]
