"""Lots of another program, well formed and signed, that say what this one never writes: the contract stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.checks import run
from cpom_desktop.core.contract import Contract
from cpom_desktop.core.finance.all_figures import all_figures
from cpom_desktop.core.overlay import View, seen_by
from cpom_desktop.core.records import Cell, Value
from cpom_desktop.session import exchange
from cpom_desktop.session.document import Document
from cpom_desktop.session.keys import Keys
from cpom_desktop.session.pen import Draft, Pen, undo_of
from cpom_desktop.session.starting import document_from_bundle
from cpom_desktop.sync.journal import LotRef, OpKind
from cpom_desktop.sync.state import RowKey

from .desk import ATTIAS, CAPACITY, CONTRACT, MEASURE, MERLE, TOWN, Desk, new_document

TODAY = dt.date(2026, 11, 22)
START = Cell("contract", CONTRACT, "start")


class Forger:
    """A copy of the contract whose program writes what it likes, and an honest one that receives it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.desks = folder, (Desk("faux"), Desk("merle"))
        for name in ("faux", "merle"):
            (folder / name).mkdir()
        self.keys = [Keys(folder / desk.name, desk.tools.randomness) for desk in self.desks]
        self.document = new_document(folder / "faux", self.desks[0])
        path = folder / "merle" / "contrat.cpom"
        sent = exchange.send(self.document, self.keys[0])
        self.honest = document_from_bundle(path, sent, MERLE, self.keys[1], self.desks[1].tools)
        self._pen = Pen(self.desks[0].tools, self.document.file.last_hlc())

    def writes(self, *lots: Sequence[Draft]) -> Document:
        """Send these lots; the honest copy, which has received them and was opened again."""
        for drafts in lots:
            lot = self._pen.lot(ATTIAS, "Faux", drafts)
            self.document.file.append([lot])
            self._pen.written(lot)
        review = exchange.receive(self.honest, self.keys[1], exchange.send(self.document, self.keys[0]))
        exchange.accept(self.honest, self.keys[1], review)
        self.honest.close()
        self.honest = Document.open(self.honest.path, self.desks[1].tools)
        self.honest.author = MERLE
        return self.honest


@pytest.fixture
def forger(tmp_path: Path) -> Iterator[Forger]:
    found = Forger(tmp_path)
    yield found
    found.document.close()
    found.honest.close()


def new(kind: str, row: str, **values: Value) -> Draft:
    return Draft(OpKind.NEW, Cell(kind, row, ""), values)


def written(cell: Cell, value: Value) -> Draft:
    return Draft(OpKind.SET, cell, value)


def stands(document: Document) -> None:
    """Everything that reads the contract answers, and somebody can go on writing in it."""
    for view in View:
        all_figures(seen_by(document.model, view, TODAY))
    assert run(document.model, TODAY) and document.history() and document.file.is_sound()
    document.conflicts()
    document.apply(Edit("", values={document.contract.at("name"): "Suite"}))
    document.undo()


def test_a_second_contract_changes_no_figure(forger: Forger) -> None:
    before = all_figures(forger.honest.model)
    document = forger.writes([new("contract", "0", name="Faux", type="ehpad", start="2027-01-01", end="2027-12-31")])
    assert [one.id for one in document.model.all(Contract)] == [CONTRACT]
    assert all_figures(document.model) == before
    stands(document)


def test_nobody_takes_the_contract_itself_away(forger: Forger) -> None:
    tips = forger.document.file.row_state(RowKey("contract", CONTRACT)).tips
    document = forger.writes([Draft(OpKind.DELETE, Cell("contract", CONTRACT, ""), None, tips)])
    assert document.contract.name == "Les Deux Rives" and RowKey("contract", CONTRACT) in document.flagged()
    stands(document)


def test_undoing_the_creation_leaves_a_contract_that_can_be_opened(forger: Forger) -> None:
    (creation,) = forger.document.file.vector()
    document = forger.writes([undo_of(LotRef(creation, 1))])
    assert document.contract.id == CONTRACT
    stands(document)


def test_values_that_no_field_holds_are_told_and_not_shown(forger: Forger) -> None:
    document = forger.writes([written(CAPACITY, "soixante")], [written(START, "9999-99-99")], [written(START, 2**62)],
                             [written(Cell("contract", CONTRACT, "type"), "zzz")])
    assert document.model.value(CAPACITY) == 60 and document.contract.start == "2027-01-01"
    told = " ".join(change for line in document.history(START) for change in line.changes)
    assert "9999-99-99" in told and str(2**62) in told
    stands(document)


def test_a_position_on_a_position_says_nothing(forger: Forger) -> None:
    values: dict[str, Value] = {"party": "gestionnaire", "rank": 1, "status": "propose"}
    document = forger.writes([new("position", "p", cell="position/p/cell", value="x", **values)],
                             [new("position", "q", cell=str(CAPACITY), value="12", **values)],
                             [new("position", "r", cell=str(MEASURE.at("cents")), value="9" * 30, **values)])
    assert seen_by(document.model, View.MANAGER).value(CAPACITY) == 60
    assert seen_by(document.model, View.MANAGER).value(MEASURE.at("cents")) is None
    told = [change for line in document.history() for change in line.changes if "Position" in change]
    assert len(told) == 3 and "9" * 30 not in " ".join(told)
    stands(document)


def test_an_action_undone_and_done_again_for_ever_is_told(forger: Forger) -> None:
    changed = forger.document.apply(Edit("", values={TOWN: "Lysmont"}))
    assert changed
    for _ in range(600):
        forger.document.undo()
        forger.document.redo()
    assert len(forger.document.history(TOWN)) > 1200
    assert forger.document.model.value(TOWN) == "Lysmont"
