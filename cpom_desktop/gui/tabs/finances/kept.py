"""The rows of each section, kept until what they show changes: a keystroke builds those of one section again.

Those of figures that are kept themselves (`Books`) are known by them; the others by all that they read of the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import is_
from typing import Generic, TypeVar

from ....core.contract import Section
from ....core.overlay import View
from ....core.traced import Traced
from ...grid import Row
from .cells import Reading

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept:
    """The row of a section, which holds the others inside, and what they were made from."""

    sources: Sequence[object]
    says: object
    row: Row


class KeptRows:
    """Kept by section. A figure is the same object as long as no value and no position that it counts has changed."""

    def __init__(self) -> None:
        self._held: dict[str, _Kept] = {}
        self._about: tuple[object, ...] = ()

    def row(
        self,
        section: str,
        says: object,
        sources: Sequence[object],
        reading: Reading,
        view: View,
        make: Callable[[], Row],
        all_say: object = None,
    ) -> Row:
        """The row of a section, made again if a figure, what it says, the view, the conflicts or the day differ.

        What it says besides figures, its name above all, is compared by value; the sources by being the same objects.
        """
        self._look(reading, view, all_say)
        held = self._held.get(section)
        if held is None or held.says != says or not _same(held.sources, sources):
            held = self._held[section] = _Kept(sources, says, make())
        return held.row

    def rows(
        self,
        sections: Sequence[tuple[Section, str]],
        sources: Iterable[Sequence[object]],
        reading: Reading,
        view: View,
        make: Callable[[Section, str], Row],
        says: object = None,
    ) -> list[Row]:
        """The rows of all the sections, each with its name and its sources: hundreds at each keystroke, in one loop.

        `says` is what all of them say besides.
        """
        self._look(reading, view, says)
        kept = self._held
        return [
            held.row
            if (held := kept.get(section.id)) is not None and held.sources is source and held.says == name
            else self.row(section.id, name, source, reading, view, partial(make, section, name), says)
            for (section, name), source in zip(sections, sources, strict=True)
        ]

    def _look(self, reading: Reading, view: View, says: object) -> None:
        """Forget every row where they are looked at otherwise than before."""
        about = (view, reading.conflicts, reading.today, says)
        if about != self._about:
            self._about, self._held = about, {}


@dataclass(frozen=True, slots=True)
class _Read(Generic[T]):
    """What was made, what it says besides, the figures it took elsewhere, and the models that it reads."""

    about: tuple[object, ...]
    sources: Sequence[object]
    shown: Traced
    retained: Traced
    made: T


class KeptReads(Generic[T]):
    """Kept by a key, and made again when one of the rows of the contract that it has read so far differs."""

    def __init__(self) -> None:
        self._held: dict[str, _Read[T]] = {}

    def get(self, key: str, says: object, reading: Reading, make: Callable[[Reading], T],
            sources: Sequence[object] = ()) -> T:
        """What `make` gives of the reading. It reads that one alone: all else is in `says`, compared by value, or in
        `sources`, compared by being the same objects.
        """
        about = (says, reading.conflicts, reading.today)
        held = self._held.get(key)
        if (held is None or held.about != about or not _same(held.sources, sources)
                or not held.shown.still_says(reading.shown) or not held.retained.still_says(reading.retained)):
            shown, retained = Traced(reading.shown), Traced(reading.retained)
            made = make(replace(reading, shown=shown, retained=retained))
            held = self._held[key] = _Read(about, sources, shown, retained, made)
        # Rows that it makes later, when its group is opened, read the contract as it stands then.
        held.shown.follow(reading.shown)
        held.retained.follow(reading.retained)
        return held.made


def _same(one: Sequence[object], other: Sequence[object]) -> bool:
    return one is other or (len(one) == len(other) and all(map(is_, one, other)))
