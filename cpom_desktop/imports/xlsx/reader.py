"""Reads a workbook into plain values, within bounds: the only place that hands foreign bytes to a library.

Run it in another process (`session.workbooks`): whatever a hostile file does to the library then harms nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree.ElementTree import iterparse

from ...core.problems import Reason, Refused
from .book import Book, Form, Merge, Row, Seen, Sheet, of_day, of_number
from .container import SAVE_AGAIN, checked_parts, has_macros

MAX_SHEETS, MAX_ROWS, MAX_COLUMNS = 60, 5_000, 100
MAX_MERGES = 5_000
MAX_TEXT = 32_767
"""Characters: what a cell of a spreadsheet holds at most."""
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_NOT_PLAIN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def read_book(data: bytes, name: str) -> Book:
    """Every sheet of a workbook, computed values as they were saved; raises `Refused` on what may not be read."""
    archive = checked_parts(data, name)
    # Imported here: a tenth of a second that nothing else needs.
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                sheets = tuple(_sheet(archive, sheet) for sheet in book.worksheets[:MAX_SHEETS])
            finally:
                book.close()
            count = len(book.worksheets)
    except Exception as error:
        # The library raises anything on a workbook that is not one: none of it says something to a user.
        detail = f"son contenu n’est pas celui d’un classeur\u202f; {SAVE_AGAIN}"
        raise Refused(Reason.BAD_WORKBOOK, name, detail=detail) from error
    if not sheets:
        raise Refused(Reason.BAD_WORKBOOK, name, detail="ce classeur n’a aucune feuille qui se lise")
    return Book(name, sheets, tuple(_notes(archive, count)))


def _notes(archive: zipfile.ZipFile, count: int) -> Iterator[str]:
    if has_macros(archive):
        yield "Les macros du classeur n’ont été ni lues ni exécutées."
    if count > MAX_SHEETS:
        yield f"{count - MAX_SHEETS} feuilles n’ont pas été lues\u00a0: un classeur en a {MAX_SHEETS} au plus."


class _Facts(NamedTuple):
    """What the library does not tell when it reads a sheet row by row."""

    merged: tuple[Merge, ...]
    uncomputed: frozenset[tuple[int, int]]
    rows: int
    columns: int


def _sheet(archive: zipfile.ZipFile, sheet: Any) -> Sheet:
    facts = _facts(archive, sheet._worksheet_path)
    found = sheet.iter_rows(max_row=min(facts.rows, MAX_ROWS) or 1, max_col=min(facts.columns, MAX_COLUMNS) or 1,
                            min_row=1, min_col=1)
    rows = [tuple(_seen(cell, (at, column) in facts.uncomputed) for column, cell in enumerate(row))
            for at, row in enumerate(found)]
    while rows and not any(rows[-1]):
        rows.pop()
    hidden = sheet.sheet_state != "visible"
    return Sheet(str(sheet.title), tuple(map(_trimmed, rows)), facts.merged, hidden, _left_out(facts))


def _left_out(facts: _Facts) -> str:
    beyond = []
    if facts.rows > MAX_ROWS:
        beyond.append(f"les lignes après la {MAX_ROWS}e")
    if facts.columns > MAX_COLUMNS:
        beyond.append(f"les colonnes après la {MAX_COLUMNS}e")
    return f"{' et '.join(beyond)} n’ont pas été lues" if beyond else ""


def _trimmed(row: Row) -> Row:
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return row[:width]


def _seen(cell: Any, uncomputed: bool) -> Seen | None:
    """One cell as plain value. Booleans are words: nobody counts with them."""
    value = cell.value
    if uncomputed:
        return Seen(Form.UNCOMPUTED, Form.UNCOMPUTED.value)
    if value is None:
        return None
    if isinstance(value, bool):
        return Seen(Form.TEXT, "oui" if value else "non")
    if isinstance(value, int | float):
        return of_number(value)
    if isinstance(value, dt.date):
        return of_day(value)
    text = str(value)
    if cell.data_type == "e" or text in ERRORS:
        return Seen(Form.ERROR, text[:20])
    if len(text) > MAX_TEXT:
        return Seen(Form.ERROR, "texte trop long")
    return Seen(Form.TEXT, _NOT_PLAIN.sub("", text)) if text.strip() else None


def _facts(archive: zipfile.ZipFile, path: str) -> _Facts:
    """Merged cells, formulas without a value, and how far the sheet goes: cells that hold something, not its claim."""
    merged: list[Merge] = []
    uncomputed: set[tuple[int, int]] = set()
    rows = columns = at = 0
    with archive.open(path) as source:
        for event, element in iterparse(source, ("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if tag == "row":
                    at = int(element.get("r") or at + 1)
                    last = 0
                continue
            if tag == "c":
                place = _RANGE.fullmatch(element.get("r") or "")
                last = _column(place[1]) if place else last + 1
                held = {child.tag.rpartition("}")[2]: child for child in element}
                if held:
                    rows, columns = max(rows, at), max(columns, last)
                if "f" in held and not (held["v"].text if "v" in held else ""):
                    uncomputed.add((at - 1, last - 1))
            elif tag == "mergeCell" and len(merged) < MAX_MERGES:
                merged += _merge(element.get("ref") or "")
            if tag in ("row", "mergeCell"):
                element.clear()
    return _Facts(tuple(merged), frozenset(uncomputed), rows, columns)


def _merge(ref: str) -> Iterator[Merge]:
    if match := _RANGE.fullmatch(ref):
        left, top = _column(match[1]), int(match[2])
        right, bottom = (_column(match[3]), int(match[4])) if match[3] else (left, top)
        yield Merge(min(top, bottom) - 1, min(left, right) - 1, max(top, bottom) - 1, max(left, right) - 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
