"""The charts of budgets, staff, reserves and dotations say the figures of their tables, for one scope or for all."""

from __future__ import annotations

from cpom_desktop.core.contract import Esms
from cpom_desktop.core.finance.groupings import ESMS, SECTION
from cpom_desktop.core.finance.groupings import WHOLE as SUMMED
from cpom_desktop.core.finance.trajectory import LINES
from cpom_desktop.gui.charts.columns import Columns
from cpom_desktop.gui.charts.waterfall import Cascade
from cpom_desktop.gui.tabs.finances.charts import STEPS, dotation_cascade
from cpom_desktop.gui.tabs.finances.scope_charts import charges_of, payroll_of, reserves_of, scope_of
from cpom_desktop.gui.tabs.finances.views import Drawing, Selection
from cpom_desktop.gui.workspace import Workspace

PERIODS = [(2023, "ca"), (2024, "ca"), (2025, "ca"), (2026, "base")]


def columns(drawing: Drawing | None) -> Columns:
    assert drawing is not None and isinstance(drawing.data, Columns)
    return drawing.data


def section_id(workspace: Workspace, name: str) -> str:
    return next(section.id for section, held in workspace.books().sections if held == name)


def test_the_charges_of_the_perimeter_are_stacked_by_group(workspace: Workspace) -> None:
    """domain.md §10.3."""
    scope = scope_of(workspace.model, SECTION, Selection())
    data = columns(charges_of(workspace.books(), PERIODS, scope))
    assert [one.values[2] for one in data.series] == [24_840_000.0, 116_650_000.0, 33_000_000.0]
    assert data.stacked and data.whole(2) == 174_490_000.0 and data.notes == ("CA", "CA", "CA", "base")


def test_a_row_of_a_section_or_of_a_group_narrows_the_chart(workspace: Workspace) -> None:
    section = section_id(workspace, "La Passerelle")
    inside = Selection(row=f"budget/{section}/c1/6061", group=f"budget/{section}")
    name, sections = scope_of(workspace.model, SECTION, inside)
    assert (name, [one.id for one in sections]) == ("La Passerelle", [section])
    passerelle = next(one for one in workspace.model.all(Esms) if one.code == "E1")
    assert scope_of(workspace.model, ESMS, Selection(row=f"budget/{passerelle.id}"))[0] == "La Passerelle"
    assert len(scope_of(workspace.model, SUMMED, Selection(row="budget//ensemble"))[1]) == 3


def test_the_payroll_stands_beside_the_group_that_it_explains(workspace: Workspace) -> None:
    """domain.md §10.10: 1 146 850,00 of 1 166 500,00 in 2025, 22,50 ETP."""
    data = columns(payroll_of(workspace.model, scope_of(workspace.model, SECTION, Selection())))
    assert [one.values[0] for one in data.series] == [114_685_000.0, 116_650_000.0]
    assert data.notes[0] == "22,50\u00a0ETP" and data.categories == ("2025", "2026", "2027")


def test_the_reserves_are_those_left_at_the_end_of_each_year(workspace: Workspace) -> None:
    """domain.md §10.5: 41 000 + 8 500, 58 000, 184 000 + 10 000 at the end of 2025; 100 000 pay I1 in 2028."""
    data = columns(reserves_of(workspace.model, Selection()))
    assert data.categories[0] == "2025" and data.whole(0) == 30_150_000.0
    investment = next(one for one in data.series if one.label == "Réserve d’investissement")
    assert (investment.values[0], investment.values[3]) == (19_400_000.0, 9_400_000.0)


def test_the_cascade_of_a_section_holds_each_cause_and_ties(workspace: Workspace) -> None:
    """domain.md §10.4: 984 500,00 to 1 028 806,25 in 2027."""
    section = section_id(workspace, "La Passerelle")
    drawing = dotation_cascade(workspace.books(), section, "La Passerelle", 2027)
    assert drawing is not None and isinstance(drawing.data, Cascade)
    first, *causes, last = drawing.data.columns
    assert (first.cents, last.cents) == (98_450_000, 102_880_625)
    assert first.cents + sum(one.cents for one in causes) == last.cents
    assert [one.cents for one in causes] == [1_230_625, 1_200_000, 2_000_000]


def test_every_line_that_changes_a_dotation_is_a_cause_of_its_cascade() -> None:
    """A line that had no column would leave a cascade that does not tie."""
    assert {line for line, _ in STEPS} | {"opening", "base", "grant"} == set(LINES)
