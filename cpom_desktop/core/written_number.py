"""Read a number as people type or paste it in France, exactly, or say why it cannot be read."""

from __future__ import annotations

import re
from typing import NamedTuple

from .problems import Problem

MINUS = "\u2212"
GROUP = "\u202f"
"""Thousands separator in data, on the clipboard and in exports; painting may widen it."""
SPACES = re.compile("[\u00a0\u2009\u202f\t ]")
LONGEST = 40

_WHOLE = r"[0-9]+|[0-9]{1,3}(?: [0-9]{3})+"
_ACCEPTED = tuple(re.compile(pattern) for pattern in (
    rf"(?P<whole>{_WHOLE})(?:,(?P<decimals>[0-9]*))?",
    r"(?P<whole>),(?P<decimals>[0-9]+)",
    rf"(?P<whole>{_WHOLE})\.(?P<decimals>[0-9]{{1,2}})",
    r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+),(?P<decimals>[0-9]*)",
))
_ENGLISH = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<decimals>[0-9]*)")
_GROUPED = re.compile(r"(?P<whole>[0-9]{1,3}(?:[.,][0-9]{3})+)(?P<decimals>)")
_DOTTED = re.compile(r"(?P<whole>[0-9]+)\.(?P<decimals>[0-9]+)")
_LOOSE = re.compile(r"(?P<whole>[0-9][0-9 ]*)(?:,(?P<decimals>[0-9]*))?")
_MULTIPLIERS = {"k": 3, "K": 3, "M": 6}


class Written(NamedTuple):
    """A typed number, exact: `unscaled` ÷ 10^`scale`."""

    unscaled: int
    scale: int

    def times_ten_to(self, power: int) -> tuple[int, int]:
        """This number × 10^`power`, as a numerator and its denominator."""
        shift = power - self.scale
        return (self.unscaled * 10**shift, 1) if shift >= 0 else (self.unscaled, 10**-shift)


class Writing(NamedTuple):
    """What is being typed: its French name (« un montant »), the units that may follow it, and its habits.

    `multiplied` accepts 12k and 1,5M; `grouped` says that « 1.234 » more likely means a thousand than a decimal.
    """

    name: str
    units: tuple[str, ...] = ()
    multiplied: bool = False
    grouped: bool = False


def read_number(text: str, writing: Writing) -> Written | Problem:
    """The number that was typed. Doubtful writings (« 1.234 », « 1,234.56 ») give a question, never a guess."""
    shown = _quoted(text)
    if len(text) > LONGEST:
        return Problem(f"{shown} est trop long pour {writing.name}.")
    body = SPACES.sub(" ", text).strip()
    if not body:
        return Problem(f"{writing.name.capitalize()} est attendu.")
    negative, body = _sign(body)
    body, power = _suffix(body, writing)
    if negative is None or not body:
        return Problem(f"{shown} n’est pas {writing.name}.")
    for pattern in _ACCEPTED:
        if match := pattern.fullmatch(body):
            return _scaled(_number(match, negative), power)
    return _question(shown, body, negative, power, writing)


def plain(number: Written) -> str:
    """The shortest French writing of a number: « 1 234,5 »; what a repair proposes."""
    unscaled, scale = number
    while scale and unscaled % 10 == 0:
        unscaled, scale = unscaled // 10, scale - 1
    return written(unscaled, scale)


def written(unscaled: int, decimals: int, sign: bool = False) -> str:
    """`unscaled` ÷ 10^`decimals` with exactly that many decimals, groups of three, U+2212 and, if asked, a plus."""
    whole, rest = divmod(abs(unscaled), 10**decimals)
    before = MINUS if unscaled < 0 else "+" if sign and unscaled > 0 else ""
    after = f",{rest:0{decimals}d}" if decimals else ""
    return f"{before}{whole:,}".replace(",", GROUP) + after


def _quoted(text: str) -> str:
    short = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return f"«\u00a0{short.strip()}\u00a0»"


def _sign(body: str) -> tuple[bool | None, str]:
    """Whether the text is negative, and its rest; None for two signs at once."""
    signs, rest = 0, body
    if rest.startswith("(") and rest.endswith(")"):
        signs, rest = signs + 1, rest[1:-1].strip()
    if rest[:1] in {"-", MINUS}:
        signs, rest = signs + 1, rest[1:].strip()
    elif rest[:1] == "+":
        return (False, rest[1:].strip()) if not signs else (None, rest)
    if rest[-1:] in {"-", MINUS}:
        signs, rest = signs + 1, rest[:-1].strip()
    return (bool(signs) if signs < 2 else None), rest


def _suffix(body: str, writing: Writing) -> tuple[str, int]:
    """The digits, and the power of ten of « k » or « M » before the unit."""
    for unit in sorted(writing.units, key=len, reverse=True):
        if body[-len(unit):].casefold() == unit.casefold():
            body = body[:-len(unit)].rstrip()
            break
    if writing.multiplied and body[-1:] in _MULTIPLIERS:
        return body[:-1].rstrip(), _MULTIPLIERS[body[-1]]
    return body, 0


def _number(match: re.Match[str], negative: bool) -> Written:
    whole, decimals = re.sub("[., ]", "", match["whole"]), match["decimals"] or ""
    value = int(whole + decimals or "0")
    return Written(-value if negative else value, len(decimals))


def _scaled(number: Written, power: int) -> Written:
    numerator, denominator = number.times_ten_to(power)
    return Written(numerator, 0) if denominator == 1 else Written(number.unscaled, number.scale - power)


def _question(shown: str, body: str, negative: bool, power: int, writing: Writing) -> Problem:
    readings = [_ENGLISH, _GROUPED, _DOTTED, _LOOSE] if writing.grouped else [_ENGLISH, _DOTTED, _GROUPED, _LOOSE]
    for pattern in readings:
        if match := pattern.fullmatch(body):
            repair = plain(_scaled(_number(match, negative), power))
            return Problem(f"{shown} peut se lire de plusieurs façons. Voulez-vous dire {repair}\u202f?", repair)
    zeroed = re.sub("[Oo]", "0", body)
    for pattern in _ACCEPTED if zeroed != body and re.search("[0-9]", body) else ():
        if match := pattern.fullmatch(zeroed):
            repair = plain(_scaled(_number(match, negative), power))
            return Problem(f"{shown} contient la lettre O au lieu d’un zéro. Voulez-vous dire {repair}\u202f?", repair)
    return Problem(f"{shown} n’est pas {writing.name}.")
