"""Cells as the clipboard of a spreadsheet writes them: tabs, lines, quotes around a text that holds either."""

from __future__ import annotations

from collections.abc import Sequence

Block = list[list[str]]
_SPECIAL = ("\t", "\n", "\r", '"')


def write_block(block: Sequence[Sequence[str]]) -> str:
    """The text of a block; the minus sign becomes the hyphen that Excel and Calc read as a number."""
    return "\n".join("\t".join(_quoted(text) for text in line) for line in block)


def _quoted(text: str) -> str:
    if text.startswith("−"):
        text = "-" + text[1:]
    if any(char in text for char in _SPECIAL):
        return '"' + text.replace('"', '""') + '"'
    return text


def read_block(text: str) -> Block:
    """The cells of a pasted text. Rows may have different lengths; a last empty line is the end mark of Excel."""
    rows: Block = [[]]
    at, end = 0, len(text)
    while at <= end:
        value, at = _field(text, at)
        rows[-1].append(value)
        if at >= end:
            break
        if text[at] == "\t":
            at += 1
            continue
        at += 2 if text[at : at + 2] == "\r\n" else 1
        rows.append([])
    if len(rows) > 1 and rows[-1] in ([], [""]):
        rows.pop()
    return rows


def _field(text: str, at: int) -> tuple[str, int]:
    """One field from a position, and where it stops: on its tab, its line end or the end of the text."""
    if text[at : at + 1] == '"' and (closed := _closing_quote(text, at)) is not None:
        return text[at + 1 : closed].replace('""', '"'), closed + 1
    stop = at
    while stop < len(text) and text[stop] not in "\t\n\r":
        stop += 1
    return text[at:stop], stop


def _closing_quote(text: str, at: int) -> int | None:
    """The quote that ends a quoted field; None when the quote is an ordinary sign of a text."""
    stop = at + 1
    while (stop := text.find('"', stop)) >= 0:
        if text[stop + 1 : stop + 2] != '"':
            return stop if stop + 1 == len(text) or text[stop + 1] in "\t\n\r" else None
        stop += 2
    return None
