"""A long text survives a crash: kept while it is typed, offered at the next opening, gone once it is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cpom_desktop.core.diagnosis import Finding
from cpom_desktop.core.objectives import Sheet
from cpom_desktop.gui.record_form import RecordForm
from cpom_desktop.gui.record_form.fields import TypedField
from cpom_desktop.gui.window import resuming
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session.document import Document
from cpom_desktop.session.unfinished import PERIOD_SECONDS, forget, keep, unfinished

TEXT = "Un long paragraphe,\nsur deux lignes."


def sheet(document: Document) -> Sheet:
    return document.model.all(Sheet)[0]


@pytest.fixture
def field(qtbot: QtBot, workspace: Workspace) -> Iterator[TypedField]:
    form = RecordForm(workspace, Sheet, ("name", "description"))
    qtbot.addWidget(form)
    form.show_record(sheet(workspace.document))
    form.show()
    found = form.fields["description"]
    assert isinstance(found, TypedField)
    with qtbot.waitActive(form):
        form.activateWindow()
    found.editor.setFocus()
    yield found
    form.close()


def typed(field: TypedField, text: str) -> None:
    field.editor.setPlainText(text)  # type: ignore[union-attr]


def test_a_text_being_typed_is_kept_after_two_seconds_and_writes_no_history(
    qtbot: QtBot, field: TypedField, document: Document
) -> None:
    before = len(document.history())
    typed(field, TEXT)
    qtbot.waitUntil(lambda: bool(unfinished(document)), timeout=PERIOD_SECONDS * 1000 + 3000)
    assert [(one.cell, one.text) for one in unfinished(document)] == [(sheet(document).at("description"), TEXT)]
    assert len(document.history()) == before


def test_a_text_that_was_written_or_given_up_is_no_longer_offered(field: TypedField, document: Document) -> None:
    cell = sheet(document).at("description")
    typed(field, TEXT)
    keep(document, cell, TEXT)
    assert field.commit()
    assert unfinished(document) == []
    typed(field, "autre chose")
    keep(document, cell, "autre chose")
    field.give_up()
    assert unfinished(document) == []
    assert sheet(document).description == TEXT


def test_a_text_equal_to_its_field_or_without_a_row_is_not_offered(document: Document) -> None:
    finding = document.model.all(Finding)[0]
    keep(document, finding.at("manager_text"), finding.manager_text)
    keep(document, finding.at("manager_text")._replace(row="absent"), TEXT)
    assert unfinished(document) == []


@pytest.mark.parametrize(
    ("chosen", "written", "left"),
    [
        (resuming.TAKE_UP, TEXT, 0),
        (resuming.GIVE_UP, None, 0),
        ("", None, 1),
    ],
)
def test_the_next_opening_offers_the_text_and_does_what_is_chosen(
    workspace: Workspace,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
    written: str | None,
    left: int,
) -> None:
    old = sheet(document).description
    keep(document, sheet(document).at("description"), TEXT)

    class Answer:
        def __init__(self, *_: object, **__: object) -> None:
            self.chosen = chosen

        def exec(self) -> int:
            return 1

    monkeypatch.setattr(resuming, "ProblemDialog", Answer)
    resuming.offer(workspace, unfinished(document)[0], QWidget())
    assert sheet(document).description == (written or old)
    assert len(unfinished(document)) == left
    forget(document, sheet(document).at("description"))


def test_during_a_trial_a_text_waits_for_its_end_to_be_offered(
    workspace: Workspace, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken up in a trial it would be written nowhere, and forgotten."""
    offered: list[str] = []
    monkeypatch.setattr(resuming, "offer", lambda _, text, __: offered.append(text.text))
    keep(document, sheet(document).at("description"), TEXT)
    later = QTimer(interval=3_600_000, singleShot=True)
    workspace.trying.begin()
    resuming._resume(workspace, QWidget(), later)
    assert offered == [] and later.isActive()
    workspace.trying.end()
    resuming._resume(workspace, QWidget(), later)
    assert offered == [TEXT]
