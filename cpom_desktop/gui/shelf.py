"""The model and the figures of each view, kept between two changes: an edit costs the rows that it touches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..core.changes import Changes
from ..core.finance.books import Books
from ..core.model import Model
from ..core.negotiation import Position
from ..core.overlay import View, seen_by, value_for
from ..core.problems import Refused
from ..core.records import Cell, Record, fields_of

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Held:
    """What a view saw, its figures where they were asked for, and the rows that have changed since."""

    seen: Model
    books: Books | None = None
    changed: frozenset[Row] = frozenset()


class Shelf:
    """What each view sees of one contract, made when first asked for and renewed when next asked for.

    So an edit costs the views that are on the screen, however many were looked at before.
    """

    def __init__(self, model: Model, today: dt.date) -> None:
        self._model, self._today = model, today
        self._held: dict[View, _Held] = {}

    def seen(self, view: View) -> Model:
        """The contract as a view sees it."""
        return self._current(view).seen

    def books(self, view: View) -> Books:
        """Its figures."""
        held = self._current(view)
        if held.books is None:
            held = self._held[view] = replace(held, books=Books(held.seen))
        assert held.books is not None
        return held.books

    def renew(self, changes: Changes, model: Model, today: dt.date) -> None:
        """After a change. A position touches the row that it speaks of; another day may end the validity of any."""
        if today != self._today:
            self._held = {}
        rows = {(cell.kind, cell.row) for cell in changes.cells} | set(changes.rows)
        rows |= {*_targets(rows, self._model), *_targets(rows, model)}
        self._model, self._today = model, today
        self._held = {view: replace(held, changed=held.changed | rows) for view, held in self._held.items()}

    def _current(self, view: View) -> _Held:
        """What is held of a view, with every change counted."""
        held = self._held.get(view)
        if held is None:
            held = self._held[view] = _Held(seen_by(self._model, view, self._today))
        elif held.changed:
            seen = self._renewed(view, held.seen, held.changed)
            books = None if held.books is None else held.books.after(seen, held.changed)
            held = self._held[view] = _Held(seen, books)
        return held

    def _renewed(self, view: View, old: Model, rows: Iterable[Row]) -> Model:
        """The model of a view with these rows as they stand now, the positions of its side laid over them."""
        if view.side is None:
            return self._model
        found = {row: self._model.record(*row) for row in rows}
        gone = [row for row, record in found.items() if record is None]
        return old.replacing([self._as_seen(record, view) for record in found.values() if record is not None], gone)

    def _as_seen(self, record: Record, view: View) -> Record:
        values: dict[str, Any] = {
            name: value_for(self._model, record.at(name), view, self._today)
            for name, info in fields_of(record.kind).items()
            if info.about.negotiable
        }
        return replace(record, **values) if values else record


def _targets(rows: Iterable[Row], model: Model) -> Iterable[Row]:
    """The rows that changed positions speak of."""
    for kind, row in rows:
        position = model.find(Position, row) if kind == Position.kind else None
        if position is not None:
            try:
                cell = Cell.parse(position.cell)
            except Refused:
                continue  # a position received on nothing says nothing
            yield cell.kind, cell.row
