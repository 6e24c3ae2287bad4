"""What every sheet reads: the model with its computed figures, names, and the ranks that sums on conditions use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ...core.contract import Contract, Grant, Section
from ...core.finance.books import Books
from ...core.finance.figure import Figure, Term
from ...core.finance.scope import contract_years, is_subsidised, section_name
from ...core.finance.trajectory import TrajectoryYear, section_trajectory
from ...core.model import Model
from ...core.records import Record, fields_of
from .formulas import Formula, Key, calculation, signed_sum
from .grid import Column, Sheet
from .views import STATES

FORECAST = "Montants en euros, prévisionnels pour les années à venir."
TARIFIED, SUBSIDISED = 1, 2
"""Ranks of the two regimes, in the columns that sums read."""


@dataclass(frozen=True)
class Source:
    """One contract as one view has it. `layer` tells apart the sheets of several views.

    `notified=False` leaves the arrêtés aside: the contract’s own chain.
    """

    model: Model
    layer: str = ""
    notified: bool = True
    books: Books = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "books", Books(self.model))

    @cached_property
    def contract(self) -> Contract:
        return self.model.first(Contract) or Contract(id="")

    @cached_property
    def years(self) -> range:
        return contract_years(self.model)

    @cached_property
    def sections(self) -> tuple[tuple[Section, str], ...]:
        """The sections in their order, each with its name."""
        return self.books.sections

    @cached_property
    def grants(self) -> list[Grant]:
        """The DGCs in their order."""
        return sorted(self.model.all(Grant), key=lambda row: (row.order, row.name, row.id))

    def chain(self, section_id: str) -> Sequence[TrajectoryYear]:
        """The trajectory of a section."""
        if self.notified:
            return self.books.trajectory(section_id)
        return section_trajectory(self.model, section_id, notified=False)

    def rank_of_grant(self, section: Section) -> int:
        """1, 2… for the sections of a DGC, 0 for those of none."""
        ids = [grant.id for grant in self.grants]
        return ids.index(section.dgc) + 1 if section.dgc in ids else 0

    def regime(self, section: Section) -> int:
        """Whether a section has a tariff."""
        return SUBSIDISED if is_subsidised(self.model, section) else TARIFIED

    def name(self, section_id: str) -> str:
        """The name of a section; '' where there is none."""
        section = self.model.find(Section, section_id)
        return section_name(self.model, section) if section is not None else ""

    def sheet(self, name: str, title: str, columns: Iterable[Column], note: str = FORECAST, frozen: int = 1) -> Sheet:
        """A new sheet of this view."""
        shown = f"{name} {self.layer}" if self.layer else name
        return Sheet(shown, f"{title} ({self.layer})" if self.layer else title, note, tuple(columns), frozen,
                     layer=self.layer, state=STATES.get(name, "Prévisionnel"))


def choice(record: Record, field: str) -> str:
    """The French words of a choice."""
    value = getattr(record, field)
    return dict(fields_of(record.kind)[field].about.choices).get(value, "") if value else ""


def sum_of(parts: Iterable[tuple[Key, Figure, int]]) -> Formula | None:
    """The formula of a signed sum of figures; those without effect are not needed. None where there is no part."""
    every = list(parts)
    held = [(key, sign) for key, figure, sign in every if not figure.idle]
    if held or not every:
        return signed_sum(held) if held else None
    return Formula(f"SUM({','.join(f'{{{index}}}' for index in range(len(every)))})", tuple(key for key, _, _ in every))


def sum_of_terms(figure: Figure) -> Formula:
    """The formula of a figure that is made of typed cells alone: their signed sum."""
    return signed_sum(cell for term in figure.terms for cell in _typed(term))


def _typed(term: Term) -> list[tuple[Key, int]]:
    if term.cell is not None:
        return [(tuple(term.cell), term.factor)]
    assert term.figure is not None, f"« {term.label} » is no typed value"
    return [(key, term.factor * sign) for inner in term.figure.terms for key, sign in _typed(inner)]


def same_as(key: Key) -> Formula:
    """The value of another cell."""
    return calculation("{0}", key)
