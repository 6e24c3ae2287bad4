"""What the columns of a sheet mean: proposed from headings and content, then changed by the user as he likes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ...core.money import parse_amount
from ...core.problems import Problem
from .accounts import account_in
from .book import Form, Seen, Sheet
from .words import fold, group_in, is_left_aside, status_in, unit_in, year_in

LOOKED_AT = 60
"""Rows in which headings are looked for."""
TITLE_ROWS = 12


class Role(Enum):
    """What a column holds."""

    NOTHING = "rien"
    ACCOUNT = "compte"
    LABEL = "libelle"
    SECTION = "section"
    YEAR = "annee"
    AMOUNT = "montant"


class Target(Enum):
    """What the rows of a sheet become."""

    ACCOUNTS = "comptes"
    MEASURES = "mesures"


@dataclass(frozen=True, slots=True)
class Column:
    """The meaning of a column. An amount has a status and a year, which a column YEAR may give instead."""

    role: Role = Role.NOTHING
    status: str = ""
    year: int | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is read: its first row of data (from 0), its columns, what one unit is worth in euros."""

    first: int
    columns: tuple[Column, ...]
    unit: int = 1
    target: Target = Target.ACCOUNTS
    unit_said: bool = False
    """Whether a heading says the unit; else euros are assumed."""
    titles: tuple[str, ...] = ()
    """What stands above the table: the ESMS, the exercise, the unit."""
    negative_charges: bool = False
    """Charges are written with a minus sign, as some ledgers do: they are read without it."""

    def with_column(self, at: int, column: Column) -> Layout:
        """The same with another meaning for one column; a role that stands once leaves the column that had it."""
        single = column.role in (Role.ACCOUNT, Role.LABEL, Role.SECTION, Role.YEAR)
        columns = [replace(old, role=Role.NOTHING) if single and old.role is column.role else old
                   for old in self.columns]
        columns += [Column()] * (at + 1 - len(columns))
        columns[at] = column
        return replace(self, columns=tuple(columns))

    def having(self, role: Role) -> list[int]:
        """The columns that hold it."""
        return [at for at, column in enumerate(self.columns) if column.role is role]

    def only(self, role: Role) -> int | None:
        """The first column that holds it."""
        return next(iter(self.having(role)), None)


def propose(sheet: Sheet, settings: str = "") -> Layout | None:
    """The layout of a sheet that looks like a budget by accounts or by groups; None where nothing tells.

    `settings` is the name of the file, which often says what the sheets do not (« CA 2024 »).
    """
    accounts = _account_column(sheet)
    rows = _data_rows(sheet, accounts)
    if not rows:
        return None
    amounts = _amount_columns(sheet, rows, accounts)
    if not amounts:
        return None
    first = _first_row(sheet, rows[0], accounts)
    titles = _titles(sheet, first, amounts)
    label = _label_column(sheet, rows, amounts, accounts)
    said = (*titles, sheet.name, settings)
    columns = [Column() for _ in range(sheet.width)]
    for at, role in ((accounts, Role.ACCOUNT), (label, Role.LABEL)):
        if at is not None:
            columns[at] = Column(role, heading=_heading(sheet, at, first))
    for at in amounts:
        columns[at] = _amount(_heading(sheet, at, first), said)
    headings = [column.heading for column in columns]
    unit = next((found for text in (*headings, *said) if (found := unit_in(text)) is not None), None)
    return Layout(first, tuple(_without_others(columns, said)), unit or 1, unit_said=unit is not None, titles=titles,
                  negative_charges=accounts is not None and _charges_are_negative(sheet, rows, accounts, amounts))


def _charges_are_negative(sheet: Sheet, rows: Sequence[int], accounts: int, amounts: Sequence[int]) -> bool:
    """Whether every charge that is not nil is negative, three at least: one or two may be corrections."""
    charges = [row for row in rows if sheet.text(row, accounts).startswith("6")]
    found = (sheet.at(row, at) for row in charges for at in amounts)
    numbers = [seen.number for seen in found if seen is not None and seen.number]
    return len(numbers) >= 3 and all(number < 0 for number in numbers)


def blank(sheet: Sheet, first: int = 1) -> Layout:
    """The layout of a table of which nothing is known: headings in the row before `first`, no column used."""
    headings = [sheet.heading(first - 1, at) if first else "" for at in range(sheet.width)]
    return Layout(first, tuple(Column(heading=heading) for heading in headings))


def _account_column(sheet: Sheet) -> int | None:
    """The column in which most rows hold an account of charges or produits, three at least."""
    counts: dict[int, int] = {}
    for row in sheet.rows:
        for at, seen in enumerate(row[:12]):
            if seen is not None and seen.form in (Form.TEXT, Form.NUMBER) and _is_account(seen.text):
                counts[at] = counts.get(at, 0) + 1
    found = max(counts, key=lambda at: (counts[at], -at), default=None)
    return found if found is not None and counts[found] >= 3 else None


def _is_account(text: str) -> bool:
    if len(text) > 200 or "," in text:
        return False
    account = account_in(text)
    return account is not None and account.is_budget and len(account.number.split("-")[0]) <= 6


def _data_rows(sheet: Sheet, accounts: int | None) -> list[int]:
    """The rows that carry an account, or the title of a group where the sheet stops at groups."""
    if accounts is not None:
        return [row for row in range(len(sheet.rows)) if _is_account(sheet.text(row, accounts))]
    found = [row for row in range(len(sheet.rows)) if any(group_in(text, "c") for _, text in sheet.texts(row))]
    return found if len(found) >= 2 else []


def _amount_columns(sheet: Sheet, rows: Sequence[int], accounts: int | None) -> list[int]:
    """The columns at the right of the accounts that hold numbers on these rows."""
    found = []
    for at in range((accounts or 0) + 1, sheet.width):
        numbers = sum(_may_be_amount(seen) for seen in (sheet.at(row, at) for row in rows))
        if numbers and 3 * numbers >= min(len(rows), 6):
            found.append(at)
    return found


def _may_be_amount(seen: Seen | None) -> bool:
    """Whether a cell holds an amount, or what stands where one was meant."""
    if seen is None or seen.form is Form.DAY:
        return False
    return seen.form is not Form.TEXT or not isinstance(parse_amount(seen.text), Problem)


def _first_row(sheet: Sheet, first: int, accounts: int | None) -> int:
    """The first row of the table: the title of a group or a side just above the first account belongs to it."""
    while first and any(group_in(text, "c") for _, text in sheet.texts(first - 1)):
        first -= 1
    return first


def _label_column(sheet: Sheet, rows: Sequence[int], amounts: Sequence[int], accounts: int | None) -> int | None:
    texts = {at: sum(at == column for row in rows for column, _ in sheet.texts(row))
             for at in range(amounts[0]) if at != accounts}
    best = max(texts, key=lambda at: texts[at], default=None)
    return best if best is not None and texts[best] else None


def _titles(sheet: Sheet, first: int, amounts: Sequence[int]) -> tuple[str, ...]:
    """What stands above the table and speaks of all of it: not the headings of the columns of amounts."""
    found = []
    for row in range(min(first, LOOKED_AT)):
        for column, text in sheet.texts(row):
            wide = any(m.top <= row <= m.bottom and m.left == column and _covers(m.left, m.right, amounts)
                       for m in sheet.merged)
            if wide or column < amounts[0]:
                found.append(text)
    return tuple(found[:TITLE_ROWS * 3])


def _covers(left: int, right: int, amounts: Sequence[int]) -> bool:
    return left <= amounts[0] - 1 and right >= amounts[0]


def _heading(sheet: Sheet, at: int, first: int) -> str:
    """The words above a column, from top to bottom, without the titles that run over the whole sheet."""
    words: list[str] = []
    for row in range(max(0, first - 4), first):
        if any(m.top <= row <= m.bottom and m.left < at <= m.right and m.left <= 1 for m in sheet.merged):
            continue
        if (text := sheet.heading(row, at)) and text not in words:
            words.append(text)
    return " ".join(words)


def _amount(heading: str, said: Sequence[str]) -> Column:
    """What an amount is, from its heading and, where that is silent, from the titles of the sheet."""
    if heading and is_left_aside(heading):
        return Column(heading=heading)
    exercise = next((year for text in said if (year := year_in(text)) is not None), None)
    status = status_in(heading) or next((found for text in said if (found := status_in(text))), "")
    return Column(Role.AMOUNT, status, year_in(heading, exercise) or exercise, heading)


def _without_others(columns: Sequence[Column], said: Sequence[str]) -> list[Column]:
    """A sheet that says « compte administratif 2024 » is read for it: its other columns are offered, not taken.

    Of two columns for one status and year, the last is taken: corrections come after what they correct.
    """
    taken = [at for at, column in enumerate(columns) if column.role is Role.AMOUNT]
    nature = next((found for text in said if (found := status_in(text))), "")
    exercise = next((year for text in said if (year := year_in(text)) is not None), None)
    taken = [at for at in taken if columns[at].status == nature] or taken
    taken = [at for at in taken if columns[at].year == exercise] or taken
    kept = {(columns[at].status, columns[at].year): at for at in taken}
    return [replace(column, role=Role.NOTHING) if column.role is Role.AMOUNT and at not in kept.values() else column
            for at, column in enumerate(columns)]


def is_apart(sheet: Sheet, layout: Layout) -> bool:
    """Whether a sheet is about something else than exploitation: investments, staff."""
    folded = fold(" ".join((sheet.name, *layout.titles)))
    return "exploitation" not in folded and "investissement" in folded
