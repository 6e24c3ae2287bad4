"""What a reception would do, shown before a byte of the contract has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..core.changes import Author, Changes
from ..core.model import Model
from ..core.records import Cell
from ..storage.file import ContractFile
from ..sync.bundle_reader import Voucher
from ..sync.journal import Lot
from ..sync.manifest import Sender
from ..sync.merge import Missing, Outcome, Verdict, VersionVector
from ..sync.state import RowKey
from .conflicts import Conflict, conflict_of
from .history import HistoryLine, lines_of
from .keys import Trust
from .pen import provisional
from .unagreed import Unagreed, drafts, unagreed


@dataclass(frozen=True, slots=True)
class Origin:
    """Where lots come from: a bundle with its sender and key, or a copy of the contract (no sender, no key)."""

    sender: Sender | None = None
    key: str = ""
    trust: Trust | None = None
    created: str = ""
    announced: str = ""
    """The fingerprint that the sender saw when the bundle was made."""
    holds: VersionVector = field(default_factory=dict)
    """What the sender holds, as the bundle tells."""
    hash: str = ""
    vouchers: tuple[Voucher, ...] = ()

    @property
    def name(self) -> str:
        """Who sends, in words."""
        return f"{self.sender.name} ({self.sender.organisation})" if self.sender else "une copie du contrat"


@dataclass(frozen=True, slots=True)
class Review:
    """The dry run of a reception: what is new, what waits, what conflicts, and the contract before and after.

    `lines` tell the new lots, the latest first. `based_on` is what the contract held when the dry run was made.
    """

    origin: Origin
    lots: tuple[Lot, ...]
    based_on: VersionVector
    new: int
    known: int
    missing: tuple[Missing, ...]
    alarms: int
    changes: Changes
    lines: tuple[HistoryLine, ...]
    conflicts: dict[Cell, Conflict]
    flagged: frozenset[RowKey]
    before: Model
    after: Model
    fingerprint: str
    returned: tuple[Unagreed, ...] = ()
    """Retained values that nobody agreed to change: they stay, and what was written becomes a position."""

    @property
    def brings_nothing(self) -> bool:
        """Whether the contract holds all of it already."""
        return self.new == 0 and not self.missing and not self.alarms

    @property
    def same_as_sender(self) -> bool:
        """Whether the contract will be what the sender had before the eyes."""
        return bool(self.origin.announced) and self.origin.announced == self.fingerprint


def lean(review: Review) -> Review:
    """The same without the models but for the rows that it touches: what goes from one process to another."""
    touched = [review.after.record(*key) for key in sorted(_touched(review.changes))]
    return replace(review, before=Model(), after=Model(record for record in touched if record is not None))


def whole(review: Review, before: Model) -> Review:
    """A lean review with its models again, on the contract as it stands here."""
    there = {(record.kind, record.id) for record in review.after}
    after = before.replacing(review.after, _touched(review.changes) - there)
    return replace(review, before=before, after=after)


def rehearse(file: ContractFile, lots: Iterable[Lot], origin: Origin, before: Model, viewer: Author | None) -> Review:
    """Merge lots into a copy in memory and tell what came of it; raises `Refused` where they cannot be merged.

    `conflicts` and `flagged` are those that this reception opens; `before` is the contract as it stands.
    """
    held = tuple(lots)
    copy = file.rehearsal()
    try:
        known_conflicts, known_flags = {c.cell for c in file.conflicts()}, set(file.flags())
        changes, outcomes = copy.receive(held)
        after = copy.refreshed(before, changes)
        accepted = [outcome.lot for outcome in outcomes if outcome.verdict is Verdict.ACCEPTED]
        returned = tuple(unagreed(accepted, before, after, copy))
        if returned:
            put_back, _ = copy.receive([provisional(copy, drafts(returned, copy))])
            after = copy.refreshed(after, put_back)
            changes = Changes(changes.cells | put_back.cells, changes.rows | put_back.rows, changes.label)
        lines = tuple(lines_of(after, accepted, copy.op))
        found = (conflict_of(c, copy, viewer) for c in copy.conflicts() if c.cell not in known_conflicts)
        return Review(
            origin, held, file.vector(), len(accepted), _count(outcomes, Verdict.KNOWN), _missing(outcomes),
            _count(outcomes, Verdict.FORK), changes, lines, {c.cell: c for c in found},
            frozenset(set(copy.flags()) - known_flags), before, after, copy.fingerprint(), returned,
        )
    finally:
        copy.close()


def _touched(changes: Changes) -> set[tuple[str, str]]:
    return {(cell.kind, cell.row) for cell in changes.cells} | set(changes.rows)


def _count(outcomes: Iterable[Outcome], verdict: Verdict) -> int:
    return sum(outcome.verdict is verdict for outcome in outcomes)


def _missing(outcomes: Iterable[Outcome]) -> tuple[Missing, ...]:
    return tuple(dict.fromkeys(missing for outcome in outcomes for missing in outcome.missing))
