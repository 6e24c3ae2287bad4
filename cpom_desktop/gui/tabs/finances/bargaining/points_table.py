"""« Points »: what each side says of every negotiable cell, what is retained, and what separates them in euros."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from .....core.bargaining.points import Point, cost, cost_of_all, heading, point, spoken_of, subject
from .....core.bargaining.preconditions import Precondition, preconditions
from .....core.changes import Side
from .....core.contract import Section
from .....core.finance.books import Books
from .....core.finance.grants import over_years
from .....core.finance.records import Measure
from .....core.finance.scope import ordered_sections, section_name
from .....core.finance.touched import touched
from .....core.model import Model
from .....core.negotiation import Package, Position
from .....core.overlay import View
from .....core.periods import format_day
from .....core.positions import lapsed, position_value
from .....core.records import Cell, field_of, fields_of
from ....grid import Align, Column, Content, GridCell, Inside, Row, RowKind, status, title
from ....theme import Party, Status, party_of
from ...positions import is_text, on_table
from ..cells import Reading, typed
from ..kept import KeptRows
from .words import (
    cost_cell,
    difference_cell,
    points_in_words,
    share_cell,
    span_of,
    unit_of,
    value_cell,
)

NAME = "finances/points"
POINT, GROUP = "point/", "points/"
NATURES = {
    "rebasage": "Rebasage",
    "nouvelle": "Mesure nouvelle",
    "economie": "Économie",
    "transfert": "Transfert",
    "cnr": "CNR",
}
WHY_SIDE = "La position d’une partie se pose avec «\u00a0Modifier la position\u00a0» (Maj+F2)."
WHY_COST = "Cet effet est calculé\u00a0: les deux valeurs sont posées sur l’accord, et les dotations comparées."
MANY = 60
"""Beyond so many rows the groups are folded until the user opens them: a folded group computes nothing."""


def columns(model: Model) -> tuple[Column, ...]:
    """What one reads first stands first; what describes a measure stands last."""
    span = span_of(model)
    return (
        Column("title", "Point", "montants en année pleine", Align.LEFT, least=176, stretch=True),
        Column("unit", "Unité", align=Align.LEFT, least=64),
        Column("asked", "Demande", party=Party.MANAGER),
        Column("offered", "Offre", party=Party.AUTHORITY),
        Column("retained", "Retenu", party=Party.ACCORD),
        Column("gap", "Écart", "demande − offre"),
        Column("cost", "Sur la durée", f"euros, {span}"),
        Column("share", "Part", "% de la DGC"),
        Column("status", "Statut", align=Align.LEFT, least=112),
        Column("package", "Lot", align=Align.LEFT, least=48),
        Column("precondition", "Préalable", align=Align.LEFT, least=72),
        Column("nature", "Nature", align=Align.LEFT, least=96),
        Column("year", "Année", align=Align.CENTRE),
        Column("opening", "Ouverture", align=Align.CENTRE),
    )


def cells_of(model: Model) -> list[tuple[str, str, list[Cell]]]:
    """The points by group: its key, its title, its cells; every measure is a point, spoken of or not."""
    spoken = spoken_of(model)
    grouped = {key: (name, cells) for key, name, cells in _by_heading(model, spoken)}
    result = []
    for section in ordered_sections(model):
        name, said = grouped.pop(section.id, (section_name(model, section), []))
        measures = sorted(model.where(Measure, "section", section.id), key=lambda one: (one.year, one.order, one.id))
        amounts = [one.at("cents") for one in measures]
        cells = [*amounts, *(cell for cell in said if cell not in set(amounts))]
        if cells:
            result.append((section.id, name, cells))
    return [*result, *((key, name, cells) for key, (name, cells) in grouped.items())]


def _by_heading(model: Model, cells: Sequence[Cell]) -> Iterator[tuple[str, str, list[Cell]]]:
    for (key, name), held in groupby(cells, key=lambda cell: heading(model, cell)):
        yield key, name, list(held)


class PointsTable:
    """The table, its groups kept until something that they show has changed."""

    def __init__(self) -> None:
        self._kept = KeptRows()

    def content(self, reading: Reading, books: Books) -> Content:
        """Every point by group, and what separates the sides on all that is open."""
        model = reading.retained
        groups = cells_of(model)
        asked = {side: preconditions(model, side) for side in Side}
        rows = []
        held = {cell: point(model, cell, reading.today) for _, _, cells in groups for cell in cells}
        for key, name, cells in groups:
            points = [held[cell] for cell in cells]
            sections = _concerned(books, points)
            figures = [year for section in sections for year in books.trajectory(section.id)]
            sources = [*figures, *_said(model, points, asked)]
            make = _Group(reading, books, key, name, points, asked).row
            rows.append(self._kept.row(key, (name, _dotations(books, sections)), sources, reading, View.ACCORD, make))
        total = _total(books, list(held.values()))
        folded = frozenset(row.key for row in rows) if len(held) > MANY else frozenset[str]()
        return Content(NAME, columns(model), (*rows, total), folded)


def _concerned(books: Books, points: Sequence[Point]) -> list[Section]:
    """The sections on which the effect of some points is counted: a transfer moves two, a quota of the siège all."""
    found = touched(books.model, books.model, [one.cell[:2] for one in points])
    return [section for section, _ in books.sections if found.everything or section.id in found.trajectories]


def _dotations(books: Books, sections: Sequence[Section]) -> list[int | None]:
    """What a share is a share of: it moves with sections that the points themselves do not touch."""
    keys = dict.fromkeys(section.dgc for section in sections if section.dgc is not None)
    return [over_years(books.grant(key)).cents for key in keys]


def _said(model: Model, points: Sequence[Point], asked: dict[Side, list[Precondition]]) -> list[object]:
    """All that the rows of a group show beside figures: a change of one of these makes them again."""
    found: list[object] = [*model.all(Package)]
    for one in points:
        found += [model.record(*one.cell[:2]), *model.where(Position, "cell", str(one.cell))]
    found += [one.position for held in asked.values() for one in held]
    return found


class _Group:
    """The rows of one section or theme."""

    def __init__(
        self, reading: Reading, books: Books, key: str, name: str, points: Sequence[Point],
        asked: dict[Side, list[Precondition]],
    ) -> None:
        self._reading, self._books, self._key, self._name = reading, books, key, name
        self._points, self._asked = points, asked

    def row(self) -> Row:
        count = sum(one.open for one in self._points)
        words = f"{self._name} · {points_in_words(count)}" if count else self._name
        return Row(GROUP + self._key, (title(words),), RowKind.GROUP, inside=Inside(self._rows))

    def _rows(self) -> list[Row]:
        return [self._row(one) for one in self._points]

    def _row(self, one: Point) -> Row:
        cell, model = one.cell, self._reading.retained
        record = model.record(cell.kind, cell.row)
        measure = record if isinstance(record, Measure) else None
        found = cost(self._books, one)
        return Row(
            f"{POINT}{cell}",
            (
                _name(model, cell, measure),
                GridCell(unit_of(cell), plain=True, muted=True),
                self._said(one, Side.MANAGER),
                self._said(one, one.authority),
                self._retained(cell),
                *(replace(made, muted=not one.open) for made in (
                    difference_cell(cell, one.gap.difference if one.gap is not None else None),
                    cost_cell(found, f"{WHY_COST} Ici\u00a0: {one.against}."),
                    share_cell(found),
                )),
                self._status(one),
                self._package(one),
                self._precondition(one),
                *_description(measure),
            ),
            group=GROUP + self._key,
            level=1,
        )

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

    def _retained(self, cell: Cell) -> GridCell:
        made = typed(self._reading, cell)
        if not is_text(cell):
            return made
        return GridCell(
            made.text, made.address, made.value, marker=made.marker, spoken=made.spoken, conflict=made.conflict,
            tip=made.text, align=Align.LEFT,
        )

    def _status(self, one: Point) -> GridCell:
        found = on_table(self._reading.retained, one.cell, self._reading.today).status
        if found is not None:
            return status(found)
        return status(Status.EMPTY) if one.retained in (None, "") else GridCell(plain=True)

    def _package(self, one: Point) -> GridCell:
        keys = [said.package for said in (one.asked, one.offered) if said is not None and said.package]
        found = [package for key in keys if (package := self._reading.retained.find(Package, key)) is not None]
        return GridCell(", ".join(dict.fromkeys(item.code or item.name for item in found)), plain=True,
                        tip=", ".join(dict.fromkeys(item.name for item in found)))

    def _precondition(self, one: Point) -> GridCell:
        """« n° 1 » on the point that is one; « sous n° 1 » on another point of a party that waits for its own."""
        own = [asked for held in self._asked.values() for asked in held if asked.cell == one.cell]
        if own:
            words = ", ".join(f"n°\u00a0{asked.number}{'' if asked.open else ', réglé'}" for asked in own)
            return GridCell(words, plain=True, tip=f"Préalable {words}")
        if not one.open:
            return GridCell(plain=True)
        parties = {said.party for said in (one.asked, one.offered) if said is not None}
        held = [asked for party in self._asked.values() for asked in party]
        under = [asked for asked in held if asked.open and asked.party.value in parties]
        numbers = ", ".join(f"n°\u00a0{asked.number}" for asked in under)
        return GridCell(f"sous {numbers}" if under else "", plain=True, muted=True,
                        tip=f"Sous réserve du préalable {numbers}" if under else "")


def _name(model: Model, cell: Cell, measure: Measure | None) -> GridCell:
    if measure is not None:
        return GridCell(measure.label, measure.at("label"), measure.label, link=cell)
    return GridCell(subject(model, cell), plain=True, link=cell)


def _description(measure: Measure | None) -> tuple[GridCell, GridCell, GridCell]:
    if measure is None:
        return GridCell(plain=True), GridCell(plain=True), GridCell(plain=True)
    choices = fields_of(Measure)["nature"].about.choices
    return (
        GridCell(NATURES[measure.nature], measure.at("nature"), measure.nature, choices=choices),
        GridCell(str(measure.year), measure.at("year"), measure.year),
        GridCell(format_day(measure.opening), measure.at("opening"), measure.opening),
    )


def _total(books: Books, points: Sequence[Point]) -> Row:
    """What separates the sides on all the points that are open, counted together in one chain."""
    waiting = [one for one in points if one.open]
    whole = cost_of_all(books, waiting)
    words = f"Écart demande − offre, {points_in_words(len(waiting))}" if waiting else "Aucun point ouvert"
    blanks = [GridCell(plain=True) for _ in range(5)]
    rest = [GridCell(plain=True) for _ in range(6)]
    cells = (title(words), *blanks, cost_cell(whole if waiting else None, WHY_COST), share_cell(whole), *rest)
    return Row("gap", cells, RowKind.GAP)

