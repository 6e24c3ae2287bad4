"""The figures of each scenario, carried from one state of the contract to the next: an edit costs what it touches."""

from __future__ import annotations

from dataclasses import dataclass

from ....core.finance.books import Books
from ....core.model import Model
from ....session.scenarios import Kept
from ....session.trial import RowKey, Tried


@dataclass(frozen=True, slots=True)
class _Held:
    """What a scenario laid over the figures of its view, and what came of it."""

    what: Tried
    base: Books
    books: Books


class ScenarioBooks:
    """Kept by scenario; equal to what laying all its values over the contract as it stands now would give."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._last: tuple[Model, Model, set[RowKey]] | None = None

    def clear(self) -> None:
        """Forget them all."""
        self._held.clear()

    def of(self, one: Kept, base: Books) -> Books:
        """The figures of a scenario over those of its view."""
        held = self._held.get(one.key)
        if held is None or held.what != one.what:
            books = _laid(one.what, base)
        elif held.base is base:
            return held.books
        else:
            books = self._carried(held, base)
        self._held[one.key] = _Held(one.what, base, books)
        return books

    def _carried(self, held: _Held, base: Books) -> Books:
        """The values laid over the rows that differ alone; over all where one came or went: their order counts."""
        rows, old, new = self._differing(held.base.model, base.model), held.base.model, base.model
        if any(old.record(*row) is None or new.record(*row) is None for row in rows):
            return _laid(held.what, base)
        values = {cell: value for cell, value in held.what.values.items() if (cell.kind, cell.row) in rows}
        records = (record for row in rows if (record := new.record(*row)) is not None)
        moved = Tried(values=values).over(Model(records))
        return held.books.after(held.books.model.replacing(moved), rows)

    def _differing(self, old: Model, new: Model) -> set[RowKey]:
        """Asked once for all the scenarios of a view."""
        if self._last is None or self._last[0] is not old or self._last[1] is not new:
            self._last = old, new, new.differing(old)
        return self._last[2]


def _laid(what: Tried, base: Books) -> Books:
    return base.after(what.over(base.model), what.rows())
