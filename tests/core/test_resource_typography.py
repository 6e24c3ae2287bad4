"""Every French text of the demonstration and of the templates keeps the spaces and apostrophes of the house."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from cpom_desktop.core.records import Form, Record, fields_of
from cpom_desktop.core.templates import template_records
from tests.data.demo import demo

TEMPLATES = sorted((Path(__file__).parents[2] / "resources" / "templates").glob("*.json"))
WRONG = re.compile(r"'| [;!?:»%€]|« | n° \d|[0-9] [0-9]{3}(?![0-9])|\.\.\.")
"""Straight apostrophe; ordinary space before a mark, a unit, after « or between thousands; three dots."""


def badly_written(rows: Iterable[Record]) -> list[str]:
    """The free texts of some rows that break the typography, with where they stand."""
    found = []
    for row in rows:
        for info in fields_of(row.kind).values():
            text = getattr(row, info.name)
            if info.form in (Form.NAME, Form.TEXT) and text and WRONG.search(text):
                found.append(f"{row.kind}.{info.name}: {text[:80]}")
    return found


def test_the_demonstration_is_well_written() -> None:
    assert badly_written(demo()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_each_template_is_well_written(path: Path) -> None:
    records = template_records(path.read_text(encoding="utf-8"), "c", "Contrat", dt.date(2027, 1, 1))
    assert badly_written(records) == []
