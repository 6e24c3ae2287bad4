"""Files of older versions open, fields are one line to add, and a change of format is all or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import pytest
from sqlite_utils import Database

from cpom_desktop.core.changes import Side
from cpom_desktop.core.contract import Contract, Esms
from cpom_desktop.core.finance.records import AccountLine
from cpom_desktop.core.records import About, Cell, Name, Record, Whole, register, unregister
from cpom_desktop.storage import migrations, schema
from cpom_desktop.storage.backups import Backups
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.foreign import read_foreign
from cpom_desktop.storage.heads import Why
from cpom_desktop.storage.ownership import Holder
from cpom_desktop.storage.private import Area

from . import make_v1 as v1
from .pen import House, Pen, clock, small_kinds

SAMPLE = Path(__file__).parents[1] / "data" / "v1.cpom"
SAMPLE_HASH = "8aad87dd331a8083c9c3212c53fa76d1cd9ffd80cf88d168bc66c00c0249183e"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The file of format 1, in a folder where it can be opened."""
    assert sha256(SAMPLE.read_bytes()).hexdigest() == SAMPLE_HASH, "the sample is kept as it is for ever"
    return Path(shutil.copy(SAMPLE, tmp_path / "v1.cpom"))


def test_a_file_of_format_1_opens_with_everything_in_it(sample: Path) -> None:
    file = ContractFile.open(sample, Holder(), clock)
    try:
        model = file.model()
        assert model.get(Contract, v1.CONTRACT).name == "CPOM des Deux Rives"
        assert model.get(Esms, v1.PASSERELLE).capacity == 65, "an edit undone, and redone"
        assert model.get(Esms, v1.TILLEULS).name == "Les Grands Tilleuls"
        assert file.flags() == {("esms", v1.TILLEULS): Why.MODIFIED}
        assert [line.cents for line in model.all(AccountLine)] == [123_456_789]
        [conflict] = file.conflicts()
        assert (conflict.cell, {op.value for op in conflict.heads}) == (v1.CENTS, {38_000_00, 45_000_00})
        assert file.vector() == {"a1" * 8: 7, "b2" * 8: 2}
        assert len(file.waiting()) == 1 and [lot.label for lot in file.alarms()] == ["Autre branche"]
        later = file.heads(Cell("kind_of_a_later_version", "x", "anything"))
        assert [op.value for op in later] == [{"anything": "kept"}]
        assert [file.blobs.get(blob.hash) for blob in file.blobs.all()] == [v1.ANNEX]
        assert file.private.get(Area.MANDATE, Side.MANAGER, v1.MEASURE) == {"plancher": 40_000_00}
        assert [kept.text for kept in file.drafts.all()] == ["En cours de frap"]
        assert file.is_sound() and file.problems() == []
    finally:
        file.close()


def test_a_file_of_format_1_can_be_received(sample: Path) -> None:
    found = read_foreign(sample)
    assert (found.contract_id, len(found.lots)) == (v1.CONTRACT, 9)


@contextmanager
def known(*classes: type[Record]) -> Iterator[None]:
    """Kinds of record known for the time of a block: a version of the program."""
    for cls in classes:
        register(cls)
    try:
        yield
    finally:
        for cls in classes:
            unregister(cls)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterHouse(Record):
    """House, as a later version describes it: one line more."""

    kind = "tst_house"
    title = "Maison"
    name: Annotated[Name, About("Nom")] = ""
    places: Annotated[Whole | None, About("Places", "places", 0, 100)] = None
    lifts: Annotated[Whole | None, About("Ascenseurs", "", 0, 9)] = 1


def test_a_new_field_is_one_line_and_appears_in_table_and_journal(tmp_path: Path) -> None:
    path, pen = tmp_path / "contrat.cpom", Pen()
    lifts = Cell("tst_house", "h1", "lifts")
    with small_kinds():
        file = ContractFile.create(path, "c", clock)
        file.append([pen.new(House(id="h1", name="Les Pins"))])
        file.close()
    with known(LaterHouse):
        file = ContractFile.open(path, Holder(), clock)
        assert '"lifts" INTEGER' in (schema.objects_in(file._db)["tst_house"][1] or "")
        assert list(file.model()) == [LaterHouse(id="h1", name="Les Pins", lifts=1)]
        file.append([pen.set(file, {lifts: 2})])
        file.append([pen.new(LaterHouse(id="h2", lifts=3))])
        assert file.is_sound()
        file.close()
    with small_kinds():
        older = ContractFile.open(path, Holder(), clock)
        assert list(older.model()) == [House(id="h1", name="Les Pins"), House(id="h2")]
        assert [op.value for op in older.ops_of(lifts)] == [2]
        older.append([pen.set(older, {Cell("tst_house", "h1", "places"): 4})])
        older.close()
    with known(LaterHouse):
        file = ContractFile.open(path, Holder(), clock)
        first = LaterHouse(id="h1", name="Les Pins", places=4, lifts=2)
        assert list(file.model()) == [first, LaterHouse(id="h2", lifts=3)]
        file.close()


def test_a_kind_that_the_program_forgets_stays_in_the_journal(tmp_path: Path) -> None:
    path, pen = tmp_path / "contrat.cpom", Pen()
    with small_kinds():
        file = ContractFile.create(path, "c", clock)
        file.append([pen.new(House(id="h1"))])
        file.close()
    file = ContractFile.open(path, Holder(), clock)
    assert len(file.model()) == 0 and "tst_house" not in schema.objects_in(file._db) and len(list(file.lots())) == 1
    file.close()
    with small_kinds():
        file = ContractFile.open(path, Holder(), clock)
        assert list(file.model()) == [House(id="h1")]
        file.close()


def second_format(monkeypatch: pytest.MonkeyPatch, step: migrations.Step) -> None:
    """A program of format 2, which adds a table beside the journal."""
    remark = "CREATE TABLE remark (name TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID"
    later = {**schema.FIXED, "remark": remark}
    monkeypatch.setattr(schema, "FORMAT", 2)
    monkeypatch.setattr(schema, "FIXED", later)
    monkeypatch.setattr(schema, "JOURNAL", {**schema.JOURNAL, "remark": remark})
    monkeypatch.setattr(schema, "FORMATS", {**schema.FORMATS, 2: later})
    monkeypatch.setattr(migrations, "STEPS", {1: step})


def add_remark(database: Database) -> None:
    """The step of format 2."""
    database.execute("CREATE TABLE remark (name TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID")
    database.execute("INSERT INTO remark VALUES ('made by the step')")


def test_a_migration_adds_its_table_and_replays_the_journal(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    second_format(monkeypatch, add_remark)
    backups = Backups(tmp_path / "sauvegardes")
    file = ContractFile.open(sample, Holder(), clock, backups=backups)
    try:
        assert migrations.format_of(file._db) == 2 and schema.strangers(file._db) == []
        assert file._db.execute("SELECT name FROM remark").fetchall() == [("made by the step",)]
        assert file.model().get(Esms, v1.PASSERELLE).capacity == 65 and file.is_sound()
    finally:
        file.close()
    [kept] = backups.of(v1.CONTRACT)
    assert kept.reason == "version"
    monkeypatch.undo()
    assert len(read_foreign(kept.path).lots) == 9, "the copy is of the format before"


def test_a_migration_that_fails_leaves_the_file_as_it_was(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(database: Database) -> None:
        add_remark(database)
        database.execute("INSERT INTO nowhere VALUES (1)")

    before = sample.read_bytes()
    second_format(monkeypatch, fails)
    with pytest.raises(Exception, match="no such table: nowhere"):
        ContractFile.open(sample, Holder(), clock)
    monkeypatch.undo()
    assert sample.read_bytes() == before
    ContractFile.open(sample, Holder(), clock).close()


def test_a_copy_in_memory_of_an_older_file_is_migrated_without_touching_it(
    sample: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = sample.read_bytes()
    second_format(monkeypatch, add_remark)
    copy = ContractFile.open_reading(sample)
    assert copy.model().get(Esms, v1.PASSERELLE).capacity == 65
    copy.close()
    assert sample.read_bytes() == before
