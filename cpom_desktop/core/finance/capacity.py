"""Capacity of a year: the initial one plus the transformations in force, never typed twice (`domain.md` §4.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..contract import Esms, Section, Transformation
from ..model import Model
from ..periods import days_in_year
from ..records import Form
from .figure import Term, Terms


@dataclass(frozen=True, slots=True)
class Capacity:
    """Places on 31 December of a year; None with the missing words where the initial capacity or a date is unknown."""

    places: int | None
    missing: tuple[str, ...] = ()
    terms: Terms = ()


def capacity(model: Model, esms_id: str, year: int) -> Capacity:
    """The capacity of an ESMS at the end of a year. A transformation counts from its effective date, once retained."""
    esms = model.find(Esms, esms_id)
    if esms is None:
        return Capacity(None, ("ESMS de la section",))
    rows = transformations(model, esms_id)
    missing = [] if esms.capacity is not None else [f"capacité initiale de {esms.name or esms.code}"]
    missing.extend(f"date d’effet de {row.code or 'la transformation'}" for row in rows if row.effective is None)
    in_force = [row for row in rows if row.effective is not None and int(row.effective[:4]) <= year]
    terms = (Term("Capacité initiale", esms.capacity, Form.INTEGER, esms.at("capacity")),
             *(Term(row.code or "Transformation", row.places, Form.INTEGER, row.at("places")) for row in in_force))
    if missing or esms.capacity is None:
        return Capacity(None, tuple(missing), terms)
    return Capacity(esms.capacity + sum(row.places or 0 for row in in_force), (), terms)


def transformations(model: Model, esms_id: str) -> list[Transformation]:
    """The retained transformations of an ESMS, whatever section pays for them, in the order of their dates."""
    found = [row for section in model.where(Section, "esms", esms_id)
             for row in model.where(Transformation, "section", section.id) if row.places is not None]
    return sorted(found, key=lambda row: (row.effective or "", row.code, row.id))


def theoretical_units(model: Model, esms_id: str, year: int, units_per_place: int | None = None) -> int | None:
    """Places × opening days of a year (365 or 366), or × `units_per_place` where activity is counted otherwise.

    With a transformation inside the year its places count from their own day; None while a capacity is unknown.
    """
    before, after = capacity(model, esms_id, year - 1), capacity(model, esms_id, year)
    if before.places is None or after.places is None:
        return None
    if units_per_place is not None:
        return after.places * units_per_place
    days = days_in_year(year)
    units = before.places * days
    for row in transformations(model, esms_id):
        if row.effective is not None and int(row.effective[:4]) == year:
            left = days - dt.date.fromisoformat(row.effective).timetuple().tm_yday + 1
            units += (row.places or 0) * left
    return units
