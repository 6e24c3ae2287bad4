"""« Budgets » as a table: accounts by group, a column for each closed year and for the base."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.contract import Section
from ....core.finance.books import Books
from ....core.finance.budgets import Budget
from ....core.finance.figure import Figure
from ....core.finance.records import CHARGES, GROUPS, PRODUCTS, AccountLine
from ....core.finance.scope import base_year, section_name
from ....core.identifiers import natural_record
from ....core.overlay import View
from ...grid import Align, Column, Content, GridCell, Inside, Row, RowKind, title
from .cells import Reading, computed, typed
from .kept import KeptRows

NAME = "finances/budgets"
STATUS_WORDS = {"ca": "CA", "bp": "BP", "notifie": "notifié", "base": "base"}
WHOLE = ""
"""The account of a group typed whole: the line « non détaillé »."""
Period = tuple[int, str]


def periods(held: Books) -> list[Period]:
    """The years and statuses shown: those that hold lines, else the three closed years and the base."""
    typed_in = sorted({period for section in held.model.all(Section) for period in held.typed_years(section.id)})
    base = base_year(held.model)
    if typed_in or base is None:
        return typed_in
    return [(base - 3, "ca"), (base - 2, "ca"), (base - 1, "ca"), (base, "base")]


def content(reading: Reading, held: Books, view: View, contract_id: str, kept: KeptRows) -> Content:
    """Every section: charges, produits, result."""
    shown = periods(held)
    columns = (
        Column("title", "Ligne", "euros", Align.LEFT, least=208, stretch=True),
        Column("account", "Compte", align=Align.LEFT, least=72),
        *(Column(f"{year}/{status}", str(year), STATUS_WORDS[status]) for year, status in shown),
    )
    rows = []
    for section, name in held.sections:
        figures = [held.budget(section.id, *period) for period in shown]
        make = _Section(reading, section, figures, contract_id).row
        rows.append(kept.row(section.id, name, figures, reading, view, make))
    return Content(NAME, columns, tuple(rows), frozenset(row.key for row in rows[1:]))


class _Section:
    """The rows of one section."""

    def __init__(self, reading: Reading, section: Section, budgets: Sequence[Budget], contract_id: str) -> None:
        self._reading, self._section, self._budgets, self._contract = reading, section, budgets, contract_id
        self._group = f"budget/{section.id}"

    def row(self) -> Row:
        """Its result, and its accounts inside."""
        name = section_name(self._reading.shown, self._section)
        cells = (title(name), title(""), *self._figures("result"))
        return Row(self._group, cells, RowKind.GROUP, inside=Inside(self._rows))

    def _rows(self) -> list[Row]:
        self._lines = self._reading.shown.where(AccountLine, "section", self._section.id)
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
        accounts = sorted({(line.account, line.label) for line in self._lines if line.group == key and line.account})
        names = dict(accounts)
        if not names:
            return [self._typed_row(key, WHOLE, label, 1)]
        figures = (computed(held.groups[key]) for held in self._budgets)
        head = Row(f"{self._group}/{key}", (title(label), title(""), *figures), RowKind.STRONG, self._group, level=1)
        rows = [head, *(self._typed_row(key, account, name, 2) for account, name in names.items())]
        if any(line.group == key and line.account == WHOLE and line.cents is not None for line in self._lines):
            rows.append(self._typed_row(key, WHOLE, "Non détaillé", 2))
        return rows

    def _typed_row(self, key: str, account: str, label: str, level: int) -> Row:
        cells = []
        for held in self._budgets:
            absent = natural_record(
                AccountLine,
                self._contract,
                section=self._section.id,
                year=held.year,
                status=held.status,
                group=key,
                account=account,
                label=label if account else "",
            )
            cells.append(typed(self._reading, absent.at("cents"), absent))
        return Row(
            f"{self._group}/{key}/{account}", (title(label), title(account), *cells), group=self._group, level=level
        )

    def _total(self, field: str, label: str, kind: RowKind = RowKind.TOTAL) -> Row:
        return Row(
            f"{self._group}/{field}",
            (title(label), title(""), *self._figures(field)),
            kind,
            self._group,
        )

    def _figures(self, field: str) -> list[GridCell]:
        return [computed(_figure(held, field)) for held in self._budgets]


def _figure(held: Budget, field: str) -> Figure:
    figure: Figure = getattr(held, field)
    return figure
