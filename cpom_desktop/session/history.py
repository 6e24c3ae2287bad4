"""The journal told in French: who did what, when, before and after. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from ..core.model import Model
from ..core.money import NBSP, format_field
from ..core.naming import cell_name, name_of
from ..core.negotiation import Position
from ..core.positions import position_value
from ..core.problems import Refused
from ..core.records import KINDS, Cell, FieldInfo, Form, Record, Value, field_of, fields_of
from ..sync.journal import Dot, Lot, LotRef, Op, OpKind
from ..sync.liveness import dead_lots, undos_in
from ..sync.state import order, value_in

FindOp = Callable[[Dot], Op | None]
"""The op of an identity, or None where the journal at hand does not hold it."""

UNKNOWN = "non renseigné"
MOST_CHANGES = 20
"""A paste of 600 cells is one line of the history: the first changes are told, the others counted."""
_LONGEST = 120
_WORDS = {OpKind.RESOLVE: "conflit réglé", OpKind.REFUSE: "refusé"}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One lot as people read it. `wall` is UTC, `zone` that of the author; `undone`: it does not count any more.

    `changes` are sentences (« Capacité initiale de La Passerelle : 60 → 65 places »), `count` the number of changes.
    """

    ref: LotRef
    wall: str
    zone: str
    author: str
    organisation: str
    side: str
    label: str
    changes: tuple[str, ...]
    count: int
    undone: bool


def history(model: Model, lots: Iterable[Lot], cell: Cell | None = None) -> list[HistoryLine]:
    """The lines of a whole journal, the latest first: of the contract, of a row (field '') or of one cell."""
    held = _latest_first(lots)
    dead = dead_lots(undos_in(held.values()))
    ops = {op.dot: op for lot in held.values() for op in lot.ops}
    chosen = held.values() if cell is None else [lot for lot in held.values() if _speaks_of(lot, held, cell)]
    return [_line(model, lot, ops.get, lot.ref in dead, cell) for lot in chosen]


def lines_of(model: Model, lots: Iterable[Lot], find: FindOp) -> list[HistoryLine]:
    """The lines of some lots of a longer journal, the latest first; `find` gives what they stand on."""
    held = _latest_first(lots)
    dead = dead_lots(undos_in(held.values()))
    ops = {op.dot: op for lot in held.values() for op in lot.ops}
    return [_line(model, lot, lambda dot: ops.get(dot) or find(dot), lot.ref in dead, None) for lot in held.values()]


def _latest_first(lots: Iterable[Lot]) -> dict[LotRef, Lot]:
    return {lot.ref: lot for lot in sorted(lots, key=lambda lot: order(lot.ops[0]), reverse=True)}


def sentence(model: Model, op: Op, find: FindOp) -> str:
    """One change in words, the value before being what its author saw."""
    if op.kind is OpKind.NEW:
        return _said(model, op) or f"Ajout{NBSP}: {_row_name(model, op)}"
    if op.kind is OpKind.DELETE:
        return f"Suppression{NBSP}: {_row_name(model, op, find)}"
    if op.kind is OpKind.RESTORE:
        return f"Rétablissement{NBSP}: {_row_name(model, op, find)}"
    return f"{cell_name(model, op.cell)}{NBSP}: {_before_after(model, op, find)}{_note(op)}"


def value_text(model: Model, cell: Cell, value: Value) -> str:
    """A value as people read it, with its unit; a reference by the name of its row."""
    try:
        info = field_of(cell)
    except Refused:
        return UNKNOWN if value is None else _short(str(value))
    if value is None or value == "":
        return UNKNOWN
    try:
        value = info.check(value)
    except Refused:
        # Written elsewhere and shown nowhere: the history tells what it was all the same.
        return _short(str(value))
    if info.form is Form.REFERENCE:
        return _reference_text(model, info, str(value))
    return _short(format_field(info, value)) + _unit(cell)


def _speaks_of(lot: Lot, held: Mapping[LotRef, Lot], cell: Cell) -> bool:
    # An action may have been undone and done again a thousand times.
    while (target := held.get(lot.undoes) if lot.undoes else None) is not None:
        lot = target
    return any(_concerns(op, cell) for op in lot.ops)


def _concerns(op: Op, cell: Cell) -> bool:
    if (op.cell.kind, op.cell.row) != (cell.kind, cell.row):
        return False
    return not cell.field or op.cell.field in (cell.field, "")


def _line(model: Model, lot: Lot, find: FindOp, undone: bool, cell: Cell | None) -> HistoryLine:
    line = HistoryLine(
        lot.ref, lot.wall, lot.zone, lot.author, lot.organisation, lot.side, lot.label, (), len(lot.ops), undone
    )
    if lot.undoes is not None:
        return replace(line, count=0)
    told = [op for op in lot.ops if cell is None or _concerns(op, cell)]
    sentences = (_one_cell(model, op, cell, find) for op in told[:MOST_CHANGES])
    return replace(line, changes=tuple(sentences), count=len(told))


def _one_cell(model: Model, op: Op, cell: Cell | None, find: FindOp) -> str:
    if cell is not None and cell.field and op.kind is OpKind.NEW and cell.field in cast("dict[str, Value]", op.value):
        return f"{cell_name(model, cell)}{NBSP}: {value_text(model, cell, value_in(op, cell.field))} (ajout)"
    return sentence(model, op, find)


def _before_after(model: Model, op: Op, find: FindOp) -> str:
    before = value_text(model, op.cell, _seen_before(op, find))
    after = value_text(model, op.cell, cast(Value, op.value))
    if UNKNOWN not in (before, after) and (unit := _unit(op.cell)):
        before = before.removesuffix(unit)
    return f"{before} → {after}"


def _unit(cell: Cell) -> str:
    info = fields_of(cell.kind).get(cell.field) if cell.kind in KINDS else None
    return f"{NBSP}{info.about.unit}" if info is not None and info.about.unit else ""


def _seen_before(op: Op, find: FindOp) -> Value:
    seen = [parent for parent in map(find, op.parents) if parent is not None and _holds(parent, op.cell.field)]
    return value_in(max(seen, key=order), op.cell.field) if seen else None


def _holds(op: Op, field: str) -> bool:
    if op.kind is OpKind.NEW:
        return field in cast("dict[str, Value]", op.value)
    return op.cell.field == field


def _said(model: Model, op: Op) -> str:
    """The move of a party with its value, the first thing that the others look for; '' for any other row."""
    if op.cell.kind != Position.kind:
        return ""
    try:
        cell = Cell.parse(str(value_in(op, "cell")))
        text = value_in(op, "value")
        value = position_value(field_of(cell), None if text is None else str(text))
    except Refused:
        # It came from elsewhere and speaks of nothing that this program knows.
        return ""
    return f"{_row_name(model, op)}{NBSP}: {value_text(model, cell, value)}"


def _note(op: Op) -> str:
    return f" ({_WORDS[op.kind]})" if op.kind in _WORDS else ""


def _row_name(model: Model, op: Op, find: FindOp | None = None) -> str:
    record = model.record(op.cell.kind, op.cell.row) or _as_created(op, find)
    if record is not None:
        return name_of(model, record)
    return KINDS[op.cell.kind].title if op.cell.kind in KINDS else op.cell.kind


def _as_created(op: Op, find: FindOp | None) -> Record | None:
    """The row as it was made, when it is no longer there to be named."""
    if op.kind is OpKind.NEW:
        if (cls := KINDS.get(op.cell.kind)) is None:
            return None
        known = fields_of(op.cell.kind)
        values = {name: value for name, value in cast("dict[str, Value]", op.value).items() if name in known}
        return cls(id=op.cell.row, **values)
    return next(_makers(op, find), None) if find else None


def _makers(op: Op, find: FindOp) -> Iterator[Record]:
    todo, seen = list(op.parents), set[Dot]()
    while todo:
        dot = todo.pop()
        parent = find(dot) if dot not in seen else None
        seen.add(dot)
        if parent is not None and parent.kind is OpKind.NEW and (made := _as_created(parent, None)) is not None:
            yield made
        elif parent is not None:
            todo.extend(parent.parents)


def _reference_text(model: Model, info: FieldInfo, row: str) -> str:
    record = model.record(info.about.of, row)
    return name_of(model, record) if record is not None else f"{KINDS[info.about.of].title} supprimé"


def _short(text: str) -> str:
    line = " ".join(text.split(" ")).replace("\n", " ")
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
