"""Opens a contract PDF that comes from anywhere: reads its data back, says which signatures stand in it and hold.

The file is hostile until proved otherwise: sizes, nesting and decompression are bounded, every value passes the door of
its field, and whatever is malformed raises `Refused` before anything is kept.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Name, Pdf
from pikepdf.settings import set_qpdf_limits

from ...core.model import Model
from ...core.problems import Kind, Reason, Refused, Surroundings
from ...core.records import KINDS, Record, checked, fields_of
from .agreed import FORMAT, KEPT
from .pdfa import ATTACHMENT
from .signatures import Signature, signatures_of

MAX_FILE = 32 * 1024 * 1024
"""Bytes of a contract PDF; one of 100 pages with four signatures weighs less than one million."""
MAX_DATA = 48 * 1024 * 1024
MAX_ROWS = 500_000

# For every PDF of the process: our own pages and data stay far below these.
set_qpdf_limits(
    flate_max_memory=MAX_DATA,
    png_max_memory=MAX_DATA,
    run_length_max_memory=MAX_DATA,
    tiff_max_memory=MAX_DATA,
    max_stream_filters=2,
    parser_max_nesting=100,
    parser_max_container_size=1_000_000,
    doc_max_warnings=100,
)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a contract PDF says of itself: whose contract, made when, its data, and its signatures in their order."""

    contract: str
    fingerprint: str
    made_on: dt.date
    rules_version: int
    draft: bool
    model: Model
    signatures: tuple[Signature, ...]

    @property
    def sound(self) -> bool:
        """True when every signature holds (also when there is none yet)."""
        return all(signature.holds for signature in self.signatures if signature.signed)


def read_contract(path: Path) -> ReadBack:
    """Read a contract PDF. Raises `Surroundings` where there is no file, `Refused` on anything that is not ours."""
    document = _bytes_of(path)
    data = _attached(document, path.name)
    return _read(data, signatures_of(document), path.name)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            document = stream.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise Surroundings(Kind.MISSING, name=path.name) from error
    except OSError as error:
        raise Surroundings(Kind.BUSY, name=path.name) from error
    if len(document) > MAX_FILE:
        raise Refused(Reason.TOO_BIG, path.name, detail=f"{path.name}, plus de {MAX_FILE // 1024 // 1024} Mo")
    if not document.startswith(b"%PDF-"):
        raise _malformed(path.name, "ce n’est pas un PDF")
    return document


def _malformed(name: str, detail: str) -> Refused:
    return Refused(Reason.MALFORMED, name, detail=detail)


def _attached(document: bytes, name: str) -> bytes:
    """The associated data of the contract, their checksum compared."""
    try:
        with pikepdf.open(io.BytesIO(document), attempt_recovery=False) as pdf:
            return _data_of(pdf, name)
    except pikepdf.PasswordError as error:
        raise _malformed(name, "ce PDF est protégé par un mot de passe") from error
    except (
        pikepdf.PdfError,
        pikepdf.DataDecodingError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
    ) as error:
        # pikepdf answers a wrong type of object with any of these.
        raise _malformed(name, "ce PDF est abîmé ou n’est pas un contrat de CPOM Desktop") from error


def _data_of(pdf: Pdf, name: str) -> bytes:
    for spec in list(pdf.Root.get("/AF", []))[:64]:
        if str(spec.get("/UF", "")) == ATTACHMENT and spec.get("/AFRelationship") == Name.Data:
            stream = spec.EF.F
            data = bytes(stream.read_bytes())
            if len(data) > MAX_DATA:
                raise Refused(Reason.TOO_BIG, name, detail="les données jointes")
            if bytes(stream.Params.CheckSum) != md5(data, usedforsecurity=False).digest():
                raise _malformed(name, "les données jointes ont été modifiées")
            return data
    raise _malformed(name, "aucune donnée de contrat n’y est jointe")


def _read(data: bytes, signatures: tuple[Signature, ...], name: str) -> ReadBack:
    held = _json(data, name)
    if held.get("format") != FORMAT:
        raise (
            Refused(Reason.NEWER_FORMAT, name, detail=FORMAT)
            if str(held.get("format", "")).startswith("cpom-contrat-")
            else _malformed(name, "les données jointes ne sont pas celles d’un contrat")
        )
    try:
        return ReadBack(
            _text(held["contract"]),
            _text(held["fingerprint"]),
            dt.date.fromisoformat(_text(held["made_on"])),
            _whole(held["rules_version"]),
            held["draft"] is True,
            Model(_records(held["records"])),
            signatures,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _malformed(name, "les données jointes sont incomplètes") from error


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        held = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _malformed(name, "les données jointes ne se lisent pas") from error
    if not isinstance(held, dict):
        raise _malformed(name, "les données jointes ne se lisent pas")
    return held


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 500:
        raise TypeError("a short text is expected")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
        raise TypeError("a small integer is expected")
    return value


def _records(kinds: dict[str, list[dict[str, Any]]]) -> list[Record]:
    """The rows of known kinds; what a later version added is left aside, what is wrong is refused."""
    if sum(len(rows) for rows in kinds.values()) > MAX_ROWS:
        raise ValueError("too many rows")
    return [_record(kind, row) for kind, rows in kinds.items() if kind in KEPT and kind in KINDS for row in rows]


def _record(kind: str, row: dict[str, Any]) -> Record:
    known = {name: value for name, value in row.items() if name in fields_of(kind)}
    return checked(KINDS[kind](id=_text(row["id"]), **known))
