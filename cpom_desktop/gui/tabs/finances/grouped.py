"""« Trajectoire » and « Comparaison » summed up: a header for each ESMS or DGC, or one for all, with its sections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ....core.contract import Grant
from ....core.finance.books import Books
from ....core.finance.figure import NOTHING, Figure
from ....core.finance.grants import GrantYear, over_years, summed
from ....core.finance.groupings import WHOLE, Group
from ....core.finance.scope import section_name
from ....core.finance.trajectory import LINE_LABELS, LINES
from ....core.overlay import View
from ...grid import Content, GridCell, Inside, Row, RowKind, title
from .cells import Reading, computed
from .kept import KeptRows
from .trajectory import NAME, BooksOf, columns, grant_rows, whole

CARRIED = ("opening", "base")
"""Lines that are carried from year to year: they do not add up over the contract."""
WHY = "Une somme de sections ne se saisit pas\u00a0: la saisie se fait «\u00a0Par section\u00a0»."
DISPLAY = "Affichage seulement\u00a0: chaque DGC a son payeur, et ce qui est hors DGC le sien."


def group_years(held: Books, group: Group) -> list[GrantYear]:
    """The sections of a group year by year, exact sums of their rounded lines."""
    return summed(held.model, group.sections, {one.id: held.trajectory(one.id) for one in group.sections})


def content(reading: Reading, books: BooksOf, view: View, found: Sequence[Group], grouping: str,
            kept: KeptRows) -> Content:
    """The whole table for the view shown: the groups, then each DGC with what separates demande and offre."""
    held = books(view)
    rows = [kept.row(group.key, f"{grouping}/{group.name}", [held.trajectory(one.id) for one in group.sections],
                     reading, view, partial(_group_row, held, group)) for group in found]
    model = reading.shown
    for grant in sorted(model.all(Grant), key=lambda one: (one.order, one.name, one.id)):
        rows += grant_rows(grant, books)
    groups = [row.key for row in rows if row.kind is RowKind.GROUP]
    first = "Périmètre" if grouping == WHOLE else {"esms": "ESMS"}.get(grouping, "DGC")
    return Content(f"{NAME}/{grouping}", columns(model, first), tuple(rows), frozenset(groups[1:]))


def _group_row(held: Books, group: Group) -> Row:
    key, years = f"groupe/{group.key}", group_years(held, group)
    totals = _cells(years, "grant")
    tip = DISPLAY if len({one.dgc for one in group.sections}) > 1 else ""
    return Row(key, (title(group.name, tip=tip), *totals), RowKind.GROUP,
               inside=Inside(partial(_rows, held, group, key, years)))


def _rows(held: Books, group: Group, key: str, years: Sequence[GrantYear]) -> list[Row]:
    rows = []
    for line in LINES:
        if line != "grant" and any(not year.lines[line].idle for year in years):
            kind = RowKind.STRONG if line == "base" else RowKind.PLAIN
            rows.append(Row(f"{key}/{line}", (title(LINE_LABELS[line]), *_cells(years, line)), kind, key, level=1))
    if len(group.sections) > 1:
        rows += [_section_row(held, one.id, section_name(held.model, one), key) for one in group.sections]
    rows.append(Row(f"{key}/grant", (title(f"Dotation {group.name}"), *_cells(years, "grant")), RowKind.TOTAL, key))
    return rows


def _section_row(held: Books, section: str, name: str, key: str) -> Row:
    chain = held.trajectory(section)
    cells = [*(computed(year.grant, WHY) for year in chain), computed(whole(chain, "grant"), WHY)]
    return Row(f"{key}/section/{section}", (title(f"dont {name}"), *cells), group=key, level=2)


def _cells(years: Sequence[GrantYear], line: str) -> list[GridCell]:
    cells = [computed(year.lines[line], WHY) for year in years]
    if not years:
        return cells
    return [*cells, GridCell() if line in CARRIED else computed(over_group(years, line), WHY)]


def over_group(years: Sequence[GrantYear], line: str = "grant") -> Figure:
    """A line of a group over the contract; without effect where it has none in any year."""
    return NOTHING if all(year.lines[line].idle for year in years) else over_years(years, line)
