"""The order of rows that people arrange: fractional keys in base 62, so that moving one row writes one cell.

A key is a fraction without its « 0, »: '8' lies between '7z' and '80…'. Rows are ordered by key, then by id; two rows
put at one place on two laptops therefore stand side by side, in the same order in both copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

from .records import Cell, Record, Value

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LONGEST = 24
"""A key that would grow beyond this has the whole list renumbered, in the same lot."""
POSITION = "position"
_BASE = len(DIGITS)
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}

R = TypeVar("R", bound=Record)


def ordered(rows: Iterable[R]) -> list[R]:
    """The rows in the order that people gave them."""
    return sorted(rows, key=lambda row: (key_of(row), row.id))


def key_of(row: Record) -> str:
    """The key of a row; '' for one that nobody has placed yet, which comes first."""
    return cast(str, getattr(row, POSITION))


def is_key(text: str) -> bool:
    """Whether a text is a key that others can stand before and after."""
    return bool(text) and set(text) <= _VALUE.keys() and not text.endswith(DIGITS[0])


def spread(count: int) -> list[str]:
    """`count` keys at even distance, with room between, before and after them."""
    width = 1
    while _BASE**width < 4 * (count + 1):
        width += 1
    step = _BASE**width // (count + 1)
    return [_written(step * place, width) for place in range(1, count + 1)]


def between(low: str, high: str) -> str:
    """A key after `low` and before `high`; '' stands for the beginning or the end of the list.

    Raises ValueError where there is no room: equal or crossed keys, or a text that is no key.
    """
    if (low and not is_key(low)) or (high and not is_key(high)) or (low and high and low >= high):
        raise ValueError(f"no key between {low!r} and {high!r}")
    if not low and not high:
        return DIGITS[_BASE // 2]
    return _between(low, high)


def place(rows: Sequence[Record], index: int) -> tuple[str, dict[Cell, Value]]:
    """The key of a new row before `rows[index]` (the rows in their order), and the cells of the others to rewrite.

    There are cells to rewrite only when no key fits or it would be too long: everything is then renumbered at once.
    """
    try:
        key = between(key_of(rows[index - 1]) if index else "", key_of(rows[index]) if index < len(rows) else "")
        if len(key) <= LONGEST and all(is_key(key_of(row)) for row in rows):
            return key, {}
    except ValueError:
        pass  # Two rows were put at one place, or were never placed: only new keys for all make room.
    keys = spread(len(rows) + 1)
    new = keys.pop(index)
    return new, {row.at(POSITION): key for row, key in zip(rows, keys, strict=True)}


def move(rows: Sequence[Record], row: str, index: int) -> dict[Cell, Value]:
    """The cells to write so that a row comes to stand at `index` among the others; one cell, nearly always."""
    moved = next(one for one in rows if one.id == row)
    others = [one for one in rows if one.id != row]
    if rows.index(moved) == index:
        return {}
    key, cells = place(others, index)
    return {moved.at(POSITION): key, **cells}


def _between(low: str, high: str) -> str:
    """Follow both keys digit by digit until a digit fits between them."""
    key, bounded = "", bool(high)
    for rank in range(max(len(low), len(high)) + 2):
        first = _VALUE[low[rank]] if rank < len(low) else 0
        last = _VALUE[high[rank]] if bounded else _BASE
        if last - first > 1:
            return key + DIGITS[_step(first, last, low, high)]
        key += DIGITS[first]
        # Once a digit is smaller than that of `high`, whatever follows lies before `high`.
        bounded = bounded and last == first
    raise ValueError(f"no key between {low!r} and {high!r}")


def _step(first: int, last: int, low: str, high: str) -> int:
    """At an end of the list one step is enough, so that 61 rows can follow one another; inside it, the middle."""
    if not high:
        return first + 1
    return (first + last) // 2 if low else last - 1


def _written(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, _BASE)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits)).rstrip(DIGITS[0])
