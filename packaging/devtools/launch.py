"""`dev.py run`: the window on the demonstration contract, or the main job without a window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import environment, libraries
from .places import BUILD, OUT, ROOT, RUN_LOCK, WINDOWS, environment_python, user_data
from .speech import say, stop

DEMO = "Les Deux Rives"
SENDER = ("--author", "Solène Attias", "--organisation", "Association Les Deux Rives", "--side", "gestionnaire")
"""Who sends the bundle of the demonstration: the manager's negotiator, who signs the contract's own edits too."""


def run(arguments: Sequence[str]) -> int:
    """Install what is needed, then show the program at work. Arguments are given on to the program."""
    environment.prepare(RUN_LOCK)
    libraries.check(libraries.platform())
    if libraries.has_display():
        return window([*arguments] or [str(fresh_demo())])
    return headless()


def window(arguments: Sequence[str]) -> int:
    """Open the window; on POSIX it takes the place of this process."""
    command = [str(environment_python()), "-m", "cpom_desktop", *arguments]
    where = {**os.environ, "PYTHONPATH": str(ROOT)}
    if WINDOWS:
        return subprocess.call(command, env=where)
    sys.stdout.flush()
    os.execve(command[0], command, where)


def fresh_demo() -> Path:
    """An untouched copy of the demonstration contract in the user's folder; copies that were edited stay."""
    pristine = _pristine_demo()
    folder = user_data() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    untouched = pristine.read_bytes()
    number = 1
    while True:
        copy = folder / (f"{DEMO}.cpom" if number == 1 else f"{DEMO} {number}.cpom")
        if not copy.exists():
            copy.write_bytes(untouched)
            return copy
        if not _is_held(folder / f".~lock.{copy.name}#") and copy.read_bytes() == untouched:
            return copy
        number += 1


def _is_held(sidecar: Path) -> bool:
    """Whether a program holds the contract of this sidecar; one that was killed leaves the file, not the lock."""
    if WINDOWS or not sidecar.exists():
        return sidecar.exists()
    import fcntl

    with sidecar.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _pristine_demo() -> Path:
    """The demonstration contract as this version of the program makes it; made once per version."""
    demo, mark = BUILD / "demo" / f"{DEMO}.cpom", BUILD / "demo" / "made-from"
    version = _sources_version()
    if demo.exists() and mark.exists() and mark.read_text("ascii") == version:
        return demo
    say("Making the demonstration contract …")
    demo.parent.mkdir(parents=True, exist_ok=True)
    demo.unlink(missing_ok=True)
    _program("demo", str(demo))
    mark.write_text(version, "ascii")
    return demo


def _sources_version() -> str:
    """Changes whenever a file of the program changes; from sizes and times alone, so that it costs a millisecond."""
    newest = total = 0
    folders = [str(ROOT / "cpom_desktop"), str(ROOT / "resources")]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                else:
                    state = entry.stat()
                    newest, total = max(newest, state.st_mtime_ns), total + state.st_size
    return f"{newest} {total}"


def headless() -> int:
    """The main job without a window: contract file, PDF, bundle and pictures of every tab, in ./out."""
    say("No display here: doing the main job without a window, into the folder out.")
    shutil.rmtree(OUT / "screens", ignore_errors=True)
    OUT.mkdir(exist_ok=True)
    contract, pdf, bundle = (OUT / f"{DEMO}{suffix}" for suffix in (".cpom", ".pdf", ".cpomsync"))
    for path in (contract, pdf, bundle):
        path.unlink(missing_ok=True)
    for words, arguments, made in (
        ("the demonstration contract", ["demo", str(contract)], contract),
        ("the contract as PDF", ["export", "contract", str(contract), "-o", str(pdf)], pdf),
        ("the bundle for the other party", ["export", "bundle", str(contract), "-o", str(bundle), *SENDER], bundle),
        ("a picture of every tab", ["screenshot", str(contract), "-o", str(OUT / "screens")], OUT / "screens"),
    ):
        say(f"Making {words} …")
        _program(*arguments)
        if not made.exists():
            stop(f"The program made no {made.name}.", "This is our own fault: please tell the project.")
        say(f"  {made}")
    say("Done. With a display, the same command opens the window.")
    return 0


def _program(*arguments: str) -> None:
    """One command of the program, without a window; stops when it fails, with what it said."""
    where = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [str(environment_python()), "-m", "cpom_desktop", *arguments]
    done = subprocess.run(command, env=where, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          encoding="utf-8", errors="replace")
    if done.returncode:
        stop(
            f"`cpom-desktop {' '.join(arguments)}` ended with code {done.returncode}:\n{done.stdout.strip()}",
            "Read the message above. If the disk has room and the folder can be written, please tell the project.",
        )
