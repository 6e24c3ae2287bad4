"""Columns for the tables of Finances: charges, masse salariale, reserves, trésorerie and FRNG, funding, annuities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from ....core.finance import investment, loans
from ....core.finance.balance import consolidated, typed_years
from ....core.finance.budgets import Budget
from ....core.finance.figure import Figure
from ....core.finance.investment_records import FundingLine, Loan, OperationYear
from ....core.finance.plan import PlanColumn, cash_charges
from ....core.finance.ratios import DAYS, bounds_of
from ....core.finance.records import CHARGES
from ....core.finance.references import amount_text, in_cents, references, source_text
from ....core.finance.reserves import ReserveYear
from ....core.model import Model
from ....core.money import NBSP, format_number
from ...charts.columns import ColumnChart, Columns, ColumnSeries, Reference
from ...charts.inks import IN_ORDER, Ink
from ...charts.waterfall import Cascade, Column, Step, Waterfall
from .charts import signed_thousands, thousands, thousands_and_one
from .views import Drawing

STATUSES = {"ca": "CA", "bp": "BP", "notifie": "notifié", "base": "base", "plan": "plan"}
GROUP_WORDS = {"c1": "Groupe I", "c2": "Groupe II, personnel", "c3": "Groupe III, structure"}
FUNDING = (("Subventions", ("subvention",)), ("Emprunts", ("emprunt",)), ("CAF", ("caf",)),
           ("Réserves, cessions, dons", ("reserve", "cession", "apport")))
"""Six sources drawn as four: more inks are not told apart."""


def known(figure: Figure) -> float | None:
    """The height of a figure; None while it is incomplete."""
    return None if figure.cents is None else float(figure.cents)


def named(label: str, figures: Iterable[Figure], ink: Ink) -> ColumnSeries:
    """A series of figures."""
    return ColumnSeries(label, tuple(known(figure) for figure in figures), ink)


def benchmarks(model: Model, subject: str, count: int, esms: str | None = None) -> tuple[Reference, ...]:
    """The valeurs de référence on a subject, each with its source and date, as lines over `count` categories."""
    return tuple(
        Reference(", ".join(part for part in (f"{row.name}{NBSP}: {amount_text(row)}", source_text(row)) if part),
                  (in_cents(row),) * count)
        for row in references(model, subject, esms)
    )


def charges_chart(budgets: Sequence[Budget], name: str) -> Drawing | None:
    """Structure of the charges: the three groups of each period, stacked."""
    held = [one for one in budgets if any(not one.groups[group].idle for group in CHARGES)]
    if not held:
        return None
    series = tuple(named(GROUP_WORDS[group], (one.groups[group] for one in held), ink)
                   for group, ink in zip(CHARGES, IN_ORDER, strict=False))
    notes = tuple(STATUSES.get(one.status, one.status) for one in held)
    data = Columns(tuple(str(one.year) for one in held), series, thousands, thousands, stacked=True, notes=notes,
                   note_head="Statut")
    return Drawing(column_chart, f"Structure des charges, {name}", "Structure des charges", data)


def payroll_chart(years: Sequence[tuple[int, Figure, Figure, Decimal]], name: str, lines: Sequence[Reference] = ()
                  ) -> Drawing | None:
    """Masse salariale beside the group II that it explains, by year, with the full-time equivalents under each."""
    if all(staff.idle and group.cents is None for _, staff, group, _ in years):
        return None
    series = (named("Masse salariale", (staff for _, staff, _, _ in years), Ink.FULL),
              named("Groupe II", (group for _, _, group, _ in years), Ink.GREY))
    notes = tuple(f"{format_number(format(posts, 'f'), 2)}{NBSP}ETP" for *_, posts in years)
    data = Columns(tuple(str(year) for year, *_ in years), series, thousands_and_one, thousands,
                   references=tuple(lines), notes=notes, note_head="ETP")
    return Drawing(column_chart, f"Masse salariale et ETP, {name}", "Masse salariale", data)


def reserves_chart(reserves: Sequence[tuple[str, Sequence[ReserveYear]]], name: str) -> Drawing | None:
    """What the reserves hold at the end of each year, stacked: the four first ones that hold something."""
    held = [(label, {row.year: row.after for row in rows}) for label, rows in reserves
            if any(row.after.cents != 0 for row in rows)][: len(IN_ORDER)]
    years = sorted({year for _, rows in held for year in rows})
    if not years:
        return None
    nothing = Figure(0)
    series = tuple(named(label, (rows.get(year, nothing) for year in years), ink)
                   for (label, rows), ink in zip(held, IN_ORDER, strict=False))
    data = Columns(tuple(map(str, years)), series, thousands_and_one, thousands, stacked=True)
    return Drawing(column_chart, f"Réserves à la fin de l’année, {name}", "Réserves par année", data)


def treasury_chart(model: Model, columns: Sequence[PlanColumn]) -> Drawing | None:
    """FRNG and trésorerie at the end of each year of the plan, against what they are compared with."""
    if all(one.rows["frng"].cents is None for one in columns):
        return None
    series = (named("FRNG", (one.rows["frng"] for one in columns), Ink.FULL),
              named("Trésorerie", (one.rows["tresorerie"] for one in columns), Ink.GREY))
    lines = _against(model, [cash_charges(model, one) for one in columns])
    data = Columns(tuple(str(one.year) for one in columns), series, thousands_and_one, thousands, references=lines)
    return Drawing(column_chart, "FRNG et trésorerie à la fin de l’année", "FRNG et trésorerie par année", data)


def balance_chart(model: Model) -> Drawing | None:
    """FRNG and trésorerie of each balance, against the days of charges that are their reference."""
    years = typed_years(model)
    held = [consolidated(model, year) for year in years]
    if not held or all(one.frng.cents is None for one in held):
        return None
    series = (named("FRNG", (one.frng for one in held), Ink.FULL),
              named("Trésorerie", (one.cash for one in held), Ink.GREY))
    lines = _against(model, [one.cash_charges for one in held])
    data = Columns(tuple(map(str, years)), series, thousands_and_one, thousands, references=lines)
    return Drawing(column_chart, "FRNG et trésorerie au 31 décembre", "FRNG et trésorerie par exercice", data)


def _against(model: Model, charges: Sequence[Figure]) -> tuple[Reference, ...]:
    """What FRNG and trésorerie are compared with, in days of the charges of each year or in euros."""
    lines = _days(model, {"frng-jours": "FRNG", "tresorerie-jours": "Trésorerie"}, charges)
    for subject in ("frng", "tresorerie"):
        lines += benchmarks(model, subject, len(charges))
    return tuple(lines)


def _days(model: Model, named_ratios: Mapping[str, str], charges: Sequence[Figure]) -> list[Reference]:
    """The bounds of each ratio in days, then the benchmarks on it, as amounts: one line where two say the same.

    The FRNG is drawn first: its minimum alone is a threshold of the chart.
    """
    names = dict[tuple[Decimal, str], list[str]]()
    for ratio, name in named_ratios.items():
        bounds = bounds_of(model, ratio)
        for days, word in ((bounds.low, "minimum"), (bounds.high, "maximum")):
            if days is not None:
                amount = f"{format_number(format(days, 'f'))}{NBSP}jours de charges"
                said = _after_name(word, amount, bounds.source_text)
                names.setdefault((days, said), []).append(name)
        for row in references(model, ratio):
            said = _after_name("", f"{row.name}{NBSP}: {amount_text(row)} de charges", source_text(row))
            names.setdefault((Decimal(row.value or 0), said), []).append(name)
    lines = [Reference(_both(held) + said, tuple(_height(one, days) for one in charges),
                       held[0] == "FRNG" and said.startswith(", minimum")) for (days, said), held in names.items()]
    return [one for one in lines if any(height is not None for height in one.heights)]


def _after_name(word: str, amount: str, source: str) -> str:
    said = f"{word}{NBSP}: {amount}" if word else amount
    return "".join(f", {part}" for part in (said, source) if part)


def _both(names: Sequence[str]) -> str:
    """« FRNG et trésorerie »."""
    first, *others = names
    return " et ".join([first, *(one.lower() for one in others)])


def _height(charges: Figure, days: Decimal) -> float | None:
    return None if charges.cents is None else charges.cents * float(days) / DAYS


def funding_chart(model: Model) -> Drawing | None:
    """Who pays the PPI, year by year."""
    years = sorted({row.year for row in model.all(OperationYear)} | {row.year for row in model.all(FundingLine)})
    if not years:
        return None
    series = tuple(
        ColumnSeries(label, tuple(_sum([known(investment.resources(model, year, source)) for source in sources])
                                  for year in years), ink)
        for (label, sources), ink in zip(FUNDING, IN_ORDER, strict=True)
    )
    held = tuple(one for one in series if any(value != 0 for value in one.values))
    costs = Reference("Dépense de l’année", tuple(known(investment.spending(model, year)) for year in years))
    data = Columns(tuple(map(str, years)), held, thousands_and_one, thousands, stacked=True, references=(costs,))
    return Drawing(column_chart, "Financement du PPI par année", "Financement du PPI", data) if held else None


def extra_cost_chart(model: Model, years: Sequence[int]) -> Drawing | None:
    """The net surcoût of each operation, stacked by year: the three first ones, then the others together."""
    held = [(investment.name_of(one), [investment.extra_cost(model, one, year).net for year in years])
            for one in investment.operations(model)]
    held = [(name, figures) for name, figures in held if any(not figure.idle for figure in figures)]
    if not held:
        return None
    first, others = held[: len(IN_ORDER) - 1], held[len(IN_ORDER) - 1:]
    series = [named(name, figures, ink) for (name, figures), ink in zip(first, IN_ORDER, strict=False)]
    if others:
        sums = tuple(_sum([known(figures[at]) for _, figures in others]) for at in range(len(years)))
        series.append(ColumnSeries("Autres opérations", sums, IN_ORDER[-1]))
    data = Columns(tuple(map(str, years)), tuple(series), thousands_and_one, thousands_and_one, stacked=True)
    return Drawing(column_chart, "Surcoût d’exploitation net par opération", "Surcoût d’exploitation", data)


def annuity_chart(loan: Loan) -> Drawing | None:
    """Capital and interest of a loan by year."""
    years = sorted({due.day.year for due in loans.schedule(loan)})
    if not years:
        return None
    pairs = [loans.of_year(loan, year) for year in years]
    series = (ColumnSeries("Capital", tuple(float(capital) for _, capital in pairs), Ink.FULL),
              ColumnSeries("Intérêts", tuple(float(interest) for interest, _ in pairs), Ink.DOTTED))
    data = Columns(tuple(map(str, years)), series, thousands_and_one, thousands, stacked=True)
    return Drawing(column_chart, f"Annuités, {loan.lender or 'emprunt sans prêteur'}", "Annuités de l’emprunt", data)


def funds_cascade(columns: Sequence[PlanColumn], year: int) -> Drawing | None:
    """What a year does to the FRNG, cause by cause."""
    at = next((at for at, one in enumerate(columns) if one.year == year), None)
    if at is None:
        return None
    rows = columns[at].rows
    causes = (("caf", "CAF", 1), ("ressources", "Emprunts, subventions", 1), ("capital", "Capital remboursé", -1),
              ("investissements", "Investis\u00adsements", -1))
    if rows["frng"].cents is None or rows["variation"].cents is None:
        return None
    steps = [Column(word, sign * (rows[line].cents or 0), Step.PERMANENT) for line, word, sign in causes
             if rows[line].cents]
    start = rows["frng"].cents - rows["variation"].cents
    data = Cascade((Column(f"FRNG {year - 1}", start, Step.TOTAL), *steps,
                    Column(f"FRNG {year}", rows["frng"].cents, Step.TOTAL)), signed_thousands, thousands_and_one)
    return Drawing(Waterfall, f"FRNG {year - 1} → {year}", "Variation du FRNG", data)


def column_chart(name: str, parent: object = None) -> ColumnChart:
    """Makes the chart of columns."""
    return ColumnChart(name, parent)  # type: ignore[arg-type]


def _sum(values: Sequence[float | None]) -> float | None:
    """Their sum; None while one of them is unknown."""
    return None if any(value is None for value in values) else sum(value for value in values if value is not None)
