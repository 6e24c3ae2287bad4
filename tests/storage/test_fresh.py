"""A journal longer than the memory that its rows may take comes to the same projection."""

from __future__ import annotations

import pytest

from cpom_desktop.core.records import Cell, Record
from cpom_desktop.storage import fresh, rebuild
from cpom_desktop.sync.journal import Lot, OpKind

from .pen import House, Pen, Room, file_in_memory, small_kinds


def _long_history() -> tuple[list[Lot], set[Record]]:
    """Rows made, then edited by one who saw them, one row in two also by one who saw only its creation."""
    file, anne, marc = file_in_memory(), Pen(), Pen("00000000000000bb", 2 << 40)
    file.append([anne.new(*(House(id=f"h{rank}") for rank in range(6)))])
    made = {rank: file.row_heads("tst_house", f"h{rank}") for rank in range(6)}
    for turn in range(3):
        for rank in range(6):
            file.append([anne.set(file, {Cell("tst_house", f"h{rank}", "places"): 10 * turn + rank})])
    marc.see(file.last_hlc())
    for rank in range(0, 6, 2):
        file.append([marc.lot((OpKind.SET, Cell("tst_house", f"h{rank}", "places"), 90, tuple(made[rank])))])
    file.append([marc.new(Room(id="r1", house="h1"), Room(id="r2", house="h5"))])
    file.append([marc.set(file, {Cell("tst_room", "r1", "house"): "h3"})])
    lots, model = list(file.lots()), set(file.model())
    file.close()
    return lots, model


@pytest.mark.parametrize("held", [1, 2, 5, 40_000])
def test_rows_are_written_whenever_too_many_are_held(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "MAX_HELD", held)
    with small_kinds():
        lots, expected = _long_history()
        late = file_in_memory()
        late.receive(lots)
        assert set(late.model()) == expected and len(late.conflicts()) == 3
        stored = rebuild.fingerprint(late._db)
        late.rebuild()
        assert rebuild.fingerprint(late._db) == stored
        late.close()
