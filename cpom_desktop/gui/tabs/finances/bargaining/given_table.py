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
from .words import (
    cost_cell,
    difference_cell,
    muted_cell,
    plain_cell,
    share_cell,
    share_of,
    span_of,
    unit_of,
    value_cell,
)

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
    model = reading.retained
    given = [(side, held) for side, held in concessions(model, spoken_of(model), reading.today).items() if held]
    rows = [_head(books, side, held, Inside(partial(_rows, model, books, held))) for side, held in given]
    many = sum(len(held) for _, held in given) > MANY
    folded = frozenset(row.key for row in rows) if many else frozenset[str]()
    return Content(NAME, columns(model), tuple(rows), folded)


def _rows(model: Model, books: Books, held: list[Concession]) -> list[Row]:
    return [_row(model, books, one) for one in held]


def _head(books: Books, side: Side, held: list[Concession], inside: Inside) -> Row:
    """The sum is counted in one chain: it is not always that of the lines below."""
    whole = conceded_in_all(books, held)
    moved = sum(one.first != one.now for one in held)
    words = f"{TITLES[side]} · {moved} point{'s' if moved > 1 else ''} sur {len(held)}"
    blanks, moves = [plain_cell("")] * 5, plain_cell(str(sum(one.moves for one in held)))
    told = cost_cell(whole, WHY), share_cell(share_of(whole))
    cells = (title(words, party=party_of(side.value), tip=words), *blanks, *told, moves)
    return Row(SIDE + side.value, cells, RowKind.GROUP, always=True, inside=inside)


def _row(model: Model, books: Books, one: Concession) -> Row:
    party, found = party_of(one.side.value), conceded(books, one)
    first, group = value_cell(one.cell, one.first, party), heading(model, one.cell)[1]
    stays = one.now == one.first and not one.settled
    return Row(
        f"{SIDE}{one.side.value}/{one.cell}",
        (
            GridCell(subject(model, one.cell), plain=True, link=one.cell),
            muted_cell(group, group),
            muted_cell(unit_of(one.cell)),
            first,
            first if stays else value_cell(one.cell, one.now, None if one.settled else party),
            difference_cell(one.cell, field_difference(field_of(one.cell), one.now, one.first)),
            cost_cell(found, WHY),
            share_cell(share_of(found)),
            plain_cell(str(one.moves)),
        ),
        group=SIDE + one.side.value,
        level=1,
    )
