"""Text and type of paper: the one place where words of a contract become paragraphs, cells and labels."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from xml.sax.saxutils import escape

from .. import fonts  # settles ReportLab's default font before its modules below are loaded
from ..sanitize import one_line, pieces, plain

# isort: split
import pyphen
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph

INK, TEXT, MUTED = HexColor("#27344C"), HexColor("#17202E"), HexColor("#505D6E")
LINE, HEADER, ACCORD, MID = HexColor("#7C899B"), HexColor("#EBEBEB"), HexColor("#14532D"), HexColor("#C3CBD6")
WATERMARK = HexColor("#EBEBEB")
"""8 % grey, as the heads of tables: the text above stays readable and survives a copier."""
ALINEA_SIZE = 7.5
PLEX = ("FONT", (0, 0), (-1, -1), fonts.REGULAR)
"""First command of every table, for a cell without a command takes ReportLab’s own face."""


class French:
    """Hyphenation of one paragraph after another: three letters on each side, no name, no two lines running.

    ReportLab asks for the cuts of the word at the end of a line, longest beginning first, and
    stops at the one it takes.
    """

    def __init__(self) -> None:
        self._words = pyphen.Pyphen(lang="fr_FR", left=3, right=3)
        self._just_cut = False

    def begin(self) -> None:
        """A new paragraph: its first line may be cut."""
        self._just_cut = False

    def __call__(self, word: str) -> Iterator[tuple[str, str]]:
        if self._just_cut or not word[:1].islower():
            self._just_cut = False
            return
        for pair in self._words.iterate(word):
            self._just_cut = True
            yield pair
            self._just_cut = False


_FRENCH = French()


def _style(name: str, size: float, leading: float, face: str = fonts.REGULAR, **more: object) -> ParagraphStyle:
    settings: dict[str, object] = {
        "fontName": face,
        "fontSize": size,
        "leading": leading,
        "textColor": TEXT,
        "allowWidows": 0,
        "allowOrphans": 0,
        "splitLongWords": 1,
        "bulletFontName": face,
        **more,
    }
    return ParagraphStyle(name, **settings)


BODY = _style("body", 10.5, 15, alignment=TA_JUSTIFY, spaceAfter=5, hyphenationLang=_FRENCH)
LEAD = _style("lead", 11.5, 16.5, alignment=TA_LEFT, spaceAfter=8)
NOTE = _style("note", 8.5, 11.5, textColor=MUTED, spaceBefore=3, spaceAfter=8)
MISSING = _style(
    "missing",
    10.5,
    15,
    fonts.ITALIC,
    textColor=MUTED,
    spaceAfter=8,
    borderColor=LINE,
    borderWidth=0.6,
    borderPadding=(4, 6, 5, 6),
    spaceBefore=6,
    leftIndent=6,
    rightIndent=6,
)
CENTRED = _style("centred", 10.5, 15, alignment=TA_CENTER, spaceAfter=6)
PART = _style("part", 16, 21, fonts.SEMIBOLD, textColor=INK, spaceBefore=16, spaceAfter=8)
ARTICLE = _style("article", 11.5, 15, fonts.SEMIBOLD, textColor=INK, spaceBefore=10, spaceAfter=4)
SUBTITLE = _style("subtitle", 10, 13, fonts.SEMIBOLD, spaceBefore=8, spaceAfter=3)
CELL = _style("cell", 8.5, 11, embeddedHyphenation=2)
CELL_TOTAL = _style("cell-total", 8.5, 11, fonts.SEMIBOLD, embeddedHyphenation=2)
CELL_HEAD = _style("cell-head", 8.5, 10.5, fonts.SEMIBOLD)
CELL_HEAD_RIGHT = _style("cell-head-right", 8.5, 10.5, fonts.SEMIBOLD, alignment=TA_RIGHT)
CELL_HEAD_CENTRE = _style("cell-head-centre", 8.5, 10.5, fonts.SEMIBOLD, alignment=TA_CENTER)
LABEL = _style("label", 8.5, 12, fonts.MEDIUM, textColor=MUTED)
VALUE = _style("value", 9.5, 13)
COVER_NAME = _style("cover-name", 26, 33, fonts.SEMIBOLD, textColor=INK, spaceAfter=10)
COVER_KIND = _style("cover-kind", 13, 18, textColor=MUTED, spaceAfter=4)
COVER_TEXT = _style("cover-text", 12, 18, spaceAfter=4)
TOC = (
    _style("toc-1", 10.5, 15, fonts.SEMIBOLD, spaceBefore=2),
    _style("toc-2", 9.5, 13, leftIndent=5 * mm, rightIndent=0),
)


class Alinea(Paragraph):  # type: ignore[misc]  # ReportLab is untyped
    """A paragraph of the contract with its rank in the margin, on its first line only."""

    rank = 0

    def breakLines(self, width: object) -> object:
        _FRENCH.begin()
        return super().breakLines(width)

    def split(self, width: float, height: float) -> list[Paragraph]:
        parts = super().split(width, height)
        if parts:
            parts[0].rank = self.rank
        return list(parts)

    def draw(self) -> None:
        if self.rank:
            self.canv.saveState()
            self.canv.setFont(fonts.REGULAR, ALINEA_SIZE)
            self.canv.setFillColor(MUTED)
            self.canv.drawRightString(-2.5 * mm, self.height - self.style.fontSize, str(self.rank))
            self.canv.restoreState()
        super().draw()


class Ink:
    """Turns texts into paragraphs and strings; each is cleaned, spaced, checked against the font, then escaped."""

    def __init__(self) -> None:
        self.coverage = fonts.Coverage()

    def plain(self, text: str) -> str:
        """For a cell or a label, where no markup is read."""
        return self.coverage.fit(plain(text))

    def line(self, text: str, limit: int = 300) -> str:
        """For a title, a bookmark, the foot of a page: one line."""
        return self.coverage.fit(one_line(text, limit))

    def markup(self, text: str) -> str:
        """For a ReportLab paragraph; newlines become line breaks."""
        return escape(self.plain(text)).replace("\n", "<br/>")

    def paragraph(self, text: str, style: ParagraphStyle) -> Paragraph:
        """One paragraph; the caller has cut it to a decent length."""
        return Alinea(self.markup(text), style)

    def paragraphs(self, text: str, style: ParagraphStyle, numbered: bool = False) -> list[Paragraph]:
        """A text of any length: one paragraph per line, long ones cut, ranks in the margin if asked."""
        found = []
        for rank, piece in enumerate(pieces(text), start=1):
            paragraph = self.paragraph(piece, style)
            paragraph.rank = rank if numbered else 0
            found.append(paragraph)
        return found


@lru_cache(maxsize=8192)
def text_width(text: str, face: str, size: float) -> float:
    """Width in points of the widest line of a text; remembered, as tables measure the same figures again."""
    return max(fonts.width(line, face, size) for line in text.split("\n"))
