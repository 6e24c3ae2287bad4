"""What the fingerprint covers, read from the journal of a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import cast

from ..core.records import Cell, Value
from ..sync import fingerprint
from ..sync.journal import Dot, Op, OpKind
from ..sync.state import ASSIGNING, RowKey, RowState, row_state
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
        if (values := _straight(ops, dead)) is not None:
            lone[key] = values
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


def _straight(ops: list[Op], dead: frozenset[Dot]) -> Values | None:
    """What a row shows where its story is straight: made once, each edit made by somebody who saw what stood there.

    None where it is not, or where something was undone or deleted: `sync.state` then tells. `ops` are in order of time.
    """
    made = ops[0]
    if made.kind is not OpKind.NEW or not all(op.kind in ASSIGNING for op in ops[1:]):
        return None
    if dead and any(op.dot in dead for op in ops):
        return None
    values, heads = dict(cast(Values, made.value)), dict[str, Dot]()
    for op in ops[1:]:
        name = op.cell.field
        if heads.get(name, made.dot) not in op.parents:
            return None
        heads[name], values[name] = op.dot, cast(Value, op.value)
    return values


def _written(state: ContractState, lone: Mapping[RowKey, Values]) -> Iterator[tuple[Cell, Value]]:
    """What is written, in the order of cells."""
    if not lone:
        yield from state.written()
        return
    for key in sorted({**state.rows, **lone}):
        values = lone[key] if key in lone else state.rows[key].shown()
        for name in sorted(values):
            yield Cell(key.kind, key.row, name), values[name]
