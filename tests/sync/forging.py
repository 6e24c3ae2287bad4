"""Bundles that lie, with their sums and their signature made again so that nothing but the lie is wrong."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from cpom_desktop.sync.archive import LOTS, MANIFEST, OPS, SIGNATURE, SUMS
from tests.sync.samples import SIGNER

Line = dict[str, Any]


def entries_of(data: bytes) -> dict[str, bytes]:
    """The entries of a bundle by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of some entries, as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, content)
    return buffer.getvalue()


def resigned(entries: Mapping[str, bytes]) -> bytes:
    """A bundle of some entries with their sums and a signature that holds."""
    kept = {name: content for name, content in entries.items() if name not in (SUMS, SIGNATURE)}
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in kept.items()).encode()
    return packed([*kept.items(), (SUMS, sums), (SIGNATURE, SIGNER.sign(sums).encode())])


def changed(data: bytes, **contents: bytes) -> bytes:
    """A bundle with other entries: `manifest`, `lots`, `journal`, `heads` by the first word of their name."""
    return resigned({name: contents.get(name.split(".")[0], content) for name, content in entries_of(data).items()})


def with_manifest(data: bytes, **values: Any) -> bytes:
    """A bundle that says something else of itself."""
    return changed(data, manifest=json.dumps({**json.loads(entries_of(data)[MANIFEST]), **values}).encode())


def history_of(data: bytes) -> list[tuple[Line, list[Line]]]:
    """The lots of a bundle with their ops, as plain JSON that can be altered."""
    entries = entries_of(data)
    ops = iter([json.loads(line) for line in entries[OPS].splitlines()])
    return [(lot, [next(ops) for _ in range(lot["count"])]) for lot in map(json.loads, entries[LOTS].splitlines())]


def with_history(data: bytes, history: list[tuple[Line, list[Line]]], reseal: bool = True) -> bytes:
    """A bundle with other lots; sealed again: hashes, chains and announced numbers fit what is written."""
    tips: dict[Any, str] = {}
    for lot, ops in history if reseal else []:
        who = str(lot.get("replica"))
        lot["previous"] = tips.get(who, lot.get("previous"))
        head = {key: value for key, value in lot.items() if key != "hash"}
        lot["count"] = head["count"] = len(ops)
        lot["hash"] = tips[who] = sha256(_text({**head, "ops": ops}, ascii_only=False)).hexdigest()
    lines = b"".join(_text(lot) + b"\n" for lot, _ in history)
    journal = b"".join(_text(op) + b"\n" for _, ops in history for op in ops)
    manifest = json.loads(entries_of(data)[MANIFEST])
    vector = {str(lot["replica"]): lot["number"] for lot, _ in history if "replica" in lot and "number" in lot}
    manifest.update(lots=len(history), ops=sum(len(ops) for _, ops in history), upto=vector)
    return changed(data, lots=lines, journal=journal, heads=b"", manifest=_text(manifest))


def _text(value: Any, ascii_only: bool = True) -> bytes:
    """JSON of anything at all: a lie need not be canonical."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=ascii_only)
    return text.encode(errors="surrogatepass")
