"""From laid out sheets to the bytes of an .xlsx: values, formulas with what they give, frozen panes, print set-up.

Equal sheets and date give equal bytes: the date is the caller's, members of the archive bear none.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from .book import Book
from .formulas import INCOMPLETE, Where, rendered
from .grid import GridCell, Look, Sheet
from .looks import Looks

A4 = 9
LINE_HEIGHT = 13.5
"""Points of a line of words."""
UNRULED = frozenset({Look.TITLE, Look.NOTE, Look.HEAD, Look.BAND, Look.WRAPPED})
"""What stands on rows that are no rows of a table."""
LONGEST_TEXT = 32_000
"""Characters of a cell; the format holds 32 767."""
LONGEST_HEADER = 60
"""Characters of the contract's name in the header of a page, which holds 255 in all."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What every page says of the document."""

    contract: str
    fingerprint: str
    made_on: dt.date


def written(book: Book, sheets: Sequence[Sheet], labels: Labels, progress: Callable[[float], None]) -> bytes:
    """The workbook; the first sheet is the one that opens."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    workbook.set_properties({"title": f"{labels.contract} — annexe financière", "comments": labels.fingerprint,
                             "created": dt.datetime.combine(labels.made_on, dt.time())})
    workbook.set_calc_mode("auto")
    looks = Looks(workbook)
    missing = looks.missing()
    for index, sheet in enumerate(sheets):
        page = workbook.add_worksheet(sheet.name)
        _fill(page, sheet, partial(book.where, sheet.layer), looks)
        page.conditional_format(0, 0, sheet.rows, max(column for _, column in sheet.cells), {
            "type": "cell", "criteria": "==", "value": f'"{INCOMPLETE}"', "format": missing})
        _set_up(page, sheet, labels)
        progress((index + 1) / len(sheets))
    workbook.close()
    return buffer.getvalue()


def _fill(page: Worksheet, sheet: Sheet, where: Where, looks: Looks) -> None:
    for index, head in enumerate(sheet.columns):
        page.set_column(index, index, head.width)
    for row, look in _plain_rows(sheet).items():
        # A rule under the whole row, also where it says nothing: the eye follows it.
        for column in range(len(sheet.columns)):
            if (row, column) not in sheet.cells:
                page.write_blank(row, column, None, looks.of(look))
    for (row, column), cell in sheet.cells.items():
        _write(page, row, column, cell, sheet.name, where, looks)
        if cell.note:
            page.write_comment(row, column, cell.note[:LONGEST_TEXT], {"author": "CPOM Desktop", "x_scale": 2})


def _plain_rows(sheet: Sheet) -> dict[int, Look]:
    """The rows of tables, with the look of what fills them: that of a total, or of words."""
    found: dict[int, Look] = {}
    for (row, _), cell in sheet.cells.items():
        if cell.look in UNRULED:
            found[row] = cell.look
        elif found.get(row) not in UNRULED:
            found[row] = Look.TOTAL if Look.TOTAL in (cell.look, found.get(row)) else Look.TEXT
    return {row: look for row, look in found.items() if look not in UNRULED}


def _heights(page: Worksheet, sheet: Sheet) -> None:
    """Rows of several lines, as high as their words: no program agrees with another on how to guess it."""
    lines: dict[int, int] = {}
    for (row, column), cell in sheet.cells.items():
        if cell.look in (Look.WRAPPED, Look.HEAD) and isinstance(cell.value, str) and column < len(sheet.columns):
            width = max(1.0, sheet.columns[column].width - 1)
            needed = sum(math.ceil(max(1, len(word)) / width) for word in cell.value.split("\n"))
            by_words = max(needed, len(cell.value.split()) if needed > 1 and cell.look is Look.HEAD else 1)
            lines[row] = max(lines.get(row, 1), min(by_words, needed + 1))
    for row, count in lines.items():
        if count > 1 or row == sheet.head_row:
            page.set_row(row, LINE_HEIGHT * count + 4)


def _write(page: Worksheet, row: int, column: int, cell: GridCell, sheet: str, where: Where, looks: Looks) -> None:
    value = cell.value
    style = looks.of(cell.look, cell.form, is_words=isinstance(value, str))
    if cell.formula is not None:
        shown = (value - EPOCH).days if isinstance(value, dt.date) else value
        page.write_formula(row, column, f"={rendered(cell.formula, where, sheet)}", style, shown)
    elif value is None:
        page.write_blank(row, column, None, style)
    elif isinstance(value, str):
        # Never `write`: a name that begins with = + - @ stays a name.
        page.write_string(row, column, value[:LONGEST_TEXT], style)
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, dt.datetime.combine(value, dt.time()), style)
    else:
        page.write_number(row, column, value, style)


EPOCH = dt.date(1899, 12, 30)
"""Day 0 of a spreadsheet, for every date after February 1900."""


def _set_up(page: Worksheet, sheet: Sheet, labels: Labels) -> None:
    """A4 landscape, as wide as the page, the head of the table and its first columns repeated."""
    page.freeze_panes(sheet.head_row + 1, sheet.frozen)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(0.4, 0.4, 0.75, 0.7)
    page.repeat_rows(sheet.head_row)
    page.hide_gridlines(2)
    page.set_row(0, 24)
    _heights(page, sheet)
    name = labels.contract if len(labels.contract) <= LONGEST_HEADER else f"{labels.contract[:LONGEST_HEADER - 1]}…"
    page.set_header(f"&L{_plain(name)}&C{_plain(sheet.title[:LONGEST_HEADER])}&R{sheet.state}")
    made_on = f"{labels.made_on:%d/%m/%Y}"
    page.set_footer(f"&LEmpreinte\u00a0: {_plain(labels.fingerprint)}&Cétabli le {made_on}&Rpage &P sur &N")


def _plain(text: str) -> str:
    """Words of a header: an ampersand begins a code there."""
    return text.replace("&", "&&")
