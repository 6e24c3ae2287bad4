"""PGFP: six years of result, CAF, fonds de roulement, BFR and trésorerie, from printed inputs alone (R.314-213 II)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..contract import Section
from ..model import Model
from ..records import Form
from . import investment
from .balance import consolidated as consolidated_balance
from .budgets import Budget, budget
from .budgets import consolidated as consolidated_budget
from .figure import NOTHING, Figure, Part, Term, total, typed, unknown
from .grants import GrantYear, summed
from .investment_records import Loan, Operation
from .plan_records import PLAN_LINES, PlanRate, PlanStep, PlanYear
from .records import CHARGES
from .rounding import MILLION, rounded
from .scope import base_year, is_subsidised, section_name

YEARS = 6
"""The plan is a rolling one over six years: the base year and the five of the contract."""
LINE_NAMES = dict(PLAN_LINES)
ROWS = ("dgc", "subventions", "autres", "c1", "c2", "c3", "resultat", "caf", "capital", "investissements", "ressources",
        "variation", "frng", "bfr", "tresorerie")
ROW_LABELS = {
    "dgc": "DGC et dotations", "subventions": "Subventions", "autres": "Autres produits", "c1": "Charges du groupe I",
    "c2": "Charges du groupe II", "c3": "Charges du groupe III", "resultat": "Résultat prévisionnel", "caf": "CAF",
    "capital": "Capital remboursé", "investissements": "Investissements", "ressources": "Emprunts et subventions",
    "variation": "Variation du FRNG", "frng": "FRNG fin", "bfr": "BFR", "tresorerie": "Trésorerie fin",
}


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """One year of the plan: every row a figure that explains itself."""

    year: int
    rows: Mapping[str, Figure]

    @property
    def capital_covered(self) -> bool | None:
        """Whether the CAF pays the capital of the year (R.314-222 I 4°); None while it cannot be said."""
        caf, capital = self.rows["caf"].cents, self.rows["capital"].cents
        return None if caf is None or capital is None else caf >= capital


def plan_years(model: Model) -> list[int]:
    """The years of the plan: six, from the base year."""
    first = base_year(model)
    return [] if first is None else list(range(first, first + YEARS))


def begun(model: Model) -> bool:
    """Whether the plan has any input: a table not begun raises nothing."""
    return bool(model.all(PlanRate) or model.all(PlanStep) or model.all(PlanYear))


def plan(model: Model) -> list[PlanColumn]:
    """The plan, year after year; a missing input leaves its rows and those that follow from them incomplete."""
    first, columns = base_year(model), list[PlanColumn]()
    if first is None:
        return []
    held = consolidated_budget(model, first, "base")
    granted, subsidies = (_by_year(summed(model, _of_regime(model, subsidised))) for subsidised in (False, True))
    opening = consolidated_balance(model, first - 1).frng
    for year in plan_years(model):
        rows = _rows(model, held, year, granted.get(year), subsidies.get(year), first)
        rows["frng"] = total(
            (Part("FRNG au début", opening), Part("Variation", rows["variation"])), "FRNG N−1 + variation"
        )
        rows["tresorerie"] = total((Part("FRNG", rows["frng"]), Part("BFR", rows["bfr"], -1)), "FRNG − BFR")
        columns.append(PlanColumn(year, rows))
        opening = rows["frng"]
    return columns


def _rows(model: Model, held: Budget, year: int, granted: GrantYear | None, subsidy: GrantYear | None,
          first: int) -> dict[str, Figure]:
    typed_year = next(iter(model.where(PlanYear, "year", year)), None)
    share, written = (
        _all_operations(model, year, investment.subsidy_share),
        _all_operations(model, year, investment.amortisation),
    )
    interest = investment.loan_interest(_new_loans(model), year)
    rows = {
        "dgc": _granted(model, granted, year, first, subsidised=False),
        "subventions": _granted(model, subsidy, year, first, subsidised=True),
        "autres": _with(
            line_amount(model, "autres", held.offsetting, year, first), "Reprise de subvention des opérations", share
        ),
        "c1": line_amount(model, "c1", held.groups["c1"], year, first),
        "c2": line_amount(model, "c2", held.groups["c2"], year, first),
        "c3": _with(
            _with(line_amount(model, "c3", held.groups["c3"], year, first), "Amortissement des opérations", written),
            "Intérêts des emprunts nouveaux",
            interest,
        ),
    }
    products = [Part(ROW_LABELS[row], rows[row]) for row in ("dgc", "subventions", "autres")]
    rows["resultat"] = total(
        [*products, *(Part(ROW_LABELS[row], rows[row], -1) for row in CHARGES)], "Produits − charges"
    )
    rows["caf"] = _caf(rows["resultat"], typed_year, year, written, share)
    rows["capital"] = total(
        (
            Part("Emprunts en cours", _typed(typed_year, "capital", year)),
            Part("Emprunts nouveaux", investment.loan_capital(_new_loans(model), year)),
        ),
        "Capital remboursé",
    )
    rows["investissements"] = investment.spending(model, year)
    rows["ressources"] = total(
        (
            Part("Emprunts", investment.resources(model, year, "emprunt")),
            Part("Subventions", investment.resources(model, year, "subvention")),
            Part("Cessions", investment.resources(model, year, "cession")),
            Part("Apports", investment.resources(model, year, "apport")),
        ),
        "Ressources d’investissement",
    )
    rows["variation"] = total(
        (
            Part("CAF", rows["caf"]),
            Part("Ressources", rows["ressources"]),
            Part("Capital remboursé", rows["capital"], -1),
            Part("Investissements", rows["investissements"], -1),
        ),
        "CAF + ressources − capital − investissements",
    )
    rows["bfr"] = _typed(typed_year, "bfr", year)
    return rows


def line_amount(model: Model, line: str, base: Figure, year: int, first: int) -> Figure:
    """A line of the plan: its indexed base, then the steps in force, which are not indexed."""
    grown = indexed(model, line, base, year, first)
    return total([Part("Base et taux", grown), *_steps(model, line, year, None)], "Base indexée + marches")


def indexed(model: Model, line: str, base: Figure, year: int, first: int) -> Figure:
    """Base × the product of (1 + rate) from the year after the base, rounded once."""
    growth, rates, missing = Fraction(1), list[Term](), list[str]()
    held = {row.year: row for row in model.where(PlanRate, "line", line)}
    for current in range(first + 1, year + 1):
        row = held.get(current)
        if row is None or row.rate is None:
            missing.append(f"évolution {current} de la ligne « {LINE_NAMES[line]} »")
        else:
            growth *= 1 + Fraction(row.rate, MILLION)
            rates.append(Term(f"Évolution {current}", row.rate, Form.RATE, row.at("rate"), 0))
    if base.cents is None or missing:
        return unknown(*base.missing, *missing)
    terms = (base.term("Base", 0), *rates)
    return Figure(rounded(base.cents * growth), (), "Base × taux, arrondi une fois", "R. 314-213", terms)


def section_group2(model: Model, section_id: str, year: int) -> tuple[Figure, str] | None:
    """The group II of a section in a year, with the status it comes from: CA, BP, base, else the plan."""
    for status in ("ca", "bp", "base"):
        held = budget(model, section_id, year, status)
        if not held.groups["c2"].idle:
            return held.groups["c2"], status
    first = base_year(model)
    if first is None or year <= first or not begun(model):
        return None
    base = budget(model, section_id, first, "base").groups["c2"]
    if base.idle:
        return None
    whole = indexed(model, "c2", base, year, first)
    return total(
        [Part("Base et taux", whole), *_steps(model, "c2", year, section_id)], "Base indexée + marches"
    ), "plan"


def charges_of_measure(model: Model, measure_id: str) -> tuple[list[PlanStep], Figure]:
    """The steps of the plan that a measure causes, and their sum: what check G17 compares with its amount."""
    steps = model.where(PlanStep, "measure", measure_id)
    return steps, total(
        (Part(step.label, typed(step.cents, step.label, step.at("cents"))) for step in steps), "Charges au PGFP"
    )


def _steps(model: Model, line: str, year: int, section_id: str | None) -> list[Part]:
    rows = [step for step in model.where(PlanStep, "line", line)
            if step.cents is not None and step.first_year <= year and (step.last_year is None or year <= step.last_year)
            and section_id in (None, step.section)]
    rows.sort(key=lambda step: (step.order, step.first_year, step.id))
    return [Part(step.label, typed(step.cents, step.label, step.at("cents"))) for step in rows]


def _granted(model: Model, row: GrantYear | None, year: int, first: int, *, subsidised: bool) -> Figure:
    """The dotations of the year from the trajectories; those of the base year are its produits of the tarification."""
    if row is not None and year != first:
        return row.grant
    if year != first:
        return unknown(f"dotations {year}") if _of_regime(model, subsidised) else NOTHING
    return total((Part(section_name(model, s), budget(model, s.id, first, "base").groups["p1"])
                  for s in _of_regime(model, subsidised)),
                 "Produits de la tarification de la base")


def _of_regime(model: Model, subsidised: bool) -> list[Section]:
    return [section for section in model.all(Section) if is_subsidised(model, section) == subsidised]


def _by_year(rows: Iterable[GrantYear]) -> dict[int, GrantYear]:
    return {row.year: row for row in rows}


def _with(figure: Figure, label: str, added: Figure) -> Figure:
    return figure if added.idle else total((Part("Ligne du plan", figure), Part(label, added)), figure.rule)


def _caf(result: Figure, row: PlanYear | None, year: int, written: Figure, share: Figure) -> Figure:
    parts = (Part("Résultat", result), Part("Amortissements en cours", _typed(row, "depreciation", year)),
             Part("Amortissement des opérations", written), Part("Provisions nettes", _typed(row, "provisions", year)),
             Part("Quote-part des subventions en cours", _typed(row, "subsidy_share", year), -1),
             Part("Reprise de subvention des opérations", share, -1))
    return total(
        (part for part in parts if not part.figure.idle), "Résultat + amortissements + provisions − quote-part"
    )


def _typed(row: PlanYear | None, field: str, year: int) -> Figure:
    words = {
        "depreciation": "amortissements en cours",
        "provisions": "provisions",
        "subsidy_share": "quote-part des subventions",
        "capital": "capital des emprunts en cours",
        "bfr": "BFR",
    }[field]
    return unknown(f"{words} {year}") if row is None else typed(getattr(row, field), f"{words} {year}", row.at(field))


def _new_loans(model: Model) -> list[Loan]:
    return [loan for loan in model.all(Loan) if loan.operation is not None]


def _all_operations(model: Model, year: int, compute: Callable[[Model, Operation, int], Figure]) -> Figure:
    held = [Part(investment.name_of(row), figure) for row in investment.operations(model)
            if not (figure := compute(model, row, year)).idle]
    return total(held) if held else NOTHING


def investment_section(model: Model, column: PlanColumn) -> tuple[Figure, Figure, Figure]:
    """Section d’investissement of a year: emplois, ressources, and the balance taken from the fonds de roulement."""
    rows = column.rows
    uses = total((Part("Opérations", rows["investissements"]), Part("Capital remboursé", rows["capital"])), "Emplois")
    means = total(
        (Part("CAF", rows["caf"]), Part("Emprunts, subventions, cessions, apports", rows["ressources"])), "Ressources"
    )
    drawn = total((Part("Emplois", uses), Part("Ressources", means, -1)), "Emplois − ressources", "R. 314-15")
    return uses, means, drawn
