"""Turns checked changes into lots: stamps, ranks, hash chain, under a replica that is new at each opening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .. import __version__
from ..core.changes import Author, Side
from ..core.records import Cell
from ..storage.file import ContractFile
from ..sync.clock import HybridClock, milliseconds, moment_of
from ..sync.journal import Dot, Lot, LotRef, Op, OpKind, Payload
from ..sync.lotcheck import as_line
from .tools import Tools

ROW_OF_NOTHING = Cell("", "", "")
"""The cell of an UNDO, which speaks of a lot and of no row."""
_REPLICA_BYTES = 8


@dataclass(frozen=True, slots=True)
class Draft:
    """One op to come: everything but its identity and its stamp."""

    kind: OpKind
    cell: Cell
    value: Payload = None
    parents: tuple[Dot, ...] = ()


class Pen:
    """Writes the lots of one opening. The replica is minted by the first of them: a copied file cannot reuse one."""

    def __init__(self, tools: Tools, last_stamp: int = 0, replica: str = "") -> None:
        self._tools, self._replica = tools, replica
        self._clock = HybridClock(lambda: milliseconds(tools.now()), last_stamp)
        self._number, self._seq, self._previous = 0, 0, ""

    @property
    def last_stamp(self) -> int:
        """The greatest stamp given or seen."""
        return self._clock.last

    def see(self, lots: Iterable[Lot]) -> None:
        """Take note of lots that came from elsewhere: what is written next comes after them."""
        for lot in lots:
            self._clock.see(lot.ops[-1].hlc)

    def lot(self, author: Author, label: str, drafts: Iterable[Draft]) -> Lot:
        """The next lot, sealed. It is not the last one of the chain before `written` says so."""
        self._replica = self._replica or self._tools.randomness(_REPLICA_BYTES).hex()
        ops = tuple(
            Op(self._replica, self._seq + rank, self._clock.tick(), draft.kind, draft.cell, draft.value, draft.parents)
            for rank, draft in enumerate(drafts, start=1)
        )
        now = self._tools.now()
        return Lot(
            replica=self._replica, number=self._number + 1, author=as_line(author.name),
            organisation=as_line(author.organisation), side=author.side.value, label=as_line(label),
            wall=utc(now), zone=zone_name(now), app=program(self._tools),
            ops=ops, previous=self._previous,
        ).sealed()

    def written(self, lot: Lot) -> None:
        """The lot is committed: the next one follows it."""
        self._number, self._seq, self._previous = lot.number, lot.last_seq, lot.hash


def provisional(file: ContractFile, drafts: Iterable[Draft]) -> Lot:
    """A lot for a copy in memory, to see what comes of it; it is written nowhere, so nobody signs it."""
    moment = moment_of(file.last_hlc())
    tools = Tools(lambda: moment, lambda count: bytes(count), "")
    return Pen(tools, file.last_hlc()).lot(Author("", "", Side.MANAGER), "", drafts)


def program(tools: Tools) -> str:
    """The version of the program and the installation, as lots and bundles carry them."""
    return as_line(f"{__version__} {tools.installation}")


def undo_of(ref: LotRef) -> Draft:
    """The op that cancels a whole lot."""
    return Draft(OpKind.UNDO, ROW_OF_NOTHING, [ref.replica, ref.number])


def utc(moment: dt.datetime) -> str:
    """A moment as lots carry it: UTC, ISO, milliseconds."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def zone_name(moment: dt.datetime) -> str:
    """The time zone by name where it has one (Indian/Reunion), else as an offset (+04:00)."""
    named = getattr(moment.tzinfo, "key", None)
    return str(named) if named else moment.strftime("%z")[:3] + ":" + moment.strftime("%z")[3:5]
