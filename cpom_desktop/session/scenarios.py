"""Scenarios: kept for one’s own side, duplicated, renamed, shared with the others, offered at start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from ..core.bargaining.points import in_order
from ..core.changes import Edit, Side
from ..core.finance.scenarios import ENVELOPES, SPREAD, rate_scenario
from ..core.identifiers import natural_record
from ..core.model import Model
from ..core.naming import cell_name
from ..core.overlay import View
from ..core.positions import position_text, position_value
from ..core.problems import Kind, Reason, Refused, Surroundings
from ..core.records import KINDS, Cell, Record, Value, changed, checked, field_of, fields_of, values_of
from ..core.scenario_records import Scenario, ScenarioValue
from ..storage.private import Area, Plain
from .document import Document
from .retained import negotiable_of
from .trial import Tried

__all__ = ["SPREAD", "Kept", "delete", "duplicate", "envelopes", "keep", "private_scenarios", "rename", "share",
           "shared_scenarios"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario: the values that it lays over a view of the contract.

    `key` names it in the private space, or is the id of its row once shared; `party` is the side that shared it, None
    for a private one. `missing` names the cells that the contract no longer has: the rest is computed.
    """

    key: str
    name: str
    view: View
    made_on: str
    what: Tried
    missing: tuple[str, ...] = ()
    party: Side | None = None

    @property
    def is_private(self) -> bool:
        return self.party is None


def private_scenarios(document: Document) -> list[Kept]:
    """Those of the author’s side, in the order in which they were made; none before anybody said who types."""
    if document.author is None:
        return []
    held = document.file.private.all(Area.SCENARIO, document.author.side)
    found = [(_rank(body), key, body) for key, body in held.items() if isinstance(body, dict)]
    return [_read(document.model, key, body) for _, key, body in sorted(found, key=lambda one: one[:2])]


def shared_scenarios(model: Model) -> list[Kept]:
    """Those that a side shows to all."""
    return [_shared(model, one) for one in sorted(model.all(Scenario), key=lambda one: (one.made_on or "", one.id))]


def keep(document: Document, name: str, view: View, what: Tried) -> Kept:
    """Keep values as a private scenario of the author’s side. What would be deleted is no part of a scenario."""
    day = document.tools.now().date().isoformat()
    made = Kept(document.new_id(), name, view, day, replace(what, deleted=()))
    _put(document, made)
    return made


def rename(document: Document, scenario: Kept, name: str) -> None:
    """Give another name: at once where it is private, by a lot that everybody sees where it is shared."""
    if scenario.is_private:
        # The name alone: cells that the contract lacks today may come back.
        space, side = document.file.private, _side(document)
        body = space.get(Area.SCENARIO, side, scenario.key)
        if isinstance(body, dict):
            space.put(Area.SCENARIO, side, scenario.key, {**body, "name": name})
    else:
        document.apply(Edit(f"Scénario renommé\u00a0: {name}", values={Cell("scenario", scenario.key, "name"): name}))


def duplicate(document: Document, scenario: Kept) -> Kept:
    """A private copy of a scenario, shared or not."""
    return keep(document, f"{scenario.name} (copie)", scenario.view, scenario.what)


def delete(document: Document, scenario: Kept) -> None:
    """Forget a private one, which nothing brings back; delete a shared one, by a lot that can be undone."""
    if scenario.is_private:
        document.file.private.remove(Area.SCENARIO, _side(document), scenario.key)
    else:
        document.apply(Edit(f"Suppression du scénario {scenario.name}", deleted=((Scenario.kind, scenario.key),)))


def share(document: Document, scenario: Kept) -> Kept:
    """Put a private scenario in the journal, as one lot; the others see it with the next envoi.

    Rows that it alone held are made, with nothing retained in them. The private one stays: an undo loses nothing.
    """
    author, model = document.writing_author(), document.model
    row = Scenario(id=document.new_id(), name=scenario.name, party=author.side.value, base=scenario.view.value,
                   made_on=scenario.made_on or None)
    blank = [_without_negotiable(one) for one in scenario.what.new if model.record(one.kind, one.id) is None]
    after = model.replacing(blank)
    said = {cell: value for cell, value in _all_values(scenario.what) if after.record(cell.kind, cell.row) is not None}
    values = [natural_record(ScenarioValue, document.contract_id, scenario=row.id, cell=str(cell),
                             value=position_text(said[cell])) for cell in in_order(after, said)]
    document.apply(Edit(f"Scénario partagé\u00a0: {scenario.name}", new=(*blank, row, *values)))
    return _shared(document.model, row)


def envelopes(document: Document, spread: int = SPREAD) -> list[Kept]:
    """Keep the three scenarios offered at start: the rates lower by the spread, as they are, higher (millionths).

    Raises `Refused` where a rate would pass its bounds; then none is kept.
    """
    try:
        found = [(label, rate_scenario(document.model, name, spread)) for name, label, _ in ENVELOPES]
    except ValueError:
        raise Refused(Reason.BAD_VALUE, "Écart", detail="un taux du contrat sortirait de ses bornes") from None
    return [keep(document, label, View.ACCORD, Tried(values=cells)) for label, cells in found]


def _without_negotiable(row: Record) -> Record:
    return changed(row, {name: fields_of(row.kind)[name].default for name in negotiable_of(row)})


def _all_values(what: Tried) -> Iterator[tuple[Cell, Value]]:
    own = {row.at(name): value for row in what.new for name, value in negotiable_of(row).items()}
    yield from {**own, **what.values}.items()


# As it lies in the private space


def _put(document: Document, scenario: Kept) -> None:
    if document.read_only is not None:
        raise Surroundings(Kind.READ_ONLY, name=document.path.name)
    cells: dict[str, Plain] = {str(cell): position_text(value) for cell, value in scenario.what.values.items()}
    rows: list[Plain] = [{"kind": row.kind, "id": row.id, "values": dict(values_of(row))} for row in scenario.what.new]
    space, side = document.file.private, _side(document)
    rank = 1 + max(map(_rank, space.all(Area.SCENARIO, side).values()), default=0)
    body: Plain = {
        "name": scenario.name, "base": scenario.view.value, "day": scenario.made_on, "rank": rank,
        "cells": cells, "rows": rows,
    }
    space.put(Area.SCENARIO, side, scenario.key, body)


def _rank(body: Plain) -> int:
    rank = body.get("rank") if isinstance(body, dict) else None
    return rank if isinstance(rank, int) else 0


def _side(document: Document) -> Side:
    return document.writing_author().side


def _read(model: Model, key: str, body: Mapping[str, Any]) -> Kept:
    rows = [row for written in body.get("rows", ()) if (row := _row(written)) is not None]
    name, day = str(body.get("name", "")), str(body.get("day", ""))
    view = View(body["base"]) if body.get("base") in {one.value for one in View} else View.ACCORD
    return _laid(model, Kept(key, name, view, day, Tried(tuple(rows))), body.get("cells", {}).items())


def _row(written: Mapping[str, Any]) -> Record | None:
    """A row that a scenario adds; None where this program does not know it."""
    try:
        cls = KINDS[written["kind"]]
        known = {name: value for name, value in written["values"].items() if name in fields_of(cls)}
        return checked(cls(id=written["id"], **known))
    except (KeyError, TypeError, Refused):
        return None


def _shared(model: Model, row: Scenario) -> Kept:
    held = model.where(ScenarioValue, "scenario", row.id)
    made = Kept(row.id, row.name, View(row.base), row.made_on or "", Tried(), party=Side(row.party))
    return _laid(model, made, ((one.cell, one.value) for one in held))


def _laid(model: Model, scenario: Kept, cells: Iterable[tuple[str, object]]) -> Kept:
    """The scenario with the values that the contract still has a place for, and the names of the others."""
    after = model.replacing(row for row in scenario.what.new if model.record(row.kind, row.id) is None)
    values: dict[Cell, Value] = {}
    missing: list[str] = []
    for address, text in cells:
        try:
            cell = Cell.parse(address)
            value = position_value(field_of(cell), cast("str | None", text))
        except Refused:
            missing.append(address)
            continue
        if after.record(cell.kind, cell.row) is None:
            missing.append(cell_name(model, cell))
        else:
            values[cell] = value
    return replace(scenario, what=replace(scenario.what, values=values), missing=tuple(missing))
