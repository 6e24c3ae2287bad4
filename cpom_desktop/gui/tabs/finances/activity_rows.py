"""« Activité »: planned, realised, objective and occupancy of each section by year, and its modulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from ....core.contract import Section
from ....core.finance.activity import abatement, activity_row, occupancy
from ....core.finance.activity_records import ActivityYear, ModulationClause
from ....core.finance.books import Books, Chain
from ....core.finance.figure import NOTHING
from ....core.finance.scope import base_year, contract_years
from ....core.model import Model
from ...grid import Align, Column, Content, GridCell, Row, RowKind, title
from .cells import COMPUTED, Reading, computed
from .kept import KeptReads
from .lines import YearRows, folded, group
from .ratio_rows import ratio_cell

CLOSED_SHOWN = 3
NOT_REALISED = "L’activité réalisée de l’année n’est pas saisie."
TYPED = ("unit", "planned", "realised", "per_place", "days_paid")


def activity_years(model: Model) -> list[int]:
    """Three closed years, the base and the contract; and whatever is typed beyond."""
    base, years = base_year(model), contract_years(model)
    found = {row.year for row in model.all(ActivityYear)} | set(years)
    return sorted(found | (set() if base is None else set(range(base - CLOSED_SHOWN, base + 1))))


def content(reading: Reading, held: Books, contract: str, kept: KeptReads[Row]) -> Content:
    """Every section."""
    years = tuple(activity_years(reading.shown))
    columns = (Column("title", "Activité", "unités, taux", Align.LEFT, least=208, stretch=True),
               *(Column(str(year), str(year), least=76) for year in years))
    rows = [kept.get(section.id, (section, name, years), reading,
                     partial(_row, section, name, years, held.trajectory(section.id), contract),
                     (held.trajectory(section.id),)) for section, name in held.sections]
    return Content("finances/activite", columns, tuple(rows), folded(rows))


def _row(section: Section, name: str, years: Sequence[int], chain: Chain, contract: str, reading: Reading) -> Row:
    made = YearRows(reading, contract, years, f"activite/{section.id}")
    rates = [_rate(reading.shown, section, year) for year in years]
    return group(made.group, (title(name), *rates), partial(_section, made, section, rates, chain))


def _section(made: YearRows, section: Section, rates: Sequence[GridCell], chain: Chain) -> list[Row]:
    model = made.reading.shown
    rows = [made.typed(ActivityYear, field, section=section.id) for field in TYPED]
    rows.append(made.row("occupancy", "Taux d’occupation", rates, RowKind.STRONG))
    rows.append(made.typed(ActivityYear, "objective", section=section.id))
    if model.where(ModulationClause, "section", section.id):
        grants = {year.year: year.grant for year in chain}
        found = ((year, abatement(model, section.id, year, grants.get(year, NOTHING))) for year in made.years)
        rows.append(made.row("cap", "Abattement selon la clause", (
            computed(one.amount) if one is not None and year in grants else GridCell(why=COMPUTED)
            for year, one in found)))
    rows.append(made.typed(ActivityYear, "abatement", section=section.id))
    rows.append(made.typed(ActivityYear, "factors", section=section.id))
    return rows


def _rate(model: Model, section: Section, year: int) -> GridCell:
    """The occupancy with its unit, which its table does not say; empty until the activity of the year is typed."""
    row = activity_row(model, section.id, year)
    if row is None or row.realised is None:
        return GridCell(why=NOT_REALISED)
    ratio = occupancy(model, section.id, year)
    cell = ratio_cell(ratio)
    return cell if ratio.shown is None else replace(cell, text=f"{cell.text}\u00a0{ratio.unit}")
