"""Reserves followed year after year: what they hold, what feeds them, what they pay, and their limits (R.314-48)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..contract import Section
from ..model import Model
from .budgets import budget
from .figure import Figure, Part, total, typed, unknown
from .investment_records import CoverLine, FundingLine, Operation
from .result_records import RESERVES, ReserveMovement, ReserveOpening, ResultAllocation, ResultClause
from .rounding import share_of
from .scope import contract_years, is_subsidised

RESERVE_LABELS = dict(RESERVES)
FEEDS = {"compensation": "compensation", "tresorerie": "tresorerie", "investissement": "investissement",
         "amortissement": "amortissement", "ran": "ran", "ran-deficitaire": "ran-deficitaire"}
Uses = dict[tuple[str, int], list[ResultAllocation]]
DRAWS = {"compensation": "reprise-compensation", "ran": "reprise-ran", "ran-deficitaire": "apurement-ran"}


@dataclass(frozen=True, slots=True)
class ReserveYear:
    """A reserve in one year: before the allocation of its result, what comes in, what goes out, what is left."""

    reserve: str
    year: int
    before: Figure
    added: Figure
    taken: Figure
    after: Figure


def reserve_years(model: Model, reserve: str, esms_id: str | None = None) -> list[ReserveYear]:
    """A reserve of an ESMS, or of the perimeter, from its opening year to the end of the contract."""
    row = next((r for r in model.where(ReserveOpening, "reserve", reserve) if r.esms == esms_id), None)
    years = contract_years(model)
    if row is None:
        return []
    held, result = typed(row.cents, f"{RESERVE_LABELS[reserve].lower()} de départ", row.at("cents")), []
    uses = _uses(model, esms_id)
    for year in range(row.year, max(row.year, years[-1] if years else row.year) + 1):
        added, taken = _added(model, uses, reserve, year, esms_id), _taken(model, uses, reserve, year, esms_id)
        after = total(
            (Part("Avant affectation", held), Part("Affecté", added), Part("Repris", taken, -1)),
            "Avant + affecté − repris",
        )
        result.append(ReserveYear(reserve, year, held, added, taken, after))
        held = after
    return result


def _scope(model: Model, esms_id: str | None) -> list[Section]:
    rows = model.all(Section) if esms_id is None else model.where(Section, "esms", esms_id)
    return [section for section in rows if not is_subsidised(model, section)]


def _uses(model: Model, esms_id: str | None) -> Uses:
    """The uses of the results of the perimeter, or of an ESMS, by option and year; a section is asked once."""
    found: Uses = {}
    for section in _scope(model, esms_id):
        for row in model.where(ResultAllocation, "section", section.id):
            if row.cents is not None:
                found.setdefault((row.option, row.year), []).append(row)
    return found


def _allocated(uses: Uses, option: str | None, year: int) -> list[Part]:
    return [Part(f"Résultat {year}", typed(row.cents, "montant affecté", row.at("cents")))
            for row in uses.get((option or "", year), ())]


def _moves(model: Model, reserve: str, year: int, esms_id: str | None) -> list[ReserveMovement]:
    return [row for row in model.where(ReserveMovement, "reserve", reserve)
            if row.year == year and row.cents is not None and (esms_id is None or row.esms == esms_id)]


def _added(model: Model, uses: Uses, reserve: str, year: int, esms_id: str | None) -> Figure:
    parts = _allocated(uses, FEEDS[reserve], year)
    parts += [
        Part(row.label, typed(row.cents, row.label, row.at("cents")))
        for row in _moves(model, reserve, year, esms_id)
        if (row.cents or 0) > 0
    ]
    return total(parts, "Affectations et dotations à la réserve")


def _taken(model: Model, uses: Uses, reserve: str, year: int, esms_id: str | None) -> Figure:
    parts = _allocated(uses, DRAWS.get(reserve), year)
    parts += [Part(row.label, typed(row.cents, row.label, row.at("cents")), -1)
              for row in _moves(model, reserve, year, esms_id) if (row.cents or 0) < 0]
    parts += _paid_by(model, reserve, year, esms_id)
    return total(parts, "Reprises sur la réserve")


def _paid_by(model: Model, reserve: str, year: int, esms_id: str | None) -> list[Part]:
    """What the PPI draws: the investment reserve pays operations, that of amortisation covers their surcoût."""
    rows: list[FundingLine | CoverLine] = []
    if reserve == "investissement":
        rows = [row for row in model.where(FundingLine, "source", "reserve") if row.year == year]
    elif reserve == "amortissement":
        rows = [row for row in model.where(CoverLine, "source", "reserve") if row.year == year]
    parts = []
    for row in rows:
        operation = model.find(Operation, row.operation)
        if operation is not None and esms_id in (None, operation.esms):
            name = operation.code or operation.name
            parts.append(Part(name, typed(row.cents, f"reprise de réserve de {name}", row.at("cents"))))
    return parts


def cash_reserve_room(need: int, reserve: int) -> int:
    """What may still go to the réserve de trésorerie: it covers the BFR and no more (TC-AFF-3; nothing if BFR ≤ 0)."""
    return max(0, max(need, 0) - reserve)


def cash_reserve_release(reserves: Sequence[int], needs: Sequence[int]) -> int:
    """The most that may be taken back after three years in which the reserve covered the need (R.314-48 II and IV).

    The highest of the three excesses (TC-RT-1); a negative BFR is a need of 0 (TC-RT-2). 0 if one year did not cover.
    """
    if len(reserves) != 3 or len(needs) != 3:
        raise ValueError("three successive years")
    excess = [reserve - max(need, 0) for reserve, need in zip(reserves, needs, strict=True)]
    return max(excess) if min(excess) >= 0 else 0


def compensation_cap(model: Model, year: int) -> Figure:
    """The ceiling of the réserve de compensation that the contract fixes: a share of the tarified charges."""
    clause = model.first(ResultClause)
    if clause is None or clause.compensation_cap is None:
        return unknown("plafond de la réserve de compensation")
    charges = total(
        (Part(section.code, budget(model, section.id, year, "ca").charges) for section in _scope(model, None)),
        "Charges des sections tarifées",
    )
    cents = None if charges.cents is None else share_of(charges.cents, clause.compensation_cap)
    return Figure(cents, charges.missing, "Charges × plafond", "R. 314-51", (charges.term("Charges brutes", 0),))
