"""What a row and a cell are called in a French sentence: « Capacité initiale de La Passerelle »."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from .model import Model
from .problems import Refused
from .records import KINDS, Cell, FieldInfo, Form, Record, Value, field_of, fields_of

_NAMING_FIELDS = ("name", "label", "number", "code", "subject", "statement", "wording", "person", "quality")
_VOWELS = "aeiouyhàâäéèêëîïôöùûüœæ"
_NAMED_BY_A_CELL = frozenset({"position", "acceptance", "scenario_value", "effect"})
_LONGEST = 80


def name_of(model: Model, record: Record) -> str:
    """The name of a row as people say it; its kind alone (« Mesure ») when nothing names it yet."""
    if record.kind == "section":
        return _section_name(model, record)
    if record.kind == "position":
        return f"Position ({_shown(record, 'party')}) sur {_address_name(model, str(getattr(record, 'cell', '')))}"
    for field in _NAMING_FIELDS:
        if text := getattr(record, field, ""):
            return _short(str(text))
    return _name_by_owner(model, record) or record.title


def cell_name(model: Model, cell: Cell) -> str:
    """The name of a cell: its label and the row it belongs to; kind and field where the program knows neither."""
    try:
        label = field_of(cell).label if cell.field else KINDS[cell.kind].title
    except (Refused, KeyError):
        return f"{cell.kind}.{cell.field}"
    record = model.record(cell.kind, cell.row)
    if record is None:
        return f"{label} ({KINDS[cell.kind].title} supprimé)" if cell.field else f"{label} supprimé"
    if record.kind == "contract":
        return label
    return f"{label} {of(name_of(model, record))}"


def several(model: Model, cells: Iterable[Cell]) -> str:
    """The name of the first cell, and how many others: « Capacité initiale de La Passerelle (et 2 autres) »."""
    names = list(cells)
    first = cell_name(model, names[0]) if names else ""
    return first + and_others(len(names) - 1)


def and_others(count: int) -> str:
    """« (et 2 autres) », nothing when there is no other."""
    return f" (et {count} autre{'s' if count > 1 else ''})" if count > 0 else ""


def of(name: str) -> str:
    """« de La Passerelle », « d’Aure-et-Lys »: the preposition elides before a vowel; articles of names stay whole."""
    return f"d’{name}" if name[:1].lower() in _VOWELS and name[:1] else f"de {name}"


def owner_of(record: Record) -> tuple[FieldInfo, str] | None:
    """The field by which a row belongs to another, and the id of that row."""
    for info in fields_of(record.kind).values():
        if info.about.owner:
            return info, cast(str, getattr(record, info.name))
    return None


def _section_name(model: Model, record: Record) -> str:
    esms = model.record("esms", str(getattr(record, "esms", "")))
    kind = _shown(record, "section_kind")
    return f"{kind} {of(name_of(model, esms))}" if esms is not None else f"{record.title} {kind}"


def _name_by_owner(model: Model, record: Record) -> str:
    found = owner_of(record)
    owner = model.record(found[0].about.of, found[1]) if found else None
    key = [_key_words(model, record, name) for name in record.natural_key if found is None or name != found[0].name]
    first = name_of(model, owner) if owner is not None else ""
    return ", ".join(part for part in (first, *key) if part)


def _key_words(model: Model, record: Record, field: str) -> str:
    """One part of a natural key; a row or a cell that it refers to by its name, for nobody reads an id."""
    info = fields_of(record.kind)[field]
    if info.form is Form.ADDRESS:
        return _address_name(model, str(getattr(record, field)))
    if info.form is not Form.REFERENCE:
        return _shown(record, field)
    row = model.record(info.about.of, str(getattr(record, field) or ""))
    return name_of(model, row) if row is not None else ""


def _address_name(model: Model, address: str) -> str:
    try:
        cell = Cell.parse(address)
    except Refused:
        return address
    # A position on a position may come from elsewhere; it has no name, and could name itself for ever.
    return address if cell.kind in _NAMED_BY_A_CELL else cell_name(model, cell)


def _shown(record: Record, field: str) -> str:
    info, value = fields_of(record.kind)[field], cast(Value, getattr(record, field))
    if info.form is Form.CHOICE:
        return dict(info.about.choices).get(str(value), str(value))
    return "" if value is None else str(value)


def _short(text: str) -> str:
    line = re.sub(r"[ \t\n]+", " ", text).strip(" ")
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
