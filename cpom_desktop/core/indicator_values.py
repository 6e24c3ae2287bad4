"""How a value of an indicator is typed: no finer than the indicator is counted, no percentage out of proportion."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from .money import NBSP, format_number, parse_field
from .objectives import Indicator
from .problems import Problem
from .records import FieldInfo, Value, canonical_number

HIGHEST_PERCENTAGE = Decimal(1000)
"""Above it a percentage is a slip: an evolution may pass 100 %, « 41 000 % » is 41,000 typed with an English comma."""

_WIDE = Context(prec=200, rounding=ROUND_HALF_UP)
"""Wide enough for any number that a field accepts: the usual 28 digits would raise."""


@dataclass(frozen=True, slots=True)
class IndicatorReader:
    """Reads and writes a target or an actual of one indicator."""

    info: FieldInfo
    indicator: Indicator

    def read(self, text: str) -> Value | Problem:
        """The value, or what is wrong with it and what would be accepted."""
        value = parse_field(self.info, text)
        if not isinstance(value, str):
            return value
        number = Decimal(value)
        return self._too_fine(number) or self._out_of_proportion(number) or value

    def write(self, value: Value) -> str:
        """As it is typed."""
        return "" if value is None else format_number(str(value))

    def _too_fine(self, number: Decimal) -> Problem | None:
        decimals = self.indicator.decimals
        rounded = number.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
        if rounded == number:
            return None
        counted = "sans décimale" if not decimals else f"avec {decimals}{NBSP}décimale{'s' if decimals > 1 else ''}"
        repair = format_number(canonical_number(rounded), decimals)
        return Problem(f"Cet indicateur se compte {counted}. Voulez-vous dire {repair}\u202f?", repair)

    def _out_of_proportion(self, number: Decimal) -> Problem | None:
        if not self.indicator.unit.startswith("%") or abs(number) <= HIGHEST_PERCENTAGE:
            return None
        said = f"{format_number(canonical_number(number))}{NBSP}% dépasse 1\u202f000{NBSP}%."
        smaller = number / 1000
        if self._too_fine(smaller) is not None:
            return Problem(said)
        repair = format_number(canonical_number(smaller))
        return Problem(f"{said} Voulez-vous dire {repair}{NBSP}%\u202f?", repair)
