"""Whatever one author does, undoes, redoes and reopens, the contract is what an ordinary editor would show."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Esms, Section
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.model import Model
from cpom_desktop.core.problems import Refused
from cpom_desktop.core.records import Record
from cpom_desktop.session.document import Document

from .desk import Desk, new_document, reopened

ROWS = ("e1", "e2", "e3")
MOVES = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(ROWS), st.sampled_from([None, 10, 20, 30])),
    st.tuples(st.just("name"), st.sampled_from(ROWS), st.sampled_from(["Un", "Deux"])),
    st.tuples(st.just("add"), st.sampled_from(ROWS), st.just(0)),
    st.tuples(st.just("section"), st.sampled_from(ROWS), st.sampled_from([1, 2])),
    st.tuples(st.just("measure"), st.sampled_from(ROWS), st.sampled_from([1, 2])),
    st.tuples(st.just("delete"), st.sampled_from(ROWS), st.just(0)),
    st.tuples(st.sampled_from(["undo", "redo", "reopen"]), st.just(""), st.just(0)),
)


def edit_of(move: str, row: str, value: int | str | None) -> Edit:
    if move == "set":
        return Edit("", values={Esms(id=row).at("capacity"): value})
    if move == "name":
        return Edit("", values={Esms(id=row).at("name"): value, Esms(id=row).at("town"): value})
    if move == "add":
        return Edit("", new=(Esms(id=row), Section(id=f"{row}-1", esms=row)))
    if move == "section":
        return Edit("", new=(Section(id=f"{row}-{value}", esms=row),))
    if move == "measure":
        return Edit("", new=(Measure(id=f"{row}-m{value}", section=f"{row}-{value}", year=2028),))
    return Edit("", deleted=(("esms", row),))


class Editor:
    """The naive twin: whole contracts on two stacks."""

    def __init__(self, model: Model) -> None:
        self.states, self.undone = [frozenset(model)], list[frozenset[Record]]()

    def done(self, model: Model) -> None:
        self.states.append(frozenset(model))
        self.undone.clear()

    def undo(self) -> bool:
        if len(self.states) == 1:
            return False
        self.undone.append(self.states.pop())
        return True

    def redo(self) -> bool:
        if not self.undone:
            return False
        self.states.append(self.undone.pop())
        return True


@settings(max_examples=25)
@given(st.lists(MOVES, min_size=4, max_size=14))
def test_undo_and_redo_are_those_of_an_ordinary_editor(moves: list[tuple[str, str, int | str | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk("attias")
        document = new_document(Path(folder), desk)
        twin = Editor(document.model)
        for move, row, value in moves:
            document = _play(document, desk, twin, move, row, value)
            assert frozenset(document.model) == twin.states[-1]
            assert (document.undo_label is not None) == (len(twin.states) > 1)
            assert (document.redo_label is not None) == bool(twin.undone)
        again = reopened(document, desk)
        assert frozenset(again.model) == twin.states[-1] and again.file.is_sound()
        again.close()


def _play(document: Document, desk: Desk, twin: Editor, move: str, row: str, value: int | str | None) -> Document:
    if move == "reopen":
        return reopened(document, desk)
    if move == "undo":
        if twin.undo():
            document.undo()
    elif move == "redo":
        if twin.redo():
            document.redo()
    else:
        try:
            changes = document.apply(edit_of(move, row, value))
        except Refused:
            return document
        if changes.cells or changes.rows:
            twin.done(document.model)
    return document
