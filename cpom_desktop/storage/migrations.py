"""Bringing a file of an older format to this one: one small named step per format, all in one transaction.

The journal keeps its shape for ever, so a step only adds a table or an index beside it; the projection is dropped, made
again from its canonical text and filled by replaying the journal. A new field or kind of record needs no step at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from . import schema
from .connection import writing
from .rebuild import rebuild

if TYPE_CHECKING:
    from sqlite_utils import Database

Step = Callable[["Database"], None]

STEPS: Mapping[int, Step] = {}
"""Format → the step that leads from it to the next one. Format 1 is the first."""


def migrate(db: sqlite3.Connection, path: Path) -> None:
    """Bring a file to the present format and its projection to this version of the program; all of it, or nothing."""
    with writing(db, path):
        found = format_of(db)
        if found < schema.FORMAT:
            _run(db, [STEPS[number] for number in range(found, schema.FORMAT)])
            db.execute(f"PRAGMA user_version={schema.FORMAT}")
        rebuild(db)


def format_of(db: sqlite3.Connection) -> int:
    """The format of a file."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _run(db: sqlite3.Connection, steps: list[Step]) -> None:
    # Imported where a file is migrated: an ordinary opening does without.
    from sqlite_utils import Database, Migrations

    pending = Migrations("cpom")
    for number, step in enumerate(steps):
        pending(name=f"{number}")(step)
    pending.apply(Database(db, recursive_triggers=False, execute_plugins=False))
    # `user_version` is the only format number: a second account of what was done could contradict it.
    db.execute(f"DROP TABLE {Migrations.migrations_table}")
