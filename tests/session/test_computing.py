"""Derived figures as plain data: what scripts read."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from cpom_desktop.core.finance.figure import Figure, Ratio
from cpom_desktop.core.overlay import View
from cpom_desktop.core.records import Cell
from cpom_desktop.session.computing import computed, plain
from cpom_desktop.session.demo import create_demo

from .desk import Desk, new_document

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(("value", "expected"), [
    (Figure(123), {"cents": 123}), (Figure(None, ("base",)), {"cents": None, "missing": ["base"]}),
    (Ratio(Decimal("94.0"), "%"), {"value": "94.0", "unit": "%", "missing": [], "note": ""}),
    (Fraction(1, 3), "1/3"), (TODAY, "2026-11-20"), (Cell("esms", "e1", "name"), "esms/e1/name"),
    ({2027: (1, None)}, {"2027": [1, None]}), (View.ACCORD, "accord"),
])
def test_every_value_has_one_plain_form(value: object, expected: object) -> None:
    assert plain(value) == expected


def test_every_figure_of_the_demonstration_goes_through_json(tmp_path: Path) -> None:
    document = create_demo(tmp_path / "demo.cpom", Desk("ici").tools)
    found = {view: computed(document.model, view, TODAY) for view in View}
    assert json.loads(json.dumps(found[View.ACCORD])) == found[View.ACCORD]
    accord, asked = (found[view]["dgc"][0]["years"] for view in (View.ACCORD, View.MANAGER))
    assert accord[0]["year"] == 2027 and isinstance(accord[0]["lines"]["grant"]["cents"], int)
    assert accord != asked, "what the manager asks differs from what is agreed"
    document.close()


def test_an_unknown_amount_is_null_and_says_what_lacks(tmp_path: Path) -> None:
    document = new_document(tmp_path, Desk("ici"))
    (section,) = computed(document.model, View.ACCORD, TODAY)["sections"]
    first = section["trajectory"][0]["grant"]
    assert first["cents"] is None and first["missing"]
    document.close()
