"""Measures of a section in a year: what enters its base, prorated, with its effet année pleine; and its CNR."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from ..records import Form
from .figure import NOTHING, Figure, Term, Terms, unknown
from .inputs import Inputs
from .records import Measure
from .rounding import part_of_year, rounded

PERMANENT = ("rebasage", "nouvelle", "economie", "transfert")
"""The natures that enter the base; a CNR never does."""
_NONE: dict[str, list[Measure]] = {}


class Counted(NamedTuple):
    """What a measure adds in a year; `cents` is None with a word where it cannot be known."""

    measure: Measure
    cents: int | None
    label: str
    factor: int = 1


def counted(measure: Measure, year: int, by_days: bool, factor: int = 1) -> Counted | None:
    """What a permanent measure adds to the base of a year, or None when it adds nothing.

    Opened inside its year, it adds its prorata (the opening day counts), and the complement the year after:
    the effet année pleine. TC-MN-1 in months, TC-MN-2 in days.
    """
    if measure.cents is None or not measure.year <= year <= measure.year + 1:
        return None
    label = measure.label or measure.code or "mesure"
    if measure.opening is None:
        return Counted(measure, measure.cents, label, factor) if year == measure.year else None
    opening = dt.date.fromisoformat(measure.opening)
    if opening.year != measure.year:
        return Counted(
            measure, None, f"date d’ouverture de «\u00a0{label}\u00a0» hors de l’année {measure.year}", factor
        )
    part = part_of_year(opening, by_days)
    first = rounded(part * measure.cents)
    if year == measure.year:
        return Counted(measure, first, label if part == 1 else f"{label}, du {opening:%d/%m/%Y}", factor)
    return None if part == 1 else Counted(measure, measure.cents - first, f"{label}, effet année pleine", factor)


def permanent(inputs: Inputs, year: int, nature: str) -> Figure:
    """The permanent measures of one nature that enter the base of a year; transfers count on both sides."""
    rows = inputs.measures.get(year, _NONE).get(nature, ())
    given = inputs.given.get(year, ()) if nature == "transfert" else ()
    if not rows and not given:
        return NOTHING
    held = [c for m in rows if (c := counted(m, year, inputs.by_days))]
    if nature != "transfert":
        return added(held)
    orphans = tuple(
        f"section d’origine du transfert «\u00a0{c.label}\u00a0»" for c in held if c.measure.from_section is None
    )
    if orphans:
        return unknown(*orphans)
    return added(held + [c for m in given if (c := counted(m, year, inputs.by_days, -1))])


def one_off(inputs: Inputs, year: int) -> Figure:
    """The CNR of a year: they are in its dotation and never in the next base (TC-CNR-1)."""
    if not (rows := inputs.measures.get(year, _NONE).get("cnr")):
        return NOTHING
    held = [Counted(m, m.cents, m.label or m.code or "CNR") for m in rows if m.year == year and m.cents is not None]
    return added(held, "Crédits de l’année, hors de la base") if held else NOTHING


def permanent_of_group(inputs: Inputs, year: int, group: str) -> Figure:
    """The permanent measures that name a group of charges, for a fixed formula that indexes it."""
    rows = (m for nature in PERMANENT for m in inputs.measures.get(year, _NONE).get(nature, ()) if m.group == group)
    return added(c for m in rows if (c := counted(m, year, inputs.by_days)))


def added(held: Iterable[Counted], rule: str = "Somme des mesures") -> Figure:
    """The sum of counted measures, each one a term that leads to its amount."""
    rows = list(held)
    if not rows:
        return NOTHING
    cents, missing = 0, list[str]()
    for _, own, label, factor in rows:
        if own is None:
            missing.append(label)
        else:
            cents += factor * own
    return Figure(None if missing else cents, tuple(missing), rule, "", partial(_terms, rows))


def _terms(rows: Iterable[Counted]) -> Terms:
    return tuple(Term(c.label, c.cents, Form.CENTS, c.measure.at("cents"), c.factor) for c in rows)
