"""Quotes-parts of the head office: a single percentage or an amount split pro rata, and what lies outside L.312-1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..contract import Section
from ..model import Model
from ..records import Form
from .budgets import budget
from .figure import Figure, Part, Term, total, typed, unknown
from .head_office_records import HeadOffice, HeadOfficeShare, OutsideStructure
from .records import CHARGES, AccountLine
from .rounding import share_of, shares
from .scope import is_subsidised, ordered_sections, section_name


@dataclass(frozen=True, slots=True)
class Quota:
    """What a section bears of the head office in a year: computed, as typed, and whether it is outside the tariff."""

    section: str
    year: int
    base: Figure
    computed: Figure
    held: HeadOfficeShare | None
    outside_tariff: bool

    @property
    def gap(self) -> int | None:
        """Typed − computed, in cents (check P1b); None while one of them is unknown."""
        if self.held is None or self.held.cents is None or self.computed.cents is None:
            return None
        return self.held.cents - self.computed.cents


def quotas(model: Model, year: int) -> list[Quota]:
    """The quota of every section of the perimeter (TC-FS-1, TC-FS-2); empty without an authorisation."""
    office, sections = model.first(HeadOffice), ordered_sections(model)
    if office is None:
        return []
    bases = [reference_charges(model, office, section, year) for section in sections]
    computed = _parts(office, [*bases, *(_charges(row) for row in outside_structures(model, office, year))])
    return [Quota(section.id, year, base, figure, _held(model, section, year), is_subsidised(model, section))
            for section, base, figure in zip(sections, bases, computed, strict=False)]


def outside_parts(model: Model, year: int) -> list[tuple[OutsideStructure, Figure]]:
    """What the structures outside the perimeter bear, beside the quotas of the same year (R.314-92 II)."""
    office = model.first(HeadOffice)
    if office is None:
        return []
    bases = [reference_charges(model, office, section, year) for section in ordered_sections(model)]
    held = outside_structures(model, office, year)
    parts = _parts(office, [*bases, *map(_charges, held)])
    return list(zip(held, parts[len(bases):], strict=True))


def outside_structures(model: Model, office: HeadOffice, year: int) -> list[OutsideStructure]:
    """The structures of the year of reference, in the order of their names."""
    return sorted(model.where(OutsideStructure, "year", year - office.lag), key=lambda row: (row.name, row.id))


def _charges(row: OutsideStructure) -> Figure:
    return typed(row.charges, f"charges brutes de {row.name}", row.at("charges"), "R. 314-92, II")


def _parts(office: HeadOffice, bases: Sequence[Figure]) -> list[Figure]:
    return _by_rate(office, bases) if office.shape == "pourcentage" else _by_amount(office, bases)


def reference_charges(model: Model, office: HeadOffice, section: Section, year: int) -> Figure:
    """Charges brutes of the year of reference, without the excluded accounts; of a new ESMS, those it proposes."""
    for status, of_year in (("ca", year - office.lag), ("bp", year), ("base", year)):
        held = budget(model, section.id, of_year, status)
        if held.begun:
            removed = _excluded(model, office, section, of_year, status)
            rule = f"Charges brutes {of_year}" + (" hors comptes exclus" if removed else "")
            return total([Part(f"Charges brutes {of_year}", held.charges), *removed], rule, "R. 314-92, I")
    return unknown(f"charges brutes {year - office.lag} de {section_name(model, section)}")


def typed_years(model: Model) -> list[int]:
    """The years of which quotas were typed."""
    return sorted({row.year for row in model.all(HeadOfficeShare)})


def _excluded(model: Model, office: HeadOffice, section: Section, year: int, status: str) -> list[Part]:
    accounts = tuple(text.strip() for text in office.excluded_accounts.split(",") if text.strip())
    if not accounts:
        return []
    return [
        Part(line.label, Figure(line.cents, () if line.cents is not None else (line.label,)), -1, line.at("cents"))
        for line in model.where(AccountLine, "section", section.id)
        if line.year == year and line.status == status and line.group in CHARGES and line.account.startswith(accounts)
    ]


def _by_rate(office: HeadOffice, bases: Sequence[Figure]) -> list[Figure]:
    rate = office.rate
    if rate is None:
        return [unknown("taux des frais de siège") for _ in bases]
    return [Figure(None if base.cents is None else share_of(base.cents, rate), base.missing, "Charges brutes × taux",
                   "R. 314-93", (base.term("Charges brutes", 0), Term("Taux", rate, Form.RATE, office.at("rate"), 0)))
            for base in bases]


def _by_amount(office: HeadOffice, bases: Sequence[Figure]) -> list[Figure]:
    """The amount shared pro rata, structures outside the perimeter included: all the parts sum to it."""
    missing = [word for base in bases for word in base.missing]
    weights = [base.cents or 0 for base in bases]
    if missing or office.cents is None or not any(weights) or min(weights) < 0:
        words = missing or ["montant des frais de siège" if office.cents is None else "charges brutes"]
        return [unknown(*words) for _ in bases]
    parts = shares(office.cents, weights)
    whole = Term("Montant à répartir", office.cents, Form.CENTS, office.at("cents"), 0)
    return [
        Figure(
            part, (), "Montant au prorata des charges brutes", "R. 314-92, I", (whole, base.term("Charges brutes", 0))
        )
        for part, base in zip(parts, bases, strict=True)
    ]


def _held(model: Model, section: Section, year: int) -> HeadOfficeShare | None:
    return next((row for row in model.where(HeadOfficeShare, "section", section.id) if row.year == year), None)


class Financing(NamedTuple):
    """A part of the tariff financing of a manager: State and assurance maladie together, or a département."""

    origin: str
    area: str
    cents: int


def competent_authority(parts: Sequence[Financing], seat_area: str) -> tuple[str, str] | None:
    """Who authorises the head office (R.314-90): the origin of more than half of the financing, then the area of its
    largest share if it reaches 40 % of the whole, else where the seat stands. None where no origin passes half."""
    whole = sum(part.cents for part in parts)
    for origin in dict.fromkeys(part.origin for part in parts):
        held = [part for part in parts if part.origin == origin]
        if 2 * sum(part.cents for part in held) <= whole:
            continue
        areas = {
            area: sum(part.cents for part in held if part.area == area) for area in dict.fromkeys(p.area for p in held)
        }
        largest = max(areas, key=lambda area: areas[area])
        return origin, largest if 10 * areas[largest] >= 4 * whole else seat_area
    return None
