"""What one side keeps for itself stays in its own file, and in no byte that leaves it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from cpom_desktop.core.changes import Side
from cpom_desktop.core.problems import Kind, Reason, Refused, Surroundings
from cpom_desktop.core.records import Cell
from cpom_desktop.storage.blobs import MAX_BLOB
from cpom_desktop.storage.copies import write_copy
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.foreign import read_foreign
from cpom_desktop.storage.ownership import Holder
from cpom_desktop.storage.private import Area

from .pen import NOON, House, Pen, clock

SECRET = "plancher 1 234 567 €"
NAME = Cell("tst_house", "h1", "name")


def fill_with_secrets(file: ContractFile) -> None:
    """A secret in every private place, some of them deleted again."""
    for area in Area:
        file.private.put(area, Side.MANAGER, "un", {"texte": f"{SECRET} {area.value}", "seuil": [1, None, True]})
        file.private.put(area, Side.AUTHORITY, "deux", f"{SECRET} effacé")
        file.private.remove(area, Side.AUTHORITY, "deux")
    file.drafts.keep(NAME, f"{SECRET} en cours de frappe", NOON)


def holds_secret(data: bytes) -> bool:
    """Whether the secret can be read in some bytes, as they are or unpacked."""
    words = (SECRET.encode(), SECRET.encode("utf-16-le"), zlib.compress(SECRET.encode())[2:10])
    return any(word in data for word in words)


def test_private_entries_are_kept_for_their_side_across_reopening(file: ContractFile, path: Path) -> None:
    fill_with_secrets(file)
    file.close()
    again = ContractFile.open(path, Holder(), clock)
    try:
        for area in Area:
            body = {"texte": f"{SECRET} {area.value}", "seuil": [1, None, True]}
            assert again.private.get(area, Side.MANAGER, "un") == body
            assert again.private.all(area, Side.MANAGER) == {"un": body}
            assert again.private.all(area, Side.AUTHORITY) == {}
            assert again.private.get(area, Side.AUTHORITY, "un") is None
    finally:
        again.close()


def test_private_entries_leave_no_trace_in_the_journal(file: ContractFile) -> None:
    before = (file.vector(), file.fingerprint(), list(file.lots()))
    fill_with_secrets(file)
    assert (file.vector(), file.fingerprint(), list(file.lots())) == before


def test_a_copy_for_others_holds_no_private_byte_and_the_whole_contract(file: ContractFile, tmp_path: Path) -> None:
    pen = Pen()
    file.append([pen.new(House(id="h1", name="Les Pins"))])
    file.append([pen.set(file, {NAME: "Les Chênes"})])
    attached = file.blobs.add(b"annexe", "application/pdf")
    fill_with_secrets(file)
    assert holds_secret(file.serialize()), "the search itself must be able to find it"
    target = tmp_path / "pour l’ARS.cpom"
    file.write_copy(target, NOON)
    assert not holds_secret(target.read_bytes())
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(
        [target.name, file.path.name, file.path.name + "-journal", f".~lock.{file.path.name}#"])
    found = read_foreign(target)
    assert (found.contract_id, list(found.lots), list(found.blobs)) == ("contrat-1", list(file.lots()), [attached])
    copy = ContractFile.open(target, Holder(), clock)
    assert list(copy.model()) == list(file.model()) and copy.fingerprint() == file.fingerprint() and copy.is_sound()
    assert copy.private.all(Area.MANDATE, Side.MANAGER) == {} and copy.drafts.all() == []
    copy.close()


def test_a_copy_made_by_sqlite_would_hold_it(file: ContractFile) -> None:
    # The reason for the test above: backup() copies the free pages and the private tables alike.
    fill_with_secrets(file)
    copy = ContractFile.open_reading(file.path)
    assert holds_secret(copy.serialize())
    copy.close()


def test_a_copy_without_attachments_says_nothing_of_them(file: ContractFile, tmp_path: Path) -> None:
    file.append([Pen().new(House(id="h1"))])
    file.blobs.add(b"annexe confidentielle", "application/pdf")
    write_copy(file._db, file.contract_id, tmp_path / "sans.cpom", NOON, blobs=False)
    assert b"annexe" not in (tmp_path / "sans.cpom").read_bytes()


def test_a_copy_never_takes_the_place_of_a_file(file: ContractFile, tmp_path: Path) -> None:
    target = tmp_path / "déjà.cpom"
    target.write_text("à garder")
    with pytest.raises(Surroundings) as caught:
        file.write_copy(target, NOON)
    assert caught.value.kind is Kind.EXISTS and target.read_text() == "à garder"


def test_what_is_deleted_leaves_the_bytes_of_the_file(file: ContractFile, path: Path) -> None:
    fill_with_secrets(file)
    for area in Area:
        file.private.remove(area, Side.MANAGER, "un")
    file.drafts.drop(NAME)
    assert not holds_secret(file.serialize())


def test_a_private_entry_too_long_is_refused(file: ContractFile) -> None:
    with pytest.raises(Refused) as caught:
        file.private.put(Area.NOTE, Side.MANAGER, "trop", "x" * 2_000_000)
    assert caught.value.reason is Reason.TOO_BIG and file.private.all(Area.NOTE, Side.MANAGER) == {}


def test_a_text_under_way_survives_a_crash_until_it_is_committed(file: ContractFile) -> None:
    file.drafts.keep(NAME, "Un long te", NOON)
    file.drafts.keep(NAME, "Un long texte", NOON)
    copy = ContractFile.open_reading(file.path)
    [kept] = copy.drafts.all()
    copy.close()
    assert (kept.cell, kept.text, kept.saved) == (NAME, "Un long texte", NOON.isoformat())
    file.drafts.drop(NAME)
    file.drafts.drop(NAME)
    assert file.drafts.all() == []


def test_an_attachment_is_found_by_its_hash_until_it_is_removed(file: ContractFile) -> None:
    name = file.blobs.add(b"annexe", "application/pdf")
    assert file.blobs.add(b"annexe", "application/pdf") == name and file.blobs.total() == 6
    assert file.blobs.get(name) == b"annexe" and file.blobs.lacking([name, "0" * 64]) == ["0" * 64]
    file.blobs.remove(name)
    assert file.blobs.get(name) is None and file.blobs.total() == 0 and file.blobs.lacking([name]) == [name]
    assert [(blob.hash, blob.size, blob.is_here) for blob in file.blobs.all()] == [(name, 6, False)]
    assert file.blobs.add(b"annexe", "application/pdf") == name and file.blobs.get(name) == b"annexe"


def test_attachments_beyond_the_bounds_are_refused(file: ContractFile) -> None:
    with pytest.raises(Refused) as caught:
        file.blobs.add(bytes(MAX_BLOB + 1), "application/pdf")
    assert "5,1\u00a0Mo" in caught.value.sentences.happened and "5\u00a0Mo" in caught.value.sentences.happened
    for rank in range(5):
        file.blobs.add(bytes([rank]) * MAX_BLOB, "application/pdf")
    with pytest.raises(Refused) as caught:
        file.blobs.add(b"one more", "application/pdf")
    assert caught.value.reason is Reason.TOO_BIG and len(file.blobs.all()) == 5
    with pytest.raises(Refused):
        file.blobs.add(b"", "not a type")


def test_a_reading_copy_takes_nothing_private(file: ContractFile) -> None:
    copy = ContractFile.open_reading(file.path)
    stores: tuple[Callable[[], object], ...] = (
        lambda: copy.private.put(Area.NOTE, Side.MANAGER, "n", "x"), lambda: copy.drafts.keep(NAME, "x", NOON),
        lambda: copy.blobs.add(b"x", "text/plain"))
    for store in stores:
        with pytest.raises(Surroundings) as caught:
            store()
        assert caught.value.kind is Kind.READ_ONLY
    copy.close()
