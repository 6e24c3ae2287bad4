"""What the file remembers of exchanges: lots that wait, alarms, signed heads of chains, and who was met."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from ..core.records import Cell
from ..sync.bundle_reader import Voucher
from ..sync.envelope import SignedHead
from ..sync.journal import Dot, Lot, Op, OpKind, canonical
from ..sync.merge import Outcome, Verdict, VersionVector


def file_outcome(db: sqlite3.Connection, outcome: Outcome) -> None:
    """Keep what a merge says of a lot that it did not take, and forget what waited and does not any more."""
    lot = outcome.lot
    key = (lot.replica, lot.number, lot.hash)
    if outcome.verdict is Verdict.WAITING:
        db.execute("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?, ?)", (*key, encoded(lot)))
        return
    db.execute("DELETE FROM waiting WHERE replica = ? AND number = ? AND hash = ?", key)
    if outcome.verdict is Verdict.FORK:
        db.execute("INSERT OR IGNORE INTO alarm VALUES (?, ?, ?, ?)", (*key, encoded(lot)))


def waiting(db: sqlite3.Connection) -> list[Lot]:
    """The lots received that wait for others."""
    return [decoded(body) for (body,) in db.execute("SELECT body FROM waiting")]


def alarms(db: sqlite3.Connection) -> list[Lot]:
    """The lots of a second branch of a replica."""
    return [decoded(body) for (body,) in db.execute("SELECT body FROM alarm")]


def barrier(db: sqlite3.Connection) -> VersionVector:
    """What was held after the last merge; nothing before the first one."""
    row = db.execute("SELECT value FROM meta WHERE name = 'barrier'").fetchone()
    return json.loads(row[0]) if row is not None else {}


def raise_barrier(db: sqlite3.Connection, held: VersionVector) -> None:
    """Take note of what is held now that lots from elsewhere were taken."""
    db.execute("INSERT OR REPLACE INTO meta VALUES ('barrier', ?)", (canonical(held).decode(),))


def own_replicas(db: sqlite3.Connection) -> frozenset[str]:
    """The replicas whose lots were written in this file, and not received: its writer may vouch for them."""
    row = db.execute("SELECT value FROM meta WHERE name = 'own'").fetchone()
    return frozenset(json.loads(row[0])) if row is not None else frozenset()


def note_own(db: sqlite3.Connection, replicas: Iterable[str]) -> None:
    """Take note of replicas whose lots are written here."""
    known = own_replicas(db)
    if not known.issuperset(replicas):
        text = canonical(sorted(known.union(replicas))).decode()
        db.execute("INSERT OR REPLACE INTO meta VALUES ('own', ?)", (text,))


def keep_heads(db: sqlite3.Connection, vouchers: Iterable[Voucher]) -> None:
    """Keep the signed heads of chains, to relay them; the signatures were verified by the reader of the bundle."""
    db.executemany("INSERT OR REPLACE INTO signed_head VALUES (?, ?, ?, ?, ?)", (
        (v.head.replica, v.head.number, v.head.hash, v.key, v.head.signature) for v in vouchers))


def signed_heads(db: sqlite3.Connection) -> list[Voucher]:
    """For each replica and key, the latest signed head."""
    found = db.execute("SELECT replica, max(number), hash, key, signature FROM signed_head GROUP BY replica, key")
    return [Voucher(SignedHead(row[0], row[1], row[2], row[4]), row[3]) for row in found]


def peers(db: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """The installations met through exchanges, by public key: what the session noted of each."""
    return {key: json.loads(body) for key, body in db.execute("SELECT key, body FROM peer ORDER BY key")}


def keep_peer(db: sqlite3.Connection, key: str, body: Mapping[str, Any]) -> None:
    """Note something of an installation, in place of what was noted before."""
    db.execute("INSERT OR REPLACE INTO peer VALUES (?, ?)", (key, canonical(dict(body)).decode()))


def encoded(lot: Lot) -> str:
    """A lot as one text."""
    return canonical({**lot.head(), "hash": lot.hash, "ops": [op.plain() for op in lot.ops]}).decode()


def decoded(text: str) -> Lot:
    """The lot of a text made by `encoded`."""
    plain: dict[str, Any] = json.loads(text)
    del plain["count"]
    ops = tuple(
        Op(plain["replica"], op["seq"], op["hlc"], OpKind(op["kind"]), Cell(*op["cell"]), op["value"],
           tuple(Dot(*dot) for dot in op["parents"]))
        for op in plain.pop("ops"))
    return Lot(**plain, ops=ops)
