"""Writing a bundle `.cpomsync`: a ZIP of lots, ops, signed heads and blobs; nothing else of a contract enters it."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec

from .archive import (
    BLOBS,
    HEADS,
    LOTS,
    MANIFEST,
    MAX_ENTRIES,
    MAX_ENTRY,
    MAX_FILE,
    MAX_LINE,
    MAX_TOTAL,
    MEGABYTE,
    MIMETYPE,
    MIMETYPE_NAME,
    OPS,
    README,
    SIGNATURE,
    SUMS,
    too_big,
)
from .envelope import SignedHead, Signer, sign_head
from .journal import Lot, LotRef, canonical
from .lotcheck import READER, as_line
from .manifest import FORMAT, ContractName, Manifest, Sender
from .merge import VersionVector, sort_key
from .readme import read_me

SUFFIX = ".cpomsync"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What a bundle says beside its lots. `created` is aware; `since` is what the receiver is believed to hold.

    `own` names the replicas whose lots this installation wrote itself, and vouches for; `heads` are those of others,
    relayed. `blobs` are the attachments to carry, by SHA-256.
    """

    contract: ContractName
    sender: Sender
    writer: str
    created: dt.datetime
    zone: str
    fingerprint: str
    since: VersionVector = field(default_factory=dict)
    previous: str = ""
    own: frozenset[str] = frozenset()
    heads: tuple[SignedHead, ...] = ()
    blobs: Mapping[str, bytes] = field(default_factory=dict)


def write_bundle(lots: Iterable[Lot], sending: Sending, signer: Signer) -> bytes:
    """The bytes of a bundle; the same lots, date and key give the same bytes.

    `lots`: for each replica, those after `since` without a gap, in any order. Raises `Refused` where the bundle would
    be larger than its reader accepts.
    """
    ordered = sorted(lots, key=sort_key)
    manifest, buffer = _manifest(ordered, sending, signer), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        entries = _Entries(target)
        entries.add(MIMETYPE_NAME, [MIMETYPE.encode()], zipfile.ZIP_STORED)
        entries.add(MANIFEST, [msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1)])
        entries.add(LOTS, (canonical({**lot.head(), "hash": lot.hash}) + b"\n" for lot in ordered))
        entries.add(OPS, (canonical(op.plain()) + b"\n" for lot in ordered for op in lot.ops))
        entries.add(HEADS, _heads(ordered, sending, signer))
        entries.add(README, [read_me(manifest, sending.created).encode()])
        for name, content in sorted(sending.blobs.items()):
            entries.add(BLOBS + name, [content], zipfile.ZIP_STORED)
        entries.sign(signer)
    data = buffer.getvalue()
    if len(data) > MAX_FILE:
        too_big(f"l’envoi dépasse {MAX_FILE // MEGABYTE}\u00a0Mo")
    return data


def upto(lots: Iterable[Lot], since: VersionVector) -> VersionVector:
    """What a receiver who held `since` holds with these lots."""
    vector = dict(since)
    for lot in lots:
        vector[lot.replica] = max(lot.number, vector.get(lot.replica, 0))
    return vector


def file_name(title: str, organisation: str, created: dt.datetime, number: int) -> str:
    """The name proposed for a bundle: `<contrat>_<organisme>_<aaaammjj-hhmm>_<n>.cpomsync`, plain letters only."""
    return f"{_plain(title) or 'contrat'}_{_plain(organisation) or 'partie'}_{created:%Y%m%d-%H%M}_{number}{SUFFIX}"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-")[:40].strip("-")


def _manifest(lots: list[Lot], sending: Sending, signer: Signer) -> Manifest:
    sender, contract = sending.sender, sending.contract
    return Manifest(
        format=FORMAT, min_reader=max((lot.min_reader for lot in lots), default=READER), writer=sending.writer,
        contract=ContractName(contract.id, as_line(contract.title)),
        sender=Sender(as_line(sender.name), as_line(sender.organisation), sender.side, as_line(sender.installation),
                      signer.public),
        created=sending.created.astimezone(dt.UTC).isoformat(timespec="seconds"), zone=sending.zone,
        since=sending.since, upto=upto(lots, sending.since), lots=len(lots), ops=sum(len(lot.ops) for lot in lots),
        blobs=len(sending.blobs), fingerprint=sending.fingerprint, previous=sending.previous,
    )


def _heads(lots: list[Lot], sending: Sending, signer: Signer) -> Iterator[bytes]:
    """The signed heads: one's own made now, those of the others as they were received."""
    last = {lot.replica: lot for lot in lots}
    own = [sign_head(signer, sending.contract.id, LotRef(lot.replica, lot.number), lot.hash)
           for replica, lot in last.items() if replica in sending.own]
    relayed = [head for head in sending.heads if head.replica not in last or head.replica not in sending.own]
    for head in sorted((*own, *relayed), key=lambda head: (head.ref, head.signature)):
        yield canonical({"replica": head.replica, "number": head.number, "hash": head.hash,
                         "signature": head.signature}) + b"\n"


class _Entries:
    """The entries of a ZIP with fixed times, the sum of each, and the bounds of the reader."""

    def __init__(self, target: zipfile.ZipFile) -> None:
        self._zip, self._sums, self._total = target, list[str](), 0

    def add(self, name: str, content: Iterable[bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
        """One entry, written piece by piece."""
        info = zipfile.ZipInfo(name, _EPOCH)
        info.compress_type, info.create_system, info.external_attr = method, 3, 0o600 << 16
        digest, size = sha256(), 0
        with self._zip.open(info, "w") as entry:
            for piece in content:
                if len(piece) > MAX_LINE and name in (LOTS, OPS):
                    too_big("une modification est trop longue pour un envoi")
                entry.write(piece)
                digest.update(piece)
                size += len(piece)
        self._total += size
        self._sums.append(f"{digest.hexdigest()}  {name}\n")
        if size > MAX_ENTRY or self._total > MAX_TOTAL or len(self._sums) > MAX_ENTRIES:
            too_big(f"l’envoi dépasse {MAX_TOTAL // MEGABYTE}\u00a0Mo ou {MAX_ENTRIES} éléments")

    def sign(self, signer: Signer) -> None:
        """The sums of all that was added, and their signature."""
        sums = "".join(self._sums).encode()
        self.add(SUMS, [sums])
        self.add(SIGNATURE, [signer.sign(sums).encode()])
