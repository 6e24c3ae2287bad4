"""Finds the files that travel with the program and the user's folders, and gives the time and randomness.

The program runs from a checkout, from an installed wheel and from a frozen build; this is the one place that knows
the difference. With `app`, it is also the only place that asks the computer for the time or for random bytes:
everything below receives them.
"""

from __future__ import annotations

import os
from datetime import datetime
from functools import cache
from pathlib import Path

from platformdirs import PlatformDirs

HOME_VARIABLE = "CPOM_DESKTOP_HOME"
"""A folder named by this variable replaces every user folder: tests, a USB stick, a managed computer."""

_PACKAGE = Path(__file__).resolve().parent
_USER = PlatformDirs("cpom-desktop", appauthor=False)


@cache
def resources() -> Path:
    """The folder of bundled files: inside the package once installed or frozen, beside it in a checkout."""
    inside = _PACKAGE / "_resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def resource(name: str) -> Path:
    """A bundled file, by its name with slashes: `resource("icons/add.svg")`.

    Raises FileNotFoundError when it is absent: the program is then badly installed, which is our own fault.
    """
    path = resources() / name
    if not path.exists():
        raise FileNotFoundError(f"{name} does not travel with the program; looked in {resources()}")
    return path


def settings_folder() -> Path:
    """Where preferences, window sizes and the list of recent files are kept; made when absent."""
    return _made("settings", _USER.user_config_path)


def keys_folder() -> Path:
    """Where the signing keys of this installation are kept, readable by their owner alone; made when absent."""
    folder = _made("keys", _USER.user_data_path / "keys")
    if os.name == "posix":
        folder.chmod(0o700)
    return folder


def backups_folder() -> Path:
    """Where backups of contracts are kept; made when absent."""
    return _made("backups", _USER.user_data_path / "backups")


def logs_folder() -> Path:
    """Where the log is kept; it holds ids and kinds, never contract values. Made when absent."""
    return _made("logs", _USER.user_log_path)


def now() -> datetime:
    """The present instant, in the computer's time zone (aware)."""
    return datetime.now().astimezone()


def random_bytes(count: int) -> bytes:
    """That many bytes nobody can foresee."""
    return os.urandom(count)


def _made(name: str, usual: Path) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    folder = Path(home) / name if home else usual
    folder.mkdir(parents=True, exist_ok=True)
    return folder
