"""What a user types is shown as typed: no label and no tooltip reads it as markup."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from cpom_desktop.gui.widgets.text import Label, plain_tip

HOSTILE = "Les <b>Deux</b> Rives & <img src='x'>"


def seen(tip: str) -> str:
    """What Qt shows for this tooltip."""
    if not tip.startswith("<"):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize("text", [HOSTILE, "La Passerelle", "5 < 6", "", "<script>"])
def test_a_tooltip_shows_the_text_as_typed(text: str, qtbot: QtBot) -> None:
    assert seen(plain_tip(text)) == text


def test_a_label_never_reads_markup(qtbot: QtBot) -> None:
    label = Label(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText and "<b>" in label.text()
