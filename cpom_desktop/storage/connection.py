"""The connection to the file of a contract: how it is opened, and the one way to write through it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import speaking_of

_log = logging.getLogger(__name__)

WAIT_SECONDS = 5.0
"""How long a write waits for a reader that is copying the file."""

Steps = Callable[[str], None]
"""Called with the name of each step of a commit; the tests kill the process there."""

_GUARDS = (
    "foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY",
    # KiB: a whole contract in memory; with the usual 2 MB a merge reads its pages again and again.
    "cache_size=-48000",
)
_DURABLE = (
    # Not WAL: the file is copied and e-mailed, and must be whole by itself. NORMAL locking: a second opener may copy.
    "locking_mode=NORMAL", "journal_mode=TRUNCATE", "synchronous=EXTRA",
    # What was deleted from the private tables must not stay readable in the free pages of the file.
    "secure_delete=ON",
)


def unwatched(step: str) -> None:
    """The steps of a commit, when nobody watches."""


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open the contract for writing; a change left half done by a crash is rolled back at the first reading.

    The settings that touch the file are made by `make_durable`, once it is known to be ours.
    """
    return _connected(f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}")


def in_memory() -> sqlite3.Connection:
    """An empty database in memory."""
    return _connected(":memory:")


def deserialized(data: bytes) -> sqlite3.Connection:
    """A database in memory from the bytes of one of ours; never from bytes that come from outside (`foreign`)."""
    db = in_memory()
    db.deserialize(data)
    return db


def copy_in_memory(path: Path) -> sqlite3.Connection:
    """A consistent copy of a contract that somebody else may be writing.

    Never by reading its bytes: closing the file would drop the locks that this process holds on it, and an
    acknowledged edit could vanish. Never `immutable=1`: it shows half-written data.
    """
    copy = in_memory()
    try:
        with speaking_of(path):
            source = _connected(f"{path.absolute().as_uri()}?mode=ro")
            try:
                source.backup(copy)
            finally:
                source.close()
    except BaseException:
        copy.close()
        raise
    return copy


def make_durable(connection: sqlite3.Connection) -> None:
    """The settings of a file that is written."""
    for pragma in _DURABLE:
        connection.execute(f"PRAGMA {pragma}")


def can_write(connection: sqlite3.Connection) -> None:
    """Raise where the file cannot be written: SQLite opens it all the same, and would say so at the first edit."""
    # BEGIN IMMEDIATE alone says nothing on a read-only file; a write does, and is taken back.
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"PRAGMA user_version={version}")
    finally:
        # A full disk makes SQLite roll back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def close(connection: sqlite3.Connection) -> None:
    """Close a connection, and take away the empty journal that TRUNCATE leaves beside the file."""
    try:
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error:
        # Somebody is copying the file, or the disk is gone: the empty journal stays, and harms nothing.
        _log.info("the empty journal stays beside the contract")
    finally:
        connection.close()


@contextmanager
def writing(connection: sqlite3.Connection, path: Path, steps: Steps = unwatched) -> Iterator[None]:
    """One transaction: committed at the end, rolled back whole on any exception."""
    with speaking_of(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            steps("begun")
            yield
            steps("before-commit")
            connection.execute("COMMIT")
        except BaseException:
            # A full disk makes SQLite roll back by itself.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    steps("committed")


def _connected(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, timeout=WAIT_SECONDS, isolation_level=None, uri=uri.startswith("file:"))
    for pragma in _GUARDS:
        connection.execute(f"PRAGMA {pragma}")
    return connection
