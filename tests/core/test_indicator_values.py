"""What may be typed as a value of an indicator."""

from __future__ import annotations

import pytest

from cpom_desktop.core.indicator_values import IndicatorReader
from cpom_desktop.core.objectives import Indicator, IndicatorYear
from cpom_desktop.core.problems import Problem
from cpom_desktop.core.records import fields_of

TARGET = fields_of(IndicatorYear)["target"]


def reader(unit: str, decimals: int) -> IndicatorReader:
    return IndicatorReader(TARGET, Indicator(id="i", unit=unit, decimals=decimals))


@pytest.mark.parametrize(("unit", "decimals", "text", "value"), [
    ("%", 1, "41,5", "41.5"), ("%", 1, "125", "125"), ("ménages", 0, "20", "20"), ("ménages", 0, "20,0", "20"),
    ("€", 2, "16 200", "16200"), ("%", 1, "", None), ("%", 0, "1 000", "1000"),
])
def test_a_value_that_the_indicator_can_hold_is_read(unit: str, decimals: int, text: str, value: str | None) -> None:
    assert reader(unit, decimals).read(text) == value


@pytest.mark.parametrize(("unit", "decimals", "text", "repair"), [
    ("ménages", 0, "20,4", "20"), ("%", 1, "41,26", "41,3"), ("%", 1, "41 000", "41"), ("%", 1, "41 555", ""),
    ("%", 1, "1 000,1", ""),
])
def test_what_it_cannot_hold_is_explained_with_what_was_meant(
    unit: str, decimals: int, text: str, repair: str
) -> None:
    said = reader(unit, decimals).read(text)
    assert isinstance(said, Problem) and said.repair == repair
    assert not repair or repair in said.sentence


def test_a_text_that_is_no_number_is_refused_as_everywhere() -> None:
    assert isinstance(reader("%", 1).read("beaucoup"), Problem)


def test_what_is_written_back_is_read_again() -> None:
    assert reader("%", 1).read(reader("%", 1).write("41.5")) == "41.5"
