"""The valeurs de référence that concern a figure: said in words, and given as heights for a chart."""

from __future__ import annotations

from decimal import Decimal

from ..changes import SIDES
from ..model import Model
from ..money import NBSP, format_number
from ..periods import format_day
from .reference_records import ReferenceValue


def references(model: Model, subject: str, esms: str | None = None) -> list[ReferenceValue]:
    """Those with a value on a subject; those of one ESMS, and those for all, where an ESMS is named."""
    held = (row for row in model.where(ReferenceValue, "subject", subject) if row.value is not None)
    return sorted((row for row in held if row.esms in (None, esms)), key=lambda row: (row.order, row.name, row.id))


def all_references(model: Model) -> list[ReferenceValue]:
    """Every one, in the order of its table."""
    return sorted(model.all(ReferenceValue), key=lambda row: (row.order, row.name, row.id))


def in_cents(row: ReferenceValue) -> float:
    """The height of an amount on a chart of cents; the caller asked for its value first."""
    return float(Decimal(row.value or 0) * 100)


def amount_text(row: ReferenceValue) -> str:
    """« 16 200 € »: the value with its unit; empty without a value."""
    return "" if row.value is None else f"{format_number(row.value)}{NBSP}{row.measured_in}".rstrip(NBSP)


def source_text(row: ReferenceValue) -> str:
    """« enquête régionale 2024, 12/03/2025 », whatever of it is known."""
    return ", ".join(part for part in (row.source, format_day(row.dated) if row.dated else "") if part)


def acceptance_text(row: ReferenceValue) -> str:
    """« apportée par l’autorité, non admise par le gestionnaire »; empty while nobody has said anything."""
    words = [f"apportée par {_side(row.brought_by)}"] if row.brought_by else []
    answers = (("gestionnaire", row.manager_accepts), ("autorite", row.authority_accepts),
               ("autorite2", row.second_accepts))
    said = {"oui": "admise", "non": "non admise"}
    words += [f"{said[answer]} par {_side(side)}" for side, answer in answers if answer]
    return ", ".join(words)


def _side(side: str) -> str:
    name = dict(SIDES)[side].lower()
    return f"l’{name}" if name.startswith("a") else f"la {name}" if name.startswith("2") else f"le {name}"
