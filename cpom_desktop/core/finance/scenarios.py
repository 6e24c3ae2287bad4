"""Scenarios offered at start: the rates of the contract lower, as they are, higher. They are private."""

from __future__ import annotations

from ..model import Model
from ..records import Cell, Value, fields_of
from .records import YearRate

SPREAD = 5_000
"""How far the low and high envelopes lie from the central one, in millionths: 0,50 %, to be changed by the user."""
ENVELOPES = (("basse", "Enveloppe basse", -1), ("centrale", "Enveloppe centrale", 0), ("haute", "Enveloppe haute", 1))


def rate_scenario(model: Model, name: str, spread: int = SPREAD) -> dict[Cell, Value]:
    """The overlay of a scenario: every rate that is a hypothesis, moved by the spread; a notified rate stays.

    Raises KeyError on a name that is not offered, ValueError where a rate would pass the bounds of its field.
    """
    sign = {key: factor for key, _, factor in ENVELOPES}[name]
    low, high = fields_of(YearRate)["rate"].bounds
    cells: dict[Cell, Value] = {}
    for row in model.all(YearRate):
        if row.rate is not None and row.status == "hypothese":
            moved = row.rate + sign * spread
            if not low <= moved <= high:
                raise ValueError(f"rate {moved} of {row.year}")
            cells[row.at("rate")] = moved
    return cells
