"""Finances without any section says what a section is for, and leads to where it is made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from cpom_desktop import app
from cpom_desktop.core.contract import Section
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.registry import SUB_VIEWS
from cpom_desktop.session.document import Document
from tests.gui.conftest import ATTIAS
from tests.gui.tabs.finances.conftest import Show
from tests.session.desk import Desk


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    """A new contract, in place of the demonstration."""
    made = app.new_contract(tmp_path / "neuf.cpom", "chrs", "Contrat neuf", ATTIAS, Desk("neuf").tools)
    made.author = ATTIAS
    yield made
    made.close()


@pytest.mark.parametrize("key", [one.key for one in SUB_VIEWS])
def test_every_table_of_a_new_contract_leads_to_its_sections(show: Show, key: str, window: MainWindow) -> None:
    seen = show(key, together=False)
    assert not seen.model.all(Section)
    found = [one for one in seen.tab.findChildren(QPushButton)
             if one.text() == "Ouvrir les sections tarifaires" and one.isVisible()]
    assert len(found) == 1
    assert seen.tab.volet is not None
    said = [one.text() for one in seen.tab.volet.findChildren(QLabel) if one.isVisible()]
    assert "Pour commencer\u00a0: «\u00a0Ouvrir les sections tarifaires\u00a0»." in said, "no cell can be chosen there"
    found[0].click()
    settle()
    assert window.tabs.current == "Contrat"
