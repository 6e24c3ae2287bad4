"""Backups are of sound files, dated, bounded, and can be put back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from cpom_desktop.core.problems import Kind, Surroundings
from cpom_desktop.core.records import Cell
from cpom_desktop.storage.backups import Backups
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.ownership import Holder

from .pen import NOON, House, Pen, clock

PLACES = Cell("tst_house", "h1", "places")


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    """The folder of backups, not made yet."""
    return Backups(tmp_path / "sauvegardes")


def test_a_backup_is_a_whole_contract_and_opens(file: ContractFile, backups: Backups) -> None:
    file.append([Pen().new(House(id="h1", places=3))])
    kept = file.backup(backups, "jour", NOON)
    assert kept is not None and kept.path.name == "contrat-1.20270301T120000.jour.cpom"
    assert kept.path.stat().st_mode & 0o077 == 0, "a backup holds what is private"
    opened = ContractFile.open(kept.path, Holder(), clock)
    assert list(opened.model()) == list(file.model()) and opened.is_sound()
    opened.close()


def test_one_backup_a_day_is_enough(file: ContractFile, backups: Backups) -> None:
    assert backups.is_due("contrat-1", NOON)
    file.backup(backups, "jour", NOON)
    assert not backups.is_due("contrat-1", NOON) and backups.is_due("contrat-1", NOON + dt.timedelta(days=1))
    assert backups.is_due("contrat-2", NOON)


def test_the_folder_stays_within_its_bound_and_the_oldest_leave_first(file: ContractFile, tmp_path: Path) -> None:
    size = len(file.serialize())
    backups = Backups(tmp_path / "sauvegardes", limit=4 * size + 100)
    backups.keep(file._db, "autre", "jour", NOON - dt.timedelta(days=9))
    for day in range(6):
        file.backup(backups, "jour", NOON + dt.timedelta(days=day))
        assert backups.size() <= 4 * size + 100
    assert [backup.moment[:8] for backup in backups.of("contrat-1")] == ["20270306", "20270305", "20270304"]
    assert len(backups.of("autre")) == 1, "the only copy of another contract is older, and stays"


def test_a_contract_too_big_for_the_folder_pushes_nothing_out(file: ContractFile, tmp_path: Path) -> None:
    size = len(file.serialize())
    backups = Backups(tmp_path / "sauvegardes", limit=size + 100)
    file.backup(backups, "jour", NOON)
    file.append([Pen().new(*(House(id=f"h{n}", name="x" * 400) for n in range(100)))])
    assert file.backup(backups, "jour", NOON + dt.timedelta(days=1)) is None
    assert len(backups.of("contrat-1")) == 1


def test_a_file_that_is_not_sound_is_not_backed_up(file: ContractFile, backups: Backups) -> None:
    file.append([Pen().new(*(House(id=f"h{n}", name="x" * 400) for n in range(100)))])
    page = file._db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'tst_house'").fetchone()[0]
    data = bytearray(file.serialize())
    data[(page - 1) * 4096:(page - 1) * 4096 + 64] = bytes(64)
    file._db.deserialize(bytes(data))
    assert file.backup(backups, "jour", NOON) is None and backups.of("contrat-1") == []


def test_what_is_not_a_backup_is_left_alone(file: ContractFile, tmp_path: Path) -> None:
    folder = tmp_path / "sauvegardes"
    folder.mkdir()
    mine = folder / "mes notes.cpom"
    mine.write_bytes(b"x" * 100_000)
    backups = Backups(folder, limit=len(file.serialize()) + 10)
    for day in range(3):
        assert file.backup(backups, "jour", NOON + dt.timedelta(days=day)) is not None
    assert mine.exists() and len(backups.of("contrat-1")) == 1


def test_a_restored_backup_is_the_contract_as_it_was(file: ContractFile, backups: Backups, path: Path) -> None:
    pen = Pen()
    file.append([pen.new(House(id="h1", places=3))])
    kept = file.backup(backups, "fusion", NOON)
    file.append([pen.set(file, {PLACES: 9})])
    assert kept is not None
    file.restore(kept.path)
    assert file.model().value(PLACES) == 3 and file.vector() == {pen.replica: 1} and file.is_sound()
    fresh = Pen("00000000000000bb")
    file.append([fresh.set(file, {PLACES: 5})])
    file.close()
    again = ContractFile.open(path, Holder(), clock)
    assert again.model().value(PLACES) == 5
    again.close()


def test_the_backup_of_another_contract_is_not_put_in_place(
    file: ContractFile, backups: Backups, tmp_path: Path,
) -> None:
    other = ContractFile.create(tmp_path / "autre.cpom", "contrat-2", clock)
    kept = other.backup(backups, "jour", NOON)
    other.close()
    before = file.serialize()
    assert kept is not None
    with pytest.raises(Surroundings) as caught:
        file.restore(kept.path)
    assert caught.value.kind is Kind.NOT_OURS and file.serialize() == before
