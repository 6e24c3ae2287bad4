"""What a « point de vigilance » is, and how a rule enters the list that is shown, printed and counted.

A rule is a function of the contract and of a date of reference; it never asks for the time. It speaks of data that
exist: a table not begun raises nothing, except where the rule says « missing ».
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from unicodedata import combining, normalize

from ..model import Model
from ..records import Cell


class Level(Enum):
    """How grave: BLOCKING forbids « prêt à signer », LOOK asks for a look, ADVICE informs."""

    BLOCKING = "E"
    LOOK = "W"
    ADVICE = "I"

    @property
    def word(self) -> str:
        """The word shown beside its icon."""
        return {"E": "Bloquant", "W": "À vérifier", "I": "Conseil"}[self.value]


@dataclass(frozen=True, slots=True)
class Check:
    """One message. `id` names the rule (N7), `reference` the article it stands on, `cell` where to go to mend it."""

    level: Level
    id: str
    sentence: str
    reference: str
    cell: Cell | None = None


Message = tuple[Level, str, Cell | None]
"""What a rule says: level, sentence, cell; its id and reference are those it was entered with."""
Rule = Callable[[Model, dt.date], Iterable[Message]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of the registry, by its id in the checklist."""

    id: str
    title: str
    reference: str
    rule: Rule


_NUMBERS = re.compile("([0-9]{1,15})")
RULES: dict[str, Entry] = {}
"""Every rule of the program, by id; the modules of this package fill it when they are imported."""


def rule(id: str, title: str, reference: str = "") -> Callable[[Rule], Rule]:
    """Decorator that enters a rule: its id, its title in French, the article or document it stands on."""

    def enter(function: Rule) -> Rule:
        if id in RULES:
            raise TypeError(f"the rule {id} is defined twice")
        RULES[id] = Entry(id, title, reference, function)
        return function

    return enter


def completes(id: str) -> Callable[[Rule], Rule]:
    """Decorator for the second part of a rule, kept in another module: its messages follow those of the first."""

    def join(function: Rule) -> Rule:
        entry = RULES[id]

        def both(model: Model, today: dt.date) -> Iterator[Message]:
            yield from entry.rule(model, today)
            yield from function(model, today)

        RULES[id] = replace(entry, rule=both)
        return function

    return join


def run(model: Model, today: dt.date) -> list[Check]:
    """Every message on a contract at a date: what blocks first, then by rule in the order of the checklist.

    Those of one rule come in the order of their words: two copies whose rows came in another order read the same list.
    """
    found = [
        Check(level, entry.id, sentence, entry.reference, cell)
        for entry in sorted(RULES.values(), key=_rank)
        for level, sentence, cell in sorted(entry.rule(model, today), key=_words)
    ]
    return sorted(found, key=lambda check: list(Level).index(check.level))


def is_ready(checks: Iterable[Check]) -> bool:
    """Whether the contract may be signed: nothing blocks."""
    return all(check.level is not Level.BLOCKING for check in checks)


def blocking(sentence: str, cell: Cell | None = None) -> Message:
    """A message that forbids signing."""
    return Level.BLOCKING, sentence, cell


def look(sentence: str, cell: Cell | None = None) -> Message:
    """A message that asks for a look."""
    return Level.LOOK, sentence, cell


def advice(sentence: str, cell: Cell | None = None) -> Message:
    """A message that informs."""
    return Level.ADVICE, sentence, cell


def _rank(entry: Entry) -> tuple[int, int, str]:
    """P1, P1b, P2 … N1 … G22: by family, then by number, then by letter."""
    digits = "".join(char for char in entry.id if char.isdigit())
    return "PNG".find(entry.id[0]), int(digits or 0), entry.id


def _words(message: Message) -> tuple[tuple[tuple[int, str], ...], str]:
    """A sentence as a reader sorts it (2 before 10, é beside e), then the cell that it speaks of."""
    _, sentence, cell = message
    plain = "".join(char for char in normalize("NFKD", sentence.casefold()) if not combining(char))
    parts = (part for part in _NUMBERS.split(plain) if part)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts), str(cell or "")


def years_of(first: str | None, last: str | None) -> Iterator[int]:
    """The calendar years from one stored day to another; none where one is unknown."""
    if first and last:
        yield from range(int(first[:4]), int(last[:4]) + 1)
