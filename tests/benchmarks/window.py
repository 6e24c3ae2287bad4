"""The window: how long until it is seen, until a contract can be worked on, and how fast it follows the hands."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .budgets import Reading, Readings
from .clock import Times, folder, peak
from .large import document, measures, positions, staff

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QApplication

    from cpom_desktop.gui.grid import GridView
    from cpom_desktop.gui.main_window import MainWindow

SERVICES, TURNS = 300, 40
TABLES = (("trajectory", ""), ("budgets", ""), ("measures", ""), ("budgets", "masse"))
"""The tables that are typed in, and the page of those that have several."""
ROOT = Path(__file__).resolve().parents[2]
_RUN = """
import os, sys
sys.path.insert(0, "packaging")
from devtools import environment, launch, libraries
from devtools.places import RUN_LOCK, environment_python
environment.prepare(RUN_LOCK)
libraries.check("offscreen")
program = str(environment_python())
os.execv(program, [program, "-m", "tests.benchmarks.first_paint", str(launch.fresh_demo())])
"""
"""What `dev.py run` does, up to the program itself, which is watched."""


def starting() -> Readings:
    """From the start of `dev.py run`: first paint, then the demo open and usable; memory of the window."""
    home = folder()
    shown, usable, memory = Times(), Times(), 0.0
    _started(home)  # the first run makes the demonstration contract
    for _ in range(7):
        start = time.time()
        painted, ready, first, whole, megabytes = _started(home)
        shown.add(painted - start, first)
        usable.add(ready - start, whole)
        memory = max(memory, megabytes)
    return {"start-paint": shown.median(), "start-usable": usable.median(), "window-memory": Reading(memory)}


def _started(home: Path) -> list[float]:
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CPOM_DESKTOP_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", _RUN], capture_output=True, text=True, env=settings, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return [float(word) for word in done.stdout.splitlines()[-1].split()]


def typing() -> Readings:
    """36 000 cells, 2 100 measures, 3 600 positions: a figure typed in Finances, alone and beside a running export."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["CPOM_DESKTOP_HOME"] = str(folder())
    path = folder() / "grand.cpom"
    document(path, SERVICES, (*measures(SERVICES, 2100), *positions(3600, SERVICES), *staff(SERVICES))).close()
    from cpom_desktop import app

    application = app.application()
    window = app.make_window()
    window.resize(1366, 768)
    window.show()
    window.open_path(path)
    found: Readings = {}
    for number, (sub_view, page) in enumerate(TABLES):
        found.update(_typed(application, window, sub_view, number, page=page))
    with _exports(window) as start:
        beside = _typed(application, window, "trajectory", len(TABLES), TURNS // 2)
    found.update({f"{name}-export": reading for name, reading in beside.items()})
    return {**found, "export-start": start.median(), "window-large-memory": peak()}


@contextmanager
def _exports(window: MainWindow) -> Iterator[Times]:
    """An export of this very contract in its process, for as long as the measure lasts; how long the window waits."""
    from cpom_desktop.session.printing import print_contract

    assert window.workspace is not None
    start = Times()
    with start:
        job = print_contract(window.workspace.document, folder() / "contrat.pdf", True)
    try:
        yield start
        assert job.poll().state.value == "running", "the export ended before the measure"
    finally:
        job.cancel()


def _typed(
    application: QApplication, window: MainWindow, sub_view: str, number: int, turns: int = TURNS, page: str = ""
) -> Readings:
    """Keystrokes and commits in the first figures that can be typed in a table.

    `number` makes other figures than those of the tables before, which show some of the same cells.
    """
    from cpom_desktop.core.changes import Author, Side
    from cpom_desktop.gui.tabs.finances.tab import FinancesTab

    workspace = window.workspace
    assert workspace is not None
    workspace.document.author = Author("Mme Essai", "Association d’essai", Side.MANAGER)
    tab = window.tabs.show("Finances")
    assert isinstance(tab, FinancesTab)
    tab.show_sub_view(sub_view)
    if page:
        tab.shown.page = page
        tab.refresh()
    _settle(application)
    keys, commits = Times(), Times()
    done: list[object] = []
    workspace.changed.connect(done.append)
    spots = _typable(tab.table)
    for turn in range(turns):
        _type(application, tab.table, spots[turn % len(spots)], f"{(turn + number) % 9},{turn + 10}", keys)
        count = len(done)
        _commit(application, tab.table, commits)
        assert len(done) == count + 1, "nothing was committed"
    workspace.changed.disconnect(done.append)
    return {f"{page or sub_view}-key": keys.p95(), f"{page or sub_view}-commit": commits.p95()}


def _type(application: QApplication, table: GridView, spot: QModelIndex, keys: str, times: Times) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    table.setCurrentIndex(spot)
    table.setFocus()
    _settle(application)
    for key in keys:
        target = table.findChild(QLineEdit) or table
        with times:
            QTest.keyClicks(target, key)
            _settle(application)


def _commit(application: QApplication, table: GridView, times: Times) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    editor = table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit), "no editor is open"
    with times:
        QTest.keyClick(editor, Qt.Key.Key_Return)
        _settle(application)


def _typable(table: GridView) -> list[QModelIndex]:
    """Places where a figure can be typed, near the top; the first group is opened where all are folded."""
    from cpom_desktop.gui.grid import Align

    model = table.grid
    if all(model.is_folded(row.key) for row in model.rows if row.inside is not None):
        model.toggle(model.row(0).key)
    rows = range(min(model.rowCount(), 40))
    columns = [at for at in range(1, model.columnCount()) if model.column(at).align is Align.RIGHT]
    places = [model.index(row, column) for row in rows for column in columns]
    return [index for index in places if model.cell(index).address is not None]


def _settle(application: QApplication) -> None:
    """Everything asked for has been painted, and editors that were closed are gone."""
    from PySide6.QtCore import QEvent

    application.processEvents()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    application.processEvents()
