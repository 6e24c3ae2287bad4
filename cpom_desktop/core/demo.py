"""The demonstration contract « Les Deux Rives » as a sequence of dated steps, each one action of its author.

How to use it: read every `resources/demo/*.json` in the order of names and give the texts to `load_steps`. The first
step holds the `Contract` row: `Document.create(path, step.new, step.author, …)`; each later step is applied with
`document.apply(step.edit)` after setting the author and, where the clock is injected, the time to `step.at`.
`final_model(steps)` gives the same contract in memory without a file.

A second file adds to the first: a step of the same name receives its rows, another name makes a new step at its date.
Rows may carry `said`: what the manager and the authority say of a negotiable field, as [value, value]; « ~ » says
nothing. `acts` are acceptances, decisions, refusals and withdrawals, worked out by `overlay` on the contract so far.
Rows without `position` or `order` are numbered in the order of the files.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from . import overlay
from .changes import Author, Edit, Side
from .identifiers import derived_id, natural_record
from .model import Model
from .negotiation import Decision, Position
from .positions import position_text
from .records import Cell, Record, Value, fields_of
from .symbolic import Symbols, malformed, numbered, rows_of

Written = dict[str, Any]
SILENT = "~"


@dataclass(frozen=True, slots=True)
class Step:
    """One action in the life of the contract: one lot, one line of the history."""

    name: str
    label: str
    author: Author
    at: dt.datetime
    new: tuple[Record, ...] = ()
    values: dict[Cell, Value] = field(default_factory=dict)

    @property
    def edit(self) -> Edit:
        """What is applied to the document."""
        return Edit(self.label, self.new, self.values)


def load_steps(*texts: str, contract_id: str = "") -> list[Step]:
    """The steps of one or more files, by date. Raises `Refused` on anything that is not exactly understood.

    Without `contract_id` the id is derived from the name in the first file, so that two copies of the demo can meet.
    """
    parts = [json.loads(text) for text in texts]
    symbols = Symbols(contract_id or derived_id("", "contract", parts[0]["contract"]))
    people = {name: _author(one) for part in parts for name, one in part.get("authors", {}).items()}
    merged: dict[str, list[Written]] = {}
    for part in parts:
        for step in part["steps"]:
            merged.setdefault(step["step"], []).append(step)
    model, steps = Model(), list[Step]()
    for written in sorted(merged.values(), key=lambda written: dt.datetime.fromisoformat(written[0]["at"])):
        step = _step(symbols, people, written, model)
        steps.append(step)
        model = model.replacing(step.new).overlaid(step.values)
    if missing := symbols.missing():
        raise malformed(f"symboles sans ligne : {', '.join(missing[:5])}")
    return _numbered(steps)


def final_model(steps: Iterable[Step]) -> Model:
    """The contract once every step has been applied."""
    model = Model()
    for step in steps:
        model = model.replacing(step.new).overlaid(step.values)
    return model


def _author(written: dict[str, str]) -> Author:
    return Author(written["name"], written["organisation"], Side(written["side"]))


def _step(symbols: Symbols, people: dict[str, Author], written: list[Written], model: Model) -> Step:
    first, author = written[0], people[written[0]["author"]]
    new: list[Record] = []
    values: dict[Cell, Value] = {}
    for part in written:
        for kind, group in part.get("new", {}).items():
            for row in rows_of(group):
                new.extend(_records(symbols, kind, row, part.get("meeting")))
        for change in part.get("set", []):
            values.update(_changes(symbols, change))
    model = model.replacing(new).overlaid(values)
    for part in written:
        for act in part.get("acts", []):
            edit = _act(symbols, model, act, author, part.get("meeting"))
            symbols.known.update((one.kind, one.id) for one in edit.new)
            new.extend(edit.new)
            values.update(edit.values)
            model = model.replacing(edit.new).overlaid(edit.values)
    return Step(first["step"], first["label"], author, dt.datetime.fromisoformat(first["at"]), tuple(new), values)


def _act(symbols: Symbols, model: Model, act: Written, author: Author, meeting: str | None) -> Edit:
    """An act of the negotiation, by the rules of `overlay`: accept, decide, refuse or withdraw."""
    positions = [model.get(Position, symbols.id_of(Position.kind, key)) for key in act.get("positions", [])]
    decision = model.get(Decision, symbols.id_of(Decision.kind, act["decision"])) if "decision" in act else None
    if act["act"] == "accept":
        return overlay.accept(model, positions, [Side(side) for side in act["by"]], author, decision,
                              symbols.id_of("meeting", meeting) if meeting else None)
    if act["act"] == "refuse":
        return overlay.refuse(model, positions, decision)
    if act["act"] == "withdraw":
        return overlay.withdraw(model, positions)
    if act["act"] != "decide" or decision is None:
        raise malformed(f"acte inconnu ou sans décision : {act['act']}")
    cells = {symbols.cell(address): text for address, text in act["values"].items()}
    return overlay.decide(model, {cell: symbols.value(fields_of(cell.kind), cell.field, text)
                                  for cell, text in cells.items()}, decision)


def _records(symbols: Symbols, kind: str, row: Written, meeting: str | None) -> Iterator[Record]:
    said = row.pop("said", {})
    if kind == Position.kind:
        # Written like the value of its cell (« 12 000,00 »), held as canonical text.
        cell = symbols.cell(row["cell"])
        row = {**row, "value": position_text(symbols.value(fields_of(cell.kind), cell.field, row["value"]))}
    record = symbols.record(kind, row)
    yield record
    for name, pair in said.items():
        for side, text in zip((Side.MANAGER, Side.AUTHORITY), pair, strict=True):
            if text != SILENT:
                yield _statement(symbols, record, name, side, text, meeting)


def _statement(symbols: Symbols, record: Record, name: str, side: Side, text: object, meeting: str | None) -> Position:
    """What a side says of a field; « {"value": …, "status": "reserve", "argument": …} » says it with its status."""
    details: Written = dict(text) if isinstance(text, dict) else {"value": text}
    value = symbols.value(fields_of(record.kind), name, details.pop("value"))
    settled = 1 if getattr(record, name) is not None else 0
    statement = natural_record(
        Position, symbols.contract, cell=str(record.at(name)), party=side.value, rank=1, settled=settled,
        value=position_text(value), meeting=symbols.id_of("meeting", meeting) if meeting else None, **details)
    symbols.known.add((Position.kind, statement.id))
    return statement


def _changes(symbols: Symbols, change: Written) -> Iterator[tuple[Cell, Value]]:
    kind = change["kind"]
    row, infos = symbols.id_of(kind, change.get("key", change.get("id"))), fields_of(kind)
    for name, text in change["values"].items():
        yield Cell(kind, row, name), symbols.value(infos, name, text)


def _numbered(steps: list[Step]) -> list[Step]:
    """Give the rows that have none a rank, in the order of the files."""
    ranked = iter(numbered([record for step in steps for record in step.new]))
    return [replace(step, new=tuple(next(ranked) for _ in step.new)) for step in steps]
