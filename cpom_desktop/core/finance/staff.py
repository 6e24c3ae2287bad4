"""Masse salariale: posts × unit cost, which drifts year after year, and how much of group II it explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..contract import Section
from ..model import Model
from ..money import half_up
from ..records import Form
from .figure import NOTHING, Figure, Part, Term, total, typed, unknown
from .records import AccountLine
from .rounding import MILLION, grown, rounded
from .scope import section_name
from .staff_records import PayrollItem, StaffLine, StaffYear

TOLERANCE = 10_000
"""Share of group II, in millionths, under which the staff lines explain it (parameter of check G22: 1 %)."""
RATES = (
    ("seniority", "GVT"),
    ("point", "Valeur du point"),
    ("segur", "Ségur"),
    ("minimum_wage", "SMIC"),
    ("other", "Autre effet"),
)
OUTSIDE_STAFF = "621"


@dataclass(frozen=True, slots=True)
class Payroll:
    """What the staff lines and the named items explain of the group II of a section in a year.

    `gap` is explained − group II: positive when the staff lines announce more than the budget holds.
    """

    section: str
    year: int
    staff: Figure
    beside: Figure
    explained: Figure
    group: Figure
    gap: Figure

    @property
    def begun(self) -> bool:
        return not self.staff.idle

    @property
    def millionths(self) -> int | None:
        """The gap as a share of group II; None where one of them is unknown or the group is nil."""
        if self.gap.cents is None or not self.group.cents:
            return None
        return half_up(self.gap.cents * MILLION, self.group.cents)

    def within(self, tolerance: int = TOLERANCE) -> bool | None:
        """Whether group II is explained, or None while it cannot be said."""
        if self.gap.cents is None or self.group.cents is None:
            return None
        return abs(self.gap.cents) * MILLION <= tolerance * abs(self.group.cents)


def unit_cost(model: Model, line: StaffLine, year: int) -> Figure:
    """Cost of a full-time post: that of the year before × (1 + the sum of its rates), rounded each year (TC-STAFF-1).

    A rate left empty does not apply; a year where none is typed is missing.
    """
    label = f"coût unitaire de «\u00a0{line.function}\u00a0»"
    if line.unit_cost is None or line.unit_year is None:
        return unknown(label)
    if year < line.unit_year:
        return unknown(f"{label} en {year}")
    cents, rows = line.unit_cost, {row.year: row for row in model.where(StaffYear, "staff", line.id)}
    for current in range(line.unit_year + 1, year + 1):
        rate = _drift(rows.get(current))
        if rate is None:
            return unknown(f"évolution {current} du {label}")
        cents = grown(cents, rate)
    terms = [Term(f"Coût {line.unit_year}", line.unit_cost, Form.CENTS, line.at("unit_cost"), 0)]
    terms += [term for current in range(line.unit_year + 1, year + 1) for term in _drift_terms(rows[current])]
    return Figure(cents, (), "Coût de l’année précédente × (1 + somme des taux)", "R. 314-19", tuple(terms))


def posts(row: StaffYear | None) -> tuple[str, str, str] | None:
    """The full-time equivalents that count: actual, else target, else authorised; with the field and its name."""
    for field, name in (("actual", "ETP réels"), ("target", "ETP cible"), ("authorised", "ETP autorisés")):
        if row is not None and (number := getattr(row, field)) is not None:
            return number, field, name
    return None


def line_payroll(model: Model, line: StaffLine, year: int) -> Figure:
    """Posts × unit cost, rounded once; nothing in a year for which no posts were typed."""
    row = next((r for r in model.where(StaffYear, "staff", line.id) if r.year == year), None)
    found = posts(row)
    if row is None or found is None:
        return NOTHING
    number, field, name = found
    cost = unit_cost(model, line, year)
    terms = (Term(name, number, Form.DECIMAL, row.at(field), 0), cost.term("Coût unitaire", 0))
    if cost.cents is None:
        return unknown(*cost.missing, source=terms)
    return Figure(rounded(Fraction(Decimal(number)) * cost.cents), (), "ETP × coût unitaire", "R. 314-19", terms)


def payroll(model: Model, section_id: str, year: int, group: Figure, status: str) -> Payroll:
    """Compare the masse salariale of a section with a group II; 621 is read from the account lines of `status`."""
    lines = sorted(model.where(StaffLine, "section", section_id), key=lambda line: (line.order, line.function, line.id))
    staff = total(
        [Part(line.function, held) for line in lines if not (held := line_payroll(model, line, year)).idle],
        "Somme des lignes d’effectif", "R. 314-19")
    beside = total(_beside(model, section_id, year, status), "Personnel extérieur et autres charges nommées")
    parts = (Part("Masse salariale", staff), Part("Autres charges de personnel", beside))
    explained = total(parts, "Masse salariale + autres charges nommées")
    gap = total((Part("Expliqué", explained), Part("Groupe II", group, -1)), "Expliqué − groupe II")
    return Payroll(section_id, year, staff, beside, explained, group, gap)


def staffed_years(model: Model, section_id: str) -> list[int]:
    """The years in which a section has posts."""
    return sorted({row.year for line in model.where(StaffLine, "section", section_id)
                   for row in model.where(StaffYear, "staff", line.id) if posts(row) is not None})


def posts_total(model: Model, sections: Sequence[Section], year: int) -> Decimal:
    """The full-time equivalents of some sections in a year."""
    found = (posts(row) for section in sections for line in model.where(StaffLine, "section", section.id)
             for row in model.where(StaffYear, "staff", line.id) if row.year == year)
    return sum((Decimal(held[0]) for held in found if held is not None), Decimal(0))


def _drift(row: StaffYear | None) -> int | None:
    rates = [getattr(row, field) for field, _ in RATES] if row is not None else []
    known = [rate for rate in rates if rate is not None]
    return sum(known) if known else None


def _drift_terms(row: StaffYear) -> list[Term]:
    return [Term(f"{name} {row.year}", rate, Form.RATE, row.at(field), 0)
            for field, name in RATES if (rate := getattr(row, field)) is not None]


def _beside(model: Model, section_id: str, year: int, status: str) -> list[Part]:
    name = section_name(model, model.get(Section, section_id))
    lines = [line for line in model.where(AccountLine, "section", section_id) if line.year == year
             and line.status == status and line.group == "c2" and line.account.startswith(OUTSIDE_STAFF)]
    items = [row for row in model.where(PayrollItem, "section", section_id) if row.year == year]
    held = [Part(line.label, typed(line.cents, f"{line.label} {year} de {name}", line.at("cents"))) for line in lines]
    return held + [Part(row.label, typed(row.cents, f"{row.label} {year} de {name}", row.at("cents"))) for row in items]
