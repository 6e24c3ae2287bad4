"""The fiche d’arbitrage as one page: made, archived and checked like a contract, without fields nor attached data."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from ...core.bargaining.sheet import ArbitrationSheet
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
WIDTH, HEIGHT = A4[0] - 2 * MARGIN, A4[1] - TOP - FOOT


def arbitration_pdf(sheet: ArbitrationSheet, fingerprint: str, made_on: dt.date) -> tuple[bytes, tuple[str, ...]]:
    """The document, and what could not be printed as typed. What is too long for the page is set smaller.

    Equal sheet and date give equal bytes. Raises `Refused` (`BAD_DOCUMENT`) where the document fails its own checks.
    """
    ink, out = Ink(), io.BytesIO()
    _Page(out, sheet, fingerprint, ink).build([KeepInFrame(WIDTH, HEIGHT, _story(sheet, ink), mode="shrink")])
    document = archive(out.getvalue(), None, made_on)
    if found := faults(document, data=None, fields=0, pages=1):
        raise Refused(Reason.BAD_DOCUMENT, sheet.object[:80], detail=" ; ".join(found[:3]))
    return document, ink.coverage.warnings


class _Page(BaseDocTemplate):  # type: ignore[misc]  # ReportLab is untyped
    """One sheet, its warning at the head and at the foot."""

    def __init__(self, out: io.BytesIO, sheet: ArbitrationSheet, fingerprint: str, ink: Ink) -> None:
        super().__init__(
            out, title=ink.line(f"Fiche d’arbitrage, {sheet.object}", 120), author=ink.line(sheet.organisation),
            subject=ink.line(sheet.banner), creator="CPOM Desktop", lang="fr-FR", invariant=1, displayDocTitle=1,
            initialFontName=fonts.REGULAR, pageCompression=1, pagesize=A4,
        )
        frame = Frame(MARGIN, FOOT, WIDTH, HEIGHT, 0, 0, 0, 0)
        self._banner = ink.line(sheet.banner, 110)
        self._foot = ink.line(f"{sheet.contract} · empreinte {fingerprint}", 110)
        self.addPageTemplates([PageTemplate("fiche", [frame], onPageEnd=self._around)])

    def _around(self, canvas: Any, _doc: object) -> None:
        canvas.saveState()
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


def _story(sheet: ArbitrationSheet, ink: Ink) -> list[Flowable]:
    head = Facts((
        ("Contrat", sheet.contract), ("Établie par", sheet.organisation), ("À l’attention de", sheet.addressee),
        ("Objet", sheet.object), ("Établie le", sheet.made_on), ("Décision attendue le", sheet.deadline),
    ))
    story = [ink.paragraph("Fiche d’arbitrage", PART), *tables.facts(head, ink, WIDTH)]
    story += [ink.paragraph("État de la négociation", ARTICLE), tables.grid(_state(sheet), ink, WIDTH),
              ink.paragraph(f"Ensemble\u00a0: {sheet.total}. Montants prévisionnels.", NOTE)]
    story += [ink.paragraph("Options", ARTICLE), tables.grid(_options(sheet), ink, WIDTH),
              ink.paragraph("Effets comptés sur l’accord à ce jour.", NOTE),
              ink.paragraph("Recommandation", ARTICLE),
              *ink.paragraphs(sheet.recommendation or "Non renseignée.", BODY)]
    if sheet.private:
        story += [ink.paragraph("Éléments réservés", ARTICLE), *tables.facts(Facts(sheet.private), ink, WIDTH)]
    return story


def _state(sheet: ArbitrationSheet) -> Table:
    columns = (
        Column("Point", share=1.4), Column("Demandé", share=0.8), Column("Offert", share=0.8),
        Column("Retenu", share=0.8), Column("Écart", share=0.7), Column("Coût", Sort.FIGURE, sheet.span),
        Column("Part", Sort.FIGURE, "de la DGC"),
    )
    rows = (Row((one.name, one.asked, one.offered, one.retained, one.gap, one.cost, one.share)) for one in sheet.state)
    return Table("", columns, tuple(rows))


def _options(sheet: ArbitrationSheet) -> Table:
    columns = (
        Column("Option", share=0.9), Column("Valeurs", share=1.8), Column("Effet", Sort.FIGURE, sheet.first),
        Column("Effet", Sort.FIGURE, sheet.span), Column("Part", Sort.FIGURE, "de la DGC"),
        Column("Lot lié", share=0.7),
    )
    rows = (Row((one.name, one.values, one.first_year, one.whole, one.share, one.package)) for one in sheet.options)
    return Table("", columns, tuple(rows))
