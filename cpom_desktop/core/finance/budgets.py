"""Budgets by functional group: a group is the sum of its lines, a total of its groups, the result of its totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..contract import Section
from ..model import Model
from ..money import half_up
from ..records import Form
from .figure import NOTHING, Figure, Part, Term, total, typed, unknown
from .records import CHARGES, GROUPS, PRODUCTS, AccountLine
from .scope import ordered_sections, section_name

GROUP_LABELS = dict(GROUPS)


@dataclass(frozen=True, slots=True)
class Budget:
    """Charges and produits of a section, an ESMS or a perimeter for a year and a status; positive result: surplus."""

    year: int
    status: str
    groups: Mapping[str, Figure]
    charges: Figure
    products: Figure
    result: Figure
    offsetting: Figure
    """Recettes en atténuation: produits of groups II and III."""

    @property
    def begun(self) -> bool:
        """True when at least one line was typed: an empty table raises no check."""
        return any(not figure.idle for figure in self.groups.values())


def budget(model: Model, section_id: str, year: int, status: str) -> Budget:
    """The budget of a section. A group without any line has no effect; a line without amount makes it incomplete."""
    section = model.get(Section, section_id)
    name = section_name(model, section)
    lines = [line for line in model.where(AccountLine, "section", section_id)
             if line.year == year and line.status == status]
    groups = {key: _group(key, [line for line in lines if line.group == key], name) for key, _ in GROUPS}
    return composed(year, status, groups)


def composed(year: int, status: str, groups: Mapping[str, Figure]) -> Budget:
    """The totals that follow from the groups."""
    charges = _sum(groups, CHARGES, "Total des charges")
    products = _sum(groups, PRODUCTS, "Total des produits")
    result = total((Part("Total des produits", products), Part("Total des charges", charges, -1)), "Produits − charges")
    return Budget(
        year, status, groups, charges, products, result, _sum(groups, PRODUCTS[1:], "Recettes en atténuation")
    )


def summed_budget(budgets: Sequence[tuple[str, Budget]], year: int, status: str) -> Budget:
    """Several budgets added group by group, each under its name: an ESMS, a DGC, the consolidated perimeter."""
    groups = {key: _added(key, budgets) for key, _ in GROUPS}
    return composed(year, status, groups)


def esms_budget(model: Model, esms_id: str, year: int, status: str) -> Budget:
    """The budget of an ESMS: the sum of its sections."""
    return _of_sections(model, model.where(Section, "esms", esms_id), year, status)


def consolidated(model: Model, year: int, status: str) -> Budget:
    """The budget of the whole perimeter."""
    return _of_sections(model, ordered_sections(model), year, status)


def typed_years(model: Model, section_id: str) -> list[tuple[int, str]]:
    """The years and statuses that hold lines, in their order."""
    return sorted({(line.year, line.status) for line in model.where(AccountLine, "section", section_id)})


def cost_per_place(charges: Figure, places: int | None, name: str = "") -> Figure:
    """Gross cost of a place: charges ÷ places, rounded half-up; unknown without places."""
    if not places:
        return unknown(*charges.missing, f"capacité de {name}" if name else "capacité")
    cents = None if charges.cents is None else half_up(charges.cents, places)
    terms = (charges.term("Charges brutes"), Term("Places", places, Form.INTEGER, None, 0))
    return Figure(cents, charges.missing, "Charges brutes ÷ places", "R. 314-33", terms)


def _of_sections(model: Model, sections: Iterable[Section], year: int, status: str) -> Budget:
    return summed_budget([(section_name(model, s), budget(model, s.id, year, status)) for s in sections], year, status)


def _group(key: str, lines: Sequence[AccountLine], name: str) -> Figure:
    """Its detailed lines; the line « non détaillé » is the whole group while there is no detail, and then a control."""
    held = [line for line in lines if line.account] or lines
    if not held:
        return NOTHING
    words = f"{GROUP_LABELS[key]} {held[0].year} de {name}"
    return total((Part(line.label or line.account or GROUP_LABELS[key], typed(line.cents, words, line.at("cents")),
                       cell=line.at("cents")) for line in sorted(held, key=lambda line: line.account)),
                 "Somme des lignes du groupe", "R. 314-13")


def group_controls(model: Model, section_id: str, year: int, status: str) -> list[tuple[AccountLine, int]]:
    """Groups typed whole that differ from the sum of their detailed lines, with the difference (check G4)."""
    lines = [
        line for line in model.where(AccountLine, "section", section_id) if (line.year, line.status) == (year, status)
    ]
    held = budget(model, section_id, year, status)
    detailed = {line.group for line in lines if line.account}
    return [(line, line.cents - cents) for line in lines if not line.account and line.group in detailed
            and line.cents is not None and (cents := held.groups[line.group].cents) is not None and line.cents != cents]


def _sum(groups: Mapping[str, Figure], keys: Sequence[str], rule: str) -> Figure:
    return total((Part(GROUP_LABELS[key], groups[key]) for key in keys if not groups[key].idle), rule, "R. 314-13")


def _added(key: str, budgets: Sequence[tuple[str, Budget]]) -> Figure:
    return total((Part(name, held.groups[key]) for name, held in budgets if not held.groups[key].idle),
                 f"{GROUP_LABELS[key]}\u00a0: somme", "R. 314-13")
