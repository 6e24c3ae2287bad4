"""Widgets are destroyed in the thread of the window alone, whatever other threads allocate."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from threading import Thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cpom_desktop.gui import garbage
from cpom_desktop.gui.garbage import Garbage


class Knot:
    """Something that only the collection of cycles sets free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def keeper(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Garbage]:
    monkeypatch.setattr(garbage, "EVERY", 10)
    gc.enable()
    made = Garbage(qapp)
    yield made
    made.deleteLater()
    gc.unfreeze()


def _allocate() -> list[list[int]]:
    """Twice what makes Python collect by itself."""
    return [[number] for number in range(2 * gc.get_threshold()[0])]


def test_another_thread_that_allocates_destroys_nothing(keeper: Garbage) -> None:
    knot = weakref.ref(Knot())
    busy = Thread(target=_allocate)
    busy.start()
    busy.join()
    assert knot() is not None


def test_what_is_left_behind_is_collected_while_the_window_lives(keeper: Garbage, qtbot: QtBot) -> None:
    knot = weakref.ref(Knot())
    kept = _allocate()
    qtbot.waitUntil(lambda: knot() is None)
    assert kept


def test_nobody_at_work_waits_for_it_unless_they_never_pause(
    keeper: Garbage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "QUIET", 0.0)  # as if each look found the processor busy
    monkeypatch.setattr(garbage, "PATIENCE", 1_000_000)
    knot = weakref.ref(Knot())
    kept = _allocate()
    qtbot.wait(20 * garbage.EVERY)
    assert knot() is not None
    monkeypatch.setattr(garbage, "PATIENCE", 3)
    qtbot.waitUntil(lambda: knot() is None)
    assert kept


def test_what_an_opened_contract_brings_is_not_gone_through_again(keeper: Garbage, qtbot: QtBot) -> None:
    before = gc.get_freeze_count()
    contract = [[number] for number in range(garbage.MANY + 1)]
    qtbot.waitUntil(lambda: gc.get_freeze_count() >= before + len(contract))


def test_another_program_coming_to_the_front_frees_what_a_closed_contract_left(
    keeper: Garbage, qapp: QApplication
) -> None:
    knot = weakref.ref(Knot())
    gc.freeze()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert knot() is None
