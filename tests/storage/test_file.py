"""What a contract file promises while it is open and when it is opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cpom_desktop.core.problems import Kind, Reason, Refused, Surroundings
from cpom_desktop.core.records import Cell
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.ownership import Holder
from cpom_desktop.sync.journal import Lot, OpKind

from .pen import Bed, House, Pen, Room, clock

PLACES = Cell("tst_house", "h1", "places")


def test_what_is_written_is_there_after_reopening(file: ContractFile, path: Path) -> None:
    pen = Pen()
    file.append([pen.new(House(id="h1", name="Les Pins", places=12))])
    changes = file.append([pen.set(file, {PLACES: 15})])
    assert changes.cells == {PLACES} and not changes.rows
    before = file.model()
    file.close()
    with_again = ContractFile.open(path, Holder("Anne", "PC-1"), clock)
    try:
        assert list(with_again.model()) == list(before) == [House(id="h1", name="Les Pins", places=15)]
        assert with_again.vector() == {pen.replica: 2}
        assert with_again.is_sound()
    finally:
        with_again.close()


def test_a_model_refreshed_by_the_notice_is_the_model_read_again(file: ContractFile) -> None:
    pen, model = Pen(), file.model()
    created = pen.new(House(id="h1"), Room(id="r1", house="h1"), Bed(id="b1", room="r1"))
    steps: list[Callable[[], Lot]] = [
        lambda: created,
        lambda: pen.set(file, {PLACES: 3}),
        lambda: pen.delete(file, ("tst_bed", "b1"), ("tst_room", "r1")),
        lambda: pen.undo(file, created.ref),
    ]
    for make in steps:
        model = file.refreshed(model, file.append([make()]))
        assert sorted(model, key=lambda r: r.id) == sorted(file.model(), key=lambda r: r.id)


def test_lots_come_back_as_they_were_hashed(file: ContractFile) -> None:
    pen = Pen()
    lots = [pen.new(House(id="h1", name="L’Érable « vert »"))]
    file.append(lots)
    lots.append(pen.set(file, {PLACES: None}))
    file.append(lots[1:])
    assert list(file.lots()) == lots
    assert list(file.lots({pen.replica: 1})) == lots[1:]
    assert all(lot.sealed() == lot for lot in file.lots())
    assert file.lot(lots[1].ref) == lots[1]


def test_a_lot_that_leaves_a_gap_changes_nothing(file: ContractFile) -> None:
    pen = Pen()
    file.append([pen.new(House(id="h1"))])
    before = file.serialize()
    pen.new(House(id="h2"))
    with pytest.raises(Refused) as caught:
        file.append([pen.new(House(id="h3"))])
    assert caught.value.reason is Reason.MALFORMED
    assert file.serialize() == before


def test_versions_written_apart_are_a_conflict_until_somebody_decides(file: ContractFile) -> None:
    anne, marc = Pen(), Pen("00000000000000bb", 2 << 40)
    made = anne.new(House(id="h1", places=1))
    file.append([made])
    first, second = anne.set(file, {PLACES: 2}), marc.set(file, {PLACES: 3})
    file.append([first, second])
    [conflict] = file.conflicts()
    assert (conflict.cell, [op.value for op in conflict.heads]) == (PLACES, [2, 3])
    assert conflict.base is not None and conflict.base.dot == made.ops[0].dot
    assert file.model().value(PLACES) == 3
    file.append([anne.set(file, {PLACES: 2}, OpKind.RESOLVE)])
    assert not file.conflicts() and file.model().value(PLACES) == 2


def test_undo_and_redo_work_after_reopening(file: ContractFile, path: Path) -> None:
    pen = Pen()
    file.append([pen.new(House(id="h1", places=1))])
    edit = pen.set(file, {PLACES: 2})
    file.append([edit])
    file.close()
    again = ContractFile.open(path, Holder(), clock)
    try:
        undo = pen.undo(again, edit.ref)
        assert again.append([undo]).cells == {PLACES}
        assert again.model().value(PLACES) == 1
        again.append([pen.undo(again, undo.ref)])
        assert again.model().value(PLACES) == 2
    finally:
        again.close()


def test_a_reading_copy_can_be_read_and_not_written(file: ContractFile, path: Path) -> None:
    pen = Pen()
    file.append([pen.new(House(id="h1"))])
    copy = ContractFile.open_reading(path)
    try:
        assert copy.is_read_only and list(copy.model()) == list(file.model())
        with pytest.raises(Surroundings) as caught:
            copy.append([pen.set(file, {PLACES: 1})])
        assert caught.value.kind is Kind.READ_ONLY
    finally:
        copy.close()


def test_a_new_contract_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "déjà là.cpom"
    path.write_bytes(b"something else")
    with pytest.raises(Surroundings) as caught:
        ContractFile.create(path, "c", clock)
    assert caught.value.kind is Kind.EXISTS and path.read_bytes() == b"something else"
    assert list(tmp_path.iterdir()) == [path]
