"""What every test stands on: an offscreen Qt, fresh user folders, and how hard the random tests look."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.crashes"]

LONG = os.environ.get("CPOM_LONG") == "1"
"""True in the long run (`dev.py test --long`): more seeds, more kills, more random sequences."""

# Before Qt is first imported: a test never opens a window on the developer's desk.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Derandomized: the quick run finds the same thing on every machine, twice in a row. The machine may be busy, so the
# time of one example says nothing (deadline=None).
settings.register_profile("quick", derandomize=True, deadline=None, max_examples=60,
                          suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=2_000, print_blob=True,
                          suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("long" if LONG else "quick")


@pytest.fixture(scope="session")
def long_run() -> bool:
    """Whether this is the long run."""
    return LONG


@pytest.fixture(autouse=True)
def fresh_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, keys, backups and logs of each test in a folder of its own, never the user's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CPOM_DESKTOP_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration contract, closed: made once by each process, copied by whoever writes in it."""
    from cpom_desktop.session.demo import create_demo
    from tests.session.desk import Desk

    path = tmp_path_factory.mktemp("demo") / "Les Deux Rives.cpom"
    create_demo(path, Desk("demo").tools).close()
    return path


@pytest.fixture(autouse=True)
def own_fault_fails(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program fails the test with its trace: the dialog that says it would wait for ever."""
    if "qapp" not in request.fixturenames:
        return
    from cpom_desktop import app
    from cpom_desktop.gui.window import exporting, importing

    def fail(folder: str, parent: object = None) -> None:
        raise AssertionError("".join(log.read_text("utf-8") for log in Path(folder).glob("*.log")))

    for module in (app, exporting, importing):
        monkeypatch.setattr(module, "tell_own_fault", fail)


_windows = count()
WHOLE = 16
"""Tests with a window between two collections of everything: after each other one, what it made suffices."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """What a window leaves behind is collected here, as the program does: the thread that reports results to the other
    processes would destroy widgets outside their thread, and Qt crashes.
    """
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect(1 if next(_windows) % WHOLE else 2)
        gc.enable()


def pytest_collection_finish() -> None:
    """The modules last as long as the tests: they are not gone through after each."""
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with a word, what only the long run does."""
    if not LONG:
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="only in the long run: dev.py test --long"))


def pytest_report_header() -> str:
    """Say in the first lines which run this is."""
    return f"run: {'long' if LONG else 'quick'}"
