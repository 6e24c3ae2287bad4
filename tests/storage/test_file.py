"""What a contract file promises while it is open and when it is opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cpom_desktop.core.finance.records import AccountLine
from cpom_desktop.core.identifiers import derived_id, natural_record
from cpom_desktop.core.problems import Kind, Reason, Refused, Surroundings
from cpom_desktop.core.records import Cell, Value
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.ownership import Holder
from cpom_desktop.storage.rebuild import is_sound
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
    file.append([Pen("00000000000000bb").new(House(id="h4"))])
    assert len(file.model()) == 2


@pytest.mark.parametrize(("cell", "values", "shown"), [
    (PLACES, (1, 2, 3), 1), (Cell("tst_house", "h1", "name"), ("A", "B", "C"), "C"),
], ids=["negotiable: the last agreed", "any other: the later"])
def test_versions_written_apart_are_a_conflict_until_somebody_decides(
    file: ContractFile, cell: Cell, values: tuple[Value, Value, Value], shown: Value
) -> None:
    anne, marc = Pen(), Pen("00000000000000bb", 2 << 40)
    made = anne.new(House(id="h1", name="A", places=1))
    file.append([made])
    first, second = anne.set(file, {cell: values[1]}), marc.set(file, {cell: values[2]})
    file.append([first, second])
    [conflict] = file.conflicts()
    assert (conflict.cell, tuple(op.value for op in conflict.heads)) == (cell, values[1:])
    assert conflict.base is not None and conflict.base.dot == made.ops[0].dot
    assert file.model().value(cell) == shown and (conflict.agreed is None) is (shown == values[2])
    file.append([anne.set(file, {cell: values[1]}, OpKind.RESOLVE)])
    assert not file.conflicts() and file.model().value(cell) == values[1]


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


def test_a_projection_that_does_not_say_what_the_journal_says_is_found_and_made_again(file: ContractFile) -> None:
    pen = Pen()
    file.append([pen.new(House(id="h1", places=3))])
    good = file.serialize()
    for forged in ("UPDATE tst_house SET places = 4", "DELETE FROM tst_house",
                   "INSERT INTO head VALUES ('tst_house', 'h1', 'places', '00000000000000aa', 1)",
                   "INSERT INTO flag VALUES ('tst_house', 'h1', 'owner')"):
        file._db.execute(forged)
        assert not file.is_sound() and not is_sound(file.serialize())
        file.rebuild()
        assert file.is_sound() and is_sound(good) and file.model().value(PLACES) == 3


def test_pages_that_do_not_read_are_not_sound(file: ContractFile) -> None:
    data = bytearray(file.serialize())
    assert is_sound(bytes(data)) and not is_sound(bytes(data[:4096]))
    page = file._db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'op_row'").fetchone()[0]
    data[(page - 1) * 4096:page * 4096] = bytes(4096)
    assert not is_sound(bytes(data))


def test_thirty_six_thousand_records_take_twelve_megabytes(tmp_path: Path) -> None:
    file, pen = ContractFile.create(tmp_path / "grand.cpom", "grand", clock), Pen()
    sections = [derived_id("grand", "section", rank) for rank in range(300)]
    file.append([pen.new(*(
        natural_record(AccountLine, "grand", section=section, year=2025 + year, status="ca", group="c1",
                       account=str(60_000 + line), cents=line * 1_000_003 + year)
        for section in sections for line in range(20) for year in range(6)))])
    assert len(file.model()) == 36_000
    assert file.path.stat().st_size < 12_000_000
    file.close()
