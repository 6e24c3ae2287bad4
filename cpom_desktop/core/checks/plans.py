"""Rules on what runs over several years: head office, PPI, PGFP, measures and their charges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ..contract import Contract, Section, Transformation
from ..finance import investment
from ..finance.head_office import quotas, typed_years
from ..finance.head_office_records import HeadOffice, HeadOfficeShare
from ..finance.investment_records import FundingLine, Operation
from ..finance.plan import PlanColumn, plan, plan_years
from ..finance.plan_lines import begun, charges_of_measure
from ..finance.plan_records import PlanYear
from ..finance.records import Measure
from ..finance.scope import contract_years, section_name
from ..model import Model
from ..money import NBSP, format_rate
from ..naming import name_of
from ..periods import as_date, format_day
from ..records import Cell
from .frame import Message, blocking, look, rule
from .words import euros, spans, titled


@rule("P1", "Renouvellement de l’autorisation de frais de siège", "CASF, R. 314-87")
def the_head_office_is_authorised_to_the_end(model: Model, today: dt.date) -> Iterator[Message]:
    """An authorisation that ends before the contract, or before it begins while quotas are still counted."""
    office, contract = model.first(HeadOffice), model.first(Contract)
    if office is None or contract is None:
        return
    until, start, end = as_date(office.authorised_until), as_date(contract.start), as_date(contract.end)
    if until is None or start is None or end is None or until >= end:
        return
    cell, day = office.at("authorised_until"), format_day(office.authorised_until)
    if until < start and any(row.cents for row in model.all(HeadOfficeShare)):
        yield blocking(f"L’autorisation de frais de siège a pris fin le {day}, avant le début du contrat "
                       f"({format_day(contract.start)}), et des quotes-parts restent inscrites.", cell)
    else:
        yield look(f"L’autorisation de frais de siège prend fin le {day}, avant le terme du contrat "
                   f"({format_day(contract.end)}).", cell)


@rule("P1b", "Quotes-parts de frais de siège", "CASF, R. 314-93")
def a_quota_is_its_percentage(model: Model, today: dt.date) -> Iterator[Message]:
    """A typed quota that differs from the percentage of its base by more than a cent."""
    office = model.first(HeadOffice)
    if office is None or office.shape != "pourcentage" or office.rate is None:
        return
    for year in typed_years(model):
        for quota in quotas(model, year):
            if quota.held is not None and quota.gap is not None and abs(quota.gap) > 1:
                section = model.get(Section, quota.section)
                sentence = (
                    f"la quote-part de siège {year} ({euros(quota.held.cents or 0)}) diffère de "
                    f"{format_rate(office.rate, unit=True)} des charges brutes ({euros(quota.computed.known())})."
                )
                yield look(titled(section_name(model, section), sentence), quota.held.at("cents"))


@rule("P3", "Plan pluriannuel d’investissement", "CASF, R. 314-20")
def an_operation_is_paid_approved_and_covered(model: Model, today: dt.date) -> Iterator[Message]:
    """Funding that is not the cost, a long loan without approval, a surcoût that nobody covers."""
    for operation in investment.operations(model):
        name = f"Opération {investment.name_of(operation)}"
        gap = investment.funding(model, operation).gap
        if gap.cents and model.where(FundingLine, "operation", operation.id):
            yield blocking(
                titled(name, f"plan de financement non équilibré{NBSP}: {euros(gap.cents)}."), operation.at("name")
            )
        for loan in investment.operation_loans(model, operation):
            if (loan.years or 0) > 1 and loan.approved is None and loan.cents:
                sentence = (
                    f"l’emprunt de {euros(loan.cents)} sur {loan.years} ans n’a pas de date d’approbation "
                    f"(R.{NBSP}314-20)."
                )
                yield look(titled(name, sentence), loan.at("approved"))
        if years := _uncovered(model, operation):
            yield look(titled(name, f"le surcoût d’exploitation de {spans(years)} n’a pas de ligne de couverture."),
                       operation.at("duration"))


def _uncovered(model: Model, operation: Operation) -> list[int]:
    return [year for year in contract_years(model)
            if (investment.extra_cost(model, operation, year).net.cents or 0) > 0
            and not investment.has_cover(model, operation, year)]


@rule("G7", "PGFP", "CASF, R. 314-213 et R. 314-222")
def the_plan_is_whole_and_balanced(model: Model, today: dt.date) -> Iterator[Message]:
    """Six years; in EPRD a CAF that pays the capital; no forecast result on accounts that the State finances."""
    if not begun(model):
        return
    typed = {row.year for row in model.all(PlanYear)}
    contract, columns = model.first(Contract), plan(model)
    if contract is not None and (missing := [year for year in plan_years(model) if year not in typed]):
        yield blocking(
            f"Le PGFP ne couvre pas ses six années{NBSP}: il manque {spans(missing)}.", contract.at("base_year")
        )
    if contract is not None and contract.budget_frame == "eprd":
        for column in columns:
            if column.capital_covered is False:
                caf, capital = column.rows["caf"].known(), column.rows["capital"].known()
                yield blocking(f"PGFP {column.year}{NBSP}: la CAF ({euros(caf)}) ne couvre pas le capital à rembourser "
                               f"({euros(capital)}, R.{NBSP}314-222).", _plan_cell(model, column.year))
    yield from _forecast_results(model, [c for c in columns if c.year in contract_years(model)])


def _forecast_results(model: Model, columns: Sequence[PlanColumn]) -> Iterator[Message]:
    if not any(section.envelope == "drl-etat" for section in model.all(Section)):
        return
    results = [(c.year, c.rows["resultat"].cents) for c in columns]
    found = [(year, cents) for year, cents in results if cents]
    if not found or any(cents is None for _, cents in results):
        return
    years, amount = [year for year, _ in found], sum(cents for _, cents in found)
    signs = {cents > 0 for _, cents in found}
    kind = "un résultat" if len(signs) > 1 else "un excédent" if signs == {True} else "un déficit"
    when = f"chaque année de {spans(years)}" if len(found) == len(results) > 1 else f"en {spans(years)}"
    yield look(f"Le PGFP prévoit {kind} {when} ({euros(amount)} au total) sur des comptes financés par l’État.",
               _plan_cell(model, years[0]))


def _plan_cell(model: Model, year: int) -> Cell | None:
    row = next(iter(model.where(PlanYear, "year", year)), None)
    return row.at("year") if row is not None else None


@rule("G17", "Mesures et PGFP", "CASF, R. 314-213")
def a_measure_has_its_charges_in_the_plan(model: Model, today: dt.date) -> Iterator[Message]:
    """A permanent measure of capacity or saving whose charges in the plan differ from its amount."""
    for measure in model.all(Measure) if begun(model) else ():
        if not measure.cents or not (
            measure.nature == "economie" or (measure.nature == "nouvelle" and measure.transformation)
        ):
            continue
        steps, charges = charges_of_measure(model, measure.id)
        if charges.cents is not None and charges.cents != measure.cents:
            yield look(
                f"{_measure_name(model, measure)}{NBSP}: {euros(measure.cents)} de dotation, {euros(charges.cents)} de "
                f"charges au PGFP\u202f; écart {euros(measure.cents - charges.cents)}.",
                steps[0].at("cents") if steps else measure.at("cents"),
            )


def _measure_name(model: Model, measure: Measure) -> str:
    """« TR1, +5 places » where a transformation causes it, else its own name."""
    found = model.find(Transformation, measure.transformation or "")
    section = model.find(Section, found.section) if found is not None else None
    if found is None or section is None or found.places is None:
        return name_of(model, measure)
    unit = getattr(model.record("esms", section.esms), "place_unit", "places")
    return f"{found.code or name_of(model, measure)}, {'+' if found.places >= 0 else '−'}{abs(found.places)} {unit}"
