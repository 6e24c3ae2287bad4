"""Making the projection again from the journal, and telling whether the stored one says the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import sha256

from ..sync.journal import canonical
from . import schema
from .connection import in_memory
from .projection import Projection


def is_current(db: sqlite3.Connection) -> bool:
    """Whether the tables of the projection are those of this version of the program."""
    found = schema.objects_in(db)
    tables = {name: sql for name, (_, sql) in found.items() if name not in schema.JOURNAL and name not in schema.LOCAL}
    return tables == schema.projection_tables()


def rebuild(db: sqlite3.Connection) -> None:
    """Drop the projection, make its tables from their canonical text and replay the journal: in a transaction."""
    for name in schema.objects_in(db):
        if name not in schema.JOURNAL and name not in schema.LOCAL and not name.startswith("sqlite_"):
            db.execute(f'DROP TABLE "{name}"')
    schema.create(db, schema.projection_tables())
    Projection(db).replay()


def fingerprint(db: sqlite3.Connection) -> str:
    """SHA-256, hexadecimal, of every byte the projection holds."""
    digest = sha256()
    for line in _lines(db):
        digest.update(line + b"\n")
    return digest.hexdigest()


def is_sound(data: bytes) -> bool:
    """Whether every page of a file reads and its projection is what its journal says, byte for byte.

    Takes the bytes of `ContractFile.serialize`, so that another process can do it: a big contract takes a second.
    """
    db = in_memory()
    try:
        db.deserialize(data)
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            return False
        stored = fingerprint(db)
        db.execute("BEGIN")
        rebuild(db)
        return fingerprint(db) == stored
    except sqlite3.DatabaseError:
        return False
    finally:
        db.close()


def _lines(db: sqlite3.Connection) -> Iterator[bytes]:
    for name in sorted(schema.projection_tables()):
        yield canonical(name)
        # Tables without rowid are read in the order of their key.
        for row in db.execute(f'SELECT * FROM "{name}"'):
            yield canonical(row)
