"""Where the arrows go, as in a spreadsheet; numbers only, so that it can be tested without a window."""

from __future__ import annotations

from collections.abc import Callable

Area = tuple[int, int, int, int]
"""A rectangle of cells: top, left, height, width."""


def jump(filled: Callable[[int], bool], at: int, last: int, step: int) -> int:
    """Ctrl+arrow: to the end of the filled run, or to the next filled cell, or to the edge of the table."""
    edge = last if step > 0 else 0
    if at == edge:
        return at
    following = at + step
    if filled(at) and filled(following):
        while following != edge and filled(following + step):
            following += step
        return following
    while following != edge and not filled(following):
        following += step
    return following
