"""The model and the figures of each view, kept between two changes: an edit costs the rows that it touches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..core.changes import Changes
from ..core.finance.books import Books
from ..core.model import Model
from ..core.negotiation import Position
from ..core.overlay import View, seen_by, value_for
from ..core.problems import Refused
from ..core.records import Cell, Record, fields_of

Row = tuple[str, str]


class Shelf:
    """What each view sees of one contract, made when first asked for."""

    def __init__(self, model: Model, today: dt.date) -> None:
        self._model, self._today = model, today
        self._seen: dict[View, Model] = {}
        self._books: dict[View, Books] = {}

    def seen(self, view: View) -> Model:
        """The contract as a view sees it."""
        if view not in self._seen:
            self._seen[view] = seen_by(self._model, view, self._today)
        return self._seen[view]

    def books(self, view: View) -> Books:
        """Its figures."""
        if view not in self._books:
            self._books[view] = Books(self.seen(view))
        return self._books[view]

    def renew(self, changes: Changes, model: Model, today: dt.date) -> None:
        """After a change. A position touches the row that it speaks of; another day may end the validity of any."""
        if today != self._today:
            self._seen, self._books = {}, {}
        rows = {(cell.kind, cell.row) for cell in changes.cells} | set(changes.rows)
        rows |= {*_targets(rows, self._model), *_targets(rows, model)}
        self._model, self._today = model, today
        self._seen = {view: self._renewed(view, old, rows) for view, old in self._seen.items()}
        self._books = {view: books.after(self.seen(view), rows) for view, books in self._books.items()}

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
