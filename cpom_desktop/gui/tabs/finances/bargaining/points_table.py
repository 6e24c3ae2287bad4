"""« Points »: what each side says of every negotiable cell, what is retained, and what separates them in euros."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from .....core.bargaining.bargain import Bargain, Group
from .....core.bargaining.points import Point
from .....core.contract import Section
from .....core.finance.books import Books
from .....core.model import Model
from ....grid import Align, Column, Content, Inside, Row, RowKind, title
from ....theme import Party
from ..cells import Reading
from .point_row import BLANK, WHY_COST, PointRow, PointRows, Told
from .words import cost_cell, points_in_words, share_cell, share_of, span_of

NAME = "finances/points"
GROUP = "points/"
MANY = 60
"""Beyond so many rows the groups are folded until the user opens them: a folded group computes nothing."""


def columns(model: Model) -> tuple[Column, ...]:
    """What one reads first stands first, as far as the status beside the volet; what describes a measure, last."""
    return (
        Column("title", "Point", "montants en année pleine", Align.LEFT, least=220, stretch=True),
        Column("unit", "Unité", align=Align.LEFT, least=64),
        Column("asked", "Demande", party=Party.MANAGER),
        Column("offered", "Offre", party=Party.AUTHORITY),
        Column("retained", "Retenu", party=Party.ACCORD),
        Column("gap", "Écart"),
        Column("cost", "Sur la durée", f"€, {span_of(model)}"),
        Column("share", "Part", "% DGC", least=56),
        Column("status", "Statut", align=Align.LEFT, least=112),
        Column("package", "Lot", align=Align.LEFT, least=48),
        Column("precondition", "Préalable", align=Align.LEFT, least=72),
        Column("nature", "Nature", align=Align.LEFT, least=96),
        Column("year", "Année", align=Align.CENTRE),
        Column("opening", "Ouverture", align=Align.CENTRE),
    )


class PointsTable:
    """The table, its groups kept until something that they show has changed."""

    def __init__(self) -> None:
        self._bargain: Bargain | None = None
        self._told: tuple[object, ...] = ()
        self._kept: dict[str, _Kept] = {}
        self._made: PointRows | None = None

    def content(self, reading: Reading, books: Books) -> Content:
        """Every point by group, and what separates the sides on all that is open."""
        model, today, before = reading.retained, reading.today, self._bargain
        bargain = self._bargain = before.after(books, today) if before else Bargain.of(books, today)
        told = Told.of(model)
        if self._told != (about := (told, reading.conflicts, today)):
            self._told, self._kept = about, {}
        self._made = PointRows(reading, books, told)
        moved = books.moved(before.books) if before is not None and self._kept else set[str]()
        self._kept = {group.key: self._keeping(group, books, moved) for group in bargain.groups}
        totals = _Totals(books)
        rows = [kept.row(totals) for kept in self._kept.values()]
        folded = frozenset(row.key for row in rows) if len(bargain.points) > MANY else frozenset[str]()
        return Content(NAME, columns(model), (*rows, _total(bargain)), folded)

    def _keeping(self, group: Group, books: Books, moved: set[str]) -> _Kept:
        held = self._kept.get(group.key)
        if held is not None and held.group is group and moved.isdisjoint(group.sections):
            return held
        for section in group.sections:
            books.trajectory(section)  # the next time, what moved is told from what was not known
        return _Kept(group, books.model, self._rows_of, held)

    def _rows_of(self, kept: _Kept) -> list[Row]:
        """The rows of a group that is opened: of the contract as it stands now, however long ago the group was made."""
        assert self._made is not None, "a group is made with its table"
        return kept.rows(self._made)


class _Totals:
    """The dotations of the DGCs over the contract, each read once."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._held: dict[str, int | None] = {}

    def of(self, grant: str) -> int | None:
        if grant not in self._held:
            self._held[grant] = self._books.reference((grant,))[1].cents
        return self._held[grant]


class _Kept:
    """The rows of one group, those that the one `before` had made being taken over."""

    def __init__(self, group: Group, model: Model, make: Callable[[_Kept], list[Row]], before: _Kept | None) -> None:
        self.group, self._make = group, make
        count = sum(one.open for one in group.points)
        words = f"{group.name} · {points_in_words(count)}" if count else group.name
        self._key, self._title = GROUP + group.key, (title(words),)
        sections = (model.find(Section, section) for section in group.sections)
        self._grants = tuple(dict.fromkeys(one.dgc for one in sections if one is not None and one.dgc is not None))
        self._totals: tuple[int | None, ...] | None = None
        self._made: list[PointRow] | None = None
        self._row: Row | None = None
        self._before = {one.point.cell: one for one in before._made} if before is not None and before._made else {}

    def row(self, totals: _Totals) -> Row:
        """The row of the group: another one where the dotations that the shares of its rows are told of have moved.

        The same while its rows are not made: they will tell the contract as it stands when the group is opened.
        """
        before, self._totals = self._totals, tuple(map(totals.of, self._grants))
        if self._row is None or (self._made is not None and before != self._totals):
            self._row = Row(self._key, self._title, RowKind.GROUP, inside=Inside(partial(self._make, self)))
        return self._row

    def rows(self, made: PointRows) -> list[Row]:
        """The rows of its points, as they stand in the contract that `made` tells."""
        if self._made is None:
            self._made = [self._row_of(one, made) for one in self.group.points]
            self._before = {}
        else:
            self._made = [made.shared(one) for one in self._made]
        return [one.row for one in self._made]

    def _row_of(self, one: Point, made: PointRows) -> PointRow:
        """As it was where the point stands as it stood."""
        held = self._before.get(one.cell)
        return made.again(held) if held is not None and held.point is one else made.row(self._key, one)


def _total(bargain: Bargain) -> Row:
    """What separates the sides on all the points that are open, counted together in one chain."""
    count, whole = bargain.open, bargain.cost
    words = f"Écart demande − offre, {points_in_words(count)}" if count else "Aucun point ouvert"
    told = cost_cell(whole if count else None, WHY_COST), share_cell(share_of(whole))
    return Row("gap", (title(words), *[BLANK] * 5, *told, *[BLANK] * 6), RowKind.GAP)
