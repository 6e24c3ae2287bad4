"""PPI: what operations cost, who pays them, their amortisation, the surcoût they bring and who covers it (R.314-20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..model import Model
from ..periods import as_date
from ..records import Form
from . import loans
from .figure import NOTHING, Figure, Part, Term, total, typed, unknown
from .investment_records import (
    COVERS,
    FUNDING_SOURCES,
    CoverLine,
    FundingLine,
    Loan,
    OperatingEffect,
    Operation,
    OperationYear,
)

SOURCE_LABELS = dict(FUNDING_SOURCES)
COVER_LABELS = dict(COVERS)


@dataclass(frozen=True, slots=True)
class Funding:
    """The funding plan of an operation over all its years; `gap` is funding − cost, 0 when it is balanced."""

    operation: str
    cost: Figure
    sources: dict[str, Figure]
    funding: Figure
    gap: Figure


@dataclass(frozen=True, slots=True)
class ExtraCost:
    """Surcoût d’exploitation of an operation in a year: its terms, their net sum, what covers it, what does not."""

    operation: str
    year: int
    amortisation: Figure
    interest: Figure
    subsidy_share: Figure
    others: Figure
    net: Figure
    covered: Figure
    uncovered: Figure


def operations(model: Model) -> list[Operation]:
    """The operations of the plan, in their order."""
    return sorted(model.all(Operation), key=lambda row: (row.order, row.code, row.id))


def name_of(operation: Operation) -> str:
    """« I1 », else its name."""
    return operation.code or operation.name or "opération"


def funding(model: Model, operation: Operation, year: int | None = None) -> Funding:
    """Σ funding against Σ cost, of all years or of one (TC-PPI-5)."""
    spent = [row for row in model.where(OperationYear, "operation", operation.id) if year in (None, row.year)]
    cost = total((Part(str(row.year), typed(row.cents, f"coût {row.year} de {name_of(operation)}", row.at("cents")))
                  for row in sorted(spent, key=lambda row: row.year)), "Coût de l’opération", "R. 314-20")
    lines = [row for row in model.where(FundingLine, "operation", operation.id) if year in (None, row.year)]
    sources = {key: funded(operation, label, [row for row in lines if row.source == key])
               for key, label in FUNDING_SOURCES}
    whole = total((Part(SOURCE_LABELS[key], figure) for key, figure in sources.items() if not figure.idle),
                  "Somme des financements", "R. 314-20")
    gap = total((Part("Financements", whole), Part("Coût", cost, -1)), "Financements − coût")
    return Funding(operation.id, cost, sources, whole, gap)


def amortisation(model: Model, operation: Operation, year: int) -> Figure:
    """Straight-line over its duration from its start, part-years by months (TC-PPI-1); nothing without a duration."""
    cost = funding(model, operation).cost
    return _spread(operation, cost, year, "Amortissement", "Coût")


def subsidy_share(model: Model, operation: Operation, year: int) -> Figure:
    """Quote-part of the subsidies taken to the result, over the same duration as the operation (TC-PPI-2)."""
    return _spread(
        operation, funding(model, operation).sources["subvention"], year, "Reprise de subvention", "Subventions"
    )


def operation_loans(model: Model, operation: Operation) -> list[Loan]:
    """The loans that pay an operation."""
    return model.where(Loan, "operation", operation.id)


def loan_interest(held: Sequence[Loan], year: int) -> Figure:
    """The interest of some loans in a year."""
    return _loan_sum(held, year, 0, "Intérêts de l’emprunt")


def loan_capital(held: Sequence[Loan], year: int) -> Figure:
    """The capital of some loans repaid in a year."""
    return _loan_sum(held, year, 1, "Capital remboursé")


def extra_cost(model: Model, operation: Operation, year: int) -> ExtraCost:
    """+ amortisation + interest − subsidy share ± other charges, against what covers it (TC-PPI-4)."""
    written_off, share = amortisation(model, operation, year), subsidy_share(model, operation, year)
    interest = loan_interest(operation_loans(model, operation), year)
    others = _others(model, operation, year)
    parts = (Part("Amortissement", written_off), Part("Intérêts", interest), Part("Reprise de subvention", share, -1),
             Part("Autres effets", others))
    net = total(
        (part for part in parts if not part.figure.idle), "Amortissement + intérêts − reprise ± charges", "R. 314-20"
    )
    held = covered([row for row in model.where(CoverLine, "operation", operation.id) if row.year == year], operation)
    uncovered = total((Part("Surcoût", net), Part("Couvert", held, -1)), "Surcoût − couverture")
    return ExtraCost(operation.id, year, written_off, interest, share, others, net, held, uncovered)


def covered(rows: Sequence[CoverLine], operation: Operation) -> Figure:
    """What some lines cover of the surcoût of an operation."""
    parts = [Part(COVER_LABELS[row.source],
                  typed(row.cents, f"couverture {row.year} de {name_of(operation)}", row.at("cents"))) for row in rows]
    return total(parts, "Somme des couvertures", "R. 314-20") if parts else NOTHING


def has_cover(model: Model, operation: Operation, year: int) -> bool:
    """Whether the plan says who covers the surcoût of a year."""
    return any(row.year == year for row in model.where(CoverLine, "operation", operation.id))


def spending(model: Model, year: int) -> Figure:
    """What all operations cost in a year."""
    return _of_all(model, year, lambda held: held.cost, "Dépenses d’investissement de l’année")


def resources(model: Model, year: int, source: str) -> Figure:
    """What one source brings to all operations in a year."""
    return _of_all(model, year, lambda held: held.sources[source], SOURCE_LABELS[source])


def _of_all(model: Model, year: int, choose: Callable[[Funding], Figure], rule: str) -> Figure:
    parts = ((name_of(row), choose(funding(model, row, year))) for row in operations(model))
    return total((Part(name, figure) for name, figure in parts if not figure.idle), rule, "R. 314-20")


def funded(operation: Operation, label: str, rows: Sequence[FundingLine]) -> Figure:
    """What some lines of one source pay of an operation; without effect where there are none."""
    if not rows:
        return NOTHING
    words = f"{label.lower()} de {name_of(operation)}"
    return total(
        (Part(row.label or label, typed(row.cents, words, row.at("cents"))) for row in rows), label, "R. 314-20"
    )


def _others(model: Model, operation: Operation, year: int) -> Figure:
    rows = [row for row in model.where(OperatingEffect, "operation", operation.id)
            if row.first_year <= year and (row.last_year is None or year <= row.last_year)]
    if not rows:
        return NOTHING
    return total(
        (Part(row.label, typed(row.cents, f"{row.label} de {name_of(operation)}", row.at("cents"))) for row in rows),
        "Autres charges et économies",
    )


def _spread(operation: Operation, whole: Figure, year: int, rule: str, label: str) -> Figure:
    if operation.duration is None or whole.idle:
        return NOTHING
    start = as_date(operation.amortised_from or operation.commissioned)
    if start is None:
        return unknown(f"mise en service de {name_of(operation)}")
    if whole.cents is None:
        return unknown(*whole.missing)
    cents = years_parts(whole.cents, start, operation.duration).get(year, 0)
    if not cents:
        return NOTHING
    terms = (whole.term(label, 0), Term("Durée", operation.duration, Form.INTEGER, operation.at("duration"), 0))
    return Figure(cents, (), f"{rule}\u00a0: montant ÷ durée", "R. 314-20", terms)


def years_parts(cents: int, start: dt.date, duration: int) -> dict[int, int]:
    """An amount written off over whole years from a day: months in its first and last year, the last takes the rest."""
    months = duration * 12
    first = 13 - start.month
    counts = {start.year: min(first, months)}
    year, left = start.year + 1, months - counts[start.year]
    while left > 0:
        counts[year], left, year = min(12, left), left - 12, year + 1
    parts = {year: cents * count // months for year, count in counts.items()}
    last = max(parts)
    parts[last] += cents - sum(parts.values())
    return parts


def _loan_sum(held: Sequence[Loan], year: int, index: int, label: str) -> Figure:
    if not held:
        return NOTHING
    missing = [word for loan in held for word in loans.gaps(loan)]
    if missing:
        return unknown(*missing)
    rows = [(loan, loans.of_year(loan, year)[index]) for loan in held]
    terms = tuple(Term(loan.lender or label, cents, Form.CENTS, loan.at("cents")) for loan, cents in rows if cents)
    return Figure(sum(cents for _, cents in rows), (), label, "R. 314-20", terms)
