"""The tables of a contract's file, as canonical SQL text; a received file is compared with it to the letter.

The journal tables are generic and keep their shape for ever. The tables of records, one per kind, are a projection of
the journal made from the definitions in `core`: they can be dropped and made again at any time.
"""

from __future__ import annotations

import re
import sqlite3

from ..core.records import KINDS, fields_of

APPLICATION_ID = 0x43504F4D
"""« CPOM »: tells our files from any other SQLite file."""
FORMAT = 1
"""The format written by this program, in `user_version`: the only format number of the file."""


def _table(name: str, *columns: str) -> str:
    return f"CREATE TABLE {name} ({', '.join(columns)}) STRICT, WITHOUT ROWID"


_LOT = ("replica TEXT NOT NULL", "number INTEGER NOT NULL", "hash TEXT NOT NULL", "body TEXT NOT NULL")
_ROW = ("kind TEXT NOT NULL", "row TEXT NOT NULL")
_DOT = ("replica TEXT NOT NULL", "seq INTEGER NOT NULL")
_PRIVATE = ("side TEXT NOT NULL", "name TEXT NOT NULL", "body TEXT NOT NULL", "PRIMARY KEY (side, name)")

JOURNAL: dict[str, str] = {
    "meta": _table("meta", "name TEXT NOT NULL PRIMARY KEY", "value TEXT NOT NULL"),
    # Lots are numbered as they arrive, so that an op need not repeat the name of its replica.
    "lot": "CREATE TABLE lot (" + ", ".join((
        "id INTEGER PRIMARY KEY", "replica TEXT NOT NULL", "number INTEGER NOT NULL", "author TEXT NOT NULL",
        "organisation TEXT NOT NULL", "side TEXT NOT NULL", "label TEXT NOT NULL",
        "wall TEXT NOT NULL", "zone TEXT NOT NULL", "app TEXT NOT NULL",
        "min_reader INTEGER NOT NULL", "previous TEXT NOT NULL", "hash TEXT NOT NULL", "first_seq INTEGER NOT NULL",
        "last_seq INTEGER NOT NULL")) + ") STRICT",
    "lot_number": "CREATE UNIQUE INDEX lot_number ON lot (replica, number)",
    "lot_seq": "CREATE UNIQUE INDEX lot_seq ON lot (replica, first_seq)",
    # The names of the values of a new row, once for all the rows made alike.
    "shape": "CREATE TABLE shape (id INTEGER PRIMARY KEY, names TEXT NOT NULL) STRICT",
    "op": _table(
        "op", "lot INTEGER NOT NULL", "seq INTEGER NOT NULL", "hlc INTEGER NOT NULL", "op TEXT NOT NULL", *_ROW,
        "field TEXT NOT NULL", "shape INTEGER", "value TEXT NOT NULL", "parents TEXT NOT NULL",
        "PRIMARY KEY (lot, seq)"),
    "op_row": "CREATE INDEX op_row ON op (row)",
    "waiting": _table("waiting", *_LOT, "PRIMARY KEY (replica, number, hash)"),
    "alarm": _table("alarm", *_LOT, "PRIMARY KEY (replica, number, hash)"),
    "signed_head": _table(
        "signed_head", "replica TEXT NOT NULL", "number INTEGER NOT NULL", "hash TEXT NOT NULL", "key TEXT NOT NULL",
        "signature TEXT NOT NULL", "PRIMARY KEY (replica, number, key)"),
    "peer": _table("peer", "key TEXT NOT NULL PRIMARY KEY", "body TEXT NOT NULL"),
    "blob": _table(
        "blob", "hash TEXT NOT NULL PRIMARY KEY", "size INTEGER NOT NULL", "mime TEXT NOT NULL", "bytes BLOB"),
}
"""What the contract is, and what was exchanged about it. Never rebuilt, only added to."""

LOCAL: dict[str, str] = {
    "draft": _table("draft", *_ROW, "field TEXT NOT NULL", "text TEXT NOT NULL", "saved TEXT NOT NULL",
                    "PRIMARY KEY (kind, row, field)"),
    "private_mandate": _table("private_mandate", *_PRIVATE),
    "private_note": _table("private_note", *_PRIVATE),
    "private_scenario": _table("private_scenario", *_PRIVATE),
    "private_position": _table("private_position", *_PRIVATE),
}
"""What stays with its author: in no journal, no bundle, no copy for others."""

INDEXES: dict[str, str] = {
    # Heads stand here only for cells edited after their row was made, or written by several.
    "head": _table("head", *_ROW, "field TEXT NOT NULL", *_DOT, "PRIMARY KEY (kind, row, field, replica, seq)"),
    "dead": _table("dead", "replica TEXT NOT NULL", "number INTEGER NOT NULL", "PRIMARY KEY (replica, number)"),
    "flag": _table("flag", *_ROW, "why TEXT NOT NULL", "PRIMARY KEY (kind, row)"),
    "problem": _table("problem", *_ROW, "field TEXT NOT NULL", *_DOT, "reason TEXT NOT NULL",
                      "PRIMARY KEY (kind, row, field, replica, seq)"),
}
"""The part of the projection that belongs to no kind."""

FIXED: dict[str, str] = {**JOURNAL, **LOCAL, **INDEXES}
"""Every object of the file that is no table of records."""
FORMATS: dict[int, dict[str, str]] = {1: FIXED}
"""The same for each format that was ever written: an older file is compared with its own."""


def record_table(kind: str) -> str:
    """The canonical text of the table of a kind; raises `TypeError` on a kind that cannot have one."""
    if kind in FIXED or not NAME.fullmatch(kind) or kind.startswith(("private_", "sqlite_")):
        raise TypeError(f"the kind {kind!r} has the name of another table")
    # Values were checked at the door and again by the projection; the columns only hold them.
    columns = (f'"{info.name}" {info.sql}' for info in fields_of(kind).values())
    return f'CREATE TABLE "{kind}" ({", ".join(["id TEXT NOT NULL PRIMARY KEY", *columns])}) STRICT, WITHOUT ROWID'


def record_tables() -> dict[str, str]:
    """The canonical text of the table of every kind of the program."""
    return {kind: record_table(kind) for kind in sorted(KINDS)}


def projection_tables() -> dict[str, str]:
    """Everything that `rebuild` drops and makes again."""
    return {**INDEXES, **record_tables()}


NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_PLAIN_TABLE = re.compile(
    r'CREATE TABLE "([a-z][a-z0-9_]{0,62})" \(id TEXT NOT NULL PRIMARY KEY'
    r'(?:, "[a-z][a-z0-9_]{0,62}" (?:TEXT|INTEGER)){0,200}\) STRICT, WITHOUT ROWID')


def is_plain_table(name: str, sql: str | None) -> bool:
    """Whether this is a table of records that some version of the program could have made: columns, nothing else."""
    found = _PLAIN_TABLE.fullmatch(sql or "")
    return found is not None and found[1] == name and name not in FIXED


def objects_in(connection: sqlite3.Connection) -> dict[str, tuple[str, str | None]]:
    """Name → (type, SQL text) of everything in a file's schema."""
    rows = connection.execute("SELECT name, type, sql FROM sqlite_schema")
    return {name: (kind, sql) for name, kind, sql in rows}


def strangers(connection: sqlite3.Connection) -> list[str]:
    """The names of what does not belong in our file or is not written as we write it; empty for a sound schema."""
    found = objects_in(connection)
    fixed = FORMATS.get(connection.execute("PRAGMA user_version").fetchone()[0], {})
    wrong = [name for name, sql in fixed.items() if found.pop(name, ("", None))[1] != sql]
    wrong += [name for name, (kind, sql) in found.items() if kind != "table" or not is_plain_table(name, sql)]
    return sorted(wrong)


def create_all(connection: sqlite3.Connection) -> None:
    """Make every table in an empty file, inside the transaction that is open."""
    create(connection, {**JOURNAL, **LOCAL, **projection_tables()})
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={FORMAT}")


def create(connection: sqlite3.Connection, texts: dict[str, str]) -> None:
    """Make tables from their canonical text, inside the transaction that is open."""
    # Imported here: with numpy, which it loads where it finds it, it takes a third of the start of the program.
    from sqlite_utils import Database

    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    for sql in texts.values():
        database.execute(sql)
