"""The tree of objectives as lines with computed numbers, and the edits that move, add and delete them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ....core.changes import Edit
from ....core.model import Model
from ....core.objectives import Axis, Indicator, IndicatorYear, Objective, Sheet
from ....core.ordering import move, ordered, place
from ....core.positions import open_positions
from ....core.records import Cell, Record
from ...theme import Status

NBSP = "\u00a0"
_SHEET_STATUS = {"a-venir": Status.TO_COME, "en-cours": Status.RUNNING, "realisee": Status.COMPLIANT,
                 "abandonnee": Status.WAIVED, "reportee": Status.TO_CHECK}


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tree. Its number is computed from the order, never stored."""

    record: Axis | Objective | Sheet
    number: str
    level: int
    parent: str
    status: Status | None = None
    locked: bool = False

    @property
    def key(self) -> str:
        return self.record.id

    @property
    def words(self) -> str:
        """What a screen reader hears."""
        status = self.status.look.word if self.status else ""
        parts = (f"{self.number} {self.record.name}", status, "obligatoire" if self.locked else "")
        return ", ".join(part for part in parts if part)


def outline(model: Model, today: dt.date) -> tuple[Node, ...]:
    """Axes, objectives and fiches action in their order."""
    talked = {one.cell for one in open_positions(model, today)}
    return tuple(_lines(model, talked))


def _lines(model: Model, talked: set[str]) -> Iterator[Node]:
    for rank, axis in enumerate(ordered(model.all(Axis)), 1):
        yield Node(axis, str(rank), 0, "", locked=bool(axis.mandatory))
        for second, objective in enumerate(ordered(model.where(Objective, "axis", axis.id)), 1):
            status = Status.NEGOTIATING if _is_talked(model, objective, talked) else None
            yield Node(objective, f"{rank}.{second}", 1, axis.id, status)
            for third, sheet in enumerate(ordered(model.where(Sheet, "objective", objective.id)), 1):
                yield Node(sheet, f"{rank}.{second}.{third}", 2, objective.id, _SHEET_STATUS[sheet.progress])


def _is_talked(model: Model, objective: Objective, talked: set[str]) -> bool:
    """Whether a target of the objective waits for an answer."""
    years = (year for one in model.where(Indicator, "objective", objective.id)
             for year in model.where(IndicatorYear, "indicator", one.id))
    return any(str(year.at("target")) in talked for year in years)


def objectives_of(model: Model, node: Node | None) -> list[Objective]:
    """The objectives whose indicators a line shows: its own, its parent's, those of its axis, or all."""
    if node is None:
        return [one for axis in ordered(model.all(Axis)) for one in ordered(model.where(Objective, "axis", axis.id))]
    if isinstance(node.record, Axis):
        return ordered(model.where(Objective, "axis", node.key))
    key = node.key if isinstance(node.record, Objective) else node.parent
    found = model.find(Objective, key)
    return [found] if found else []


def _siblings(model: Model, record: Record) -> list[Axis] | list[Objective] | list[Sheet]:
    if isinstance(record, Objective):
        return ordered(model.where(Objective, "axis", record.axis))
    if isinstance(record, Sheet):
        return ordered(model.where(Sheet, "objective", record.objective))
    return ordered(model.all(Axis))


def moved(model: Model, node: Node, step: int) -> Edit:
    """A line moved among its siblings; nothing at either end."""
    rows = _siblings(model, node.record)
    index = [row.id for row in rows].index(node.key) + step
    if not 0 <= index < len(rows):
        return Edit("")
    return Edit(f"Ordre de {node.record.name}", values=move(rows, node.key, index))


def new_axis(model: Model, key: str) -> Edit:
    """An axis at the end."""
    position, others = place(ordered(model.all(Axis)), len(model.all(Axis)))
    return Edit(f"Nouvel axe{NBSP}: Nouvel axe", (Axis(id=key, name="Nouvel axe", position=position),), others)


def new_objective(model: Model, key: str, axis: str) -> Edit:
    """An objective at the end of its axis."""
    rows = ordered(model.where(Objective, "axis", axis))
    position, others = place(rows, len(rows))
    new = Objective(id=key, axis=axis, name="Nouvel objectif", position=position)
    return Edit(f"Nouvel objectif{NBSP}: {new.name}", (new,), others)


def new_sheet(model: Model, key: str, objective: str) -> Edit:
    """A fiche action at the end of its objective."""
    rows = ordered(model.where(Sheet, "objective", objective))
    position, others = place(rows, len(rows))
    new = Sheet(id=key, objective=objective, name="Nouvelle fiche action", position=position)
    return Edit(f"Nouvelle fiche action{NBSP}: {new.name}", (new,), others)


def new_indicator(model: Model, key: str, objective: str, baseline_year: int | None) -> Edit:
    """An indicator at the end of its objective."""
    rows = ordered(model.where(Indicator, "objective", objective))
    position, others = place(rows, len(rows))
    new = Indicator(id=key, objective=objective, name="Nouvel indicateur", baseline_year=baseline_year,
                    position=position)
    return Edit(f"Nouvel indicateur{NBSP}: {new.name}", (new,), others)


def without(record: Record, name: str) -> Edit:
    """A line deleted with what belongs to it."""
    return Edit(f"Suppression{NBSP}: {name}", deleted=((record.kind, record.id),))


def node_of(nodes: tuple[Node, ...], model: Model, cell: Cell) -> Node | None:
    """The line that shows a cell: its own, or the objective of its indicator."""
    key = cell.row
    if cell.kind == IndicatorYear.kind and (year := model.find(IndicatorYear, key)):
        cell = Cell(Indicator.kind, year.indicator, "")
        key = year.indicator
    if cell.kind == Indicator.kind and (one := model.find(Indicator, key)):
        key = one.objective
    return next((node for node in nodes if node.key == key), None)
