"""The structure of an archive around the pages: conçu selon PDF/A-3b, with the contract's data as associated file.

ReportLab leaves out what ISO 19005-3 asks: XMP metadata, an output intent, printable links. Nothing here depends on
the clock or on chance, so equal pages and data give equal bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from hashlib import md5
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ImageCms

ATTACHMENT = "contrat-donnees.json"
ATTACHMENT_MIME = Name("/application/json")
DESCRIPTION = "Données du contrat, telles que les parties les ont retenues"
PRODUCER = "CPOM Desktop"
_PRINTED = 4
"""Bit of /F: an annotation that prints."""


def archive(pages: bytes, data: bytes | None, made_on: dt.date) -> bytes:
    """The PDF of ReportLab made an archive, with `data` attached where there are some."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        _date(pdf, made_on)
        _metadata(pdf, made_on)
        _colours(pdf)
        _printable(pdf)
        if data is not None:
            _attach(pdf, data, made_on)
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            force_version="1.7",
            compress_streams=True,
        )
    return out.getvalue()


def _stamp(made_on: dt.date) -> str:
    return f"D:{made_on:%Y%m%d}000000Z"


def _date(pdf: Pdf, made_on: dt.date) -> None:
    info = pdf.docinfo
    info.CreationDate = info.ModDate = String(_stamp(made_on))
    info.Producer = String(PRODUCER)
    for key in ("/Trapped", "/Keywords"):
        if key in info:
            del info[key]


def _metadata(pdf: Pdf, made_on: dt.date) -> None:
    """XMP that says the same as the information dictionary, as the norm asks."""
    info = pdf.docinfo
    title, author, subject = (escape(str(info.get(key, ""))) for key in ("/Title", "/Author", "/Subject"))
    packet = _XMP.format(
        title=title, author=author, subject=subject, producer=PRODUCER, date=f"{made_on:%Y-%m-%d}T00:00:00Z"
    )
    stream = pdf.make_stream(packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _colours(pdf: Pdf) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    stream = pdf.make_stream(_undated(profile))
    stream.N, stream.Alternate = 3, Name.DeviceRGB
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=stream,
            )
        ]
    )


def _undated(profile: bytes) -> bytes:
    """The colour profile without the moment at which the library made it (ICC.1 §7.2.8 and the id of §7.2.18)."""
    first_of_2000 = b"\x07\xd0\x00\x01\x00\x01" + bytes(6)
    return profile[:24] + first_of_2000 + profile[36:84] + bytes(16) + profile[100:]


def _printable(pdf: Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.get("/Annots", Array()):
            annotation.F = _PRINTED


def _attach(pdf: Pdf, data: bytes, made_on: dt.date) -> None:
    stream = pdf.make_stream(data)
    stream.Type, stream.Subtype = Name.EmbeddedFile, ATTACHMENT_MIME
    # The norm of PDF names MD5 for this checksum; it finds accidents, while the fingerprint speaks of the contract.
    stream.Params = Dictionary(
        Size=len(data),
        CheckSum=String(md5(data, usedforsecurity=False).digest()),
        ModDate=String(_stamp(made_on)),
        CreationDate=String(_stamp(made_on)),
    )
    spec = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(ATTACHMENT),
            UF=String(ATTACHMENT),
            Desc=String(DESCRIPTION),
            AFRelationship=Name.Data,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array([String(ATTACHMENT), spec]))
    pdf.Root.AF = Array([spec])
