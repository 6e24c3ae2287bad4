"""The names of the computed cells that sheets read from one another."""

from __future__ import annotations

from ..formulas import Key


def effect(measure_id: str, year: int) -> Key:
    """What a measure adds in a year."""
    return ("effect", measure_id, year)


def places(esms_id: str, year: int) -> Key:
    """The capacity of an ESMS at the end of a year."""
    return ("capacity", esms_id, year)


def whole(section_id: str, year: int) -> Key:
    """The dotation of a year typed as signed or notified, or what its ceilings give."""
    return ("whole", section_id, year)


def notified(section_id: str, year: int, field: str) -> Key:
    """What an arrêté gave: « cents » or « base »."""
    return ("notified", section_id, year, field)


def indexed(section_id: str, year: int) -> Key:
    """The base that a formula gives, before measures."""
    return ("indexed", section_id, year)


def step(section_id: str, year: int) -> Key:
    """What a convergence adds to the base of a year."""
    return ("convergence", section_id, year)


def line(section_id: str, year: int, name: str) -> Key:
    """A line of the trajectory of a section: those of `LINES`, « rate », « own_base », « own_grant », « carried »."""
    return ("trajectory", section_id, year, name)


def column(name: str) -> Key:
    """A whole column of the sheet « Trajectoire », for sums on conditions."""
    return ("column", name)


def grant(dgc_id: str, year: int, name: str) -> Key:
    """A line of a DGC in a year."""
    return ("grant", dgc_id, year, name)


def budget(section_id: str, year: int, status: str, name: str) -> Key:
    """A group or a total of the budget of a section; '' is the perimeter."""
    return ("budget", section_id, year, status, name)
