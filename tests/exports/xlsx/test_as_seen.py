"""A table of the window is written as it is seen: its page, its grouping, its view, each computed cell a formula."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.groupings import GROUPINGS, SECTION, groups
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.overlay import View
from cpom_desktop.core.positions import standing
from cpom_desktop.exports.xlsx.annex import as_seen
from cpom_desktop.exports.xlsx.grid import Look
from cpom_desktop.exports.xlsx.views import GROUPED, NOTIFIED, VIEWS, Seen
from tests.data.demo import demo
from tests.exports.xlsx.evaluated import MADE_ON, disagreements, sheet_names, written

SUMMED = [Seen(*table, grouping) for table in GROUPED for grouping, _ in GROUPINGS if grouping != SECTION]
ASKED = [Seen(*table, view=View.MANAGER) for table in VIEWS if table[0] in ("trajectory", "investments", "plan")]
OFFERED = [Seen(*table, "dgc", View.AUTHORITY) for table in GROUPED]
BOTH = [Seen("trajectory", "trajectoire", grouping, both=True) for grouping, _ in GROUPINGS]
EVERY = [*(Seen(*table) for table in VIEWS), *SUMMED, *ASKED, *OFFERED, *BOTH]


def words(seen: Seen) -> str:
    return "-".join((seen.table, seen.page, seen.grouping, "both" if seen.both else seen.view.value))


def book(seen: Seen) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(demo(), seen=seen)))


@pytest.mark.parametrize("seen", EVERY, ids=words)
def test_a_table_is_written_as_it_is_seen_with_what_it_reads(seen: Seen, tmp_path: Path) -> None:
    data = written(demo(), seen=seen)
    names = sheet_names(data)
    wanted = [name for name in seen.names if name in names]
    assert names[0] == "Lisez-moi" and wanted and set(seen.names) - set(wanted) <= {NOTIFIED}
    assert set(names[1:1 + len(wanted)]) == set(wanted), "what was asked for comes first"
    assert disagreements(data, tmp_path) == []


@pytest.mark.parametrize("seen", [*SUMMED, *BOTH], ids=words)
def test_every_computed_cell_of_a_grouping_is_a_formula_and_every_group_is_there(seen: Seen) -> None:
    sheet = as_seen(demo(), seen, MADE_ON).sheets[seen.grouped]
    for cell in sheet.cells.values():
        if cell.look in (Look.COMPUTED, Look.TOTAL) and isinstance(cell.value, int | float):
            assert cell.formula is not None
    texts = {cell.value for cell in sheet.cells.values()}
    for group in groups(demo(), seen.grouping):
        if seen.page != "effectifs" or len(groups(demo(), seen.grouping)) == 1:
            assert group.name in texts


def test_what_one_side_asks_is_in_its_view_alone() -> None:
    model = demo()
    asked = {int(position.value) for row in model.all(Measure)
             if (position := standing(model, row.at("cents"), Side.MANAGER, MADE_ON)) and position.value}

    def numbers(view: View) -> set[int]:
        found = book(Seen("trajectory", "trajectoire", "esms", view))
        return {round(cell.value * 100) for sheet in found for row in sheet.iter_rows() for cell in row
                if isinstance(cell.value, int | float)}

    open_points = {cents for cents in asked if cents not in {row.cents for row in model.all(Measure)}}
    assert open_points and open_points & numbers(View.MANAGER) and not open_points & numbers(View.ACCORD)


def test_no_sheet_says_a_scenario() -> None:
    assert Seen("scenarios", "liste").names == ()
