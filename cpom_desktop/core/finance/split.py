"""Who may belong to a DGC, and how its amount is split between its sections (R.314-43-1, ARR19 annexe II)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..contract import Authority, Esms, Section
from ..model import Model
from ..problems import Problem
from .figure import Figure, Part, total, typed, unknown
from .grant_records import NotifiedDgc, SplitDecision, SplitMove
from .grants import members
from .pricing_records import NotifiedGrant
from .rounding import shares
from .scope import is_subsidised, rule_of, section_name
from .trajectory import section_trajectory


@dataclass(frozen=True, slots=True)
class Split:
    """The répartition of a DGC in a year: what each section has, and whether moves wait for an approval.

    `this_year_only` holds where a member is priced under 4°: a redeployment is then valid for the year alone.
    """

    year: int
    parts: Mapping[str, Figure]
    whole: Figure
    pending: bool
    this_year_only: bool


def membership_problem(model: Model, section: Section, dgc_id: str) -> Problem | None:
    """Why a section may not join a DGC, or None (TC-DGC-4). Its present members decide what it must share with them."""
    name = section_name(model, section)
    if is_subsidised(model, section):
        return Problem(
            f"{name} est un dispositif subventionné\u00a0: il reste hors de la DGC, "
            "sa subvention suit un avenant annuel (arrêté CHRS de 2019, article 5)."
        )
    others = [s for s in members(model, dgc_id) if s.id != section.id and not is_subsidised(model, s)]
    return next((problem for other in others if (problem := _difference(model, section, other))), None)


def misfits(model: Model, dgc_id: str) -> list[tuple[Section, Problem]]:
    """The members that do not fit: subsidised devices, and those that differ from the first member (check G3)."""
    first, found = None, list[tuple[Section, Problem]]()
    for section in members(model, dgc_id):
        if is_subsidised(model, section):
            problem = membership_problem(model, section, dgc_id)
        else:
            problem, first = (None, section) if first is None else (_difference(model, section, first), first)
        if problem is not None:
            found.append((section, problem))
    return found


def _difference(model: Model, section: Section, other: Section) -> Problem | None:
    name, beside = section_name(model, section), section_name(model, other)
    if _holder(model, section) != _holder(model, other):
        return Problem(f"{name} et {beside} ne relèvent pas de la même personne morale (R. 314-43-1).")
    if _authority(model, section) != _authority(model, other):
        return Problem(f"{name} et {beside} n’ont pas la même autorité de tarification (R. 314-43-1).")
    if (section.envelope, section.programme) != (other.envelope, other.programme):
        return Problem(f"{name} et {beside} ne relèvent pas de la même dotation limitative (R. 314-43-1).")
    return None


def _holder(model: Model, section: Section) -> str:
    esms = model.find(Esms, section.esms)
    return esms.holder if esms is not None else ""


def _authority(model: Model, section: Section) -> str:
    found = model.find(Authority, section.authority or "")
    return found.id if found is not None else section.other_authority


def split(model: Model, dgc_id: str, year: int) -> Split:
    """The dotations of the year, moved by its décisions modificatives; the sum never changes (TC-DGC-2)."""
    held = members(model, dgc_id)
    decisions = [d for d in model.where(SplitDecision, "dgc", dgc_id) if d.year == year and d.approval != "refusee"]
    moves = [move for d in decisions for move in model.where(SplitMove, "decision", d.id) if move.cents is not None]
    parts = {section.id: _moved(section, _grant(model, section, year), moves) for section in held}
    rules = [rule_of(model, section.id, year) for section in held]
    whole = total((Part(section_name(model, s), parts[s.id]) for s in held), "Somme des sections", "R. 314-43-1")
    return Split(year, parts, whole, any(d.approval == "a-approuver" for d in decisions),
                 any(rule is not None and rule.modality == "equation" for rule in rules))


def _grant(model: Model, section: Section, year: int) -> Figure:
    found = next((row for row in section_trajectory(model, section.id) if row.year == year), None)
    return found.grant if found is not None else unknown(f"dotation {year} de {section_name(model, section)}")


def _moved(section: Section, grant: Figure, moves: list[SplitMove]) -> Figure:
    parts = [Part("Dotation", grant)]
    for move in moves:
        sign = (move.to_section == section.id) - (move.from_section == section.id)
        if sign:
            parts.append(Part("Décision modificative", typed(move.cents, "virement", move.at("cents")), sign))
    return total(parts, "Dotation ± virements", "R. 314-43-1") if len(parts) > 1 else grant


def move_problem(model: Model, move: SplitMove) -> Problem | None:
    """What a virement cannot be: from a section to itself, or out of its DGC."""
    decision = model.find(SplitDecision, move.decision)
    inside = {s.id for s in members(model, decision.dgc)} if decision is not None else set()
    if move.from_section == move.to_section:
        return Problem("Un virement va d’une section à une autre.")
    if not {move.from_section, move.to_section} <= inside:
        return Problem("Un virement reste entre les sections de sa DGC (R. 314-43-1).")
    return None


def proposed_split(model: Model, dgc_id: str, year: int, cents: int) -> dict[str, int] | None:
    """A notified DGC shared between its sections in proportion to the contract’s dotations, by largest remainder.

    None while a dotation is unknown or negative, or none is above 0.
    """
    held = members(model, dgc_id)
    grants = [_grant(model, section, year).cents for section in held]
    weights = [grant for grant in grants if grant is not None and grant >= 0]
    if len(weights) != len(held) or not any(weights):
        return None
    return dict(zip((section.id for section in held), shares(cents, weights), strict=True))


def notified_gap(model: Model, row: NotifiedDgc) -> Figure:
    """Arrêté − the dotations notified to its sections; 0 is what R.314-43-1 asks (check G3)."""
    parts = [Part("Montant de l’arrêté", typed(row.cents, f"montant de l’arrêté {row.year}", row.at("cents")))]
    for section in members(model, row.dgc):
        found = next((n for n in model.where(NotifiedGrant, "section", section.id) if n.year == row.year), None)
        words = f"dotation notifiée {row.year} de {section_name(model, section)}"
        figure = unknown(words) if found is None else typed(found.cents, words, found.at("cents"))
        parts.append(Part(section_name(model, section), figure, -1))
    return total(parts, "Arrêté − répartition", "R. 314-43-1")
