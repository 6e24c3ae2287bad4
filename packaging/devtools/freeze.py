"""`dev.py freeze`: builds a program that needs no Python on the computer, with PyInstaller."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import environment, libraries
from .places import BUILD, DEVELOPER_LOCK, PACKAGING, ROOT, RUN_LOCK, WINDOWS, environment_python
from .speech import say, stop


def frozen_program() -> Path:
    """Where the frozen program is once built."""
    return BUILD / "frozen" / "cpom-desktop" / ("cpom-desktop.exe" if WINDOWS else "cpom-desktop")


def freeze(arguments: Sequence[str]) -> int:
    """Build the frozen program into build/frozen; a few minutes at the first time."""
    environment.prepare(RUN_LOCK, DEVELOPER_LOCK)
    libraries.check("offscreen")
    say("Building the program (PyInstaller) …")
    command = [str(environment_python()), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR",
               "--distpath", str(BUILD / "frozen"), "--workpath", str(BUILD / "work"), str(PACKAGING / "cpom.spec")]
    if subprocess.call(command, cwd=ROOT):
        stop("PyInstaller could not build the program; its message is above.", "Mend what it names, then try again.")
    say(f"Built {frozen_program()}")
    return 0
