"""What the fingerprint covers, read from the journal of a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import cast

from ..core.records import Value
from ..sync import fingerprint
from ..sync.journal import Dot, Op, OpKind
from ..sync.state import ASSIGNING, RowKey, RowState, row_state
from ..sync.whole import ContractState, kept_among, kept_rows
from . import journal

Values = Mapping[str, Value]


def contract_state(db: sqlite3.Connection) -> ContractState:
    """The state of every row that the journal speaks of, also of kinds of a later version."""
    return _state(dict(journal.all_rows(db)), journal.dead_dots(db))


def content_fingerprint(db: sqlite3.Connection) -> str:
    """The twelve characters of the contract as it stands."""
    made, told = journal.made_once(db)
    dead = journal.dead_dots(db)
    plain: dict[RowKey, Values] = dict(made)
    states: dict[RowKey, RowState] = {}
    for key, ops in journal.all_rows(db, told) if told else ():
        if (values := _straight(ops, dead)) is not None:
            plain[key] = values
        else:
            states[key] = _row_state(ops, dead)
    state = ContractState(states, _kept(states, plain))
    return fingerprint.fingerprint_of_rows(_written(state, plain), state.open_points())


def _state(rows: Mapping[RowKey, list[Op]], dead: frozenset[Dot]) -> ContractState:
    states = {key: _row_state(ops, dead) for key, ops in rows.items()}
    return ContractState(states, kept_rows(states))


def _row_state(ops: list[Op], dead: frozenset[Dot]) -> RowState:
    return row_state(ops, lambda op: op.dot not in dead)


def _kept(states: Mapping[RowKey, RowState], plain: Mapping[RowKey, Values]) -> frozenset[RowKey]:
    """The deleted rows that are there because a row belongs to them, perhaps one that nobody touched since."""
    gone = {key: state for key, state in states.items() if not state.exists}
    if not gone:
        return frozenset()
    there = ((key, state.shown()) for key, state in states.items() if state.exists)
    return kept_among(gone, chain(plain.items(), there))


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


def _written(state: ContractState, plain: Mapping[RowKey, Values]) -> Iterator[tuple[RowKey, Values]]:
    """The existing rows in their order, with what is written in them."""
    for key in sorted({**state.rows, **plain}):
        if key in plain:
            yield key, plain[key]
        elif state.exists(key):
            yield key, state.rows[key].shown()
