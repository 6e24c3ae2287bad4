"""The tables of the bargaining when everything in them is opened: 3 600 points, counter-offers, 210 packages."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from dataclasses import replace

from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Package, Position
from cpom_desktop.core.records import Record

from .budgets import Readings
from .clock import best
from .large import CONTRACT, GRANT, measures, positions, records

SERVICES, PACKAGES, LINKED = 300, 210, 4
TODAY = dt.date(2026, 11, 1)


def opening() -> Readings:
    """« Points », « Lots liés », « Concessions » and « Ordre des échanges » as they first show.

    Of « Points » one group is opened, then all; of « Concessions » a side with its first section.
    """
    from cpom_desktop.gui.tabs.finances.bargaining import given_table, moves_table, packages_table
    from cpom_desktop.gui.tabs.finances.bargaining.points_table import PointsTable
    from cpom_desktop.gui.tabs.finances.cells import Reading as Seen

    gc.disable()  # as the window does: it collects when nothing else happens
    model = Model([*records(SERVICES), *measures(SERVICES, 2100), *_bargained()])
    books, seen = Books(model), Seen(model, model, frozenset(), TODAY)
    books.grant(GRANT)

    def shown() -> object:
        content = PointsTable().content(seen, books)
        return list(content.unfolded(content.folded - {content.rows[0].key}))

    def opened() -> Callable[[], object]:
        content = PointsTable().content(seen, books)
        return lambda: list(content.unfolded())

    def given() -> object:
        content = given_table.content(seen, books)
        return list(content.unfolded(content.folded - {row.key for row in content.rows[:2]}))

    return {
        "measures-shown": best(shown),
        "measures-opened": min((best(opened(), 1) for _ in range(3)), key=lambda reading: reading.value),
        "packages-shown": best(lambda: packages_table.content(seen, books)),
        "given-opened": best(given),
        "moves-shown": best(lambda: moves_table.content(seen)),
    }


def _bargained() -> Iterator[Record]:
    """The demands of the manager, the first of them in packages; on some of the others it came down once."""
    yield from (Package(id=f"8{rank:031}", code=f"K{rank + 1}", name=f"Lot {rank + 1}") for rank in range(PACKAGES))
    for rank, asked in enumerate(positions(3600, SERVICES)):
        if rank < PACKAGES * LINKED:
            yield replace(asked, package=f"8{rank // LINKED:031}")
            continue
        yield asked
        if rank % 3 == 0:
            yield natural_record(Position, CONTRACT, cell=asked.cell, party=Side.MANAGER.value, rank=2,
                                 value="18000" if "rate" in asked.cell else "1300000")
