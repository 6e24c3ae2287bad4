"""What the chart of an indicator is given."""

from __future__ import annotations

from dataclasses import dataclass

from ..theme import Party
from .series import INK, Format, Point, Series


@dataclass(frozen=True, slots=True)
class IndicatorCurve:
    """What the chart shows. `wishes` are the targets that a side asks for; `tolerance` is in the indicator’s unit."""

    years: tuple[int, ...]
    actuals: tuple[Point, ...]
    targets: tuple[Point, ...]
    wishes: tuple[tuple[Party, tuple[Point, ...]], ...]
    baseline: float | None
    contract_year: int
    tolerance: float | None
    shown_as: Format
    axis: Format | None = None
    tolerance_words: str = ""

    @property
    def series(self) -> tuple[Series, ...]:
        """The curves in the order of painting, the accord last."""
        measured = Series("Réalisé", self.actuals, INK)
        wishes = tuple(Series.of_party(party, points, hollow=True) for party, points in self.wishes)
        return (measured, *wishes, Series.of_party(Party.ACCORD, self.targets))

    @property
    def outside(self) -> tuple[Point, ...]:
        """The measured points that stand outside the band of their year’s target."""
        aims = dict(self.targets)
        if self.tolerance is None:
            return ()
        return tuple((x, y) for x, y in self.actuals if x in aims and abs(y - aims[x]) > self.tolerance + 1e-9)
