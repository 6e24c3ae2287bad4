"""Days as typed and shown, and the working days of each territory."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.contract import TERRITORIES
from cpom_desktop.core.periods import (
    add_months,
    days_in_year,
    format_day,
    is_working_day,
    parse_day,
    payment_days,
    public_holidays,
    territory_of,
    working_day_on_or_before,
)
from cpom_desktop.core.problems import Problem

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@pytest.mark.parametrize("text", [
    "01/02/2027", "1/2/27", "1/02/2027", "01-02-2027", "01.02.2027", "2027-02-01", "1er février 2027",
    "1er FÉVRIER 2027",
    "1 fevrier 2027", "1er fév. 2027", "1er\u00a0févr.\u00a02027", "  1/2/2027 ",
])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert parse_day(text) == "2027-02-01"


@pytest.mark.parametrize(("text", "sentence", "repair"), [
    ("31/02/2027", "Le 31/02/2027 n’existe pas\u00a0: février 2027 finit le 28. Voulez-vous dire 28/02/2027\u202f?",
     "28/02/2027"),
    ("30/02/2028", "Le 30/02/2028 n’existe pas\u00a0: février 2028 finit le 29. Voulez-vous dire 29/02/2028\u202f?",
     "29/02/2028"),
    ("02/13/2027", "Le 02/13/2027 n’existe pas. Voulez-vous dire 13/02/2027\u202f?", "13/02/2027"),
    ("02/31/2027", "Le 02/31/2027 n’existe pas.", ""), ("20/20/2027", "Le 20/20/2027 n’existe pas.", ""),
    ("0/1/2027", "Le 00/01/2027 n’existe pas.", ""), ("1/0/2027", "Le 01/00/2027 n’existe pas.", ""),
    ("1/1/1492", "L’année 1492 est hors de la période 1900–2199.", ""),
    ("demain", "«\u00a0demain\u00a0» n’est pas une date. Écrivez par exemple 01/02/2027.", ""),
    ("1/2", "«\u00a01/2\u00a0» n’est pas une date. Écrivez par exemple 01/02/2027.", ""),
    ("1/2/127", "«\u00a01/2/127\u00a0» n’est pas une date. Écrivez par exemple 01/02/2027.", ""),
])
def test_what_is_no_day_is_refused_with_the_obvious_repair(text: str, sentence: str, repair: str) -> None:
    assert parse_day(text) == Problem(sentence, repair)


@given(DAYS)
def test_every_shown_day_reads_back(day: dt.date) -> None:
    assert parse_day(format_day(day.isoformat())) == day.isoformat()
    assert parse_day(format_day(day.isoformat(), long=True)) == day.isoformat()


def test_the_first_of_a_month_is_written_1er() -> None:
    assert format_day("2027-01-01", long=True) == "1er janvier 2027"
    assert format_day("2026-11-22", long=True) == "22 novembre 2026"
    assert format_day(None) == ""


def test_tc_day_1_the_20th_goes_back_to_the_last_working_day() -> None:
    """TC-DAY-1."""
    expected = [(1, 20), (2, 19), (3, 19), (4, 20), (5, 20), (6, 18), (7, 20), (8, 20), (9, 20), (10, 20), (11, 19),
                (12, 20)]
    assert payment_days(2027, "metropole") == [dt.date(2027, month, day) for month, day in expected]


def test_tc_day_2_lundi_de_pentecote_is_no_payment_day() -> None:
    """TC-DAY-2."""
    assert payment_days(2024, "metropole")[4] == dt.date(2024, 5, 17)


def test_tc_day_3_the_holidays_are_those_of_the_territory() -> None:
    """TC-DAY-3."""
    assert payment_days(2027, "reunion")[11] == dt.date(2027, 12, 17)
    assert payment_days(2027, "metropole")[11] == dt.date(2027, 12, 20)


def test_every_territory_of_the_contract_has_its_holidays() -> None:
    for word, _ in TERRITORIES:
        assert dt.date(2027, 7, 14) in public_holidays(word, 2027), word
    assert dt.date(2027, 12, 26) in public_holidays("alsace-moselle", 2027)
    assert dt.date(2027, 12, 26) not in public_holidays("metropole", 2027)
    with pytest.raises(KeyError):
        public_holidays("atlantide", 2027)


@pytest.mark.parametrize(("department", "territory"), [
    ("67", "alsace-moselle"), ("974", "reunion"), ("99", "metropole"), ("2A", "metropole"), (" 976 ", "mayotte"),
])
def test_a_department_names_its_holidays(department: str, territory: str) -> None:
    assert territory_of(department) == territory
    assert territory in dict(TERRITORIES)


@given(DAYS.filter(lambda day: day.year > 1950), st.sampled_from([word for word, _ in TERRITORIES]))
def test_the_working_day_before_is_the_nearest_one(day: dt.date, territory: str) -> None:
    found = working_day_on_or_before(day, territory)
    assert found <= day and is_working_day(found, territory)
    between = [found + dt.timedelta(days=step) for step in range(1, (day - found).days + 1)]
    assert not any(is_working_day(other, territory) for other in between)


@pytest.mark.parametrize(("start", "months", "end"), [
    ((2027, 8, 31), 6, (2028, 2, 29)), ((2027, 1, 1), 60, (2032, 1, 1)), ((2027, 3, 31), -1, (2027, 2, 28)),
    ((2027, 12, 15), 1, (2028, 1, 15)),
])
def test_months_stop_at_the_end_of_a_shorter_month(start: tuple[int, int, int], months: int,
                                                   end: tuple[int, int, int]) -> None:
    assert add_months(dt.date(*start), months) == dt.date(*end)


def test_2028_is_a_leap_year() -> None:
    assert (days_in_year(2027), days_in_year(2028), days_in_year(2024)) == (365, 366, 366)
