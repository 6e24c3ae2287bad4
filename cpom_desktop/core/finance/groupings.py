"""The ways to sum up sections: each for itself, by ESMS, by DGC, or the whole perimeter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..contract import Esms, Grant, Section
from ..model import Model
from .grants import members
from .scope import esms_name, ordered_sections, section_name

SECTION, ESMS, DGC, WHOLE = "section", "esms", "dgc", "ensemble"
GROUPINGS = ((SECTION, "Par section"), (ESMS, "Par ESMS"), (DGC, "Par DGC"), (WHOLE, "Ensemble"))
OUTSIDE, EVERYTHING = "/hors-dgc", "/ensemble"
"""Keys of the groups that are no record; an id never holds a slash."""


class Group(NamedTuple):
    """Some sections under one name. `key` is the id of the section, ESMS or DGC, or one of the keys above."""

    key: str
    name: str
    sections: tuple[Section, ...]


def groups(model: Model, grouping: str) -> list[Group]:
    """The groups of a grouping, in the order of the perimeter; each section stands in one group exactly.

    Raises KeyError for a grouping that is not one of `GROUPINGS`.
    """
    return {SECTION: _each, ESMS: _by_esms, DGC: _by_grant, WHOLE: _whole}[grouping](model)


def _each(model: Model) -> list[Group]:
    return [Group(one.id, section_name(model, one), (one,)) for one in ordered_sections(model)]


def _by_esms(model: Model) -> list[Group]:
    held: dict[str, list[Section]] = {}
    for section in ordered_sections(model):
        held.setdefault(section.esms if model.find(Esms, section.esms) is not None else section.id, []).append(section)
    return [Group(key, esms_name(model, found[0]), tuple(found)) for key, found in held.items()]


def _by_grant(model: Model) -> list[Group]:
    """Every DGC, then what belongs to none: subsidised devices, sections priced apart."""
    grants = sorted(model.all(Grant), key=lambda one: (one.order, one.name, one.id))
    found = [Group(one.id, one.name or "DGC", tuple(members(model, one.id))) for one in grants]
    taken = {section.id for group in found for section in group.sections}
    rest = tuple(section for section in ordered_sections(model) if section.id not in taken)
    return [group for group in found if group.sections] + ([Group(OUTSIDE, "Hors DGC", rest)] if rest else [])


def _whole(model: Model) -> list[Group]:
    sections: Sequence[Section] = ordered_sections(model)
    return [Group(EVERYTHING, "Ensemble du périmètre", tuple(sections))] if sections else []
