"""A sum that one of its terms can leave or join without adding the others again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from .figure import NOTHING, Figure, Terms, unique


@dataclass(slots=True)
class Tally:
    """The known part of a sum of figures, how many have an effect, and the words of those that are unknown."""

    cents: int = 0
    active: int = 0
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def copy(self) -> Tally:
        return Tally(self.cents, self.active, dict(self.missing) if self.missing else {})

    def add(self, key: str, figure: Figure) -> None:
        """Let the figure of a section in."""
        if figure.cents is None:
            self.missing[key] = figure.missing
        else:
            self.cents += figure.cents
        self.active += not figure.idle

    def add_all(self, keys: Sequence[str], figures: Iterable[Figure]) -> None:
        """Let the figures of as many sections in: `add` of each, written out for the thousands of a large contract."""
        cents = active = 0
        for key, figure in zip(keys, figures, strict=True):
            if figure is NOTHING:
                continue
            own, _, _, _, source = figure
            if own is None:
                self.missing[key] = figure.missing
                active += 1
            elif own or source:
                cents += own
                active += 1
        self.cents += cents
        self.active += active

    def remove(self, key: str, figure: Figure) -> None:
        """Let the figure of a section out, as it was let in."""
        if figure.cents is None:
            del self.missing[key]
        else:
            self.cents -= figure.cents
        self.active -= not figure.idle

    def figure(self, order: Sequence[str], rule: str, article: str, terms: Callable[[], Terms]) -> Figure:
        """The sum as `figure.total` would give it, the unknown ones in the order of the perimeter."""
        missing = unique(word for key in order for word in self.missing.get(key, ())) if self.missing else ()
        return Figure(None if self.missing else self.cents, missing, rule, article, terms if self.active else ())
