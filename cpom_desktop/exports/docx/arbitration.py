"""The fiche d’arbitrage as a text document of one page; equal sheet and date give equal bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from ...core.bargaining.sheet import COUNTED, FORECAST, ArbitrationSheet
from ..pdf.sanitize import plain
from .tables import SMALL, Column, framed, grid, pairs, set_text

FACE, SIZE = "Arial", 9.5
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_FIRST_OF_1980 = (1980, 1, 1, 0, 0, 0)


def arbitration_docx(sheet: ArbitrationSheet, fingerprint: str, made_on: dt.date) -> bytes:
    """The bytes of the document."""
    document = Document()
    _set_up(document, sheet, fingerprint, made_on)
    framed(_paragraph(document, sheet.banner, bold=True, size=SMALL, align=WD_ALIGN_PARAGRAPH.CENTER))
    _paragraph(document, "Fiche d’arbitrage", bold=True, size=16)
    facts = (
        ("Contrat", sheet.contract), ("Établie par", sheet.organisation), ("À l’attention de", sheet.addressee),
        ("Objet", sheet.object), ("Établie le", sheet.made_on), ("Décision attendue le", sheet.deadline),
    )
    pairs(document, [(label, _text(text)) for label, text in facts if text])
    _title(document, "État de la négociation")
    _state(document, sheet)
    _paragraph(document, f"Ensemble\u00a0: {sheet.total}. {FORECAST}", size=SMALL)
    _title(document, "Options")
    _options(document, sheet)
    _paragraph(document, COUNTED, size=SMALL)
    _title(document, "Recommandation")
    _paragraph(document, sheet.recommendation or "Non renseignée.")
    if sheet.private:
        _title(document, "Éléments réservés")
        pairs(document, [(_text(label), _text(text)) for label, text in sheet.private])
    return _undated(document)


def _state(document: Docx, sheet: ArbitrationSheet) -> None:
    columns = (Column("Point"), Column("Demandé", 24), Column("Offert", 24), Column("Retenu", 24),
               Column("Écart", 24), Column(f"Coût {sheet.span}", 25), Column("Part de la DGC", 17))
    grid(document, columns, [tuple(map(_text, (
        one.name, one.asked, one.offered, one.retained, one.gap, one.cost, one.share))) for one in sheet.state])


def _options(document: Docx, sheet: ArbitrationSheet) -> None:
    columns = (Column("Option", 28), Column("Valeurs"), Column(f"Effet {sheet.first}", 24),
               Column(f"Effet {sheet.span}", 25), Column("Part de la DGC", 17), Column("Lot lié", 20))
    grid(document, columns, [tuple(map(_text, (
        one.name, one.values, one.first_year, one.whole, one.share, one.package))) for one in sheet.options])


def _set_up(document: Docx, sheet: ArbitrationSheet, fingerprint: str, made_on: dt.date) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(14)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(SIZE)
    style.paragraph_format.space_after = Pt(3)
    about, day = document.core_properties, dt.datetime(made_on.year, made_on.month, made_on.day)
    about.title, about.subject = f"Fiche d’arbitrage, {_text(sheet.object, 120)}", _text(sheet.banner)
    about.author = about.last_modified_by = _text(sheet.organisation, 120)
    about.comments, about.language = "", "fr-FR"
    about.created = about.modified = day
    about.revision = 1
    foot = section.footer.paragraphs[0]
    set_text(foot, f"{_text(sheet.banner)} · {_text(sheet.contract, 90)} · empreinte {fingerprint}", size=7)


def _title(document: Docx, text: str) -> None:
    made = _paragraph(document, text, bold=True, size=11)
    made.paragraph_format.space_before, made.paragraph_format.keep_with_next = Pt(6), True


def _paragraph(
    document: Docx, text: str, bold: bool = False, size: float = SIZE, align: WD_ALIGN_PARAGRAPH | None = None
) -> Paragraph:
    made = document.add_paragraph()
    set_text(made, _text(text), bold, size)
    if align is not None:
        made.alignment = align
    return made


def _text(text: str, limit: int = 4000) -> str:
    """What the format can hold, spaced as French is; nothing in it is ever read as markup."""
    return _UNFIT.sub("", plain(text))[:limit]


def _undated(document: Docx) -> bytes:
    """The document with the moment of its making taken out of the archive."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for info in read.infolist():
            kept = zipfile.ZipInfo(info.filename, _FIRST_OF_1980)
            kept.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(kept, read.read(info.filename))
    return out.getvalue()
