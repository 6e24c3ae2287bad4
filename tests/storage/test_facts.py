"""What SQLite and the system really do: the reasons of the rules of this package. A fact that changes fails here."""

from __future__ import annotations

import ast
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import cpom_desktop.storage
from cpom_desktop.storage.file import ContractFile

from .pen import House, Pen

STORAGE = Path(cpom_desktop.storage.__file__).parent
MAY_OPEN_FILES = {
    "ownership.py": "the small file beside the contract",
    "foreign.py": "a file from outside, after making sure that it is not open here",
    "whole.py": "a new file under a name of its own, put in place once whole",
}
OPENERS = {"open", "fdopen", "mmap", "read_bytes", "write_bytes", "read_text", "write_text"} | {
    "copy", "copyfile", "copy2", "move"}

TRY_TO_WRITE = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    db.execute("BEGIN IMMEDIATE")
    print("could write")
except sqlite3.OperationalError as error:
    print(error)
"""


def another_process_says(path: Path) -> str:
    """What another process is told when it wants to write."""
    return subprocess.run([sys.executable, "-c", TRY_TO_WRITE, str(path)], capture_output=True, text=True,
                          check=True, timeout=30).stdout.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX locks")
def test_opening_the_live_file_takes_its_locks_away(file: ContractFile, path: Path) -> None:
    file._db.execute("BEGIN IMMEDIATE")
    assert another_process_says(path) == "database is locked"
    path.read_bytes()
    assert another_process_says(path) == "could write", "which is why nothing but SQLite opens it"
    file._db.execute("ROLLBACK")


def test_no_module_of_this_package_opens_files_but_those_that_say_why() -> None:
    found = {}
    for module in sorted(STORAGE.glob("*.py")):
        nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        calls = [node.func for node in nodes if isinstance(node, ast.Call)]
        names = {func.id for func in calls if isinstance(func, ast.Name)} | {
            func.attr for func in calls if isinstance(func, ast.Attribute)
            and not (isinstance(func.value, ast.Name) and func.value.id in {"cls", "ContractFile", "self"})}
        if names & OPENERS:
            found[module.name] = names & OPENERS
    assert set(found) == set(MAY_OPEN_FILES), found


def test_an_exclusive_holder_leaves_nothing_to_read_to_a_second_opener(file: ContractFile, path: Path) -> None:
    # Which is why the locking mode is NORMAL and ownership another file.
    file._db.execute("PRAGMA locking_mode=EXCLUSIVE")
    file.append([Pen().new(House(id="h1"))])
    reader = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        reader.execute("SELECT count(*) FROM lot")
    reader.close()
    file._db.execute("PRAGMA locking_mode=NORMAL")
    file.model()


def test_strict_tables_accept_what_the_door_does_not() -> None:
    # Which is why values are checked by their definition, at the door and again by the projection.
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE t (flag INTEGER) STRICT")
    db.executemany("INSERT INTO t VALUES (?)", [(7,), ("12",), (3.0,)])
    assert db.execute("SELECT flag FROM t").fetchall() == [(7,), (12,), (3,)]
    db.close()
