"""The fiche d’arbitrage on paper and as a text: one page, equal bytes, nothing attached nor read as markup."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pikepdf
import pypdf
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from cpom_desktop.core.bargaining.sheet import COUNTED, FORECAST, ArbitrationSheet, OptionLine, StateLine
from cpom_desktop.exports.docx.arbitration import arbitration_docx
from cpom_desktop.exports.pdf.arbitration import arbitration_pdf

DAY = dt.date(2026, 11, 20)
LINE = StateLine(
    "Rebasage, La Passerelle", "38 000,00 €", "0,00 €", "12 000,00 €", "+38 000,00 €", "+194 264,80 €", "2,76 %")
OPTION = OptionLine("Maintenir la demande", "Rebasage : 38 000,00 €", "+26 000,00 €", "+132 918,01 €", "1,89 %", "–")
SHEET = ArbitrationSheet(
    "Document interne à Les Deux Rives — ne pas diffuser", "CPOM Les Deux Rives", "Les Deux Rives", "Le conseil",
    "Rebasage <b>de</b> la veille & nuit", "1er décembre 2026", "20 novembre 2026", "2027–2031", "2027", (LINE,),
    "+194 264,80 € sur 2027–2031", (OPTION,), "Tenir 25 000 € & <i>le reste</i>.",
    (("Rebasage", "plancher 10 000,00 €"),),
)
LONG = replace(SHEET, state=(LINE,) * 6, options=(OPTION,) * 9, recommendation="Une phrase assez longue. " * 36,
               private=(("Rebasage", "Un repli très long. " * 40),) * 6)


def pdf_text(data: bytes) -> str:
    return " ".join(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())


def docx_text(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize("sheet", [SHEET, LONG])
def test_the_page_is_one_and_nothing_is_attached(sheet: ArbitrationSheet) -> None:
    data, _ = arbitration_pdf(sheet, "7K3M-Q9XZ-2F4T", DAY)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1 and "/AF" not in pdf.Root and "/AcroForm" not in pdf.Root
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})


def test_equal_sheets_give_equal_bytes() -> None:
    assert arbitration_pdf(SHEET, "F", DAY) == arbitration_pdf(SHEET, "F", DAY)
    assert arbitration_docx(SHEET, "F", DAY) == arbitration_docx(SHEET, "F", DAY)


def printed(sheet: ArbitrationSheet, kind: str) -> str:
    """The text of a fiche in one of its forms."""
    if kind == "pdf":
        return pdf_text(arbitration_pdf(sheet, "F", DAY)[0])
    return docx_text(arbitration_docx(sheet, "F", DAY))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_words_are_printed_as_typed_under_their_warning(kind: str) -> None:
    text = printed(SHEET, kind)
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    for words in ("Document interne à Les Deux Rives — ne pas diffuser", "<b>de</b> la veille & nuit",
                  "Tenir 25 000 € & <i>le reste</i>.", "Maintenir la demande", "plancher 10 000,00 €",
                  "1er décembre 2026"):
        assert words in text


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_without_reserved_elements_nothing_speaks_of_them(kind: str) -> None:
    sheet = replace(SHEET, private=())
    text = printed(sheet, kind)
    assert "réservés" not in text and "plancher" not in text


def test_signs_that_no_document_holds_are_left_out() -> None:
    sheet = replace(SHEET, recommendation="Un\x00 deux\x0b trois\ud800 \u202equatre", object="\x01objet")
    text = docx_text(arbitration_docx(sheet, "F", DAY))
    assert "trois" in text and not any(sign in text for sign in "\x00\x0b\x01\u202e\ud800")
    arbitration_pdf(sheet, "F", DAY)


def test_the_text_document_holds_no_macro_no_link_and_no_moment() -> None:
    with zipfile.ZipFile(io.BytesIO(arbitration_docx(SHEET, "F", DAY))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = archive.namelist()
        assert not any("vba" in name.lower() or "embeddings" in name for name in names)
        core = archive.read("docProps/core.xml").decode()
        assert "2026-11-20T00:00:00Z" in core and b"http" not in archive.read("word/document.xml").split(b"<w:body>")[1]


def test_the_columns_of_the_text_document_are_as_wide_as_their_page_and_figures_stand_to_the_right() -> None:
    document = Document(io.BytesIO(arbitration_docx(SHEET, "7K3M-Q9XZ-2F4T", DAY)))
    for table in document.tables:
        assert sum(column.width.mm for column in table.columns) == pytest.approx(174, abs=1)
        assert [cell.width for cell in table.rows[0].cells] == [column.width for column in table.columns]
    state, options = document.tables[1:3]
    sides = [cell.paragraphs[0].alignment for cell in state.rows[1].cells]
    assert sides == [None, *[WD_ALIGN_PARAGRAPH.RIGHT] * 6]
    assert [cell.paragraphs[0].alignment for cell in options.rows[0].cells][-1] is None
    assert "7K3M-Q9XZ-2F4T" in document.sections[0].footer.paragraphs[0].text


def test_both_forms_say_what_their_amounts_are() -> None:
    for kind in ("pdf", "docx"):
        text = printed(SHEET, kind)
        assert FORECAST in text and COUNTED in text, kind
