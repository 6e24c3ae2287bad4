"""The sheets: margins, foot with initials, fingerprint and page x / y, draft watermark, outline and contents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from .. import fonts
from ..dto import ContractData
from .ink import INK, LINE, MUTED, WATERMARK, Ink

# isort: split
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.doctemplate import IndexingFlowable

TOP, SIDE, BOTTOM = 25 * mm, 20 * mm, 22 * mm
PORTRAIT, LANDSCAPE = "portrait", "landscape"
TEXT_WIDTH = {PORTRAIT: A4[0] - 2 * SIDE, LANDSCAPE: A4[1] - 2 * SIDE}
INITIALS = "Paraphes"
_INITIALS_WIDTH, _INITIALS_HEIGHT = 46 * mm, 10 * mm


class PageTotal(IndexingFlowable):  # type: ignore[misc]  # ReportLab is untyped
    """Invisible flowable that asks for another pass until the number of pages printed is the true one."""

    def __init__(self) -> None:
        super().__init__()
        self.printed, self.counted = 0, 0

    def isIndexing(self) -> bool:
        return True

    def isSatisfied(self) -> bool:
        return self.printed == self.counted

    def beforeBuild(self) -> None:
        self.printed = self.counted

    def notify(self, kind: str, stuff: object) -> None:
        pass

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        pass


class Sheets(BaseDocTemplate):  # type: ignore[misc]  # ReportLab is untyped
    """The document: it draws what surrounds the text, and notes the titles as they come."""

    def __init__(self, out: BinaryIO, data: ContractData, ink: Ink, on_page: Callable[[int], None]) -> None:
        title = ink.line(data.cover.name)
        super().__init__(
            out,
            title=title,
            author=ink.line(" ; ".join(data.cover.between)),
            creator="CPOM Desktop",
            subject=ink.line(f"{data.cover.kind}, {data.cover.period}"),
            lang="fr-FR",
            invariant=1,
            displayDocTitle=1,
            initialFontName=fonts.REGULAR,
            pageCompression=1,
            allowSplitting=1,
            pagesize=A4,
        )
        self._data, self._on_page = data, on_page
        self._foot = (
            ink.line(data.cover.name, 90),
            ink.plain(f"Empreinte {data.fingerprint} · règles de calcul, version {data.rules_version}"),
        )
        self.total = PageTotal()
        self.addPageTemplates([self._template(PORTRAIT, A4), self._template(LANDSCAPE, landscape(A4))])

    def _template(self, name: str, size: tuple[float, float]) -> PageTemplate:
        frame = Frame(
            SIDE,
            BOTTOM,
            size[0] - 2 * SIDE,
            size[1] - TOP - BOTTOM,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
            id=name,
        )
        return PageTemplate(name, [frame], onPage=self._before, onPageEnd=self._after, pagesize=size)

    def _before(self, canvas: Any, _doc: object) -> None:
        width, height = canvas._pagesize
        if self._data.draft:
            canvas.saveState()
            canvas.translate(width / 2, height / 2)
            canvas.rotate(52 if height > width else 35)
            canvas.setFont(fonts.BOLD, 130)
            canvas.setFillColor(WATERMARK)
            canvas.drawCentredString(0, -45, "PROJET")
            canvas.restoreState()

    def _after(self, canvas: Any, _doc: object) -> None:
        width = canvas._pagesize[0]
        page = canvas.getPageNumber()
        canvas.saveState()
        self._initials(canvas, width)
        name, state = self._foot
        canvas.setFillColor(MUTED)
        canvas.setFont(fonts.REGULAR, 7.5)
        canvas.drawString(SIDE, 13.2 * mm, _elided(name, width - 2 * SIDE - _INITIALS_WIDTH - 24 * mm))
        canvas.drawString(SIDE, 9.4 * mm, state)
        canvas.setFillColor(INK)
        canvas.setFont(fonts.MEDIUM, 8)
        canvas.drawRightString(
            width - SIDE - _INITIALS_WIDTH - 4 * mm, 9.4 * mm, f"page {page} / {self.total.printed or page}"
        )
        canvas.restoreState()
        self.total.counted = page
        self._on_page(page)

    def _initials(self, canvas: Any, width: float) -> None:
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.4)
        left = width - SIDE - _INITIALS_WIDTH
        canvas.rect(left, 7.5 * mm, _INITIALS_WIDTH, _INITIALS_HEIGHT)
        canvas.setFillColor(MUTED)
        canvas.setFont(fonts.REGULAR, 6.5)
        canvas.drawString(left + 1.2 * mm, 7.5 * mm + _INITIALS_HEIGHT - 2.8 * mm, INITIALS)

    def afterFlowable(self, flowable: Any) -> None:
        """Enter a title in the outline and the table of contents, with a key that the links go to."""
        entry = getattr(flowable, "entry", None)
        if entry is None:
            return
        level, key, plain, marked = entry
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(plain, key, level, closed=level > 0)
        self.notify("TOCEntry", (level, marked, self.page, key))


def _elided(text: str, room: float) -> str:
    while text and fonts.width(text, fonts.REGULAR, 7.5) > room:
        text = text[:-2].rstrip() + "…"
    return text
