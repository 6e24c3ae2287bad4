"""`dev.py forms`: compiles the Qt Designer forms of ui/ into cpom_desktop/gui/forms, and compares them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import environment, libraries
from .places import ROOT, RUN_LOCK, WINDOWS, qt_folder
from .speech import complain, say, stop

DESIGNED = ROOT / "ui"
COMPILED = ROOT / "cpom_desktop" / "gui" / "forms"
HEADER = re.compile(r"\A(?:# -\*-.*\n)?\n?#{10,}\n(?:##.*\n)*#{10,}\n\n?")
"""What uic writes first: it names its version, which is no part of the form."""


def forms(arguments: Sequence[str]) -> int:
    """Compile every form; with `--check`, only say which differ. 0 when all agree."""
    environment.prepare(RUN_LOCK)
    libraries.check("offscreen")
    if "--check" in arguments:
        wrong = differences()
        for sentence in wrong:
            complain(sentence)
        return 1 if wrong else 0
    COMPILED.mkdir(parents=True, exist_ok=True)
    expected = compiled()
    for path in _present():
        if path not in expected:
            path.unlink()
            say(f"Removed {path.relative_to(ROOT)}: it has no form.")
    for path, text in expected.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            say(f"Compiled {path.relative_to(ROOT)}")
    return 0


def differences() -> list[str]:
    """One sentence for each compiled form that is missing, older than its form, or without one."""
    expected = compiled()
    sentences = [f"{path.relative_to(ROOT)} has no form in ui/." for path in _present() if path not in expected]
    for path, text in expected.items():
        if not path.exists():
            sentences.append(f"{path.relative_to(ROOT)} is missing.")
        elif path.read_text("utf-8") != text:
            sentences.append(f"{path.relative_to(ROOT)} does not agree with its form.")
    return sentences


def compiled() -> dict[Path, str]:
    """The Python text of every form of ui/, by the path where it belongs."""
    return {COMPILED / f"ui_{form.stem}.py": _compile(form) for form in sorted(DESIGNED.glob("*.ui"))}


def _present() -> list[Path]:
    return sorted(COMPILED.glob("ui_*.py"))


def _compile(form: Path) -> str:
    compiler = qt_folder() / ("uic.exe" if WINDOWS else "libexec/uic")
    done = subprocess.run([str(compiler), "-g", "python", str(form)], capture_output=True, text=True, encoding="utf-8")
    if done.returncode or done.stderr.strip():
        stop(f"{form.relative_to(ROOT)} cannot be compiled: {done.stderr.strip()}", "Mend the form in Qt Designer.")
    body, found = HEADER.subn("", done.stdout.replace("\r\n", "\n"), count=1)
    if not found:
        stop("Qt's form compiler writes another header than expected.", "Mend HEADER in packaging/devtools/forms.py.")
    return f'"""Compiled from ui/{form.name} by `dev.py forms`: change the form, not this file."""\n\n{body.rstrip()}\n'
