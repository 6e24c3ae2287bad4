"""Where documents are proposed to go: beside the contract, where the user finds them again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from cpom_desktop.gui.dialogs.saving import ask_where, documents, in_sight


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
