"""Days, months and working days of a French territory: what is typed, shown and computed of a date.

In the file a day is ISO text; functions that compute take and return `datetime.date`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from functools import lru_cache

from .problems import Problem
from .records import FIRST_YEAR, LAST_YEAR

PAYMENT_DAY = 20
"""Day of the month when a douzième is paid, or the last working day before it (R.314-107, R.314-115; read 2026-11)."""
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")
_SHORT_MONTHS = {"janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
_FIGURES = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WORDS = re.compile(r"(1er|[0-9]{1,2}) ([a-z]+)\.? ([0-9]{4})")

_SUBDIVISIONS: dict[str, str | None] = {
    "metropole": None, "alsace-moselle": "57", "guadeloupe": "971", "martinique": "972", "guyane": "973",
    "reunion": "974",
    "mayotte": "976", "saint-barthelemy": "BL", "saint-martin": "MF", "nouvelle-caledonie": "NC",
    "polynesie": "PF", "saint-pierre-et-miquelon": "PM", "wallis-et-futuna": "WF",
}
"""Territory of the contract → name in the library, which knows 57 but refuses 67 and 68."""
_DEPARTMENTS = {
    "57": "alsace-moselle", "67": "alsace-moselle", "68": "alsace-moselle", "971": "guadeloupe", "972": "martinique",
    "973": "guyane", "974": "reunion", "975": "saint-pierre-et-miquelon", "976": "mayotte", "977": "saint-barthelemy",
    "978": "saint-martin", "986": "wallis-et-futuna", "987": "polynesie", "988": "nouvelle-caledonie",
}


def parse_day(text: str) -> str | Problem:
    """Read a date as ISO text: « 01/02/2027 », « 1/2/27 » (20xx), « 1er février 2027 », « 2027-02-01 »."""
    plain = re.sub(r"\s+", " ", _without_accents(text)).strip()
    if match := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
    elif match := _FIGURES.fullmatch(plain):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if len(match[3]) == 2 else 0
    elif (match := _WORDS.fullmatch(plain)) and (found := _month_number(match[2])):
        day, month, year = int(match[1].removesuffix("er")), found, int(match[3])
    else:
        return Problem(f"«\u00a0{text.strip()[:40]}\u00a0» n’est pas une date. Écrivez par exemple 01/02/2027.")
    return _existing(day, month, year)


def format_day(day: str | None, long: bool = False) -> str:
    """« 22/11/2026 » in tables; `long` gives « 22 novembre 2026 » and « 1er janvier 2027 » for sentences and paper."""
    if not day:
        return ""
    date = dt.date.fromisoformat(day)
    if not long:
        return f"{date:%d/%m/%Y}"
    return f"{'1er' if date.day == 1 else date.day} {MONTHS[date.month - 1]} {date.year}"


def as_date(day: str | None) -> dt.date | None:
    """The date of a stored day, or None where it is unknown."""
    return dt.date.fromisoformat(day) if day else None


def add_months(date: dt.date, months: int) -> dt.date:
    """The same day of another month, or its last day where that day does not exist: 31 August + 6 → 28 February."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def days_in_year(year: int) -> int:
    """365 or 366, the denominator of a proration by real days."""
    return 366 if calendar.isleap(year) else 365


def territory_of(department: str) -> str:
    """The territory whose holidays apply in a department (« 974 », « 67 »); metropolitan unless it has its own."""
    return _DEPARTMENTS.get(department.strip(), "metropole")


@lru_cache(maxsize=256)
def public_holidays(territory: str, year: int) -> frozenset[dt.date]:
    """The public holidays of a territory; raises KeyError on a territory that `TERRITORIES` does not list."""
    subdivision = _SUBDIVISIONS[territory]
    # Imported here: the library costs 67 ms at start, and only calendars and douzièmes ask for it.
    import holidays

    return frozenset(holidays.country_holidays("FR", subdiv=subdivision, years=year))


def is_working_day(date: dt.date, territory: str) -> bool:
    """Monday to Friday, public holidays excepted."""
    return date.weekday() < 5 and date not in public_holidays(territory, date.year)


def working_day_on_or_before(date: dt.date, territory: str) -> dt.date:
    """That day, or the last working day before it."""
    while not is_working_day(date, territory):
        date -= dt.timedelta(days=1)
    return date


def payment_days(year: int, territory: str) -> list[dt.date]:
    """The twelve days of the year on which a douzième is paid (R.314-107)."""
    return [working_day_on_or_before(dt.date(year, month, PAYMENT_DAY), territory) for month in range(1, 13)]


def _existing(day: int, month: int, year: int) -> str | Problem:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Problem(f"L’année {year} est hors de la période {FIRST_YEAR}–{LAST_YEAR}.")
    typed = f"{day:02d}/{month:02d}/{year}"
    if not 1 <= month <= 12:
        if 1 <= day <= 12 and 1 <= month <= 31:
            return _proposed(f"Le {typed} n’existe pas", dt.date(year, day, 1), month)
        return Problem(f"Le {typed} n’existe pas.")
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return _proposed(f"Le {typed} n’existe pas\u00a0: {MONTHS[month - 1]} {year} finit le {last}",
                         dt.date(year, month, 1), last)
    return dt.date(year, month, day).isoformat() if day else Problem(f"Le {typed} n’existe pas.")


def _proposed(sentence: str, month: dt.date, day: int) -> Problem:
    if day > calendar.monthrange(month.year, month.month)[1]:
        return Problem(sentence + ".")
    repair = f"{month.replace(day=day):%d/%m/%Y}"
    return Problem(f"{sentence}. Voulez-vous dire {repair}\u202f?", repair)


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def _month_number(word: str) -> int | None:
    names = {_without_accents(name): number for number, name in enumerate(MONTHS, start=1)}
    return names.get(word) or _SHORT_MONTHS.get(word)
