"""What the fingerprint covers, read from the journal of a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import cast

from ..core.records import Cell, Value
from ..sync import fingerprint
from ..sync.journal import Dot, Op, OpKind
from ..sync.state import RowKey, RowState, row_state
from ..sync.whole import ContractState, kept_rows
from . import journal

Values = Mapping[str, Value]


def contract_state(db: sqlite3.Connection) -> ContractState:
    """The state of every row that the journal speaks of, also of kinds of a later version."""
    return _state(dict(journal.all_rows(db)), journal.dead_dots(db))


def content_fingerprint(db: sqlite3.Connection) -> str:
    """The twelve characters of the contract as it stands."""
    dead = journal.dead_dots(db)
    lone: dict[RowKey, Values] = {}
    told: dict[RowKey, list[Op]] = {}
    for key, ops in journal.all_rows(db):
        if len(ops) == 1 and ops[0].kind is OpKind.NEW and ops[0].dot not in dead:
            lone[key] = cast(Values, ops[0].value)
        else:
            told[key] = ops
    state = _state(told, dead)
    if not all(row.exists for row in state.rows.values()):
        # A deleted row may be there because a row that nobody touched since belongs to it: everything counts.
        state, lone = contract_state(db), {}
    return fingerprint.fingerprint(_written(state, lone), state.open_points())


def _state(rows: Mapping[RowKey, list[Op]], dead: frozenset[Dot]) -> ContractState:
    states: dict[RowKey, RowState] = {key: row_state(ops, lambda op: op.dot not in dead) for key, ops in rows.items()}
    return ContractState(states, kept_rows(states))


def _written(state: ContractState, lone: Mapping[RowKey, Values]) -> Iterator[tuple[Cell, Value]]:
    """What is written, in the order of cells. Nearly every row has one op, its creation: its values are what stands."""
    if not lone:
        yield from state.written()
        return
    for key in sorted({**state.rows, **lone}):
        values = lone[key] if key in lone else state.rows[key].shown()
        for name in sorted(values):
            yield Cell(key.kind, key.row, name), values[name]
