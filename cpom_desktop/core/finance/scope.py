"""The years of a contract, the names of its sections as sentences use them, the rule in force for a year."""

from __future__ import annotations

from collections.abc import Iterable

from ..contract import SECTION_KINDS, Contract, Esms, Section, SectionRule
from ..model import Model

MODALITY_CODES = {
    "taux": "TAUX_DRL",
    "formule": "FORMULE_FIXE",
    "avenant": "AVENANT_ANNUEL",
    "equation": "EQUATION_PLAFOND",
}
ALLOWED_MODALITIES = {
    "general": frozenset({"taux", "formule", "avenant", "equation"}),
    "chrs": frozenset({"taux", "formule", "avenant", "equation"}),
    "ehpad": frozenset({"taux", "formule", "equation"}),
    "ph": frozenset({"taux", "formule", "equation"}),
}
"""R.314-40 as a whole, or only its 1°, 2° and 4° (R.314-39-1) for the IV ter of L.313-12 and for L.313-12-2."""


def contract_years(model: Model) -> range:
    """The years of the contract, empty while its dates are not known."""
    contract = model.first(Contract)
    if contract is None or contract.start is None or contract.end is None:
        return range(0)
    return range(int(contract.start[:4]), int(contract.end[:4]) + 1)


def base_year(model: Model) -> int | None:
    """The year of the base: typed, else the one before the contract."""
    contract = model.first(Contract)
    if contract is not None and contract.base_year is not None:
        return contract.base_year
    years = contract_years(model)
    return years[0] - 1 if years else None


def esms_name(model: Model, section: Section) -> str:
    """The ESMS of a section as a sentence names it; its code where it has no name yet."""
    esms = model.find(Esms, section.esms)
    return (esms.name or esms.code if esms else "") or section.code or "section sans nom"


def section_name(model: Model, section: Section) -> str:
    """The ESMS; where it has several sections, what tells this one apart: « FAM Un, soins », else its code."""
    name, siblings = esms_name(model, section), model.where(Section, "esms", section.esms)
    if len(siblings) < 2:
        return name
    if section.section_kind != "autre" and sum(one.section_kind == section.section_kind for one in siblings) == 1:
        return f"{name}, {dict(SECTION_KINDS)[section.section_kind].lower()}"
    return f"{name} ({section.code})" if section.code else name


def rule_of(model: Model, section_id: str, year: int) -> SectionRule | None:
    """The modality and form of tariff in force for a year; None leaves a hole, which check N2 raises."""
    return in_force(model.where(SectionRule, "section", section_id), year)


def in_force(rules: Iterable[SectionRule], year: int) -> SectionRule | None:
    """The rule of a year among those of a section; None where there is none, or where two contradict each other.

    Two parties may each enter a range: no order of the rows decides between them, N2 says it.
    """
    found = [rule for rule in rules if rule.first_year <= year <= rule.last_year]
    if len(found) < 2:
        return found[0] if found else None
    if len({(rule.modality, rule.tariff_form) for rule in found}) > 1:
        return None
    return min(found, key=lambda rule: rule.id)


def is_subsidised(model: Model, section: Section) -> bool:
    """True for a device that has no tariff: it follows its convention (R.314-51 does not apply, R.314-92 II)."""
    esms = model.find(Esms, section.esms)
    return section.envelope == "subvention" or section.section_kind == "subvention" or (
        esms is not None and esms.regime == "subventionne")


def ordered_sections(model: Model) -> list[Section]:
    """Every section, in the order of the perimeter."""
    rank = {esms.id: (esms.order, esms.code, esms.name) for esms in model.all(Esms)}
    return sorted(model.all(Section), key=lambda s: (rank.get(s.esms, (10_001, "", "")), s.order, s.code, s.id))
