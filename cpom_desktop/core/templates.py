"""What a new contract of a type starts with, and what its type allows: data of `resources/templates/*.json`.

How to use it: read `resources/templates/{type}.json` and give its text to `template_records(text, contract_id,
                                                                                             …)`; the
records go to `Document.create(path, records, …)`, the `Contract` row among them with `contract_id` as its id. Ids are
derived from the contract and the symbols of the template, so two copies made from one template meet row by row.
`template_rules(text)` gives the limits of the type, each with its reference and the month it was read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .contract import Contract
from .periods import add_months
from .records import Record
from .symbolic import Symbols, malformed, numbered, rows_of

Written = Mapping[str, Any]
_OFFSET = re.compile(r"(start|end)(?: ([+-][0-9]+) (months|days))?")
_YEARS = re.compile(r"(start|end)([+-][0-9]+)?\.\.(start|end)([+-][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a text fixes for a type of contract: the value, where it stands, when it was read."""

    value: Any
    reference: str
    read: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """The years of a contract, from its first to its last day."""

    start: dt.date
    end: dt.date


def template_rules(text: str) -> dict[str, Rule]:
    """The limits of the type: `max_years`, `extension_years`, `modalities`, `budget_frames` and those of its own."""
    return {name: Rule(**written) for name, written in json.loads(text)["rules"].items()}


def template_records(text: str, contract_id: str, name: str = "", start: dt.date | None = None,
                     years: int | None = None) -> list[Record]:
    """The rows of a new contract. Without a start date the calendar holds its undated rows and no yearly one.

    `years` is the longest term of the type unless given. Raises `Refused` on a template that is not exactly understood.
    """
    written = json.loads(text)
    symbols = Symbols(contract_id)
    length = years or int(template_rules(text)["max_years"].value)
    term = Term(start, add_months(start, 12 * length) - dt.timedelta(days=1)) if start is not None else None
    records = [symbols.record(kind, row) for kind, group in written["new"].items() for row in rows_of(group)]
    milestones = sorted(_milestones(written, term), key=lambda row: row["planned_start"] or "")
    records += [symbols.record("milestone", row) for row in milestones]
    if missing := symbols.missing():
        raise malformed(f"symboles sans ligne : {', '.join(missing[:5])}")
    return numbered([_dated(record, written, name, term) if isinstance(record, Contract) else record
                     for record in records])


def _dated(contract: Contract, written: Written, name: str, term: Term | None) -> Contract:
    known = replace(contract, name=name, type=written["template"],
                    template=f"{written['template']} {written['version']}")
    if term is None:
        return known
    return replace(known, start=term.start.isoformat(), end=term.end.isoformat(), base_year=term.start.year - 1)


def _milestones(written: Written, term: Term | None) -> Iterator[dict[str, Any]]:
    for row in written["milestones"]:
        begin, end = (_offset(row[side], term) for side in ("from", "to"))
        yield _row(row, row["id"], begin, end)
    if term is None:
        return
    for row in written["yearly"]:
        for year in _years(row["years"], term):
            words = {"year": year, "previous": year - 1, "next": year + 1}
            dated = {**row, "name": row["name"].format_map(words)}
            yield _row(dated, f"{row['id']}-{year}", f"{year}-{row['from']}", f"{year}-{row['to']}")


def _row(row: Written, symbol: str, begin: str | None, end: str | None) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in ("from", "to", "years")}
    return {**kept, "id": symbol, "planned_start": begin, "planned_end": end}


def _offset(text: str, term: Term | None) -> str | None:
    """« start -13 months », « end »: a day relative to the contract; None while the contract has no date."""
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise malformed(f"date relative illisible : {text}")
    if term is None:
        return None
    day = term.start if match[1] == "start" else term.end
    if match[3] == "months":
        day = add_months(day, int(match[2]))
    elif match[3] == "days":
        day += dt.timedelta(days=int(match[2]))
    return day.isoformat()


def _years(text: str, term: Term) -> range:
    match = _YEARS.fullmatch(text)
    if match is None:
        raise malformed(f"années illisibles : {text}")
    first, last = (getattr(term, match[side]).year + int(match[side + 1] or 0) for side in (1, 3))
    return range(first, last + 1)
