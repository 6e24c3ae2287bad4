"""FINESS and SIREN numbers: how they are written, and whether their key holds."""

from __future__ import annotations

from .problems import Problem

_LENGTH = 9
_CORSICA = ("2A", "2B")


def compact(number: str) -> str:
    """The nine characters without the spaces of the official site: « 97 040 527 0 » → 970405270."""
    return "".join(number.split()).upper()


def finess_problem(number: str) -> Problem | None:
    """What is wrong with a FINESS number, or None. Numbers of Corsica carry a letter: their form alone is checked."""
    digits = compact(number)
    if len(digits) != _LENGTH or not _digits_after_department(digits):
        return Problem("neuf chiffres sont attendus")
    if digits[:2] in _CORSICA or _key_holds(digits):
        return None
    return Problem("la clé ne correspond pas aux autres chiffres")


def siren_problem(number: str) -> Problem | None:
    """What is wrong with a SIREN number, or None."""
    digits = compact(number)
    if len(digits) != _LENGTH or not (digits.isascii() and digits.isdigit()):
        return Problem("neuf chiffres sont attendus")
    return None if _key_holds(digits) else Problem("la clé ne correspond pas aux autres chiffres")


def _digits_after_department(digits: str) -> bool:
    rest = digits[2:] if digits[:2] in _CORSICA else digits
    return rest.isascii() and rest.isdigit()


def _key_holds(digits: str) -> bool:
    # Imported at the first number: stdnum brings the network modules of Python with it.
    from stdnum import luhn

    return luhn.is_valid(digits)
