"""The file of a contract, open: written by lots only, one transaction each, and read from its projection."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from ..core.changes import Changes
from ..core.model import Model
from ..core.problems import Kind
from ..core.records import KINDS, Cell
from ..sync.bundle_reader import Voucher
from ..sync.journal import Dot, Lot, LotRef, Op
from ..sync.merge import Outcome, Place, Tip, Verdict, VersionVector, merge, sort_key
from ..sync.state import RowKey, RowState, row_state
from ..sync.whole import Conflict, conflict_in
from . import connection as connections
from . import content, copies, exchange, heads, journal, opening, rows
from .backups import Backup, Backups
from .blobs import Blobs
from .connection import Steps, unwatched, writing
from .drafts import Drafts
from .errors import speaking_of, surroundings
from .heads import Unreadable, Why
from .journal import LotLine
from .ownership import Holder, Ownership
from .private import PrivateSpace
from .projection import Projection
from .rebuild import is_sound, rebuild

Clock = Callable[[], dt.datetime]


class ContractFile:
    """One contract, open. As long as it is, nothing but SQLite opens `path`, not even to read or to copy it."""

    def __init__(self, path: Path, db: sqlite3.Connection, owner: Ownership | None, steps: Steps = unwatched) -> None:
        self.path, self._db, self._owner, self._steps = path, db, owner, steps
        self._may_write = owner is not None
        self.contract_id = journal.contract_of(db)
        self.private = PrivateSpace(db, self._writing)
        self.drafts = Drafts(db, self._writing)
        self.blobs = Blobs(db, self._writing)
        if owner is not None:
            owner.cover()

    @classmethod
    def create(
        cls, path: Path, contract_id: str, clock: Clock, holder: Holder | None = None, steps: Steps = unwatched,
    ) -> ContractFile:
        """Make the file of a new contract and hold it; raises `Surroundings` EXISTS where something has that name."""
        path = path.absolute()
        owner = Ownership.take(path, holder or Holder(), clock())
        try:
            if path.exists() or path.is_symlink():
                raise surroundings(Kind.EXISTS, path)
            return cls(path, opening.new_connection(path, contract_id, clock()), owner, steps)
        except BaseException:
            owner.release()
            raise

    @classmethod
    def open(
        cls, path: Path, holder: Holder, clock: Clock, steps: Steps = unwatched, backups: Backups | None = None,
    ) -> ContractFile:
        """Hold our own file and open it for writing; a change left half done by a crash is rolled back.

        A file of an older version is brought to this one, after a copy of it was kept in `backups`.
        Raises `Surroundings`: HELD with the name of who has it, READ_ONLY, MISSING, TOO_NEW, NOT_OURS, DAMAGED.
        """
        # A link to a contract and the contract itself have one holder.
        path = path.resolve()
        if not path.exists():
            raise surroundings(Kind.MISSING, path)
        owner = Ownership.take(path, holder, clock())
        try:
            def keep(db: sqlite3.Connection) -> None:
                if backups is not None:
                    backups.keep(db, journal.contract_of(db), "version", clock())

            return cls(path, opening.writing_connection(path, keep), owner, steps)
        except BaseException:
            owner.release()
            raise

    @classmethod
    def open_reading(cls, path: Path) -> ContractFile:
        """A copy in memory of a contract, also of one that somebody else is writing; it can only be read."""
        path = path.resolve()
        return cls(path, opening.reading_connection(path), None)

    @classmethod
    def from_snapshot(cls, data: bytes, path: Path) -> ContractFile:
        """The bytes that `serialize` gave in another process of this computer, to read; `path` only names it."""
        return cls(path, connections.deserialized(data), None)

    @property
    def is_read_only(self) -> bool:
        """Whether this is a copy in memory, which no lot can be added to."""
        return self._owner is None

    def close(self) -> None:
        """Close the file and give it back; nothing but the contract stays in the folder."""
        connections.close(self._db)
        if self._owner is not None:
            self._owner.release()

    def refresh_ownership(self, now: dt.datetime) -> None:
        """Show that we are still there: the time in the small file is what a second opener is told."""
        if self._owner is not None:
            self._owner.refresh(now)

    # -- writing -------------------------------------------------------------------------------------------------------

    def append(self, lots: Iterable[Lot]) -> Changes:
        """Write lots that continue what is held, in one transaction; nothing is written when it raises.

        A lot that is held already is left out. Raises `Refused` on one that does not follow.
        """
        projection, label = Projection(self._db, self._steps), ""
        with self._writing():
            for lot in lots:
                exchange.note_own(self._db, [lot.replica])
                if journal.hash_of(self._db, lot.ref) != lot.hash:
                    self._write(lot, projection)
                    label = lot.label
            projection.settle()
        return projection.changes(label)

    def receive(self, lots: Iterable[Lot], own: Sequence[Lot] = ()) -> tuple[Changes, list[Outcome]]:
        """Merge lots that come from elsewhere, in any order, in one transaction; a refusal keeps nothing of them.

        `own` are lots made here that stand on them: the decisions taken at their reception.

        Lots that wait for others are kept and tried again each time; a second branch of a replica stays as an alarm.
        """
        projection, outcomes = Projection(self._db, self._steps), list[Outcome]()
        with self._writing():
            exchange.note_own(self._db, [lot.replica for lot in own])
            for outcome in merge(self, sorted([*lots, *own], key=sort_key), self.waiting()):
                outcomes.append(outcome)
                if outcome.verdict is Verdict.ACCEPTED:
                    self._write(outcome.lot, projection)
                exchange.file_outcome(self._db, outcome)
            projection.settle()
            if any(outcome.verdict is Verdict.ACCEPTED for outcome in outcomes):
                exchange.raise_barrier(self._db, self.vector())
        return projection.changes(), outcomes

    def rebuild(self) -> None:
        """Make the projection again from the journal."""
        with self._writing():
            rebuild(self._db)

    def _write(self, lot: Lot, projection: Projection) -> None:
        rank = journal.insert_lot(self._db, lot)
        self._steps("lot")
        journal.insert_ops(self._db, rank, lot.ops)
        self._steps("op")
        projection.follow(lot)

    def _writing(self) -> AbstractContextManager[None]:
        if not self._may_write:
            raise surroundings(Kind.READ_ONLY, self.path)
        return writing(self._db, self.path, self._steps)

    # -- the contract --------------------------------------------------------------------------------------------------

    def model(self) -> Model:
        """The whole contract, from the projection."""
        with speaking_of(self.path):
            return rows.load_model(self._db)

    def refreshed(self, model: Model, changes: Changes) -> Model:
        """A model of this contract after changes that were just written: only the rows touched are read."""
        touched = {RowKey(cell.kind, cell.row) for cell in changes.cells} | {RowKey(*key) for key in changes.rows}
        with speaking_of(self.path):
            found = {key: rows.load_row(self._db, key) for key in sorted(touched)}
        return model.replacing(
            [record for record in found.values() if record is not None],
            [key for key, record in found.items() if record is None])

    def flags(self) -> dict[RowKey, Why]:
        """The rows that somebody deleted and that are there all the same, with the reason."""
        with speaking_of(self.path):
            return heads.Flags(self._db).all()

    def problems(self) -> list[Unreadable]:
        """The values of the journal that this program cannot show: out of bounds, or of a later version."""
        return heads.Unreadables(self._db).all()

    def conflicts(self) -> list[Conflict]:
        """The cells of existing rows that wait for a decision, with what their authors had before them."""
        with speaking_of(self.path):
            found = (self._conflict(cell) for cell in heads.cells_with_several_heads(self._db))
            return [conflict for conflict in found if conflict is not None]

    def _conflict(self, cell: Cell) -> Conflict | None:
        key = RowKey(cell.kind, cell.row)
        if cell.kind not in KINDS or not rows.row_exists(self._db, key):
            return None
        ops = journal.ops_of_row(self._db, key)
        state = self._state(key, ops)
        return conflict_in(state, ops, cell) if cell.field in state.disputed() else None

    def fingerprint(self) -> str:
        """Twelve characters, equal in two files when the contract is the same; the journal is read through."""
        with speaking_of(self.path):
            return content.content_fingerprint(self._db)

    # -- the journal ---------------------------------------------------------------------------------------------------

    def heads(self, cell: Cell) -> list[Op]:
        """The ops at the head of a cell, from the earliest; two or more with other values are a conflict."""
        return list(self.row_state(RowKey(cell.kind, cell.row)).heads.get(cell.field, ()))

    def row_heads(self, kind: str, row: str) -> list[Dot]:
        """What a DELETE, RESTORE or NEW of this row made now cites."""
        return list(self.row_state(RowKey(kind, row)).tips)

    def row_state(self, key: RowKey) -> RowState:
        """The state of a row from all its ops: `parents_for` gives what an op that writes a field now cites."""
        with speaking_of(self.path):
            return self._state(key, journal.ops_of_row(self._db, key))

    def ops_of(self, cell: Cell) -> list[Op]:
        """Every op of a cell, also those undone, from the earliest; of the whole row where the field is ''."""
        ops = journal.ops_of_row(self._db, RowKey(cell.kind, cell.row))
        if not cell.field:
            return ops
        return [op for op in ops if op.cell.field == cell.field
                or (not op.cell.field and isinstance(op.value, dict) and cell.field in op.value)]

    def lots(self, after: VersionVector | None = None) -> Iterator[Lot]:
        """The lots that a copy which holds `after` lacks, replica by replica; all of them without it."""
        with speaking_of(self.path):
            yield from journal.lots_after(self._db, after)

    def lots_of(self, author: str, organisation: str, side: str) -> Iterator[LotLine]:
        """The lots of one author in their order, without their ops."""
        return journal.lots_of(self._db, author, organisation, side)

    def lot(self, ref: LotRef) -> Lot | None:
        """One lot, or None where it is not held."""
        with speaking_of(self.path):
            return journal.read_lot(self._db, ref)

    def op(self, dot: Dot) -> Op | None:
        """One op, or None where it is not held."""
        return journal.read_op(self._db, dot)

    def lot_of(self, dot: Dot) -> LotRef:
        """The lot that an op belongs to."""
        return journal.lot_of(self._db, dot)

    def vector(self) -> VersionVector:
        """For each replica, the number of its last lot."""
        return journal.vector(self._db)

    def barrier(self) -> VersionVector:
        """What was held when lots from elsewhere were last taken: nothing before that is undone by its author."""
        return exchange.barrier(self._db)

    def last_hlc(self) -> int:
        """The greatest stamp of the journal, 0 when it is empty."""
        return journal.last_hlc(self._db)

    def tip(self, replica: str) -> Tip | None:
        """The last lot of a replica, for `sync.merge`."""
        return journal.tip(self._db, replica)

    def hash_of(self, ref: LotRef) -> str | None:
        """The hash of a lot that is held, for `sync.merge`."""
        return journal.hash_of(self._db, ref)

    def place_of(self, dot: Dot) -> Place | None:
        """Where an op that is held stands, for `sync.merge`."""
        return journal.place_of(self._db, dot)

    def waiting(self) -> list[Lot]:
        """The lots received that wait for others."""
        return exchange.waiting(self._db)

    def alarms(self) -> list[Lot]:
        """Lots of a second branch of a replica: a machine was copied while it ran, or somebody forges."""
        return exchange.alarms(self._db)

    def _state(self, key: RowKey, ops: list[Op]) -> RowState:
        dead = journal.dead_dots(self._db, key) if ops else frozenset[Dot]()
        return row_state(ops, lambda op: op.dot not in dead)

    # -- exchanges ----------------------------------------------------------------------------------------------------

    def rehearsal(self) -> ContractFile:
        """A copy in memory that can be written to: what a reception would do, tried before it is done."""
        copy = connections.in_memory()
        with speaking_of(self.path):
            self._db.backup(copy)
        rehearsed = ContractFile(self.path, copy, None)
        rehearsed._may_write = True
        return rehearsed

    def own_replicas(self) -> frozenset[str]:
        """The replicas whose lots were written in this file, and not received."""
        return exchange.own_replicas(self._db)

    def signed_heads(self) -> list[Voucher]:
        """The latest signed head of each chain, by key: relayed with each bundle."""
        return exchange.signed_heads(self._db)

    def peers(self) -> dict[str, dict[str, Any]]:
        """What was noted of each installation met, by its public key."""
        return exchange.peers(self._db)

    def note_exchange(self, key: str, peer: Mapping[str, Any], vouchers: Iterable[Voucher] = ()) -> None:
        """Note what is now known of an installation, and the heads that it vouched for or relayed."""
        with self._writing():
            exchange.keep_peer(self._db, key, peer)
            exchange.keep_heads(self._db, vouchers)

    # -- the file ------------------------------------------------------------------------------------------------------

    def serialize(self) -> bytes:
        """The file as bytes, for a worker of this computer. Not for others: it holds the private tables."""
        with speaking_of(self.path):
            return self._db.serialize()

    def write_copy(self, target: Path, now: dt.datetime, *, blobs: bool = True) -> None:
        """Write a copy for somebody else, from the journal: no private entry and no draft is in it."""
        copies.write_copy(self._db, self.contract_id, target, now, blobs=blobs)

    def backup(self, backups: Backups, reason: str, now: dt.datetime) -> Backup | None:
        """Keep a complete copy on this computer; None where the file is not sound. `reason`: « jour », « fusion »…"""
        return backups.keep(self._db, self.contract_id, reason, now)

    def restore(self, backup: Path) -> None:
        """Put a backup of this contract back in place of what is here.

        What is written next must be under a new replica: the ranks of the present one were used after the backup.
        """
        if not self._may_write:
            raise surroundings(Kind.READ_ONLY, self.path)
        opening.restore(self._db, self.path, self.contract_id, backup)

    def is_sound(self) -> bool:
        """Whether every page reads, and the projection is what the journal says. Takes a rebuild in memory.

        `rebuild.is_sound` does the same in another process, from the bytes of `serialize`.
        """
        return is_sound(self.serialize())
