"""Modèle de saisie: the budgets of each section as a table to fill in a spreadsheet, with keys that bring it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ..contract import Contract, Manager, Section
from ..model import Model
from .budgets import typed_years
from .records import BUDGET_STATUSES, GROUPS, AccountLine
from .scope import base_year, ordered_sections, section_name

FORMAT = 1
TEMPLATE_SHEET = "cpom-modele"
"""The hidden sheet by which a filled template is known."""
LINE, WHOLE, NEW = "l", "g", "n"
"""A row of the table: an account, a group typed whole, an empty row for one more account."""
SPARE = 4
"""Empty rows offered in each group."""
Period = tuple[int, str]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row to fill: its kind, its group, its account and label where it has them, the cents of each period."""

    kind: str
    group: str
    account: str = ""
    label: str = ""
    cents: tuple[int | None, ...] = ()

    @property
    def key(self) -> str:
        """What the hidden column of the row holds."""
        return "|".join((self.kind, self.group, self.account))


@dataclass(frozen=True, slots=True)
class SectionSheet:
    """The sheet of a section: its rows by group, a column for each period."""

    section: str
    name: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class BudgetTemplate:
    """The whole workbook to fill."""

    contract_id: str
    contract: str
    manager: str
    fingerprint: str
    made_on: dt.date
    periods: tuple[Period, ...]
    sheets: tuple[SectionSheet, ...]


def budget_template(model: Model, fingerprint: str, made_on: dt.date, more: Collection[Period] = ()) -> BudgetTemplate:
    """The template of a contract: the periods that hold lines, the base, and those of `more`."""
    contract = model.first(Contract)
    assert contract is not None, "a contract file holds its contract"
    sections = ordered_sections(model)
    found = {period for section in sections for period in typed_years(model, section.id)} | set(more)
    base = base_year(model)
    if base is not None:
        found |= {(base, "base")} if found else {(base - 3, "ca"), (base - 2, "ca"), (base - 1, "ca"), (base, "base")}
    order = [status for status, _ in BUDGET_STATUSES]
    periods = tuple(sorted(found, key=lambda period: (period[0], order.index(period[1]))))
    sheets = tuple(SectionSheet(section.id, section_name(model, section), tuple(_rows(model, section, periods)))
                   for section in sections)
    manager = model.first(Manager)
    name = manager.name if manager is not None else ""
    return BudgetTemplate(contract.id, contract.name, name, fingerprint, made_on, periods, sheets)


def _rows(model: Model, section: Section, periods: tuple[Period, ...]) -> Iterator[SheetRow]:
    lines = model.where(AccountLine, "section", section.id)
    for group, _ in GROUPS:
        held = {(line.account, line.year, line.status): line for line in lines if line.group == group}
        accounts = sorted({account for account, _, _ in held if account})
        if not accounts or any(not account for account, _, _ in held):
            yield SheetRow(WHOLE, group, cents=_cents(held, "", periods))
        for account in accounts:
            label = next(line.label for line in lines if (line.group, line.account) == (group, account))
            yield SheetRow(LINE, group, account, label, _cents(held, account, periods))
        for _ in range(SPARE):
            yield SheetRow(NEW, group, cents=(None,) * len(periods))


def _cents(held: dict[tuple[str, int, str], AccountLine], account: str,
           periods: tuple[Period, ...]) -> tuple[int | None, ...]:
    found = (held.get((account, *period)) for period in periods)
    return tuple(line.cents if line is not None else None for line in found)
