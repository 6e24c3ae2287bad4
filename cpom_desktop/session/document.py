"""An open contract: the only writer. One edit is one lot, one transaction, one line of history, one notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ..core.changes import Author, Changes, Edit
from ..core.contract import Contract
from ..core.identifiers import uuid7
from ..core.model import Model
from ..core.naming import name_of, several
from ..core.problems import Kind, Reason, Refused, Surroundings
from ..core.records import Cell, Record, Value, values_of
from ..storage.backups import Backups
from ..storage.file import ContractFile
from ..storage.heads import Why
from ..storage.ownership import Holder
from ..sync.clock import milliseconds
from ..sync.journal import Lot, LotRef, OpKind
from ..sync.state import RowKey, RowState, differ
from .conflicts import Conflict, conflict_of, refusal, settlement
from .edits import Writes, checked_edit
from .history import HistoryLine, history
from .pen import Draft, Pen, undo_of
from .retained import check_words_kept
from .tools import Tools
from .undo import Stacks, Step
from .undoing import in_the_way, in_the_way_again, own_steps, step_of

Listener = Callable[[Changes, object | None], None]
"""Told after each change what changed, and who asked for it: an editor lets its own notice pass."""

CREATION = "Création du contrat"
HELD_ELSEWHERE = "Lecture seule\u00a0: ce contrat est ouvert sur un autre poste."
ONLY_A_COPY = "Lecture seule\u00a0: vous lisez une copie de ce contrat."


class Document:
    """A contract file with its model, its undo and its listeners; all of it belongs to the thread that opened it."""

    def __init__(self, file: ContractFile, tools: Tools, read_only: str | None = None) -> None:
        self._file, self.tools, self.read_only = file, tools, read_only
        self._model = file.model()
        self._pen = Pen(tools, file.last_hlc())
        self._author: Author | None = None
        self._stacks = Stacks()
        self._listeners: list[Listener] = []
        self.saved_at: dt.datetime | None = None
        self.restore_point: Path | None = None
        """The copy kept before the last reception, while nothing was written since."""

    @classmethod
    def create(
        cls, path: Path, records: Iterable[Record], author: Author, tools: Tools, label: str = CREATION,
        replica: str = "",
    ) -> Document:
        """Make the file of a new contract with its first rows, among them the contract itself; one lot.

        Raises `Refused` before any file exists where a row may not be, `Surroundings` where the file cannot be made.
        """
        new = tuple(records)
        contract = next(record for record in new if isinstance(record, Contract))
        writes = checked_edit(Model(), Edit(label, new=new), contract.id)
        file = ContractFile.create(path, contract.id, tools.now, holder(author.name, tools))
        try:
            document = cls(file, tools)
            document._pen = Pen(tools, replica=replica)
            document._write(document._pen.lot(author, writes.label, document._drafts(writes)), None)
            document.author = author
        except BaseException:
            file.close()
            path.unlink(missing_ok=True)
            raise
        return document

    @classmethod
    def open(cls, path: Path, tools: Tools, person: str = "") -> Document:
        """Open a contract to write in it; raises `Surroundings` (held by someone, damaged, too new, not ours …)."""
        copies = Backups(tools.backups) if tools.backups is not None else None
        return cls(ContractFile.open(path, holder(person, tools), tools.now, backups=copies), tools)

    @classmethod
    def open_reading(cls, path: Path, tools: Tools, reason: str = HELD_ELSEWHERE) -> Document:
        """Read a consistent copy of a contract, which somebody else may be writing."""
        return cls(ContractFile.open_reading(path), tools, reason)

    @property
    def model(self) -> Model:
        """The retained values, as they stand in the file; replaced by another model after each COMMIT."""
        return self._model

    @property
    def contract(self) -> Contract:
        """The row of the contract itself."""
        return self._model.get(Contract, self._file.contract_id)

    @property
    def contract_id(self) -> str:
        return self._file.contract_id

    @property
    def path(self) -> Path:
        return self._file.path

    @property
    def file(self) -> ContractFile:
        """The file, for the other modules of this layer."""
        return self._file

    @property
    def author(self) -> Author | None:
        """Who types; None until asked, at the first edit."""
        return self._author

    @author.setter
    def author(self, author: Author | None) -> None:
        if author != self._author:
            self._author = author
            self._stacks = Stacks(own_steps(self._file, author)) if author is not None else Stacks()

    def new_id(self) -> str:
        """The id of a row that no natural key identifies."""
        return uuid7(milliseconds(self.tools.now()), self.tools.randomness)

    def apply(self, edit: Edit, initiator: object | None = None, decided: bool = False) -> Changes:
        """Check and write one action; raises `Refused` or `Surroundings`, and then nothing has changed.

        `decided`: a meeting decided it, which `session.negotiation` knows.
        """
        author = self.writing_author()
        disputed = frozenset(cell for cell, value in edit.values.items() if self._in_conflict(cell, value))
        writes = checked_edit(self._model, edit, self.contract_id, disputed, decided)
        if not decided:
            check_words_kept(self._model, writes.deleted, author.side)
        if not writes:
            return Changes()
        return self._write(self._pen.lot(author, writes.label, self._drafts(writes)), initiator)

    @property
    def undo_label(self) -> str | None:
        """What Ctrl+Z would undo, or None."""
        step = self._stacks.to_undo if self.read_only is None else None
        return step.label if step else None

    @property
    def redo_label(self) -> str | None:
        """What Ctrl+Y would do again, or None."""
        pair = self._stacks.to_redo if self.read_only is None else None
        return pair[0].label if pair else None

    def undo(self, initiator: object | None = None) -> Changes:
        """Cancel the author's last action; raises `Refused` where another change now stands on what it wrote."""
        self.writing_author()
        if (step := self._stacks.to_undo) is None:
            raise Refused(Reason.NOTHING_TO_UNDO, verb="annuler")
        self._check_free(step)
        return self._cancel(step.ref, f"Annulation\u00a0: {step.label}", initiator)

    def redo(self, initiator: object | None = None) -> Changes:
        """Do again what was undone last; raises `Refused` where another change now stands on it."""
        self.writing_author()
        if (pair := self._stacks.to_redo) is None:
            raise Refused(Reason.NOTHING_TO_UNDO, verb="rétablir")
        step, cancelled = pair
        self._check_free(step, again=True)
        return self._cancel(cancelled, f"Rétablissement\u00a0: {step.label}", initiator)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Be told of each change after COMMIT; call what is returned to be told no more."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def history(self, cell: Cell | None = None) -> list[HistoryLine]:
        """The journal in French, the latest first: of the contract, of a row (field '') or of a cell."""
        return history(self._model, self._file.lots(), cell)

    def conflicts(self) -> dict[Cell, Conflict]:
        """The cells that wait for a decision: what both sides knew, mine, theirs."""
        found = (conflict_of(conflict, self._file, self._author) for conflict in self._file.conflicts())
        return {conflict.cell: conflict for conflict in found}

    def settle(self, cell: Cell, value: Value, initiator: object | None = None) -> Changes:
        """Decide between the versions of a cell; everybody sees the decision."""
        return self.settle_all({cell: value}, initiator)

    def settle_all(self, decisions: Mapping[Cell, Value], initiator: object | None = None) -> Changes:
        """Decide on several cells at once: one lot. Raises `Refused` on a cell that is not in conflict."""
        author = self.writing_author()
        drafts = settlement(self._model, self._file, decisions)
        label = f"Conflit réglé\u00a0: {several(self._model, decisions)}"
        return self._write(self._pen.lot(author, label, drafts), initiator)

    def refuse(self, values: Mapping[Cell, Value], reason: str = "", initiator: object | None = None) -> Changes:
        """Put back the values given in place of changes received: one lot, in which everybody reads the reason."""
        author = self.writing_author()
        drafts = refusal(self._model, self._file, values)
        label = f"Refus\u00a0: {several(self._model, values)}" + (f" ({reason})" if reason else "")
        return self._write(self._pen.lot(author, label, drafts), initiator)

    def flagged(self) -> dict[RowKey, Why]:
        """The rows that somebody deleted and that are there all the same: « conserver ? »."""
        return self._file.flags()

    def keep(self, key: RowKey, initiator: object | None = None) -> Changes:
        """Decide that a flagged row stays; to let it go, delete it. Raises `Refused` on a row that is not flagged."""
        author, record = self.writing_author(), self._model.record(*key)
        if record is None or key not in self._file.flags():
            raise Refused(Reason.UNKNOWN_CELL, detail=f"{key.kind}/{key.row[:40]}")
        draft = Draft(OpKind.RESTORE, record.at(""), None, self._file.row_state(key).tips)
        label = f"Conservé\u00a0: {name_of(self._model, record)}"
        return self._write(self._pen.lot(author, label, [draft]), initiator)

    def fingerprint(self) -> str:
        """Twelve characters, equal on two screens when the contract is the same (`7K3M-Q9XZ-2F4T`)."""
        return self._file.fingerprint()

    def snapshot(self) -> bytes:
        """The whole file as bytes, for work done by another process on this computer; never to be sent."""
        return self._file.serialize()

    def lot_after(self, received: Iterable[Lot], author: Author, label: str, drafts: Iterable[Draft]) -> Lot:
        """A lot that comes after lots which are about to be merged, and goes into the file with them."""
        self._pen.see(received)
        return self._pen.lot(author, label, drafts)

    def received(
        self, changes: Changes, lots: Iterable[Lot], own: Iterable[Lot] = (), restore_point: Path | None = None,
        initiator: object | None = None,
    ) -> None:
        """Take note of lots that `exchange` has merged in the file: a merge is a barrier for undo.

        `restore_point` is the copy kept before it, with which it can be undone until the next edit.
        """
        self._pen.see(lots)
        for lot in own:
            self._pen.written(lot)
        self._stacks.raise_barrier()
        self.saved_at, self.restore_point = self.tools.now(), restore_point
        self._renew(changes, initiator)

    def renewed_from_file(self, changes: Changes, initiator: object | None = None) -> Changes:
        """Take note that the file holds other lots than before: what is written next is under a new replica."""
        self._pen = Pen(self.tools, max(self._pen.last_stamp, self._file.last_hlc()))
        self._stacks = Stacks(own_steps(self._file, self._author)) if self._author is not None else Stacks()
        self.saved_at, self.restore_point = self.tools.now(), None
        self._model = self._file.model()
        self._tell(changes, initiator)
        return changes

    def writing_author(self) -> Author:
        """Who writes; raises `Surroundings` in a copy to read, `Refused` before anybody said who types."""
        if self.read_only is not None:
            raise Surroundings(Kind.READ_ONLY, name=self.path.name)
        if self._author is None:
            raise Refused(Reason.NO_AUTHOR)
        return self._author

    def close(self) -> None:
        """Give the file back. Nothing is left to save: every action was."""
        self._listeners.clear()
        self._file.close()

    def _drafts(self, writes: Writes) -> list[Draft]:
        """The ops of checked changes, each citing what its author sees standing there."""
        state = _States(self._file)
        return [
            *(Draft(OpKind.NEW, row.at(""), dict(values_of(row)), state(row.kind, row.id).tips) for row in writes.new),
            *(Draft(OpKind.SET, cell, value, state(cell.kind, cell.row).parents_for(cell.field))
              for cell, value in writes.values.items()),
            *(Draft(OpKind.DELETE, Cell(kind, row, ""), None, state(kind, row).tips) for kind, row in writes.deleted),
        ]

    def _cancel(self, ref: LotRef, label: str, initiator: object | None) -> Changes:
        return self._write(self._pen.lot(self.writing_author(), label, [undo_of(ref)]), initiator)

    def _write(self, lot: Lot, initiator: object | None) -> Changes:
        """Commit, then history, then one notice."""
        changes = self._file.append([lot])
        self._pen.written(lot)
        self._stacks.push(step_of(lot))
        self.saved_at, self.restore_point = self.tools.now(), None
        self._renew(changes, initiator)
        return changes

    def _renew(self, changes: Changes, initiator: object | None) -> None:
        self._model = self._file.refreshed(self._model, changes)
        self._tell(changes, initiator)

    def _tell(self, changes: Changes, initiator: object | None) -> None:
        for listener in tuple(self._listeners):
            listener(changes, initiator)

    def _in_conflict(self, cell: Cell, value: Value) -> bool:
        """Whether typing a value that is already shown says something: it decides between versions."""
        record = self._model.record(cell.kind, cell.row)
        if record is None or getattr(record, cell.field, None) != value:
            return False
        return differ(self._file.heads(cell), cell.field)

    def _check_free(self, step: Step, again: bool = False) -> None:
        lot = self._file.lot(step.ref)
        assert lot is not None, "the stacks are made of lots that are held"
        if detail := (in_the_way_again if again else in_the_way)(self._file, self._model, lot):
            raise Refused(Reason.UNDO_BLOCKED, detail=detail)


class _States:
    """The state of each row that one edit touches, read once."""

    def __init__(self, file: ContractFile) -> None:
        self._file, self._known = file, dict[RowKey, RowState]()

    def __call__(self, kind: str, row: str) -> RowState:
        key = RowKey(kind, row)
        if key not in self._known:
            self._known[key] = self._file.row_state(key)
        return self._known[key]


def holder(person: str, tools: Tools) -> Holder:
    """Who will be told to the next one who opens the contract."""
    return Holder(person or Holder().person, tools.computer)
