"""« Concessions »: how far each side has come from its first word, point by point, and in euros over the contract."""

from __future__ import annotations

from functools import partial

from .....core.bargaining.concessions import Concession, conceded, conceded_in_all, concessions
from .....core.bargaining.points import heading, spoken_of, subject
from .....core.changes import Side
from .....core.finance.books import Books
from .....core.model import Model
from .....core.positions import field_difference
from .....core.records import field_of
from ....grid import Align, Column, Content, GridCell, Inside, Row, RowKind, title
from ....theme import party_of
from ..cells import Reading
from .words import cost_cell, difference_cell, share_cell, share_of, span_of, unit_of, value_cell

NAME = "finances/concessions"
SIDE = "side/"
TITLES = {
    Side.MANAGER: "Ce que le gestionnaire a cédé", Side.AUTHORITY: "Ce que l’autorité a cédé",
    Side.SECOND_AUTHORITY: "Ce que la 2e autorité a cédé",
}
WHY = "Positif\u00a0: la partie s’est rapprochée de l’autre depuis sa première position."
MANY = 200
"""Beyond so many points each side is folded until the user opens it: the cost of each takes a chain of figures."""


def columns(model: Model) -> tuple[Column, ...]:
    return (
        Column("title", "Partie et point", align=Align.LEFT, least=220, stretch=True),
        Column("group", "Section ou sujet", align=Align.LEFT, least=96),
        Column("unit", "Unité", align=Align.LEFT, least=64),
        Column("first", "Première", "position"),
        Column("now", "À ce jour", "ou retenu"),
        Column("moved", "Chemin fait"),
        Column("cost", "Cédé", f"€, {span_of(model)}"),
        Column("share", "Part", "% DGC", least=56),
        Column("moves", "Positions", "nombre"),
    )


def content(reading: Reading, books: Books) -> Content:
    """Each side that spoke, with its points, then what it gave in all."""
    model, rows, count = reading.retained, list[Row](), 0
    cells = spoken_of(model)
    for side in Side:
        held = concessions(model, cells, side, reading.today)
        if held:
            rows.append(_head(books, side, held, Inside(partial(_rows, model, books, held))))
            count += len(held)
    folded = frozenset(row.key for row in rows) if count > MANY else frozenset[str]()
    return Content(NAME, columns(model), tuple(rows), folded)


def _rows(model: Model, books: Books, held: list[Concession]) -> list[Row]:
    return [_row(model, books, one) for one in held]


def _head(books: Books, side: Side, held: list[Concession], inside: Inside) -> Row:
    """The sum is counted in one chain: it is not always that of the lines below."""
    whole = conceded_in_all(books, held)
    moved = sum(one.first != one.now for one in held)
    words = f"{TITLES[side]} · {moved} point{'s' if moved > 1 else ''} sur {len(held)}"
    blanks = [GridCell(plain=True) for _ in range(5)]
    moves = GridCell(str(sum(one.moves for one in held)), plain=True)
    told = cost_cell(whole, WHY), share_cell(share_of(whole))
    cells = (title(words, party=party_of(side.value), tip=words), *blanks, *told, moves)
    return Row(SIDE + side.value, cells, RowKind.GROUP, always=True, inside=inside)


def _row(model: Model, books: Books, one: Concession) -> Row:
    party, found, group = party_of(one.side.value), conceded(books, one), heading(model, one.cell)[1]
    return Row(
        f"{SIDE}{one.side.value}/{one.cell}",
        (
            GridCell(subject(model, one.cell), plain=True, link=one.cell),
            GridCell(group, plain=True, muted=True, tip=group),
            GridCell(unit_of(one.cell), plain=True, muted=True),
            value_cell(one.cell, one.first, party),
            value_cell(one.cell, one.now, None if one.settled else party),
            difference_cell(one.cell, field_difference(field_of(one.cell), one.now, one.first)),
            cost_cell(found, WHY),
            share_cell(share_of(found)),
            GridCell(str(one.moves), plain=True),
        ),
        group=SIDE + one.side.value,
        level=1,
    )
