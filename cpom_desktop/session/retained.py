"""In a negotiation, a retained value changes only by a decision or by the agreement of the parties concerned.

`core.overlay` makes the edits that do so; this is the door that no other edit passes, whoever made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.contract import Contract
from ..core.model import Model
from ..core.naming import cell_name
from ..core.negotiation import Decision, Position
from ..core.problems import Reason, Refused
from ..core.records import Cell, Record, Value, field_of


def check_retained(before: Model, after: Model, new: Sequence[Record], values: Mapping[Cell, Value]) -> None:
    """Raise `Refused` on a negotiable value that changes although nothing in the same edit says who agreed.

    What says so: a decision written by the edit, or a position on the cell that the edit closes as agreed.
    """
    contract = before.first(Contract)
    if contract is None or contract.stage == "preparation" or contract.writing == "commune":
        return
    if any(isinstance(record, Decision) for record in new):
        return
    for cell in values:
        if field_of(cell).about.negotiable and not _is_agreed(after, cell, values):
            raise Refused(Reason.NEGOTIATED, cell_name(after, cell))


def _is_agreed(after: Model, cell: Cell, values: Mapping[Cell, Value]) -> bool:
    closed = {"status": "valide", "settled": 1}
    return any(
        values.get(position.at(field)) == word
        for position in after.where(Position, "cell", str(cell)) for field, word in closed.items()
    )
