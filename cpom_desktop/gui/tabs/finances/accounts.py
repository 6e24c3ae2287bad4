"""« Comptes »: the accounts of a section by functional group, a column for each year and status."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ....core.contract import Section
from ....core.finance.books import Books
from ....core.finance.budgets import Budget
from ....core.finance.figure import Figure
from ....core.finance.records import CHARGES, GROUPS, PRODUCTS, AccountLine
from ....core.finance.scope import base_year
from ....core.identifiers import natural_record
from ....core.problems import Problem
from ....core.records import Value
from ...grid import Align, Column, GridCell, Inside, Row, RowKind, title
from .cells import Reading, computed, typed
from .lines import Made, Values, empty_line, entry

STATUS_WORDS = {"ca": "CA", "bp": "BP", "notifie": "notifié", "base": "base"}
WHOLE = ""
"""The account of a group typed whole: the line « non détaillé »."""
REPLACED = "Remplacé par le détail, non compté"
NOT_COUNTED = "Saisi pour le groupe entier\u00a0: le détail des comptes le remplace, il n’est pas compté."
DETAILED = "Les comptes de cet exercice remplacent le montant du groupe entier."
NEW_ACCOUNT = "Nouveau compte\u00a0: numéro et libellé"
_NUMBER = re.compile(r"(\d[\d\-]{0,11})(?:\s+(.*))?")
Period = tuple[int, str]


def periods(held: Books, added: frozenset[Period] = frozenset()) -> list[Period]:
    """The years and statuses shown: those that hold lines, else the three closed years and the base; and the added."""
    typed_in = held.typed_periods()
    base = base_year(held.model)
    if not typed_in and base is not None:
        typed_in = frozenset({(base - 3, "ca"), (base - 2, "ca"), (base - 1, "ca"), (base, "base")})
    return sorted(typed_in | added)


def columns(shown: Sequence[Period], with_accounts: bool = True) -> tuple[Column, ...]:
    """The line, its account, then the years."""
    account = (Column("account", "Compte", align=Align.LEFT, least=72),) if with_accounts else ()
    return (
        Column("title", "Ligne", "euros", Align.LEFT, least=208, stretch=True),
        *account,
        *(Column(f"{year}/{status}", str(year), STATUS_WORDS[status]) for year, status in shown),
    )


class SectionAccounts:
    """The rows of one section. `opened` names a group that has no account yet and waits for its first one."""

    def __init__(
        self, reading: Reading, section: Section, name: str, budgets: Sequence[Budget], contract: str, opened: str = ""
    ) -> None:
        self._reading, self._section, self._name, self._budgets = reading, section, name, budgets
        self._contract, self._opened = contract, opened
        self._key = f"budget/{section.id}"
        self._columns = columns([(held.year, held.status) for held in budgets])

    def row(self) -> Row:
        """Its result, and its accounts inside."""
        cells = (title(self._name), title(""), *self._figures("result"))
        return Row(self._key, cells, RowKind.GROUP, inside=Inside(self._rows))

    def _rows(self) -> list[Row]:
        self._lines: dict[str, dict[str, list[AccountLine]]] = {}
        for line in self._reading.shown.where(AccountLine, "section", self._section.id):
            self._lines.setdefault(line.group, {}).setdefault(line.account, []).append(line)
        rows: list[Row] = []
        for key, label in GROUPS:
            rows += self._of_group(key, label)
            if key == CHARGES[-1]:
                rows.append(self._total("charges", "Total des charges"))
            if key == PRODUCTS[-1]:
                rows.append(self._total("products", "Total des produits"))
        rows.append(self._total("result", "Résultat", RowKind.GAP))
        return rows

    def _of_group(self, key: str, label: str) -> list[Row]:
        accounts = sorted((account, lines) for account, lines in self._lines.get(key, {}).items() if account != WHOLE)
        names = {account: max(line.label for line in lines) for account, lines in accounts}
        if not names and self._opened != f"{self._key}/{key}":
            return [self._typed_row(key, WHOLE, label, 1)]
        figures = (computed(held.groups[key]) for held in self._budgets)
        head = Row(f"{self._key}/{key}", (title(label), title(""), *figures), RowKind.STRONG, self._key, level=1)
        rows = [head, *(self._typed_row(key, account, name, 2) for account, name in names.items())]
        return [*rows, *self._wholes(key), self._empty_line(key, frozenset(names))]

    def _wholes(self, key: str) -> Iterator[Row]:
        """Amounts typed for the whole group: those that count, then those that accounts replace and that are looked at
        as a control only.
        """
        by_account = self._lines.get(key, {})
        wholes = {(line.year, line.status) for line in by_account.get(WHOLE, ()) if line.cents is not None}
        detailed = {(line.year, line.status) for account, lines in by_account.items() if account != WHOLE
                    for line in lines} if wholes else set()
        if wholes - detailed:
            row = self._typed_row(key, WHOLE, "Non détaillé", 2)
            yield self._only(row, lambda period, cell: GridCell(why=DETAILED) if period in detailed else cell)
        if replaced := wholes & detailed:
            row = replace(self._typed_row(key, WHOLE, REPLACED, 2), key=f"{self._key}/{key}/controle")
            yield self._only(row, lambda period, cell: replace(cell, muted=True, italic=True, tip=NOT_COUNTED)
                             if period in replaced else GridCell(plain=True))

    def _only(self, row: Row, told: Callable[[Period, GridCell], GridCell]) -> Row:
        """The row, each of its amounts told again by its year and status."""
        amounts = (told(period, cell) for period, cell in zip(self._periods(), row.cells[2:], strict=True))
        return replace(row, cells=(*row.cells[:2], *amounts))

    def _typed_row(self, key: str, account: str, label: str, level: int) -> Row:
        cells = []
        for held in self._budgets:
            absent = self._line((held.year, held.status), key, account, label if account else "")
            cells.append(typed(self._reading, absent.at("cents"), absent))
        name = self._label(key, account, label) if account else title(label)
        return Row(f"{self._key}/{key}/{account}", (name, title(account), *cells), group=self._key, level=level)

    def _label(self, key: str, account: str, label: str) -> GridCell:
        """The name of an account, which stands in its line of each year: typed once for all of them."""
        held = [one.at("label") for one in self._lines[key][account]]
        return GridCell(label, held[0], label, also=tuple(held[1:]))

    def _line(self, period: Period, key: str, account: str, label: str) -> AccountLine:
        year, status = period
        return natural_record(AccountLine, self._contract, section=self._section.id, year=year, status=status,
                              group=key, account=account, label=label)

    def _total(self, field: str, label: str, kind: RowKind = RowKind.TOTAL) -> Row:
        return Row(f"{self._key}/{field}", (title(label), title(""), *self._figures(field)), kind, self._key)

    def _figures(self, field: str) -> list[GridCell]:
        return [computed(_figure(held, field)) for held in self._budgets]

    # A new account

    def _empty_line(self, key: str, known: frozenset[str]) -> Row:
        model = self._reading.shown
        cells = {column.key: entry(model, AccountLine, "cents") for column in self._columns[2:]}
        cells["title"] = entry(model, AccountLine, "label")
        cells["account"] = entry(model, AccountLine, "account")
        fill = _NewAccount(self, key, known)
        return empty_line(f"{self._key}/{key}/nouveau", NEW_ACCOUNT, self._columns, cells, fill, self._key, 2)

    def new_account(self, key: str, account: str, label: str, values: Values) -> list[tuple[GridCell, Value]]:
        """The lines of a new account: one for each amount; without any, the one of the last year waits for it."""
        found = [period for period in self._periods() if f"{period[0]}/{period[1]}" in values]
        made: list[tuple[GridCell, Value]] = []
        for period in found or self._periods()[-1:]:
            line = self._line(period, key, account, label)
            made.append((GridCell(address=line.at("label"), absent=line), label))
            if found:
                made.append((GridCell(address=line.at("cents"), absent=line), values[f"{period[0]}/{period[1]}"]))
        return made

    def _periods(self) -> list[Period]:
        return [(held.year, held.status) for held in self._budgets]


class _NewAccount:
    """Reads « 6061 Eau, énergie », or a number and a name in their columns."""

    def __init__(self, rows: SectionAccounts, key: str, known: frozenset[str]) -> None:
        self._rows, self._key, self._known = rows, key, known

    def __call__(self, values: Values) -> Made:
        account, label = str(values.get("account") or "").strip(), str(values.get("title") or "").strip()
        found = _NUMBER.fullmatch(label)
        if found is not None and not account:
            account, label = found[1], (found[2] or "").strip()
        if not account:
            return Problem("Le numéro de compte se saisit d’abord, par exemple «\u00a06061 Eau et énergie\u00a0».")
        if account in self._known:
            return Problem(f"Le compte {account} figure déjà dans ce groupe.")
        return self._rows.new_account(self._key, account, label, values)


def group_row(key: str, name: str, budgets: Sequence[Budget], parts: Sequence[tuple[str, Sequence[Budget]]]) -> Row:
    """Several sections as one: their sums by functional group, those of each section below where there are several."""
    head = (title(name), *(computed(held.result) for held in budgets))

    def rows() -> list[Row]:
        made: list[Row] = []
        for group, label in GROUPS:
            kind = RowKind.STRONG if len(parts) > 1 else RowKind.PLAIN
            made.append(_sums(key, group, label, [held.groups[group] for held in budgets], kind))
            if len(parts) > 1:
                made += [_sums(key, f"{group}/{at}", part, [held.groups[group] for held in own], level=2)
                         for at, (part, own) in enumerate(parts)]
            if group == CHARGES[-1]:
                made.append(_sums(key, "charges", "Total des charges", [held.charges for held in budgets],
                                  RowKind.TOTAL, 0))
        made.append(_sums(key, "products", "Total des produits", [held.products for held in budgets], RowKind.TOTAL, 0))
        made.append(_sums(key, "result", "Résultat", [held.result for held in budgets], RowKind.GAP, 0))
        return made

    return Row(key, head, RowKind.GROUP, inside=Inside(rows))


def _sums(key: str, line: str, label: str, figures: Sequence[Figure], kind: RowKind = RowKind.PLAIN,
          level: int = 1) -> Row:
    return Row(f"{key}/{line}", (title(label), *map(computed, figures)), kind, key, level=level)


def _figure(held: Budget, field: str) -> Figure:
    figure: Figure = getattr(held, field)
    return figure
