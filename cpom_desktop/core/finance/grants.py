"""A dotation globalisée commune by year: the sum of its sections, line by line, and over the life of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..contract import Grant, Section
from ..model import Model
from ..money import half_up
from .figure import Figure, Part, total
from .scope import section_name
from .trajectory import LINE_LABELS, LINES, TrajectoryYear, section_trajectory

Trajectories = Mapping[str, Sequence[TrajectoryYear]]


@dataclass(frozen=True, slots=True)
class GrantYear:
    """One year of a DGC (or of any set of sections): each line is the sum of the rounded lines of its sections."""

    year: int
    lines: Mapping[str, Figure]

    @property
    def grant(self) -> Figure:
        """The DGC of the year."""
        return self.lines["grant"]

    @property
    def base(self) -> Figure:
        return self.lines["base"]

    @property
    def cnr(self) -> Figure:
        return self.lines["cnr"]


def grant_years(model: Model, dgc_id: str) -> list[GrantYear]:
    """A DGC year by year (R.314-43-1). Pass the model of a view to have what that view asks or offers.

    Raises `Refused` where there is no such DGC.
    """
    model.get(Grant, dgc_id)
    return summed(model, members(model, dgc_id))


def members(model: Model, dgc_id: str) -> list[Section]:
    """The sections of a DGC, in their order."""
    return sorted(model.where(Section, "dgc", dgc_id), key=lambda s: (s.order, s.code, s.id))


def summed(model: Model, sections: Iterable[Section], trajectories: Trajectories | None = None) -> list[GrantYear]:
    """Any set of sections year by year; `trajectories` gives those already computed."""
    held = list(sections)
    chains = [(section_name(model, section), _chain(model, section.id, trajectories)) for section in held]
    years = chains[0][1] if chains else ()
    return [
        GrantYear(row.year, {line: _line(chains, index, line) for line in LINES}) for index, row in enumerate(years)
    ]


def _chain(model: Model, section_id: str, trajectories: Trajectories | None) -> Sequence[TrajectoryYear]:
    return section_trajectory(model, section_id) if trajectories is None else trajectories[section_id]


def _line(chains: Sequence[tuple[str, Sequence[TrajectoryYear]]], index: int, line: str) -> Figure:
    parts = [Part(name, getattr(chain[index], line)) for name, chain in chains]
    return total(
        (part for part in parts if not part.figure.idle),
        f"{LINE_LABELS[line]}\u00a0: somme des sections",
        "R. 314-43-1",
    )


def over_years(years: Sequence[GrantYear] | Sequence[TrajectoryYear], line: str = "grant") -> Figure:
    """The sum of one line over the life of the contract."""
    parts = (
        Part(str(row.year), row.lines[line] if isinstance(row, GrantYear) else getattr(row, line)) for row in years
    )
    return total(parts, f"{LINE_LABELS[line]}\u00a0: somme des années")


def contract_years_total(model: Model, trajectories: Trajectories | None = None) -> list[GrantYear]:
    """Every section that a DGC holds, year by year: a display, never a payable amount (each DGC has its payer)."""
    return summed(model, (s for dgc in model.all(Grant) for s in members(model, dgc.id)), trajectories)


@dataclass(frozen=True, slots=True)
class Gap:
    """What one view asks above another one, year by year, over the contract, and as a share of the reference.

    `references` is the reference of each year; `in_grants` says that it is made of DGCs alone. `against` are their ids
    and those of the sections outside any DGC, where the gap comes from a cost.
    """

    years: tuple[tuple[int, Figure], ...]
    whole: Figure
    reference: Figure
    references: tuple[tuple[int, Figure], ...] = ()
    in_grants: bool = True
    against: tuple[str, ...] = ()

    @property
    def millionths(self) -> int | None:
        """The gap over the contract as a rate of the reference; None where it is unknown or the reference is nil."""
        return _share(self.whole, self.reference)

    @property
    def by_year(self) -> tuple[tuple[int, int | None], ...]:
        """The gap of each year as a rate, in millionths, of the reference of that year."""
        given = dict(self.references)
        return tuple((year, _share(figure, given[year]) if year in given else None) for year, figure in self.years)


def _share(part: Figure, whole: Figure) -> int | None:
    return None if part.cents is None or not whole.cents else round_rate(part.cents, whole.cents)


def round_rate(part: int, whole: int) -> int:
    """A share in millionths, half-up."""
    return half_up(part * 1_000_000, whole)


def gap_between(asked: Sequence[GrantYear], reference: Sequence[GrantYear]) -> Gap:
    """Life-of-contract cost of what separates two views (TC-POS-1): DGC − DGC, the rounding inside each chain."""
    years = tuple((one.year, total((Part("Avec la position", one.grant), Part("Sans elle", other.grant, -1))))
                  for one, other in zip(asked, reference, strict=True))
    whole = total((Part(str(year), figure) for year, figure in years), "Somme des années")
    return Gap(years, whole, over_years(reference), tuple((one.year, one.grant) for one in reference))
