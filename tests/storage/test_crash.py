"""A process killed at any moment loses nothing it had acknowledged, and leaves nothing half done."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpom_desktop.core.records import Cell
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.ownership import Holder
from cpom_desktop.sync.journal import LotRef

from .pen import Pen, clock, small_kinds

ROOT = Path(__file__).parents[2]
PLACES = Cell("tst_house", "h1", "places")
STEPS = ("begun", "lot", "op", "head", "projection", "before-commit", "committed")
KILLS = 200 if os.environ.get("CPOM_LONG") == "1" else 20


@pytest.fixture(scope="module", autouse=True)
def _kinds() -> Iterator[None]:
    with small_kinds():
        yield


def writer(path: Path, replica: str, *step: str) -> subprocess.Popen[str]:
    """A process that writes lots for ever, or until the step at which it dies."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "tests/storage/crash_child.py"), str(path), replica, *step],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


def acknowledged(said: str) -> list[tuple[LotRef, str]]:
    """The lots that a killed writer had said; the last line may be cut."""
    lines = [line.split(" ") for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return [(LotRef(replica, int(number)), digest.strip()) for replica, number, digest in lines]


def check_after_crash(path: Path, said: list[tuple[LotRef, str]]) -> None:
    """Everything acknowledged is there, whole; the file is sound and goes on."""
    file = ContractFile.open(path, Holder(), clock)
    try:
        assert file._db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert [ref for ref, digest in said if file.hash_of(ref) != digest] == []
        assert file.is_sound()
        for lot in file.lots():
            assert lot.sealed().hash == lot.hash
        pen = Pen(f"{os.urandom(8).hex()}")
        edit = pen.set(file, {PLACES: 77})
        file.append([edit])
        file.append([pen.undo(file, edit.ref)])
        assert file.model().value(PLACES) != 77
    finally:
        file.close()


@pytest.mark.parametrize("step", STEPS)
def test_death_at_a_step_of_the_commit_loses_nothing(step: str, tmp_path: Path) -> None:
    path = tmp_path / "contrat.cpom"
    ContractFile.create(path, "c", clock).close()
    # The tenth edit is past the first rows, an undo and a lot of forty rows.
    child = writer(path, "00000000000000c1", step, "10")
    said = acknowledged(child.communicate(timeout=60)[0])
    assert child.returncode == -9 and (said or step in ("head", "projection"))
    check_after_crash(path, said)


def test_a_hot_journal_left_by_a_crash_is_rolled_back_at_the_next_opening(tmp_path: Path) -> None:
    path = tmp_path / "contrat.cpom"
    ContractFile.create(path, "c", clock).close()
    child = writer(path, "00000000000000c1", "before-commit", "6")
    said = acknowledged(child.communicate(timeout=60)[0])
    journal = path.with_name(path.name + "-journal")
    assert journal.stat().st_size > 0
    check_after_crash(path, said)
    assert not journal.exists()


def test_death_at_random_moments_loses_nothing(tmp_path: Path) -> None:
    chance, total = random.Random(20270301), 0
    for turn in range(KILLS):
        path = tmp_path / f"contrat {turn // 10}.cpom"
        if not path.exists():
            ContractFile.create(path, "c", clock).close()
        child = writer(path, f"{turn + 1:016x}")
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(chance.random() * 0.05)
        child.kill()
        said = acknowledged(first + child.communicate(timeout=60)[0])
        total += len(said)
        check_after_crash(path, said)
    assert total > KILLS
