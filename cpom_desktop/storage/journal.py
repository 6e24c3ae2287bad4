"""Lots and ops in the file: written once, never changed, read back as they were hashed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ..core.problems import Reason, Refused
from ..core.records import Cell
from ..sync.journal import Dot, Lot, LotRef, Op, OpKind, canonical
from ..sync.merge import Place, Tip, VersionVector
from ..sync.state import RowKey

_LOT_COLUMNS = ("replica", "number", "author", "organisation", "side", "label", "wall", "zone", "app", "min_reader",
                "previous", "hash", "first_seq", "last_seq")
_OP_COLUMNS = ("replica", "seq", "lot", "hlc", "op", "kind", "row", "field", "value", "parents")
_LOTS = f"SELECT {', '.join(_LOT_COLUMNS)} FROM lot"
_OPS = f"SELECT {', '.join(_OP_COLUMNS)} FROM op"
_INSERT_LOT = f"INSERT INTO lot VALUES ({', '.join('?' * len(_LOT_COLUMNS))})"
_INSERT_OP = f"INSERT INTO op VALUES ({', '.join('?' * len(_OP_COLUMNS))})"
_KINDS = {kind.value: kind for kind in OpKind}
_NO_PARENTS = "[]"


def insert_lot(db: sqlite3.Connection, lot: Lot) -> None:
    """Write the head of a lot that continues what is held of its replica; raises `Refused` where it does not."""
    last = db.execute(
        "SELECT number, hash, last_seq FROM lot WHERE replica = ? ORDER BY number DESC LIMIT 1",
        (lot.replica,)).fetchone()
    number, previous, seq = last or (0, "", 0)
    if not lot.ops or (lot.number, lot.previous, lot.first_seq) != (number + 1, previous, seq + 1):
        raise Refused(Reason.MALFORMED, detail="une suite de modifications est incomplète")
    db.execute(_INSERT_LOT, (
        lot.replica, lot.number, lot.author, lot.organisation, lot.side, lot.label, lot.wall, lot.zone, lot.app,
        lot.min_reader, lot.previous, lot.hash, lot.first_seq, lot.last_seq))


def insert_ops(db: sqlite3.Connection, lot: Lot) -> None:
    """Write the ops of a lot."""
    db.executemany(_INSERT_OP, (
        (op.replica, op.seq, lot.number, op.hlc, op.kind.value, *op.cell, canonical(op.value).decode(),
         canonical(sorted(op.parents)).decode() if op.parents else _NO_PARENTS)
        for op in lot.ops))


def tip(db: sqlite3.Connection, replica: str) -> Tip | None:
    """The last lot held of a replica."""
    row = db.execute(
        "SELECT l.number, l.last_seq, o.hlc, l.hash, l.organisation FROM lot l "
        "JOIN op o ON o.replica = l.replica AND o.seq = l.last_seq WHERE l.replica = ? ORDER BY l.number DESC LIMIT 1",
        (replica,)).fetchone()
    return None if row is None else Tip(*row)


def place_of(db: sqlite3.Connection, dot: Dot) -> Place | None:
    """Where an op that is held stands."""
    row = db.execute("SELECT hlc, kind, row FROM op WHERE replica = ? AND seq = ?", dot).fetchone()
    return None if row is None else Place(row[0], RowKey(row[1], row[2]))


def hash_of(db: sqlite3.Connection, ref: LotRef) -> str | None:
    """The hash of a lot that is held, or None."""
    row = db.execute("SELECT hash FROM lot WHERE replica = ? AND number = ?", ref).fetchone()
    return None if row is None else str(row[0])


def vector(db: sqlite3.Connection) -> VersionVector:
    """What is held, replica by replica."""
    return dict(db.execute("SELECT replica, max(number) FROM lot GROUP BY replica ORDER BY replica"))


def last_hlc(db: sqlite3.Connection) -> int:
    """The greatest stamp of the journal; 0 when it is empty. The stamps of one replica only grow."""
    row = db.execute(
        "SELECT max(hlc) FROM op WHERE (replica, seq) IN (SELECT replica, max(last_seq) FROM lot GROUP BY replica)"
    ).fetchone()
    return int(row[0] or 0)


def lots_after(db: sqlite3.Connection, after: VersionVector | None = None) -> Iterator[Lot]:
    """The lots that a copy which holds `after` lacks, by replica and number; all of them without it."""
    known = after or {}
    for replica, last in vector(db).items():
        first = known.get(replica, 0) + 1
        if first > last:
            continue
        heads = db.execute(f"{_LOTS} WHERE replica = ? AND number >= ? ORDER BY number", (replica, first)).fetchall()
        ops = db.execute(f"{_OPS} WHERE replica = ? AND seq >= ? ORDER BY seq", (replica, heads[0][12]))
        by_lot = groupby(ops, key=lambda row: row[2])
        for head, (number, rows) in zip(heads, by_lot, strict=True):
            assert head[1] == number
            yield _lot(head, map(op_of, rows))


def read_lot(db: sqlite3.Connection, ref: LotRef) -> Lot | None:
    """One lot with its ops, or None where it is not held."""
    head = db.execute(f"{_LOTS} WHERE replica = ? AND number = ?", ref).fetchone()
    if head is None:
        return None
    ops = db.execute(f"{_OPS} WHERE replica = ? AND seq BETWEEN ? AND ? ORDER BY seq", (head[0], head[12], head[13]))
    return _lot(head, map(op_of, ops))


def lot_of(db: sqlite3.Connection, dot: Dot) -> LotRef:
    """The lot an op belongs to; raises `KeyError` on an op that is not held."""
    row = db.execute("SELECT lot FROM op WHERE replica = ? AND seq = ?", dot).fetchone()
    if row is None:
        raise KeyError(dot)
    return LotRef(dot.replica, row[0])


def ops_of_row(db: sqlite3.Connection, key: RowKey) -> list[Op]:
    """Every op of a row, also those that do not count, from the earliest."""
    found = db.execute(f"{_OPS} WHERE row = ? AND kind = ? ORDER BY hlc, replica, seq", (key.row, key.kind))
    return [op_of(row) for row in found]


def rows_of_lot(db: sqlite3.Connection, ref: LotRef) -> list[RowKey]:
    """The rows that a lot speaks of; none where it is not held."""
    found = db.execute(
        "SELECT DISTINCT o.kind, o.row FROM lot l "
        "JOIN op o ON o.replica = l.replica AND o.seq BETWEEN l.first_seq AND l.last_seq "
        "WHERE l.replica = ? AND l.number = ? AND o.row <> ''", ref)
    return [RowKey(*row) for row in found]


def dead_dots(db: sqlite3.Connection, key: RowKey) -> frozenset[Dot]:
    """The ops of a row whose lot was undone."""
    found = db.execute(
        "SELECT o.replica, o.seq FROM op o JOIN dead d ON d.replica = o.replica AND d.number = o.lot "
        "WHERE o.row = ? AND o.kind = ?", (key.row, key.kind))
    return frozenset(Dot(*row) for row in found)


def undo_ops(db: sqlite3.Connection) -> Iterator[tuple[LotRef, Op]]:
    """Every UNDO of the journal, with its lot: they are the ops that speak of no row."""
    for row in db.execute(f"{_OPS} WHERE row = '' AND op = 'undo'"):
        yield LotRef(row[0], row[2]), op_of(row)


def all_rows(db: sqlite3.Connection) -> Iterator[tuple[RowKey, list[Op]]]:
    """Every row that an op speaks of with its ops, by row id and kind; for a rebuild."""
    found = db.execute(f"{_OPS} WHERE row <> '' ORDER BY row, kind, hlc, replica, seq")
    for key, rows in groupby(found, key=lambda row: (row[5], row[6])):
        yield RowKey(*key), [op_of(row) for row in rows]


def op_of(row: tuple[Any, ...]) -> Op:
    """An op from its columns."""
    replica, seq, _, hlc, op, kind, key, field, value, parents = row
    cited = () if parents == _NO_PARENTS else tuple(Dot(*dot) for dot in json.loads(parents))
    return Op(replica, seq, hlc, _KINDS[op], Cell(kind, key, field), json.loads(value), cited)


def _lot(head: tuple[Any, ...], ops: Iterable[Op]) -> Lot:
    named = dict(zip(_LOT_COLUMNS[:-2], head, strict=False))
    return Lot(**named, ops=tuple(ops))
