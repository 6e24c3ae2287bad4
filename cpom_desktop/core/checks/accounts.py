"""Rules on accounts: balance of budgets, results and their allocation, bilan financier, masse salariale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..contract import Contract, Esms, Section
from ..finance.allocation import free_allocation_problem, refusals
from ..finance.balance import Balance, balance, consolidated, typed_years
from ..finance.balance_records import BalanceLine
from ..finance.budgets import budget, group_controls
from ..finance.payments import forecast_gap
from ..finance.plan_lines import section_group2
from ..finance.records import BUDGET_STATUSES, GROUPS, PRODUCTS, AccountLine
from ..finance.reserves import compensation_cap, reserve_years
from ..finance.result_records import ResultAllocation, ResultClause, SectionResult
from ..finance.results import accounting_result, closed_years
from ..finance.scope import is_subsidised, section_name
from ..finance.staff import TOLERANCE, payroll, staffed_years
from ..finance.trajectory import incorporated_results
from ..model import Model
from ..records import Cell
from .frame import Message, blocking, look, rule
from .words import euros, percent, titled

FORECASTS = ("bp", "notifie", "base")
CENT = 1


@rule("N5", "Affectation des résultats", "CASF, R. 314-51, R. 314-52 et R. 314-43")
def results_go_where_they_may(model: Model, today: dt.date) -> Iterator[Message]:
    """The clause, the condition of a free allocation, options, BOP, sums, subsidised devices, the agreed cap."""
    contract, clause = model.first(Contract), model.first(ResultClause)
    tarified = [section for section in model.all(Section) if not is_subsidised(model, section)]
    if contract is not None and clause is None and tarified:
        yield blocking("La clause d’affectation des résultats manque.", contract.at("budget_frame"))
    if clause is not None and (sentence := free_allocation_problem(model)) is not None:
        yield blocking(sentence, clause.at("free"))
    for section in model.all(Section):
        for year in closed_years(model, section.id):
            for sentence, cell in refusals(model, section.id, year):
                yield blocking(sentence, cell)
    if clause is not None and clause.compensation_cap is not None:
        yield from _above_the_cap(model, clause)


def _above_the_cap(model: Model, clause: ResultClause) -> Iterator[Message]:
    for row in reserve_years(model, "compensation"):
        cap = compensation_cap(model, row.year)
        if row.added.cents and cap.cents is not None and row.after.cents is not None and row.after.cents > cap.cents:
            yield blocking(
                f"Après l’affectation du résultat {row.year}, la réserve de compensation ({euros(row.after.cents)}) "
                f"dépasse le plafond convenu ({euros(cap.cents)}).",
                clause.at("compensation_cap"),
            )


@rule("G4", "Équilibre des budgets", "CASF, R. 314-15")
def a_forecast_is_balanced_and_a_result_is_the_difference(model: Model, today: dt.date) -> Iterator[Message]:
    """Charges + deficit taken over = products + surplus taken over; groups and results as their lines make them."""
    for section in model.all(Section):
        name = section_name(model, section)
        for year, status in _suspects(model, section):
            yield from _controls(model, section, name, year, status)
            if status in FORECASTS:
                yield from _balance_of(model, section, name, year, status)
        for row in model.where(SectionResult, "section", section.id):
            if not is_subsidised(model, section):
                yield from _typed_result(model, section, name, row)


def _suspects(model: Model, section: Section) -> list[tuple[int, str]]:
    """The budgets that may be wrong, by plain sums: most of the 1 800 budgets of a large contract are sound."""
    gaps: dict[tuple[int, str], int] = {}
    whole: set[tuple[int, str, str]] = set()
    detailed: set[tuple[int, str, str]] = set()
    for line in model.where(AccountLine, "section", section.id):
        key = (line.year, line.status)
        gaps[key] = gaps.get(key, 0) + (line.cents or 0) * (1 if line.group in PRODUCTS else -1)
        (detailed if line.account else whole).add((*key, line.group))
    mixed = {(year, status) for year, status, _ in whole & detailed}
    taken_over = any(row.target_year for row in model.where(ResultAllocation, "section", section.id))
    return sorted(key for key, gap in gaps.items() if key in mixed or (key[1] in FORECASTS and (gap or taken_over)))


def _controls(model: Model, section: Section, name: str, year: int, status: str) -> Iterator[Message]:
    for line, gap in group_controls(model, section.id, year, status):
        sentence = (f"«\u00a0{dict(GROUPS)[line.group]}\u00a0» {year} diffère de la somme de ses comptes "
                    f"({euros(gap, sign=True)}).")
        yield blocking(titled(name, sentence), line.at("cents"))


def _balance_of(model: Model, section: Section, name: str, year: int, status: str) -> Iterator[Message]:
    held = budget(model, section.id, year, status)
    if held.products.idle or held.charges.idle:
        return
    gap = forecast_gap(held.charges, held.products, incorporated_results(model, section.id, year))
    if gap.cents:
        words = dict(BUDGET_STATUSES)[status].lower()
        yield blocking(
            titled(name, f"{words} {year} non équilibré (produits − charges\u00a0: {euros(gap.cents, sign=True)})."),
            _line_of(model, section, year, status),
        )


def _line_of(model: Model, section: Section, year: int, status: str) -> Cell:
    line = next(
        row for row in model.where(AccountLine, "section", section.id) if (row.year, row.status) == (year, status)
    )
    return line.at("cents")


def _typed_result(model: Model, section: Section, name: str, row: SectionResult) -> Iterator[Message]:
    computed = accounting_result(model, section, row.year)
    if row.accounting is not None and computed.cents is not None and row.accounting != computed.cents:
        yield blocking(
            titled(
                name,
                f"le résultat {row.year} saisi ({euros(row.accounting)}) diffère des produits moins les "
                f"charges ({euros(computed.cents)}).",
            ),
            row.at("accounting"),
        )


@rule("G6", "Bilan financier", "CASF, R. 314-48")
def the_cash_is_what_the_bank_says(model: Model, today: dt.date) -> Iterator[Message]:
    """Trésorerie = FRI + FRE − BFR, and equals liquidities less short-term debt, to the cent."""
    for held, esms_id, where in _balances(model):
        if held.control.cents is not None and abs(held.control.cents) > CENT:
            sentence = (
                f"la trésorerie ({euros(held.cash.known())}) diffère des liquidités moins les dettes à court terme "
                f"({euros(held.liquid.known())})."
            )
            yield blocking(
                titled(f"Bilan {held.year}{where}", sentence), _balance_cell(model, held, esms_id, "disponibilites")
            )


@rule("G15", "Réserve de trésorerie", "CASF, R. 314-48")
def the_cash_reserve_covers_a_need(model: Model, today: dt.date) -> Iterator[Message]:
    """A reserve above the BFR, or without object when there is no need: the last balance of each scope."""
    last = max(typed_years(model), default=0)
    for held, esms_id, where in _balances(model):
        reserve, need = held.item("reserve-tresorerie").cents, held.bfr.cents
        if held.year != last or reserve is None or need is None or reserve <= max(need, 0):
            continue
        cell = _balance_cell(model, held, esms_id, "reserve-tresorerie")
        after = "une reprise peut être étudiée (R.\u00a0314-48)."
        if need <= 0:
            sign = "négatif" if need else "nul"
            yield look(
                f"BFR{where} {sign} ({euros(need)})\u00a0: la réserve de trésorerie de {euros(reserve)} est sans "
                f"objet\u202f; {after}",
                cell,
            )
        else:
            yield look(f"La réserve de trésorerie{where} ({euros(reserve)}) dépasse le BFR ({euros(need)}) de "
                       f"{euros(reserve - need)}\u202f; {after}", cell)


@rule("G22", "Masse salariale", "CASF, R. 314-19")
def the_staff_explains_group_two(model: Model, today: dt.date) -> Iterator[Message]:
    """Posts × unit cost and named items against group II, within the tolerance."""
    for section in model.all(Section):
        for year in staffed_years(model, section.id):
            found = section_group2(model, section.id, year)
            if found is None:
                continue
            held = payroll(model, section.id, year, *found)
            if held.within(TOLERANCE) is False:
                share = percent(abs(held.gap.known()), held.group.known())
                sentence = (f"en {year}, les effectifs expliquent {euros(held.explained.known())} d’un groupe II de "
                            f"{euros(held.group.known())} (écart {share}).")
                yield look(titled(section_name(model, section), sentence), section.at("code"))


def _balances(model: Model) -> Iterator[tuple[Balance, str | None, str]]:
    """Every typed balance: of the perimeter, or of each ESMS and their sum."""
    for year in typed_years(model):
        rows = model.where(BalanceLine, "year", year)
        if any(row.esms is None for row in rows):
            yield consolidated(model, year), None, ""
        for esms in model.all(Esms):
            if any(row.esms == esms.id for row in rows):
                yield balance(model, year, esms.id), esms.id, f" de {esms.name or esms.code}"


def _balance_cell(model: Model, held: Balance, esms_id: str | None, item: str) -> Cell | None:
    rows = [row for row in model.where(BalanceLine, "year", held.year) if row.esms == esms_id]
    found = next((row for row in rows if row.item == item), rows[0] if rows else None)
    return found.at("cents") if found is not None else None
