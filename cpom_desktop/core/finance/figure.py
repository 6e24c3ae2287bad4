"""A computed amount that explains itself: its terms, its rule, its article, and what is missing to know it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from ..records import Cell, Form, Value


class Term(NamedTuple):
    """One ingredient of a figure: its name, its value, the cell it was typed in (None: itself computed).

    `factor` is +1 or −1 for an amount of a sum, 0 for a parameter (a rate, a number of places). `figure` is the
    ingredient itself where it was computed, so that one can ask where it comes from in turn.
    """

    label: str
    value: Value
    form: Form = Form.CENTS
    cell: Cell | None = None
    factor: int = 1
    figure: Figure | None = None


Terms = tuple[Term, ...]


class Figure(NamedTuple):
    """An amount in cents, or None with the words of what is missing: « incomplet », never 0.

    `source` holds the terms, or makes them when somebody asks (a total over 1 000 sections is seldom explained).
    A tuple and no dataclass: a contract of 300 sections makes 30 000 of them between two frames.
    """

    cents: int | None
    missing: tuple[str, ...] = ()
    rule: str = ""
    article: str = ""
    source: Terms | Callable[[], Terms] = ()

    def __eq__(self, other: object) -> bool:
        """Two figures are equal when they say the same; how their terms are held is no part of it."""
        return isinstance(other, Figure) and self[:4] == other[:4]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:4])

    @property
    def terms(self) -> Terms:
        """Where this figure comes from, in the order of its formula."""
        return self.source() if callable(self.source) else self.source

    @property
    def complete(self) -> bool:
        return self.cents is not None

    @property
    def idle(self) -> bool:
        """True for a line without any effect: the tables show « – » and not « 0,00 »."""
        return self.cents == 0 and not self.source

    def known(self) -> int:
        """The amount, for a caller that asked `complete` first."""
        if self.cents is None:
            raise ValueError(f"unknown amount: {', '.join(self.missing)}")
        return self.cents

    def term(self, label: str, factor: int = 1, cell: Cell | None = None) -> Term:
        """This figure as an ingredient of another one."""
        return Term(label, self.cents, Form.CENTS, cell, factor, self if self.source else None)


NOTHING = Figure(0)
"""The line that has no effect."""


def unknown(*missing: str, rule: str = "", article: str = "", source: Terms = ()) -> Figure:
    """A figure that cannot be computed, with the reason in words."""
    return Figure(None, missing, rule, article, source)


def typed(cents: int | None, label: str, cell: Cell | None = None, article: str = "") -> Figure:
    """A figure that is one typed amount; None says that the label is missing."""
    if cents is None:
        return unknown(label, article=article, source=(Term(label, None, Form.CENTS, cell),))
    return Figure(cents, (), "", article, (Term(label, cents, Form.CENTS, cell),))


class Part(NamedTuple):
    """A figure with its name and its sign inside a sum."""

    label: str
    figure: Figure
    factor: int = 1
    cell: Cell | None = None


def total(parts: Iterable[Part], rule: str = "", article: str = "") -> Figure:
    """The signed sum of figures; with one of them unknown the sum is unknown and says which."""
    held = tuple(parts)
    cents, known, missing = 0, True, list[str]()
    for _, figure, factor, _ in held:
        if figure.cents is None:
            known = False
            missing += figure.missing
        else:
            cents += factor * figure.cents

    def terms() -> Terms:
        return tuple(part.figure.term(part.label, part.factor, part.cell) for part in held)

    return Figure(cents if known else None, unique(missing) if missing else (), rule, article, terms if held else ())


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """The words in their order, each once."""
    return tuple(dict.fromkeys(words))


@dataclass(frozen=True, slots=True)
class Ratio:
    """A computed number that is no amount: a percentage, days, years. None with a note is « n.s. » or « incomplet ».

    `value` is exact; `decimals` says how many are shown, rounded half-up once.
    """

    value: Decimal | None
    unit: str = ""
    decimals: int = 1
    missing: tuple[str, ...] = ()
    note: str = ""
    rule: str = ""
    article: str = ""
    source: Terms = field(default=(), compare=False, repr=False)

    @property
    def shown(self) -> str | None:
        """The number as canonical text with its decimals, rounded half-up (away from zero) once; None without one."""
        if self.value is None:
            return None
        return format(self.value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP), "f")

    @property
    def terms(self) -> Terms:
        """Where this number comes from."""
        return self.source
