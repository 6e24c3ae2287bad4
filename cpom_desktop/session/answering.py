"""Feuilles de réponse: made by another process, read back as positions of the party that filled them, after review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..core import kinds as kinds  # the process that writes needs every kind registered
from ..core.bargaining.answer_sheet import answer_sheet, state_of
from ..core.changes import SIDES, Author, Changes, Edit, Side
from ..core.contract import Authority, Manager
from ..core.model import Model
from ..core.money import NBSP, parse_field
from ..core.naming import cell_name
from ..core.overlay import View, edit_for
from ..core.periods import parse_day
from ..core.positions import position_value, standing
from ..core.problems import Problem, Reason, Refused
from ..core.records import MAX_TEXT, Cell, Record, Value, field_of
from ..imports.xlsx.answer import AnswerBook, Answered
from ..imports.xlsx.book import Place
from ..imports.xlsx.lines import Unread
from ..storage.file import ContractFile
from .document import Document
from .files import check_output, write_output
from .jobs import Job, Report


@dataclass(frozen=True, slots=True)
class AnswerWritten:
    """A sheet in its place: for whom, how many points."""

    path: Path
    party: str
    points: int


class Said(NamedTuple):
    """One answer: the position that stood, the one that comes. `stale`: the point moved after the sheet was made."""

    place: Place
    cell: Cell
    name: str
    old: Value
    new: Value
    argument: str
    valid_until: str | None
    stale: bool


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """What a sheet that came back would write. Nothing is written before `apply_answer`."""

    source: str
    side: Side
    party: str
    number: int
    made_on: str
    said: tuple[Said, ...]
    same: int
    unread: tuple[Unread, ...]

    @property
    def stale(self) -> tuple[Said, ...]:
        """The answers to points that have moved since."""
        return tuple(one for one in self.said if one.stale)


def parties(model: Model) -> list[tuple[Side, str]]:
    """The parties to which a sheet may be sent: the manager, and the authorities that the contract names."""
    sides = {Side.MANAGER, *(Side(one.side) for one in model.all(Authority))}
    return [(side, party_name(model, side)) for side in Side if side in sides]


def party_name(model: Model, side: Side) -> str:
    """The party of a side by its name; its role where it has none yet."""
    if side is Side.MANAGER:
        manager = model.first(Manager)
        return manager.name if manager is not None and manager.name else dict(SIDES)[side.value]
    names = [one.service or one.name for one in model.all(Authority) if one.side == side.value]
    return next((name for name in names if name), dict(SIDES)[side.value])


def print_answer_sheet(document: Document, side: Side, out: Path) -> Job:
    """Start writing the sheet of a side; poll the job. Its answer is an `AnswerWritten`."""
    check_output(out, document.path)
    return Job(_write, document.snapshot(), document.path, out, side, document.tools.now().date())


def _write(report: Report, snapshot: bytes, path: Path, out: Path, side: Side, today: dt.date) -> AnswerWritten:
    from ..exports.xlsx.answer import write_answer_sheet

    report(0.0, "Écriture de la feuille de réponse")
    file = ContractFile.from_snapshot(snapshot, path)
    try:
        model, fingerprint, number = file.model(), file.fingerprint(), sum(file.vector().values())
    finally:
        file.close()
    sheet = answer_sheet(model, side, party_name(model, side), number, fingerprint, today)
    write_output(out, write_answer_sheet(sheet), path)
    return AnswerWritten(out, sheet.party, len(sheet.points))


def plan_answer(document: Document, source: str, book: AnswerBook) -> AnswerPlan:
    """What the answers come to; raises `Refused` where they are about another contract or come from nobody known."""
    if book.contract_id != document.contract_id:
        raise Refused(Reason.FOREIGN, detail=book.contract or book.contract_id[:8])
    if book.side not in {side.value for side in Side}:
        raise Refused(Reason.BAD_WORKBOOK, source, detail="la partie qui répond n’est pas connue")
    model, side = document.model, Side(book.side)
    read = [_said(model, side, one, document.tools.now().date()) for one in book.answers]
    said = [one for one in read if isinstance(one, Said)]
    unread = [*book.unread, *(one for one in read if isinstance(one, Unread))]
    return AnswerPlan(source, side, party_name(model, side), book.number, book.made_on, tuple(said),
                      sum(one is None for one in read), tuple(sorted(unread, key=lambda one: one.place)))


def _said(model: Model, side: Side, one: Answered, today: dt.date) -> Said | Unread | None:
    """One answer; None where the party says again what it said."""
    cell = Cell.parse(one.address)
    if model.record(cell.kind, cell.row) is None:
        return Unread(one.place, one.subject, "ce point a été supprimé du contrat")
    info, last = field_of(cell), standing(model, cell, side, today)
    if not info.about.negotiable:
        return Unread(one.place, one.subject, "ce point ne se négocie pas")
    old = position_value(info, last.value) if last is not None else None
    value: Value | Problem = old if one.position is None else parse_field(info, one.position.text)
    if one.position is None and last is None:
        return Unread(one.place, one.subject, "un argument ou une date sans position")
    until = parse_day(one.until) if one.until else None
    for problem in (value, until):
        if isinstance(problem, Problem):
            return Unread(one.place, one.subject, problem.sentence.rstrip("."))
    assert not isinstance(value, Problem) and not isinstance(until, Problem)
    if len(one.argument) > MAX_TEXT:
        return Unread(one.place, one.subject, "l’argument est trop long")
    if last is not None and (value, one.argument or last.argument, until or last.valid_until) == (
            old, last.argument, last.valid_until):
        return None
    stale = state_of(model, cell) != one.state
    return Said(one.place, cell, cell_name(model, cell), old, value, one.argument, until, stale)


def apply_answer(document: Document, plan: AnswerPlan, initiator: object | None = None) -> Changes:
    """Write the answers as positions of the party, typed on its behalf and to be confirmed by it: one lot, one undo."""
    return document.apply(answer_edit(document.model, plan, document.writing_author()), initiator)


def answer_edit(model: Model, plan: AnswerPlan, author: Author) -> Edit:
    """The edit of the answers."""
    return Edit(f"Réponse de {plan.party}{NBSP}: {plan.source}", tuple(_moves(model, plan, author)))


def _moves(model: Model, plan: AnswerPlan, author: Author) -> Iterator[Record]:
    for one in plan.said:
        details: dict[str, Value] = {"argument": one.argument}
        if one.valid_until is not None:
            details["valid_until"] = one.valid_until
        yield from edit_for(model, one.cell, one.new, author, View(plan.side.value), **details).new
