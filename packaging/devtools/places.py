"""Where things are in a checkout: the environment, the locks, what the commands write."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
ENVIRONMENT = ROOT / ".venv"
RUN_LOCK = PACKAGING / "lock.txt"
DEVELOPER_LOCK = PACKAGING / "lock-dev.txt"
LICENCES = PACKAGING / "LICENCES.md"
BUILD = ROOT / "build"
OUT = ROOT / "out"
WINDOWS = os.name == "nt"


def environment_python() -> Path:
    """The Python of .venv."""
    return ENVIRONMENT / ("Scripts/python.exe" if WINDOWS else "bin/python")


def site_packages() -> Path:
    """The folder of .venv where the libraries are."""
    if WINDOWS:
        return ENVIRONMENT / "Lib" / "site-packages"
    return ENVIRONMENT / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def qt_folder() -> Path:
    """The folder of Qt inside .venv: its tools and plug-ins."""
    inside = site_packages() / "PySide6"
    return inside if WINDOWS else inside / "Qt"


def user_data() -> Path:
    """The folder where the program keeps this user's data, the same as `cpom_desktop.paths` finds."""
    replaced = os.environ.get("CPOM_DESKTOP_HOME")
    if replaced:
        return Path(replaced)
    if WINDOWS:
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "cpom-desktop"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "cpom-desktop"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "cpom-desktop"
