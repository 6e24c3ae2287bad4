"""Lots and ops in the file: written once, never changed, read back as they were hashed.

An op stands under its lot, which says the replica; the names of the values of a new row stand once for all the rows
made alike. So the journal of 36 000 records takes 6 MB instead of 9.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple, cast

from ..core.problems import Reason, Refused
from ..core.records import Cell, Value
from ..sync.journal import Dot, Lot, LotRef, Op, OpKind, Payload, canonical_text
from ..sync.liveness import Undo
from ..sync.merge import Place, Tip, VersionVector
from ..sync.state import RowKey

_LOT_COLUMNS = ("replica", "number", "author", "organisation", "side", "label", "wall", "zone", "app", "min_reader",
                "previous", "hash")
_LOTS = f"SELECT id, {', '.join(_LOT_COLUMNS)} FROM lot"
_OPS = ("SELECT l.replica, o.seq, o.hlc, o.op, o.kind, o.row, o.field, o.value, o.parents, s.names "
        "FROM op o JOIN lot l ON l.id = o.lot LEFT JOIN shape s ON s.id = o.shape")
_INSERT_LOT = f"INSERT INTO lot VALUES (NULL, {', '.join('?' * len(_LOT_COLUMNS))}, ?, ?)"
_INSERT_OP = "INSERT INTO op VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_KINDS = {kind.value: kind for kind in OpKind}
_WORDS = {kind: word for word, kind in _KINDS.items()}
_NO_PARENTS = "[]"
_LOT_OF_DOT = "(SELECT id FROM lot WHERE replica = ? AND first_seq <= ? ORDER BY first_seq DESC LIMIT 1)"


def contract_of(db: sqlite3.Connection) -> str:
    """Which contract a file holds."""
    return str(db.execute("SELECT value FROM meta WHERE name = 'contract'").fetchone()[0])


def insert_lot(db: sqlite3.Connection, lot: Lot) -> int:
    """Write the head of a lot that continues what is held of its replica; raises `Refused` where it does not.

    Gives its rank in this file: lots are numbered as they arrive.
    """
    last = db.execute(
        "SELECT number, hash, last_seq FROM lot WHERE replica = ? ORDER BY number DESC LIMIT 1",
        (lot.replica,)).fetchone()
    number, previous, seq = last or (0, "", 0)
    if not lot.ops or (lot.number, lot.previous, lot.first_seq) != (number + 1, previous, seq + 1):
        raise Refused(Reason.MALFORMED, detail="une suite de modifications est incomplète")
    head = (getattr(lot, name) for name in _LOT_COLUMNS)
    return cast(int, db.execute(_INSERT_LOT, (*head, lot.first_seq, lot.last_seq)).lastrowid)


def insert_ops(db: sqlite3.Connection, rank: int, ops: Iterable[Op]) -> None:
    """Write the ops of the lot of that rank."""
    shapes: dict[tuple[str, ...], int] = {}
    db.executemany(_INSERT_OP, (
        (rank, op.seq, op.hlc, _WORDS[op.kind], *op.cell, *_written(db, op.value, shapes),
         _cited(op.parents))
        for op in ops))


def _cited(parents: tuple[Dot, ...]) -> str:
    """The parents of an op as the file holds them; nearly every op has one or none."""
    if len(parents) == 1:
        return f"[[{canonical_text(parents[0].replica)},{parents[0].seq}]]"
    return canonical_text(sorted(parents)) if parents else _NO_PARENTS


def _written(db: sqlite3.Connection, value: Payload, shapes: dict[tuple[str, ...], int]) -> tuple[int | None, str]:
    """A value as the file holds it: the shape of a new row with its values, or no shape and the value."""
    if not isinstance(value, dict):
        return None, canonical_text(value)
    names = tuple(sorted(value))
    if names not in shapes:
        shapes[names] = _shape(db, canonical_text(names))
    return shapes[names], canonical_text([value[name] for name in names])


def _shape(db: sqlite3.Connection, names: str) -> int:
    row = db.execute("SELECT id FROM shape WHERE names = ?", (names,)).fetchone()
    return cast(int, row[0] if row else db.execute("INSERT INTO shape VALUES (NULL, ?)", (names,)).lastrowid)


def tip(db: sqlite3.Connection, replica: str) -> Tip | None:
    """The last lot held of a replica."""
    row = db.execute(
        "SELECT l.number, l.last_seq, o.hlc, l.hash, l.organisation FROM lot l "
        "JOIN op o ON o.lot = l.id AND o.seq = l.last_seq WHERE l.replica = ? ORDER BY l.number DESC LIMIT 1",
        (replica,)).fetchone()
    return None if row is None else Tip(*row)


def place_of(db: sqlite3.Connection, dot: Dot) -> Place | None:
    """Where an op that is held stands."""
    row = db.execute(f"SELECT hlc, kind, row FROM op WHERE lot = {_LOT_OF_DOT} AND seq = ?", (*dot, dot.seq)).fetchone()
    return None if row is None else Place(row[0], RowKey(row[1], row[2]))


def read_op(db: sqlite3.Connection, dot: Dot) -> Op | None:
    """One op, or None where it is not held."""
    found = db.execute(f"{_OPS} WHERE o.lot = {_LOT_OF_DOT} AND o.seq = ?", (*dot, dot.seq)).fetchone()
    return None if found is None else _op(found)


def lot_of(db: sqlite3.Connection, dot: Dot) -> LotRef:
    """The lot an op belongs to; raises `KeyError` on an op that is not held."""
    row = db.execute(
        f"SELECT replica, number FROM lot WHERE id = {_LOT_OF_DOT} AND last_seq >= ?", (*dot, dot.seq)).fetchone()
    if row is None:
        raise KeyError(dot)
    return LotRef(*row)


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
        "SELECT max(o.hlc) FROM (SELECT id, max(last_seq) AS seq FROM lot GROUP BY replica) l "
        "JOIN op o ON o.lot = l.id AND o.seq = l.seq").fetchone()
    return int(row[0] or 0)


def lots_after(db: sqlite3.Connection, after: VersionVector | None = None) -> Iterator[Lot]:
    """The lots that a copy which holds `after` lacks, by replica and number; all of them without it."""
    for replica, last in vector(db).items():
        first = (after or {}).get(replica, 0) + 1
        for number in range(first, last + 1):
            lot = read_lot(db, LotRef(replica, number))
            if lot is None or not lot.ops:
                raise Refused(Reason.MALFORMED, detail="une suite de modifications est incomplète")
            yield lot


def read_lot(db: sqlite3.Connection, ref: LotRef) -> Lot | None:
    """One lot with its ops, or None where it is not held."""
    head = db.execute(f"{_LOTS} WHERE replica = ? AND number = ?", ref).fetchone()
    if head is None:
        return None
    ops = db.execute(f"{_OPS} WHERE o.lot = ? ORDER BY o.seq", (head[0],))
    return Lot(**dict(zip(_LOT_COLUMNS, head[1:], strict=True)), ops=tuple(map(_op, ops)))


def ops_of_row(db: sqlite3.Connection, key: RowKey) -> list[Op]:
    """Every op of a row, also those that do not count, from the earliest."""
    found = db.execute(f"{_OPS} WHERE o.row = ? AND o.kind = ? ORDER BY o.hlc, l.replica, o.seq", (key.row, key.kind))
    return [_op(row) for row in found]


def rows_of_lot(db: sqlite3.Connection, ref: LotRef) -> list[RowKey]:
    """The rows that a lot speaks of; none where it is not held."""
    found = db.execute(
        "SELECT DISTINCT o.kind, o.row FROM lot l JOIN op o ON o.lot = l.id "
        "WHERE l.replica = ? AND l.number = ? AND o.row <> ''", ref)
    return [RowKey(*row) for row in found]


def dead_dots(db: sqlite3.Connection, key: RowKey | None = None) -> frozenset[Dot]:
    """The ops whose lot was undone: of a row, or all of them."""
    only, values = (" WHERE o.row = ? AND o.kind = ?", (key.row, key.kind)) if key else ("", ())
    found = db.execute(
        "SELECT l.replica, o.seq FROM dead d JOIN lot l ON l.replica = d.replica AND l.number = d.number "
        f"JOIN op o ON o.lot = l.id{only}", values)
    return frozenset(Dot(*row) for row in found)


def creations_of(db: sqlite3.Connection, key: RowKey) -> set[Dot]:
    """The ops that create a row, also those whose lot was undone."""
    found = db.execute(
        "SELECT l.replica, o.seq FROM op o JOIN lot l ON l.id = o.lot WHERE o.row = ? AND o.kind = ? AND o.op = 'new'",
        (key.row, key.kind))
    return {Dot(*row) for row in found}


class LotLine(NamedTuple):
    """A lot without its ops: which, its label, and the lot that it undoes."""

    ref: LotRef
    label: str
    undoes: LotRef | None


def lots_of(db: sqlite3.Connection, author: str, organisation: str, side: str) -> Iterator[LotLine]:
    """The lots of one author, in the order in which they were made; their ops are not read."""
    found = db.execute(
        "SELECT l.replica, l.number, l.label, o.op, o.value FROM lot l "
        "JOIN op o ON o.lot = l.id AND o.seq = l.first_seq WHERE l.author = ? AND l.organisation = ? AND l.side = ? "
        "ORDER BY o.hlc, l.replica, o.seq",
        (author, organisation, side))
    for replica, number, label, kind, value in found:
        undoes = LotRef(*json.loads(value)) if _KINDS[kind] is OpKind.UNDO else None
        yield LotLine(LotRef(replica, number), label, undoes)


def told_once(db: sqlite3.Connection, keys: Collection[RowKey]) -> set[RowKey]:
    """Those of some rows that a single op speaks of."""
    found = db.execute(
        "SELECT kind, row FROM op WHERE row IN (SELECT value FROM json_each(?)) GROUP BY row, kind HAVING count(*) = 1",
        (json.dumps([key.row for key in keys]),))
    return {RowKey(*row) for row in found}.intersection(keys)


def undos(db: sqlite3.Connection) -> Iterator[Undo]:
    """Every UNDO of the journal that names a lot of its own author: they are the ops that speak of no row."""
    found = db.execute(
        "SELECT o.hlc, l.replica, l.number, t.replica, t.number FROM op o JOIN lot l ON l.id = o.lot "
        "JOIN lot t ON t.replica = json_extract(o.value, '$[0]') AND t.number = json_extract(o.value, '$[1]') "
        "AND (t.author, t.organisation, t.side) = (l.author, l.organisation, l.side) "
        "WHERE o.row = '' AND o.op = 'undo'")
    for hlc, replica, number, *target in found:
        yield Undo(hlc, LotRef(replica, number), LotRef(*target))


def made_once(db: sqlite3.Connection) -> tuple[dict[RowKey, dict[str, Value]], set[RowKey]]:
    """The values of each row that a single op speaks of, a creation that counts; and the rows of which more is told.

    Nearly every row of a contract is of the first sort, and no `Op` is made for it.
    """
    undone = {rank for (rank,) in db.execute("SELECT l.id FROM dead d JOIN lot l USING (replica, number)")}
    names = {shape: _names(text) for shape, text in db.execute("SELECT id, names FROM shape")}
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    told: set[RowKey] = set()
    for columns in db.execute("SELECT kind, row, op, lot, shape, value FROM op WHERE row <> ''"):
        key = columns[:2]
        if key in found or columns[2] != OpKind.NEW.value or columns[3] in undone or columns[4] is None:
            told.add(RowKey(*key))
        found[key] = columns
    alone = [columns for key, columns in found.items() if key not in told]
    # All the texts at once: read one by one, they take four times as long.
    values = json.loads(f"[{','.join(columns[5] for columns in alone)}]")
    rows = zip(alone, values, strict=True)
    return {RowKey(*each[:2]): dict(zip(names[each[4]], held, strict=True)) for each, held in rows}, told


def all_rows(
    db: sqlite3.Connection, only: Collection[RowKey] | None = None
) -> Iterator[tuple[RowKey, list[Op]]]:
    """Every row that an op speaks of, or those of `only`, with its ops, by row id and kind."""
    where, values = "o.row <> ''", tuple[str, ...]()
    if only is not None:
        where = "o.row IN (SELECT value FROM json_each(?))"
        values = (json.dumps([key.row for key in only]),)
    found = db.execute(f"{_OPS} WHERE {where} ORDER BY o.row, o.kind, o.hlc, l.replica, o.seq", values)
    for (kind, row), columns in groupby(found, key=lambda columns: columns[4:6]):
        if only is None or (kind, row) in only:
            yield RowKey(kind, row), [_op(each) for each in columns]


def _op(columns: tuple[Any, ...]) -> Op:
    replica, seq, hlc, kind, *cell, value, parents, names = columns
    cited = () if parents == _NO_PARENTS else tuple(Dot(*dot) for dot in json.loads(parents))
    payload: Payload = json.loads(value)
    if names is not None:
        payload = dict(zip(_names(names), cast("list[Value]", payload), strict=True))
    return Op(replica, seq, hlc, _KINDS[kind], Cell(*cell), payload, cited)


@lru_cache(maxsize=1_000)
def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
