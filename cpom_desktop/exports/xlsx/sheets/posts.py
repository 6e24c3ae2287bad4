"""« Effectifs »: the posts of each staff line as they are typed, by section, and summed by function over groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ....core.contract import Section
from ....core.finance.groupings import Group
from ....core.finance.staff_records import StaffLine, StaffYear
from ....core.records import Form
from ..book import Book
from ..formulas import Key, signed_sum
from ..grid import Column, Line, Look, Sheet
from ..source import Source
from ..views import POSTS

KINDS = (("actual", "réels"), ("target", "cible"), ("vacant", "vacants"), ("authorised", "autorisés"))
WIDTH = 11
NOTE = "Équivalents temps plein, comme ils sont saisis. Une cellule vide n’est pas connue."
Number = tuple[int, str]
"""A year and which of its numbers of posts."""


def add(book: Book, source: Source) -> None:
    """The sheet of every section; none while no post was typed."""
    shown = _shown(source)
    if not shown:
        return
    sheet = book.add(source.sheet(POSTS, "Effectifs par section", _columns("Fonction", shown), NOTE))
    for section, name in source.sections:
        lines = _lines(source, [section])
        if lines:
            sheet.band(name)
        for one in lines:
            line = sheet.line()
            line.text(" — ".join(filter(None, (one.function, one.grade))) or "Fonction sans nom")
            for number in shown:
                _typed(line, source, one, number)
        if lines:
            _sums(sheet, source, f"Total {name}", lines, shown, ("posts total", section.id))


def add_groups(book: Book, source: Source, found: Iterable[Group], name: str, title: str) -> None:
    """The sheet of groups of sections, their posts by function."""
    shown = _shown(source)
    if not shown:
        return
    sheet = book.add(source.sheet(name, title, _columns("Fonction", shown), NOTE))
    for group in found:
        lines = _lines(source, group.sections)
        sheet.band(group.name)
        for function in dict.fromkeys(one.function for one in lines):
            same = [one for one in lines if one.function == function]
            _sums(sheet, source, function or "Fonction sans nom", same, shown, ("posts of", group.key, function), False)
        _sums(sheet, source, f"Total {group.name}", lines, shown, ("posts total", group.key, "/group"))


def _shown(source: Source) -> list[Number]:
    """The numbers that are typed somewhere, by kind then by year."""
    rows = source.model.all(StaffYear)
    found = {(row.year, field) for row in rows for field, _ in KINDS if getattr(row, field) is not None}
    return [(year, field) for field, _ in KINDS for year in sorted({of for of, name in found if name == field})]


def _columns(first: str, shown: Sequence[Number]) -> list[Column]:
    words = dict(KINDS)
    return [Column(first, 36), *(Column(f"{year} {words[field]}", WIDTH) for year, field in shown)]


def _lines(source: Source, sections: Iterable[Section]) -> list[StaffLine]:
    return [line for section in sections for line in sorted(
        source.model.where(StaffLine, "section", section.id), key=lambda one: (one.order, one.function, one.id))]


def _held(source: Source, line: StaffLine, number: Number) -> StaffYear | None:
    year, field = number
    return next((row for row in source.model.where(StaffYear, "staff", line.id)
                 if row.year == year and getattr(row, field) is not None), None)


def _typed(line: Line, source: Source, one: StaffLine, number: Number) -> None:
    row = _held(source, one, number)
    if row is None:
        line.skip()
    else:
        line.entered(_key(row, number[1]), getattr(row, number[1]), Form.DECIMAL)


def _key(row: StaffYear, field: str) -> Key:
    return ("typed posts", row.id, field)


def _sums(sheet: Sheet, source: Source, words: str, lines: Sequence[StaffLine], shown: Sequence[Number], key: Key,
          total: bool = True) -> None:
    """The sum of what is typed in each column; empty where nothing is."""
    made = sheet.line()
    made.text(words, Look.TOTAL if total else Look.TEXT)
    for number in shown:
        rows = [row for one in lines if (row := _held(source, one, number)) is not None]
        if not rows:
            made.skip()
            continue
        whole = sum((Decimal(getattr(row, number[1])) for row in rows), Decimal(0))
        made.computed((*key, *number), float(whole), Form.DECIMAL.value,
                      signed_sum((_key(row, number[1]), 1) for row in rows))
