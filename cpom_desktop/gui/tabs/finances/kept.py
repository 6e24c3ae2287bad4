"""The rows of each section, kept until what they show changes: a keystroke builds those of one section again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ....core.finance.books import Chain
from ....core.overlay import View
from ...grid import Row
from .cells import Reading


@dataclass(frozen=True, slots=True)
class _Kept:
    """The rows of a section and what they were made from."""

    chain: Chain
    about: tuple[object, ...]
    rows: list[Row]


class KeptRows:
    """Kept by section. A chain is the same object as long as no value and no position of its section has changed."""

    def __init__(self) -> None:
        self._held: dict[str, _Kept] = {}

    def rows(
        self, section: str, name: str, chain: Chain, reading: Reading, view: View, make: Callable[[], list[Row]]
    ) -> list[Row]:
        """The rows of a section, made again if its chain, name, view, conflicts or the day differ."""
        about = (name, view, reading.conflicts, reading.today)
        held = self._held.get(section)
        if held is None or held.chain is not chain or held.about != about:
            held = self._held[section] = _Kept(chain, about, make())
        return held.rows
