"""What was notified by the authority, against what the contract foresees."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Model
from .figure import Figure, Part, total
from .pricing_records import GAP_CAUSES, NEXT_BASES, NotifiedGrant
from .trajectory import section_trajectory


@dataclass(frozen=True, slots=True)
class Notification:
    """One arrêté beside the contract: its gap, the cause, and what it does to the next base."""

    section: str
    year: int
    contract: Figure
    notified: Figure
    gap: Figure
    cause: str
    next_base: str
    base_gap: Figure
    row: NotifiedGrant


def notifications(model: Model, section_id: str) -> list[Notification]:
    """Each notified year of a section against the contract’s own chain, which no arrêté moves."""
    known = [row for row in model.where(NotifiedGrant, "section", section_id) if row.cents is not None]
    if not known:
        return []
    own = {row.year: row for row in section_trajectory(model, section_id, notified=False)}
    current = {row.year: row for row in section_trajectory(model, section_id)}
    found = []
    for row in sorted(known, key=lambda one: one.year):
        if row.year not in own:
            continue
        foreseen, given = own[row.year], current[row.year]
        gap = total((Part("Notifié", given.grant), Part("Contrat", foreseen.grant, -1)), "Notifié − contrat")
        base_gap = total((Part("Base reprise", given.carried), Part("Base du contrat", foreseen.base, -1)),
                         "Base de l’année suivante − base du contrat")
        found.append(Notification(section_id, row.year, foreseen.grant, given.grant, gap, dict(GAP_CAUSES)[row.cause],
                                  dict(NEXT_BASES)[row.next_base], base_gap, row))
    return found
