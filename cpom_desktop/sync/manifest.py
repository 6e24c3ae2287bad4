"""What a bundle says of itself, and the lines of its journal, as they are written and as they are validated."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn, TypeVar

import msgspec
from msgspec import Meta

from ..core.problems import Reason, Refused
from ..core.records import Cell
from .journal import Dot, Lot, Op, OpKind
from .lotcheck import MAX_INTEGER, READER, is_hash, is_line, is_replica

FORMAT = "cpomsync/1"
MAX_REPLICAS = 100_000

Natural = Annotated[int, Meta(ge=0, le=MAX_INTEGER)]
Rank = Annotated[int, Meta(ge=1, le=MAX_INTEGER)]
Line = Annotated[str, Meta(max_length=500)]
Vector = Annotated[dict[str, Natural], Meta(max_length=MAX_REPLICAS)]
Scalar = Annotated[int, Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)] | str | None


class Gate(msgspec.Struct):
    """What is read first: whether this program can read the rest."""

    format: str
    min_reader: Natural


class ContractName(msgspec.Struct, frozen=True):
    """The contract a bundle belongs to."""

    id: Line
    title: Line


class Sender(msgspec.Struct, frozen=True):
    """Who made the bundle; `installation` names the computer, `key` is its public key."""

    name: Line
    organisation: Line
    side: Line
    installation: Line
    key: Line = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The front page. `since` is what the sender believes the receiver holds, `upto` what both hold afterwards.

    `previous` is the SHA-256 of the bundle sent before to the same party, '' for the first. Times are UTC, ISO.
    """

    format: str
    min_reader: Natural
    writer: Line
    contract: ContractName
    sender: Sender
    created: Line
    zone: Line
    since: Vector
    upto: Vector
    lots: Natural
    ops: Natural
    blobs: Natural
    fingerprint: Line
    previous: Line = ""


class LotLine(msgspec.Struct, forbid_unknown_fields=True):
    """One lot without its ops; they are the next `count` lines of the journal."""

    replica: Line
    number: Rank
    author: Line
    organisation: Line
    side: Line
    label: Line
    wall: Line
    zone: Line
    app: Line
    min_reader: Natural
    previous: Line
    count: Rank
    hash: Line


class OpLine(msgspec.Struct, forbid_unknown_fields=True):
    """One op; its replica is its lot's."""

    seq: Rank
    hlc: Rank
    kind: OpKind
    cell: Cell
    value: Annotated[int, Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)] | str | dict[str, Scalar] | list[int | str] | None
    parents: tuple[Dot, ...]


class HeadLine(msgspec.Struct, forbid_unknown_fields=True):
    """The signed head of a chain."""

    replica: Line
    number: Rank
    hash: Line
    signature: Annotated[str, Meta(max_length=2_000)]


T = TypeVar("T")


class Decoder:
    """Decodes lines of one shape; raises `Refused` on whatever is not one."""

    def __init__(self, shape: type[T], what: str) -> None:
        self._decode, self._what = msgspec.json.Decoder(shape).decode, what

    def __call__(self, line: bytes) -> Any:
        try:
            return self._decode(line)
        except (msgspec.MsgspecError, ValueError, RecursionError, OverflowError):
            refuse(f"{self._what} n’est pas lisible")


_gate, _manifest = Decoder(Gate, "sa page de garde"), Decoder(Manifest, "sa page de garde")
lot_line, op_line = Decoder(LotLine, "une modification"), Decoder(OpLine, "une modification")
head_line = Decoder(HeadLine, "une signature de suite")


def read_manifest(data: bytes) -> Manifest:
    """The front page of a bundle; raises `Refused`, newer format before anything else."""
    gate: Gate = _gate(data)
    if gate.format != FORMAT and gate.format.startswith(FORMAT.split("/")[0]) or gate.min_reader > READER:
        raise Refused(Reason.NEWER_FORMAT, detail=FORMAT)
    manifest: Manifest = _manifest(data)
    sender, contract = manifest.sender, manifest.contract
    lines = (manifest.writer, contract.id, contract.title, sender.name, sender.organisation, sender.side,
             sender.installation, sender.key, manifest.created, manifest.zone, manifest.fingerprint)
    if gate.format != FORMAT or not all(is_line(line) for line in lines) or not contract.id:
        refuse("sa page de garde n’est pas lisible")
    if manifest.previous and not is_hash(manifest.previous):
        refuse("sa page de garde n’est pas lisible")
    if not all(is_replica(replica) for replica in (*manifest.since, *manifest.upto)):
        refuse("sa page de garde n’est pas lisible")
    return manifest


def lot_from(head: LotLine, ops: list[OpLine], cells: dict[Cell, Cell]) -> Lot:
    """A lot from its lines. `cells` shares the addresses that come back, so that a long journal stays small."""
    parts = tuple(
        Op(head.replica, op.seq, op.hlc, op.kind, cells.setdefault(op.cell, op.cell), op.value, op.parents)
        for op in ops
    )
    return Lot(head.replica, head.number, head.author, head.organisation, head.side, head.label, head.wall, head.zone,
               head.app, parts, head.min_reader, head.previous, head.hash)


def refuse(detail: str) -> NoReturn:
    """Refuse a bundle that is not what it should be."""
    raise Refused(Reason.MALFORMED, detail=detail)
