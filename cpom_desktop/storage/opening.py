"""Opening a contract that is ours: what must hold before its file is written, and how a new one is made."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path

from ..core.problems import Kind
from ..sync.lotcheck import READER
from . import connection as connections
from . import journal, schema
from .connection import writing
from .errors import FOLDER, speaking_of, surroundings
from .migrations import format_of, migrate
from .rebuild import is_current


def new_connection(path: Path, contract_id: str, now: dt.datetime) -> sqlite3.Connection:
    """Make the file of a new contract; where that fails, nothing of it stays."""
    try:
        with speaking_of(path):
            db = connections.connect(path, create=True)
        try:
            make_file(db, path, contract_id, now)
        except BaseException:
            connections.close(db)
            raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return db


def make_file(db: sqlite3.Connection, path: Path, contract_id: str, now: dt.datetime) -> None:
    """Make every table and say which contract this is."""
    with speaking_of(path):
        connections.make_durable(db)
    with writing(db, path):
        schema.create_all(db)
        rows = {"contract": contract_id, "created": now.isoformat()}
        db.executemany("INSERT INTO meta VALUES (?, ?)", sorted(rows.items()))


def writing_connection(path: Path, before_migration: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
    """Open our own file for writing, brought to this format and version; what is to be done before that is called."""
    _check_there(path)
    with speaking_of(path):
        db = connections.connect(path)
    try:
        with speaking_of(path):
            check(db, path)
            connections.can_write(db)
            connections.make_durable(db)
        if not _is_current(db):
            before_migration(db)
            migrate(db, path)
    except BaseException:
        db.close()
        raise
    return db


def reading_connection(path: Path) -> sqlite3.Connection:
    """A copy in memory of a contract that somebody else may hold, its projection brought to this version."""
    _check_there(path)
    db = connections.copy_in_memory(path)
    try:
        with speaking_of(path):
            check(db, path, for_writing=False)
        if not _is_current(db):
            migrate(db, path)
    except BaseException:
        db.close()
        raise
    return db


def restore(db: sqlite3.Connection, path: Path, contract_id: str, backup: Path) -> None:
    """Write the pages of a backup in place of those of an open contract, in one transaction of SQLite."""
    source = reading_connection(backup)
    try:
        if journal.contract_of(source) != contract_id:
            raise surroundings(Kind.NOT_OURS, backup, "c’est la sauvegarde d’un autre contrat")
        with speaking_of(path):
            source.backup(db)
    finally:
        source.close()


def _check_there(path: Path) -> None:
    if not path.exists():
        raise surroundings(Kind.MISSING, path)
    if path.is_dir():
        raise surroundings(Kind.NOT_OURS, path, FOLDER)


def check(db: sqlite3.Connection, path: Path, *, for_writing: bool = True) -> None:
    """Raise `Surroundings` unless this is a contract of a format we know, with our tables and nothing else."""
    if db.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise surroundings(Kind.NOT_OURS, path, "il ne porte pas la marque du programme")
    if format_of(db) > schema.FORMAT:
        raise surroundings(Kind.TOO_NEW, path)
    if db.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        raise surroundings(Kind.NOT_OURS, path, "un autre programme en a changé le mode d’écriture")
    refuse_strangers(db, path)
    if for_writing and (db.execute("SELECT max(min_reader) FROM lot").fetchone()[0] or 0) > READER:
        raise surroundings(Kind.TOO_NEW, path)


def refuse_strangers(db: sqlite3.Connection, path: Path) -> None:
    """Raise `Surroundings` NOT_OURS where a file holds anything but our tables, written as we write them."""
    if found := schema.strangers(db):
        detail = f"il contient «\u00a0{found[0][:40]}\u00a0», que le programme n’écrit pas ainsi"
        raise surroundings(Kind.NOT_OURS, path, detail)


def _is_current(db: sqlite3.Connection) -> bool:
    return format_of(db) == schema.FORMAT and is_current(db)
