"""How the value of an item is typed and shown: it is canonical text whatever its measure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ....core.diagnosis import Item
from ....core.money import format_amount, format_number, parse_amount, parse_number
from ....core.periods import format_day, parse_day
from ....core.problems import Problem, Refused
from ....core.records import Value, canonical_number, field_of

YES, NO = "oui", "non"
YES_NO = ((YES, "Oui"), (NO, "Non"))


@dataclass(frozen=True, slots=True)
class MeasureReader:
    """Reads and writes the value of an item of one measure; '' is unknown."""

    measure: str

    def read(self, text: str) -> Value | Problem:
        text = text.strip()
        if not text:
            return None
        if self.measure == "euros":
            cents = parse_amount(text)
            return cents if isinstance(cents, Problem) else canonical_number(Decimal(cents) / 100)
        if self.measure in ("nombre", "pourcent"):
            return parse_number(text, "%" if self.measure == "pourcent" else "")
        if self.measure == "date":
            return parse_day(text)
        return _yes_or_no(text) if self.measure == "ouinon" else _text(text)

    def write(self, value: Value) -> str:
        return "" if value is None else shown(self.measure, str(value))


def shown(measure: str, value: str) -> str:
    """A value as the table shows it; one that its measure does not understand is shown as it was received."""
    try:
        if measure == "euros":
            return format_amount(int(Decimal(value) * 100))
        if measure in ("nombre", "pourcent"):
            return format_number(value)
        if measure == "date":
            return format_day(value)
    except (ValueError, ArithmeticError):
        return value
    return dict(YES_NO).get(value, value) if measure == "ouinon" else value


def is_figure(measure: str) -> bool:
    """Whether values of a measure can be drawn."""
    return measure in ("euros", "nombre", "pourcent")


def _yes_or_no(text: str) -> Value | Problem:
    found = {"oui": YES, "o": YES, "1": YES, "non": NO, "n": NO, "0": NO}.get(text.casefold())
    return found if found else Problem("La réponse attendue est «\u00a0oui\u00a0» ou «\u00a0non\u00a0».")


def _text(text: str) -> Value | Problem:
    try:
        return field_of(Item(id="-").at("value")).check(text)
    except Refused as refused:
        return Problem(refused.sentences.happened)
