"""« Réserves »: what each holds before the result of a year, what is added, taken, left; its opening and movements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ....core.contract import Esms
from ....core.finance.reserves import ReserveYear, compensation_cap, reserve_years
from ....core.finance.result_records import RESERVES, ReserveMovement, ReserveOpening, ResultClause
from ....core.finance.scope import base_year, contract_years, is_subsidised, ordered_sections
from ....core.identifiers import natural_record
from ....core.model import Model
from ...grid import Align, Column, Content, GridCell, Row, RowKind, title
from .cells import Reading, computed, typed
from .kept import KeptReads
from .lines import folded, group
from .listing import Listing

PERIMETER = "Ensemble du périmètre"
LINES = (("added", "Affecté"), ("taken", "Repris"), ("after", "Après affectation"))
CARRIED = "Repris de l’exercice précédent."
BEFORE_OPENING = "La réserve est suivie à partir d’un exercice plus récent."
MOVEMENTS = Listing(ReserveMovement, (("label", 184), ("reserve", 176), ("esms", 136), ("year", 64), ("cents", 96)))


def tracked_years(model: Model) -> list[int]:
    """From the earliest opening, or the last closed year, to the term."""
    base, years = base_year(model), contract_years(model)
    opened = [row.year for row in model.all(ReserveOpening)]
    first = min([*opened, *([base - 1] if base is not None else [])], default=None)
    last = max([*opened, *years, *([base] if base is not None else [])], default=None)
    return [] if first is None or last is None else list(range(first, last + 1))


def content(reading: Reading, contract: str, kept: KeptReads[Row]) -> Content:
    """The perimeter, then each tarified ESMS."""
    model, years = reading.shown, tuple(tracked_years(reading.shown))
    columns = (Column("title", "Réserve", "euros", Align.LEFT, least=208, stretch=True),
               *(Column(str(year), str(year)) for year in years))

    def row(esms: str | None, name: str) -> Row:
        return kept.get(esms or "", (name, years), reading, partial(_scope, esms, name, years, contract))

    rows = [row(None, PERIMETER)]
    tarified = {one.esms for one in ordered_sections(model) if not is_subsidised(model, one)}
    for esms in sorted(model.all(Esms), key=lambda one: (one.order, one.code, one.name)):
        if esms.id in tarified:
            rows.append(row(esms.id, esms.name or esms.code))
    return Content("finances/reserves", columns, tuple(rows), folded(rows))


def _scope(esms: str | None, name: str, years: Sequence[int], contract: str, reading: Reading) -> Row:
    key = f"reserves/{esms or ''}"
    return group(key, (title(name),), partial(_scope_rows, reading, esms, years, contract, key))


def _scope_rows(reading: Reading, esms: str | None, years: Sequence[int], contract: str, key: str) -> list[Row]:
    rows: list[Row] = []
    for reserve, label in RESERVES:
        held = {one.year: one for one in reserve_years(reading.shown, reserve, esms)}
        rows.append(Row(f"{key}/{reserve}", (title(label), *(
            _before(reading, esms, reserve, year, held, contract) for year in years)), group=key, level=1))
        for line, words in LINES if held else ():
            kind = RowKind.STRONG if line == "after" else RowKind.PLAIN
            cells = (computed(getattr(held[year], line)) if year in held else GridCell(why=BEFORE_OPENING)
                     for year in years)
            rows.append(Row(f"{key}/{reserve}/{line}", (title(words), *cells), kind, key, level=2))
        if reserve == "compensation" and esms is None:
            rows += _cap(reading.shown, key, years)
    return rows


def _before(
    reading: Reading, esms: str | None, reserve: str, year: int, held: dict[int, ReserveYear], contract: str
) -> GridCell:
    """Typed in the year of the opening, in any year while there is none; carried afterwards."""
    absent = natural_record(ReserveOpening, contract, esms=esms, reserve=reserve, year=year)
    known = reading.shown.find(ReserveOpening, absent.id)
    if known is None or known.year == year:
        return typed(reading, absent.at("cents"), absent)
    return computed(held[year].before, CARRIED) if year in held else GridCell(why=BEFORE_OPENING)


def _cap(model: Model, key: str, years: Sequence[int]) -> list[Row]:
    """The ceiling that the contract fixes, in the years whose accounts are known."""
    clause = model.first(ResultClause)
    if clause is None or clause.compensation_cap is None:
        return []
    caps = [compensation_cap(model, year) for year in years]
    cells = (computed(cap) if cap.cents else GridCell(why="Les charges de cet exercice ne sont pas connues.")
             for cap in caps)
    return [Row(f"{key}/plafond", (title("Plafond du contrat"), *cells), group=key, level=2)]
