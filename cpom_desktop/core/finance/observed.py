"""What a valeur de référence is compared with: the figure of the contract for its subject, year after year."""

from __future__ import annotations

from decimal import Decimal

from ..contract import Esms, Section
from ..model import Model
from .balance import balance, consolidated, typed_years
from .budgets import consolidated as whole_budget
from .budgets import cost_per_place, esms_budget
from .budgets import typed_years as budget_years
from .capacity import capacity
from .figure import Figure, Ratio
from .ratios import ratios
from .reference_records import ReferenceValue

Observed = Figure | Ratio
CLOSED = "ca"
"""A benchmark is compared with what was realised."""


def observed(model: Model, row: ReferenceValue) -> dict[int, Observed]:
    """The figure by closed year; empty where the contract holds none for that subject."""
    if row.subject == "cout-place":
        return dict(_costs(model, row.esms))
    if row.subject == "personnel":
        return {year: _staff(model, row.esms, year) for year in _closed_years(model, row.esms)}
    if row.subject == "autre":
        return {}
    found: dict[int, Observed] = {}
    for year in typed_years(model):
        held = consolidated(model, year) if row.esms is None else balance(model, year, row.esms)
        if not held.items:
            continue
        found[year] = {"frng": held.frng, "tresorerie": held.cash}.get(row.subject) or ratios(held)[row.subject]
    return found


def number_of(figure: Observed) -> Decimal | None:
    """The figure in the unit of its benchmark: euros, or what the ratio counts."""
    if isinstance(figure, Ratio):
        return figure.value
    return None if figure.cents is None else Decimal(figure.cents) / 100


def _costs(model: Model, esms: str | None) -> dict[int, Figure]:
    if esms is not None:
        row = model.get(Esms, esms)
        return {year: cost_per_place(esms_budget(model, esms, year, CLOSED).charges, _places(model, [row], year),
                                     row.name) for year in _closed_years(model, esms)}
    rows = model.all(Esms)
    return {year: cost_per_place(whole_budget(model, year, CLOSED).charges, _places(model, rows, year), "périmètre")
            for year in _closed_years(model, None)}


def _places(model: Model, rows: list[Esms], year: int) -> int | None:
    counts = [capacity(model, row.id, year).places for row in rows]
    return None if not counts or any(count is None for count in counts) else sum(count or 0 for count in counts)


def _staff(model: Model, esms: str | None, year: int) -> Figure:
    held = whole_budget(model, year, CLOSED) if esms is None else esms_budget(model, esms, year, CLOSED)
    return held.groups["c2"]


def _closed_years(model: Model, esms: str | None) -> list[int]:
    sections = model.all(Section) if esms is None else model.where(Section, "esms", esms)
    return sorted({year for section in sections for year, status in budget_years(model, section.id)
                   if status == CLOSED})
