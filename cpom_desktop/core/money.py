"""Amounts, rates and numbers between the screen and the file: exact parsing, French display, one rounding.

Amounts are integer cents, rates integer millionths (1,25 % = 12 500), other numbers canonical decimal text. Every
`parse_…` returns a value or a `Problem` to show beside the field; `format_…` of None is empty, as unknown is not zero.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from .periods import format_day, parse_day
from .problems import Problem, Refused
from .records import MAX_CENTS, MAX_RATE, FieldInfo, Form, Value, canonical_number
from .written_number import Writing, Written, plain, read_number, written

NBSP = "\u00a0"
EUROS = ("€", "EUR", "euros", "euro")
_AMOUNT = Writing("un montant", EUROS, multiplied=True, grouped=True)
_RATE = Writing("un taux", ("%",))
_CANONICAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_RATE_DECIMALS = 4
"""A millionth is the fourth decimal of a percentage."""


def half_up(numerator: int, denominator: int) -> int:
    """`numerator` ÷ `denominator` to the nearest integer, halves away from zero: the one rounding of the program.

    A transfer and its mirror stay opposite (TC-RND-1). Raises ZeroDivisionError: what a nil denominator means belongs
    to the caller (« n.s. »).
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    result = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -result if numerator < 0 else result


def parse_amount(text: str, low: int = -MAX_CENTS, high: int = MAX_CENTS) -> int | Problem:
    """Read an amount as typed or pasted, in cents: « 1 234,5 € », « 1.234,56 », « (1 200) », « 12k », « 1,5M »."""
    number = read_number(text, _AMOUNT)
    if isinstance(number, Problem):
        return number
    cents, beyond = number.times_ten_to(2)
    if cents % beyond:
        return _finer_than_cents(number)
    return _bounded(cents // beyond, low, high, lambda value: format_amount(value, 0 if value % 100 == 0 else 2), "€")


def format_amount(cents: int | None, decimals: int = 2, sign: bool = False, unit: bool = False) -> str:
    """« 1 344 706,25 » with U+202F groups and U+2212; fewer decimals are rounded; « + » and « € » if asked."""
    if cents is None:
        return ""
    shown = cents if decimals == 2 else half_up(cents * 10**decimals, 100)
    return written(shown, decimals, sign) + (f"{NBSP}€" if unit else "")


def parse_rate(text: str, low: int = -MAX_RATE, high: int = MAX_RATE) -> int | Problem:
    """Read a percentage, in millionths: « 1,25 », « 1,25 % ». A forgotten comma is asked about: 125 → 1,25."""
    number = read_number(text, _RATE)
    if isinstance(number, Problem):
        return number
    rate, beyond = number.times_ten_to(_RATE_DECIMALS)
    if rate % beyond:
        repair = plain(Written(half_up(rate, beyond), _RATE_DECIMALS))
        return Problem(f"Un taux a quatre décimales au plus. Voulez-vous dire {repair}{NBSP}%\u202f?", repair)
    rate //= beyond
    problem = _bounded(rate, low, high, lambda value: plain(Written(value, _RATE_DECIMALS)), "%", of_value=True)
    if isinstance(problem, Problem) and _comma_forgotten(number) and low <= half_up(rate, 100) <= high:
        repair = plain(Written(half_up(rate, 100), _RATE_DECIMALS))
        return Problem(f"{problem.sentence} Voulez-vous dire {repair}{NBSP}%\u202f?", repair)
    return problem


def format_rate(rate: int | None, decimals: int = 2, sign: bool = False, unit: bool = False) -> str:
    """« 1,25 »: at least `decimals` decimals, more where the rate has more, so that nothing is hidden."""
    if rate is None:
        return ""
    scale = _RATE_DECIMALS
    while scale > decimals and rate % 10 == 0:
        rate, scale = rate // 10, scale - 1
    return written(rate, scale, sign) + (f"{NBSP}%" if unit else "")


def parse_number(text: str, unit: str = "") -> str | Problem:
    """Read any other number, as canonical text ('35.4'); the unit of the field may follow it."""
    number = read_number(text, Writing("un nombre", (unit,) if unit else ()))
    return number if isinstance(number, Problem) else canonical_number(Decimal(number.unscaled).scaleb(-number.scale))


def format_number(number: str | None, decimals: int | None = None, sign: bool = False) -> str:
    """A canonical number in French; with `decimals`, rounded half away from zero to exactly that many.

    A text that is no canonical number (typed before the nature of an item was chosen) is shown as it is.
    """
    if not number or not _CANONICAL.fullmatch(number):
        return number or ""
    whole, _, rest = number.partition(".")
    unscaled, scale = int(whole + rest), len(rest)
    if decimals is not None:
        unscaled, scale = half_up(unscaled * 10**decimals, 10**scale), decimals
    return written(unscaled, scale, sign)


def parse_field(info: FieldInfo, text: str) -> Value | Problem:
    """Read what was typed in a field of any form, within its bounds; an empty text is None where that is allowed."""
    value: Value | Problem = None
    if text.strip():
        value = _PARSERS.get(info.form, _parse_text)(info, text)
    if isinstance(value, Problem):
        return value
    try:
        return info.check(value)
    except Refused as refusal:
        return Problem(refusal.sentences.happened)


def format_field(info: FieldInfo, value: Value) -> str:
    """The value as the user reads it, and as `parse_field` reads it back. A reference is left to the view."""
    if value is None:
        return ""
    return _FORMATTERS.get(info.form, _format_text)(info, value)


def _finer_than_cents(number: Written) -> Problem:
    rounded = format_amount(half_up(*number.times_ten_to(2)))
    if number.scale == 3:
        thousands = written(number.unscaled, 0)
        return Problem(f"Un montant s’arrête au centime. Écrivez {thousands} ou {rounded}.")
    return Problem(f"Un montant s’arrête au centime. Voulez-vous dire {rounded}\u202f?", rounded)


def _comma_forgotten(number: Written) -> bool:
    return number.scale == 0 and abs(number.unscaled) >= 100


def _bounded(value: int, low: int, high: int, show: Callable[[int], str], unit: str = "",
             of_value: bool = False) -> int | Problem:
    """The value, or a sentence naming the bound that it passes."""
    if low <= value <= high:
        return value
    after = f"{NBSP}{unit}" if unit else ""
    said, limit = show(value) + (after if of_value else ""), show(high if value > high else low) + after
    return Problem(f"{said} {'dépasse le plafond' if value > high else 'est sous le plancher'} de {limit}.")


def _is_year(info: FieldInfo) -> bool:
    """A year is written without a thousands separator; its bounds tell it from a quantity."""
    low, high = info.bounds
    return low >= 1000 and high <= 9999


def _parse_whole(info: FieldInfo, text: str) -> Value | Problem:
    units = (info.about.unit,) if info.about.unit else ()
    number = read_number(text, Writing("un nombre entier", units, grouped=True))
    if isinstance(number, Problem):
        return number
    value, beyond = number.times_ten_to(0)
    if value % beyond:
        return Problem(f"{plain(number)} n’est pas un nombre entier.")
    low, high = info.bounds
    if _is_year(info) and not low <= value // beyond <= high:
        return Problem(f"L’année {value // beyond} est hors de la période {low}–{high}.")
    return _bounded(value // beyond, low, high, lambda whole: written(whole, 0), info.about.unit)


def _parse_choice(info: FieldInfo, text: str) -> Value | Problem:
    wanted = _folded(text)
    for word, label in info.about.choices:
        if wanted in {_folded(word), _folded(label)}:
            return word
    labels = ", ".join(f"«{NBSP}{label}{NBSP}»" for _, label in info.about.choices)
    return Problem(f"Choix attendu{NBSP}: {labels}.")


def _parse_flag(info: FieldInfo, text: str) -> Value | Problem:
    wanted = _folded(text)
    if wanted in {"oui", "o", "vrai", "1", "x"}:
        return 1
    return 0 if wanted in {"non", "n", "faux", "0"} else Problem("Oui ou non est attendu.")


def _parse_text(info: FieldInfo, text: str) -> Value | Problem:
    return text if info.form is Form.TEXT else text.strip()


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.strip().replace("\u00a0", " ").replace("'", "’"))
    return "".join(char for char in bare if not unicodedata.combining(char)).casefold()


def _format_text(info: FieldInfo, value: Value) -> str:
    return str(value)


def _as_int(value: Value) -> int:
    assert isinstance(value, int), "the door lets only integers into this form"
    return value


_PARSERS: dict[Form, Callable[[FieldInfo, str], Value | Problem]] = {
    Form.CENTS: lambda info, text: parse_amount(text, *info.bounds),
    Form.RATE: lambda info, text: parse_rate(text, *info.bounds),
    Form.DECIMAL: lambda info, text: parse_number(text, info.about.unit),
    Form.INTEGER: _parse_whole,
    Form.DAY: lambda info, text: parse_day(text),
    Form.FLAG: _parse_flag,
    Form.CHOICE: _parse_choice,
}
_FORMATTERS: dict[Form, Callable[[FieldInfo, Value], str]] = {
    Form.CENTS: lambda info, value: format_amount(_as_int(value)),
    Form.RATE: lambda info, value: format_rate(_as_int(value)),
    Form.DECIMAL: lambda info, value: format_number(str(value)),
    Form.INTEGER: lambda info, value: str(value) if _is_year(info) else written(_as_int(value), 0),
    Form.DAY: lambda info, value: format_day(str(value)),
    Form.FLAG: lambda info, value: "oui" if value else "non",
    Form.CHOICE: lambda info, value: dict(info.about.choices).get(str(value), str(value)),
}
