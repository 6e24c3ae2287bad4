"""Figures of the diagnostic partagé: the status of each item, what is settled by theme, disagreements, ratings.

The status of an item is never typed: it follows from what each side said, from the constats that speak of it, and from
what was retained. A side alone is « non renseigné »: a diagnosis is shared by two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .changes import Side
from .diagnosis import STATUSES, Finding, Item, Theme, ThemeRating
from .model import Model
from .negotiation import Position
from .ordering import ordered
from .positions import standing

SETTLED = ("partage", "renonce")
BLOCKING = ("vide", "reserve-og", "reserve-at", "desaccord")
"""Statuses that keep the diagnosis from being validated unless both sides waive (`domain.md` §4.4)."""
WIDE_GAP = 2
"""Ratings of a theme that differ by so much are shown as a point to discuss."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is settled among the items of one theme or of the whole diagnosis."""

    settled: int
    total: int
    by_status: dict[str, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How each side rates a theme, from 1 (fragile) to 5 (solide); None where it has not said."""

    theme: Theme
    manager: int | None
    authority: int | None

    @property
    def wide(self) -> bool:
        """Whether the two ratings are far apart."""
        if self.manager is None or self.authority is None:
            return False
        return abs(self.manager - self.authority) >= WIDE_GAP


def item_status(model: Model, item: Item, today: dt.date | None = None) -> str:
    """One word of `STATUSES`. What both retained settles; then reserves, then disagreement, then what both say."""
    if item.waived:
        return "renonce"
    if item.value is not None:
        return "partage"
    cell = item.at("value")
    manager, authority = (standing(model, cell, side, today) for side in (Side.MANAGER, Side.AUTHORITY))
    said = [one.status for one in model.where(Finding, "item", item.id) if _is_open(one)]
    for status, reserved in (("reserve-og", _reserves(manager)), ("reserve-at", _reserves(authority)),
                             ("desaccord", False)):
        if reserved or status in said:
            return status
    if manager is None or authority is None:
        return "vide"
    return "partage" if manager.value == authority.value is not None else "desaccord"


def progress(model: Model, items: Iterable[Item]) -> Progress:
    """How many of these items are settled, and how many have each status."""
    counts = dict.fromkeys((word for word, _ in STATUSES), 0)
    for item in items:
        counts[item_status(model, item)] += 1
    return Progress(sum(counts[word] for word in SETTLED), sum(counts.values()), counts)


def theme_progress(model: Model, theme: Theme) -> Progress:
    """What is settled in one theme."""
    return progress(model, model.where(Item, "theme", theme.id))


def whole_progress(model: Model) -> Progress:
    """What is settled in the whole diagnosis."""
    return progress(model, model.all(Item))


def theme_status(model: Model, theme: Theme) -> str:
    """The worst status of a theme, for its icon in the list: désaccord, réserve, non renseigné, then partagé."""
    counts = theme_progress(model, theme).by_status
    for finding in model.where(Finding, "theme", theme.id):
        if _is_open(finding):
            counts[finding.status] += 1
    for word in ("desaccord", "reserve-og", "reserve-at", "vide"):
        if counts[word]:
            return word
    return "partage"


def disagreements(model: Model) -> list[Item | Finding]:
    """Désaccords neither settled nor waived, each subject once: the constat where there is one, else the item."""
    findings = [one for one in model.where(Finding, "status", "desaccord") if _is_open(one)]
    covered = {one.item for one in findings if one.item}
    items = [one for one in model.all(Item) if one.id not in covered and item_status(model, one) == "desaccord"]
    return [*findings, *items]


def agreements(model: Model) -> list[Agreement]:
    """The ratings of every theme, in their order: the chart « Accord par thème »."""
    said = {(one.theme, one.side): one.rating for one in model.all(ThemeRating)}
    return [Agreement(theme, said.get((theme.id, Side.MANAGER.value)), said.get((theme.id, Side.AUTHORITY.value)))
            for theme in ordered(model.all(Theme))]


def _is_open(finding: Finding) -> bool:
    """Whether a constat still says what its status says: neither waived by both nor settled in a meeting."""
    return not finding.waived and not finding.settled_in


def _reserves(position: Position | None) -> bool:
    return position is not None and position.status == "reserve"
