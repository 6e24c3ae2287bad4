"""A contract file from outside gives its journal or a refusal, and nothing in its folder changes."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from cpom_desktop.core.problems import Expected, Kind, Reason, Refused, Surroundings
from cpom_desktop.core.records import Cell
from cpom_desktop.storage import foreign
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.foreign import read_foreign
from cpom_desktop.storage.ownership import Holder

from .pen import House, Pen, clock

NAME = Cell("tst_house", "h1", "name")


@pytest.fixture
def received(kinds: None, tmp_path: Path) -> Path:
    """A sound contract that somebody sent."""
    path = tmp_path / "reçu" / "contrat.cpom"
    path.parent.mkdir()
    file, pen = ContractFile.create(path, "contrat-1", clock), Pen()
    file.append([pen.new(House(id="h1", name="Les Pins"), *(House(id=f"n{rank}") for rank in range(200)))])
    file.append([pen.set(file, {NAME: "Les Chênes"})])
    file.blobs.add(b"une pi\xc3\xa8ce", "text/plain")
    file.close()
    return path


def state_of(folder: Path) -> dict[str, str]:
    """SHA-256 of everything in a folder; what is no file by its kind."""
    return {path.name: sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else "other"
            for path in folder.iterdir()}


def sql(*statements: str) -> Callable[[Path], None]:
    """Change a file with an ordinary SQLite tool."""
    def change(path: Path) -> None:
        db = sqlite3.connect(path)
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.close()
    return change


def rewritten(table: str, before: str, after: str) -> Callable[[Path], None]:
    """Change the text of the schema itself."""
    return sql("PRAGMA writable_schema=ON",
               f"UPDATE sqlite_schema SET sql = replace(sql, '{before}', '{after}') WHERE name = '{table}'")


def patched(at: int, data: bytes) -> Callable[[Path], None]:
    """Change bytes."""
    def change(path: Path) -> None:
        whole = bytearray(path.read_bytes())
        whole[at:at + len(data)] = data
        path.write_bytes(whole)
    return change


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def beheaded(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def text_in_an_integer(path: Path) -> None:
    loose, strict = ("PRIMARY KEY (lot, seq)) WITHOUT ROWID", "PRIMARY KEY (lot, seq)) STRICT, WITHOUT ROWID")
    rewritten("op", strict, loose)(path)
    sql("UPDATE op SET hlc = 'noon' WHERE seq = 3")(path)
    rewritten("op", loose, strict)(path)


def wrong_index(path: Path) -> None:
    db = sqlite3.connect(path)
    page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'op_row'").fetchone()[0]
    db.close()
    patched((page - 1) * 4096 + 2000, b"\x55" * 2000)(path)


def zipped(path: Path) -> None:
    path.unlink()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("contrat.cpom", b"x" * 5000)


def hot(path: Path) -> None:
    path.with_name(path.name + "-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))


def fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def link(path: Path) -> None:
    path.rename(path.with_name("ailleurs.cpom"))
    path.symlink_to(path.with_name("ailleurs.cpom"))


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


HOSTILE: dict[str, tuple[Callable[[Path], None], Kind | Reason, str]] = {
    "trigger": (sql("CREATE TRIGGER t AFTER INSERT ON op BEGIN DELETE FROM lot; END"), Kind.NOT_OURS, "t\u00a0»"),
    "view": (sql("CREATE VIEW v AS SELECT * FROM op"), Kind.NOT_OURS, "v\u00a0»"),
    "endless view": (sql("DROP TABLE lot", "CREATE VIEW lot AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x "
                         "FROM c) SELECT x AS id, 'a' AS replica, 1 AS number FROM c"), Kind.NOT_OURS, "lot\u00a0»"),
    "generated column": (sql("CREATE TABLE more (id TEXT NOT NULL PRIMARY KEY, n INTEGER AS (1))"), Kind.NOT_OURS,
                         "more\u00a0»"),
    "checked column": (sql('CREATE TABLE "more" (id TEXT NOT NULL PRIMARY KEY, "n" INTEGER CHECK (n > 1)) '
                           "STRICT, WITHOUT ROWID"), Kind.NOT_OURS, "more\u00a0»"),
    "extra table": (sql("CREATE TABLE secrets (a)"), Kind.NOT_OURS, "secrets\u00a0»"),
    "virtual table": (sql("CREATE VIRTUAL TABLE f USING fts5(x)"), Kind.NOT_OURS, "f\u00a0»"),
    "partial index": (sql("CREATE INDEX i ON op (seq) WHERE seq > 1"), Kind.NOT_OURS, "i\u00a0»"),
    "missing table": (sql("DROP TABLE waiting"), Kind.NOT_OURS, "waiting\u00a0»"),
    "rewritten schema": (rewritten("op", "hlc INTEGER NOT NULL", "hlc INTEGER"), Kind.NOT_OURS, "op\u00a0»"),
    "text in an integer": (text_in_an_integer, Kind.DAMAGED, "abîmé"),
    "index that says otherwise": (wrong_index, Kind.DAMAGED, "abîmé"),
    "table that converts": (rewritten("meta", ") STRICT, WITHOUT ROWID", ") WITHOUT ROWID"),
                            Kind.NOT_OURS, "meta\u00a0»"),
    "WAL header": (patched(18, b"\x02\x02"), Kind.NOT_OURS, "la forme"),
    "truncated": (cut, Kind.DAMAGED, "tronqué"),
    "header alone": (beheaded, Kind.NOT_OURS, "autre nature"),
    "empty": (emptied, Kind.NOT_OURS, "autre nature"),
    "wrong mark": (sql("PRAGMA application_id=7"), Kind.NOT_OURS, "la marque"),
    "no format": (sql("PRAGMA user_version=0"), Kind.NOT_OURS, "la forme"),
    "later format": (sql("PRAGMA user_version=99"), Kind.TOO_NEW, "plus récente"),
    "renamed zip": (zipped, Kind.NOT_OURS, "autre nature"),
    "hot journal beside": (hot, Kind.HOT_JOURNAL, "-journal"),
    "fifo": (fifo, Kind.NOT_OURS, "ordinaire"),
    "symbolic link": (link, Kind.NOT_OURS, "ordinaire"),
    "folder": (folder, Kind.NOT_OURS, "ordinaire"),
    "absent": (lambda path: path.unlink(), Kind.MISSING, "introuvable"),
    "no contract": (sql("DELETE FROM meta"), Kind.DAMAGED, "abîmé"),
    "no such kind of op": (sql("UPDATE op SET op = 'drop' WHERE seq = 3"), Kind.DAMAGED, "abîmé"),
    "no JSON": (sql("UPDATE op SET value = '[' WHERE seq = 3"), Kind.DAMAGED, "abîmé"),
    "deep JSON": (sql(f"UPDATE op SET value = '{'[' * 100_000}' WHERE seq = 3"), Kind.DAMAGED, "abîmé"),
    "a float": (sql("UPDATE op SET value = '[1.5, \"x\"]' WHERE seq = 3"), Reason.MALFORMED, "ne peut pas être reçu"),
    "changed value": (sql("UPDATE op SET value = '\"Les Ormes\"' WHERE op = 'set'"), Reason.MALFORMED, "l’empreinte"),
    "changed author": (sql("UPDATE lot SET author = 'Marc' WHERE number = 1"), Reason.MALFORMED, "l’empreinte"),
    "lost op": (sql("DELETE FROM op WHERE seq = 7"), Reason.MALFORMED, "ne peut pas être reçu"),
    "lost lot": (sql("DELETE FROM lot WHERE number = 1"), Reason.MALFORMED, "incomplète"),
    "lot for a later reader": (sql("UPDATE lot SET min_reader = 9 WHERE number = 2"), Reason.NEWER_FORMAT,
                               "plus récente"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_and_its_folder_untouched(case: str, received: Path) -> None:
    change, kind, word = HOSTILE[case]
    change(received)
    before = state_of(received.parent)
    with pytest.raises(Expected) as caught:
        read_foreign(received)
    found = caught.value.kind if isinstance(caught.value, Surroundings) else None
    assert (found or (caught.value.reason if isinstance(caught.value, Refused) else None)) is kind
    assert word in " ".join((caught.value.sentences.happened, caught.value.sentences.to_do))
    assert state_of(received.parent) == before


def test_a_sound_file_gives_its_journal_and_its_attachments(received: Path) -> None:
    before = state_of(received.parent)
    found = read_foreign(received)
    assert found.contract_id == "contrat-1" and [lot.number for lot in found.lots] == [1, 2]
    assert [(mime, data) for mime, data in found.blobs.values()] == [("text/plain", "une pièce".encode())]
    assert state_of(received.parent) == before


def test_its_tables_of_records_are_ignored(received: Path) -> None:
    sql("UPDATE tst_house SET name = 'FORGED'", "INSERT INTO tst_house (id, name) VALUES ('zz', 'FORGED')",
        "DELETE FROM head")(received)
    mine = ContractFile.create(received.with_name("mien.cpom"), "contrat-1", clock)
    mine.receive(read_foreign(received).lots)
    assert mine.model().value(NAME) == "Les Chênes" and mine.is_sound()
    assert not any(record.id == "zz" for record in mine.model())
    mine.close()


def test_tables_of_records_of_another_version_are_no_obstacle(received: Path) -> None:
    sql('CREATE TABLE "later_kind" (id TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" INTEGER) STRICT, WITHOUT ROWID',
        "DROP TABLE tst_house")(received)
    assert len(read_foreign(received).lots) == 2


def test_an_attachment_that_is_not_what_its_hash_says_is_left_out(received: Path) -> None:
    sql("UPDATE blob SET bytes = x'00'")(received)
    assert read_foreign(received).blobs == {}


def test_a_file_that_this_program_has_open_is_not_opened_a_second_time(received: Path, tmp_path: Path) -> None:
    # Closing a second descriptor would drop the locks of the first: an acknowledged edit could vanish.
    file = ContractFile.open(received, Holder(), clock)
    os.link(received, tmp_path / "autre nom.cpom")
    for name in (received, tmp_path / "autre nom.cpom"):
        with pytest.raises(Surroundings) as caught:
            read_foreign(name)
        assert caught.value.kind is Kind.BUSY
    file.close()
    assert len(read_foreign(received).lots) == 2


def test_a_file_too_big_is_refused_before_it_is_read(received: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "MAX_FILE", 10_000)
    with pytest.raises(Refused) as caught:
        read_foreign(received)
    assert caught.value.reason is Reason.TOO_BIG


def test_a_file_that_takes_too_long_is_given_up(received: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "_STEPS_PER_TICK", 50)
    monkeypatch.setattr(foreign, "_TICKS", 3)
    with pytest.raises(Surroundings) as caught:
        read_foreign(received)
    assert caught.value.kind is Kind.DAMAGED


@pytest.mark.parametrize("case", ["trigger", "view", "extra table", "rewritten schema", "wrong mark", "later format"])
def test_opening_such_a_file_for_writing_is_refused_too(case: str, received: Path) -> None:
    change, kind, _ = HOSTILE[case]
    change(received)
    before = state_of(received.parent)
    with pytest.raises(Surroundings) as caught:
        ContractFile.open(received, Holder(), clock)
    assert caught.value.kind is kind and state_of(received.parent) == before


@pytest.mark.parametrize("statement", [
    "INSERT INTO t VALUES (2)", "DROP TABLE t", "ATTACH ':memory:' AS other", "PRAGMA writable_schema=ON",
    "PRAGMA user_version=3", "SELECT randomblob(10)", "SELECT load_extension('x')", "SELECT * FROM v",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c", "CREATE TABLE u (a)",
])
def test_behind_the_exact_schema_nothing_but_reading_is_authorised(statement: str) -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("CREATE TABLE t (a)")
    db.execute("CREATE VIEW v AS SELECT a FROM t")
    foreign._confine(db)
    assert db.execute("SELECT max(a) FROM t").fetchone() == (None,)
    with pytest.raises(sqlite3.DatabaseError, match="authorized|prohibited"):
        db.execute(statement)
    db.close()
