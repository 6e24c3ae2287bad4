"""Read records written by hand: symbols in place of ids, and values as people write them.

A row is a JSON object. `id` is a symbol (« E1 ») that other rows use to refer to it; a kind with a natural key has none
and is referred to by the list of its key: `["S1", 2027]`. Amounts, rates, days and choices are written as on screen
(« 12 000,00 », « 1,25 % »), and an address is `kind/symbol/field` or `kind/part|part/field`. A group of rows of one
kind is a list of objects, or a table `{"columns": [...], "rows": [[...], ...]}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .identifiers import derived_id
from .kinds import KINDS
from .money import parse_field
from .ordering import POSITION, spread
from .problems import Problem, Reason, Refused
from .records import Cell, FieldInfo, Form, Record, Value, checked, fields_of

Row = Mapping[str, Any]


@dataclass(slots=True)
class Symbols:
    """The ids of one contract that symbols stand for, and which of them have been used before being written."""

    contract: str
    known: set[tuple[str, str]] = field(default_factory=set)
    used: dict[tuple[str, str], str] = field(default_factory=dict)

    def id_of(self, kind: str, symbol: object) -> str:
        """The id of the row that a symbol, or the list of a natural key, stands for."""
        if kind == "contract":
            return self.contract
        row = self._natural(kind, symbol) if isinstance(symbol, list) else derived_id(self.contract, kind, str(symbol))
        self.used.setdefault((kind, row), f"{kind} {symbol}")
        return row

    def cell(self, address: str) -> Cell:
        """The cell that an address written by hand stands for."""
        kind, symbol, name = address.split("/")
        if name not in _fields(kind):
            raise malformed(f"champ inconnu dans {address}")
        return Cell(kind, self.id_of(kind, symbol.split("|") if "|" in symbol else symbol), name)

    def record(self, kind: str, row: Row) -> Record:
        """One row as a record; raises `Refused` on an unknown kind, field, choice or value."""
        infos = _fields(kind)
        values = {name: self.value(infos, name, text) for name, text in row.items() if name != "id"}
        cls = KINDS[kind]
        if cls.natural_key:
            key = [infos[name].check(values.get(name, infos[name].default)) for name in cls.natural_key]
            identity = derived_id(self.contract, kind, *key)
        else:
            identity = self.id_of(kind, row["id"])
        self.known.add((kind, identity))
        return checked(cls(id=identity, **values))

    def value(self, infos: Mapping[str, FieldInfo], name: str, text: object) -> Value:
        """The value that a field holds for what is written."""
        if name not in infos:
            raise malformed(f"champ inconnu : {name}")
        info = infos[name]
        if text is None or text == "":
            return info.check(None)
        if info.form is Form.REFERENCE:
            return self.id_of(info.about.of, text)
        if info.form is Form.ADDRESS:
            return str(self.cell(str(text)))
        if info.form in (Form.TEXT, Form.NAME):
            return info.check(text)
        found = parse_field(info, str(text))
        if isinstance(found, Problem):
            raise malformed(f"{info.kind}.{name} : {found.sentence}")
        return found

    def missing(self) -> list[str]:
        """Symbols that were used and never written."""
        return [words for key, words in self.used.items() if key not in self.known]

    def _natural(self, kind: str, parts: Sequence[object]) -> str:
        infos, key = _fields(kind), KINDS[kind].natural_key
        if len(parts) != len(key):
            raise malformed(f"{kind} : la clé {list(parts)} n’a pas {len(key)} éléments")
        return derived_id(self.contract, kind, *(self.value(infos, name, part)
                                                 for name, part in zip(key, parts, strict=True)))


def rows_of(group: object) -> Iterator[dict[str, Any]]:
    """The rows of a group, whether it is a list of objects or a table."""
    if isinstance(group, list):
        yield from (dict(row) for row in group)
    elif isinstance(group, dict):
        common = {name: value for name, value in group.items() if name not in ("columns", "rows")}
        for row in group["rows"]:
            yield {**common, **dict(zip(group["columns"], row, strict=True))}
    else:
        raise malformed("un groupe de lignes est une liste ou un tableau")


def numbered(records: Sequence[Record]) -> list[Record]:
    """The same records in the same order; those that people arrange and that have no rank yet receive one by kind."""
    rows: dict[str, list[str]] = {}
    for record in records:
        rows.setdefault(record.kind, []).append(record.id)
    ranks: dict[tuple[str, str], dict[str, Value]] = {}
    for kind, ids in rows.items():
        name = _rank_field(kind)
        keys: Sequence[Value] = spread(len(ids)) if name == POSITION else range(1, len(ids) + 1)
        ranks.update({(kind, row): {name: key} for row, key in zip(ids, keys, strict=True) if name})
    return [_ranked(record, ranks.get((record.kind, record.id), {})) for record in records]


def malformed(detail: str) -> Refused:
    """The refusal of a file of records that does not say what it must."""
    return Refused(Reason.MALFORMED, detail=detail)


def _fields(kind: str) -> dict[str, FieldInfo]:
    if kind not in KINDS:
        raise malformed(f"type inconnu : {kind}")
    return fields_of(kind)


def _rank_field(kind: str) -> str:
    """The field that holds the rank of a row; an acceptance has a `position` that is a reference, and no rank."""
    infos = fields_of(kind)
    found = infos.get(POSITION) or infos.get("order")
    return found.name if found is not None and found.form is not Form.REFERENCE else ""


def _ranked(record: Record, rank: dict[str, Value]) -> Record:
    missing = {name: value for name, value in rank.items() if not getattr(record, name)}
    return replace(record, **missing) if missing else record  # type: ignore[arg-type]
