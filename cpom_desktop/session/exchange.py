"""Sending and receiving: verify, dry run in memory, review, then one transaction; who has what."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..core.changes import Author, Changes
from ..core.model import Model
from ..core.naming import several
from ..core.problems import Reason, Refused, Surroundings
from ..core.records import Cell, Value
from ..storage.file import ContractFile
from ..storage.foreign import ForeignContract, read_foreign
from ..sync.bundle import Sending, write_bundle
from ..sync.bundle_reader import Bundle, open_bundle
from ..sync.journal import Lot, OpKind
from ..sync.manifest import ContractName, Sender
from ..sync.merge import Verdict, VersionVector
from ..sync.passphrase import seal
from .conflicts import settlement
from .document import Document
from .keeping import keep_before_reception
from .keys import Keys
from .pen import Draft, program, utc, zone_name
from .review import Origin, Review, rehearse
from .unagreed import drafts, frees, unagreed

_log = logging.getLogger(__name__)

WHOLE_HISTORY_BELOW = 2_000_000
"""Bytes: under this the whole history is sent each time, so that a lost or disordered mail hardly matters."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another installation, as this contract knows it from what came from it.

    `holds`: what it was seen to hold; `lacks`: how many lots it was never seen to hold. Times are UTC, '' for never.
    """

    key: str
    name: str
    organisation: str
    side: str
    holds: VersionVector
    lacks: int
    last_sent: str
    last_received: str


def peers(document: Document) -> list[Peer]:
    """Who has what, by organisation."""
    held = document.file.vector()
    found = [_peer(key, body, held) for key, body in document.file.peers().items()]
    return sorted(found, key=lambda peer: (peer.organisation, peer.name, peer.key))


def send(document: Document, keys: Keys, to: str = "", passphrase: str = "", whole: bool = False) -> bytes:
    """A bundle for a peer (by its key; '' for anyone): what it lacks, or the whole history while that is short.

    It is made from the journal, so nothing private enters it. Raises `Refused` where nobody said who sends, or where
    it would be larger than its reader accepts.
    """
    author = document.author
    if author is None:
        raise Refused(Reason.NO_AUTHOR)
    known = document.file.peers().get(to, {})
    data = _bundle(document, keys, author, {}, known)
    since: VersionVector = known.get("holds", {})
    if since and not whole and len(data) > WHOLE_HISTORY_BELOW:
        data = _bundle(document, keys, author, since, known)
    if known and document.read_only is None:
        document.file.note_exchange(to, {**known, "last_sent": _now(document), "last_bundle": open_bundle(data).hash})
    return seal(data, passphrase, document.tools.randomness) if passphrase else data


def receive(document: Document, keys: Keys, data: bytes, passphrase: str | None = None) -> Review:
    """Verify a bundle and tell what it would change; raises `Refused` on a malformed or foreign one."""
    review = rehearsed(document.file, document.model, document.author, data, passphrase)
    return trusted(review, keys)


def rehearsed(
    file: ContractFile, model: Model, viewer: Author | None, data: bytes, passphrase: str | None
) -> Review:
    """The review of a bundle, before anything is known of its key."""
    bundle = open_bundle(data, passphrase)
    check_same_contract(file, bundle.manifest.contract.id, bundle.manifest.contract.title)
    return rehearse(file, bundle.lots(), origin_of(bundle), model, viewer)


def trusted(review: Review, keys: Keys) -> Review:
    """The same review with what this installation knows of the key that signed."""
    origin = review.origin
    if origin.sender is None:
        return review
    trust = keys.trust(origin.key, origin.sender.name, origin.sender.organisation)
    return replace(review, origin=replace(origin, trust=trust))


def receive_copy(document: Document, path: Path) -> Review:
    """Tell what a copy of the same contract (`.cpom`) would change; its validated journal alone is read."""
    foreign = read_foreign(path)
    check_same_contract(document.file, foreign.contract_id, title_of(foreign))
    return rehearse(document.file, foreign.lots, Origin(), document.model, document.author)


def accept(
    document: Document, keys: Keys, review: Review, decisions: Mapping[Cell, Value] | None = None,
    initiator: object | None = None,
) -> Changes:
    """Merge what was reviewed in one transaction, after a restore point.

    One more lot of it holds the decisions on conflicts, and gives back to the negotiation what nobody agreed on. A
    decision on the stage or the mode of writing of the contract says that the passage to direct writing, which came
    with these lots, is agreed here: what was written since is then taken as it is.

    Raises `Refused` or `Surroundings`, and then nothing has changed.
    """
    author = document.writing_author()
    own = _own_lot(document, author, review, decisions or {})
    kept = keep_before_reception(document) if review.new or own else None
    changes, outcomes = document.file.receive(review.lots, own)
    if any(outcome.verdict is Verdict.ACCEPTED for outcome in outcomes):
        document.received(changes, review.lots, own, kept, initiator)
    note_origin(document.file, keys, review.origin, _now(document))
    return changes


def origin_of(bundle: Bundle) -> Origin:
    """Where a bundle says it comes from."""
    manifest = bundle.manifest
    return Origin(
        manifest.sender, bundle.key, None, manifest.created, manifest.fingerprint, dict(manifest.upto), bundle.hash,
        bundle.vouchers,
    )


def check_same_contract(file: ContractFile, contract_id: str, title: str) -> None:
    """Raise `Refused` on what belongs to another contract, named as its sender names it."""
    if contract_id != file.contract_id:
        raise Refused(Reason.FOREIGN, detail=title or contract_id[:8])


def title_of(foreign: ForeignContract) -> str:
    """The name that a contract gives itself when it was made; '' when it has none."""
    for lot in foreign.lots:
        for op in lot.ops:
            if op.kind is OpKind.NEW and op.cell.kind == "contract" and isinstance(op.value, dict):
                return str(op.value.get("name") or "")
    return ""


def note_origin(file: ContractFile, keys: Keys, origin: Origin, now: str) -> None:
    """Remember who sent, with which key, and what it holds."""
    sender = origin.sender
    if sender is None or origin.key == keys.signer.public:
        return
    known = file.peers().get(origin.key, {})
    holds: VersionVector = dict(known.get("holds", {}))
    for replica, number in origin.holds.items():
        holds[replica] = max(number, holds.get(replica, 0))
    try:
        file.note_exchange(origin.key, {
            **known, "name": sender.name, "organisation": sender.organisation, "side": sender.side, "holds": holds,
            "last_received": now,
        }, origin.vouchers)
        keys.pin(origin.key, sender.name, sender.organisation, now)
    except (Surroundings, OSError) as error:
        # The merge is committed: that this note is missing must not be told as if it were not. The next reception
        # makes it again, and until then the sender is one that nobody knows.
        _log.warning("the origin of a reception could not be noted: %s", type(error).__name__)


def _own_lot(document: Document, author: Author, review: Review, decisions: Mapping[Cell, Value]) -> list[Lot]:
    """The lot that settles conflicts and puts back what nobody agreed on, made on the merged copy: it cites all."""
    if not decisions and not review.returned:
        return []
    labels, made, copy = list[str](), list[Draft](), document.file.rehearsal()
    try:
        _, outcomes = copy.receive(review.lots)
        after = copy.model()
        freed = frozenset(cell for cell, value in decisions.items() if frees(cell) and after.value(cell) == value)
        settled = {cell: value for cell, value in decisions.items() if cell not in freed}
        if settled:
            made += settlement(after, copy, settled)
            labels.append(f"Conflit réglé\u00a0: {several(after, settled)}")
        accepted = [outcome.lot for outcome in outcomes if outcome.verdict is Verdict.ACCEPTED]
        found = unagreed(accepted, document.model, after, copy, freed)
        returned = [one for one in found if one.cell not in decisions]
        if returned:
            made += drafts(returned, copy)
            labels.append(f"Rendu à la négociation\u00a0: {several(after, [one.cell for one in returned])}")
    finally:
        copy.close()
    return [document.lot_after(review.lots, author, "\u202f; ".join(labels), made)] if made else []


def _bundle(
    document: Document, keys: Keys, author: Author, since: VersionVector, known: Mapping[str, Any]
) -> bytes:
    file, tools, now = document.file, document.tools, document.tools.now()
    lots = list(file.lots(since))
    sending = Sending(
        contract=ContractName(document.contract_id, document.contract.name),
        sender=Sender(author.name, author.organisation, author.side.value, tools.installation),
        writer=program(tools), created=now, zone=zone_name(now), fingerprint=document.fingerprint(),
        since=since, previous=str(known.get("last_bundle", "")), own=_own(file, lots, program(tools)),
        heads=tuple(voucher.head for voucher in file.signed_heads()),
    )
    return write_bundle(lots, sending, keys.signer)


def _own(file: ContractFile, lots: Iterable[Lot], app: str) -> frozenset[str]:
    """The replicas this installation wrote in this file: a copied file holds lots that it cannot vouch for."""
    here = file.own_replicas()
    return frozenset(lot.replica for lot in lots if lot.replica in here and lot.app.split()[-1:] == app.split()[-1:])


def _peer(key: str, body: Mapping[str, Any], held: VersionVector) -> Peer:
    holds: VersionVector = dict(body.get("holds", {}))
    lacks = sum(max(0, number - holds.get(replica, 0)) for replica, number in held.items())
    return Peer(
        key, str(body.get("name", "")), str(body.get("organisation", "")), str(body.get("side", "")), holds, lacks,
        str(body.get("last_sent", "")), str(body.get("last_received", "")),
    )


def _now(document: Document) -> str:
    return utc(document.tools.now())
