"""Hands that write a contract file in the tests: small kinds of record, and lots as a document would make them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cpom_desktop.core.records import (
    About,
    Cell,
    Name,
    Record,
    Reference,
    Value,
    Whole,
    register,
    unregister,
    values_of,
)
from cpom_desktop.storage.connection import in_memory
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.opening import make_file
from cpom_desktop.storage.ownership import Holder, Ownership
from cpom_desktop.sync.journal import Dot, Lot, LotRef, Op, OpKind
from cpom_desktop.sync.state import RowKey

NOON = dt.datetime(2027, 3, 1, 12, 0, tzinfo=dt.UTC)


def clock() -> dt.datetime:
    """It is always noon in the tests."""
    return NOON


@dataclass(frozen=True, slots=True, kw_only=True)
class House(Record):
    """A row that owns others."""

    kind = "tst_house"
    title = "Maison"
    name: Annotated[Name, About("Nom")] = ""
    places: Annotated[Whole | None, About("Places", "places", 0, 100, negotiable=True)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Record):
    """A row that belongs to another one, and owns others in turn."""

    kind = "tst_room"
    title = "Pièce"
    house: Annotated[Reference, About("Maison", of="tst_house", owner=True)] = ""
    name: Annotated[Name, About("Nom")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed(Record):
    """A row that belongs to a row that belongs to another one."""

    kind = "tst_bed"
    title = "Lit"
    room: Annotated[Reference, About("Pièce", of="tst_room", owner=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Record):
    """A row that may belong to one of its own kind, so that two can belong to each other."""

    kind = "tst_box"
    title = "Boîte"
    within: Annotated[Reference | None, About("Dans", of="tst_box", owner=True)] = None


SMALL_KINDS: tuple[type[Record], ...] = (House, Room, Bed, Box)


@contextmanager
def small_kinds() -> Iterator[None]:
    """The small kinds, known for the time of a test."""
    for cls in SMALL_KINDS:
        register(cls)
    try:
        yield
    finally:
        for cls in SMALL_KINDS:
            unregister(cls)


Draft = tuple[OpKind, Cell, object, tuple[Dot, ...]]


class Pen:
    """Writes lots under one replica, citing what a file shows."""

    def __init__(self, replica: str = "00000000000000aa", stamp: int = 1 << 40) -> None:
        self.replica, self._stamp = replica, stamp
        self._number, self._seq, self._previous = 0, 0, ""

    def lot(self, *drafts: Draft, label: str = "Essai") -> Lot:
        """The next lot of this replica."""
        ops = []
        for kind, cell, value, parents in drafts:
            self._seq, self._stamp = self._seq + 1, self._stamp + 1
            ops.append(Op(self.replica, self._seq, self._stamp, kind, cell, value, parents))  # type: ignore[arg-type]
        self._number += 1
        lot = Lot(self.replica, self._number, "Anne", "Les Tilleuls", "gestionnaire", label, "2027-03-01T12:00:00.000Z",
                  "Europe/Paris", "1 test", tuple(ops), previous=self._previous).sealed()
        self._previous = lot.hash
        return lot

    def see(self, stamp: int) -> None:
        """What is written next comes after this stamp."""
        self._stamp = max(self._stamp, stamp)

    def new(self, *records: Record) -> Lot:
        """A lot that creates rows."""
        return self.lot(*((OpKind.NEW, record.at(""), values_of(record), ()) for record in records))

    def set(self, file: ContractFile, values: Mapping[Cell, Value], kind: OpKind = OpKind.SET) -> Lot:
        """A lot that writes cells, seeing everything that the file holds."""
        self.see(file.last_hlc())
        return self.lot(*((kind, cell, value, file.row_state(RowKey(cell.kind, cell.row)).parents_for(cell.field))
                          for cell, value in values.items()))

    def delete(self, file: ContractFile, *keys: tuple[str, str], kind: OpKind = OpKind.DELETE) -> Lot:
        """A lot that deletes rows, seeing everything that the file holds; or restores them."""
        self.see(file.last_hlc())
        return self.lot(*((kind, Cell(*key, ""), None, tuple(file.row_heads(*key))) for key in keys))

    def undo(self, file: ContractFile, target: LotRef) -> Lot:
        """A lot that cancels another one."""
        self.see(file.last_hlc())
        return self.lot((OpKind.UNDO, Cell("", "", ""), list(target), ()))


def file_in_memory(contract: str = "contrat-1") -> ContractFile:
    """A contract that lives in memory and can be written: for thousands of random histories."""
    db, path = in_memory(), Path("mémoire.cpom")
    make_file(db, path, contract, NOON)
    return ContractFile(path, db, _Nobody(path, -1, Holder()))


class _Nobody(Ownership):
    """The holder of a contract that lives in memory: there is no file to hold."""

    def cover(self) -> None:
        """There is no file."""
