"""The small French words of paper: amounts with their state, choices, years, lists in their order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from ....core.finance.figure import Figure
from ....core.money import format_amount
from ....core.records import Record, fields_of

R = TypeVar("R", bound=Record)
UNKNOWN = "non renseigné"
INCOMPLETE = "incomplet"


def in_order(rows: Iterable[R]) -> list[R]:
    """Rows as the parties ordered them, by rank or by key, then by code; two copies print the same order."""
    return sorted(
        rows,
        key=lambda row: (getattr(row, "order", 0), getattr(row, "position", ""), getattr(row, "code", ""), row.id),
    )


def choice(record: Record, field: str) -> str:
    """The French label of a choice."""
    value = str(getattr(record, field))
    return dict(fields_of(record.kind)[field].about.choices).get(value, value)


def amount(cents: int | None, sign: bool = False) -> str:
    """An amount in a cell: two decimals, empty when unknown."""
    return format_amount(cents, sign=sign)


def figure(value: Figure, sign: bool = False) -> str:
    """A computed amount in a cell: « – » for a line without effect, « incomplet » when a term is missing."""
    if not value.complete:
        return INCOMPLETE
    return "–" if value.idle else amount(value.cents, sign)


def missing_note(values: Iterable[Figure]) -> str:
    """The sentence that says why figures are incomplete; '' when none is."""
    words = tuple(dict.fromkeys(word for value in values for word in value.missing))
    return f"Incomplet, il manque : {', '.join(words)}." if words else ""


def notes(*sentences: str) -> str:
    """Sentences one after the other, without the empty ones."""
    return " ".join(filter(None, sentences))


def span(first: int | None, last: int | None) -> str:
    """« 2027 », « 2027–2031 », « à partir de 2027 », « jusqu’en 2031 »."""
    if first is None and last is None:
        return ""
    if first is None:
        return f"jusqu’en {last}"
    if last is None:
        return f"à partir de {first}"
    return str(first) if first == last else f"{first}–{last}"
