"""A journal as long as one wants, for benchmarks: rows of a budget, then edits in lots of ten, one author."""

from __future__ import annotations

import random

from cpom_desktop.core.records import Value
from cpom_desktop.sync.journal import Dot, Lot
from tests.sync.samples import MANAGER, Book, Draft, new, put

FIELDS = ("cents", "label")
ROWS_PER_OP, LOT = 5, 10
"""One op in five creates a row; the others change one of its values."""


def long_journal(ops: int, seed: int = 1) -> list[Lot]:
    """`ops` ops on `account_line` rows, of which a fifth are creations; the same for a seed."""
    chance, book = random.Random(seed), Book()
    rows = [f"{number:032x}" for number in range(max(1, ops // ROWS_PER_OP))]
    book.add(*(_line(row, number) for number, row in enumerate(rows)))
    last = {(row, name): Dot(MANAGER, seq) for seq, row in enumerate(rows, start=1) for name in FIELDS}
    done = len(rows)
    while done < ops:
        cells = dict.fromkeys((chance.choice(rows), chance.choice(FIELDS)) for _ in range(min(LOT, ops - done)))
        book.add(*(_edit(chance, cell, last[cell]) for cell in cells))
        for cell in cells:
            done += 1
            last[cell] = Dot(MANAGER, done)
    return book.lots


def _line(row: str, number: int) -> Draft:
    values: dict[str, Value] = {"section": "5" * 32, "year": 2027 + number % 5, "status": "bp", "group": "c2",
                                "account": f"64{number}", "label": "Charges de personnel", "cents": number * 100}
    return new(row, values, kind="account_line")


def _edit(chance: random.Random, cell: tuple[str, str], before: Dot) -> Draft:
    row, name = cell
    value = chance.randrange(10**8) if name == "cents" else f"Libellé {chance.randrange(1000)}"
    return put(row, name, value, before, kind="account_line")
