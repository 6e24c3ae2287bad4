"""A journal held in memory: what a dry run merges into, and a journal that comes from elsewhere is checked with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .journal import Dot, Lot, LotRef
from .merge import Outcome, Place, Tip, Verdict, VersionVector, merge, sort_key
from .state import row_of


class HeldJournal:
    """Whole lots, those that wait, and the alarms. Everything goes through `receive`, one's own lots too."""

    def __init__(self, lots: Iterable[Lot] = ()) -> None:
        self._lots: dict[LotRef, Lot] = {}
        self._tips: dict[str, Lot] = {}
        self._places: dict[Dot, Place] = {}
        self.waiting: dict[str, Lot] = {}
        self.forks: dict[str, Lot] = {}
        self.receive(lots)

    def receive(self, lots: Iterable[Lot]) -> list[Outcome]:
        """Merge lots in any order; raises `Refused`, keeping nothing of them, where one cannot be."""
        outcomes = list(merge(self, sorted(lots, key=sort_key), list(self.waiting.values())))
        for outcome in outcomes:
            self._keep(outcome)
        return outcomes

    def lots(self, after: VersionVector | None = None) -> Iterator[Lot]:
        """The lots held, without those that a version vector covers, in the order in which they travel."""
        seen = after or {}
        yield from sorted((lot for lot in self._lots.values() if lot.number > seen.get(lot.replica, 0)), key=sort_key)

    def vector(self) -> VersionVector:
        """For each replica, the number of its last lot."""
        return {replica: lot.number for replica, lot in self._tips.items()}

    def tip(self, replica: str) -> Tip | None:
        """See `merge.Known`."""
        lot = self._tips.get(replica)
        return Tip(lot.number, lot.last_seq, lot.ops[-1].hlc, lot.hash, lot.organisation) if lot else None

    def hash_of(self, ref: LotRef) -> str | None:
        """See `merge.Known`."""
        lot = self._lots.get(ref)
        return lot.hash if lot else None

    def place_of(self, dot: Dot) -> Place | None:
        """See `merge.Known`."""
        return self._places.get(dot)

    def _keep(self, outcome: Outcome) -> None:
        lot = outcome.lot
        if outcome.verdict is Verdict.WAITING:
            self.waiting[lot.hash] = lot
            return
        self.waiting.pop(lot.hash, None)
        if outcome.verdict is Verdict.FORK:
            self.forks[lot.hash] = lot
        elif outcome.verdict is Verdict.ACCEPTED:
            self._lots[lot.ref] = self._tips[lot.replica] = lot
            self._places.update({op.dot: Place(op.hlc, row_of(op)) for op in lot.ops})
