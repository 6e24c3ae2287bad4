"""The rows of a fixed formula by groups of charges: G1 × (1 + i1) + G2 × (1 + i2) + G3 × (1 + i3) − recettes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....core.finance.figure import Figure
from ....core.finance.measures import permanent_of_group
from ....core.finance.modalities import Groups, by_formula, first_groups, receipts_of
from ....core.finance.records import CHARGES
from ....core.finance.trajectory import TrajectoryYear
from ....core.records import Form
from ..formulas import Formula, Key, calculation, signed_sum
from ..source import same_as, sum_of, sum_of_terms
from . import keys
from .section_rows import SectionRows

OUTSIDE = "hors"
NAMES = {"c1": "Groupe I", "c2": "Groupe II", "c3": "Groupe III", OUTSIDE: "Hors groupes, non indexé"}
LINES = ("rebasing", "new_measures", "savings", "transfers", "convergence")


@dataclass(frozen=True)
class _Year:
    """A year of the formula: where its groups start from, what they become."""

    row: TrajectoryYear
    is_first: bool
    receipts: Figure
    start: Groups
    grown: Groups
    indexed: Figure


def write(held: SectionRows) -> None:
    """The rows of a section that follows such a formula."""
    formula = held.inputs.formula
    years = _years(held)
    if not years or formula is None or formula.shape != "groupes":
        return
    active = [one.row.year for one in years]
    for group in CHARGES:
        held.typed(f"{NAMES[group]}\u00a0: indice", active, dict(held.inputs.indices), f"rate_{group}", Form.RATE)
    _receipts(held, years)
    for rank, group in enumerate((*CHARGES, OUTSIDE)):
        _starts(held, years, rank, group)
        held.figures(f"{NAMES[group]}\u00a0: indexé", {
            one.row.year: (_key(held, one, group, "grown"), one.grown[rank], _grown(held, one, group))
            for one in years})
    held.figures("Base actualisée\u00a0: groupes indexés − recettes", {
        one.row.year: (keys.indexed(held.section.id, one.row.year), one.indexed, _indexed(held, one)) for one in years})
    for rank, group in enumerate((*CHARGES, OUTSIDE)):
        held.figures(f"{NAMES[group]}\u00a0: avec les mesures", {
            one.row.year: (_key(held, one, group, "after"), one.row.groups[rank], _after(held, one, group))
            for one in years if one.row.groups is not None})


def _years(held: SectionRows) -> list[_Year]:
    found = []
    for index, row in enumerate(held.chain):
        if row.modality != "formule" or held.inputs.formula is None or held.inputs.formula.shape != "groupes":
            continue
        before = held.chain[index - 1].groups if index else None
        receipts = receipts_of(held.inputs, row.year)
        start = before or first_groups(held.inputs, row.opening, receipts)
        priced = by_formula(held.inputs, row.year, row.opening, before)
        assert priced.groups is not None and priced.indexed is not None, "a formula by groups gives both"
        found.append(_Year(row, before is None, receipts, start, priced.groups, priced.indexed))
    return found


def _key(held: SectionRows, one: _Year, group: str, stage: str) -> Key:
    return ("group", held.section.id, one.row.year, group, stage)


def _receipts(held: SectionRows, years: Sequence[_Year]) -> None:
    """The receipts typed for a year stay until others are: those of an earlier year are read from it."""
    indices, section = held.inputs.indices, held.section.id
    shown = {one.row.year for one in years}
    read = {_typed_year(held, one) for one in years} - {None}
    for year in sorted(year for year in read if year is not None and year not in shown):
        held.typed(f"Recettes en atténuation {year}", held.years[:1], indices[year], "receipts", Form.CENTS,
                   lambda _, year=year: ("receipts", section, year))  # type: ignore[misc]
    own = [one.row.year for one in years if _typed_year(held, one) in (None, one.row.year)]
    if own:
        held.typed("Recettes en atténuation", own, dict(indices), "receipts", Form.CENTS,
                   lambda year: ("receipts", section, year))
    kept = {one.row.year: (("receipts", section, one.row.year), one.receipts,
                           same_as(("receipts", section, _typed_year(held, one))))
            for one in years if one.row.year not in own}
    if kept:
        held.figures("Recettes en atténuation, inchangées", kept)


def _typed_year(held: SectionRows, one: _Year) -> int | None:
    """The last year whose receipts were typed, up to this one."""
    typed = (year for year, row in held.inputs.indices.items() if year <= one.row.year and row.receipts is not None)
    return max(typed, default=None)


def _starts(held: SectionRows, years: Sequence[_Year], rank: int, group: str) -> None:
    """The groups of the base, then those of the year before with its measures."""
    untyped = [one.row.year for one in years if one.is_first and group != OUTSIDE and not one.start[rank].terms]
    label = f"{NAMES[group]}\u00a0: de départ"
    section = held.section.id
    if untyped:
        held.typed(label, untyped, {}, group, Form.CENTS, lambda year: ("group", section, year, group, "start"))
    rest = {one.row.year: (_key(held, one, group, "start"), one.start[rank], _start(held, one, rank, group))
            for one in years if one.row.year not in untyped}
    if rest:
        held.figures(label, rest)


def _start(held: SectionRows, one: _Year, rank: int, group: str) -> Formula | None:
    if not one.is_first:
        return same_as(("group", held.section.id, one.row.year - 1, group, "after"))
    if group != OUTSIDE:
        return sum_of_terms(one.start[rank])
    opening: Key = keys.line(held.section.id, one.row.year, "opening")
    receipts: Key = ("receipts", held.section.id, one.row.year)
    return signed_sum([(opening, 1), *((_key(held, one, key, "start"), -1) for key in CHARGES), (receipts, 1)])


def _grown(held: SectionRows, one: _Year, group: str) -> Formula:
    start = _key(held, one, group, "start")
    if group == OUTSIDE:
        return same_as(start)
    row = held.inputs.indices.get(one.row.year)
    return calculation("ROUND({0}*(1+{1}),2)", start, held.cell(row, f"rate_{group}", one.row.year))


def _indexed(held: SectionRows, one: _Year) -> Formula | None:
    parts = [(_key(held, one, group, "grown"), one.grown[rank], 1) for rank, group in enumerate((*CHARGES, OUTSIDE))]
    return sum_of([*parts, (("receipts", held.section.id, one.row.year), one.receipts, -1)])


def _after(held: SectionRows, one: _Year, group: str) -> Formula | None:
    """A measure grows with the group that it names; the others, and what an arrêté changed, are not indexed."""
    section, row = held.section.id, one.row
    grown = one.grown[(*CHARGES, OUTSIDE).index(group)]
    named = {key: permanent_of_group(held.inputs, row.year, key) for key in CHARGES}
    effects = {key: [(keys.effect(term.cell.row, row.year), term.factor) for term in figure.terms if term.cell]
               for key, figure in named.items()}
    signed: list[tuple[Key, int]] = [] if grown.idle else [(_key(held, one, group, "grown"), 1)]
    if group != OUTSIDE:
        return signed_sum([*signed, *effects[group]])
    signed += [(keys.line(section, row.year, line), 1) for line in LINES if not getattr(row, line).idle]
    signed += [(key, -sign) for held_effects in effects.values() for key, sign in held_effects]
    if row.status == "arrete":
        signed += [(keys.line(section, row.year, "carried"), 1), (keys.line(section, row.year, "own_base"), -1)]
    return signed_sum(signed) if signed else Formula("SUM({0})", (_key(held, one, group, "grown"),))
