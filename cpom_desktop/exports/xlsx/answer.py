"""Writes a feuille de réponse as a workbook: protected but for the three columns of the party, values checked by type.

Every text of the contract is written as a text: a name that begins with = stays a name.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ...core.bargaining.answer_sheet import FORMAT, KEYS_SHEET, AnswerPoint, AnswerSheet
from ...core.records import MAX_CENTS, Form
from .looks import HEAD_GROUND, LINE, MUTED, TYPED_GROUND

HEADS = (("Clé", 0), ("N°", 5), ("Section ou thème", 22), ("Objet", 38), ("Année", 8), ("Unité", 8),
         ("Demandé par le gestionnaire", 17), ("Offert par l’autorité", 17), ("Retenu", 15), ("Derniers arguments", 40),
         ("Votre position", 17), ("Argument", 40), ("Valable jusqu’au", 14))
ANSWER, ARGUMENT, UNTIL = 10, 11, 12
"""The columns that the party fills, counted from 0."""
FIRST_ROW = 5
LONGEST = 32_000
LINE_HEIGHT, MOST_LINES = 14, 12
"""Points of a line of text, and lines that a row shows: not every spreadsheet fits rows to what they hold."""
_HOW = ("Remplissez les trois colonnes de droite, puis renvoyez ce classeur. Une ligne laissée vide garde votre "
        "position. Le reste est protégé\u00a0: c’est l’état de la négociation au jour de la feuille.")
_NUMBERS = {Form.CENTS: "#,##0.00", Form.RATE: "0.00##", Form.DECIMAL: "#,##0.00##", Form.INTEGER: "#,##0",
            Form.DAY: "dd/mm/yyyy"}


def write_answer_sheet(sheet: AnswerSheet) -> bytes:
    """The workbook. Equal sheets give equal bytes."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"title": "Feuille de réponse", "created": dt.datetime.combine(sheet.made_on, dt.time())})
    formats = _Formats(book)
    page = book.add_worksheet("Réponse")
    _head(page, sheet, formats)
    for at, point in enumerate(sheet.points):
        _row(page, FIRST_ROW + at, at + 1, point, formats)
    _protect(page, len(sheet.points))
    _keys(book.add_worksheet(KEYS_SHEET), sheet)
    book.close()
    return out.getvalue()


class _Formats:
    """The few formats of the sheet; the cells of the party are open, every other one is locked."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
        self._open = {**base, "locked": False, "bg_color": TYPED_GROUND, "border": 1, "border_color": LINE,
                      "text_wrap": True}
        self.title = book.add_format({**base, "bold": True, "font_size": 15})
        self.note = book.add_format({**base, "italic": True, "font_color": MUTED})
        self.head = book.add_format({**base, "bold": True, "bg_color": HEAD_GROUND, "font_color": "#FFFFFF",
                                     "text_wrap": True, "border": 1})
        self.text = book.add_format({**base, "text_wrap": True, "bottom": 1, "border_color": LINE})
        self.right = book.add_format({**base, "align": "right", "bottom": 1, "border_color": LINE})
        self._made: dict[str, Any] = {}

    def answer(self, number: str = "") -> Any:
        """An open cell, with the format of a number where it takes one."""
        if number not in self._made:
            more = {"num_format": number, "align": "right"} if number else {}
            self._made[number] = self._book.add_format({**self._open, **more})
        return self._made[number]


def _head(page: Worksheet, sheet: AnswerSheet, formats: _Formats) -> None:
    page.write_string(0, 1, f"Feuille de réponse\u00a0: {sheet.party}"[:LONGEST], formats.title)
    page.write_string(1, 1, sheet.contract[:LONGEST], formats.note)
    page.write_string(2, 1, _HOW, formats.note)
    count = len(sheet.points)
    said = f"Feuille n°\u00a0{sheet.number} du {sheet.made_on:%d/%m/%Y}, empreinte {sheet.fingerprint}, {count} points"
    page.write_string(3, 1, said if count > 1 else said.removesuffix("s"), formats.note)
    for column, (words, width) in enumerate(HEADS):
        page.set_column(column, column, width or 4, None, {} if width else {"hidden": True})
        page.write_string(FIRST_ROW - 1, column, words, formats.head)
    page.freeze_panes(FIRST_ROW, 4)
    page.set_row(0, 24)
    page.set_row(FIRST_ROW - 1, 2 * LINE_HEIGHT + 4)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(FIRST_ROW - 1)
    page.hide_gridlines(2)


def _row(page: Worksheet, row: int, number: int, point: AnswerPoint, formats: _Formats) -> None:
    page.set_row(row, LINE_HEIGHT * _lines(point) + 2)
    page.write_string(row, 0, str(point.cell), formats.text)
    page.write_number(row, 1, number, formats.text)
    for column, text in enumerate((point.where, point.subject, point.year, point.unit), 2):
        page.write_string(row, column, text[:LONGEST], formats.text)
    for column, text in enumerate((point.asked, point.offered, point.retained), 6):
        page.write_string(row, column, text[:LONGEST], formats.right if len(text) < 30 else formats.text)
    page.write_string(row, 9, point.argument[:LONGEST], formats.text)
    page.write_blank(row, ANSWER, None, formats.answer(_NUMBERS.get(point.info.form, "")))
    page.write_blank(row, ARGUMENT, None, formats.answer())
    page.write_blank(row, UNTIL, None, formats.answer("dd/mm/yyyy"))
    if (rule := _validation(point)) is not None:
        page.data_validation(row, ANSWER, row, ANSWER, rule)
    page.data_validation(row, UNTIL, row, UNTIL, _DAY)


def _lines(point: AnswerPoint) -> int:
    """How many lines the longest text of a row takes in its column."""
    texts = {2: point.where, 3: point.subject, 6: point.asked, 7: point.offered, 8: point.retained, 9: point.argument}
    needed = (sum(1 + len(line) // (HEADS[column][1] - 1) for line in text.splitlines() or [""])
              for column, text in texts.items())
    return min(max(needed), MOST_LINES)


_DAY: dict[str, Any] = {
    "validate": "date", "criteria": "between", "minimum": dt.date(1901, 1, 1), "maximum": dt.date(2199, 12, 31),
    "error_title": "Date attendue", "error_message": "Une date est attendue (jj/mm/aaaa).",
}


def _validation(point: AnswerPoint) -> dict[str, Any] | None:
    """What the spreadsheet itself accepts; reading checks everything again."""
    info = point.info
    low, high = info.bounds if info.form in (Form.CENTS, Form.RATE, Form.INTEGER) else (0, 0)
    if info.form is Form.DAY:
        return _DAY
    if info.form is Form.FLAG or info.about.choices:
        words = [label for _, label in info.about.choices] or ["oui", "non"]
        if len(",".join(words)) > 255:
            return None
        return {"validate": "list", "source": words, "error_title": "Choix attendu",
                "error_message": "Choisissez l’une des réponses proposées."}
    scale = {Form.CENTS: 100, Form.RATE: 10_000}.get(info.form, 1)
    if info.form is Form.DECIMAL:
        low, high = -MAX_CENTS, MAX_CENTS
    elif info.form not in (Form.CENTS, Form.RATE, Form.INTEGER):
        return None
    return {"validate": "integer" if info.form is Form.INTEGER else "decimal", "criteria": "between",
            "minimum": low / scale, "maximum": high / scale, "error_title": "Nombre attendu",
            "error_message": f"Un nombre est attendu{_unit(point)}."}


def _unit(point: AnswerPoint) -> str:
    return f", en {point.unit}" if point.unit else ""


def _protect(page: Worksheet, count: int) -> None:
    page.protect("", {"select_locked_cells": True, "select_unlocked_cells": True, "format_columns": True,
                      "format_rows": True})
    if count:
        page.set_selection(FIRST_ROW, ANSWER, FIRST_ROW, ANSWER)


def _keys(page: Worksheet, sheet: AnswerSheet) -> None:
    """What the program reads back, hidden from the menus of the spreadsheet."""
    head = (("format", str(FORMAT)), ("contract", sheet.contract_id), ("name", sheet.contract),
            ("side", sheet.side.value), ("number", str(sheet.number)), ("fingerprint", sheet.fingerprint),
            ("made", sheet.made_on.isoformat()), ("seal", sheet.seal))
    for row, (name, value) in enumerate((*head, *((str(one.cell), one.state) for one in sheet.points))):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value[:LONGEST])
    page.protect("")
    page.very_hidden()
