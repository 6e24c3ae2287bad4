"""The points of a negotiation: what is asked, offered and retained of each cell, and what separates the sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ..changes import Side
from ..diagnosis import Item
from ..finance.books import Books
from ..finance.cost import cost_between
from ..finance.grants import Gap as Cost
from ..finance.records import Measure
from ..finance.scope import ordered_sections, section_name
from ..model import Model
from ..naming import name_of
from ..negotiation import Position, Topic
from ..positions import Gap, apart, authority_for, is_pending, position_value, section_of, standing_among
from ..problems import Refused
from ..records import Cell, Value, field_of

THEMES = (
    (("indicator_year",), "Objectifs et indicateurs"),
    (("head_office",), "Frais de siège"),
    (("operation_year", "funding_line", "cover_line", "operating_effect"), "Investissements"),
    (("pooling_share",), "Mutualisations"),
    (("topic", "article", "result_clause"), "Clauses et sujets"),
)
"""Where a point that belongs to no section stands."""
ELSEWHERE = "Autres points"


@dataclass(frozen=True, slots=True)
class Point:
    """One cell on which somebody has taken a position; a position that lapsed, was refused or withdrawn is not kept.

    `authority` is the side whose offer is read. `first` and `second` are the values that the two sides stand by: their
    position, else the retained value. `open` while one of them waits for an answer.
    """

    cell: Cell
    authority: Side
    asked: Position | None
    offered: Position | None
    retained: Value
    gap: Gap | None
    open: bool

    @property
    def first(self) -> Value:
        return self.retained if self.asked is None else position_value(field_of(self.cell), self.asked.value)

    @property
    def second(self) -> Value:
        return self.retained if self.offered is None else position_value(field_of(self.cell), self.offered.value)

    @property
    def against(self) -> str:
        """What the gap in euros compares: « demande − offre », or one of them with what is retained."""
        left = "demande" if self.asked is not None else "retenu"
        return f"{left} − {'offre' if self.offered is not None else 'retenu'}"


def point(model: Model, cell: Cell, today: dt.date | None = None) -> Point:
    """What stands on a cell, spoken of or not. Raises `Refused` where the cell does not exist."""
    side, standing = authority_for(model, cell), standing_among(model.where(Position, "cell", str(cell)), today)
    asked, offered = standing.get(Side.MANAGER.value), standing.get(side.value)
    pending = (asked is not None and is_pending(asked)) or (offered is not None and is_pending(offered))
    return Point(cell, side, asked, offered, model.value(cell), apart(cell, asked, offered), pending)


def spoken_of(model: Model) -> list[Cell]:
    """The cells on which somebody took a position, by section in the order of the contract, measures first.

    Items of the diagnosis are no bargain, and what was received on a row that is not there says nothing.
    """
    found: dict[Cell, None] = {}
    for text in dict.fromkeys(one.cell for one in model.all(Position)):
        cell = bargained(text)
        if cell is not None and model.record(cell.kind, cell.row) is not None:
            found[cell] = None
    return in_order(model, found)


def bargained(text: str) -> Cell | None:
    """The cell that an address names, where sides may bargain over it."""
    try:
        cell = Cell.parse(text)
        return cell if cell.kind != Item.kind and field_of(cell).about.negotiable else None
    except Refused:
        return None


def in_order(model: Model, cells: Iterable[Cell]) -> list[Cell]:
    """Cells as people read them: by section in the order of the contract, and inside it as `order_inside` says."""
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(group_of(model, cell), []).append(cell)
    return [cell for key in headings(model) if key in groups for cell in order_inside(model, groups[key])]


def order_inside(model: Model, cells: Iterable[Cell]) -> list[Cell]:
    """The cells of one group: measures first, as their own order says, then year by year what else was spoken of."""
    places: dict[tuple[bool, int, int, str], list[Cell]] = {}
    for cell in cells:
        places.setdefault(_place(model, cell), []).append(cell)
    return [cell for place in sorted(places) for cell in _told_apart(model, places[place])]


def _place(model: Model, cell: Cell) -> tuple[bool, int, int, str]:
    record = model.record(cell.kind, cell.row)
    if isinstance(record, Measure):
        return False, record.year, record.order, record.id
    return True, getattr(record, "year", None) or 0, 0, cell.kind


def _told_apart(model: Model, cells: list[Cell]) -> list[Cell]:
    """Those of one place, by what they are about; the address parts those that read alike, so that all copies agree."""
    return sorted(cells, key=lambda cell: (subject(model, cell), str(cell))) if len(cells) > 1 else cells


def headings(model: Model) -> list[str]:
    """The keys of all the groups in which a point may stand, in their order."""
    return [*(section.id for section in ordered_sections(model)), *(title for _, title in THEMES), ELSEWHERE]


def heading(model: Model, cell: Cell) -> tuple[str, str]:
    """The group of a point: the id of its section with its name, or a theme, which is its own key."""
    section = section_of(model, cell)
    if section is not None:
        return section.id, section_name(model, section)
    theme = theme_of(cell)
    return theme, theme


def group_of(model: Model, cell: Cell) -> str:
    """The key of the group of a point alone: nobody asks for its name."""
    section = section_of(model, cell)
    return theme_of(cell) if section is None else section.id


def theme_of(cell: Cell) -> str:
    """The theme of a point of the whole contract."""
    return next((title for kinds, title in THEMES if cell.kind in kinds), ELSEWHERE)


def subject(model: Model, cell: Cell) -> str:
    """What a point is about, inside its group: « Rebasage de la veille de nuit », « Taux d’actualisation 2027 »."""
    record = model.record(cell.kind, cell.row)
    if record is None:
        return field_of(cell).label
    label, year = getattr(record, "label", ""), getattr(record, "year", None)
    if label or isinstance(record, Topic):
        return str(label or name_of(model, record))
    field = field_of(cell).label
    if section_of(model, cell) is None:
        return f"{field}, {name_of(model, record)}"
    code = getattr(record, "code", "")
    return " ".join(str(part) for part in (field, year, code) if part)


def cost(books: Books, of: Point) -> Cost | None:
    """What the demand costs more than the offer, laid on the accord; None where the two sides stand by one value."""
    first, second = of.first, of.second
    return None if first == second else cost_between(books, {of.cell: first}, {of.cell: second})


def cost_of_all(books: Books, points: Iterable[Point]) -> Cost:
    """The same for several points together, in one chain."""
    held = [one for one in points if one.first != one.second]
    return cost_between(books, {one.cell: one.first for one in held}, {one.cell: one.second for one in held})

