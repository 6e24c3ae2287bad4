"""The projection says what the journal says, whatever happened, in whatever order it became known."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cpom_desktop.core.records import Cell, fields_of
from cpom_desktop.storage import rebuild
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.heads import Why
from cpom_desktop.sync.fingerprint import fingerprint
from cpom_desktop.sync.journal import OpKind
from cpom_desktop.sync.merge import Verdict
from cpom_desktop.sync.state import RowKey
from cpom_desktop.sync.whole import contract_state

from .pen import Bed, Box, House, Pen, Room, file_in_memory, small_kinds

ROWS = (
    House(id="h1", name="Les Pins", places=1), House(id="h2"), Room(id="r1", house="h1"), Room(id="r2", house="h1"),
    Bed(id="b1", room="r1"), Box(id="x1", within="x2"), Box(id="x2", within="x1"),
)
CELLS = (
    (Cell("tst_house", "h1", "places"), (1, 2, None, 999)), (Cell("tst_house", "h1", "name"), ("A", "B", 7)),
    (Cell("tst_room", "r1", "house"), ("h1", "h2", "nowhere")), (Cell("tst_bed", "b1", "room"), ("r1", "r2")),
    (Cell("tst_house", "h2", "later"), (1, 2)), (Cell("tst_box", "x1", "within"), (None, "x2", "x1")),
)
"""999 is out of bounds, 7 is no name, `later` is a field of a later version."""

EXAMPLES = 2_000 if os.environ.get("CPOM_LONG") == "1" else 40
desks = st.integers(0, 2)
actions = st.one_of(
    st.tuples(st.just("new"), desks, st.integers(0, len(ROWS) - 1)),
    st.tuples(st.just("delete"), desks, st.integers(0, len(ROWS) - 1)),
    st.tuples(st.just("restore"), desks, st.integers(0, len(ROWS) - 1)),
    st.tuples(st.just("set"), desks, st.integers(0, 23)),
    st.tuples(st.just("undo"), desks, st.integers(0, 30)),
    st.tuples(st.just("undo"), desks, st.integers(0, 2)),
    st.tuples(st.just("send"), desks, desks),
)


@pytest.fixture(autouse=True, scope="module")
def _kinds() -> Iterator[None]:
    """Every test here uses the small kinds."""
    with small_kinds():
        yield


class Desk:
    """One copy of the contract, and whoever writes it."""

    def __init__(self, rank: int) -> None:
        self.file = file_in_memory()
        self.pen = Pen(f"{rank:016x}", (rank + 1) << 40)

    def act(self, what: str, number: int) -> None:
        """Do one thing, as a document would; what makes no sense is left out."""
        if what == "set":
            cell, values = CELLS[number % len(CELLS)]
            if self.file.row_heads(cell.kind, cell.row):
                lot = self.pen.set(self.file, {cell: values[number // len(CELLS) % len(values)]})
                self.file.append([lot])
        elif what == "undo":
            lots = list(self.file.lots())
            if lots:
                self.file.append([self.pen.undo(self.file, lots[-1 - number % len(lots)].ref)])
        else:
            self._act_on_row(what, number)

    def _act_on_row(self, what: str, number: int) -> None:
        row = ROWS[number]
        heads = self.file.row_heads(row.kind, row.id)
        if what == "new" and not heads:
            self.pen.see(self.file.last_hlc())
            self.file.append([self.pen.new(row)])
        elif heads and what != "new":
            kind = OpKind.DELETE if what == "delete" else OpKind.RESTORE
            self.file.append([self.pen.delete(self.file, (row.kind, row.id), kind=kind)])

    def receive(self, other: Desk) -> None:
        """Take everything the other copy holds."""
        _, outcomes = self.file.receive(other.file.lots(self.file.vector()))
        assert {outcome.verdict for outcome in outcomes} <= {Verdict.ACCEPTED, Verdict.KNOWN}


def agrees_with_the_journal(file: ContractFile) -> None:
    """The stored projection is the rebuilt one, and what the pure functions of the whole journal say."""
    assert file.is_sound()
    state = contract_state(file.lots())
    assert file.fingerprint() == fingerprint(state.written(), state.open_points())
    model = file.model()
    known = {key for key in state.rows if key.kind.startswith("tst_")}
    assert {RowKey(r.kind, r.id) for r in model} == {key for key in known if state.exists(key)}
    assert set(file.flags()) == {key for key in state.flagged() if key in known}
    assert {key for key, why in file.flags().items() if why is Why.OWNER} == state.kept
    shown = {cell: value for cell, value in state.written() if cell.field in fields_of(cell.kind)}
    unreadable = {problem.cell for problem in file.problems()}
    assert all(model.value(cell) == value for cell, value in shown.items() if cell not in unreadable)
    disputed = {cell: {op.dot for op in ops} for cell, ops in state.disputed() if cell.field in fields_of(cell.kind)}
    assert {conflict.cell: {op.dot for op in conflict.heads} for conflict in file.conflicts()} == disputed
    for cell in shown:
        assert file.heads(cell) == list(state.rows[RowKey(cell.kind, cell.row)].heads[cell.field])


# Each of these found a fault that was put in on purpose.
@example([("delete", 0, 0), ("set", 1, 0)])
@example([("new", 0, 1), ("undo", 0, 0), ("set", 0, 8)])
@example([("new", 0, 4), ("delete", 0, 2), ("delete", 1, 0)])
@example([("new", 0, 1), ("new", 1, 1), ("delete", 0, 1)])
@example([("set", 1, 13), ("set", 1, 1)])
@example([("set", 1, 13), ("undo", 1, 0), ("undo", 1, 0)])
@example([("delete", 0, 2), ("new", 0, 4)])
@example([("new", 0, 5), ("new", 0, 6), ("delete", 0, 5), ("delete", 0, 6)])
@example([("set", 1, 1), ("set", 2, 13)])
@example([("set", 1, 0), ("new", 2, 6), ("send", 1, 2), ("set", 2, 6), ("new", 1, 1), ("new", 1, 4), ("set", 1, 12)])
@settings(max_examples=EXAMPLES)
@given(st.lists(actions, max_size=40))
def test_the_projection_equals_a_rebuild_after_any_history(history: list[tuple[str, int, int]]) -> None:
    copies = [Desk(rank) for rank in range(3)]
    for what, desk, number in [("new", 0, 0), ("new", 0, 2), ("send", 1, 0), ("send", 2, 0), *history]:
        if what == "send":
            copies[desk].receive(copies[number])
        else:
            copies[desk].act(what, number)
    for copy in copies:
        agrees_with_the_journal(copy.file)
    for _ in range(2):
        for copy in copies:
            for other in copies:
                copy.receive(other)
    # Rows made and changed in one reception are followed without asking the file: it must come to the same.
    late = Desk(3)
    late.receive(copies[0])
    copies.append(late)
    assert len({rebuild.fingerprint(copy.file._db) for copy in copies}) == 1
    agrees_with_the_journal(copies[0].file)
    for copy in copies:
        copy.file.close()


def test_a_value_that_cannot_be_shown_leaves_the_one_before_and_is_reported() -> None:
    file, pen, places = file_in_memory(), Pen(), Cell("tst_house", "h1", "places")
    file.append([pen.new(House(id="h1", places=12))])
    file.append([pen.set(file, {places: 30})])
    wrong = pen.set(file, {places: 101})
    file.append([wrong])
    assert file.model().value(places) == 30
    [problem] = file.problems()
    assert (problem.cell, problem.dot) == (places, wrong.ops[0].dot) and "0 à 100" in problem.reason
    assert [op.value for op in file.heads(places)] == [101]
    file.append([pen.set(file, {places: 40})])
    assert not file.problems() and file.model().value(places) == 40
    file.close()


def test_a_row_whose_only_values_cannot_be_shown_holds_nothing_in_their_place() -> None:
    file, pen = file_in_memory(), Pen()
    file.append([pen.lot((OpKind.NEW, Cell("tst_house", "h1", ""), {"name": 5, "places": "dix", "later": 1}, ()))])
    assert list(file.model()) == [House(id="h1", name="", places=None)]
    assert {problem.cell.field for problem in file.problems()} == {"name", "places"}
    agrees_with_the_journal(file)
    file.close()


def test_kinds_and_fields_of_a_later_version_stay_in_the_journal_and_travel_on() -> None:
    file, other, pen = file_in_memory(), file_in_memory(), Pen()
    lots = [
        pen.lot((OpKind.NEW, Cell("tst_house", "h1", ""), {"name": "A", "later": "kept"}, ()),
                (OpKind.NEW, Cell("later_kind", "l1", ""), {"anything": 7}, ())),
    ]
    file.append(lots)
    lots.append(pen.set(file, {Cell("tst_house", "h1", "later"): "changed", Cell("later_kind", "l1", "anything"): 8}))
    file.append(lots[1:])
    other.receive(file.lots())
    assert list(other.lots()) == lots and list(other.model()) == [House(id="h1", name="A")]
    assert [op.value for op in other.heads(Cell("tst_house", "h1", "later"))] == ["changed"]
    assert other.is_sound() and not other.problems()
    file.close()
    other.close()


def test_a_deleted_row_is_there_as_long_as_one_belongs_to_it() -> None:
    file, anne, marc = file_in_memory(), Pen(), Pen("00000000000000bb", 2 << 40)
    file.append([anne.new(House(id="h1"), Room(id="r1", house="h1"))])
    gone = anne.delete(file, ("tst_room", "r1"), ("tst_house", "h1"))
    added = marc.new(Bed(id="b1", room="r1"))
    file.append([gone])
    assert not list(file.model())
    changes = file.append([added])
    assert {record.id for record in file.model()} == {"h1", "r1", "b1"}
    assert file.flags() == {("tst_house", "h1"): Why.OWNER, ("tst_room", "r1"): Why.OWNER}
    assert changes.rows == {("tst_house", "h1"), ("tst_room", "r1"), ("tst_bed", "b1")}
    file.append([marc.delete(file, ("tst_bed", "b1"))])
    assert not list(file.model()) and not file.flags()
    file.close()


@pytest.mark.parametrize("edited_since", [False, True])
def test_an_edit_by_somebody_who_saw_a_creation_that_was_undone_since_brings_it_back(edited_since: bool) -> None:
    file, places = file_in_memory(), Cell("tst_house", "h1", "places")
    anne, marc, carl = Pen(), Pen("00000000000000bb", 2 << 40), Pen("00000000000000cc", 3 << 40)
    ours, theirs = anne.new(House(id="h1", name="A", places=1)), marc.new(House(id="h1", name="B", places=2))
    file.append([ours, theirs])
    seen = [ours.ops[0].dot, theirs.ops[0].dot]
    if edited_since:
        edit = marc.lot((OpKind.SET, places, 5, (theirs.ops[0].dot,)))
        file.append([edit])
        seen[1] = edit.ops[0].dot
    file.append([anne.undo(file, ours.ref)])
    assert not file.flags()
    file.append([carl.lot((OpKind.SET, places, 9, tuple(sorted(seen))))])
    assert file.flags() == {("tst_house", "h1"): Why.MODIFIED} and file.model().value(places) == 9
    agrees_with_the_journal(file)
    file.close()
