"""A document that lost what the norm or the contract asks does not pass its own checks."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from cpom_desktop.exports.pdf.agreed import agreed, snapshot
from cpom_desktop.exports.pdf.content.assemble import contract_data
from cpom_desktop.exports.pdf.layout.render import render
from cpom_desktop.exports.pdf.pdfa import archive
from cpom_desktop.exports.pdf.selfcheck import faults
from cpom_desktop.exports.pdf.sigfields import with_fields
from tests.exports.pdf.build import FINGERPRINT, MADE_ON, small_contract


@pytest.fixture(scope="module")
def made() -> tuple[bytes, bytes, int]:
    held = agreed(small_contract())
    data = contract_data(held, made_on=MADE_ON, fingerprint=FINGERPRINT, draft=False)
    rendered, attached = render(data), snapshot(held, data)
    return with_fields(archive(rendered.pdf, attached, MADE_ON), rendered.places), attached, rendered.pages


def found(made: tuple[bytes, bytes, int], change: Callable[[Pdf], None]) -> list[str]:
    document, data, pages = made
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        change(pdf)
        pdf.save(out)
    return faults(out.getvalue(), data=data, fields=3, pages=pages)


def helvetica(pdf: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[2].resources.Font["/F9"] = pdf.make_indirect(font)


def shapeless(pdf: Pdf) -> None:
    key = next(iter(pdf.pages[0].resources.Font.keys()))
    pdf.pages[0].contents_add(f"BT {key} 9 Tf (\\000) Tj ET".encode())


def link(pdf: Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.org"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), F=4, A=action)
    pdf.pages[0].Annots = Array([note])


def unprinted(pdf: Pdf) -> None:
    pdf.pages[1].Annots[0].F = 0


def other_data(pdf: Pdf) -> None:
    pdf.Root.AF[0].EF.F.write(b"{}")


BROKEN: dict[str, tuple[Callable[[Pdf], None], str]] = {
    "a stray Helvetica": (helvetica, "page 3: the font /Helvetica is not embedded"),
    "text without shape": (shapeless, "page 1: text without shape"),
    "a link outside": (link, "page 1: a link that leaves the document"),
    "a link that does not print": (unprinted, "page 2: an annotation that does not print"),
    "other data": (other_data, "the associated data are not those of the contract"),
    "no data": (lambda pdf: pdf.Root.__delitem__("/AF"), "no associated data"),
    "no output intent": (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "no output intent"),
    "no metadata": (lambda pdf: pdf.Root.__delitem__("/Metadata"), "no XMP"),
    "no language": (lambda pdf: pdf.Root.__delitem__("/Lang"), "no language"),
    "an action": (lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript)), "encryption, script"),
    "a page less": (lambda pdf: pdf.pages.__delitem__(0), "pages instead of"),
    "a field less": (lambda pdf: pdf.Root.AcroForm.Fields.__delitem__(0), "2 signature fields instead of 3"),
}


def test_a_sound_document_has_no_fault(made: tuple[bytes, bytes, int]) -> None:
    assert found(made, lambda pdf: None) == []


@pytest.mark.filterwarnings("ignore:This document has 1 form widget")
@pytest.mark.parametrize("name", BROKEN)
def test_each_loss_is_found(made: tuple[bytes, bytes, int], name: str) -> None:
    change, words = BROKEN[name]
    assert any(words in fault for fault in found(made, change))


def test_the_information_dictionary_and_xmp_say_the_same(made: tuple[bytes, bytes, int]) -> None:
    with pikepdf.open(io.BytesIO(made[0])) as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode()
        for key in ("/Title", "/Author", "/Subject", "/Producer"):
            assert f">{pdf.docinfo[key]}<" in xmp
        assert str(pdf.docinfo.CreationDate) == "D:20261122000000Z" and "<xmp:CreateDate>2026-11-22T00:00:00Z<" in xmp
