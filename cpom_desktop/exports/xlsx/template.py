"""Writes the modèle de saisie: a sheet for each section, accounts by group, keys in a hidden column and row."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ...core.finance.budget_sheet import FORMAT, NEW, TEMPLATE_SHEET, WHOLE, BudgetTemplate, SectionSheet, SheetRow
from ...core.finance.records import BUDGET_STATUSES, CHARGES, GROUPS
from .grid import Look
from .looks import LINE as LINE_COLOUR
from .looks import TYPED_GROUND, Looks

KEYS_ROW, HEAD_ROW, FIRST_ROW, FIRST_COLUMN = 3, 4, 5, 3
LONGEST = 32_000
_STATUSES, _GROUPS = dict(BUDGET_STATUSES), dict(GROUPS)
_HOW = ("Montants en euros, dans les cellules claires. Une ligne vide de chaque groupe reçoit un compte de plus "
        "(numéro, libellé, montants). Une cellule vidée rend le montant inconnu.")


def write_template(template: BudgetTemplate) -> bytes:
    """The workbook. Equal templates give equal bytes."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"title": "Modèle de saisie des budgets",
                         "created": dt.datetime.combine(template.made_on, dt.time())})
    looks, names = Looks(book), set[str]()
    for sheet in template.sheets:
        _Page(book, book.add_worksheet(_sheet_name(sheet.name, names)), looks, template, sheet).write()
    keys = book.add_worksheet(TEMPLATE_SHEET)
    for row, (name, value) in enumerate((("format", str(FORMAT)), ("contract", template.contract_id),
                                         ("name", template.contract), ("fingerprint", template.fingerprint))):
        keys.write_string(row, 0, name)
        keys.write_string(row, 1, value[:LONGEST])
    keys.very_hidden()
    book.close()
    return out.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that a spreadsheet accepts, 31 characters at most, each once."""
    plain = "".join(char for char in name if char not in "[]:*?/\\'").strip()[:31] or "Section"
    found, count = plain, 1
    while found.casefold() in taken | {TEMPLATE_SHEET}:
        count += 1
        found = f"{plain[:31 - len(str(count)) - 1]} {count}"
    taken.add(found.casefold())
    return found


class _Page:
    """One sheet being written."""

    def __init__(self, book: Workbook, page: Worksheet, looks: Looks, template: BudgetTemplate,
                 sheet: SectionSheet) -> None:
        self._page, self._looks, self._template, self._sheet = page, looks, template, sheet
        base = {"font_name": "Calibri", "font_size": 10, "locked": False, "bg_color": TYPED_GROUND, "border": 1,
                "border_color": LINE_COLOUR}
        self._open: Format = book.add_format({**base, "num_format": "#,##0.00"})
        self._text: Format = book.add_format({**base, "num_format": "@"})
        self._count = len(template.periods)
        self._totals: dict[str, int] = {}

    def write(self) -> None:
        self._head()
        row = FIRST_ROW
        for group, rows in groupby(self._sheet.rows, key=lambda one: one.group):
            row = self._group(row, group, list(rows))
            if group == CHARGES[-1]:
                row = self._side(row, "Total des charges", "c")
        self._side(row, "Total des produits", "p")
        self._page.protect("", {"format_columns": True, "format_rows": True})
        self._page.freeze_panes(FIRST_ROW, FIRST_COLUMN)
        self._page.set_landscape()
        self._page.set_paper(9)
        self._page.fit_to_pages(1, 0)
        self._page.hide_gridlines(2)

    def _head(self) -> None:
        page, looks = self._page, self._looks
        page.set_column(0, 0, 4, None, {"hidden": True})
        page.set_column(1, 1, 12)
        page.set_column(2, 2, 44)
        page.set_column(FIRST_COLUMN, FIRST_COLUMN + self._count, 16)
        page.write_string(0, 1, self._sheet.name[:LONGEST], looks.of(Look.TITLE))
        titles = " — ".join(name for name in (self._template.manager, self._template.contract) if name)
        page.write_string(1, 1, titles[:LONGEST], looks.of(Look.NOTE))
        page.write_string(2, 1, _HOW, looks.of(Look.NOTE))
        page.write_string(KEYS_ROW, 0, f"section|{self._sheet.section}")
        page.write_string(HEAD_ROW, 1, "Compte", looks.of(Look.HEAD))
        page.write_string(HEAD_ROW, 2, "Libellé", looks.of(Look.HEAD))
        for at, (year, status) in enumerate(self._template.periods, FIRST_COLUMN):
            page.write_string(KEYS_ROW, at, f"{year}|{status}")
            page.write_string(HEAD_ROW, at, f"{_STATUSES[status]} {year}", looks.of(Look.HEAD))
        page.set_row(KEYS_ROW, None, None, {"hidden": True})
        page.set_row(HEAD_ROW, 32)
        page.set_row(0, 24)

    def _group(self, row: int, group: str, rows: Sequence[SheetRow]) -> int:
        self._page.merge_range(row, 1, row, FIRST_COLUMN + self._count - 1, _GROUPS[group], self._looks.of(Look.BAND))
        first = row + 1
        for at, one in enumerate(rows, first):
            self._row(at, one)
        last = first + len(rows)
        details = [at for at, one in enumerate(rows, first) if one.kind != WHOLE] or [first]
        self._page.write_string(last, 2, f"Total du g{_GROUPS[group].split(' — ')[0][1:]}",
                                self._looks.of(Look.TOTAL))
        for at in range(self._count):
            detailed = [one.cents[at] or 0 for one in rows if one.kind != WHOLE]
            whole = next((one.cents[at] or 0 for one in rows if one.kind == WHOLE), 0)
            self._sum(last, at, details, group, sum(detailed), whole, has_whole=rows[0].kind == WHOLE)
        self._totals[group] = last
        return last + 2

    def _row(self, row: int, one: SheetRow) -> None:
        self._page.write_string(row, 0, one.key)
        texts = ("", "Non détaillé") if one.kind == WHOLE else (one.account, one.label)
        for column, text in enumerate(texts, 1):
            if one.kind == NEW:
                self._page.write_blank(row, column, None, self._text)
            else:
                self._page.write_string(row, column, text[:LONGEST], self._looks.of(Look.TEXT))
        for at, cents in enumerate(one.cents, FIRST_COLUMN):
            if cents is None:
                self._page.write_blank(row, at, None, self._open)
            else:
                self._page.write_number(row, at, cents / 100, self._open)

    def _sum(self, row: int, at: int, details: Sequence[int], group: str, detailed: int, whole: int,
             has_whole: bool) -> None:
        """A group is the sum of its accounts, or what was typed whole while there is none."""
        letter = xl_col_to_name(FIRST_COLUMN + at)
        span = f"{letter}{details[0] + 1}:{letter}{details[-1] + 1}"
        formula = f"=SUM({span})"
        if has_whole:
            formula = f"=IF(COUNT({span})=0,{letter}{details[0]},SUM({span}))"
        value = (detailed or whole) / 100
        self._page.write_formula(row, FIRST_COLUMN + at, formula, self._looks.of(Look.TOTAL, "euro"), value)

    def _side(self, row: int, words: str, side: str) -> int:
        self._page.write_string(row, 2, words, self._looks.of(Look.TOTAL))
        rows = [at for group, at in self._totals.items() if group.startswith(side)]
        for at in range(self._count):
            letter = xl_col_to_name(FIRST_COLUMN + at)
            formula = "=" + "+".join(f"{letter}{one + 1}" for one in rows)
            self._page.write_formula(row, FIRST_COLUMN + at, formula, self._looks.of(Look.TOTAL, "euro"),
                                     self._side_value(side, at))
        return row + 2

    def _side_value(self, side: str, at: int) -> float:
        """The cached value of a side: each group by its accounts, or whole."""
        cents = 0
        for _, rows in groupby((one for one in self._sheet.rows if one.group.startswith(side)),
                               key=lambda one: one.group):
            held = list(rows)
            detailed = sum(one.cents[at] or 0 for one in held if one.kind != WHOLE)
            cents += detailed or sum(one.cents[at] or 0 for one in held if one.kind == WHOLE)
        return cents / 100
