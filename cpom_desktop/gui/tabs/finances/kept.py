"""The rows of each section, kept until what they show changes: a keystroke builds those of one section again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import is_

from ....core.overlay import View
from ...grid import Row
from .cells import Reading


@dataclass(frozen=True, slots=True)
class _Kept:
    """The row of a section, which holds the others inside, and what they were made from."""

    sources: Sequence[object]
    about: tuple[object, ...]
    row: Row


class KeptRows:
    """Kept by section. A figure is the same object as long as no value and no position that it counts has changed."""

    def __init__(self) -> None:
        self._held: dict[str, _Kept] = {}

    def row(
        self,
        section: str,
        says: object,
        sources: Sequence[object],
        reading: Reading,
        view: View,
        make: Callable[[], Row],
    ) -> Row:
        """The row of a section, made again if a figure, what it says, the view, the conflicts or the day differ.

        What it says besides figures, its name above all, is compared by value; the sources by being the same objects.
        """
        about = (says, view, reading.conflicts, reading.today)
        held = self._held.get(section)
        if held is None or held.about != about or not _same(held.sources, sources):
            held = self._held[section] = _Kept(sources, about, make())
        return held.row


def _same(one: Sequence[object], other: Sequence[object]) -> bool:
    return len(one) == len(other) and all(map(is_, one, other))
