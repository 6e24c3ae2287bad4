"""The row of one point: what each side says, what is retained, what separates them, and what describes a measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .....core.bargaining.points import Point, cost, subject
from .....core.bargaining.preconditions import Precondition, preconditions
from .....core.changes import Side
from .....core.finance.books import Books
from .....core.finance.grants import Gap as Cost
from .....core.finance.records import Measure
from .....core.model import Model
from .....core.negotiation import Package
from .....core.periods import format_day
from .....core.positions import lapsed, position_value
from .....core.records import Cell, field_of, fields_of
from ....grid import Align, GridCell, Row, status
from ....theme import Status, party_of
from ...positions import Table, is_text, on_table, spoken
from ..cells import Reading, shown_text
from .words import cost_cell, difference_cell, share_cell, share_of, unit_of, value_cell

POINT = "point/"
COST, SHARE = 6, 7
"""The columns that move with the chain of the section, and with the dotations of all; the others with the point."""
BLANK = GridCell(plain=True)
CHOICES = fields_of(Measure)["nature"].about.choices
NATURES = {
    "rebasage": "Rebasage",
    "nouvelle": "Mesure nouvelle",
    "economie": "Économie",
    "transfert": "Transfert",
    "cnr": "CNR",
}
WHY_SIDE = "La position d’une partie se pose avec «\u00a0Modifier la position\u00a0» (Maj+F2)."
WHY_COST = "Cet effet est calculé\u00a0: les deux valeurs sont posées sur l’accord, et les dotations comparées."


@dataclass(frozen=True, slots=True)
class Told:
    """What the rows of every group show of the whole negotiation: its packages, the préalables of each side."""

    packages: tuple[Package, ...]
    asked: tuple[Precondition, ...]

    @classmethod
    def of(cls, model: Model) -> Told:
        """Those of a contract."""
        return cls(tuple(model.all(Package)), tuple(one for side in Side for one in preconditions(model, side)))

    def on(self, cell: Cell) -> Sequence[Precondition]:
        """The préalables that a point is."""
        return [one for one in self.asked if one.cell == cell]


@dataclass(frozen=True, slots=True)
class PointRow:
    """A row with what it was made from: its point, the cost that it tells, the share as `share_of` rounds it."""

    point: Point
    row: Row
    cost: Cost | None
    share: int | None


class PointRows:
    """Makes the rows of the points of one contract as it stands."""

    def __init__(self, reading: Reading, books: Books, told: Told) -> None:
        self._reading, self._books, self._told = reading, books, told

    def row(self, group: str, one: Point) -> PointRow:
        """The row of a point, made anew."""
        cell, model = one.cell, self._reading.retained
        record = model.record(cell.kind, cell.row)
        measure = record if isinstance(record, Measure) else None
        found, table = cost(self._books, one), on_table(model, cell, self._reading.today)
        cells = (
            _name(model, cell, measure),
            GridCell(unit_of(cell), plain=True, muted=True),
            self._said(one, Side.MANAGER),
            self._said(one, one.authority),
            self._retained(one, table),
            replace(difference_cell(cell, one.gap.difference if one.gap is not None else None), muted=not one.open),
            *_told(one, found, share_of(found)),
            self._status(one, table),
            self._package(one),
            self._precondition(one),
            *_description(measure),
        )
        return PointRow(one, Row(f"{POINT}{cell}", cells, group=group, level=1), found, share_of(found))

    def again(self, held: PointRow) -> PointRow:
        """The row of a point that stands as it stood, while the chains of its section moved: its cost may have."""
        found = cost(self._books, held.point)
        return _retold(held, found, share_of(found))

    def shared(self, held: PointRow) -> PointRow:
        """The row of a point whose cost did not move, beside the dotations of now: its share may have."""
        if held.cost is None:
            return held
        share = share_of(held.cost, self._books.reference(held.cost.against)[1])
        return held if share == held.share else _retold(held, held.cost, share)

    def _said(self, one: Point, side: Side) -> GridCell:
        position = one.asked if side is Side.MANAGER else one.offered
        if position is None:
            return self._lapsed(one, side)
        value = position_value(field_of(one.cell), position.value)
        return value_cell(one.cell, value, party_of(side.value), WHY_SIDE, position.argument)

    def _lapsed(self, one: Point, side: Side) -> GridCell:
        """An offer past its validity is still there, and no offer any more."""
        gone = lapsed(self._reading.retained, one.cell, side, self._reading.today)
        if gone is None:
            return GridCell("", why=WHY_SIDE, link=one.cell)
        value = position_value(field_of(one.cell), gone.value)
        words = f"Échue depuis le {format_day(gone.valid_until)}"
        made = value_cell(one.cell, value, None, WHY_SIDE, words)
        return replace(made, muted=True, italic=True, spoken=words)

    def _retained(self, one: Point, table: Table) -> GridCell:
        cell, text = one.cell, shown_text(one.cell, one.retained)
        words = is_text(cell)
        return GridCell(
            text, cell, one.retained, marker=table.marker, spoken=spoken(table), tip=text if words else "",
            conflict=cell in self._reading.conflicts, align=Align.LEFT if words else None,
        )

    def _status(self, one: Point, table: Table) -> GridCell:
        if table.status is not None:
            return status(table.status)
        return status(Status.EMPTY) if one.retained in (None, "") else BLANK

    def _package(self, one: Point) -> GridCell:
        keys = [said.package for said in (one.asked, one.offered) if said is not None and said.package]
        if not keys:
            return BLANK
        found = [package for key in keys if (package := self._reading.retained.find(Package, key)) is not None]
        return GridCell(", ".join(dict.fromkeys(item.code or item.name for item in found)), plain=True,
                        tip=", ".join(dict.fromkeys(item.name for item in found)))

    def _precondition(self, one: Point) -> GridCell:
        """« n° 1 » on the point that is one; « sous n° 1 » on another point of a party that waits for its own."""
        own = self._told.on(one.cell)
        if own:
            words = ", ".join(f"n°\u00a0{asked.number}{'' if asked.open else ', réglé'}" for asked in own)
            return GridCell(words, plain=True, tip=f"Préalable {words}")
        if not one.open:
            return BLANK
        parties = {said.party for said in (one.asked, one.offered) if said is not None}
        under = [asked for asked in self._told.asked if asked.open and asked.party.value in parties]
        if not under:
            return GridCell(plain=True, muted=True)
        numbers = ", ".join(f"n°\u00a0{asked.number}" for asked in under)
        return GridCell(f"sous {numbers}", plain=True, muted=True, tip=f"Sous réserve du préalable {numbers}")


def _retold(held: PointRow, found: Cost | None, share: int | None) -> PointRow:
    cells = (*held.row.cells[:COST], *_told(held.point, found, share), *held.row.cells[SHARE + 1:])
    row = held.row if cells == held.row.cells else replace(held.row, cells=cells)
    return PointRow(held.point, row, found, share)


def _told(one: Point, found: Cost | None, share: int | None) -> tuple[GridCell, GridCell]:
    """What separates the sides on a point, in euros and as a share; muted once it waits for nothing."""
    told = cost_cell(found, f"{WHY_COST} Ici\u00a0: {one.against}."), share_cell(share)
    return told if one.open else (replace(told[0], muted=True), replace(told[1], muted=True))


def _name(model: Model, cell: Cell, measure: Measure | None) -> GridCell:
    if measure is not None:
        return GridCell(measure.label, measure.at("label"), measure.label, link=cell)
    return GridCell(subject(model, cell), plain=True, link=cell)


def _description(measure: Measure | None) -> tuple[GridCell, GridCell, GridCell]:
    if measure is None:
        return BLANK, BLANK, BLANK
    return (
        GridCell(NATURES[measure.nature], measure.at("nature"), measure.nature, choices=CHOICES),
        GridCell(str(measure.year), measure.at("year"), measure.year),
        GridCell(format_day(measure.opening), measure.at("opening"), measure.opening),
    )
