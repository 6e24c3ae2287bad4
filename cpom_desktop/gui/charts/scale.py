"""Where the lines of a chart stand: round ticks, and labels pushed apart in pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence

_ROUND = (1, 2, 2.5, 5, 10, 20, 50)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Three to `most` round values that cover [low, high]; the first and last may stand inside the range."""
    if not math.isfinite(low) or not math.isfinite(high) or high <= low:
        return [low]
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (power * factor for factor in _ROUND):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            break
    return [index * step for index in range(first, last + 1)]


def padded(values: Sequence[float], share: float = 0.12) -> tuple[float, float]:
    """The range of the values with some air above and below; a flat series gets air too."""
    low, high = min(values), max(values)
    air = (high - low) * share or abs(high) * 0.05 or 1.0
    return low - air, high + air


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as close as possible to the wanted ones, at least `gap` apart, in the same order, within the bounds.

    Where the bounds leave no room for all, the lower bound gives way: a label may leave the chart, never its place.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [min(max(wanted[i], low), high) for i in order]
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + gap)
    if placed and placed[-1] > high:
        placed[-1] = high
        for i in range(len(placed) - 2, -1, -1):
            placed[i] = min(placed[i], placed[i + 1] - gap)
    result = [0.0] * len(wanted)
    for place, index in zip(placed, order, strict=True):
        result[index] = place
    return result
