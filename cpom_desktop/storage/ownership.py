"""Who has the contract open: one holder at a time, told by name to whoever comes second.

The lock is a `flock` on a small file beside the contract, never on the contract: any close() of the contract by this
process would drop a POSIX lock, and SQLite's own with it. The small file also says who, where and since when.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.problems import Kind, Surroundings
from .errors import from_os

_MAX_BYTES = 4096
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Holder:
    """Who opens a contract, on which computer, as text that somebody else will read."""

    person: str = "quelqu’un"
    computer: str = "un poste"


def sidecar_of(path: Path) -> Path:
    """The small file that stands beside a contract while it is open."""
    return path.with_name(f".~lock.{path.name}#")


_open_here: dict[Path, os.stat_result] = {}
"""The contracts that this process has open for writing."""


def is_open_here(path: Path) -> bool:
    """Whether this process has a contract open for writing: its file must then be opened by nothing but SQLite."""
    try:
        found = os.stat(path)
    except OSError:
        return False
    return any(os.path.samestat(found, known) for known in _open_here.values())


class Ownership:
    """The right to write a contract, from `take` to `release`. It ends with the process, whatever happens to it."""

    def __init__(self, path: Path, descriptor: int, holder: Holder) -> None:
        self._path, self._descriptor, self._holder = path, descriptor, holder

    @classmethod
    def take(cls, path: Path, holder: Holder, now: dt.datetime) -> Ownership:
        """Become the holder; raises `Surroundings` HELD with who it is, or READ_ONLY where no lock can be made."""
        sidecar = sidecar_of(path)
        for _ in range(_TRIES):
            try:
                descriptor = os.open(sidecar, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
            except OSError as error:
                # A symbolic link in place of the small file would have us write elsewhere.
                raise from_os(error, path) from error
            if not _lock(descriptor, path):
                os.close(descriptor)
                raise _held(path)
            if _is_in_place(descriptor, sidecar):
                owner = cls(path, descriptor, holder)
                try:
                    owner.refresh(now)
                except BaseException:
                    owner.release()
                    raise
                return owner
            os.close(descriptor)  # its holder took it away between our opening and our lock
        raise _held(path)

    def cover(self) -> None:
        """Take note of which file is held, once it is there: other names of it are the same contract."""
        _open_here[self._path] = os.stat(self._path)

    def refresh(self, now: dt.datetime) -> None:
        """Write the name and the time again: locks on network shares are not reliable, the time is shown."""
        text = json.dumps({"person": self._holder.person, "computer": self._holder.computer, "time": now.isoformat()})
        try:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.truncate(self._descriptor, 0)
            os.write(self._descriptor, text.encode()[:_MAX_BYTES])
        except OSError as error:
            raise from_os(error, self._path) from error

    def release(self) -> None:
        """Give the contract back; the small file goes away."""
        if self._descriptor < 0:
            return
        _open_here.pop(self._path, None)
        if sys.platform == "win32":
            os.close(self._descriptor)  # an open file cannot be removed there
            sidecar_of(self._path).unlink(missing_ok=True)
        else:
            sidecar_of(self._path).unlink(missing_ok=True)
            os.close(self._descriptor)
        self._descriptor = -1


def _held(path: Path) -> Surroundings:
    said = _read(sidecar_of(path))
    return Surroundings(
        Kind.HELD, name=path.name, holder=said["person"], computer=said["computer"], since=_hour(said["time"]))


def _read(sidecar: Path) -> dict[str, str]:
    """What the small file says; anybody may have written it, so at most a line of plain text of each."""
    try:
        with sidecar.open("rb") as file:
            found: Any = json.loads(file.read(_MAX_BYTES))
    except (OSError, ValueError):
        found = {}
    given = found if isinstance(found, dict) else {}
    unknown = {"person": "quelqu’un", "computer": "un autre poste", "time": ""}
    return {name: " ".join(str(given.get(name) or text).split())[:80] for name, text in unknown.items()}


def _hour(text: str) -> str:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return "une heure inconnue"
    return f"{moment:%H}\u00a0h\u00a0{moment:%M} le {moment:%d/%m/%Y}"


def _is_in_place(descriptor: int, sidecar: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(sidecar))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """The byte locked lies past the text, which a second opener must be able to read."""

    def _lock(descriptor: int, path: Path) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(descriptor: int, path: Path) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                return False
            os.close(descriptor)
            sidecar_of(path).unlink(missing_ok=True)  # without locks it means nothing
            raise from_os(error, path) from error
        return True
