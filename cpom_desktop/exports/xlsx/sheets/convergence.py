"""The rows of a linear convergence: its target, its duration, and the step of each year (R.314-39 3° and 4°)."""

from __future__ import annotations

from ....core.finance.pricing_records import Convergence
from ....core.finance.trajectory import TrajectoryYear
from ....core.records import Form
from ..formulas import Formula, Key, calculation
from . import keys
from .section_rows import SectionRows


def write(held: SectionRows) -> None:
    """The rows of a section that converges during the contract."""
    row = held.inputs.convergence
    active = [one for one in held.chain if not one.convergence.idle]
    if row is None or not active:
        return
    first = [held.years[0]]
    held.typed("Convergence\u00a0: première année", first, row, "first_year", Form.INTEGER)
    held.typed("Convergence\u00a0: durée en années", first, row, "years", Form.INTEGER)
    if row.per_place is None:
        held.typed("Convergence\u00a0: cible", first, row, "target", Form.CENTS)
    else:
        held.typed("Convergence\u00a0: cible par place", first, row, "per_place", Form.CENTS)
    held.figures("Convergence\u00a0: pas de l’année", {
        one.year: (keys.step(held.section.id, one.year), one.convergence, _step(held, row, one)) for one in active})


def _step(held: SectionRows, row: Convergence, one: TrajectoryYear) -> Formula:
    """D_i − D_{i−1}, with D_i = (D_0 × k − (D_0 − cible) × i) ÷ k, each of them rounded."""
    start = next(year.year for year in held.chain if year.start is not None)
    by_place = row.per_place is not None
    target = tuple(row.at("per_place" if by_place else "target"))
    read: list[Key] = [keys.line(held.section.id, start, "opening"), target, tuple(row.at("years")),
                       tuple(row.at("first_year"))]
    if by_place:
        read.append(keys.places(held.section.esms, one.year))
    goal = "ROUND({1}*{4},2)" if by_place else "{1}"
    here, before = (f"ROUND(({{0}}*{{2}}-({{0}}-{goal})*({one.year}-{{3}}+{rank}))/{{2}},2)" for rank in (1, 0))
    return calculation(f"ROUND({here}-{before},2)", *read)
