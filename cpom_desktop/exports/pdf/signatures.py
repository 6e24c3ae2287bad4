"""Which signatures stand in a PDF, and whether each still holds: the bytes it covers, and what was changed since.

Identity is not judged here: no list of trusted authorities travels with the program, so the name shown is the one that
the certificate carries.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import struct
import zlib
from dataclasses import dataclass

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from ...core.periods import format_day

# The library logs the names of signers that it cannot trace to an authority: no log of the program holds names.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

_DEFECTS = (
    PdfError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    EOFError,
    RecursionError,
    NotImplementedError,
    struct.error,
    zlib.error,
)
"""What a damaged or forged signature makes the library raise."""
_HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
"""Later signatures and their proofs may follow a signature; a page or a value that changed may not."""
MAX_FIELDS = 64


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature field: empty, or signed by `signer`; `holds` is False when a byte or a page changed since."""

    field: str
    title: str
    signed: bool
    holds: bool = False
    signer: str = ""
    at: dt.datetime | None = None
    whole_file: bool = False

    @property
    def sentence(self) -> str:
        """What a person is told of this field."""
        name = self.title or self.field
        if not self.signed:
            return f"{name} : pas encore signé."
        day = f" le {format_day(self.at.date().isoformat(), long=True)}" if self.at else ""
        by = f"signé par {self.signer or 'un signataire sans nom'}{day}"
        if self.holds:
            return f"{name} : {by} ; la signature tient (l’identité du signataire n’est pas vérifiée ici)."
        return f"{name} : {by} ; la signature ne tient pas, le document a été modifié ou elle est abîmée."


def signatures_of(document: bytes) -> tuple[Signature, ...]:
    """The signature fields of a PDF in their order; a document whose fields cannot be read has none."""
    try:
        reader = PdfFileReader(io.BytesIO(document))
        embedded = {found.field_name: found for found in reader.embedded_regular_signatures}
        fields = [(name, ref.get_object()) for name, _, ref in list(enumerate_sig_fields(reader))[:MAX_FIELDS]]
        return tuple(_field(name, str(field.get("/TU", "")), embedded.get(name)) for name, field in fields)
    except _DEFECTS:
        return (Signature("?", "Champs de signature illisibles", signed=True),)


def _field(name: str, title: str, found: EmbeddedPdfSignature | None) -> Signature:
    if found is None:
        return Signature(name, title, signed=False)
    try:
        return _judged(name, title, found)
    except _DEFECTS:
        return Signature(name, title, signed=True)


def _judged(name: str, title: str, found: EmbeddedPdfSignature) -> Signature:
    at = found.self_reported_timestamp
    # No root is trusted and nothing is fetched: the path to an authority is left unjudged, so any moment does.
    context = ValidationContext(
        trust_roots=[], allow_fetching=False, moment=at or dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    )
    status = validate_pdf_signature(found, signer_validation_context=context)
    unchanged = status.modification_level in _HARMLESS and status.docmdp_ok is not False
    names = found.signer_cert.subject.native if found.signer_cert is not None else {}
    return Signature(
        name,
        title,
        True,
        bool(status.intact and status.valid and unchanged),
        str(names.get("common_name", "")),
        at,
        status.coverage is not None and status.coverage.name == "ENTIRE_FILE",
    )
