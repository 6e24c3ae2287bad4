"""Long texts that were being typed when the program stopped: kept beside the journal, offered at the next opening."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.naming import cell_name
from ..core.problems import Expected
from ..core.records import Cell, field_of
from ..storage.drafts import PERIOD_SECONDS
from .document import Document

__all__ = ["PERIOD_SECONDS", "Unfinished", "forget", "keep", "unfinished"]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A text that was never committed, where it belongs and what that is called."""

    cell: Cell
    text: str
    name: str


def keep(document: Document, cell: Cell, text: str) -> None:
    """Keep a text while it is typed. A full disk is told when the text is committed, not at every pause."""
    if document.read_only is not None or document.model.record(cell.kind, cell.row) is None:
        return
    try:
        document.file.drafts.keep(cell, text, document.tools.now())
    except Expected:
        return


def forget(document: Document, cell: Cell) -> None:
    """The text was committed or given up."""
    if document.read_only is None:
        document.file.drafts.drop(cell)


def unfinished(document: Document) -> list[Unfinished]:
    """What can still be taken up: texts that differ from what their field holds. The others are forgotten."""
    if document.read_only is not None:
        return []
    found: list[Unfinished] = []
    for kept in document.file.drafts.all():
        if _is_news(document, kept.cell, kept.text):
            found.append(Unfinished(kept.cell, kept.text, cell_name(document.model, kept.cell)))
        else:
            forget(document, kept.cell)
    return found


def _is_news(document: Document, cell: Cell, text: str) -> bool:
    if document.model.record(cell.kind, cell.row) is None:
        return False
    try:
        value = field_of(cell).check(text)
    except Expected:
        return False
    return value != document.model.value(cell)
