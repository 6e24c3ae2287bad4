"""PGFP: six years of result, CAF, fonds de roulement, BFR and trésorerie, from printed inputs alone (R.314-213 II)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..model import Model
from . import investment
from .balance import consolidated as consolidated_balance
from .books import Books
from .budgets import Budget
from .figure import NOTHING, Figure, Part, total, typed, unknown
from .investment_records import Loan, Operation
from .plan_lines import begun as begun
from .plan_lines import line_amount
from .plan_records import PlanYear
from .records import CHARGES
from .scope import base_year, is_subsidised, ordered_sections, section_name

YEARS = 6
"""The plan is a rolling one over six years: the base year and the five of the contract."""
RAISED = (("emprunt", "Emprunts"), ("subvention", "Subventions"), ("cession", "Cessions"), ("apport", "Apports"))
"""What an investment brings into the fonds de roulement; a reserve or the CAF are already in it."""
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


def plan(model: Model, books: Books | None = None) -> list[PlanColumn]:
    """The plan, year after year; a missing input leaves its rows and those that follow from them incomplete.

    `books` are those of the same model, where a window keeps them: the dotations are then not computed again.
    """
    first, columns = base_year(model), list[PlanColumn]()
    if first is None:
        return []
    sources = _Sources.of(books or Books(model), first)
    opening = consolidated_balance(model, first - 1).frng
    for year in plan_years(model):
        rows = _operating(sources, year)
        rows |= _financing(sources, year, rows)
        rows["frng"] = total(
            (Part("FRNG au début", opening), Part("Variation", rows["variation"])), "FRNG N−1 + variation"
        )
        rows["tresorerie"] = total((Part("FRNG", rows["frng"]), Part("BFR", rows["bfr"], -1)), "FRNG − BFR")
        columns.append(PlanColumn(year, {name: rows[name] for name in ROWS}))
        opening = rows["frng"]
    return columns


@dataclass(frozen=True, slots=True)
class _Sources:
    """What every year of a plan reads: the base, the dotations of each regime, the loans of the operations."""

    books: Books
    first: int
    base: Budget
    granted: Mapping[int, Figure]
    subsidies: Mapping[int, Figure]
    loans: tuple[Loan, ...]

    @classmethod
    def of(cls, books: Books, first: int) -> _Sources:
        granted, subsidies = ({row.year: row.grant for row in books.regime(subsidised=subsidised)} | {
            first: _base_products(books, first, subsidised)} for subsidised in (False, True))
        loans = tuple(loan for loan in books.model.all(Loan) if loan.operation is not None)
        return cls(books, first, books.consolidated(first, "base"), granted, subsidies, loans)

    @property
    def model(self) -> Model:
        return self.books.model

    def year(self, year: int) -> PlanYear | None:
        """What was typed for a year."""
        return next(iter(self.model.where(PlanYear, "year", year)), None)

    def line(self, name: str, base: Figure, year: int) -> Figure:
        return line_amount(self.model, name, base, year, self.first)

    def of_operations(self, year: int, compute: Callable[[Model, Operation, int], Figure]) -> Figure:
        """One effect of every operation in a year, added."""
        return _of_operations(self.model, year, compute)


def _of_operations(model: Model, year: int, compute: Callable[[Model, Operation, int], Figure]) -> Figure:
    held = [Part(investment.name_of(row), figure) for row in investment.operations(model)
            if not (figure := compute(model, row, year)).idle]
    return total(held) if held else NOTHING


def _operating(sources: _Sources, year: int) -> dict[str, Figure]:
    """The operating account of a year: dotations, products, charges, result."""
    base, beyond = sources.base, unknown(f"dotations {year}")
    share = sources.of_operations(year, investment.subsidy_share)
    written = sources.of_operations(year, investment.amortisation)
    structure = _with(sources.line("c3", base.groups["c3"], year), "Amortissement des opérations", written)
    rows = {
        "dgc": sources.granted.get(year, beyond if sources.granted[sources.first].source else NOTHING),
        "subventions": sources.subsidies.get(year, beyond if sources.subsidies[sources.first].source else NOTHING),
        "autres": _with(sources.line("autres", base.offsetting, year), "Reprise de subvention des opérations", share),
        "c1": sources.line("c1", base.groups["c1"], year), "c2": sources.line("c2", base.groups["c2"], year),
        "c3": _with(structure, "Intérêts des emprunts nouveaux", investment.loan_interest(sources.loans, year)),
    }
    products = [Part(ROW_LABELS[row], rows[row]) for row in ("dgc", "subventions", "autres")]
    rows["resultat"] = total(
        [*products, *(Part(ROW_LABELS[row], rows[row], -1) for row in CHARGES)], "Produits − charges"
    )
    rows["caf"] = _caf(rows["resultat"], sources.year(year), year, written, share)
    return rows


def _financing(sources: _Sources, year: int, rows: Mapping[str, Figure]) -> dict[str, Figure]:
    """What the year does to the fonds de roulement: CAF, investment, loans, capital."""
    model, typed_year = sources.model, sources.year(year)
    capital = total((Part("Emprunts en cours", _typed(typed_year, "capital", year)),
                     Part("Emprunts nouveaux", investment.loan_capital(sources.loans, year))), "Capital remboursé")
    spent = investment.spending(model, year)
    raised = total((Part(label, investment.resources(model, year, source)) for source, label in RAISED),
                   "Ressources d’investissement")
    variation = total((Part("CAF", rows["caf"]), Part("Ressources", raised), Part("Capital remboursé", capital, -1),
                       Part("Investissements", spent, -1)), "CAF + ressources − capital − investissements")
    return {"capital": capital, "investissements": spent, "ressources": raised, "variation": variation,
            "bfr": _typed(typed_year, "bfr", year)}


def _base_products(books: Books, first: int, subsidised: bool) -> Figure:
    """The dotations of the base year are its produits de la tarification."""
    sections = [s for s in ordered_sections(books.model) if is_subsidised(books.model, s) == subsidised]
    return total([Part(section_name(books.model, s), books.budget(s.id, first, "base").groups["p1"]) for s in sections],
                 "Produits de la tarification de la base")


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


def cash_charges(model: Model, column: PlanColumn) -> Figure:
    """Charges décaissables of a year of the plan: what days of charges are counted in."""
    row = next(iter(model.where(PlanYear, "year", column.year)), None)
    written = (Part("Amortissements en cours", _typed(row, "depreciation", column.year), -1),
               Part("Amortissement des opérations", _of_operations(model, column.year, investment.amortisation), -1),
               Part("Provisions nettes", _typed(row, "provisions", column.year), -1))
    return total([*(Part(ROW_LABELS[name], column.rows[name]) for name in CHARGES),
                  *(part for part in written if not part.figure.idle)], "Charges − amortissements − provisions")


def investment_section(model: Model, column: PlanColumn) -> tuple[Figure, Figure, Figure]:
    """Section d’investissement of a year: emplois, ressources, and the balance taken from the fonds de roulement."""
    rows = column.rows
    uses = total((Part("Opérations", rows["investissements"]), Part("Capital remboursé", rows["capital"])), "Emplois")
    means = total(
        (Part("CAF", rows["caf"]), Part("Emprunts, subventions, cessions, apports", rows["ressources"])), "Ressources"
    )
    drawn = total((Part("Emplois", uses), Part("Ressources", means, -1)), "Emplois − ressources", "R. 314-15")
    return uses, means, drawn
