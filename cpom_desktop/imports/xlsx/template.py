"""Reads a filled modèle de saisie back, by its keys: exactly what was typed, cells that were emptied included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...core.finance.budget_sheet import FORMAT, LINE, NEW, TEMPLATE_SHEET, WHOLE, Period
from ...core.finance.records import BUDGET_STATUSES, GROUPS
from ...core.problems import Problem, Reason, Refused
from .accounts import account_in, no_account
from .book import Book, Place, Sheet
from .lines import Unread, cents_in

_PERIOD = re.compile(r"(20[0-9]{2}|2100)\|([a-z]{2,8})")
_ROW = re.compile(rf"({LINE}|{WHOLE}|{NEW})\|([cp][123])\|([0-9-]{{0,40}})")
_LOOKED_AT = 12
_STATUSES, _GROUPS = dict(BUDGET_STATUSES), dict(GROUPS)


class Filled(NamedTuple):
    """One cell of the template: its section, period, group and account, and its cents; None where it is empty."""

    place: Place
    section: str
    period: Period
    group: str
    account: str
    label: str
    cents: int | None


class FilledTemplate(NamedTuple):
    """A template that came back: of which contract, what it says, and what is not understood."""

    contract_id: str
    contract: str
    cells: tuple[Filled, ...]
    unread: tuple[Unread, ...]


def is_template(book: Book) -> bool:
    """Whether a workbook is a filled template, by its hidden sheet."""
    return book.sheet(TEMPLATE_SHEET) is not None


def read_template(book: Book) -> FilledTemplate:
    """What a template says; raises `Refused` where it is of a later format or has lost what it is."""
    keys = book.sheet(TEMPLATE_SHEET)
    head = {keys.text(row, 0): keys.text(row, 1) for row in range(len(keys.rows))} if keys is not None else {}
    number = head.get("format", "")
    if not re.fullmatch("[0-9]{1,4}", number) or not head.get("contract"):
        raise Refused(Reason.BAD_WORKBOOK, book.name, detail="ses clés ont été modifiées")
    if int(number) > FORMAT:
        raise Refused(Reason.NEWER_FORMAT, book.name, detail=str(FORMAT))
    cells, unread = list[Filled](), list[Unread]()
    for sheet in book.sheets:
        for one in _cells(sheet):
            if isinstance(one, Filled):
                cells.append(one)
            else:
                unread.append(one)
    return FilledTemplate(head["contract"], head.get("name", ""), tuple(cells), tuple(unread))


def _cells(sheet: Sheet) -> Iterator[Filled | Unread]:
    at = next((row for row in range(min(_LOOKED_AT, len(sheet.rows)))
               if sheet.text(row, 0).startswith("section|")), None)
    if at is None:
        return
    section = sheet.text(at, 0).partition("|")[2]
    periods = {column: period for column in range(1, sheet.width) if (period := _period(sheet.text(at, column)))}
    for row in range(at + 1, len(sheet.rows)):
        if match := _ROW.fullmatch(sheet.text(row, 0)):
            kind, group, account = match.groups()
            yield from _row(sheet, row, section, periods, kind, group, account)
        elif any(sheet.at(row, column) for column in periods) and sheet.text(row, 0):
            yield Unread(Place(sheet.name, row + 1), sheet.text(row, 2), "la clé de cette ligne a été modifiée")


def _period(text: str) -> Period | None:
    match = _PERIOD.fullmatch(text)
    return (int(match[1]), match[2]) if match and match[2] in _STATUSES else None


def _why_no_account(typed: str) -> str:
    if not typed:
        return "un montant sans numéro de compte"
    return no_account(typed) if account_in(typed) is None else f"«\u00a0{typed[:40]}\u00a0» n’est pas un compte"


def _row(sheet: Sheet, row: int, section: str, periods: dict[int, Period], kind: str, group: str,
         account: str) -> Iterator[Filled | Unread]:
    label = sheet.text(row, 2)
    if kind == NEW:
        typed = sheet.text(row, 1)
        if not any(sheet.at(row, column) for column in periods):
            return
        found = account_in(typed) if typed else None
        if found is None or not found.is_budget:
            yield Unread(Place(sheet.name, row + 1), label[:120], _why_no_account(typed))
            return
        account, label = found.number, label or found.label
    for column, period in periods.items():
        place, seen = Place(sheet.name, row + 1, column), sheet.at(row, column)
        if seen is None:
            if kind != NEW:
                yield Filled(place, section, period, group, account, label, None)
            continue
        read = cents_in(seen)
        if isinstance(read, Problem):
            yield Unread(place, f"{account} {label} · {seen.shown}".strip()[:200], read.sentence.rstrip("."))
        else:
            yield Filled(place, section, period, group, account, "" if kind == WHOLE else label, read.cents)
