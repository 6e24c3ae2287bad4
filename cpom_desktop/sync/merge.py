"""Merging is the union of whole lots: each one received is taken, waits for what it stands on, or raises an alarm.

Lots come in the order of `sort_key`: an honest lot is later than everything it cites, so one pass takes all that can be
taken, and nothing but places and hashes is kept of those that have gone by.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, NoReturn, Protocol

from ..core.problems import Reason, Refused
from .journal import Dot, Lot, LotRef, Op
from .lotcheck import check_lot
from .state import RowKey, row_of

VersionVector = dict[str, int]
"""For each replica, the number of its last lot that is held; all those before it are held too."""


class Tip(NamedTuple):
    """The last lot held of a replica: its number, the rank and stamp of its last op, its hash, and who made it."""

    number: int
    seq: int
    hlc: int
    hash: str
    organisation: str


class Place(NamedTuple):
    """Where an op stands: its stamp and its row."""

    hlc: int
    row: RowKey


class Known(Protocol):
    """What a merge asks of the journal that receives."""

    def tip(self, replica: str) -> Tip | None:
        """The last lot held of a replica, None where there is none."""

    def hash_of(self, ref: LotRef) -> str | None:
        """The hash of a lot that is held."""

    def place_of(self, dot: Dot) -> Place | None:
        """Where an op that is held stands."""


class Verdict(Enum):
    """What becomes of a lot."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    WAITING = "waiting"
    FORK = "fork"
    REJECTED = "rejected"


class Missing(NamedTuple):
    """Lots that are not here: of a replica, from a number to a number (0: nobody knows how many)."""

    replica: str
    first: int
    last: int
    organisation: str

    def sentence(self) -> str:
        """What is missing, in words."""
        whom = f"de «\u00a0{self.organisation}\u00a0»" if self.organisation else "d’une partie encore inconnue"
        if self.last == 0:
            numbers = f"à partir de la modification n°\u00a0{self.first}"
        elif self.first == self.last:
            numbers = f"modification n°\u00a0{self.first}"
        else:
            numbers = f"modifications n°\u00a0{self.first} à {self.last}"
        return f"il manque un envoi {whom} ({numbers})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one lot; `missing` says what a waiting one waits for, `why` what is wrong with a rejected one."""

    lot: Lot
    verdict: Verdict
    missing: tuple[Missing, ...] = ()
    why: Refused | None = None


def sort_key(lot: Lot) -> tuple[int, str, int, str]:
    """The order in which lots travel and are merged; one without ops comes first, to be refused."""
    return (lot.ops[0].hlc if lot.ops else 0, lot.replica, lot.number, lot.hash)


def merge(known: Known, incoming: Iterable[Lot], waiting: Iterable[Lot] = ()) -> Iterator[Outcome]:
    """Compare lots received, in the order of `sort_key`, and those that wait from before, with a journal.

    The receiver writes each ACCEPTED lot (in order) and drops it from those that wait, keeps each WAITING one, keeps
    each FORK apart as an alarm, drops each REJECTED one: it waited, and what it waited for shows that it lies.
    Raises `Refused` where a lot received cannot be: the receiver then keeps nothing of this merge.
    """
    merger = Merger(known)
    fresh = ((sort_key(lot), True, lot) for lot in incoming)
    older = ((sort_key(lot), False, lot) for lot in sorted(waiting, key=sort_key))
    before: tuple[int, str, int, str] | None = None
    for key, is_new, lot in heapq.merge(fresh, older, key=lambda entry: entry[:2]):
        if key == before:
            continue
        before = key
        try:
            yield merger.feed(lot)
        except Refused as refusal:
            if is_new:
                raise
            yield Outcome(lot, Verdict.REJECTED, why=refusal)


class Merger:
    """One merge under way: what the receiver knows, and what this merge has added to it."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._tips: dict[str, Tip] = {}
        self._hashes: dict[LotRef, str] = {}
        self._places: dict[Dot, Place] = {}
        self._branches: set[str] = set()
        self._stuck: dict[str, tuple[int, tuple[Missing, ...]]] = {}

    def feed(self, lot: Lot) -> Outcome:
        """What becomes of the next lot. Raises `Refused` where it cannot be."""
        held = self._hash_of(lot.ref)
        if held is not None:
            return Outcome(lot, Verdict.KNOWN) if held == lot.hash else self._branch(lot)
        check_lot(lot)
        tip = self._tip(lot.replica)
        if lot.previous in self._branches:
            return self._branch(lot)
        if missing := self._gap(lot, tip):
            return self._wait(lot, missing)
        if tip is not None and lot.previous != tip.hash:
            return self._branch(lot)
        if lot.first_seq != (tip.seq + 1 if tip else 1) or (tip and lot.ops[0].hlc <= tip.hlc):
            _refuse(lot)
        if missing := self._unheld(lot):
            return self._wait(lot, missing)
        self._take(lot)
        return Outcome(lot, Verdict.ACCEPTED)

    def _branch(self, lot: Lot) -> Outcome:
        """The same replica went on twice from one lot: a machine was copied while it ran, or somebody forges."""
        self._branches.add(lot.hash)
        return Outcome(lot, Verdict.FORK)

    def _gap(self, lot: Lot, tip: Tip | None) -> tuple[Missing, ...]:
        """The lots of the same replica that come before this one and are not here."""
        last, missing = self._stuck.get(lot.replica, (tip.number if tip else 0, ()))
        if lot.number > last + 1:
            return (*missing, Missing(lot.replica, last + 1, lot.number - 1, lot.organisation))
        return missing

    def _unheld(self, lot: Lot) -> tuple[Missing, ...]:
        """What a lot cites, or undoes, and that is not here."""
        if (target := lot.undoes) is not None:
            if target.replica == lot.replica and target.number >= lot.number:
                _refuse(lot)
            return () if self._hash_of(target) is not None else (self._absent(target.replica),)
        cited = ((dot, op) for op in lot.ops for dot in op.parents)
        replicas = dict.fromkeys(dot.replica for dot, op in cited if not self._precedes(dot, op, lot))
        return tuple(self._absent(replica) for replica in replicas)

    def _precedes(self, dot: Dot, op: Op, lot: Lot) -> bool:
        """Whether a cited op is held. Raises `Refused` where it is later than the lot, or of another row."""
        if dot.replica == lot.replica and dot.seq >= lot.first_seq:
            if dot.seq >= op.seq:
                _refuse(lot)
            inside = lot.ops[dot.seq - lot.first_seq]
            place: Place | None = Place(0, row_of(inside))
        else:
            place = self._places.get(dot) or self._known.place_of(dot)
        if place is not None and (place.hlc >= lot.ops[0].hlc or place.row != row_of(op)):
            _refuse(lot)
        return place is not None

    def _absent(self, replica: str) -> Missing:
        stuck, tip = self._stuck.get(replica), self._tip(replica)
        if stuck is not None and stuck[1]:
            return stuck[1][0]
        return Missing(replica, tip.number + 1 if tip else 1, 0, tip.organisation if tip else "")

    def _wait(self, lot: Lot, missing: tuple[Missing, ...]) -> Outcome:
        self._stuck[lot.replica] = (lot.number, missing)
        return Outcome(lot, Verdict.WAITING, missing)

    def _take(self, lot: Lot) -> None:
        last = lot.ops[-1]
        self._tips[lot.replica] = Tip(lot.number, last.seq, last.hlc, lot.hash, lot.organisation)
        self._hashes[lot.ref] = lot.hash
        for op in lot.ops:
            self._places[op.dot] = tuple.__new__(Place, (op.hlc, row_of(op)))

    def _tip(self, replica: str) -> Tip | None:
        return self._tips.get(replica) or self._known.tip(replica)

    def _hash_of(self, ref: LotRef) -> str | None:
        return self._hashes.get(ref) or self._known.hash_of(ref)


def _refuse(lot: Lot) -> NoReturn:
    raise Refused(Reason.MALFORMED, detail=f"la modification n°\u00a0{lot.number} contredit celles qui la précèdent")
