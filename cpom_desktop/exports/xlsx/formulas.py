"""Formulas that name the cells they need by key; addresses are known only once every sheet is laid out.

A formula whose needs are not all numbers gives « incomplet », as the figure that it computes does: never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

INCOMPLETE = "incomplet"
Key = tuple[object, ...]
"""Names a cell: the address of a typed value (`records.Cell`), or words: ("trajectory", section, 2027, "base")."""
LONGEST_SUM = 60
"""Cells that one sum names; longer ones go through subtotals, as a formula holds 8 192 characters."""


class Spot(NamedTuple):
    """Where a cell stands, or a block of cells of one column; rows and columns count from 0."""

    sheet: str
    row: int
    column: int
    last_row: int = -1

    @property
    def is_block(self) -> bool:
        return self.last_row >= 0


Where = Callable[[Key], Spot]


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression over cells. `needs` are those without which it is « incomplet ».

    `text` holds {0}, {1}… for the addresses of `keys`; in a sum they are followed by the signed terms.
    """

    text: str = ""
    keys: tuple[Key, ...] = ()
    needs: tuple[Key, ...] = ()
    plus: tuple[Key, ...] = ()
    minus: tuple[Key, ...] = ()

    @property
    def cells(self) -> tuple[Key, ...]:
        """Every cell that it reads."""
        return tuple(dict.fromkeys((*self.keys, *self.needs, *self.plus, *self.minus)))

    def needing(self, *needs: Key) -> Formula:
        """The same, « incomplet » also without these."""
        return replace(self, needs=tuple(dict.fromkeys((*self.needs, *needs))))


def calculation(text: str, *keys: Key) -> Formula:
    """An expression that needs every cell it names."""
    return Formula(text, keys, tuple(dict.fromkeys(keys)))


def signed_sum(terms: Iterable[tuple[Key, int]]) -> Formula:
    """Cells added (+1) and taken off (−1), each of them needed."""
    held = list(terms)
    plus, minus = (tuple(key for key, sign in held if sign == one) for one in (1, -1))
    return Formula(plus=plus, minus=minus, needs=tuple(dict.fromkeys(key for key, _ in held)))


def combined(parts: Iterable[tuple[Formula, int]]) -> Formula:
    """Formulas added (+1) and taken off (−1), as one that needs what each of them needs."""
    text, keys, needs = "", list[Key](), list[Key]()
    for formula, sign in parts:
        own = _as_text(formula)
        shifted = own.text.format(*(f"{{{len(keys) + rank}}}" for rank in range(len(own.keys))))
        text += f"+{shifted}" if sign > 0 else f"-({shifted})"
        keys += own.keys
        needs += own.needs
    return Formula(text.removeprefix("+"), tuple(keys), tuple(dict.fromkeys(needs)))


def _as_text(formula: Formula) -> Formula:
    if formula.text:
        return formula
    count = len(formula.plus)
    added = ",".join(f"{{{rank}}}" for rank in range(count))
    less = ",".join(f"{{{count + rank}}}" for rank in range(len(formula.minus)))
    text = f"SUM({added})" if count > 1 else added
    return Formula(f"{text}-SUM({less})" if less else text, (*formula.plus, *formula.minus), formula.needs)


def rendered(formula: Formula, where: Where, sheet: str) -> str:
    """The formula as a cell of `sheet` holds it, without its equals sign."""
    expression = _expression(formula, where, sheet)
    if not formula.needs:
        return expression
    count = len(formula.needs)
    listed = ",".join(addresses(formula.needs, where, sheet))
    return f'IF(COUNT({listed})<{count},"{INCOMPLETE}",{expression})'


def _expression(formula: Formula, where: Where, sheet: str) -> str:
    if formula.text:
        return formula.text.format(*(address(where(key), sheet) for key in formula.keys))
    plus, minus = addresses(formula.plus, where, sheet), addresses(formula.minus, where, sheet)
    if not minus:
        return _added(plus)
    return f"{_added(plus) if plus else ''}-{_total(minus)}"


def _added(found: Sequence[str]) -> str:
    if len(found) <= 3 and not any(":" in one for one in found):
        return "+".join(found)
    return _total(found)


def _total(found: Sequence[str]) -> str:
    return found[0] if len(found) == 1 and ":" not in found[0] else f"SUM({','.join(found)})"


def address(spot: Spot, sheet: str) -> str:
    """« C5 », « 'Bilan'!C5 » from another sheet, « $C$5:$C$60 » for a block."""
    name = column_name(spot.column)
    text = f"${name}${spot.row + 1}:${name}${spot.last_row + 1}" if spot.is_block else f"{name}{spot.row + 1}"
    return text if spot.sheet == sheet else f"{quoted(spot.sheet)}!{text}"


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def addresses(keys: Iterable[Key], where: Where, sheet: str) -> list[str]:
    """Their addresses, neighbours of one column or of one row joined as a range; a key named twice stands twice."""
    found: list[str] = []
    run: list[Spot] = []
    for spot in map(where, keys):
        if run and not _follows(run, spot):
            found.append(_range(run, sheet))
            run = []
        run.append(spot)
    return found + ([_range(run, sheet)] if run else [])


def _follows(run: Sequence[Spot], spot: Spot) -> bool:
    last = run[-1]
    if spot.sheet != last.sheet or spot.is_block or last.is_block:
        return False
    step = (spot.row - last.row, spot.column - last.column)
    if step not in ((0, 1), (1, 0)):
        return False
    return len(run) < 2 or step == (last.row - run[-2].row, last.column - run[-2].column)


def _range(run: Sequence[Spot], sheet: str) -> str:
    first, last = run[0], run[-1]
    if len(run) == 1:
        return address(first, sheet)
    return f"{address(first, sheet)}:{column_name(last.column)}{last.row + 1}"


def column_name(column: int) -> str:
    """« A », « Z », « AA » from 0, 25, 26."""
    name = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        name, column = chr(65 + letter) + name, column - 1
    return name
