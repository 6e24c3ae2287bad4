"""The fiche d’arbitrage as one page: made, archived and checked like a contract, without fields nor attached data."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from ...core.bargaining.sheet import COUNTED, FORECAST, ArbitrationSheet, are_figures
from ...core.problems import Reason, Refused
from . import fonts
from .dto import Column, Facts, Row, Sort, Table
from .layout import tables
from .layout.ink import ARTICLE, BODY, INK, LINE, MUTED, NOTE, PART, Ink
from .pdfa import archive
from .selfcheck import faults

# isort: split
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepInFrame, PageTemplate

MARGIN, TOP, FOOT = 18 * mm, 24 * mm, 16 * mm
SAID, SHARES = ("Demandé", "Offert", "Retenu", "Écart"), (0.8, 0.8, 0.8, 0.7)
SCALES = (1, 1.05, 1.1, 1.15, 1.2, 1.3, 1.4, 1.6, 1.8, 2, 2.4, 3)
WIDTH, HEIGHT = A4[0] - 2 * MARGIN, A4[1] - TOP - FOOT


def arbitration_pdf(sheet: ArbitrationSheet, fingerprint: str, made_on: dt.date) -> tuple[bytes, tuple[str, ...]]:
    """The document, and what could not be printed as typed. What is too long for the page is set smaller.

    Equal sheet and date give equal bytes. Raises `Refused` (`BAD_DOCUMENT`) where the document fails its own checks.
    """
    ink, out = Ink(), io.BytesIO()
    scale, story = _fitted(sheet, ink)
    held = KeepInFrame(WIDTH * scale, HEIGHT * scale, story, mode="shrink")
    _Page(out, sheet, fingerprint, ink, scale).build([held])
    document = archive(out.getvalue(), None, made_on)
    if found := faults(document, data=None, fields=0, pages=1):
        raise Refused(Reason.BAD_DOCUMENT, sheet.object[:80], detail=" ; ".join(found[:3]))
    return document, ink.coverage.warnings


class _Page(BaseDocTemplate):  # type: ignore[misc]  # ReportLab is untyped
    """One sheet, its warning at the head and at the foot; what stands between is drawn `scale` times smaller."""

    def __init__(self, out: io.BytesIO, sheet: ArbitrationSheet, fingerprint: str, ink: Ink, scale: float) -> None:
        super().__init__(
            out, title=ink.line(f"Fiche d’arbitrage, {sheet.object}", 120), author=ink.line(sheet.organisation),
            subject=ink.line(sheet.banner), creator="CPOM Desktop", lang="fr-FR", invariant=1, displayDocTitle=1,
            initialFontName=fonts.REGULAR, pageCompression=1, pagesize=A4,
        )
        self._scale = scale
        frame = Frame(*(scale * length for length in (MARGIN, FOOT, WIDTH, HEIGHT)), 0, 0, 0, 0)
        self._banner = ink.line(sheet.banner, 110)
        self._foot = ink.line(f"{sheet.contract} · empreinte {fingerprint}", 110)
        self.addPageTemplates([PageTemplate("fiche", [frame], onPage=self._shrink, onPageEnd=self._around)])

    def _shrink(self, canvas: Any, _doc: object) -> None:
        canvas.scale(1 / self._scale, 1 / self._scale)

    def _around(self, canvas: Any, _doc: object) -> None:
        canvas.saveState()
        canvas.scale(self._scale, self._scale)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.8)
        canvas.rect(MARGIN, A4[1] - 17 * mm, WIDTH, 7 * mm)
        canvas.setFillColor(INK)
        canvas.setFont(fonts.SEMIBOLD, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 14.6 * mm, self._banner)
        canvas.setFillColor(MUTED)
        canvas.setFont(fonts.REGULAR, 7.5)
        canvas.drawString(MARGIN, 9 * mm, self._foot)
        canvas.drawRightString(A4[0] - MARGIN, 9 * mm, "page 1 / 1")
        canvas.restoreState()


def _fitted(sheet: ArbitrationSheet, ink: Ink) -> tuple[float, list[Flowable]]:
    """How many times smaller the story is set, and the story as wide as that makes it."""
    for scale in SCALES:
        story = _story(sheet, ink, WIDTH * scale)
        heights = [one.wrap(WIDTH * scale, HEIGHT)[1] + one.getSpaceBefore() + one.getSpaceAfter() for one in story]
        if sum(heights) <= HEIGHT * scale:
            break
    return scale, story


def _story(sheet: ArbitrationSheet, ink: Ink, width: float) -> list[Flowable]:
    head = Facts((
        ("Contrat", sheet.contract), ("Établie par", sheet.organisation), ("À l’attention de", sheet.addressee),
        ("Objet", sheet.object), ("Établie le", sheet.made_on), ("Décision attendue le", sheet.deadline),
    ))
    story = [ink.paragraph("Fiche d’arbitrage", PART), *tables.facts(head, ink, width)]
    story += [ink.paragraph("État de la négociation", ARTICLE), tables.grid(_state(sheet), ink, width),
              ink.paragraph(f"Ensemble\u00a0: {sheet.total}. {FORECAST}", NOTE)]
    story += [ink.paragraph("Options", ARTICLE), tables.grid(_options(sheet), ink, width),
              ink.paragraph(COUNTED, NOTE),
              ink.paragraph("Recommandation", ARTICLE),
              *ink.paragraphs(sheet.recommendation or "Non renseignée.", BODY)]
    if sheet.private:
        story += [ink.paragraph("Éléments réservés", ARTICLE), *tables.facts(Facts(sheet.private), ink, width)]
    return story


def _state(sheet: ArbitrationSheet) -> Table:
    rows = [(one.name, one.asked, one.offered, one.retained, one.gap, one.cost, one.share) for one in sheet.state]
    sorts = [Sort.FIGURE if are_figures(texts) else Sort.WORDS for texts in zip(*rows, strict=True)]
    said = (Column(head, sort, share=share) for head, sort, share in zip(SAID, sorts[1:], SHARES, strict=False))
    columns = (Column("Point", share=1.4), *said, Column("Coût", Sort.FIGURE, sheet.span),
               Column("Part", Sort.FIGURE, "de la DGC"))
    return Table("", columns, tuple(map(Row, rows)))


def _options(sheet: ArbitrationSheet) -> Table:
    columns = (
        Column("Option", share=0.9), Column("Valeurs", share=1.8), Column("Effet", Sort.FIGURE, sheet.first),
        Column("Effet", Sort.FIGURE, sheet.span), Column("Part", Sort.FIGURE, "de la DGC"),
        Column("Lot lié", share=0.7),
    )
    rows = (Row((one.name, one.values, one.first_year, one.whole, one.share, one.package)) for one in sheet.options)
    return Table("", columns, tuple(rows))
