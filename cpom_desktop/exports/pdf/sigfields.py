"""Empty signature fields, written last: all of them at once, for one added after a signature would break it.

Once they stand, the file may only grow by incremental updates; nothing of the program saves it again.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    SigFieldSpec,
    SigSeedSubFilter,
    SigSeedValFlags,
    SigSeedValueSpec,
    append_signature_field,
)

from .layout.boxes import Place

DIGESTS = ("sha256", "sha384", "sha512")


class RepeatableWriter(IncrementalPdfFileWriter):
    """Writes the same update for the same input: no random identifier, no date of the day.

    For an unsigned and unencrypted file only, where neither protects anything.
    """

    @classmethod
    def _handle_id(cls, prev: Any) -> Any:
        prev.stream.seek(0)
        digest = sha256(prev.stream.read()).digest()
        first, _ = prev.trailer["/ID"]
        return generic.ArrayObject(
            [generic.ByteStringObject(first.original_bytes), generic.ByteStringObject(digest[:16])]
        )

    def _update_meta(self) -> None:
        """The metadata stay those of the archive."""


def with_fields(pdf: bytes, places: Sequence[Place]) -> bytes:
    """The same document with one empty field per place; the boxes are already drawn on the pages."""
    if not places:
        return pdf
    writer = RepeatableWriter(io.BytesIO(pdf))
    for place in places:
        append_signature_field(
            writer,
            SigFieldSpec(
                sig_field_name=place.name,
                on_page=place.page,
                box=place.box,
                readable_field_name=place.title,
                seed_value_dict=_seed(),
                empty_field_appearance=False,
            ),
        )
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _seed() -> SigSeedValueSpec:
    """PAdES with a sound digest, and nothing weaker."""
    return SigSeedValueSpec(
        flags=SigSeedValFlags.SUBFILTER | SigSeedValFlags.DIGEST_METHOD,
        subfilters=[SigSeedSubFilter.PADES],
        digest_methods=list(DIGESTS),
    )
