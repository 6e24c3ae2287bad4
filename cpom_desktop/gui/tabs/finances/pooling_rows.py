"""« Mutualisations »: each pooled function, its services before and after, what it saves inside and outside the DGC."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from ....core.contract import Section
from ....core.finance.figure import Figure
from ....core.finance.pooling import Saving, saved, saving
from ....core.finance.pooling_records import Pooling, PoolingShare
from ....core.finance.scope import ordered_sections, section_name
from ....core.identifiers import natural_record
from ....core.money import format_amount
from ....core.problems import Problem
from ....core.records import Record
from ...grid import Align, Column, Content, GridCell, Row, RowKind, title
from .cells import Reading, computed
from .lines import Made, Values, empty_line, entry, identified, natural_cell, new_values
from .listing import key_of, next_order, record_cell

COLUMNS = (
    Column("title", "Mutualisation", "section", Align.LEFT, least=168, stretch=True),
    Column("code", "Code", align=Align.LEFT, least=48),
    Column("about", "Fonction", "usage de l’économie", Align.LEFT, least=120),
    Column("detail", "Début", "précision", Align.LEFT, least=104),
    Column("posts_before", "ETP", "avant", least=48),
    Column("posts_after", "ETP", "après", least=48),
    Column("cost_before", "Coût avant", "euros"),
    Column("cost_after", "Coût après", "euros"),
    Column("saving", "Économie", "annuelle, euros"),
    Column("measure", "Mesure", "de la trajectoire", Align.LEFT, least=88),
)
POOLING = {"title": "name", "code": "code", "about": "function", "detail": "start"}
SHARE = {"about": "use", "detail": "use_text", "measure": "measure",
         **{name: name for name in ("posts_before", "posts_after", "cost_before", "cost_after", "saving")}}
"""The field of a mutualisation, and of one of its parts, by column."""
NEW_POOLING, NEW_SHARE = "Nouvelle mutualisation", "Nouvelle section"
FROM_COSTS = "Coût avant − coût après\u202f; une valeur saisie le remplace."
SUMS = (("inside", "Économie dans la DGC"), ("outside", "Économie hors DGC"), ("whole", "Économie totale"))


def content(reading: Reading, contract: str, new_id: Callable[[], str]) -> Content:
    """Every mutualisation with its sections, its sums, and the lines of new ones."""
    model, rows = reading.shown, list[Row]()
    found = sorted(model.all(Pooling), key=lambda one: (one.order, one.code, one.name, one.id))
    for pooling in found:
        rows += _pooling(reading, contract, pooling)
    cells = {column: entry(model, Pooling, field) for column, field in POOLING.items()}
    fill = _new_pooling(found, new_id)
    rows.append(empty_line("mutualisations/nouvelle", NEW_POOLING, COLUMNS, cells, fill, level=0))
    return Content("finances/mutualisations", COLUMNS, tuple(rows))


def _pooling(reading: Reading, contract: str, pooling: Pooling) -> list[Row]:
    model, key, places = reading.shown, key_of(pooling), _places(reading)
    shares = model.where(PoolingShare, "pooling", pooling.id)
    known = sorted(shares, key=lambda row: (places.get(row.section, len(places)), row.id))
    cells = (_typed(reading, pooling, POOLING.get(column.key, "")) for column in COLUMNS)
    return [
        Row(key, tuple(cells), RowKind.STRONG),
        *(_share(reading, row, key) for row in known),
        _blank_share(reading, contract, pooling, key),
        *_sums(saving(model, pooling), key),
    ]


def _places(reading: Reading) -> dict[str, int]:
    return {section.id: at for at, section in enumerate(ordered_sections(reading.shown))}


def _typed(reading: Reading, record: Record, field: str) -> GridCell:
    """A field of the record, left as the words around it; a day too, since a precision stands below it."""
    if not field:
        return title("")
    cell = natural_cell(reading, record, field)
    return replace(cell, align=Align.LEFT) if field == "start" else cell


def _share(reading: Reading, row: PoolingShare, group: str) -> Row:
    section = reading.shown.find(Section, row.section)
    name = section_name(reading.shown, section) if section is not None else "Section supprimée"
    cells = [_typed(reading, row, SHARE.get(column.key, "")) for column in COLUMNS]
    cells[0] = title(name)
    at = [column.key for column in COLUMNS].index("saving")
    cells[at] = _saving(cells[at], saved(row, name))
    return Row(key_of(row), tuple(cells), group=group, level=1)


def _saving(cell: GridCell, figure: Figure) -> GridCell:
    """What is typed; while nothing is, what both costs leave."""
    if cell.value is not None or figure.cents is None:
        return cell
    return replace(cell, text=format_amount(figure.cents), italic=True, tip=FROM_COSTS, link=figure)


def _sums(held: Saving, group: str) -> Iterator[Row]:
    """The saving of each side of the DGC, then the whole."""
    for name, words in SUMS:
        figure: Figure = getattr(held, name)
        cells = (computed(figure) if column.key == "saving" else title("") for column in COLUMNS[1:])
        kind = RowKind.TOTAL if name == "whole" else RowKind.PLAIN
        yield Row(f"{group}/{name}", (title(words), *cells), kind, group, level=0 if name == "whole" else 1)


def _new_pooling(found: Sequence[Pooling], new_id: Callable[[], str]) -> Callable[[Values], Made]:
    ranks = count(next_order(found))

    def fill(values: Values) -> Made:
        made = Pooling(id=new_id(), order=next(ranks))
        return new_values(made, {POOLING[column]: value for column, value in values.items()})

    return fill


def _blank_share(reading: Reading, contract: str, pooling: Pooling, group: str) -> Row:
    """The line where a section joins; it is chosen in the list of those of the contract."""
    chosen = record_cell(reading, PoolingShare(id=""), "section")
    cells = {column: entry(reading.shown, PoolingShare, field) for column, field in SHARE.items()}
    cells["title"] = GridCell(reader=chosen.reader, choices=chosen.choices, align=Align.LEFT)
    held = {row.section for row in reading.shown.where(PoolingShare, "pooling", pooling.id)}

    def fill(values: Values) -> Made:
        section = values.get("title")
        if section is None:
            return Problem("La section concernée se choisit d’abord.")
        if section in held:
            return Problem("Cette section figure déjà dans la mutualisation.")
        made = natural_record(PoolingShare, contract, pooling=pooling.id, section=section)
        given = {SHARE[column]: value for column, value in values.items() if column != "title"}
        return identified(made, given or {"posts_before": None}, "section")

    return empty_line(f"{group}/nouvelle", NEW_SHARE, COLUMNS, cells, fill, group)
