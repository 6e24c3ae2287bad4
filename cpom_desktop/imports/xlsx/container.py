"""The bytes of a workbook before anything unpacks them: a ZIP of bounded size, made of plain XML without entities.

A workbook comes by e-mail. Everything that could make its reader work without end stops here: archives that unpack to
gigabytes, thousands of parts, XML that declares entities. Macros are bytes like others, and nothing runs them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import NoReturn

from ...core.problems import Reason, Refused

MAX_BYTES = 20_000_000
MAX_PARTS = 1_000
MAX_UNPACKED = 120_000_000
"""All parts together, in bytes: a frame of 40 sheets unpacks to 5 MB."""
MAX_RATIO = 250
"""Unpacked over packed, for a part above one megabyte; the sheets of a spreadsheet stay under 100."""
MAX_TAGS, MAX_OTHER_TAGS = 3_000_000, 400_000
"""Of a sheet or of its texts, and of any other part: elements take a hundred times their bytes in memory."""
_LARGE = 1_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML = (".xml", ".rels", ".vml")
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii")
SAVE_AGAIN = "enregistrez-le au format .xlsx depuis votre tableur"


def checked_parts(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive of a workbook that may be read; raises `Refused` (`name` is the file as the user knows it)."""
    if len(data) > MAX_BYTES:
        _refuse(name, "il dépasse 20\u00a0Mo")
    if not data.startswith(_ZIP):
        _refuse(name, _other_format(data))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        _refuse(name, "le fichier est abîmé ou incomplet")
    _check_sizes(archive, name)
    _check_kind(archive, name)
    for info in archive.infolist():
        if info.filename.lower().endswith(_XML):
            _check_xml(archive, info, name)
    return archive


def has_macros(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook carries macros; they are never read nor run."""
    return any(part.endswith("vbaProject.bin") for part in archive.namelist())


def _other_format(data: bytes) -> str:
    if data.startswith(_OLE):
        return f"il est à un ancien format (.xls) ou protégé par un mot de passe\u202f; {SAVE_AGAIN}, sans mot de passe"
    return f"ce n’est pas un classeur .xlsx\u202f; {SAVE_AGAIN}"


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        _refuse(name, f"il contient {len(parts)} parties")
    if len({part.filename for part in parts}) != len(parts):
        _refuse(name, "deux de ses parties portent le même nom")
    # zipfile gives no more bytes of a part than its entry announces: the sums announced are those of the reading.
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        _refuse(name, "il occuperait plus de 120\u00a0Mo une fois déplié")
    for part in parts:
        if part.flag_bits & 1 or part.compress_type not in _PACKED:
            _refuse(name, f"il est protégé ou comprimé d’une façon inconnue\u202f; {SAVE_AGAIN}, sans mot de passe")
        if part.file_size > _LARGE and part.file_size > MAX_RATIO * max(1, part.compress_size):
            _refuse(name, "il se déplie plus qu’aucun tableau ne le fait")


def _check_kind(archive: zipfile.ZipFile, name: str) -> None:
    names = set(archive.namelist())
    if "mimetype" in names:
        _refuse(name, f"il est au format .ods\u202f; {SAVE_AGAIN}")
    if "xl/workbook.bin" in names:
        _refuse(name, f"il est au format .xlsb\u202f; {SAVE_AGAIN}")
    if "[Content_Types].xml" not in names or not any(part.startswith("xl/") for part in names):
        _refuse(name, _other_format(b""))


def _check_xml(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
    """No part declares a document type, so no entity exists; all are UTF-8, so that the search sees what is there."""
    try:
        text = archive.read(info)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error):
        _refuse(name, "le fichier est abîmé ou incomplet")
    declared = _ENCODING.match(text.removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in text or (declared and declared[1].lower() not in _UTF8):
        _refuse(name, f"une de ses parties n’est pas écrite en UTF-8\u202f; {SAVE_AGAIN}")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        _refuse(name, "une de ses parties déclare des entités, ce qu’aucun tableur ne fait")
    is_table = info.filename.startswith("xl/worksheets/") or info.filename.endswith("sharedStrings.xml")
    if text.count(b"<") > (MAX_TAGS if is_table else MAX_OTHER_TAGS):
        _refuse(name, "il contient plus de cellules ou de styles que le programme n’en lit")


def _refuse(name: str, detail: str) -> NoReturn:
    raise Refused(Reason.BAD_WORKBOOK, name, detail=detail)
