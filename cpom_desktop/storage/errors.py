"""What SQLite and the disk report, as the surroundings the user knows; anything else stays our own fault."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..core.problems import Kind, Surroundings

DAMAGED_PAGES = "ses pages ne se lisent plus"
FOLDER = "c’est un dossier"
_BY_CODE = {
    sqlite3.SQLITE_BUSY: Kind.BUSY, sqlite3.SQLITE_LOCKED: Kind.BUSY, sqlite3.SQLITE_PROTOCOL: Kind.BUSY,
    sqlite3.SQLITE_FULL: Kind.FULL,
    sqlite3.SQLITE_READONLY: Kind.READ_ONLY, sqlite3.SQLITE_PERM: Kind.READ_ONLY, sqlite3.SQLITE_AUTH: Kind.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Kind.DAMAGED, sqlite3.SQLITE_NOTADB: Kind.NOT_OURS,
    sqlite3.SQLITE_IOERR: Kind.DISK, sqlite3.SQLITE_CANTOPEN: Kind.DISK,
}
_BY_EXTENDED_CODE = {
    sqlite3.SQLITE_READONLY_ROLLBACK: Kind.HOT_JOURNAL, sqlite3.SQLITE_READONLY_RECOVERY: Kind.HOT_JOURNAL,
    sqlite3.SQLITE_READONLY_DBMOVED: Kind.MISSING, sqlite3.SQLITE_READONLY_CANTINIT: Kind.READ_ONLY,
}
_BY_ERRNO = {
    errno.ENOENT: Kind.MISSING, errno.ENOTDIR: Kind.MISSING,
    errno.EISDIR: Kind.NOT_OURS, errno.EACCES: Kind.READ_ONLY, errno.EPERM: Kind.READ_ONLY, errno.EROFS: Kind.READ_ONLY,
    # A network share without locks: nobody can be told that the contract is taken, so it can only be read there.
    errno.ENOLCK: Kind.READ_ONLY, errno.EOPNOTSUPP: Kind.READ_ONLY, errno.ENOSYS: Kind.READ_ONLY,
    errno.ENOSPC: Kind.FULL, errno.EDQUOT: Kind.FULL, errno.EFBIG: Kind.FULL,
}
_DETAILS = {Kind.DAMAGED: DAMAGED_PAGES, Kind.NOT_OURS: "son contenu est d’une autre nature"}


def from_sqlite(error: sqlite3.Error, path: Path) -> Exception:
    """The surroundings behind an SQLite error, or the error itself where it is our own fault."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return error
    kind = _BY_EXTENDED_CODE.get(code) or _BY_CODE.get(code & 0xFF)
    return error if kind is None else surroundings(kind, path)


def from_os(error: OSError, path: Path) -> Surroundings:
    """The surroundings behind an error of the operating system."""
    detail = FOLDER if error.errno == errno.EISDIR else ""
    return surroundings(_BY_ERRNO.get(error.errno or 0, Kind.DISK), path, detail)


def surroundings(kind: Kind, path: Path, detail: str = "") -> Surroundings:
    """One state of the surroundings, naming the file by its last part only: a path says too much of a person."""
    return Surroundings(kind, name=path.name, detail=detail or _DETAILS.get(kind, ""))


@contextmanager
def speaking_of(path: Path) -> Iterator[None]:
    """Whatever SQLite or the disk refuses inside is raised as `Surroundings` about this file."""
    try:
        yield
    except sqlite3.Error as error:
        if (meant := from_sqlite(error, path)) is error:
            raise
        raise meant from error
    except OSError as error:
        raise from_os(error, path) from error
