"""What is laid over the contract without being written, a trial or a value being typed, and the figures that follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..core.finance.books import Books
from ..core.model import Model
from ..core.overlay import View
from ..session.trial import Laid


class Below(Protocol):
    """What a layer lies on: the contract as each view sees it, and its figures."""

    def seen(self, view: View) -> Model: ...

    def books(self, view: View) -> Books: ...


class Layer:
    """A view that nothing is laid on costs nothing; in the others an action costs the rows that it touches."""

    def __init__(self, below: Below) -> None:
        self._below = below
        self._laid: tuple[Laid, ...] = ()
        self._seen: dict[View, Model] = {}
        self._books: dict[View, Books] = {}

    def __bool__(self) -> bool:
        return bool(self._laid)

    def show(self, laid: Sequence[Laid]) -> None:
        """Lay exactly this."""
        self._laid = tuple(laid)
        self.renew()

    def add(self, laid: Sequence[Laid]) -> None:
        """Lay this over what is laid already."""
        self._laid = (*self._laid, *laid)
        for view, model in list(self._seen.items()):
            mine = [one for one in laid if one.concerns(view)]
            if mine:
                self._seen[view] = _over(model, mine)
                if view in self._books:
                    self._books[view] = self._books[view].after(self._seen[view], _rows(mine))

    def renew(self) -> None:
        """What lies below has changed: lay everything again when it is asked for."""
        self._seen, self._books = {}, {}

    def seen(self, view: View) -> Model:
        """The contract as a view sees it, with what is laid."""
        mine = self._concerning(view)
        if not mine:
            return self._below.seen(view)
        if view not in self._seen:
            self._seen[view] = _over(self._below.seen(view), mine)
        return self._seen[view]

    def books(self, view: View) -> Books:
        """Its figures."""
        mine = self._concerning(view)
        if not mine:
            return self._below.books(view)
        if view not in self._books:
            self._books[view] = self._below.books(view).after(self.seen(view), _rows(mine))
        return self._books[view]

    def _concerning(self, view: View) -> list[Laid]:
        return [one for one in self._laid if one.concerns(view)]


def _over(model: Model, laid: Sequence[Laid]) -> Model:
    for one in laid:
        model = one.what.over(model)
    return model


def _rows(laid: Sequence[Laid]) -> set[tuple[str, str]]:
    return {row for one in laid for row in one.what.rows()}
