"""What one rule says of a few rows, in plain spaces, with its level and its cell checked."""

from __future__ import annotations

import datetime as dt

from cpom_desktop.core.checks import Check, run
from cpom_desktop.core.model import Model
from cpom_desktop.core.records import Cell, Record

TODAY = dt.date(2026, 11, 20)


def raised(id: str, *rows: Record, today: dt.date = TODAY) -> list[Check]:
    """The messages of a rule on these rows; later rows replace those of the same id. Each leads to a cell that exists.
    """
    model = Model({(row.kind, row.id): row for row in rows}.values())
    found = [check for check in run(model, today) if check.id == id]
    for check in found:
        assert check.cell is not None and check.reference
        model.value(check.cell)
    return found


def said(*found: Check) -> list[tuple[str, str]]:
    """Level and sentence, with plain spaces and apostrophes."""
    return [(check.level.value, plain(check.sentence)) for check in found]


def plain(sentence: str) -> str:
    """Without the typography: the dossier is written with plain spaces and apostrophes."""
    return sentence.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def cells(*found: Check) -> list[Cell | None]:
    """Where each message leads."""
    return [check.cell for check in found]
