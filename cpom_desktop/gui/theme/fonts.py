"""IBM Plex Sans in the seven uses of the window."""

from __future__ import annotations

from enum import Enum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from ...paths import resource

FAMILY = "IBM Plex Sans"
_FILES = ("Regular", "Medium", "SemiBold", "Bold", "Italic")


class Type(Enum):
    """A use of type: pixels, weight."""

    PAGE = (20, 600)
    SECTION = (15, 600)
    BODY = (13, 400)
    BUTTON = (13, 500)
    TOTAL = (13, 600)
    TAB = (14, 400)
    TAB_CURRENT = (14, 600)
    CAPTION = (12, 400)
    CAPTION_STRONG = (12, 600)
    CHIP = (12, 500)
    UNIT = (11, 400)
    SMALL = (10, 400)
    KEY = (26, 600)


class FontMissing(RuntimeError):
    """A bundled font could not be loaded: the installation is not whole."""


def load_fonts() -> None:
    """Register the five bundled files; each id is checked, because Qt falls back silently."""
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(resource(f"fonts/IBMPlexSans-{name}.ttf"))) < 0:
            raise FontMissing(name)


@cache
def font(use: Type, italic: bool = False) -> QFont:
    """The font of a use; sizes are in logical pixels, Qt scales them."""
    pixels, weight = use.value
    result = QFont(FAMILY)
    result.setPixelSize(pixels)
    result.setWeight(QFont.Weight(weight))
    result.setItalic(italic)
    result.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return result


@cache
def metrics(use: Type) -> QFontMetrics:
    """Measures of a use, at the logical scale."""
    return QFontMetrics(font(use))


def shown(text: str) -> str:
    """A text as it is painted: U+202F is too narrow in Plex and groups would merge, so it shows as U+00A0."""
    return text.replace("\u202f", "\u00a0")
