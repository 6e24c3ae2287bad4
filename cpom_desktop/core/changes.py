"""What is asked of a contract, and what changed: the words between a view, the document and its listeners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from .records import Cell, Record, Value


class Side(Enum):
    """Who speaks. `ACCORD` is nobody: the value retained by all."""

    MANAGER = "gestionnaire"
    AUTHORITY = "autorite"
    SECOND_AUTHORITY = "autorite2"


SIDES: tuple[tuple[str, str], ...] = (
    (Side.MANAGER.value, "Gestionnaire"), (Side.AUTHORITY.value, "Autorité"),
    (Side.SECOND_AUTHORITY.value, "2e autorité"),
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who types: asked once at the first edit, written in each lot as text."""

    name: str
    organisation: str
    side: Side


@dataclass(frozen=True, slots=True)
class Edit:
    """One user action: rows to create, values to set, rows to delete. One lot, one Ctrl+Z.

    `label` is the line of the history,
    in French: « Capacité de La Passerelle ». Rows owned by a deleted row go with it.
    """

    label: str
    new: tuple[Record, ...] = ()
    values: Mapping[Cell, Value] = field(default_factory=dict)
    deleted: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.values or self.deleted)


@dataclass(frozen=True, slots=True)
class Changes:
    """The notice after COMMIT: which cells changed, and which rows came or went."""

    cells: frozenset[Cell] = frozenset()
    rows: frozenset[tuple[str, str]] = frozenset()
    label: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds touched; a view that shows none of them need not refresh."""
        return frozenset(c.kind for c in self.cells) | frozenset(kind for kind, _ in self.rows)

    def touches(self, *kinds: str) -> bool:
        return bool(self.kinds & set(kinds))
