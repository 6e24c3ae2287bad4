"""Lots and bundles for tests, and for the golden bundle: fixed people, fixed keys, fixed times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from cpom_desktop.core.records import Cell, Value
from cpom_desktop.sync.bundle import Sending, write_bundle
from cpom_desktop.sync.envelope import Signer
from cpom_desktop.sync.fingerprint import fingerprint
from cpom_desktop.sync.journal import Dot, Lot, LotRef, Op, OpKind
from cpom_desktop.sync.manifest import ContractName, Sender
from cpom_desktop.sync.whole import contract_state

MANAGER, AUTHORITY = "0123456789abcdef", "fedcba9876543210"
START = 1_773_307_800_000 << 16
SIGNER, OTHER_SIGNER = Signer(bytes(range(32))), Signer(bytes(range(1, 33)))
CREATED = dt.datetime(2026, 3, 12, 18, 5, tzinfo=dt.UTC)
BLOB = "Délibération du conseil d’administration".encode()

Draft = tuple[OpKind, Cell, Any, tuple[Dot, ...]]


class Book:
    """A chain of lots of one replica, each sealed on the one before."""

    def __init__(self, replica: str = MANAGER, organisation: str = "Association Les Deux Rives", **head: Any) -> None:
        self.replica, self.lots, self._seq, self.at = replica, list[Lot](), 0, START
        self._head = {"author": "Hélène Ferré", "organisation": organisation, "side": "gestionnaire", **head}

    def add(self, *drafts: Draft, at: int | None = None, **head: Any) -> Lot:
        """The next lot; `at` is the stamp of its first op."""
        self.at = self.at if at is None else at
        ops = []
        for draft in drafts:
            self._seq += 1
            ops.append(Op(self.replica, self._seq, self.at, *draft))
            self.at += 1
        fields = {"label": "Saisie", "wall": "2026-03-12T09:30:00.000Z", "zone": "Europe/Paris", "app": "1.0",
                  "previous": self.lots[-1].hash if self.lots else "", **self._head, **head}
        self.lots.append(Lot(replica=self.replica, number=len(self.lots) + 1, ops=tuple(ops), **fields).sealed())
        return self.lots[-1]


def new(row: str, values: Mapping[str, Value], *parents: Dot, kind: str = "esms") -> Draft:
    return OpKind.NEW, Cell(kind, row, ""), dict(values), parents


def put(row: str, field: str, value: Value, *parents: Dot, kind: str = "esms", how: OpKind = OpKind.SET) -> Draft:
    return how, Cell(kind, row, field), value, parents


def drop(row: str, *parents: Dot, kind: str = "esms") -> Draft:
    return OpKind.DELETE, Cell(kind, row, ""), None, parents


def back(row: str, *parents: Dot, kind: str = "esms") -> Draft:
    return OpKind.RESTORE, Cell(kind, row, ""), None, parents


def undo(ref: LotRef) -> Draft:
    return OpKind.UNDO, Cell("", "", ""), list(ref), ()


def two_books() -> list[Lot]:
    """A short history of two parties: creation, edits on both sides, a deletion and its undoing, an unknown kind."""
    ours, theirs = Book(), Book(AUTHORITY, "ARS", author="Paul Martin", side="autorite")
    ours.add(new("e1", {"name": "La Passerelle", "capacity": 60, "closed": None}), new("e2", {"name": "L’Étape"}))
    made = Dot(MANAGER, 1)
    theirs.at = ours.at
    theirs.add(put("e1", "capacity", 65, made))
    theirs.add(drop("e2", Dot(MANAGER, 2)))
    theirs.add(undo(LotRef(AUTHORITY, 2)))
    ours.add(put("e1", "capacity", 62, made), put("e1", "name", "La Passerelle\nrue des Ponts", made))
    ours.at = theirs.at = theirs.at + 10
    theirs.add(new("k1", {"later": "Une fiche d’une version plus récente", "n": 2**53 + 1}, kind="later_kind"))
    return [*ours.lots, *theirs.lots]


def sending(**changes: Any) -> Sending:
    """What a bundle of the manager says."""
    state = contract_state(two_books())
    said = Sending(
        contract=ContractName("c0ffee", "CPOM Les Deux Rives 2027-2031"), writer="CPOM Desktop 1.0", created=CREATED,
        sender=Sender("Hélène Ferré", "Association Les Deux Rives", "gestionnaire", "Portable de la direction"),
        zone="Europe/Paris", fingerprint=fingerprint(state.written(), state.open_points()), own=frozenset({MANAGER}),
        blobs={sha256(BLOB).hexdigest(): BLOB},
    )
    return replace(said, **changes)


def sample_bundle(**changes: Any) -> bytes:
    """The two books in one bundle."""
    return write_bundle(two_books(), sending(**changes), SIGNER)
