"""« Comparaison » as a table: each section and each DGC over the whole contract, for every view, with the gap last."""

from __future__ import annotations

from dataclasses import replace

from ....core.contract import Grant
from ....core.finance.figure import Figure
from ....core.finance.grants import over_years
from ....core.finance.groupings import GROUPINGS, SECTION, Group, groups
from ....core.finance.scope import contract_years, section_name
from ....core.model import Model
from ....core.overlay import View
from ...grid import Align, Column, Content, Row, RowKind, title
from ...theme import Party
from .cells import computed
from .charts import grant_chart
from .grouped import group_years, over_group
from .trajectory import BooksOf, difference
from .views import Drawing, Selection, SubView

NAME = "finances/comparaison"
SHOWN = (
    (View.MANAGER, "Demande", Party.MANAGER),
    (View.AUTHORITY, "Offre", Party.AUTHORITY),
    (View.ACCORD, "Accord", Party.ACCORD),
)


def content(books: BooksOf, model: Model, grouping: str = SECTION) -> Content:
    """The cost of each view over the life of the contract: sections, or groups with theirs below, then each DGC."""
    years = contract_years(model)
    span = f"{years[0]}–{years[-1]}" if years else ""
    columns = (
        Column("title", "Section", "euros, durée du contrat", Align.LEFT, least=208, stretch=True),
        *(Column(view.value, word, span, party=party) for view, word, party in SHOWN),
        Column("above", "Accord − offre", span),
        Column("below", "Demande − accord", span),
        Column("gap", "Écart", "demande − offre"),
    )
    rows: list[Row] = []
    for group in groups(model, grouping):
        rows += [_section_row(books, group.key, group.name)] if grouping == SECTION else _group_rows(books, group)
    rows += [_grant_row(books, grant) for grant in model.all(Grant)]
    return Content(NAME if grouping == SECTION else f"{NAME}/{grouping}", columns, tuple(rows))


def _group_rows(books: BooksOf, group: Group) -> list[Row]:
    """The sums of a group, always seen, and its sections where there are several."""
    key = f"groupe/{group.key}"
    figures = [over_group(group_years(books(view), group)) for view, _, _ in SHOWN]
    if len(group.sections) == 1:
        return [_row(key, group.name, figures, RowKind.PLAIN)]
    model = books(View.ACCORD).model
    below = (replace(_section_row(books, one.id, section_name(model, one)), group=key, level=1)
             for one in group.sections)
    return [replace(_row(key, group.name, figures, RowKind.GROUP), always=True), *below]


def _section_row(books: BooksOf, section: str, name: str) -> Row:
    return _row(
        f"section/{section}",
        name,
        [over_years(books(view).trajectory(section)) for view, _, _ in SHOWN],
        RowKind.PLAIN,
    )


def _grant_row(books: BooksOf, grant: Grant) -> Row:
    figures = [over_years(books(view).grant(grant.id)) for view, _, _ in SHOWN]
    return _row(f"dgc/{grant.id}", grant.name or "DGC", figures, RowKind.TOTAL)


def _row(key: str, name: str, figures: list[Figure], kind: RowKind) -> Row:
    asked, offered, accord = figures
    gaps = (difference(accord, offered), difference(asked, accord), difference(asked, offered))
    return Row(key, (title(name), *map(computed, figures), *map(computed, gaps)), kind)


class Comparison(SubView):
    """What each view costs over the life of the contract."""

    key, title = "comparison", "Comparaison"
    groupings = GROUPINGS

    def content(self) -> Content:
        return content(self.workspace.books, self.workspace.model, self.grouping)

    def chart(self, at: Selection) -> Drawing | None:
        return grant_chart(self.grant(), self.workspace.books)
