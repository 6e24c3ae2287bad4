"""The result to allocate of a section in four visible lines, and where it goes (R.314-51, R.314-52, R.314-234)."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract import Section
from ..model import Model
from .budgets import budget
from .figure import NOTHING, Figure, Part, Term, total, typed, unknown
from .result_records import OPTIONS, ResultAllocation, SectionResult
from .rounding import instalments
from .scope import section_name

OPTION_LABELS = dict(OPTIONS)
LONGEST_SPREAD = 3
"""A deficit is spread over three years at most (R.314-51 III)."""


@dataclass(frozen=True, slots=True)
class Result:
    """The four lines of R.314-52, their sum, and the allocations of a section and year."""

    section: str
    year: int
    accounting: Figure
    earlier: Figure
    rejected: Figure
    not_opposable: Figure
    to_allocate: Figure
    allocated: Figure
    gap: Figure
    allocations: tuple[ResultAllocation, ...]


def section_result(model: Model, section_id: str, year: int) -> Result:
    """What there is to allocate (TC-AFF-7) and what is allocated; `gap` is what is left (check N5)."""
    section = model.get(Section, section_id)
    row = next((r for r in model.where(SectionResult, "section", section_id) if r.year == year), None)
    accounting = accounting_result(model, section, year, row)
    earlier = _earlier(model, section, year, row)
    rejected = _retained(row, "rejected", "Dépenses rejetées")
    beside = _retained(row, "not_opposable", "Charges non opposables")
    parts = (Part("Résultat comptable", accounting), Part("Résultat antérieur incorporé", earlier),
             Part("Dépenses rejetées", rejected), Part("Charges non opposables", beside))
    whole = total(parts, "Somme des quatre lignes", "R. 314-52")
    rows = allocations(model, section_id, year)
    allocated = total((Part(OPTION_LABELS[r.option], typed(r.cents, "montant affecté", r.at("cents"))) for r in rows),
                      "Somme des affectations", "R. 314-51")
    size = (
        whole if whole.cents is None or whole.cents >= 0 else Figure(-whole.cents, source=(whole.term("Déficit", -1),))
    )
    gap = total((Part("À affecter", size), Part("Affecté", allocated, -1)), "À affecter − affecté")
    return Result(section_id, year, accounting, earlier, rejected, beside, whole, allocated, gap, tuple(rows))


def allocations(model: Model, section_id: str, year: int) -> list[ResultAllocation]:
    """The retained uses of the result of a year; an amount asked for and not retained is no allocation."""
    rows = (r for r in model.where(ResultAllocation, "section", section_id) if r.year == year and r.cents is not None)
    return sorted(rows, key=lambda r: (r.order, r.id))


def accounting_result(model: Model, section: Section, year: int, row: SectionResult | None = None) -> Figure:
    """Produits − charges of the compte administratif, else the result that the document typed."""
    held = budget(model, section.id, year, "ca")
    if held.begun:
        return held.result
    words = f"compte administratif {year} de {section_name(model, section)}"
    return typed(row.accounting, words, row.at("accounting")) if row is not None else unknown(words)


def closed_years(model: Model, section_id: str) -> list[int]:
    """The years of which a result is known or allocated."""
    typed_rows = {r.year for r in model.where(SectionResult, "section", section_id)}
    return sorted(typed_rows | {r.year for r in model.where(ResultAllocation, "section", section_id)})


def _earlier(model: Model, section: Section, year: int, row: SectionResult | None) -> Figure:
    """Typed, else read from the allocations of earlier years that have their effect in this one."""
    words = f"résultat antérieur incorporé {year} de {section_name(model, section)}"
    if row is not None and row.earlier is not None:
        return typed(row.earlier, words, row.at("earlier"))
    rows = [r for r in model.where(ResultAllocation, "section", section.id)
            if r.target_year == year and r.cents is not None and r.option in ("charges", "report-charges")]
    if not rows:
        return unknown(words)
    return total(Part(f"Résultat {r.year}", typed(r.cents, words, r.at("cents")), 1 if r.option == "charges" else -1)
                 for r in rows)


def _retained(row: SectionResult | None, field: str, label: str) -> Figure:
    """A negotiable line: while nothing is retained it counts for nothing."""
    value = getattr(row, field) if row is not None else None
    if row is None or value is None:
        return NOTHING
    return Figure(value, source=(Term(label, value, cell=row.at(field)),))


def split_deficit(deficit: int, compensation: int, years: int = 1) -> tuple[int, list[int]]:
    """BP: first the réserve de compensation, the rest to the charges of one to three years (TC-AFF-1, R.314-51 III)."""
    if not 1 <= years <= LONGEST_SPREAD:
        raise ValueError(f"a deficit is spread over 1 to {LONGEST_SPREAD} years")
    taken = min(deficit, compensation)
    return taken, instalments(deficit - taken, years) if deficit > taken else []


def split_surplus_eprd(surplus: int, retained_deficit: int) -> tuple[int, int]:
    """EPRD: the part forced to clear the earlier deficits of the account, and the part that is free (TC-AFF-4)."""
    forced = min(surplus, retained_deficit)
    return forced, surplus - forced


def split_deficit_eprd(deficit: int, retained_surplus: int, compensation: int) -> tuple[int, int, int]:
    """EPRD: credit report à nouveau, then réserve de compensation, then a report à nouveau déficitaire (TC-AFF-5)."""
    from_retained = min(deficit, retained_surplus)
    from_reserve = min(deficit - from_retained, compensation)
    return from_retained, from_reserve, deficit - from_retained - from_reserve
