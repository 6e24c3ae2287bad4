"""Merges random edits of two parties twice, by the journal and by pygeodiff, and compares: run as a process of its own.

pygeodiff brings an SQLite library of its own, so it never shares a process with ours. Only what both mean alike is
played: integer keys, no edit of a row that the other side deletes, no key created on both sides.

Usage: python -m tests.sync.oracle FOLDER FIRST_SEED COUNT → one line of JSON.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pygeodiff

from cpom_desktop.core.records import Value
from cpom_desktop.sync.journal import Dot, Lot
from cpom_desktop.sync.whole import ContractState, contract_state
from tests.sync.samples import AUTHORITY, MANAGER, Book, Draft, drop, new, put

COLUMNS = ("c1", "c2", "c3")
ROWS, KIND = 5, "t"
Table = dict[int, dict[str, Value]]


def play(seed: int, disjoint: bool) -> tuple[list[Lot], list[Lot], list[Lot]]:
    """A base, and what each of two parties does on it; when disjoint, no cell is written by both."""
    chance = random.Random(seed)
    base, ours, theirs = Book(), Book("1" * 16), Book(AUTHORITY)
    rows = [str(number) for number in range(1, ROWS + 1)]
    made = {row: Dot(MANAGER, place) for place, row in enumerate(rows, start=1)}
    base.add(*(new(row, {name: f"{row}{name}" for name in COLUMNS}, kind=KIND) for row in rows))
    gone = {book.replica: chance.sample(rows, chance.choice([0, 0, 1])) for book in (ours, theirs)}
    for book, other in ((ours, theirs), (theirs, ours)):
        book.at = base.at + chance.randrange(3)
        kept = [row for row in rows if row not in gone[book.replica] + gone[other.replica]]
        names = COLUMNS if not disjoint else COLUMNS[:1] if book is ours else COLUMNS[1:]
        cells = [(row, name) for row in kept for name in names]
        written = chance.sample(cells, chance.randrange(len(cells) + 1))
        edits = [put(row, name, chance.choice("xyz"), made[row], kind=KIND) for row, name in written]
        edits += [drop(row, made[row], kind=KIND) for row in gone[book.replica]]
        first = 100 if book is ours else 200
        edits += [new(str(first + n), dict.fromkeys(COLUMNS, "n"), kind=KIND) for n in range(chance.randrange(3))]
        _in_lots(book, edits, chance)
    return base.lots, ours.lots, theirs.lots


def _in_lots(book: Book, edits: list[Draft], chance: random.Random) -> None:
    while edits:
        count = chance.randrange(1, 4)
        book.add(*edits[:count])
        del edits[:count]


def rows_of(state: ContractState) -> Table:
    return {int(key.row): state.rows[key].shown() for key in state.rows if state.exists(key)}


def dump(state: ContractState, path: Path) -> Path:
    """The rows of a state in a fresh file, closed."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"CREATE TABLE t (id INTEGER PRIMARY KEY, {', '.join(f'{name} TEXT' for name in COLUMNS)})")
        for row, values in rows_of(state).items():
            db.execute(f"INSERT INTO t VALUES (?{', ?' * len(COLUMNS)})", (row, *(values[name] for name in COLUMNS)))
    return path


def read(path: Path) -> Table:
    with closing(sqlite3.connect(path)) as db:
        return {row: dict(zip(COLUMNS, values, strict=True)) for row, *values in db.execute("SELECT * FROM t")}


def compare(seed: int, folder: Path) -> tuple[int, str]:
    """How many cells conflict, and what the two disagree on ('' for nothing)."""
    disjoint = seed % 3 == 0
    base, ours, theirs = play(seed, disjoint)
    folder.mkdir()
    sides = (("base", base), ("b", base + theirs), ("a", base + ours))
    files = [dump(contract_state(lots), folder / name) for name, lots in sides]
    merged, conflict_file = contract_state(base + ours + theirs), folder / "conflicts"
    differ = pygeodiff.GeoDiff()
    differ.set_tables_to_include(["t"])
    differ.rebase(str(files[0]), str(files[1]), str(files[2]), str(conflict_file))
    conflicts = {(int(cell.row), cell.field) for cell, _ in merged.disputed()}
    expected, found = rows_of(merged), read(files[2])
    if set(expected) != set(found):
        return len(conflicts), f"seed {seed}: rows {sorted(expected)} against {sorted(found)}"
    for row, values in expected.items():
        for name in COLUMNS:
            if (row, name) not in conflicts and values[name] != found[row][name]:
                return len(conflicts), f"seed {seed}: {row}.{name} {values[name]!r} against {found[row][name]!r}"
    listed = json.loads(conflict_file.read_bytes())["geodiff"] if conflict_file.exists() else []
    counted = sum(len(entry["changes"]) for entry in listed)
    if counted != len(conflicts) or (disjoint and counted):
        return len(conflicts), f"seed {seed}: {len(conflicts)} conflicts against {counted}"
    return len(conflicts), ""


def main(folder: str, first: str, count: str) -> None:
    seen, wrong = 0, []
    for seed in range(int(first), int(first) + int(count)):
        conflicts, trouble = compare(seed, Path(folder) / str(seed))
        seen += conflicts
        wrong += [trouble] if trouble else []
    sys.stdout.write(json.dumps({"trials": int(count), "conflicts": seen, "wrong": wrong}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
