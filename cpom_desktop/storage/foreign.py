"""Reading a contract file that comes from outside: never opened in place, never trusted, taken as a journal only.

The bytes are checked, then looked at in memory under limits; the schema must be ours to the letter, so that nothing in
the file can run; then every lot passes the door of every merge. Its tables of records are not even read.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from ..core.problems import Kind, Reason, Refused
from ..sync.held import HeldJournal
from ..sync.journal import Lot
from ..sync.merge import Verdict
from . import journal, schema
from .blobs import MAX_BLOB, MAX_BLOBS
from .errors import DAMAGED_PAGES, from_os, surroundings
from .opening import refuse_strangers
from .ownership import is_open_here

MAX_FILE = 150_000_000
"""Bytes of a file that is received."""
_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 16_000_000, sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000, sqlite3.SQLITE_LIMIT_COLUMN: 250,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 30, sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 3, sqlite3.SQLITE_LIMIT_VDBE_OP: 25_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 8, sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 50, sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_STEPS_PER_TICK, _TICKS = 100_000, 20_000
"""Two thousand million steps of SQLite's machine: a hundred times what the largest file takes."""
_FUNCTIONS = frozenset({"max", "length"})
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})


@dataclass(frozen=True, slots=True)
class ForeignContract:
    """What a file from outside brings: which contract, its journal, and the attachments (type and bytes by hash)."""

    contract_id: str
    lots: tuple[Lot, ...]
    blobs: dict[str, tuple[str, bytes]]


def read_foreign(path: Path) -> ForeignContract:
    """Read a contract file that comes from outside.

    Raises `Surroundings` (MISSING, NOT_OURS, TOO_NEW, HOT_JOURNAL, DAMAGED, BUSY where this program has it open) or
    `Refused` (TOO_BIG, MALFORMED, NEWER_FORMAT). Nothing is written, beside it or elsewhere.
    """
    data = _bytes_of(path)
    _check_header(data, path)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        try:
            db.deserialize(data)
            _confine(db)
            return _contract(db, path)
        except (sqlite3.Error, ValueError, TypeError, KeyError, RecursionError, UnicodeError) as error:
            raise surroundings(Kind.DAMAGED, path, DAMAGED_PAGES) from error


def _bytes_of(path: Path) -> bytes:
    try:
        found = os.lstat(path)
    except OSError as error:
        raise from_os(error, path) from error
    if not stat.S_ISREG(found.st_mode):
        raise surroundings(Kind.NOT_OURS, path, "ce n’est pas un fichier ordinaire")
    if is_open_here(path):
        # Closing a descriptor of a contract that this process has open would drop its locks.
        raise surroundings(Kind.BUSY, path)
    if found.st_size > MAX_FILE:
        raise Refused(Reason.TOO_BIG, detail=f"{found.st_size // 1_000_000}\u00a0Mo")
    for ending in ("-journal", "-wal"):
        if _size_beside(path, ending):
            raise surroundings(Kind.HOT_JOURNAL, path)
    return _read(path, found)


def _read(path: Path, expected: os.stat_result) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not os.path.samestat(os.fstat(file.fileno()), expected):
                raise surroundings(Kind.BUSY, path)
            return file.read(MAX_FILE)
    except OSError as error:
        raise from_os(error, path) from error


def _size_beside(path: Path, ending: str) -> int:
    try:
        return os.lstat(path.with_name(path.name + ending)).st_size
    except OSError:
        return 0


def _check_header(data: bytes, path: Path) -> None:
    def refuse(detail: str, kind: Kind = Kind.NOT_OURS) -> NoReturn:
        raise surroundings(kind, path, detail)

    def number(at: int, size: int = 4) -> int:
        return int.from_bytes(data[at:at + size], "big")

    if len(data) < _HEADER or not data.startswith(_MAGIC):
        refuse("son contenu est d’une autre nature")
    if number(68) != schema.APPLICATION_ID:
        refuse("il ne porte pas la marque du programme")
    if number(60) > schema.FORMAT:
        refuse("", Kind.TOO_NEW)
    page = 65_536 if number(16, 2) == 1 else number(16, 2)
    if number(60) < 1 or data[18:20] != b"\x01\x01" or data[20] or number(56) != 1 or page < 512 or page & (page - 1):
        refuse("un autre programme en a changé la forme")
    if len(data) != page * number(28) or number(24) != number(92):
        refuse("il est tronqué", Kind.DAMAGED)


def _confine(db: sqlite3.Connection) -> None:
    """Nothing but reading, and not for ever."""
    for limit, value in _LIMITS.items():
        db.setlimit(limit, value)
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY", "query_only=ON"):
        db.execute(f"PRAGMA {pragma}")
    db.set_progress_handler(_countdown(_TICKS), _STEPS_PER_TICK)
    db.set_authorizer(_authorize)


def _countdown(ticks: int) -> Callable[[], int]:
    left = iter(range(ticks, -1, -1))
    return lambda: 0 if next(left, 0) else 1


def _authorize(action: int, first: str | None, second: str | None, database: str | None, inside: str | None) -> int:
    if inside is not None:
        return sqlite3.SQLITE_DENY  # within a view or a trigger
    if action in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (first == "quick_check" or (first == "user_version" and second is None)):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _contract(db: sqlite3.Connection, path: Path) -> ForeignContract:
    refuse_strangers(db, path)
    if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise surroundings(Kind.DAMAGED, path)
    (contract_id,) = db.execute("SELECT value FROM meta WHERE name = 'contract'").fetchone()
    lots = tuple(journal.lots_after(db))
    held = HeldJournal()
    if any(outcome.verdict is not Verdict.ACCEPTED for outcome in held.receive(lots)):
        raise Refused(Reason.MALFORMED, detail="son journal est incomplet")
    return ForeignContract(contract_id, lots, _blobs(db))


def _blobs(db: sqlite3.Connection) -> dict[str, tuple[str, bytes]]:
    """The attachments whose bytes are what their hash says; a wrong one is left out, as if it had been removed."""
    found: dict[str, tuple[str, bytes]] = {}
    total = 0
    for name, mime, data in db.execute("SELECT hash, mime, bytes FROM blob WHERE length(bytes) <= ?", (MAX_BLOB,)):
        total += len(data)
        if total <= MAX_BLOBS and sha256(data).hexdigest() == name:
            found[name] = (mime, data)
    return found
