"""The ZIP of a bundle, read from bytes and never unpacked to disk; whatever is wrong with it is one refusal.

Sizes are counted while the data come out: what the directory of a ZIP says of them proves nothing.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn

from ..core.problems import Reason, Refused

MIMETYPE = "application/vnd.cpom.sync+zip"
MIMETYPE_NAME, MANIFEST, LOTS, OPS, HEADS = "mimetype", "manifest.json", "lots.jsonl", "journal.jsonl", "heads.jsonl"
README, SUMS, SIGNATURE = "LISEZMOI.txt", "SHA256SUMS", "SHA256SUMS.sig"
BLOBS, EXTENSIONS = "blobs/", "x-ext/"
REQUIRED = (MIMETYPE_NAME, MANIFEST, LOTS, OPS, HEADS, README, SUMS, SIGNATURE)

MEGABYTE = 1024 * 1024
MAX_FILE, MAX_ENTRY, MAX_TOTAL = 32 * MEGABYTE, 48 * MEGABYTE, 64 * MEGABYTE
MAX_ENTRIES = 300
MAX_RATIO, RATIO_FROM = 200, MEGABYTE
"""How much an entry may swell, once it is larger than a megabyte."""
MAX_SMALL, MAX_LINE = MEGABYTE, 4 * MEGABYTE
"""Bounds of the entries read whole, and of one line of the journal."""

_OPTIONAL = re.compile(rf"({BLOBS}[0-9a-f]{{64}}|{EXTENSIONS}[a-z0-9][a-z0-9._-]{{0,60}})")
_CHUNK = 64 * 1024
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ValueError,
           LookupError, RuntimeError, ArithmeticError)
"""What the ZIP library raises on damaged input; ValueError covers bad text, RuntimeError what it does not implement."""


class Archive:
    """The entries of a bundle; raises `Refused` on anything that is not exactly one."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MAX_FILE:
            too_big(f"plus de {MAX_FILE // MEGABYTE} Mo")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._entries = self._checked(self._zip.infolist())
        except _BROKEN:
            _refuse("ce n’est pas un envoi entier")
        if self.read(MIMETYPE_NAME) != MIMETYPE.encode():
            _refuse("ce n’est pas un envoi de CPOM Desktop")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the entries, in their order."""
        return tuple(self._entries)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of an entry, piece by piece, within the bounds."""
        size = 0
        try:
            with self._zip.open(self._entries[name]) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > MAX_ENTRY:
                        too_big(f"«\u00a0{name}\u00a0» grossit sans mesure")
                    yield chunk
        except _BROKEN:
            _refuse(f"«\u00a0{name}\u00a0» est abîmé")

    def read(self, name: str, limit: int = MAX_SMALL) -> bytes:
        """A whole entry of at most `limit` bytes."""
        found = bytearray()
        for chunk in self.chunks(name):
            found += chunk
            if len(found) > limit:
                too_big(f"«\u00a0{name}\u00a0» est trop long")
        return bytes(found)

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of an entry, each ended by a line feed."""
        rest = b""
        for chunk in self.chunks(name):
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole
            if len(rest) > MAX_LINE:
                too_big(f"une ligne de «\u00a0{name}\u00a0» est trop longue")
        if rest:
            _refuse(f"«\u00a0{name}\u00a0» est coupé")

    def _checked(self, found: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        entries: dict[str, zipfile.ZipInfo] = {}
        if len(found) > MAX_ENTRIES:
            too_big(f"plus de {MAX_ENTRIES} éléments")
        for info in found:
            if info.filename in entries or not (info.filename in REQUIRED or _OPTIONAL.fullmatch(info.filename)):
                _refuse("il contient un élément inattendu")
            if info.orig_filename != info.filename or info.flag_bits & 1 or info.compress_type not in (0, 8):
                _refuse("il contient un élément illisible")
            if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size:
                too_big("un élément grossit sans mesure")
            entries[info.filename] = info
        if sum(info.file_size for info in found) > MAX_TOTAL or any(info.file_size > MAX_ENTRY for info in found):
            too_big(f"plus de {MAX_TOTAL // MEGABYTE} Mo une fois déplié")
        if next(iter(entries), "") != MIMETYPE_NAME or not set(REQUIRED) <= set(entries):
            _refuse("ce n’est pas un envoi de CPOM Desktop")
        return entries


def too_big(detail: str) -> NoReturn:
    """Refuse what exceeds a bound."""
    raise Refused(Reason.TOO_BIG, detail=detail)


def _refuse(detail: str) -> NoReturn:
    raise Refused(Reason.MALFORMED, detail=detail)
