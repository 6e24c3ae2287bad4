"""The charts of what is summed by section, ESMS, DGC or as a whole: charges, masse salariale, reserves."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.contract import Esms, Section
from ....core.finance.books import Books
from ....core.finance.budgets import Budget, summed_budget
from ....core.finance.figure import Figure, Part, total
from ....core.finance.groupings import groups
from ....core.finance.reserves import reserve_years
from ....core.finance.result_records import RESERVES
from ....core.finance.scope import ordered_sections, section_name
from ....core.finance.staff import posts_total
from ....core.model import Model
from .accounts import Period
from .column_charts import benchmarks, charges_chart, payroll_chart, reserves_chart
from .payroll_rows import of_section, payroll_years
from .views import Drawing, Selection

Scope = tuple[str, Sequence[Section]]
WHOLE = "périmètre"


def scope_of(model: Model, grouping: str, at: Selection) -> Scope:
    """The section or the group of the active row, with its name; the whole perimeter elsewhere."""
    parts = (at.group or at.row).split("/", 1)
    key = parts[1].split("/")[0] if len(parts) > 1 else ""
    section = model.find(Section, key)
    if section is not None:
        return section_name(model, section), [section]
    found = next((one for one in groups(model, grouping) if one.key and one.key in (key, at.group, at.row)), None)
    return (found.name, found.sections) if found is not None else (WHOLE, ordered_sections(model))


def charges_of(held: Books, periods: Sequence[Period], scope: Scope) -> Drawing | None:
    """Structure of the charges of a scope, period by period."""
    name, sections = scope
    budgets = [_summed(held, sections, *period) for period in periods]
    return charges_chart(budgets, name)


def payroll_of(model: Model, scope: Scope) -> Drawing | None:
    """Masse salariale and full-time equivalents of a scope beside its group II."""
    name, sections = scope
    years = payroll_years(model, sections)
    rows = []
    for year in years:
        held = [(section_name(model, one), of_section(model, one, year)) for one in sections]
        staff = _total([(label, one.staff) for label, one in held])
        group = _total([(label, one.group) for label, one in held])
        rows.append((year, staff, group, posts_total(model, sections, year)))
    esms = {one.esms for one in sections}
    only = esms.pop() if len(esms) == 1 and len(model.all(Esms)) > 1 else None
    return payroll_chart(rows, name, benchmarks(model, "personnel", len(years), only))


def reserves_of(model: Model, at: Selection) -> Drawing | None:
    """The reserves of the perimeter, or of the ESMS of the active row."""
    parts = (at.group or at.row).split("/")
    esms = model.find(Esms, parts[1]) if len(parts) > 1 else None
    held = [(label, reserve_years(model, reserve, esms.id if esms else None)) for reserve, label in RESERVES]
    return reserves_chart(held, (esms.name or esms.code) if esms else WHOLE)


def _summed(held: Books, sections: Sequence[Section], year: int, status: str) -> Budget:
    if len(sections) == 1:
        return held.budget(sections[0].id, year, status)
    return summed_budget([(section_name(held.model, one), held.budget(one.id, year, status)) for one in sections],
                         year, status)


def _total(parts: Sequence[tuple[str, Figure]]) -> Figure:
    return total(Part(name, figure) for name, figure in parts)
