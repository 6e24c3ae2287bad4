"""The projection follows the journal: each lot changes the rows and heads that it touches, and nothing else.

Nearly every op is written by somebody who saw what stands in the file: it becomes the only head of its cell, at the
cost of a few statements. Anything else (an undo, a deletion, versions written apart) computes the row again from all
its ops with the pure functions of `sync`. A rebuild does that for every row; a test keeps the two equal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import cast

from ..core.changes import Changes
from ..core.contract import Contract
from ..core.records import KINDS, Cell, FieldInfo, Value, fields_of
from ..sync.journal import Dot, Lot, Op, OpKind
from ..sync.liveness import dead_lots as dead_after
from ..sync.state import ASSIGNING, RowKey, RowState, order, row_of, row_state, value_in
from ..sync.whole import owners_of
from . import heads, journal, rows
from .connection import Steps, unwatched
from .fresh import FreshRows
from .heads import Flags, Unreadable, Unreadables, Why
from .kept import exists_by_itself, is_kept


class Projection:
    """Follows lots inside the transaction that is open, and collects what changed for the notice."""

    def __init__(self, connection: sqlite3.Connection, steps: Steps = unwatched) -> None:
        self._db, self._steps = connection, steps
        self._cells: set[Cell] = set()
        self._rows: set[tuple[str, str]] = set()
        self._owners: set[RowKey] = set()
        self._undone = False
        self._fresh = FreshRows(connection)
        self._flags, self._unreadables = Flags(connection), Unreadables(connection)
        self._contract = RowKey(Contract.kind, journal.contract_of(connection))

    def follow(self, lot: Lot) -> None:
        """Apply a lot that has just been written to the journal; `settle` ends a series of them.

        An undo waits for what it cancels, so a lot counts when it comes; what it undoes is looked at by `settle`.
        """
        if lot.undoes is not None:
            self._undone = True
            return
        created = {row_of(op) for op in lot.ops if op.kind is OpKind.NEW}
        # The rows that nobody has spoken of before, nor anybody else in this lot.
        unheard = journal.told_once(self._db, created) if created else created
        for op in lot.ops:
            key = row_of(op)
            if self._is_projected(key) and not (self._put_new(op) if key in unheard else self._assign(op, key)):
                self._recompute(key)
        self._steps("projection")

    def settle(self) -> None:
        """Once every lot is applied: what was undone, then the rows that are there only because one belongs to them."""
        self._fresh.write()
        if self._undone:
            self._renew_liveness()
        while self._owners:
            key = self._owners.pop()
            if self._is_projected(key) and not exists_by_itself(self._db, self._flags, key):
                self._keep_or_drop(key)

    def replay(self) -> None:
        """Fill empty tables from the whole journal."""
        heads.replace_dead(self._db, (), dead_after(journal.undos(self._db)))
        dead = journal.dead_dots(self._db)
        for key, ops in journal.all_rows(self._db):
            if self._is_projected(key) and not (len(ops) == 1 and ops[0].dot not in dead and self._put_new(ops[0])):
                self._store(key, ops, dead)
        self.settle()

    def changes(self, label: str = "") -> Changes:
        """What changed since the beginning."""
        return Changes(frozenset(self._cells), frozenset(self._rows), label)

    def _is_projected(self, key: RowKey) -> bool:
        """Whether a row has a table. A file holds one contract: a second one stays in the journal."""
        return key.kind in KINDS and (key.kind != Contract.kind or key == self._contract)

    def _put_new(self, op: Op) -> bool:
        """Make a row that one op alone speaks of, where that op is a creation whose values all can be shown."""
        if op.kind is not OpKind.NEW:
            return False
        key, given, values = row_of(op), cast("dict[str, Value]", op.value), dict[str, Value]()
        for name, info in fields_of(key.kind).items():
            if name in given:
                good, values[name], _ = rows.readable(info, given[name])
                if not good:
                    return False
        self._fresh.make(key, op.dot, values)
        self._rows.add(key)
        self._owners.update(owners_of(key, values))
        return True

    def _assign(self, op: Op, key: RowKey) -> bool:
        """A change by somebody who saw every head of the cell, in a row that no deletion speaks of."""
        if op.kind not in ASSIGNING or self._flags.of(key):
            return False
        info = fields_of(key.kind).get(op.cell.field)
        is_fresh, stored = key in self._fresh, set[Dot]()
        if is_fresh:
            is_seen = self._fresh.head(key, op.cell.field) in op.parents
        else:
            stored = heads.heads_of(self._db, op.cell)
            is_seen = heads.are_seen(self._db, op.cell, stored, op.parents)
        if not is_seen:
            return False
        if info is None:
            return is_fresh or rows.row_exists(self._db, key)
        good, value, _ = rows.readable(info, op.value)
        if not good:
            return False
        if is_fresh:
            self._owned(info, self._fresh.put(key, info.name, op.dot, value), value)
            self._cells.add(op.cell)
            return True
        return self._put(op, info, value, stored)

    def _put(self, op: Op, info: FieldInfo, value: Value, stored: set[Dot]) -> bool:
        """Write one value in the table of its kind, where the row is there."""
        before = rows.value_at(self._db, op.cell) if info.about.owner else None
        if not rows.put_value(self._db, op.cell, value):
            return False
        heads.set_head(self._db, op.cell, op.dot, stored)
        self._steps("head")
        self._unreadables.clear(op.cell)
        self._owned(info, before, value)
        self._cells.add(op.cell)
        return True

    def _owned(self, info: FieldInfo, before: Value, after: Value) -> None:
        """Take note of the rows that one belonged to, and belongs to, where the field says so."""
        if info.about.owner:
            key = RowKey(info.kind, "")
            self._owners.update(*(owners_of(key, {info.name: owner}) for owner in (before, after)))

    def _recompute(self, key: RowKey) -> None:
        self._fresh.write(key)
        if self._is_projected(key):
            self._store(key, journal.ops_of_row(self._db, key), journal.dead_dots(self._db, key))

    def _store(self, key: RowKey, ops: list[Op], dead: frozenset[Dot]) -> None:
        """Compute a row from all its ops and write it as it now is."""
        fields = fields_of(key.kind)
        state = row_state(ops, lambda op: op.dot not in dead)
        stored, wanted = heads.stored_heads(self._db, key), heads.heads_to_store(state, fields)
        changed = heads.replace_heads(self._db, key, stored, wanted)
        self._steps("head")
        values, unreadable = _shown(key, fields, state, [op for op in ops if op.dot not in dead])
        self._unreadables.put(key, unreadable)
        changed |= self._place(key, state, values)
        self._cells.update(Cell(*key, name) for name in changed)

    def _place(self, key: RowKey, state: RowState, values: dict[str, Value]) -> set[str]:
        """Put the row in its table or take it out; gives the fields whose value is another one."""
        old = rows.values_at(self._db, key)
        is_kept_now = old is not None and self._flags.of(key) is Why.OWNER
        # No lot takes the contract itself away: everything else is read through it.
        here = state.exists or is_kept_now or key == self._contract
        if here:
            rows.put_row(self._db, key, values)
        elif old is not None:
            rows.remove_row(self._db, key)
        kept = Why.OWNER if here and not state.exists else None
        self._flags.put(key, Why.MODIFIED if state.flagged else kept)
        if (old is not None) != here:
            self._rows.add(key)
        if not state.exists:
            self._owners.add(key)
        new = rows.values_at(self._db, key) if here else None
        if _owned_by(key, old) != _owned_by(key, new) or (is_kept_now and state.exists):
            self._owners |= _owned_by(key, old) | _owned_by(key, new)
        return {name for name in fields_of(key.kind) if old and new and old[name] != new[name]}

    def _keep_or_drop(self, key: RowKey) -> None:
        """A row that does not exist by itself: it is there if and only if one belongs to it."""
        ops = journal.ops_of_row(self._db, key)
        if not ops:
            return  # a row that belongs to one nobody ever made
        here = rows.row_exists(self._db, key)
        kept = key == self._contract or is_kept(self._db, self._flags, key)
        if here == kept:
            return
        if kept:
            dead = journal.dead_dots(self._db, key)
            live = [op for op in ops if op.dot not in dead]
            fields = fields_of(key.kind)
            values, _ = _shown(key, fields, row_state(ops, lambda op: op.dot not in dead), live)
            rows.put_row(self._db, key, values)
        self._owners |= _owned_by(key, rows.values_at(self._db, key))
        if not kept:
            rows.remove_row(self._db, key)
        self._flags.put(key, Why.OWNER if kept else None)
        self._rows.add(key)

    def _renew_liveness(self) -> None:
        before, after = heads.dead_lots(self._db), dead_after(journal.undos(self._db))
        heads.replace_dead(self._db, before - after, after - before)
        for key in sorted({key for ref in before ^ after for key in journal.rows_of_lot(self._db, ref)}):
            self._recompute(key)


def _owned_by(key: RowKey, values: rows.Values | None) -> set[RowKey]:
    return set() if values is None else set(owners_of(key, values))


def _shown(
    key: RowKey, fields: dict[str, FieldInfo], state: RowState, live: Iterable[Op],
) -> tuple[dict[str, Value], list[Unreadable]]:
    """The value shown of each field that was written, and those of its versions that cannot be shown."""
    values: dict[str, Value] = {}
    problems: list[Unreadable] = []
    for name, info in fields.items():
        agreed = (state.agreed[name],) if name in state.agreed else ()
        for op in (*agreed, *reversed(state.heads.get(name, ()))):
            good, value, reason = rows.readable(info, value_in(op, name))
            if good:
                values.setdefault(name, value)
            else:
                problems.append(Unreadable(Cell(*key, name), op.dot, reason))
        if name in state.heads and name not in values:
            values[name] = _older_value(info, live)
    return values, problems


def _older_value(info: FieldInfo, live: Iterable[Op]) -> Value:
    """The last value of a field that can be shown, where none of its heads can."""
    writers = (op for op in live if op.kind in ASSIGNING and op.cell.field == info.name
               or op.kind is OpKind.NEW and info.name in cast("dict[str, Value]", op.value))
    for op in sorted(writers, key=order, reverse=True):
        good, value, _ = rows.readable(info, value_in(op, info.name))
        if good:
            return value
    return rows.default_of(info)
