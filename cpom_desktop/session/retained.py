"""In a negotiation, a retained value changes only by a decision or by the agreement of the parties concerned.

`core.overlay` makes the edits that do so; this is the door that no other edit passes, whoever made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.changes import Side
from ..core.contract import Contract
from ..core.model import Model
from ..core.naming import cell_name
from ..core.negotiation import Effect, Position
from ..core.positions import is_pending, position_value
from ..core.problems import Reason, Refused
from ..core.records import Cell, Record, Value, field_of, fields_of, values_of

ACCEPTED = "valide"
"""The status of a position that every party concerned has accepted."""


def is_negotiated(stage: str, writing: str) -> bool:
    """Whether a retained value takes an agreement: past the preparation, unless both sides write together."""
    return stage != "preparation" and writing != "commune"


def check_retained(before: Model, after: Model, new: Sequence[Record], values: Mapping[Cell, Value]) -> None:
    """Raise `Refused` on a negotiable value that changes although nothing in the same edit says who agreed.

    What says so: a decision written by the edit that retains this value of the cell, or a position with this value
    that the edit closes as accepted. A new row is no exception: it is asked for by one side, its value is a position.
    """
    contract = before.first(Contract)
    if contract is None or not is_negotiated(contract.stage, contract.writing):
        return
    changed = [*values, *(record.at(name) for record in new for name in negotiable_of(record))]
    for cell in changed:
        if field_of(cell).about.negotiable and not _is_agreed(after, cell, new, values):
            raise Refused(Reason.NEGOTIATED, cell_name(after, cell))


def check_deleted(before: Model, after: Model, deleted: Sequence[tuple[str, str]]) -> None:
    """Raise `Refused` where an edit takes away a row with a value that all retained: nobody does so alone."""
    contract = before.first(Contract)
    if contract is None or not is_negotiated(contract.stage, contract.writing):
        return
    for kind, row in deleted:
        record = before.record(kind, row)
        if record is not None and after.record(kind, row) is None and (held := negotiable_of(record)):
            raise Refused(Reason.HOLDS_AGREED, cell_name(before, record.at(next(iter(held)))))


def check_words_kept(before: Model, deleted: Sequence[tuple[str, str]], side: Side) -> None:
    """Raise `Refused` where an edit takes away, with its row, what another side says and waits on: a package would
    lose what it was given against.
    """
    contract = before.first(Contract)
    if contract is None or not is_negotiated(contract.stage, contract.writing):
        return
    for key in deleted:
        if (said := word_of_another(before, key, side.value)) is not None:
            raise Refused(Reason.NOT_YOURS, cell_name(before, Cell.parse(said.cell)))


def word_of_another(model: Model, key: tuple[str, str], side: str) -> Position | None:
    """The position of another side that a row is, while it waits for an answer."""
    record = model.record(*key)
    if not isinstance(record, Position) or record.party == side or not is_pending(record):
        return None
    return record


def is_decided_together(model: Model, cell: Cell) -> bool:
    """Whether a choice between versions of a value takes a decision or the agreement of the parties concerned."""
    contract = model.first(Contract)
    return (field_of(cell).about.negotiable and contract is not None
            and is_negotiated(contract.stage, contract.writing))


def check_settled(model: Model, agreed: Mapping[Cell, bool], values: Mapping[Cell, Value]) -> None:
    """Raise `Refused` where one decides alone between versions of a negotiable value, or against what is retained.

    `agreed` tells of each cell in conflict whether what it shows is a value that all agreed on: anybody may stay there.
    """
    for cell, value in values.items():
        stays = agreed.get(cell) and model.value(cell) == field_of(cell).check(value)
        if is_decided_together(model, cell) and not stays:
            raise Refused(Reason.NEGOTIATED, cell_name(model, cell))


def negotiable_of(record: Record) -> dict[str, Value]:
    """The negotiable values that a new row holds, beside its defaults: None and '' say nothing."""
    infos, found = fields_of(record.kind), values_of(record)
    return {name: value for name, value in found.items()
            if infos[name].about.negotiable and value != infos[name].default}


def is_value(cell: Cell, text: str | None, value: Value) -> bool:
    """Whether the text of a position or of a decision stands for this value of a cell."""
    try:
        return position_value(field_of(cell), text) == value
    except Refused:
        return False


def _is_agreed(after: Model, cell: Cell, new: Sequence[Record], values: Mapping[Cell, Value]) -> bool:
    said = [one.value for one in new if isinstance(one, Effect) and one.cell == str(cell)]
    said += [one.value for one in after.where(Effect, "cell", str(cell)) if one.at("value") in values]
    said += [one.value for one in after.where(Position, "cell", str(cell)) if values.get(one.at("status")) == ACCEPTED]
    return any(is_value(cell, text, after.value(cell)) for text in said)
