"""One holder at a time, known by name; and what a second opener may do without harm. Run on this system's own locks."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cpom_desktop.core.problems import Kind, Surroundings
from cpom_desktop.storage import ownership
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.ownership import Holder, Ownership, sidecar_of

from .pen import NOON, House, Pen, clock

HOLD = """
import datetime as dt, sys
from pathlib import Path
from cpom_desktop.storage import ownership
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.ownership import Holder
now = lambda: dt.datetime(2027, 3, 1, 9, 5, tzinfo=dt.UTC)
file = ContractFile.open(Path(sys.argv[1]), Holder("Mme Le Goff", "PC-SALLE-2"), now)
sys.stdout.write("held\\n"); sys.stdout.flush()
sys.stdin.readline()
"""


def holding(path: Path) -> subprocess.Popen[str]:
    """Another process that has the contract open."""
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             text=True, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    assert child.stdout is not None and child.stdout.readline() == "held\n"
    return child


def let_go(child: subprocess.Popen[str]) -> None:
    """End the other process in peace."""
    child.communicate("\n", timeout=30)


def test_a_second_process_is_told_who_holds_the_contract_and_reads_a_copy(file: ContractFile, path: Path) -> None:
    file.append([Pen().new(House(id="h1", name="Les Pins"))])
    model = list(file.model())
    file.close()
    child = holding(path)
    try:
        with pytest.raises(Surroundings) as caught:
            ContractFile.open(path, Holder("Anne", "PC-1"), clock)
        assert caught.value.kind is Kind.HELD
        assert "Mme Le Goff" in caught.value.sentences.happened and "PC-SALLE-2" in caught.value.sentences.happened
        assert "09\u00a0h\u00a005" in caught.value.sentences.happened
        copy = ContractFile.open_reading(path)
        assert list(copy.model()) == model
        copy.close()
    finally:
        let_go(child)
    ContractFile.open(path, Holder(), clock).close()


def test_the_death_of_the_holder_frees_the_contract(file: ContractFile, path: Path) -> None:
    file.close()
    child = holding(path)
    child.kill()
    child.communicate(timeout=30)
    assert sidecar_of(path).exists()
    ContractFile.open(path, Holder(), clock).close()
    assert not sidecar_of(path).exists()


def test_a_second_window_of_the_same_program_is_refused_too(file: ContractFile, path: Path) -> None:
    with pytest.raises(Surroundings) as caught:
        ContractFile.open(path, Holder(), clock)
    assert caught.value.kind is Kind.HELD


def test_reading_the_small_file_or_the_contract_does_not_take_the_lock_away(file: ContractFile, path: Path) -> None:
    # A `lockf` would be lost by the first close() of any descriptor of the file.
    sidecar_of(path).read_bytes()
    ContractFile.open_reading(path).close()
    with pytest.raises(Surroundings):
        Ownership.take(path, Holder(), NOON)


def test_a_reader_in_another_process_does_not_disturb_a_write(file: ContractFile, path: Path) -> None:
    pen = Pen()
    file.append([pen.new(House(id="h1"))])
    reader = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    assert reader.execute("SELECT count(*) FROM tst_house").fetchone() == (1,)
    file.append([pen.new(House(id="h2"))])
    assert reader.execute("SELECT count(*) FROM tst_house").fetchone() == (2,)
    reader.close()


def test_what_the_small_file_says_is_shown_as_one_short_line(file: ContractFile, path: Path) -> None:
    sidecar_of(path).write_text(json.dumps({"person": "x\n" * 500, "computer": ["?"], "time": "soon"}))
    with pytest.raises(Surroundings) as caught:
        Ownership.take(path, Holder(), NOON)
    said = caught.value.sentences.happened
    assert "\n" not in said and len(said) < 300 and "une heure inconnue" in said


def test_the_time_is_written_again_while_the_contract_is_open(file: ContractFile, path: Path) -> None:
    later = NOON.replace(hour=18)
    file.refresh_ownership(later)
    assert json.loads(sidecar_of(path).read_bytes())["time"] == later.isoformat()


def test_a_link_in_place_of_the_small_file_is_not_followed(file: ContractFile, path: Path, tmp_path: Path) -> None:
    file.close()
    target = tmp_path / "précieux.txt"
    target.write_text("à garder")
    sidecar_of(path).symlink_to(target)
    with pytest.raises(Surroundings):
        ContractFile.open(path, Holder(), clock)
    assert target.read_text() == "à garder"


def test_a_contract_and_a_link_to_it_have_one_holder(file: ContractFile, path: Path, tmp_path: Path) -> None:
    (tmp_path / "lien.cpom").symlink_to(path)
    with pytest.raises(Surroundings) as caught:
        ContractFile.open(tmp_path / "lien.cpom", Holder(), clock)
    assert caught.value.kind is Kind.HELD


@contextmanager
def without_rights() -> Iterator[None]:
    """As somebody whom the modes of files bind: nothing is forbidden to root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_in_a_folder_where_nothing_can_be_written_the_contract_can_be_read(kinds: None) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "contrat.cpom"
        ContractFile.create(path, "c", clock).close()
        path.chmod(0o444)
        folder.chmod(0o555)
        with without_rights():
            with pytest.raises(Surroundings) as caught:
                ContractFile.open(path, Holder(), clock)
            ContractFile.open_reading(path).close()
        assert caught.value.kind is Kind.READ_ONLY
        assert [child.name for child in folder.iterdir()] == ["contrat.cpom"]
        folder.chmod(0o755)


def test_a_contract_that_is_itself_read_only_is_said_to_be_so(kinds: None) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "contrat.cpom"
        ContractFile.create(path, "c", clock).close()
        path.chmod(0o444)
        path.parent.chmod(0o777)
        with without_rights(), pytest.raises(Surroundings) as caught:
            ContractFile.open(path, Holder(), clock)
        assert caught.value.kind is Kind.READ_ONLY and not sidecar_of(path).exists()


def test_where_the_system_refuses_the_small_file_the_contract_is_said_read_only(
    file: ContractFile, path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    file.close()

    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(Surroundings) as caught:
        ContractFile.open(path, Holder(), clock)
    assert caught.value.kind is Kind.READ_ONLY and "contrat.cpom" in caught.value.sentences.happened
    ContractFile.open_reading(path).close()


def test_a_small_file_taken_away_by_its_last_holder_is_made_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Between our opening and our lock, the holder before us may have removed it: two of us would hold two files.
    lock, passed = ownership._lock, list[int]()

    def racing(descriptor: int, contract: Path) -> bool:
        if not passed:
            sidecar_of(path).unlink()
        passed.append(descriptor)
        return lock(descriptor, contract)

    monkeypatch.setattr(ownership, "_lock", racing)
    owner = Ownership.take(path, Holder("Anne"), NOON)
    assert len(passed) == 2 and sidecar_of(path).exists()
    with pytest.raises(Surroundings) as caught:
        Ownership.take(path, Holder("Marc"), NOON)
    assert caught.value.kind is Kind.HELD and "Anne" in caught.value.sentences.happened
    owner.release()


def test_on_a_share_without_locks_the_contract_can_only_be_read(
    file: ContractFile, path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    file.close()
    fcntl = pytest.importorskip("fcntl")

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(Surroundings) as caught:
        ContractFile.open(path, Holder(), clock)
    assert caught.value.kind is Kind.READ_ONLY and not sidecar_of(path).exists()
    ContractFile.open_reading(path).close()
