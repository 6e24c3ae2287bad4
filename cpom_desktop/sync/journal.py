"""The journal: ops grouped in lots, chained by hash. This format is frozen; test vectors keep it.

A lot is one user action. An op is one change of one cell, citing as `parents` the ops its author saw at the head of
that cell. Nothing is ever removed: undoing a lot is another lot that names it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, NamedTuple

import msgspec

from ..core.records import Cell, Value


class Dot(NamedTuple):
    """The identity of an op: who wrote it (a replica, new at each opening) and its rank there, from 1."""

    replica: str
    seq: int


class LotRef(NamedTuple):
    """The identity of a lot: replica and rank there, from 1."""

    replica: str
    number: int


class OpKind(Enum):
    """What an op does. NEW carries every value of a row at once; UNDO cancels a whole lot; the rest write one cell.

    DELETE and RESTORE write the cell of the row itself (field ''). RESOLVE and REFUSE are SETs that say why.
    """

    # That of `Enum` is a function of Python, called several times for each op of a long journal.
    __hash__ = object.__hash__

    NEW = "new"
    SET = "set"
    RESOLVE = "resolve"
    REFUSE = "refuse"
    DELETE = "delete"
    RESTORE = "restore"
    UNDO = "undo"


_WORDS = {kind: kind.value for kind in OpKind}
Payload = Value | dict[str, Value] | list[Any]


@dataclass(frozen=True, slots=True)
class Op:
    """One change. `value`: the cell's value; for NEW a dict of every value; for UNDO the [replica, number] of a lot."""

    replica: str
    seq: int
    hlc: int
    kind: OpKind
    cell: Cell
    value: Payload = None
    parents: tuple[Dot, ...] = ()

    @property
    def dot(self) -> Dot:
        # Not `Dot(…)`, a function of Python: each op of a long journal is asked for it several times.
        return tuple.__new__(Dot, (self.replica, self.seq))

    @property
    def target(self) -> LotRef:
        """The lot an UNDO cancels."""
        assert self.kind is OpKind.UNDO and isinstance(self.value, list)
        return LotRef(self.value[0], self.value[1])

    def plain(self) -> dict[str, Any]:
        """The op as it is hashed and sent; replica is the lot's."""
        return {
            "seq": self.seq, "hlc": self.hlc, "kind": _WORDS[self.kind], "cell": self.cell,
            "value": self.value, "parents": sorted(self.parents) if len(self.parents) > 1 else self.parents,
        }


@dataclass(frozen=True, slots=True)
class Lot:
    """One user action: who, when, why, and its ops in order. `hash` covers all of it, and `previous` the lot before."""

    replica: str
    number: int
    author: str
    organisation: str
    side: str
    label: str
    wall: str
    zone: str
    app: str
    ops: tuple[Op, ...]
    min_reader: int = 1
    previous: str = ""
    hash: str = ""

    @property
    def ref(self) -> LotRef:
        return LotRef(self.replica, self.number)

    @property
    def first_seq(self) -> int:
        return self.ops[0].seq

    @property
    def last_seq(self) -> int:
        return self.ops[-1].seq

    @property
    def undoes(self) -> LotRef | None:
        """The lot this one cancels; an undo stands alone in its lot."""
        return self.ops[0].target if self.ops[0].kind is OpKind.UNDO else None

    def head(self) -> dict[str, Any]:
        """The lot without its ops and its own hash, as it is hashed and sent."""
        return {
            "replica": self.replica, "number": self.number, "author": self.author, "organisation": self.organisation,
            "side": self.side, "label": self.label, "wall": self.wall, "zone": self.zone, "app": self.app,
            "min_reader": self.min_reader, "previous": self.previous, "count": len(self.ops),
        }

    def sealed(self) -> Lot:
        """The same lot with its hash."""
        return replace(self, hash=lot_hash(self))


# Made once: `json.dumps` makes one at each call, which doubles the time of a long merge.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_encode_fast = msgspec.json.Encoder(order="deterministic").encode


def canonical(value: Any) -> bytes:
    """JSON that two programs write alike: sorted keys, no spaces, UTF-8, integers only."""
    return canonical_text(value).encode()


def canonical_text(value: Any) -> str:
    """The same before it is UTF-8."""
    # Nearly every value is one text or one number, which the encoder writes as slowly as a whole lot.
    if type(value) is str:
        return encode_basestring(value)
    return str(value) if type(value) is int else _encode(value)


def canonical_fast(value: Any) -> bytes:
    """The bytes of `canonical` for what a lot holds (texts, integers, nothing, lists of them), in a third of the time.

    It would write null for a float that is no number; no lot holds a float.
    """
    try:
        return _encode_fast(value)
    except OverflowError:
        return canonical(value)


def lot_hash(lot: Lot) -> str:
    """SHA-256, hexadecimal, of the canonical JSON of the lot with its ops."""
    return sha256(canonical_fast({**lot.head(), "ops": [op.plain() for op in lot.ops]})).hexdigest()
