"""« Comparaison » as a table: each section and each DGC over the whole contract, for every view, with the gap last."""

from __future__ import annotations

from ....core.contract import Grant
from ....core.finance.figure import Figure
from ....core.finance.grants import over_years
from ....core.finance.scope import contract_years, ordered_sections, section_name
from ....core.model import Model
from ....core.overlay import View
from ...grid import Align, Column, Content, Row, RowKind, title
from ...theme import Party
from .cells import computed
from .trajectory import BooksOf, difference

NAME = "finances/comparaison"
SHOWN = (
    (View.MANAGER, "Demande", Party.MANAGER),
    (View.AUTHORITY, "Offre", Party.AUTHORITY),
    (View.ACCORD, "Accord", Party.ACCORD),
)


def content(books: BooksOf, model: Model) -> Content:
    """The cost of each view over the life of the contract."""
    years = contract_years(model)
    span = f"{years[0]}–{years[-1]}" if years else ""
    columns = (
        Column("title", "Section", "euros, durée du contrat", Align.LEFT, least=208, stretch=True),
        *(Column(view.value, word, span, party=party) for view, word, party in SHOWN),
        Column("above", "Accord − offre", span),
        Column("below", "Demande − accord", span),
        Column("gap", "Écart", "demande − offre"),
    )
    rows = [_section_row(books, section.id, section_name(model, section)) for section in ordered_sections(model)]
    rows += [_grant_row(books, grant) for grant in model.all(Grant)]
    return Content(NAME, columns, tuple(rows))


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
