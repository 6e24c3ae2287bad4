"""The rows of a sheet, read by its layout: what each becomes, or why it is not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from ...core.money import NBSP, half_up, parse_amount
from ...core.problems import Problem
from ...core.records import MAX_CENTS, MAX_NAME
from .accounts import Account, account_in, group_of, no_account
from .book import Form, Place, Seen, Sheet
from .layout import Column, Layout, Role, Target
from .words import Sum, group_in, side_in, total_in, year_in

LONGEST_TITLE = 60
"""Characters: a longer text is a remark, and its words say nothing of what follows."""
_OWN_MULTIPLIER = re.compile(r"[0-9 ] ?[kKM] ?(€|EUR|euros?)?$")


class Placed(Enum):
    """Who says in which group an account stands."""

    TITLE = "titre"
    CHOSEN = "choix"
    PROPOSED = "proposition"


class Line(NamedTuple):
    """A value: an amount in cents of an account (or of a whole group, account ''), or of a measure."""

    place: Place
    account: str
    label: str
    group: str
    status: str
    year: int | None
    cents: int
    section: str = ""
    placed: Placed = Placed.TITLE


class Unread(NamedTuple):
    """A row that is not understood: what stands there, and why it becomes nothing."""

    place: Place
    text: str
    reason: str


class Total(NamedTuple):
    """A total of the sheet, to be compared with what is read; it is never imported."""

    place: Place
    label: str
    adds: Sum
    status: str
    year: int | None
    cents: int


@dataclass(slots=True)
class Reading:
    """What came of a sheet."""

    lines: list[Line] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    """Rows (from 0) that hold words only: titles and remarks."""
    rounded: int = 0
    """How many amounts were finer than a cent."""


class Amount(NamedTuple):
    """An amount in cents, and whether the cell was finer."""

    cents: int
    rounded: bool = False


def cents_in(seen: Seen, unit: int = 1) -> Amount | Problem:
    """The amount of a cell in cents, rounded half away from zero where the sheet computed finer.

    `unit` is what one unit of the sheet is worth in euros. A text that says « k€ » itself is not multiplied again.
    """
    if seen.form is Form.UNCOMPUTED:
        return Problem("valeur non calculée\u00a0: ouvrez le classeur dans un tableur et enregistrez-le.")
    if seen.form is Form.ERROR:
        return Problem(f"{seen.text} n’est pas un montant.")
    if seen.form is Form.DAY:
        return Problem(f"une date ({seen.text}) n’est pas un montant.")
    if seen.number is None:
        read = parse_amount(seen.text.strip())
        if isinstance(read, Problem):
            return read
        cents, rounded = read * (1 if _OWN_MULTIPLIER.search(seen.text.strip()) else unit), False
    else:
        exact = seen.number * 100 * unit
        cents = half_up(*exact.as_integer_ratio())
        rounded = abs(exact - cents) > Decimal("0.001")
    if abs(cents) > MAX_CENTS:
        return Problem(f"{seen.text} dépasse ce qu’un montant peut être.")
    return Amount(cents, rounded)


def read_lines(sheet: Sheet, layout: Layout, groups: Mapping[str, str]) -> Reading:
    """Read a sheet; `groups` are the groups of accounts that the user settled."""
    reader = _Reader(sheet, layout, groups)
    for row in range(layout.first, len(sheet.rows)):
        reader.read(row)
    return reader.reading


class _Reader:
    """Reads one sheet from top to bottom: titles decide the side and the group of what stands under them."""

    def __init__(self, sheet: Sheet, layout: Layout, groups: Mapping[str, str]) -> None:
        self._sheet, self._layout, self._groups = sheet, layout, groups
        self._amounts = layout.having(Role.AMOUNT)
        self._accounts = layout.only(Role.ACCOUNT)
        self._labels = layout.only(Role.LABEL)
        self._side = next((side for title in reversed(layout.titles) if (side := side_in(title))), "")
        self._side = self._side or side_in(sheet.name)
        self._group = ""
        self.reading = Reading()

    def read(self, row: int) -> None:
        """One row, whatever it is."""
        if not any(self._sheet.rows[row]):
            return
        account = self._account(row)
        if self._layout.target is Target.MEASURES:
            self._measure(row)
        elif account is not None:
            self._line(row, account)
        else:
            self._words(row)

    def _account(self, row: int) -> Account | None:
        return account_in(self._sheet.text(row, self._accounts)) if self._accounts is not None else None

    def _text(self, row: int) -> str:
        """The words of a row, its amounts apart."""
        return " ".join(text for column, text in self._sheet.texts(row) if column not in self._amounts)

    def _enter(self, text: str) -> str:
        """Take note of a title; the group that it opens."""
        self._side = side_in(text) or self._side
        if named := group_in(text, self._side):
            self._side, self._group = named[0], named
        return named

    def _enter_beside(self, row: int) -> None:
        """A title in a column of its own, merged over the rows of its group, before the amounts."""
        before = self._amounts[0] if self._amounts else 0
        for column, text in self._sheet.texts(row):
            if column < before and column not in (self._accounts, self._labels):
                if group_in(text, self._side):
                    self._enter(text)

    def _words(self, row: int) -> None:
        """A row without an account: a title, a total, a group without detail, a remark."""
        text = self._text(row)
        adds = total_in(text, self._group, self._side)
        amounts = list(self._filled(row))
        if adds is not None:
            self._total(row, text, adds, amounts)
            self._group = self._group if adds.partial else ""
        elif group_in(text, self._side):
            self._whole_group(row, text, amounts)
        elif not amounts:
            if len(text) <= LONGEST_TITLE:
                self._side = side_in(text) or self._side
            self.reading.left.append(row)
            if self._is_damaged_account(row):
                self._refuse(row, f"«{NBSP}{self._sheet.text(row, self._accounts or 0)}{NBSP}» n’est pas un compte")
        else:
            self._refuse(row, self._why_no_account(row))

    def _is_damaged_account(self, row: int) -> bool:
        text = self._sheet.text(row, self._accounts) if self._accounts is not None else ""
        return any(char.isdigit() for char in text) and len(text) <= 8

    def _why_no_account(self, row: int) -> str:
        written = self._sheet.text(row, self._accounts) if self._accounts is not None else ""
        if written:
            return no_account(written)
        return "un montant sans numéro de compte"

    def _whole_group(self, row: int, text: str, amounts: list[int]) -> None:
        """The title of a group. With amounts it is the group itself where no account follows, else its total."""
        group = self._enter(text)
        for at, column, cents in self._read_amounts(row, amounts):
            year = self._year(row, column)
            line = Line(self._place(row, at), "", "", group, column.status, year, self._signed(cents, group))
            self._add(row, line)

    def _total(self, row: int, text: str, adds: Sum, amounts: list[int]) -> None:
        for at, column, cents in self._read_amounts(row, amounts):
            year = self._year(row, column)
            signed = -abs(cents) if adds.result == "deficit" else self._signed(cents, adds.group or adds.side)
            self.reading.totals.append(Total(self._place(row, at), text, adds, column.status, year, signed))

    def _line(self, row: int, account: Account) -> None:
        label = self._sheet.text(row, self._labels) if self._labels is not None else ""
        self._enter_beside(row)
        amounts = list(self._filled(row))
        if not account.is_budget:
            if amounts:
                self._refuse(row, f"le compte {account.number} n’est ni une charge (6) ni un produit (7)")
            return
        group, placed = self._group_of(account.number)
        if not group:
            self._refuse(row, f"le groupe du compte {account.number} n’est pas connu")
            return
        section = self._only(row, Role.SECTION)
        for at, column, cents in self._read_amounts(row, amounts):
            status = column.status
            self._add(row, Line(self._place(row, at), account.number, label or account.label, group, status,
                                self._year(row, column), self._signed(cents, group), section, placed))

    def _group_of(self, number: str) -> tuple[str, Placed]:
        """The group of an account: that of the title above, except for a produit under a title of charges.

        The other way round is usual: 609, 619 and 6419 are produits of group II.
        """
        chosen = group_of(number, self._groups)
        if self._group and not (number.startswith("7") and self._group.startswith("c")):
            return self._group, Placed.TITLE
        if chosen is None:
            return "", Placed.PROPOSED
        return chosen.group, Placed.CHOSEN if chosen.settled else Placed.PROPOSED

    def _measure(self, row: int) -> None:
        amounts = list(self._filled(row))
        label = self._sheet.text(row, self._labels) if self._labels is not None else self._text(row)
        if total_in(label, "", "") is not None or not (amounts or label):
            return
        if not label or not amounts:
            if amounts:
                self._refuse(row, "un montant sans intitulé")
            else:
                self.reading.left.append(row)
            return
        section = self._only(row, Role.SECTION)
        for at, column, cents in self._read_amounts(row, amounts):
            self._add(row, Line(self._place(row, at), "", label, "", "", self._year(row, column), cents, section))

    def _signed(self, cents: int, group: str) -> int:
        """Charges without their sign, where the sheet writes them negative."""
        return -cents if self._layout.negative_charges and group.startswith("c") else cents

    def _add(self, row: int, line: Line) -> None:
        if len(line.label) > MAX_NAME:
            self._refuse(row, f"l’intitulé dépasse {MAX_NAME} caractères")
        elif line.year is None:
            self._refuse(row, "l’année n’est pas connue")
        elif not line.status and self._layout.target is Target.ACCOUNTS:
            self._refuse(row, "on ne sait pas s’il s’agit d’un réel ou d’un budget")
        else:
            self.reading.lines.append(line)

    def _only(self, row: int, role: Role) -> str:
        at = self._layout.only(role)
        return self._sheet.text(row, at) if at is not None else ""

    def _year(self, row: int, column: Column) -> int | None:
        own = year_in(self._only(row, Role.YEAR))
        return own if own is not None else column.year

    def _filled(self, row: int) -> Iterator[int]:
        """The columns of amounts in which something stands on this row; a dash is nothing."""
        for at in self._amounts:
            seen = self._sheet.at(row, at)
            if seen is not None and seen.text.strip(" -–—\u2212.\u00a0"):
                yield at

    def _read_amounts(self, row: int, columns: list[int]) -> Iterator[tuple[int, Column, int]]:
        for at in columns:
            seen = self._sheet.at(row, at)
            assert seen is not None, "only filled cells are read"
            read = cents_in(seen, self._layout.unit)
            if isinstance(read, Problem):
                self._refuse(row, read.sentence.rstrip("."), at)
            else:
                self.reading.rounded += read.rounded
                yield at, self._layout.columns[at], read.cents

    def _place(self, row: int, column: int) -> Place:
        return Place(self._sheet.name, row + 1, column)

    def _refuse(self, row: int, reason: str, column: int = 0) -> None:
        cells = ((at in self._amounts, seen) for at, seen in enumerate(self._sheet.rows[row]) if seen is not None)
        text = " · ".join((seen.shown if amount else seen.text).replace("\n", " ") for amount, seen in cells)
        place = self._place(row, column)
        if not any(one.place == place and one.reason == reason for one in self.reading.unread):
            self.reading.unread.append(Unread(place, text[:200], reason))


