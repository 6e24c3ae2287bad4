"""Gestion budgétaire et investissements: the accounts read in the diagnosis, the operations and who pays them."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.contract import Esms
from ....core.finance.budgets import Budget, budget, summed_budget, typed_years
from ....core.finance.investment_records import FundingLine, Operation, OperationYear
from ....core.finance.records import CHARGES, GROUPS, PRODUCTS
from ....core.finance.result_records import ResultAllocation, ResultClause
from ....core.finance.scope import contract_years, ordered_sections, section_name
from ....core.model import Model
from ....core.money import format_rate
from ....core.periods import format_day
from ..dto import FORECAST, Block, Column, Facts, Look, Prose, Row, Sort, Table
from .words import amount, choice, figure, in_order, missing_note

_STATUS = {"ca": "Compte administratif", "bp": "Budget prévisionnel", "notifie": "Budget notifié", "base": "Base"}
_BY_GROUP = 6
"""Up to this number of sections a table has a column for each, as people read accounts; beyond, a line for each."""
_COLUMNS = (
    Column("Section", share=1),
    *(Column(f"Charges {rank}", Sort.FIGURE, "euros") for rank in ("G\u00a0I", "G\u00a0II", "G\u00a0III", "total")),
    *(Column(f"Produits {rank}", Sort.FIGURE, "euros") for rank in ("G\u00a0I", "G\u00a0II", "G\u00a0III", "total")),
    Column("Résultat", Sort.FIGURE, "euros"),
)


def accounts(model: Model) -> Iterator[Block]:
    """One table per year and status, with the sum of the perimeter."""
    sections = ordered_sections(model)
    held = {section.id: typed_years(model, section.id) for section in sections}
    for year, status in sorted({found for years in held.values() for found in years}):
        budgets = [
            (section_name(model, section), budget(model, section.id, year, status))
            for section in sections
            if (year, status) in held[section.id]
        ]
        whole = summed_budget(budgets, year, status)
        shown = [*budgets, ("Total", whole)] if len(budgets) > 1 else budgets
        make = _by_group if len(shown) <= _BY_GROUP + 1 else _by_section
        yield make(f"{_STATUS.get(status, status)} {year}", shown, missing_note([whole.result]))


def _by_group(title: str, shown: list[tuple[str, Budget]], note: str) -> Table:
    rows = [Row((_GROUP_NAMES[key], *(figure(one.groups[key]) for _, one in shown))) for key in CHARGES]
    rows.append(Row(("Total des charges", *(figure(one.charges) for _, one in shown)), Look.TOTAL))
    rows += [Row((_GROUP_NAMES[key], *(figure(one.groups[key]) for _, one in shown))) for key in PRODUCTS]
    rows.append(Row(("Total des produits", *(figure(one.products) for _, one in shown)), Look.TOTAL))
    rows.append(Row(("Résultat", *(figure(one.result) for _, one in shown)), Look.TOTAL))
    return Table(
        title,
        (Column("Groupe", share=1), *(Column(name, Sort.FIGURE, "euros") for name, _ in shown)),
        tuple(rows),
        note,
    )


_GROUP_NAMES = {
    key: f"{'Charges' if key in CHARGES else 'Produits'} {label.split(' — ')[0].replace('Groupe', 'du groupe')}"
    for key, label in GROUPS
}


def _by_section(title: str, shown: list[tuple[str, Budget]], note: str) -> Table:
    rows = tuple(
        _row(name, one, Look.TOTAL if name == "Total" and one is shown[-1][1] else Look.PLAIN) for name, one in shown
    )
    return Table(title, _COLUMNS, rows, note)


def _row(name: str, one: Budget, look: Look) -> Row:
    groups = one.groups
    return Row(
        (
            name,
            *(figure(groups[key]) for key in CHARGES),
            figure(one.charges),
            *(figure(groups[key]) for key in PRODUCTS),
            figure(one.products),
            figure(one.result),
        ),
        look,
    )


def investments(model: Model) -> Iterator[Block]:
    """The operations with their yearly cost, then who pays them."""
    operations, years = in_order(model.all(Operation)), tuple(contract_years(model))
    if not operations:
        return
    yield Table(
        "Programme d’investissement",
        (
            Column("Opération", share=2),
            Column("ESMS", share=1.2),
            *(Column(str(year), Sort.FIGURE, "euros") for year in years),
            Column("Mise en service", Sort.CENTRE),
        ),
        tuple(_operation(model, row, years) for row in operations),
        FORECAST,
    )
    yield from _funding(model, operations)


def _funding(model: Model, operations: list[Operation]) -> Iterator[Block]:
    """Who pays each operation, year by year."""
    lines = [line for line in model.all(FundingLine) if line.cents is not None]
    years = sorted({line.year for line in lines})
    rows: list[Row] = []
    for operation in operations:
        sources: dict[tuple[str, str], dict[int, int]] = {}
        for line in sorted(lines, key=lambda line: (line.source, line.label, line.year)):
            if line.operation == operation.id and line.cents is not None:
                sources.setdefault((choice(line, "source"), line.label), {})[line.year] = line.cents
        for (source, label), paid in sources.items():
            name = f"{source} ({label})" if label else source
            rows.append(Row((operation.name, name, *(amount(paid.get(year)) for year in years))))
    if rows:
        heads = (
            Column("Opération", share=1.4),
            Column("Source"),
            *(Column(str(y), Sort.FIGURE, "euros") for y in years),
        )
        yield Table("Plan de financement", heads, tuple(rows), FORECAST)


def _operation(model: Model, row: Operation, years: tuple[int, ...]) -> Row:
    esms = model.find(Esms, row.esms) if row.esms else None
    cost = {line.year: line.cents for line in model.where(OperationYear, "operation", row.id)}
    return Row(
        (
            row.name,
            esms.name if esms else "tous",
            *(amount(cost.get(year)) for year in years),
            format_day(row.commissioned),
        )
    )


def results(model: Model) -> Iterator[Block]:
    """The clause of allocation, and the results already allocated."""
    clause = model.first(ResultClause)
    if clause is not None:
        yield Facts(
            (
                (
                    "Affectation des résultats",
                    "libre, par le gestionnaire" if clause.free else "décidée par l’autorité",
                ),
                ("Entre services d’un même BOP", "autorisée" if clause.within_programme else ""),
                (
                    "Plafond de la réserve de compensation",
                    f"{format_rate(clause.compensation_cap, unit=True)} des charges"
                    if clause.compensation_cap is not None
                    else "",
                ),
            )
        )
        if clause.wording:
            yield Prose(clause.wording)
    names = {section.id: section_name(model, section) for section in ordered_sections(model)}
    rows = sorted(
        (row for row in model.all(ResultAllocation) if row.cents is not None), key=lambda row: (row.year, row.order)
    )
    if rows:
        yield Table(
            "Résultats affectés",
            (
                Column("Section", share=1.2),
                Column("Exercice", Sort.CENTRE),
                Column("Affectation", share=2.2),
                Column("Objet", share=1.2),
                Column("Montant", Sort.FIGURE, "euros"),
            ),
            tuple(
                Row((names.get(row.section, ""), str(row.year), choice(row, "option"), row.note, amount(row.cents)))
                for row in rows
            ),
        )
