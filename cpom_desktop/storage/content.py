"""What the fingerprint covers, read from the journal of a file."""

from __future__ import annotations

import sqlite3

from ..sync import fingerprint
from ..sync.state import row_state
from ..sync.whole import ContractState, kept_rows
from . import journal


def contract_state(db: sqlite3.Connection) -> ContractState:
    """The state of every row that the journal speaks of, also of kinds of a later version."""
    dead = journal.dead_dots(db)
    rows = {key: row_state(ops, lambda op: op.dot not in dead) for key, ops in journal.all_rows(db)}
    return ContractState(rows, kept_rows(rows))


def content_fingerprint(db: sqlite3.Connection) -> str:
    """The twelve characters of the contract as it stands."""
    state = contract_state(db)
    return fingerprint.fingerprint(state.written(), state.open_points())
