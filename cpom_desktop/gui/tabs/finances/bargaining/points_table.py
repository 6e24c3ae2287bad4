"""« Points »: what each side says of every negotiable cell, what is retained, and what separates them in euros."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import partial

from .....core.bargaining.bargain import Bargain, Group
from .....core.bargaining.points import Point
from .....core.contract import Grant, Section
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
        self._dotations: dict[str, int | None] = {}
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
        told_against = self._moved_dotations(books)
        kept, self._kept = self._kept, {}
        for group in bargain.groups:
            held = kept.get(group.key)
            if held is None or held.group is not group or not moved.isdisjoint(group.sections):
                held = self._new(group, books, held)
            elif told_against:
                held.follow(told_against)
            self._kept[group.key] = held
        rows = [held.row for held in self._kept.values()]
        folded = frozenset(row.key for row in rows) if len(bargain.points) > MANY else frozenset[str]()
        return Content(NAME, columns(model), (*rows, _total(bargain)), folded)

    def _moved_dotations(self, books: Books) -> set[str]:
        """The DGCs whose dotation over the contract is another one than when the rows were told."""
        before = self._dotations
        self._dotations = {one.id: books.reference((one.id,))[1].cents for one in books.model.all(Grant)}
        return {grant for grant, cents in self._dotations.items() if before.get(grant, cents) != cents}

    def _new(self, group: Group, books: Books, held: _Kept | None) -> _Kept:
        for section in group.sections:
            books.trajectory(section)  # the next time, what moved is told from what was not known
        return _Kept(group, books.model, self._rows_of, held)

    def _rows_of(self, kept: _Kept) -> list[Row]:
        """The rows of a group that is opened: of the contract as it stands now, however long ago the group was made."""
        assert self._made is not None, "a group is made with its table"
        return kept.rows(self._made)


class _Kept:
    """The rows of one group, those that the one `before` had made being taken over."""

    def __init__(self, group: Group, model: Model, make: Callable[[_Kept], list[Row]], before: _Kept | None) -> None:
        self.group, self._make = group, make
        count = sum(one.open for one in group.points)
        words = f"{group.name} · {points_in_words(count)}" if count else group.name
        self._key, self._title = GROUP + group.key, (title(words),)
        sections = (model.find(Section, section) for section in group.sections)
        self._grants = {one.dgc for one in sections if one is not None and one.dgc is not None}
        self._made: list[PointRow] | None = None
        self._before = {one.point.cell: one for one in before._made} if before is not None and before._made else {}
        self.row = self._new_row()

    def follow(self, moved: Set[str]) -> None:
        """Make another row where the dotations that the shares of its rows are told of have moved.

        The same while its rows are not made: they will tell the contract as it stands when the group is opened.
        """
        if self._made is not None and not moved.isdisjoint(self._grants):
            self.row = self._new_row()

    def _new_row(self) -> Row:
        return Row(self._key, self._title, RowKind.GROUP, inside=Inside(partial(self._make, self)))

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
