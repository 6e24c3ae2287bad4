"""« Scénarios » as tables: what is kept, and some of them side by side with the accord, with every difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ....core.contract import Grant, Section
from ....core.finance.books import Books
from ....core.finance.effect import effect
from ....core.finance.figure import NOTHING, Figure, Part, total
from ....core.finance.grants import over_years
from ....core.finance.groupings import DGC, Group, groups
from ....core.finance.scope import contract_years
from ....core.overlay import View
from ....core.periods import format_day
from ....core.scenario_records import BASES
from ....session.scenarios import Kept
from ...grid import Align, Column, Content, GridCell, Row, RowKind, title
from ...theme import Party
from .cells import Reading, computed
from .grouped import group_years
from .kept import KeptReads

LIST, COMPARED = "finances/scenarios", "finances/scenarios-compares"
WHY = "Un scénario se lit ici\u00a0; ses valeurs se changent en essai, avec «\u00a0Reprendre en essai\u00a0»."
SHARED_BY = {
    "gestionnaire": "tous (gestionnaire)", "autorite": "tous (autorité)", "autorite2": "tous (2e autorité)"
}
"""Who sees a shared scenario, and which side shared it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that is compared: its words, its figures, its party, whether it is private."""

    key: str
    name: str
    books: Books
    party: Party | None = None
    private: bool = False


def listed(found: Sequence[Kept], books: Callable[[Kept], Books], base: Callable[[View], Books],
           compared: Sequence[str], years: Sequence[int]) -> Content:
    """Every scenario, with what it does to the DGC over the contract, against the view on which it is computed."""
    span = f"{years[0]}–{years[-1]}" if years else ""
    columns = (
        Column("title", "Scénario", "", Align.LEFT, least=184, stretch=True),
        Column("compared", "Comparé", align=Align.CENTRE),
        Column("base", "Calculé sur", align=Align.LEFT, least=96),
        Column("who", "Visible par", align=Align.LEFT, least=136),
        Column("made", "Créé le", align=Align.CENTRE),
        Column("count", "Valeurs"),
        Column("effect", "Effet sur la DGC", f"euros, {span}" if span else "euros"),
    )
    rows = [_listed_row(one, books(one), base(one.view), one.key in compared) for one in found]
    return Content(LIST, columns, tuple(rows))


def _listed_row(one: Kept, books: Books, base: Books, compared: bool) -> Row:
    gap = effect(books, base)
    lost = len(one.missing)
    tip = "Sans objet dans ce contrat\u00a0: " + ", ".join(one.missing[:10]) if lost else ""
    count = str(len(one.what.values)) + (f" et {lost} sans objet" if lost else "")
    return Row(
        f"scenario/{one.key}",
        (
            title(one.name),
            GridCell("oui" if compared else "", plain=True),
            title(dict(BASES)[one.view.value]),
            title("votre partie seule") if one.party is None else title(SHARED_BY[one.party.value]),
            title(format_day(one.made_on)),
            GridCell(count, plain=True, tip=tip, spoken=tip),
            computed(gap.whole, WHY, sign=True) if gap is not None else GridCell(plain=True),
        ),
        private=one.is_private,
    )


def compared(reading: Reading, grouping: str, shown: Sequence[Compared], kept: KeptReads[Sequence[Row]]) -> Content:
    """For each DGC, ESMS or section and each year: the first of them, the others, and what separates them from it."""
    model = shown[0].books.model
    years = contract_years(model)
    yearly = tuple(Column(str(year), str(year), "prévisionnel") for year in years)
    whole = (Column("whole", f"{years[0]}–{years[-1]}", "cumul"),) if years else ()
    columns = (Column("title", "Dotation", "euros", Align.LEFT, least=200, stretch=True), *yearly, *whole)
    found = groups(model, grouping)
    words = tuple((one.key, one.name, one.party, one.private) for one in shown)
    names = [one.books.sections for one in shown]

    def made(group: Group) -> Sequence[Row]:
        chains = (_chain(one.books, section) for one in shown for section in group.sections)
        return kept.get(f"{grouping}/{group.key}", (group, words), reading, lambda _: _group(group, grouping, shown),
                        [*names, *chains])

    rows = [row for group in found for row in made(group)]
    return Content(f"{COMPARED}/{grouping}", columns, tuple(rows),
                   frozenset(f"groupe/{one.key}" for one in (found[1:] if grouping != DGC else ())))


def _chain(books: Books, section: Section) -> object:
    """The trajectory of a section, the same object as long as none of its figures changed; None where it is gone."""
    return books.trajectory(section.id) if books.model.find(Section, section.id) is not None else None


def _group(group: Group, grouping: str, shown: Sequence[Compared]) -> list[Row]:
    key = f"groupe/{group.key}"
    lines = [(one, _figures(one.books, group, grouping)) for one in shown]
    reference = lines[0][1]
    head = Row(key, (title(group.name), *(computed(figure, WHY) for figure in reference)), RowKind.GROUP)
    rows = [head]
    for at, (one, figures) in enumerate(lines):
        ink = one.party if at else None
        cells = (computed(figure, WHY, ink) for figure in figures)
        rows.append(Row(f"{key}/{one.key}", (title(one.name), *cells), RowKind.STRONG if not at else RowKind.PLAIN, key,
                        level=1, party=one.party, private=one.private))
        if at:
            rows.append(_differences(key, one, shown[0], figures, reference))
    return rows


def _differences(
    key: str, one: Compared, first: Compared, figures: Sequence[Figure], reference: Sequence[Figure]
) -> Row:
    """What separates a line from the first; « – » where nothing does."""
    words = f"Écart avec {first.name[:1].lower()}{first.name[1:]}"
    found = (_difference(figure, other, one.name, first.name) for figure, other in zip(figures, reference, strict=True))
    cells = (computed(figure, WHY, sign=True) for figure in found)
    return Row(f"{key}/{one.key}/ecart", (GridCell(words, plain=True, muted=True), *cells), RowKind.PLAIN, key, level=2,
               private=one.private)


def _difference(figure: Figure, other: Figure, name: str, reference: str) -> Figure:
    if figure.cents is not None and figure.cents == other.cents:
        return NOTHING
    return total((Part(name, figure), Part(reference, other, -1)), f"{name} − {reference}")


def _figures(books: Books, group: Group, grouping: str) -> list[Figure]:
    """The dotation of each year, then of the whole contract; an entity that a scenario lacks has none."""
    if grouping == DGC and books.model.find(Grant, group.key) is not None:
        years = books.grant(group.key)
    else:
        years = group_years(books, group)
    return [*(year.grant for year in years), over_years(years)]


