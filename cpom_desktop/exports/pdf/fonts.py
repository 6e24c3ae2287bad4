"""The typefaces of paper, embedded whole or as subsets, and the check that every character has a shape in them.

Importing this module settles ReportLab's defaults: left alone it refers to Helvetica, which is not embedded, on pages
with a table of contents or a chart. It must therefore be imported before `reportlab.platypus` and `reportlab.graphics`.
"""

from __future__ import annotations

import unicodedata

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ...paths import resource

REGULAR, MEDIUM, SEMIBOLD, BOLD, ITALIC = (
    "IBMPlexSans-Regular",
    "IBMPlexSans-Medium",
    "IBMPlexSans-SemiBold",
    "IBMPlexSans-Bold",
    "IBMPlexSans-Italic",
)
NAMES = (REGULAR, MEDIUM, SEMIBOLD, BOLD, ITALIC)
REPLACEMENT = "\ufffd"
"""Drawn in place of a character without shape; the five faces have it."""

_FOLDER = resource("fonts")


def _register() -> frozenset[int]:
    common: set[int] | None = None
    for name in NAMES:
        font = TTFont(name, str(_FOLDER / f"{name}.ttf"))
        pdfmetrics.registerFont(font)
        shapes = set(font.face.charToGlyph)
        common = shapes if common is None else common & shapes
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=ITALIC, boldItalic=BOLD)
    rl_config.canvas_basefontname = REGULAR
    rl_config.defaultGraphicsFontName = REGULAR
    rl_config.useA85 = 0  # base 85 makes every stream a quarter longer
    return frozenset(common or ())


COVERED = _register()
"""The code points that all five faces can draw."""


def width(text: str, name: str, size: float) -> float:
    """Width in points of a line of text."""
    return float(pdfmetrics.stringWidth(text, name, size))


class Coverage:
    """Replaces what cannot be drawn by a visible sign, and remembers it for the report."""

    def __init__(self) -> None:
        self.missing: dict[str, int] = {}

    def fit(self, text: str) -> str:
        """The same text with « � » for each character without shape; newlines are kept."""
        if all(ord(char) in COVERED or char == "\n" for char in text):
            return text
        return "".join(self._one(char) for char in text)

    def _one(self, char: str) -> str:
        if ord(char) in COVERED or char == "\n":
            return char
        self.missing[char] = self.missing.get(char, 0) + 1
        return REPLACEMENT

    @property
    def warnings(self) -> tuple[str, ...]:
        """One French sentence per character replaced, in the order of code points."""
        return tuple(
            f"Le caractère U+{ord(char):04X}{_named(char)} n’existe pas dans la police : "
            f"il est imprimé « {REPLACEMENT} »."
            for char in sorted(self.missing)
        )


def _named(char: str) -> str:
    return f" « {char} »" if unicodedata.category(char)[0] in "LNPS" else ""
