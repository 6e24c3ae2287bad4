"""What is checked of a contract PDF before it is put in place: fonts, shapes, colours, metadata, data, fields, pages.

These checks follow the requirements of PDF/A-3b that ReportLab or a later change could break. They are no certificate.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from hashlib import md5

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from .pdfa import ATTACHMENT


def faults(document: bytes, *, data: bytes | None, fields: int, pages: int) -> list[str]:
    """What is wrong with a contract PDF, as words for the log; empty when it may be handed over."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        found = [*_fonts(pdf), *_archive(pdf), *_annotations(pdf), *_attachment(pdf, data)]
        if len(pdf.pages) != pages:
            found.append(f"{len(pdf.pages)} pages instead of {pages}")
        if (count := _fields(pdf)) != fields:
            found.append(f"{count} signature fields instead of {fields}")
    return found


def _fonts(pdf: Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        fonts = page.resources.get("/Font", Dictionary())
        for key in fonts.keys():
            font = fonts[key]
            name = str(font.get("/BaseFont", key))
            descriptor = font.get("/FontDescriptor")
            if descriptor is None or "/FontFile2" not in descriptor:
                yield f"page {number}: the font {name} is not embedded"
        yield from (f"page {number}: text without shape in {name}" for name in sorted(_shapeless(page)))


def _shapeless(page: pikepdf.Page) -> set[str]:
    """Fonts of a page in which code 0 is shown: ReportLab keeps it for « .notdef » in every subset."""
    found, current = set[str](), ""
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            current = str(operands[0])
        elif str(operator) in {"Tj", "TJ", "'", '"'} and any(b"\x00" in shown for shown in _strings(operands)):
            found.add(current)
    return found


def _strings(operands: object) -> Iterator[bytes]:
    for operand in operands:  # type: ignore[attr-defined]
        if isinstance(operand, pikepdf.String):
            yield bytes(operand)
        elif isinstance(operand, pikepdf.Array):
            yield from _strings(operand)


def _archive(pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    intents = root.get("/OutputIntents", Array())
    if not any(intent.get("/S") == Name.GTS_PDFA1 and "/DestOutputProfile" in intent for intent in intents):
        yield "no output intent"
    packet = bytes(root.Metadata.read_bytes()) if "/Metadata" in root else b""
    if b"<pdfaid:part>3</pdfaid:part>" not in packet or b"<pdfaid:conformance>B</pdfaid:conformance>" not in packet:
        yield "no XMP that names PDF/A-3b"
    if str(root.get("/Lang", "")) != "fr-FR":
        yield "no language"
    if "/ID" not in pdf.trailer:
        yield "no identifier"
    if "/Encrypt" in pdf.trailer or "/JavaScript" in root.get("/Names", Dictionary()) or "/OpenAction" in root:
        yield "encryption, script or action"


def _annotations(pdf: Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.get("/Annots", Array()):
            if not int(annotation.get("/F", 0)) & 4:
                yield f"page {number}: an annotation that does not print"
            if "/URI" in annotation.get("/A", Dictionary()):
                yield f"page {number}: a link that leaves the document"


def _attachment(pdf: Pdf, data: bytes | None) -> Iterator[str]:
    if data is None:
        if "/AF" in pdf.Root or "/EmbeddedFiles" in pdf.Root.get("/Names", Dictionary()):
            yield "data are attached that nobody asked for"
        return
    specs = [spec for spec in pdf.Root.get("/AF", Array()) if spec.get("/AFRelationship") == Name.Data]
    if len(specs) != 1 or str(specs[0].get("/UF", "")) != ATTACHMENT:
        yield "no associated data"
        return
    stream = specs[0].EF.F
    if stream.read_bytes() != data or bytes(stream.Params.CheckSum) != md5(data, usedforsecurity=False).digest():
        yield "the associated data are not those of the contract"


def _fields(pdf: Pdf) -> int:
    fields = pdf.Root.get("/AcroForm", Dictionary()).get("/Fields", Array())
    return sum(1 for field in fields if field.get("/FT") == Name.Sig)
