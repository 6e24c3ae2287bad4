"""« Concessions »: how far each side has come from its first word, point by point, and in euros over the contract."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from .....core.bargaining.concessions import Concession, conceded, conceded_in_all, concessions
from .....core.bargaining.points import group_of, heading, spoken_of, subject
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
"""Beyond so many points each side is folded, and each section in it: the cost of a point takes a chain of figures."""


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
    """What each side that spoke gave in all, then its points; many of them stand under their sections."""
    model = reading.retained
    given = {side: held for side, held in concessions(model, spoken_of(model), reading.today).items() if held}
    many = sum(map(len, given.values())) > MANY
    rows = [row for side, held in given.items() for row in _side(model, books, side, held, many)]
    return Content(NAME, columns(model), tuple(rows), frozenset(row.key for row in rows if many))


def _side(model: Model, books: Books, side: Side, held: list[Concession], many: bool) -> list[Row]:
    key = SIDE + side.value
    if not many:
        return [_head(books, side, held, Inside(partial(_rows, model, books, held, key, 1)))]
    sections = groupby(held, key=lambda one: group_of(model, one.cell))
    return [_head(books, side, held), *(_section(model, books, key, name, list(own)) for name, own in sections)]


def _head(books: Books, side: Side, held: list[Concession], inside: Inside | None = None) -> Row:
    """The sum is counted in one chain: it is not always that of the lines below."""
    whole, words = conceded_in_all(books, held), _counted(TITLES[side], held)
    blanks, moves = [plain_cell("")] * 5, plain_cell(str(sum(one.moves for one in held)))
    told = cost_cell(whole, WHY), share_cell(share_of(whole))
    cells = (title(words, party=party_of(side.value), tip=words), *blanks, *told, moves)
    return Row(SIDE + side.value, cells, RowKind.GROUP, always=True, inside=inside)


def _section(model: Model, books: Books, side: str, section: str, held: list[Concession]) -> Row:
    """One section or theme of a side: nothing is counted before it is opened."""
    key, words = f"{side}/{section}", _counted(heading(model, held[0].cell)[1], held)
    inside = Inside(partial(_rows, model, books, held, key, 2))
    return Row(key, (title(words, tip=words),), RowKind.GROUP, group=side, level=1, inside=inside)


def _counted(name: str, held: list[Concession]) -> str:
    moved = sum(one.first != one.now for one in held)
    return f"{name} · {moved} point{'s' if moved > 1 else ''} sur {len(held)}"


def _rows(model: Model, books: Books, held: list[Concession], group: str, level: int) -> list[Row]:
    return [_row(model, books, one, group, level) for one in held]


def _row(model: Model, books: Books, one: Concession, under: str, level: int) -> Row:
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
        group=under,
        level=level,
    )
