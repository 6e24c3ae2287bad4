"""Checks the system libraries that Qt needs before Qt is imported: without them it aborts and says nothing useful."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Mapping

from . import system
from .places import ENVIRONMENT, environment_python, qt_folder
from .speech import stop

OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt loads even without a window; library file: Debian package."""

NEEDED: Mapping[str, Mapping[str, str]] = {
    "offscreen": OFFSCREEN,
    "xcb": {
        **OFFSCREEN,
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-shape.so.0": "libxcb-shape0",
    },
    "wayland": {
        **OFFSCREEN,
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
        "libwayland-egl.so.1": "libwayland-egl1",
    },
}
"""By the way Qt draws: its « platform » plug-in."""


def has_display() -> bool:
    """Whether a window can be opened here."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        return False
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def platform() -> str:
    """How Qt will draw on this Linux desk: through X11, through Wayland, or into memory."""
    if not has_display():
        return "offscreen"
    return "xcb" if os.environ.get("DISPLAY") else "wayland"


def check(way: str) -> None:
    """Make sure that Qt can start in this way, once per environment. `way` is a key of `NEEDED`."""
    mark = ENVIRONMENT / f"checked-qt-{way}"
    if not sys.platform.startswith("linux") or mark.exists():
        return
    missing = absent(NEEDED[way])
    if missing:
        _install(missing)
        still = absent(missing)
        if still:
            stop(f"Qt still cannot load {', '.join(still)}.", "Start a new session, or restart the computer.")
    _load_plugin(way)
    mark.touch()


def absent(libraries: Mapping[str, str]) -> dict[str, str]:
    """Those of these libraries that this computer cannot load."""
    return {name: package for name, package in libraries.items() if not _loads(name)}


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _install(missing: Mapping[str, str]) -> None:
    names = " ".join(f"'{name}()(64bit)'" for name in missing)
    system.install(
        sorted(missing.values()),
        f"Qt needs system libraries that are missing here: {', '.join(missing)}.",
        f"Install the packages that provide them. On Fedora, for example:\n  sudo dnf install {names}",
    )


def _load_plugin(way: str) -> None:
    """Load Qt's plug-in itself, in a process of its own: this names a missing library that no list foresaw."""
    plugin = qt_folder() / "plugins" / "platforms" / f"libq{way}.so"
    command = [str(environment_python()), "-c", "import ctypes, sys; ctypes.CDLL(sys.argv[1])", str(plugin)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no reason given"
        stop(f"Qt cannot start here ({way}): {reason}", "Install the package that provides the file named above.")
