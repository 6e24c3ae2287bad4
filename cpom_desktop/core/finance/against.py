"""What was notified against the contract, and what a position costs over the life of the contract."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract import Section
from ..model import Model
from ..records import Cell, Value
from .books import Books
from .figure import Figure, Part, total
from .grants import Gap, over_years
from .pricing_records import GAP_CAUSES, NEXT_BASES, NotifiedGrant
from .scope import ordered_sections
from .touched import touched
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
    own = {row.year: row for row in section_trajectory(model, section_id, notified=False)}
    current = {row.year: row for row in section_trajectory(model, section_id)}
    found = []
    for row in sorted(model.where(NotifiedGrant, "section", section_id), key=lambda one: one.year):
        if row.cents is None or row.year not in own:
            continue
        foreseen, given = own[row.year], current[row.year]
        gap = total((Part("Notifié", given.grant), Part("Contrat", foreseen.grant, -1)), "Notifié − contrat")
        base_gap = total((Part("Base reprise", given.carried), Part("Base du contrat", foreseen.base, -1)),
                         "Base de l’année suivante − base du contrat")
        found.append(Notification(section_id, row.year, foreseen.grant, given.grant, gap, dict(GAP_CAUSES)[row.cause],
                                  dict(NEXT_BASES)[row.next_base], base_gap, row))
    return found


def cost_of(books: Books, cell: Cell, value: Value) -> Gap:
    """What a value of one cell would add to the dotations, year by year and over the contract (TC-POS-1, TC-POS-2).

    Every section that the cell concerns is counted, in a DGC or not; the reference is the dotation of all sections of
    the DGCs that they belong to, or of themselves. Raises `Refused` where the cell does not exist.
    """
    changed = books.after(books.model.overlaid({cell: value}), [(cell.kind, cell.row)])
    found = touched(books.model, changed.model, [(cell.kind, cell.row)])
    sections = [section for section in ordered_sections(books.model)
                if found.everything or section.id in found.trajectories]
    years: list[tuple[int, Figure]] = []
    for index, row in enumerate(books.trajectory(sections[0].id) if sections else ()):
        parts = [Part(section.code, chain.trajectory(section.id)[index].grant, sign)
                 for section in sections for chain, sign in ((changed, 1), (books, -1))]
        years.append((row.year, total(parts, "Dotation avec la position − dotation sans elle")))
    whole = total((Part(str(year), figure) for year, figure in years), "Somme des années")
    return Gap(tuple(years), whole, _reference(books, sections))


def _reference(books: Books, sections: list[Section]) -> Figure:
    grants = dict.fromkeys(section.dgc for section in sections if section.dgc is not None)
    parts = [Part(key, over_years(books.grant(key))) for key in grants]
    parts += [
        Part(section.code, over_years(books.trajectory(section.id))) for section in sections if section.dgc is None
    ]
    return total(parts, "Dotations du contrat")
