"""What the law and the contract allow in the allocation of a result: options, order, limits, BOP, free allocation."""

from __future__ import annotations

from collections.abc import Iterator

from ..contract import Contract, Manager, Section
from ..model import Model
from ..money import format_amount
from ..records import Cell
from .balance import consolidated
from .reserves import cash_reserve_room, reserve_years
from .result_records import ResultAllocation, ResultClause
from .results import LONGEST_SPREAD, OPTION_LABELS, Result, section_result
from .scope import contract_years, is_subsidised, rule_of, section_name

SURPLUS = {"bp": ("charges", "investissement", "exploitation", "compensation", "tresorerie", "amortissement"),
           "eprd": ("apurement-ran", "ran", "investissement", "compensation", "tresorerie", "amortissement")}
DEFICIT = {"bp": ("reprise-compensation", "report-charges"),
           "eprd": ("reprise-ran", "reprise-compensation", "ran-deficitaire")}
FORCED_RESERVES = {"reprise-compensation": "compensation", "reprise-ran": "ran", "apurement-ran": "ran-deficitaire"}
Refusals = Iterator[tuple[str, Cell]]


def refusals(model: Model, section_id: str, year: int) -> list[tuple[str, Cell]]:
    """What R.314-51, R.314-234 or the contract does not allow in the allocations of a section and year."""
    section, held = model.get(Section, section_id), section_result(model, section_id, year)
    if not held.allocations:
        return []
    name, first = section_name(model, section), held.allocations[0]
    if is_subsidised(model, section):
        words = "aucun résultat à affecter, ce dispositif subventionné suit sa convention."
        return [(f"{name}\u00a0: {words}", first.at("option"))]
    rules = (_options, _moves, _reserve_order, _spread, _cash_reserve)
    found = [(f"{name}\u00a0: {words}", cell) for rule in rules for words, cell in rule(model, section, held)]
    if held.gap.cents:
        words = f"la somme des affectations {year} diffère du résultat à affecter."
        found.append((f"{name}\u00a0: {words}", first.at("cents")))
    return found


def _frame(model: Model) -> str:
    contract = model.first(Contract)
    return contract.budget_frame if contract is not None else "bp"


def _options(model: Model, section: Section, held: Result) -> Refusals:
    """An option of the other regime or of the other sign, an effect without its year."""
    frame, whole = _frame(model), held.to_allocate.cents
    for row in held.allocations:
        if whole is not None and row.option not in (DEFICIT if whole < 0 else SURPLUS)[frame]:
            kind = "déficit" if whole < 0 else "excédent"
            label = OPTION_LABELS[row.option]
            yield f"«\u00a0{label}\u00a0» n’est pas ouvert à un {kind} {row.year} en {frame.upper()}.", row.at("option")
        if row.option in ("charges", "report-charges") and row.target_year is None:
            yield f"l’exercice d’effet du résultat {row.year} n’est pas renseigné.", row.at("target_year")


def _reserve_order(model: Model, section: Section, held: Result) -> Refusals:
    """The forced order: what must be drawn or cleared first, where the reserve is known (TC-AFF-1, -4, -5)."""
    whole, frame = held.to_allocate.cents, _frame(model)
    if whole is None or not whole:
        return
    left = abs(whole)
    forced = {("bp", True): ("reprise-compensation",), ("eprd", True): ("reprise-ran", "reprise-compensation"),
              ("eprd", False): ("apurement-ran",)}.get((frame, whole < 0), ())
    for option in forced:
        reserve = FORCED_RESERVES[option]
        known = reserve_before(model, section, reserve, held.year)
        if known is None:
            return
        due, taken = min(left, known), sum(r.cents or 0 for r in held.allocations if r.option == option)
        if taken < due:
            yield (
                f"«\u00a0{OPTION_LABELS[option]}\u00a0» passe d’abord, à hauteur de {format_amount(due, unit=True)}.",
                held.allocations[0].at("option"),
            )
        left -= taken


def _spread(model: Model, section: Section, held: Result) -> Refusals:
    years = {row.target_year for row in held.allocations if row.option == "report-charges"}
    if len(years) > LONGEST_SPREAD:
        yield (f"un déficit se répartit sur {LONGEST_SPREAD} exercices au plus (R. 314-51, III).",
               next(row.at("target_year") for row in held.allocations if row.option == "report-charges"))


def _cash_reserve(model: Model, section: Section, held: Result) -> Refusals:
    """The réserve de trésorerie takes what the BFR needs and no more (TC-AFF-3, TC-RT-2)."""
    rows = [row for row in held.allocations if row.option == "tresorerie"]
    need, reserve = consolidated(model, held.year).bfr.cents, reserve_before(model, section, "tresorerie", held.year)
    if not rows or need is None or reserve is None:
        return
    room = cash_reserve_room(need, reserve)
    if sum(row.cents or 0 for row in rows) > room:
        yield (
            f"la réserve de trésorerie ne peut recevoir que {format_amount(room, unit=True)}\u00a0: elle couvre "
            "le BFR et pas davantage (R. 314-51, II 5° et R. 314-48).",
            rows[0].at("cents"),
        )


def reserve_before(model: Model, section: Section, reserve: str, year: int) -> int | None:
    """What a reserve holds before the results of a year: that of the ESMS, else that of the perimeter."""
    for scope in (section.esms, None):
        found = next((row for row in reserve_years(model, reserve, scope) if row.year == year), None)
        if found is not None:
            return found.before.cents
    return None


def _moves(model: Model, section: Section, held: Result) -> Refusals:
    for row in held.allocations:
        if row.target_section is not None and row.target_section != section.id:
            for words in _move_problems(model, section, row):
                yield words, row.at("target_section")


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
        return [f"«\u00a0{name}\u00a0» suit sa convention et ne reçoit pas de résultat."]
    manager = model.first(Manager)
    if manager is not None and manager.legal_form in ("public", "ccas"):
        return [
            "un gestionnaire public ne déplace pas de résultat entre établissements (arrêté CHRS de 2019, article 5)."
        ]
    if contract is None or contract.type != "chrs" or clause is None or not clause.within_programme:
        return [f"le résultat reste dans son budget et ne va pas à «\u00a0{name}\u00a0» (R. 314-51, IV)."]
    if (section.programme, section.envelope) != (target.programme, target.envelope):
        return [
            f"«\u00a0{name}\u00a0» relève d’un autre BOP ({target.programme or 'sans BOP'})\u00a0: "
            "le résultat ne peut y aller."
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
