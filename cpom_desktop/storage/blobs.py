"""Attachments, by the hash of their bytes: the journal cites the hash, the bytes stand beside it and can be removed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import NamedTuple

from ..core.problems import Reason, Refused

MAX_BLOB = 5_000_000
"""Bytes of one attachment."""
MAX_BLOBS = 25_000_000
"""Bytes of all the attachments of a contract: it must still go by e-mail."""
_MIME = re.compile(r"[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,63}")


class Blob(NamedTuple):
    """One attachment without its bytes; `is_here` is false once they were removed, or where they never came."""

    hash: str
    size: int
    mime: str
    is_here: bool


class Blobs:
    """The attachments of a contract file."""

    def __init__(self, db: sqlite3.Connection, writing: Callable[[], AbstractContextManager[None]]) -> None:
        self._db, self._writing = db, writing

    def add(self, data: bytes, mime: str) -> str:
        """Keep an attachment; gives its hash, the one to cite. Raises `Refused` beyond the bounds."""
        name = sha256(data).hexdigest()
        if not _MIME.fullmatch(mime):
            raise Refused(Reason.MALFORMED, detail="le type de la pièce n’est pas reconnu")
        if len(data) > MAX_BLOB:
            detail = f"la pièce fait {_megabytes(len(data))}, la limite est {_megabytes(MAX_BLOB)}"
            raise Refused(Reason.TOO_BIG, detail=detail)
        if self._is_here(name):
            return name
        if self.total() + len(data) > MAX_BLOBS:
            raise Refused(Reason.TOO_BIG, detail=f"les pièces du contrat dépasseraient {_megabytes(MAX_BLOBS)} en tout")
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO blob VALUES (?, ?, ?, ?)", (name, len(data), mime, data))
        return name

    def get(self, name: str) -> bytes | None:
        """The bytes of an attachment, or None where they are not here."""
        row = self._db.execute("SELECT bytes FROM blob WHERE hash = ?", (name,)).fetchone()
        return None if row is None or row[0] is None else bytes(row[0])

    def all(self) -> list[Blob]:
        """Every attachment, also those whose bytes were removed."""
        found = self._db.execute("SELECT hash, size, mime, bytes IS NOT NULL FROM blob")
        return [Blob(name, size, mime, bool(is_here)) for name, size, mime, is_here in found]

    def lacking(self, names: Iterable[str]) -> list[str]:
        """Of some hashes, those whose bytes are not here."""
        return [name for name in names if not self._is_here(name)]

    def total(self) -> int:
        """The bytes held of all the attachments, to be shown beside the limit."""
        return int(self._db.execute("SELECT coalesce(sum(size), 0) FROM blob WHERE bytes IS NOT NULL").fetchone()[0])

    def remove(self, name: str) -> None:
        """Take the bytes away; the hash stays, so that what cites it still says what it was."""
        with self._writing():
            self._db.execute("UPDATE blob SET bytes = NULL WHERE hash = ?", (name,))

    def _is_here(self, name: str) -> bool:
        return self.get(name) is not None


def _megabytes(size: int) -> str:
    tenths = -(-size // 100_000)
    return f"{tenths // 10},{tenths % 10}\u00a0Mo" if tenths % 10 else f"{tenths // 10}\u00a0Mo"
