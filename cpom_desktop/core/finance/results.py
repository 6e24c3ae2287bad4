"""The result to allocate of a section in four visible lines, and where it goes (R.314-51, R.314-52, R.314-234)."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract import Contract, Manager, Section
from ..model import Model
from ..records import Cell
from .budgets import budget
from .figure import NOTHING, Figure, Part, Term, total, typed, unknown
from .result_records import OPTIONS, ResultAllocation, ResultClause, SectionResult
from .rounding import instalments
from .scope import contract_years, is_subsidised, rule_of, section_name

OPTION_LABELS = dict(OPTIONS)
SURPLUS = {"bp": ("charges", "investissement", "exploitation", "compensation", "tresorerie", "amortissement"),
           "eprd": ("apurement-ran", "ran", "investissement", "compensation", "tresorerie", "amortissement")}
DEFICIT = {"bp": ("reprise-compensation", "report-charges"),
           "eprd": ("reprise-ran", "reprise-compensation", "ran-deficitaire")}
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


def refusals(model: Model, section_id: str, year: int) -> list[tuple[str, Cell]]:
    """What R.314-51 or the contract does not allow in the allocations of a section and year, in sentences."""
    section, rows = model.get(Section, section_id), allocations(model, section_id, year)
    if not rows:
        return []
    name = section_name(model, section)
    if is_subsidised(model, section):
        sentence = f"{name}\u00a0: aucun résultat à affecter, ce dispositif subventionné suit sa convention."
        return [(sentence, rows[0].at("option"))]
    found = [(f"{name}\u00a0: {words}", r.at("option")) for r in rows for words in _option_problems(model, section, r)]
    held = section_result(model, section_id, year)
    if held.gap.cents:
        found.append(
            (f"{name}\u00a0: la somme des affectations {year} diffère du résultat à affecter.", rows[0].at("cents"))
        )
    return found


def _option_problems(model: Model, section: Section, row: ResultAllocation) -> list[str]:
    whole = section_result(model, section.id, row.year).to_allocate
    frame = getattr(model.first(Contract), "budget_frame", "bp")
    found = []
    if whole.cents is not None and row.option not in (DEFICIT if whole.cents < 0 else SURPLUS)[frame]:
        kind = "déficit" if whole.cents < 0 else "excédent"
        found.append(f"« {OPTION_LABELS[row.option]} » n’est pas ouvert à un {kind} {row.year} en {frame.upper()}.")
    if row.option in ("charges", "report-charges") and row.target_year is None:
        found.append(f"l’exercice d’effet du résultat {row.year} n’est pas renseigné.")
    if row.target_section is not None and row.target_section != section.id:
        found += _move_problems(model, section, row)
    return found


def _move_problems(model: Model, section: Section, row: ResultAllocation) -> list[str]:
    """A private manager moves results inside one BOP and nowhere else (ARR19 art. 5; R.314-51 IV; TC-AFF-6)."""
    target, contract, clause = (
        model.find(Section, row.target_section or ""),
        model.first(Contract),
        model.first(ResultClause),
    )
    if target is None:
        return []
    name = section_name(model, target)
    if is_subsidised(model, target):
        return [f"« {name} » suit sa convention et ne reçoit pas de résultat."]
    manager = model.first(Manager)
    if manager is not None and manager.legal_form in ("public", "ccas"):
        return [
            "un gestionnaire public ne déplace pas de résultat entre établissements (arrêté CHRS de 2019, article 5)."
        ]
    if contract is None or contract.type != "chrs" or clause is None or not clause.within_programme:
        return [f"le résultat reste dans son budget et ne va pas à « {name} » (R. 314-51, IV)."]
    if (section.programme, section.envelope) != (target.programme, target.envelope):
        return [
            f"« {name} » relève d’un autre BOP ({target.programme or 'sans BOP'})\u00a0: le résultat ne peut y aller."
        ]
    return []


def free_allocation_problem(model: Model) -> str | None:
    """Why the free allocation of a CPOM of L.313-11 has no ground: R.314-43 needs R.314-42 I (TC-AFF-9), else None."""
    contract, clause = model.first(Contract), model.first(ResultClause)
    if contract is None or clause is None or not clause.free or contract.type != "general":
        return None
    if unfit := sections_not_by_rate(model):
        return (
            f"L’affectation libre des résultats suppose une tarification entièrement au 1° ou au 2° (R. 314-42, I et "
            f"R. 314-43)\u00a0: {', '.join(unfit)} n’en relève pas."
        )
    if not clause.procedure_excluded:
        return ("L’affectation libre des résultats suppose l’exclusion de la procédure contradictoire "
                "(R. 314-42, I et R. 314-43).")
    return None


def sections_not_by_rate(model: Model) -> list[str]:
    """The tarified sections that are not under 1° or 2° for the whole contract: the clause of R.314-42 is closed."""
    return [section_name(model, section) for section in model.all(Section) if not is_subsidised(model, section)
            and any((rule := rule_of(model, section.id, year)) is None or rule.modality not in ("taux", "formule")
                    for year in contract_years(model))]
