"""The one door through which the text of a contract enters a page: cleaned, then spaced as French is, then escaped.

Nobody else escapes or strips. Mini-markup comes from constants of the code alone, so a text that looks like a tag is
printed as it was typed, and what could reorder or hide characters on paper is gone.
"""

from __future__ import annotations

import re
import unicodedata
from xml.sax.saxutils import escape

from ...core.periods import MONTHS

PIECE = 10_000
"""Longest paragraph handed to the layout, in characters: breaking lines costs the square of the length."""
NBSP = "\u00a0"

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NO_BREAK = frozenset("\u00a0\u2007\u202f")


class _Kept(dict[int, str | int | None]):
    """Translation table filled as characters are met: what is dropped, what is a space, what stays."""

    def __missing__(self, code: int) -> str | int | None:
        self[code] = found = _translated(code)
        return found


def _translated(code: int) -> str | int | None:
    char = chr(code)
    if char == "\n":
        return code
    category = unicodedata.category(char)
    if char == "\t" or category == "Zs":
        # The narrow no-break space of Plex is too thin to part groups of digits, and ReportLab breaks lines at it.
        return NBSP if char in _NO_BREAK else " "
    # Cf holds the bidirectional controls, the zero-width characters and the soft hyphen: none has a shape of its own.
    if category in {"Cc", "Cs", "Cf"} or _is_noncharacter(code) or _is_selector(code):
        return None
    return code


def _is_noncharacter(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def _is_selector(code: int) -> bool:
    return code == 0x034F or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


_TABLE = _Kept()


def clean(text: str) -> str:
    """NFC text whose only control is the newline and whose only spaces are the plain and the no-break one."""
    text = _LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", text.translate(_TABLE))


_UNITS = "places?|mesures?|mois|ans?|années?|jours?|journées?|nuitées?|points?|ETP|k€|M€|mm|m²|h"
_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\S) +(?=[:;!?»%‰€])", NBSP),
        (r"(?<=«) +", NBSP),
        (r"(?<=\d) (?=\d{3}(?!\d))", NBSP),
        (rf"(?<=\d) (?=(?:{_UNITS})\b)", NBSP),
        (
            rf"\b(\d{{1,2}}|1er) ({'|'.join(MONTHS)})(?: (\d{{4}}))?\b",
            lambda found: NBSP.join(filter(None, found.groups())),
        ),
        (r"(?<=\dh) (?=\d\d\b)|(?<=\d\u00a0h) (?=\d\d\b)", NBSP),
        (r"(?<=\b[LRDA]\.) (?=\d)", NBSP),
        (
            r"(?i)(?<!\w)(articles?|art\.|alinéas?|annexes?|titres?|décision|page|BOP|n°|nos|§) (?=[\dLRDAIVX(])",
            rf"\1{NBSP}",
        ),
        (r"(?<!\w)(M\.|MM\.|Mme|Mmes|Me|Dr) (?=[A-ZÀ-Þ])", rf"\1{NBSP}"),
    )
)


def french(text: str) -> str:
    """The same text with no-break spaces where French typography and legal references want them; nothing is added."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def plain(text: str) -> str:
    """A text ready for a place that knows no markup: a cell of a table, a label of a chart."""
    return french(clean(text))


def markup(text: str) -> str:
    """A text ready for a ReportLab paragraph: every `<`, `>` and `&` is printed, none is read."""
    return escape(plain(text))


def one_line(text: str, limit: int = 300) -> str:
    """A text for a title, a bookmark or the metadata: no newline, cut with « … » after `limit` characters."""
    line = " ".join(plain(text).split("\n")).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def pieces(text: str, limit: int = PIECE) -> list[str]:
    """The paragraphs of a long text: cut at its newlines, and every `limit` characters, at a space if there is one."""
    found: list[str] = []
    for line in clean(text).split("\n"):
        rest = line.strip(" ")
        while len(rest) > limit:
            at = rest.rfind(" ", limit // 2, limit)
            at = limit if at < 0 else at
            found.append(rest[:at])
            rest = rest[at:].lstrip(" ")
        if rest:
            found.append(rest)
    return found
