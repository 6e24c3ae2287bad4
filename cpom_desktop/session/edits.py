"""The door of writing: an edit is checked whole before a single op exists, so a refused edit changes nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from ..core.changes import Edit
from ..core.finance.entry import row_problem
from ..core.identifiers import derived_id
from ..core.model import Model
from ..core.naming import and_others, cell_name, name_of
from ..core.negotiation import Position
from ..core.problems import Reason, Refused
from ..core.records import KINDS, MAX_NAME, Cell, FieldInfo, Form, Record, Value, checked, field_of, fields_of
from ..sync.lotcheck import is_key
from ..sync.state import RowKey
from .retained import check_deleted, check_retained

_ONE_ROW_KINDS = ("contract", "manager")
"""Kinds of which a file holds one row, which is never deleted."""


@dataclass(frozen=True, slots=True)
class Writes:
    """What an edit comes to once checked: at most one change per cell, in the order in which ops are made."""

    label: str
    new: tuple[Record, ...]
    values: Mapping[Cell, Value]
    deleted: tuple[RowKey, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.values or self.deleted)


def checked_edit(
    model: Model, edit: Edit, contract_id: str, reaffirmed: frozenset[Cell] = frozenset(), decided: bool = False,
) -> Writes:
    """Check an edit against the contract it changes; raises `Refused` on the first thing that may not be.

    Values equal to what stands are left out, except in `reaffirmed` cells: typing the shown value settles a conflict.
    Rows that belong to a deleted row, and the positions held on it, are deleted with it. `decided`: a meeting decided
    it, so that retained values may change although no position says so.
    """
    new = tuple(_checked_new(model, record, contract_id) for record in edit.new)
    new, values = _folded(new, {cell: field_of(cell).check(value) for cell, value in edit.values.items()})
    deleted = tuple(_with_what_they_own(model, edit.deleted)) if edit.deleted else ()
    values = {c: v for c, v in values.items() if _is_change(model, c, v, frozenset(deleted), reaffirmed)}
    after = model.overlaid(values).replacing(new, deleted)
    if not decided:
        check_retained(model, after, new, values)
        check_deleted(model, after, deleted)
    _check_links(after, new, values)
    _check_possible(model, after, new, values)
    _check_unused(model, after, deleted)
    writes = Writes("", new, values, deleted)
    return replace(writes, label=_label(model, after, edit.label, writes)) if writes else writes


def _checked_new(model: Model, record: Record, contract_id: str) -> Record:
    if record.kind not in KINDS:
        raise Refused(Reason.UNKNOWN_CELL, detail=record.kind)
    record = checked(record)
    if not is_key(record.id):
        raise Refused(Reason.BAD_VALUE, record.title, detail="identifiant vide ou impropre")
    if record.natural_key:
        key = [cast(Value, getattr(record, name)) for name in record.natural_key]
        if record.id != derived_id(contract_id, record.kind, *key):
            raise Refused(Reason.BAD_VALUE, record.title, detail="l’identifiant ne découle pas de la clé")
    if model.record(record.kind, record.id) is not None:
        raise Refused(Reason.BAD_VALUE, record.title, detail="cette ligne existe déjà")
    if record.kind in _ONE_ROW_KINDS and model.all(type(record)):
        raise Refused(Reason.BAD_VALUE, record.title, detail="il n’y en a qu’un par contrat")
    return record


def _folded(new: tuple[Record, ...], values: dict[Cell, Value]) -> tuple[tuple[Record, ...], dict[Cell, Value]]:
    """Put the values typed in a row that the same edit creates into the row itself: one op per cell."""
    rows = {RowKey(record.kind, record.id): record for record in new}
    if len(rows) != len(new):
        raise Refused(Reason.BAD_VALUE, new[0].title, detail="la même ligne est créée deux fois")
    rest: dict[Cell, Value] = {}
    for cell, value in values.items():
        row = rows.get(RowKey(cell.kind, cell.row))
        if row is None:
            rest[cell] = value
            continue
        _check_key_kept(cell, cast(Value, getattr(row, cell.field)), value)
        rows[RowKey(cell.kind, cell.row)] = replace(row, **{cell.field: value})  # type: ignore[arg-type]
    return tuple(rows.values()), rest


def _is_change(
    model: Model, cell: Cell, value: Value, deleted: frozenset[RowKey], reaffirmed: frozenset[Cell],
) -> bool:
    old = model.value(cell)
    if RowKey(cell.kind, cell.row) in deleted:
        detail = f"{cell_name(model, cell)}\u00a0: la ligne est supprimée par la même action"
        raise Refused(Reason.UNKNOWN_CELL, detail=detail)
    _check_key_kept(cell, old, value)
    return value != old or cell in reaffirmed


def _check_key_kept(cell: Cell, old: Value, new: Value) -> None:
    if cell.field in KINDS[cell.kind].natural_key and old != new:
        detail = "cette valeur identifie la ligne\u202f; supprimez-la et créez-en une autre"
        raise Refused(Reason.BAD_VALUE, field_of(cell).label, detail=detail)


def _with_what_they_own(model: Model, rows: Iterable[tuple[str, str]]) -> list[RowKey]:
    """The rows to delete, each once, what belongs to a row before it."""
    addressed = _addressed(model)
    entered: set[RowKey] = set()
    ordered: list[RowKey] = []

    def enter(key: RowKey) -> None:
        if key in entered:
            return
        entered.add(key)
        for child in (*_owned_rows(model, *key), *addressed.get(key, ())):
            enter(child)
        ordered.append(key)

    for kind, row in rows:
        if model.record(kind, row) is None:
            raise Refused(Reason.UNKNOWN_CELL, detail=f"{kind}/{row[:40]}")
        if kind in _ONE_ROW_KINDS:
            raise Refused(Reason.STILL_USED, KINDS[kind].title, detail="un contrat en a toujours un")
        enter(RowKey(kind, row))
    return ordered


def _owned_rows(model: Model, kind: str, row: str) -> Iterator[RowKey]:
    for info in _references_to(kind):
        if info.about.owner:
            for record in model.where(KINDS[info.kind], info.name, row):
                yield RowKey(record.kind, record.id)


def _addressed(model: Model) -> dict[RowKey, list[RowKey]]:
    """The rows that speak of another row by address (positions), by that row."""
    found: dict[RowKey, list[RowKey]] = {}
    for kind, cls in KINDS.items():
        for info in fields_of(kind).values():
            if info.form is Form.ADDRESS:
                for record in model.all(cls):
                    parts = str(getattr(record, info.name)).split("/")
                    key = RowKey(parts[0], parts[1] if len(parts) > 1 else "")
                    found.setdefault(key, []).append(RowKey(kind, record.id))
    return found


def rows_naming(model: Model, key: RowKey) -> Iterator[Record]:
    """The rows that refer to a row, by whatever field."""
    for info in _references_to(key.kind):
        yield from model.where(KINDS[info.kind], info.name, key.row)


def _references_to(kind: str) -> Iterator[FieldInfo]:
    for other in KINDS:
        for info in fields_of(other).values():
            if info.about.of == kind:
                yield info


def _check_links(after: Model, new: Iterable[Record], values: Mapping[Cell, Value]) -> None:
    for record in new:
        for info in fields_of(record.kind).values():
            _check_link(after, info, cast(Value, getattr(record, info.name)))
    for cell, value in values.items():
        _check_link(after, field_of(cell), value)


def _check_link(after: Model, info: FieldInfo, value: Value) -> None:
    if info.form is Form.REFERENCE:
        if value is None and info.optional:
            return
        if after.record(info.about.of, str(value or "")) is None:
            detail = f"{KINDS[info.about.of].title} {str(value)[:40]}" if value else "il est à renseigner"
            raise Refused(Reason.BROKEN_LINK, info.label, detail=detail)
    elif info.form is Form.ADDRESS:
        target = Cell.parse(str(value))
        after.value(target)
        # A decision may retain a value that is no matter of positions (the effect of D-R2-02 on the contract).
        if info.kind == Position.kind and not field_of(target).about.negotiable:
            raise Refused(Reason.NOT_NEGOTIABLE, field_of(target).label)


def _check_possible(before: Model, after: Model, new: Iterable[Record], values: Mapping[Cell, Value]) -> None:
    """What no contract can hold across fields: a year outside it, a transfer to itself, places below zero."""
    rows = {(record.kind, record.id) for record in new} | {(cell.kind, cell.row) for cell in values}
    for kind, row in sorted(rows):
        record = after.record(kind, row)
        problem = row_problem(before, after, record) if record is not None else None
        if record is not None and problem is not None:
            raise Refused(Reason.BAD_VALUE, record.title, detail=problem.sentence.rstrip("."))


def _check_unused(before: Model, after: Model, deleted: Iterable[RowKey]) -> None:
    """A deleted row that another row still names is not deleted: nobody would see what it meant."""
    for key in deleted:
        for user in rows_naming(after, key):
            gone = before.record(*key)
            where = name_of(before, gone) if gone is not None else key.row
            raise Refused(Reason.STILL_USED, where, detail=f"{user.title} «\u00a0{name_of(after, user)}\u00a0»")


def _label(before: Model, after: Model, given: str, writes: Writes) -> str:
    """The line of the history: the view's words, or the name of what changed and how many others with it."""
    # Spaces that do not break are part of French typography: only ordinary ones are put together.
    label = re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", given)).strip(" ")
    return (label or _own_words(before, after, writes))[:MAX_NAME]


def _own_words(before: Model, after: Model, writes: Writes) -> str:
    count = len(writes.new) + len(writes.values) + len(writes.deleted)
    if writes.values:
        first = cell_name(after, next(iter(writes.values)))
    elif writes.new:
        first = f"Ajout\u00a0: {name_of(after, writes.new[0])}"
    else:
        kind, row = writes.deleted[-1]
        gone = before.record(kind, row)
        first = f"Suppression\u00a0: {name_of(before, gone) if gone is not None else KINDS[kind].title}"
    return first if writes.deleted else first + and_others(count - 1)
