"""Pieces of the sentences of checks: amounts, percentages, spans of years."""

from __future__ import annotations

from collections.abc import Sequence

from ..money import NBSP, format_amount, format_rate, half_up

GUIDE = f"Fiche action n°{NBSP}14 (2019)"
"""What a rule stands on where no text of law does: the list of points de vigilance that negotiators were given."""


def euros(cents: int, sign: bool = False) -> str:
    """« 12 000,00 € », exact to the cent."""
    return format_amount(cents, sign=sign, unit=True)


def percent(part: int, whole: int) -> str:
    """« 1,22 % »: a share rounded half-up once, to two decimals."""
    return format_rate(half_up(part * 10_000, whole) * 100, unit=True)


def spans(years: Sequence[int]) -> str:
    """2027, 2028, 2029, 2031 → « 2027 à 2029, 2031 »."""
    groups: list[list[int]] = []
    for year in years:
        if groups and groups[-1][-1] == year - 1:
            groups[-1].append(year)
        else:
            groups.append([year])
    return ", ".join(f"{group[0]} à {group[-1]}" if len(group) > 1 else str(group[0]) for group in groups)


def titled(name: str, sentence: str) -> str:
    """« La Passerelle : rebasage … »."""
    return f"{name}{NBSP}: {sentence}"


def listed(words: Sequence[str]) -> str:
    """« définition, source et cible »."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}" if words else ""


def quoted(text: str) -> str:
    """« Révision et résiliation », between its French quotation marks."""
    return f"«{NBSP}{text}{NBSP}»"


def lowered(name: str) -> str:
    """A name inside a sentence: « clause de revoyure »; an acronym (« CNR ») keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:2] == name[1:2].lower() else name


def days(count: int) -> str:
    """« 1 jour », « 14 jours »."""
    return f"{count} jour{'s' if count > 1 else ''}"


def number(count: int) -> str:
    """« cinq »: a count in letters, of masculine things."""
    # Imported here: the library costs 40 ms at start, and only checks that count in words ask for it.
    from num2words import num2words

    return str(num2words(count, lang="fr"))
