"""The program starts without what it does not need yet."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

HEAVY = ("pyqtgraph", "numpy", "sqlite_utils", "reportlab", "pikepdf", "pyhanko", "openpyxl", "stdnum")


@pytest.mark.parametrize("module", ["cpom_desktop.app", "cpom_desktop.cli"])
def test_a_start_imports_no_library_before_it_is_needed(module: str) -> None:
    question = f"import {module}, sys; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(("system", "environment", "expected"), [
    ("linux", {}, False), ("linux", {"DISPLAY": ""}, False), ("linux", {"DISPLAY": ":0"}, True),
    ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True), ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
    ("win32", {}, True), ("darwin", {}, True),
], ids=str)
def test_a_screen_is_known_from_what_the_system_says(
    system: str, environment: Mapping[str, str], expected: bool
) -> None:
    from cpom_desktop.app import has_screen

    assert has_screen(system, environment) is expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_without_a_screen_one_sentence_is_said_and_nothing_aborts() -> None:
    bare = {name: value for name, value in os.environ.items()
            if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run([sys.executable, "-m", "cpom_desktop"], capture_output=True, text=True, env=bare)
    assert (done.returncode, done.stdout) == (64, "")
    assert done.stderr.startswith("Aucun écran n’est disponible\u00a0: ") and done.stderr.count("\n") == 1
