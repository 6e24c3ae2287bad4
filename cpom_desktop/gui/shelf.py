"""The figures of each view, kept between two changes: an edit computes again only the sections that it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..core.changes import Changes
from ..core.finance.books import Books
from ..core.model import Model
from ..core.negotiation import Position
from ..core.overlay import View
from ..core.problems import Refused
from ..core.records import Cell

Row = tuple[str, str]


class Shelf:
    """One `Books` for each view that was asked for."""

    def __init__(self) -> None:
        self._books: dict[View, Books] = {}

    def books(self, view: View, model: Model) -> Books:
        """The figures of a view whose model is this one."""
        if view not in self._books:
            self._books[view] = Books(model)
        return self._books[view]

    def renew(self, changes: Changes, before: Model, seen: Callable[[View], Model]) -> None:
        """After a change: a position touches the row that it speaks of, in the views of its side and in no other."""
        rows = {(cell.kind, cell.row) for cell in changes.cells} | set(changes.rows)
        targets = set(_targets(rows, before)) | set(_targets(rows, seen(View.ACCORD)))
        self._books = {view: books.after(seen(view), rows | targets) for view, books in self._books.items()}


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
