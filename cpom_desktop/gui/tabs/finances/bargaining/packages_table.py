"""« Lots liés »: each package with its positions, what each and the whole cost by year, and who has said yes."""

from __future__ import annotations

from functools import partial

from .....core.bargaining.packages import Linked, linked_positions, member_cost, package_cost
from .....core.bargaining.points import heading, in_order, subject
from .....core.changes import Side
from .....core.finance.books import Books
from .....core.finance.grants import Gap as Cost
from .....core.finance.scope import contract_years
from .....core.model import Model
from .....core.negotiation import Position
from .....core.records import Cell, Value, field_of
from ....grid import Align, Column, Content, GridCell, Inside, Row, RowKind, status
from ....theme import party_of
from ..cells import Reading, computed
from .words import (
    PACKAGE_FATES,
    cost_cell,
    muted_cell,
    party_cell,
    plain_cell,
    share_cell,
    share_of,
    sides_in_words,
    span_of,
    unit_of,
    value_cell,
)

NAME = "finances/lots"
PACKAGE = "package/"
WHY = "Cet effet est calculé\u00a0: le lot est posé sur l’accord, et les dotations comparées."
WHY_ACCEPTED = "Lot accepté\u00a0: l’effet est celui de ses mesures, contre le contrat sans elles."
MANY = 60
"""Beyond so many positions the packages are folded until the user opens them."""


def columns(model: Model) -> tuple[Column, ...]:
    """The effect over the life of the contract and what has become of it; then, beyond the volet, each year."""
    return (
        Column("title", "Lot et positions", align=Align.LEFT, least=220, stretch=True),
        Column("party", "Partie", align=Align.LEFT, least=96),
        Column("value", "Valeur"),
        Column("unit", "Unité", align=Align.LEFT, least=64),
        Column("cost", span_of(model), "effet, euros"),
        Column("share", "Part", "% DGC", least=56),
        Column("status", "Statut", align=Align.LEFT, least=112),
        Column("agreed", "Accord de", align=Align.LEFT, least=96),
        *(Column(str(year), str(year), "effet, euros") for year in contract_years(model)),
    )


def content(reading: Reading, books: Books) -> Content:
    """Every package, those that wait first."""
    model, found = reading.retained, linked_positions(reading.retained, reading.today)
    rows = [_head(model, books, one, Inside(partial(_members, model, books, one))) for one in found]
    many = sum(len(one.members) for one in found) > MANY
    folded = frozenset(row.key for row in rows) if many else frozenset[str]()
    return Content(NAME, columns(model), tuple(rows), folded)


def _members(model: Model, books: Books, one: Linked) -> list[Row]:
    """Its positions in the order of the points; what no side negotiates is no point, and stands after the others."""
    rank = {cell: at for at, cell in enumerate(in_order(model, (cell for cell, _ in one.said)))}
    held = ((position, *said) for position, said in zip(one.members, one.said, strict=True))
    ordered = sorted(held, key=lambda member: (not field_of(member[1]).about.negotiable, rank[member[1]]))
    return [_member(model, books, one, *member) for member in ordered]


def _head(model: Model, books: Books, one: Linked, inside: Inside) -> Row:
    package = one.package
    name = " · ".join(part for part in (package.code, package.name) if part) or "Lot sans nom"
    first = Cell.parse(one.members[0].cell) if one.members else None
    blanks, cost, why = [plain_cell("")] * 3, package_cost(books, one), _why(one)
    fate, agreed = status(PACKAGE_FATES[one.fate], one.fate.value), plain_cell(_agreement(one))
    cells = (GridCell(name, plain=True, tip=package.name, link=first), *blanks, *_whole(cost, why), fate, agreed,
             *_yearly(model, cost, why))
    return Row(f"{PACKAGE}{package.id}", cells, RowKind.GROUP, always=True, inside=inside)


def _member(model: Model, books: Books, one: Linked, position: Position, cell: Cell, value: Value) -> Row:
    words, group = f"{subject(model, cell)}, {heading(model, cell)[1]}", f"{PACKAGE}{one.package.id}"
    cost, why = member_cost(books, one, cell, value), _why(one)
    return Row(
        f"{group}/{position.id}",
        (
            GridCell(words, plain=True, link=cell, tip=words),
            party_cell(Side(position.party)),
            value_cell(cell, value, party_of(position.party), tip=position.argument),
            muted_cell(unit_of(cell)),
            *_whole(cost, why),
            plain_cell(""),
            plain_cell(""),
            *_yearly(model, cost, why),
        ),
        group=group,
        level=1,
    )


def _whole(cost: Cost, why: str) -> tuple[GridCell, GridCell]:
    return cost_cell(cost, why), share_cell(share_of(cost))


def _yearly(model: Model, cost: Cost, why: str) -> list[GridCell]:
    by_year = dict(cost.years)
    return [
        GridCell("–", muted=True, why=why) if (figure := by_year.get(year)) is None or figure.cents == 0
        else computed(figure, why, sign=True)
        for year in contract_years(model)
    ]


def _why(one: Linked) -> str:
    return WHY_ACCEPTED if one.fate.name == "ACCEPTED" else WHY


def _agreement(one: Linked) -> str:
    """« l’autorité ; attend le gestionnaire », or the decision that closed it."""
    if one.decision is not None:
        return one.decision.number or "décision"
    agreed, awaited = sides_in_words(one.agreed), sides_in_words(one.awaited)
    return "\u202f; ".join(part for part in (agreed, f"attend {awaited}" if awaited else "") if part)
