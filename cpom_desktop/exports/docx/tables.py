"""Tables of a text document: widths said once for every program that opens it, figures to the right, thin lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ...core.bargaining.sheet import are_figures

WIDTH, LABEL, SMALL = 174, 42, 8
"""Millimetres of a page between its margins, of a column of labels; points of a text in a table."""
GREY, LINE = "EBEBEB", "7C899B"
_ROW_LINES = ("top", "bottom", "insideH")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of `width` millimetres; the one without takes what the others leave."""

    head: str
    width: int = 0


def pairs(document: Docx, rows: Sequence[tuple[str, str]]) -> None:
    """Labels at the left, their texts beside."""
    table = _table(document, (LABEL, WIDTH - LABEL), len(rows))
    for (label, text), row in zip(rows, table.rows, strict=True):
        _fill(row.cells[0], label, bold=True)
        _fill(row.cells[1], text)


def grid(document: Docx, columns: Sequence[Column], rows: Sequence[tuple[str, ...]]) -> None:
    """A table with its heads on grey, each aligned as its column."""
    left = WIDTH - sum(column.width for column in columns)
    table = _table(document, [column.width or left for column in columns], len(rows) + 1, _ROW_LINES)
    figures = [are_figures(texts) for texts in zip(*rows, strict=True)] or [False] * len(columns)
    for at, (column, figure) in enumerate(zip(columns, figures, strict=True)):
        cells = [row.cells[at] for row in table.rows]
        _fill(cells[0], column.head, bold=True, figure=figure)
        _shade(cells[0])
        for cell, row in zip(cells[1:], rows, strict=True):
            _fill(cell, row[at], figure=figure)


def framed(paragraph: Paragraph) -> None:
    """Put a thin frame around a paragraph."""
    paragraph._p.get_or_add_pPr().append(_borders("w:pBdr", ("top", "left", "bottom", "right"), space=4))


def set_text(paragraph: Paragraph, text: str, bold: bool = False, size: float = SMALL) -> None:
    """Write a text in a paragraph; nothing in it is ever read as markup."""
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _table(document: Docx, widths: Sequence[int], rows: int, lines: Sequence[str] = ()) -> Table:
    """Widths stand in the columns and in the cells: some programs read the ones, some the others."""
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    about = table._tbl.tblPr
    if lines:
        about.append(_borders("w:tblBorders", lines))
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_with(f"w:{side}", w=str(int(Mm(1).twips)), type="dxa"))
    about.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _fill(cell: _Cell, text: str, bold: bool = False, figure: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    set_text(paragraph, text, bold)
    if figure:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _shade(cell: _Cell) -> None:
    cell._tc.get_or_add_tcPr().append(_with("w:shd", val="clear", color="auto", fill=GREY))


def _borders(name: str, sides: Sequence[str], space: int = 0) -> BaseOxmlElement:
    made = OxmlElement(name)
    for side in sides:
        made.append(_with(f"w:{side}", val="single", sz="4", space=str(space), color=LINE))
    return made


def _with(name: str, **values: str) -> BaseOxmlElement:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made
