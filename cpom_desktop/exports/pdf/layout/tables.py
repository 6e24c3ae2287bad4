"""Tables of paper: columns as wide as their figures, words sharing the rest, heads repeated, tall rows cut."""

from __future__ import annotations

import re
from typing import Any

from .. import fonts
from ..dto import Facts, Look, Row, Sort, Table
from .ink import (
    CELL,
    CELL_HEAD,
    CELL_HEAD_CENTRE,
    CELL_HEAD_RIGHT,
    CELL_TOTAL,
    HEADER,
    INK,
    LABEL,
    LINE,
    MID,
    NOTE,
    PLEX,
    SUBTITLE,
    VALUE,
    Ink,
    text_width,
)

# isort: split
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, LongTable, Spacer
from reportlab.platypus import Table as Grid

PORTRAIT_COLUMNS = 8
"""Above this count a table stands on a landscape page."""
TITLE_ROOM: float = 38 * mm
"""A table begins where its title, its head and two rows stand."""
UNCUT_ROWS = 16
"""A table up to this size stays on one page: the years of a contract, the groups of a budget."""
PADDING = 1.4 * mm
SMALLEST = 5.5
_HEADS = {Sort.WORDS: CELL_HEAD, Sort.FIGURE: CELL_HEAD_RIGHT, Sort.CENTRE: CELL_HEAD_CENTRE}
_ALIGN = {Sort.WORDS: "LEFT", Sort.FIGURE: "RIGHT", Sort.CENTRE: "CENTER"}
_SHORT_TITLE = 14
"""Titles up to this length keep to one line while the table has room: the names of services."""
_WIDEST_WORD = 30 * mm
"""A longer word of a cell may be cut; a file name or an address would else starve the other columns."""
_WIDEST_FIGURE = 45 * mm
"""What stands in a column of figures and is wider was typed as words: it wraps like them."""
_LONGEST_TITLE = 80
"""Signs of a title of column: it is the name of a service at most, which the perimeter gives in full."""


def flowables(table: Table, ink: Ink, width: float) -> list[Flowable]:
    """Title, grid and note of a table, for a text width in points."""
    title = [ink.paragraph(table.title, SUBTITLE)] if table.title else []
    note = ink.paragraph(table.note, NOTE) if table.note else Spacer(0, 8)
    whole = [*title, grid(table, ink, width), note]
    return whole if stays_whole(table) else [CondPageBreak(TITLE_ROOM), *whole]


def stays_whole(table: Table) -> bool:
    """Whether a table is small enough to be kept on one page."""
    return len(table.rows) <= UNCUT_ROWS


def grid(table: Table, ink: Ink, width: float) -> LongTable:
    """The table itself. Figures are strings, which cost a tenth of paragraphs; words wrap only where they must."""
    rows = [Row(tuple(ink.plain(cell) for cell in row.cells), row.look) for row in table.rows]
    size, widths = _fitted(table, rows, ink, width)
    body, head = _resized(CELL, size), {sort: _resized(style, size) for sort, style in _HEADS.items()}
    total = _resized(CELL_TOTAL, size)
    cells: list[list[Any]] = [[ink.paragraph(_title(column), head[column.sort]) for column in table.columns]]
    for row in rows:
        style = body if row.look is Look.PLAIN else total
        cells.append(
            [
                _cell(ink, text, column.sort, style, room - 2 * PADDING)
                for text, column, room in zip(row.cells, table.columns, widths, strict=True)
            ]
        )
    made = LongTable(cells, colWidths=widths, repeatRows=1, splitInRow=1, hAlign="LEFT")
    made.setStyle(_commands(table, rows, size))
    return made


def _title(column: Any) -> str:
    name = str(column.title)
    short = name if len(name) <= _LONGEST_TITLE else f"{name[:_LONGEST_TITLE - 1]}…"
    return f"{short}\n{column.unit}" if column.unit else short


def _resized(style: ParagraphStyle, size: float) -> ParagraphStyle:
    return style if size == style.fontSize else ParagraphStyle(style.name, style, fontSize=size, leading=size * 1.28)


def _fitted(table: Table, rows: list[Row], ink: Ink, width: float) -> tuple[float, list[float]]:
    """Type size and column widths: figures never wrap nor elide, words never break, so a full table is set smaller."""
    size: float = CELL.fontSize
    whole_titles = True
    while True:
        needs = [_need(table, rows, ink, index, size, whole_titles) for index in range(len(table.columns))]
        left = width - sum(needs)
        if left < 0 and whole_titles:
            whole_titles = False
            continue
        if left >= 0 or size <= SMALLEST:
            return size, _shared(table, needs, left, width)
        size -= 0.5


def _need(table: Table, rows: list[Row], ink: Ink, index: int, size: float, whole_titles: bool) -> float:
    """The least width of a column: its widest figure, or its widest word up to `_WIDEST_WORD`; a short title whole."""
    column, room = table.columns[index], 2 * PADDING + 0.5
    title = ink.plain(_title(column))
    words = title.split("\n") if whole_titles and len(column.title) <= _SHORT_TITLE else _words(title)
    need: float = min(max(text_width(word, fonts.SEMIBOLD, size) for word in words), _WIDEST_FIGURE)
    for row in rows:
        face = fonts.REGULAR if row.look is Look.PLAIN else fonts.SEMIBOLD
        if column.sort is not Sort.WORDS:
            need = min(max(need, text_width(row.cells[index], face, size)), _WIDEST_FIGURE)
        elif need < _WIDEST_WORD:
            longest = max((text_width(word, face, size) for word in _words(row.cells[index])), default=0.0)
            need = min(max(need, longest), _WIDEST_WORD)
    return need + float(room)


def _words(text: str) -> list[str]:
    """Pieces of a text that a line holds whole; a no-break space parts none."""
    return re.split("[ \n]|(?<=[^\\W\\d]-)(?=[^\\W\\d])", text)


def _shared(table: Table, needs: list[float], left: float, width: float) -> list[float]:
    """What is left goes to the columns of words by their shares, their least width counted in."""
    if left <= 0:
        return _narrowed(needs, width)
    shares = [column.share if column.sort is Sort.WORDS else 0.0 for column in table.columns]
    if not any(shares):
        return [need + left / len(needs) for need in needs]
    widths, open_ = list(needs), {index for index, share in enumerate(shares) if share}
    room = left + sum(needs[index] for index in open_)
    while open_:
        part = room / sum(shares[index] for index in open_)
        tight = {index for index in open_ if part * shares[index] < needs[index]}
        if not tight:
            widths = [part * shares[index] if index in open_ else held for index, held in enumerate(widths)]
            break
        room -= sum(needs[index] for index in tight)
        open_ -= tight
    return widths


def _narrowed(needs: list[float], width: float) -> list[float]:
    """Columns that ask for more than the sheet has: the widest give way, alike, and none starves."""
    left, widest = width, 0.0
    for rank, need in enumerate(sorted(needs)):
        widest = left / (len(needs) - rank)
        if need > widest:
            break
        left -= need
    return [min(need, widest) for need in needs]


def _cell(ink: Ink, text: str, sort: Sort, style: ParagraphStyle, room: float) -> Any:
    if "\n" not in text and text_width(text, style.fontName, style.fontSize) <= room + 0.5:
        return text
    return ink.paragraphs(text, style)


def _commands(table: Table, rows: list[Row], size: float) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts.REGULAR, size, size * 1.28),
        ("TEXTCOLOR", (0, 0), (-1, -1), CELL.textColor),
        ("BACKGROUND", (0, 0), (-1, 0), HEADER),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 1), (-1, -2), 0.4, MID),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, LINE),
        ("LINEABOVE", (0, 0), (-1, 0), 0.4, LINE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
    ]
    found += [("ALIGN", (index, 1), (index, -1), _ALIGN[column.sort]) for index, column in enumerate(table.columns)]
    for rank, row in enumerate(rows, start=1):
        if row.look is not Look.PLAIN:
            found.append(("FONTNAME", (0, rank), (-1, rank), fonts.SEMIBOLD))
        if row.look is Look.TOTAL:
            found.append(("LINEABOVE", (0, rank), (-1, rank), 0.9, INK))
        if row.look is Look.GROUP:
            found.append(("BACKGROUND", (0, rank), (-1, rank), HEADER))
    return found


def facts(block: Facts, ink: Ink, width: float) -> list[Flowable]:
    """Labels at the left, their texts beside; what is empty is left out."""
    rows = [[ink.paragraphs(label, LABEL), ink.paragraphs(text, VALUE)] for label, text in block.facts if text]
    if not rows:
        return []
    made = Grid(rows, colWidths=[44 * mm, width - 44 * mm], splitInRow=1, hAlign="LEFT")
    made.setStyle(
        [
            PLEX,
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -2), 0.3, HEADER),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return [made, Spacer(0, 6)]
