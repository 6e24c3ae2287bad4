"""« Ordre des échanges »: every move of every party by meeting, with what became of it and who typed it for whom."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby

from .....core.bargaining.moves import Turn, turns
from .....core.bargaining.points import heading, spoken_of, subject
from .....core.changes import Side
from .....core.model import Model
from .....core.negotiation import Package
from .....core.positions import position_value
from .....core.problems import Refused
from .....core.records import field_of
from ....grid import Align, Column, Content, GridCell, Inside, Row, RowKind, status, title
from ....theme import party_of
from ...told import notes_of, typed_words
from ..cells import Reading
from .words import FATES, meeting_words, party_cell, unit_of, value_cell

NAME = "finances/echanges"
COLUMNS = (
    Column("title", "Séance et point", align=Align.LEFT, least=220, stretch=True),
    Column("rank", "Rang", "sur le point"),
    Column("party", "Partie", align=Align.LEFT, least=104),
    Column("value", "Valeur"),
    Column("unit", "Unité", align=Align.LEFT, least=64),
    Column("fate", "Suite", align=Align.LEFT, least=128),
    Column("package", "Lot", align=Align.LEFT, least=40),
    Column("notes", "Préalable, validité", align=Align.LEFT, least=96),
    Column("typed", "Saisie", align=Align.LEFT, least=96),
)
MANY = 200
"""Beyond so many moves the meetings are folded until the user opens them."""


def content(reading: Reading) -> Content:
    """The moves under the meeting in which they were made: the order is kept, so a heading may stand again below."""
    model, rows, times = reading.retained, list[Row](), Counter[str]()
    found = turns(model, spoken_of(model), reading.today)
    for meeting, held in groupby(found, key=lambda turn: turn.meeting):
        own = f"meeting/{meeting.id if meeting is not None else ''}"
        times[own] += 1
        key = own if times[own] == 1 else f"{own}/{times[own]}"
        inside = Inside(partial(_rows, model, list(held), key))
        rows.append(Row(key, (title(meeting_words(meeting)),), RowKind.GROUP, inside=inside))
    folded = frozenset(row.key for row in rows) if len(found) > MANY else frozenset[str]()
    return Content(NAME, COLUMNS, tuple(rows), folded)


def _rows(model: Model, held: list[Turn], group: str) -> list[Row]:
    return [_row(model, turn, group) for turn in held]


def _row(model: Model, turn: Turn, group: str) -> Row:
    position, cell = turn.position, turn.cell
    package = model.find(Package, position.package or "")
    return Row(
        f"move/{position.id}",
        (
            GridCell(words := f"{subject(model, cell)}, {heading(model, cell)[1]}", plain=True, link=cell, tip=words),
            GridCell(str(turn.number), plain=True),
            party_cell(Side(position.party)),
            _value(turn),
            GridCell(unit_of(cell), plain=True, muted=True),
            status(FATES[turn.fate], turn.fate.value),
            GridCell((package.code or package.name) if package is not None else "", plain=True),
            GridCell(notes := notes_of(turn), plain=True, tip=notes),
            GridCell(said := typed_words(turn), plain=True, tip=said),
        ),
        group=group,
        level=1,
    )


def _value(turn: Turn) -> GridCell:
    try:
        value = position_value(field_of(turn.cell), turn.position.value)
    except Refused:
        return GridCell("illisible", muted=True, italic=True, link=turn.cell)
    return value_cell(turn.cell, value, party_of(turn.position.party), tip=turn.position.argument)
