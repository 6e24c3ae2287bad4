"""A contract PDF opens again, whoever signed it; a forged one is refused."""

from __future__ import annotations

import io
import json
import random
import time
import zlib
from collections.abc import Callable
from hashlib import md5
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from pikepdf.settings import get_qpdf_limits

from cpom_desktop.core.model import Model
from cpom_desktop.core.problems import Kind, Reason, Refused, Surroundings
from cpom_desktop.core.records import values_of
from cpom_desktop.exports.pdf import read_back
from cpom_desktop.exports.pdf.agreed import agreed
from cpom_desktop.exports.pdf.pipeline import write_contract
from cpom_desktop.exports.pdf.read_back import MAX_DATA, read_contract
from cpom_desktop.exports.pdf.signatures import signatures_of
from tests.exports.pdf.build import FINGERPRINT, MADE_ON, small_contract
from tests.exports.pdf.signing import signed


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("pdf") / "contrat.pdf"
    write_contract(
        small_contract(),
        out,
        made_on=MADE_ON,
        fingerprint=FINGERPRINT,
        draft=False,
        progress=lambda done, words: None,
    )
    return out.read_bytes()


@pytest.fixture(scope="module")
def twice_signed(document: bytes) -> bytes:
    return signed(signed(document, "signature-1", "Jean Roche"), "signature-2", "Anne Vidal")


def put(tmp_path: Path, document: bytes) -> Path:
    path = tmp_path / "contrat.pdf"
    path.write_bytes(document)
    return path


def as_words(model: Model) -> dict[tuple[str, str], Any]:
    return {(record.kind, record.id): values_of(record) for record in model}


def test_what_was_written_is_read_back_whole(document: bytes, tmp_path: Path) -> None:
    found = read_contract(put(tmp_path, document))
    assert as_words(found.model) == as_words(agreed(small_contract()))
    assert (found.contract, found.fingerprint, found.made_on, found.rules_version, found.draft) == (
        "c",
        FINGERPRINT,
        MADE_ON,
        1,
        False,
    )
    assert [signature.signed for signature in found.signatures] == [False, False, False] and found.sound


def test_a_second_signature_leaves_the_first_intact(twice_signed: bytes, tmp_path: Path) -> None:
    first, second, third = read_contract(put(tmp_path, twice_signed)).signatures
    assert (first.holds, first.signer, first.whole_file) == (True, "Jean Roche", False)
    assert (second.holds, second.signer, second.whole_file) == (True, "Anne Vidal", True)
    assert not third.signed
    assert "la signature tient" in first.sentence and "pas encore signé" in third.sentence


def test_a_signed_contract_gives_the_same_data(twice_signed: bytes, tmp_path: Path) -> None:
    assert as_words(read_contract(put(tmp_path, twice_signed)).model) == as_words(agreed(small_contract()))


def test_one_byte_changed_breaks_the_signatures(twice_signed: bytes) -> None:
    at = twice_signed.index(b"xmp:CreatorTool>") + 18
    changed = twice_signed[:at] + bytes([twice_signed[at] ^ 1]) + twice_signed[at + 1 :]
    assert [signature.holds for signature in signatures_of(changed)] == [False, False, False]
    assert "ne tient pas" in signatures_of(changed)[0].sentence


def test_saving_a_signed_contract_again_breaks_its_signatures(twice_signed: bytes, tmp_path: Path) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(twice_signed)) as pdf:
        pdf.save(out)
    found = read_contract(put(tmp_path, out.getvalue()))
    assert not any(signature.holds for signature in found.signatures) and not found.sound


def test_a_note_added_over_a_page_after_signing_is_seen(twice_signed: bytes) -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(twice_signed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {  # type: ignore[no-untyped-call]
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (10, 10, 300, 60))),
            pdf_name("/Contents"): generic.TextStringObject("2 000 000,00"),
        }
    )
    page[pdf_name("/Annots")] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    assert [signature.holds for signature in signatures_of(out.getvalue())] == [False, False, False]


def forged(document: bytes, change: Callable[[Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def with_data(document: bytes, data: bytes) -> bytes:
    def change(pdf: Pdf) -> None:
        stream = pdf.Root.AF[0].EF.F
        stream.write(data)
        stream.Params = Dictionary(Size=len(data), CheckSum=String(md5(data).digest()))

    return forged(document, change)


def held(document: bytes) -> dict[str, Any]:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        found: dict[str, Any] = json.loads(pdf.Root.AF[0].EF.F.read_bytes())
        return found


def _nested(document: bytes) -> bytes:
    return with_data(document, b'{"format":' + b"[" * 200_000 + b"]" * 200_000 + b"}")


def _bad(document: bytes, **changes: Any) -> bytes:
    return with_data(document, json.dumps({**held(document), **changes}).encode())


def _bomb(document: bytes) -> bytes:
    def change(pdf: Pdf) -> None:
        stream = pdf.Root.AF[0].EF.F
        packed = zlib.compressobj(9)
        raw = b"".join([*(packed.compress(bytes(1 << 20)) for _ in range(200)), packed.flush()])
        stream.write(raw, filter=Name.FlateDecode)

    return forged(document, change)


def _without_checksum(document: bytes) -> bytes:
    def change(pdf: Pdf) -> None:
        del pdf.Root.AF[0].EF.F.Params

    return forged(document, change)


def _encrypted(document: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="x", user="y"))
    return out.getvalue()


def _circle(document: bytes) -> bytes:
    def change(pdf: Pdf) -> None:
        spec = pdf.Root.AF[0]
        spec.EF = Dictionary(F=spec)

    return forged(document, change)


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda document: b"",
    "not a PDF": lambda document: b"PK\x03\x04" + bytes(500),
    "only a header": lambda document: b"%PDF-1.7\n",
    "cut in the middle": lambda document: document[: len(document) // 2],
    "no data": lambda document: forged(document, lambda pdf: pdf.Root.__delitem__("/AF")),
    "AF is a number": lambda document: forged(document, lambda pdf: pdf.Root.__setitem__("/AF", 7)),
    "AF holds numbers": lambda document: forged(document, lambda pdf: pdf.Root.__setitem__("/AF", Array([1, 2]))),
    "AF without file": lambda document: forged(document, lambda pdf: pdf.Root.AF[0].__delitem__("/EF")),
    "a file that is itself": _circle,
    "no checksum": _without_checksum,
    "a bomb of 200 MB": _bomb,
    "a password": _encrypted,
    "no JSON": lambda document: with_data(document, b"\xff\xfe{"),
    "a list": lambda document: with_data(document, b"[]"),
    "nested 200 000 times": _nested,
    "another format": lambda document: _bad(document, format="autre"),
    "no records": lambda document: _bad(document, records=None),
    "records that are texts": lambda document: _bad(document, records={"esms": ["x"]}),
    "a float for an amount": lambda document: _bad(document, records={"measure": [{"id": "m", "cents": 1.5}]}),
    "a text for an amount": lambda document: _bad(document, records={"measure": [{"id": "m", "cents": "12"}]}),
    "an amount out of bounds": lambda document: _bad(document, records={"measure": [{"id": "m", "cents": 10**15}]}),
    "a row without id": lambda document: _bad(document, records={"measure": [{"cents": 12}]}),
    "a date that does not exist": lambda document: _bad(document, made_on="2026-02-30"),
    "a control in a name": lambda document: _bad(document, records={"esms": [{"id": "e", "name": "a\u0007b"}]}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_refused_quickly(document: bytes, tmp_path: Path, name: str) -> None:
    path = put(tmp_path, HOSTILE[name](document))
    start = time.perf_counter()
    with pytest.raises(Refused) as refused:
        read_contract(path)
    assert time.perf_counter() - start < 3
    assert refused.value.sentences.happened.endswith(".")


def test_what_a_stream_may_unfold_to_is_bounded_before_it_unfolds() -> None:
    limits = get_qpdf_limits()
    assert all(0 < limits[f"{filter_}_max_memory"] <= MAX_DATA for filter_ in ("flate", "png", "run_length", "tiff"))
    assert limits["max_stream_filters"] <= 2 and limits["parser_max_nesting"] <= 100


def test_data_of_a_later_format_ask_for_an_update(document: bytes, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_contract(put(tmp_path, _bad(document, format="cpom-contrat-9")))
    assert refused.value.reason is Reason.NEWER_FORMAT


def test_kinds_and_fields_of_a_later_version_are_left_aside(document: bytes, tmp_path: Path) -> None:
    records = {
        "esms": [{"id": "e", "name": "CHRS", "later": 3}],
        "later_kind": [{"id": "x"}],
        "position": [{"id": "p", "rank": 1}],
    }
    model = read_contract(put(tmp_path, _bad(document, records=records))).model
    assert as_words(model).keys() == {("esms", "e")}


def test_a_file_over_the_limit_is_refused_unread(
    document: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_back, "MAX_FILE", 1000)
    with pytest.raises(Refused) as refused:
        read_contract(put(tmp_path, document))
    assert refused.value.reason is Reason.TOO_BIG


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Surroundings) as surroundings:
        read_contract(tmp_path / "absent.pdf")
    assert surroundings.value.kind is Kind.MISSING


def test_bytes_changed_at_random_are_read_or_refused_and_nothing_else(
    document: bytes, twice_signed: bytes, tmp_path: Path, long_run: bool
) -> None:
    dice = random.Random(26)
    for _ in range(2_000 if long_run else 60):
        changed = bytearray(twice_signed)
        for _ in range(dice.randint(1, 30)):
            changed[dice.randrange(len(document))] ^= dice.randint(1, 255)
        try:
            found = read_contract(put(tmp_path, bytes(changed)))
        except Refused:
            continue
        assert not found.signatures[0].holds, "a signature held over changed bytes"
