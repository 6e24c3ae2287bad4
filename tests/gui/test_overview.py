"""The overview of a large contract is made by another process, tells the same, and never an old state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Contract
from cpom_desktop.gui.window import overview as window_overview
from cpom_desktop.gui.window.overview import Overviews
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session.document import Document
from cpom_desktop.session.jobs import Job
from cpom_desktop.session.overview import Overview, is_large, overview, start_overview


@pytest.fixture
def overviews(qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Overviews]:
    """Every contract is large here."""
    monkeypatch.setattr(window_overview, "is_large", lambda document: True)
    made = Overviews()
    yield made
    made.close()


def test_another_process_tells_the_same(workspace: Workspace, document: Document) -> None:
    here = overview(document, workspace.today)
    assert start_overview(document, workspace.today).wait().result == here
    assert here.fingerprint == document.fingerprint() and len(here.checks) >= here.blocking + here.to_look_at > 0
    assert not is_large(document)


def test_a_large_contract_says_that_it_is_being_looked_at_then_what_was_found(
    qtbot: QtBot, overviews: Overviews, workspace: Workspace, document: Document
) -> None:
    told = list[Overview]()
    overviews.told.connect(told.append)
    with qtbot.waitSignal(overviews.begun):
        overviews.open(workspace)
    assert told == []
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told == [overview(document, workspace.today)]


def test_what_was_found_before_an_edit_is_not_told_after_it(
    qtbot: QtBot, overviews: Overviews, workspace: Workspace, document: Document
) -> None:
    told = list[Overview]()
    overviews.told.connect(told.append)
    with qtbot.waitSignal(overviews.begun):
        overviews.open(workspace)
    before = document.fingerprint()
    document.apply(Edit("Nom", values={document.contract.at("name"): "Un autre nom"}))
    overviews.renew()
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert [one.fingerprint for one in told] == [document.fingerprint()] != [before]
    assert document.model.all(Contract)[0].name == "Un autre nom"


def test_where_no_process_can_start_the_window_does_it(
    qtbot: QtBot, overviews: Overviews, workspace: Workspace, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_overview, "start_overview", lambda *_: Job(lambda report: None))
    with qtbot.waitSignal(overviews.told, timeout=20_000) as told:
        overviews.open(workspace)
    assert told.args == [overview(document, workspace.today)]
