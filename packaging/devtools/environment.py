"""Makes .venv hold exactly what the locks say; once it does, nothing is asked of pip or of the network."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import system
from .places import ENVIRONMENT, ROOT, environment_python
from .speech import say, say_briefly, stop

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
NEEDED_BYTES = 900_000_000
"""Room for the environment and pip's downloads."""


def prepare(*locks: Path) -> None:
    """Make .venv hold these locks, in this order. Returns in a few milliseconds when it already does."""
    missing = [lock for lock in locks if not is_installed(lock)]
    if not missing:
        return
    _check_computer()
    _make()
    for lock in missing:
        _install(lock)
    compile_sources()


def is_installed(lock: Path) -> bool:
    """Whether .venv was made by this Python and has had this very lock installed."""
    try:
        return _stamp(lock).read_text("ascii") == _fingerprint(lock) and environment_python().exists()
    except OSError:
        return False


def compile_sources() -> None:
    """Compile the program once, so that its first start is as fast as the others."""
    subprocess.run([str(environment_python()), "-m", "compileall", "-q", str(ROOT / "cpom_desktop")], check=False)


def _stamp(lock: Path) -> Path:
    return ENVIRONMENT / f"installed-{lock.name}"


def _fingerprint(lock: Path) -> str:
    return f"Python {VERSION}, sha256 {hashlib.sha256(lock.read_bytes()).hexdigest()}\n"


def _check_computer() -> None:
    if sys.maxsize < 2**32:
        stop("This is a 32-bit Python; Qt is published for 64-bit computers only.", "Install the 64-bit Python.")
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES and not environment_python().exists():
        stop(
            f"Not enough room on this disk: {free // 10**6} MB are free, about {NEEDED_BYTES // 10**6} MB are needed.",
            f"Free some space on the disk of {ROOT}, then type the same command again.",
        )
    if importlib.util.find_spec("ensurepip") is None:
        system.install(
            [f"python{VERSION}-venv"],
            "This Python cannot make virtual environments: its module ensurepip is missing.",
            "Install your system's package for Python's « venv » and « ensurepip », or a Python from python.org.",
        )


def _make() -> None:
    if _is_usable():
        return
    if ENVIRONMENT.exists():
        say("The folder .venv was made by another Python: making it again …")
        shutil.rmtree(ENVIRONMENT)
    say(f"Making the environment .venv with Python {VERSION} …")
    done = subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        stop(
            f"Python could not make the folder .venv.\n{(done.stdout + done.stderr).strip()}",
            f"Check that {ROOT} can be written and that the disk has room, then type the same command again.",
        )


def _is_usable() -> bool:
    """Whether the Python of .venv starts, is of this version, and has pip."""
    question = "import pip, sys; sys.stdout.write('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([str(environment_python()), "-c", question], capture_output=True, text=True)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout == VERSION


def _install(lock: Path) -> None:
    say(f"Installing {_count(lock)} libraries of {lock.relative_to(ROOT)} (checked by their hashes) …")
    # The lock names every library, so pip has nothing to resolve; and nothing is built on this computer.
    rules = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off", "-r", str(lock)]
    code, said = _pip("install", *rules)
    if code:
        stop(f"pip could not install the libraries. It says:\n{_end(said)}", _advice(said))
    _stamp(lock).write_text(_fingerprint(lock), "ascii")


def _pip(*arguments: str) -> tuple[int, str]:
    """pip's exit code and what it said; on a terminal, the library being fetched is shown meanwhile."""
    command = [str(environment_python()), "-m", "pip", "--disable-pip-version-check", *arguments]
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          encoding="utf-8", errors="replace") as process:
        assert process.stdout is not None  # asked for just above
        for line in process.stdout:
            lines.append(line)
            if line.startswith(("Collecting", "Installing")):
                say_briefly(f"  {' '.join(line.split()[:2])}")
    say_briefly("")
    return process.returncode, "".join(lines).strip()


def _count(lock: Path) -> int:
    return len({line.partition("==")[0] for line in lock.read_text("utf-8").splitlines() if "==" in line})


def _end(said: str) -> str:
    """The last lines of pip's words, without its repeated attempts."""
    telling = [line for line in said.splitlines() if "Retrying (" not in line]
    return "\n".join(f"  {line[:300]}" for line in telling[-8:])


CAUSES: Sequence[tuple[tuple[str, ...], str]] = (
    (("No space left", "Errno 28"), "The disk is full: free about 1 GB, then type the same command again."),
    (
        ("do not match the hashes", "THESE PACKAGES DO NOT MATCH"),
        "A downloaded file is not the one the project was tested with. Do not use it. Try another network; if it "
        "happens again, tell the project.",
    ),
    (
        ("NewConnectionError", "Name or service not known", "getaddrinfo", "ConnectTimeout", "Network is unreachable",
         "ProxyError", "Connection refused", "Read timed out", "Failed to establish"),
        "The network did not answer. Connect to the Internet (or set your proxy in HTTPS_PROXY), then type the same "
        "command again; once installed, the program needs no network.",
    ),
    (
        ("No matching distribution", "Could not find a version"),
        "One of the libraries is not published for this computer or this Python. Needed: Windows 10, macOS 15 on Apple "
        "silicon, or Linux with glibc 2.34 (Debian 12, Ubuntu 22.04); Python 3.11 to 3.14. Without network the message "
        "is the same: check the connection first.",
    ),
)
"""What pip says, and what that means for the person who reads it; the first that fits is shown."""


def _advice(said: str) -> str:
    for signs, advice in CAUSES:
        if any(sign in said for sign in signs):
            return advice
    return f"Read pip's message. To start afresh, delete the folder {ENVIRONMENT} and type the same command again."
