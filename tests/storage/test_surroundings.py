"""A disk that is full, slow, gone or damaged: the contract stays as it was, and the user is told which it is."""

from __future__ import annotations

import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cpom_desktop.core.problems import Kind, Surroundings
from cpom_desktop.core.records import Cell
from cpom_desktop.storage import connection, errors
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.ownership import Holder, sidecar_of
from cpom_desktop.sync.state import RowKey

from .pen import House, Pen, clock

PLACES = Cell("tst_house", "h1", "places")


def writing(path: Path) -> ContractFile:
    """Open a contract for writing."""
    return ContractFile.open(path, Holder(), clock)


@pytest.fixture
def filled(file: ContractFile) -> Iterator[ContractFile]:
    """A contract with one house."""
    file.append([Pen("00000000000000aa").new(House(id="h1", name="Les Pins"))])
    yield file


def many(pen: Pen) -> list[House]:
    """More rows than a small disk holds."""
    return [House(id=f"{pen.replica}-{rank}", name="x" * 400) for rank in range(300)]


def test_a_full_disk_keeps_everything_before_the_action(filled: ContractFile) -> None:
    before, pen = filled.serialize(), Pen("00000000000000bb", 2 << 40)
    pages = filled._db.execute("PRAGMA page_count").fetchone()[0]
    filled._db.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(Surroundings) as caught:
        filled.append([pen.new(*many(pen))])
    assert caught.value.kind is Kind.FULL and "plein" in caught.value.sentences.happened
    assert filled.serialize() == before and filled.is_sound()
    filled._db.execute("PRAGMA max_page_count=1000000")
    again = Pen("00000000000000bb", 2 << 40)
    filled.append([again.new(*many(again))])
    assert len(filled.model()) == 301


def test_a_write_that_the_system_refuses_keeps_everything_before_the_action(filled: ContractFile, path: Path) -> None:
    before, pen = filled.serialize(), Pen("00000000000000bb", 2 << 40)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 4096, hard))
    try:
        with pytest.raises(Surroundings) as caught:
            filled.append([pen.new(*many(pen))])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.kind in (Kind.DISK, Kind.FULL)
    assert filled.serialize() == before and filled.is_sound()


READINGS: dict[str, Callable[[ContractFile], object]] = {
    "row": lambda file: file.row_state(RowKey("tst_house", "h1")), "heads": lambda file: file.heads(PLACES),
    "conflicts": ContractFile.conflicts, "flags": ContractFile.flags, "lots": lambda file: list(file.lots()),
    "model": ContractFile.model, "fingerprint": ContractFile.fingerprint,
}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS.keys())
def test_a_file_cut_short_while_it_is_open_is_said_to_be_damaged(
    filled: ContractFile, path: Path, reading: Callable[[ContractFile], object]
) -> None:
    reading(filled)
    os.truncate(path, 5_000)
    with pytest.raises(Surroundings) as caught:
        reading(filled)
    assert caught.value.kind is Kind.DAMAGED


@pytest.mark.parametrize("room", [0, 1, 4096])
def test_a_disk_without_room_to_open_leaves_nothing_beside_the_contract(
    filled: ContractFile, path: Path, room: int
) -> None:
    filled.close()
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(Surroundings) as caught:
            ContractFile.open(path, Holder("Mme Le Goff"), clock)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.kind in (Kind.DISK, Kind.FULL)
    assert path.read_bytes() == before and sorted(path.parent.iterdir()) == beside


def test_another_program_that_writes_makes_the_contract_busy(filled: ContractFile, path: Path) -> None:
    filled._db.execute("PRAGMA busy_timeout=0")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    pen = Pen("00000000000000bb", 2 << 40)
    edit = pen.set(filled, {PLACES: 3})
    with pytest.raises(Surroundings) as caught:
        filled.append([edit])
    assert caught.value.kind is Kind.BUSY
    other.execute("ROLLBACK")
    other.close()
    filled.append([edit])
    assert filled.model().value(PLACES) == 3


def test_a_damaged_page_is_said_and_the_file_is_not_written(filled: ContractFile, path: Path) -> None:
    page = filled._db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'lot'").fetchone()[0]
    filled.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096:(page - 1) * 4096 + 64] = bytes(range(64))
    path.write_bytes(data)
    with pytest.raises(Surroundings) as caught:
        ContractFile.open(path, Holder(), clock)
    assert caught.value.kind is Kind.DAMAGED and path.read_bytes() == bytes(data)
    assert not sidecar_of(path).exists()


@pytest.mark.parametrize(("content", "kind"), [(b"%PDF-1.7 " * 900, Kind.NOT_OURS), (b"", Kind.NOT_OURS)])
def test_a_file_that_is_no_contract_is_refused_as_it_is(path: Path, content: bytes, kind: Kind) -> None:
    path.write_bytes(content)
    for opening in (writing, ContractFile.open_reading):
        with pytest.raises(Surroundings) as caught:
            opening(path)
        assert caught.value.kind is kind
    assert path.read_bytes() == content and list(path.parent.iterdir()) == [path]


def test_a_missing_file_is_not_made(path: Path) -> None:
    for opening in (writing, ContractFile.open_reading):
        with pytest.raises(Surroundings) as caught:
            opening(path)
        assert caught.value.kind is Kind.MISSING
    assert list(path.parent.iterdir()) == []


def test_a_lot_of_a_later_reader_makes_the_file_readable_only(filled: ContractFile, path: Path) -> None:
    filled._db.execute("UPDATE lot SET min_reader = 2")
    filled.close()
    with pytest.raises(Surroundings) as caught:
        ContractFile.open(path, Holder(), clock)
    assert caught.value.kind is Kind.TOO_NEW
    copy = ContractFile.open_reading(path)
    assert len(copy.model()) == 1
    copy.close()


def test_a_copy_made_while_a_change_was_being_written_is_not_read_as_if_it_were_whole(
    filled: ContractFile, path: Path, tmp_path: Path,
) -> None:
    db = filled._db
    db.execute("PRAGMA cache_size=1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE tst_house SET name = 'half done'")
    db.executemany("INSERT INTO tst_house (id, name) VALUES (?, ?)", ((f"n{n}", "x" * 900) for n in range(300)))
    folder = tmp_path / "clé USB"
    folder.mkdir()
    for name in ("contrat.cpom", "contrat.cpom-journal"):
        (folder / name).write_bytes(path.with_name(name).read_bytes())
    db.execute("ROLLBACK")
    assert b"half done" in (folder / "contrat.cpom").read_bytes()
    with pytest.raises(Surroundings) as caught:
        ContractFile.open_reading(folder / "contrat.cpom")
    assert caught.value.kind is Kind.HOT_JOURNAL
    copied = ContractFile.open(folder / "contrat.cpom", Holder(), clock)
    assert list(copied.model()) == [House(id="h1", name="Les Pins")]
    copied.close()


def test_the_settings_of_the_file_are_those_decided(filled: ContractFile) -> None:
    expected = {"journal_mode": "truncate", "synchronous": 3, "foreign_keys": 1, "trusted_schema": 0,
                "cell_size_check": 1, "mmap_size": 0, "temp_store": 2, "locking_mode": "normal", "secure_delete": 1}
    assert {name: filled._db.execute(f"PRAGMA {name}").fetchone()[0] for name in expected} == expected


def test_our_own_faults_are_not_told_as_the_disks() -> None:
    with pytest.raises(sqlite3.OperationalError), errors.speaking_of(Path("x.cpom")):
        connection.in_memory().execute("SELECT nothing")
