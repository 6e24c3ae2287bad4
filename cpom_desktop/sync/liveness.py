"""Which lots count: a lot is live unless a live lot of the same author undoes it; redo is the undo of the undo.

The program lets nobody undo the action of another. A forged undo of one stays in the journal, and cancels nothing: to
put back what somebody else wrote is a refusal, that everybody sees, and in a negotiation takes an agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .journal import Lot, LotRef


class Undo(NamedTuple):
    """A lot that cancels another one; `hlc` is the stamp of its op. Ordered from the earliest to the latest."""

    hlc: int
    lot: LotRef
    target: LotRef


def undos_in(lots: Iterable[Lot]) -> Iterator[Undo]:
    """The undo lots among some lots, of those that undo an action of their own author."""
    held = {lot.ref: lot for lot in lots}
    for lot in held.values():
        if (target := lot.undoes) is not None and (undone := held.get(target)) is not None:
            if author_of(undone) == author_of(lot):
                yield Undo(lot.ops[0].hlc, lot.ref, target)


def author_of(lot: Lot) -> tuple[str, str, str]:
    """Who wrote a lot: name, organisation, side. Not the replica, which is another one at each opening."""
    return lot.author, lot.organisation, lot.side


def dead_lots(undos: Iterable[Undo]) -> frozenset[LotRef]:
    """The lots that do not count, given every undo of the journal by the author of what it undoes.

    An undo comes after what it cancels, so the latest one is live, and each decides of what it names before that is
    looked at. One that names a later undo (a forgery: no honest clock makes it) cancels nothing, so that two undos
    that name each other leave one state and not none.
    """
    known = sorted(set(undos), reverse=True)
    rank = {undo.lot: place for place, undo in enumerate(known)}
    dead: set[LotRef] = set()
    for place, undo in enumerate(known):
        if undo.lot not in dead and rank.get(undo.target, len(known)) > place:
            dead.add(undo.target)
    return frozenset(dead)
