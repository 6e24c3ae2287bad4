"""« Deux à la fois »: demande and offre of each line side by side, the gap over the contract last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ....core.contract import Grant
from ....core.finance.figure import Figure, Part, total
from ....core.finance.grants import GrantYear
from ....core.finance.groupings import SECTION, groups
from ....core.finance.scope import contract_years
from ....core.finance.trajectory import LINE_LABELS, TrajectoryYear
from ....core.model import Model
from ....core.overlay import View
from ...grid import Align, Column, Content, GridCell, Row, RowKind, title
from ...theme import Party
from .cells import computed
from .grouped import group_years
from .trajectory import NAME, BooksOf, difference

Years = Sequence[TrajectoryYear] | Sequence[GrantYear]


def both(books: BooksOf, model: Model, grouping: str = SECTION) -> Content:
    """« Deux à la fois »: demande and offre side by side for each year, and the gap over the contract last."""
    years = contract_years(model)
    heads = [Column("title", "Section", "euros", Align.LEFT, least=208, stretch=True)]
    for year in years:
        heads.append(Column(f"{year}/demande", str(year), "demande", party=Party.MANAGER))
        heads.append(Column(f"{year}/offre", str(year), "offre", party=Party.AUTHORITY))
    heads.append(Column("gap", "Écart", f"{years[0]}–{years[-1]}" if years else ""))
    asked, offered = books(View.MANAGER), books(View.AUTHORITY)
    rows: list[Row] = []
    for group in groups(model, grouping):
        if grouping == SECTION:
            rows += _both_rows(f"section/{group.key}", group.name, asked.trajectory(group.key),
                               offered.trajectory(group.key))
        else:
            rows += _both_rows(f"groupe/{group.key}", group.name, group_years(asked, group),
                               group_years(offered, group))
    for grant in model.all(Grant):
        sums = asked.grant(grant.id), offered.grant(grant.id)
        rows.append(_pair_row(f"dgc/{grant.id}", grant.name or "DGC", *sums, "grant", RowKind.TOTAL))
    headers = [row.key for row in rows if row.kind is RowKind.GROUP]
    name = f"{NAME}/deux" if grouping == SECTION else f"{NAME}/deux/{grouping}"
    return Content(name, tuple(heads), tuple(rows), frozenset(headers[1:]))


WHY_BOTH = "Deux vues à la fois se lisent\u00a0; la saisie se fait dans Demande, Offre ou Accord."


def _both_rows(group: str, name: str, asked: Years, offered: Years) -> list[Row]:
    head = _pair_row(group, name, asked, offered, "grant", RowKind.GROUP)
    shown = [
        line for line in LINE_LABELS if line != "grant" and any(not _figure(y, line).idle for y in (*asked, *offered))
    ]
    lines = [
        _pair_row(f"{group}/{line}", LINE_LABELS[line], asked, offered, line, RowKind.PLAIN, group) for line in shown
    ]
    return [
        head,
        *lines,
        _pair_row(f"{group}/grant", f"Dotation {name}", asked, offered, "grant", RowKind.TOTAL, group),
    ]


def _pair_row(
    key: str,
    label: str,
    asked: Years,
    offered: Years,
    line: str,
    kind: RowKind,
    group: str = "",
) -> Row:
    cells: list[GridCell] = []
    gaps: list[Part] = []
    pairs: Iterable[tuple[TrajectoryYear | GrantYear, TrajectoryYear | GrantYear]] = zip(asked, offered, strict=True)
    for one, other in pairs:
        left, right = _figure(one, line), _figure(other, line)
        cells += [computed(left, WHY_BOTH), computed(right, WHY_BOTH)]
        gaps.append(Part(str(one.year), difference(left, right)))
    # A base is carried from year to year: its gaps do not add up.
    last = GridCell() if line in ("opening", "base") else computed(total(gaps, "Somme des écarts"), WHY_BOTH)
    return Row(key, (title(label), *cells, last), kind, group, level=1 if group and kind is RowKind.PLAIN else 0)


def _figure(year: TrajectoryYear | GrantYear, line: str) -> Figure:
    figure: Figure = year.lines[line] if isinstance(year, GrantYear) else getattr(year, line)
    return figure
