"""« Trajectoire et DGC » as a table: the chain of each section, the DGC of each view, the gap that closes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial

from ....core.contract import Contract, Grant, Section
from ....core.finance.books import Books
from ....core.finance.figure import NOTHING, Figure, Part, total
from ....core.finance.grants import GrantYear, over_years
from ....core.finance.records import Measure, SectionBase, YearGrant, YearRate
from ....core.finance.scope import contract_years
from ....core.finance.trajectory import LINE_LABELS, TrajectoryYear
from ....core.identifiers import derived_id, natural_record
from ....core.model import Model
from ....core.money import format_rate
from ....core.overlay import View
from ...grid import Align, Column, Content, GridCell, Inside, Row, RowKind, title
from ...theme import Party
from .cells import Reading, computed, typed
from .kept import KeptRows

NAME = "finances/trajectoire"
BooksOf = Callable[[View], Books]
NATURES = {"rebasing": "rebasage", "new_measures": "nouvelle", "savings": "economie", "cnr": "cnr"}
"""The lines that a single measure of the year fills; the others are computed or have a table of their own."""
SELDOM = ("transfers", "convergence", "results", "cover")
"""Lines shown only where they have an effect."""
SUM_WHY = (
    "Plusieurs mesures, ou une mesure au prorata\u00a0: elles se saisissent dans «\u00a0Mesures et positions\u00a0»."
)


def columns(model: Model, first: str) -> tuple[Column, ...]:
    """The title, a column for each year, and the whole contract."""
    years = contract_years(model)
    yearly = tuple(Column(str(year), str(year), "prévisionnel") for year in years)
    if not years:
        return (Column("title", first, "euros, sauf taux", Align.LEFT, least=208, stretch=True),)
    whole = Column("whole", f"{years[0]}–{years[-1]}", "cumul")
    return (Column("title", first, "euros, sauf taux", Align.LEFT, least=208, stretch=True), *yearly, whole)


def content(reading: Reading, books: BooksOf, view: View, kept: KeptRows) -> Content:
    """The whole table for the view shown."""
    model, held = reading.shown, books(view)
    rows = kept.rows(held.sections, held.trajectories(), reading, view, partial(section_row, reading, held))
    for grant in sorted(model.all(Grant), key=lambda one: (one.order, one.name, one.id)):
        rows += grant_rows(grant, books)
    names = ", ".join(name for _, name in held.sections[:2])
    first = f"{names}, DGC" if model.all(Grant) else names or "Section"
    groups = [row.key for row in rows if row.kind is RowKind.GROUP]
    return Content(NAME, columns(model, first), tuple(rows), frozenset(groups[1:]))


def section_row(reading: Reading, held: Books, section: Section, name: str) -> Row:
    """One section: its dotation, and its chain inside."""
    chain = held.trajectory(section.id)
    totals = [*(computed(year.grant) for year in chain), computed(whole(chain, "grant"))]
    inside = Inside(partial(_chain_rows, reading, section, chain, name, totals))
    return Row(f"section/{section.id}", (title(name), *totals), RowKind.GROUP, inside=inside)


def _chain_rows(
    reading: Reading, section: Section, chain: Sequence[TrajectoryYear], name: str, totals: Sequence[GridCell]
) -> list[Row]:
    """The chain of one section: its lines, its dotation."""
    group = f"section/{section.id}"
    lines = _Lines(reading, section, chain, group)
    rows = [lines.opening()]
    if any(year.modality in ("taux", "avenant") for year in chain):
        rows.append(lines.rates())
    if any(year.modality in ("avenant", "equation") for year in chain):
        rows.append(lines.grants())
    rows.append(lines.line("indexation"))
    rows += [lines.measures(line) for line in NATURES if line != "cnr"]
    rows += lines.seldom(SELDOM[:2])
    rows += [lines.line("base", RowKind.STRONG, summed=False), lines.measures("cnr"), *lines.seldom(SELDOM[2:])]
    rows.append(Row(f"{group}/grant", (title(f"Dotation {name}"), *totals), RowKind.TOTAL, group))
    return rows


class _Lines:
    """The rows of one section."""

    def __init__(self, reading: Reading, section: Section, chain: Sequence[TrajectoryYear], group: str) -> None:
        self._reading, self._section, self._chain, self._group = reading, section, chain, group
        contract = reading.shown.first(Contract)
        self._contract = contract.id if contract else ""
        self._measures = reading.shown.where(Measure, "section", section.id)

    def _row(self, line: str, label: str, cells: Iterable[GridCell], kind: RowKind = RowKind.PLAIN) -> Row:
        return Row(f"{self._group}/{line}", (title(label), *cells), kind, self._group, level=1)

    def line(self, name: str, kind: RowKind = RowKind.PLAIN, summed: bool = True) -> Row:
        """A computed line; a base does not add up over the years."""
        cells = [computed(getattr(year, name)) for year in self._chain]
        last = computed(whole(self._chain, name)) if summed else GridCell()
        return self._row(name, LINE_LABELS[name], [*cells, last], kind)

    def seldom(self, names: Sequence[str]) -> list[Row]:
        return [self.line(name) for name in names if any(not getattr(year, name).idle for year in self._chain)]

    def opening(self) -> Row:
        """Typed in the first year, carried from the year before in the others."""
        absent = natural_record(SectionBase, self._contract, section=self._section.id)
        found = next(iter(self._reading.shown.where(SectionBase, "section", self._section.id)), absent)
        first = [typed(self._reading, found.at("cents"), absent)] if self._chain else []
        return self._row(
            "opening", LINE_LABELS["opening"], [*first, *(computed(y.opening) for y in self._chain[1:]), GridCell()]
        )

    def rates(self) -> Row:
        cells = [self._rate(year) for year in self._chain]
        return self._row("rate", "Taux d’actualisation", [*cells, GridCell()])

    def _rate(self, year: TrajectoryYear) -> GridCell:
        if year.modality not in ("taux", "avenant"):
            return GridCell(
                "" if year.rate is None else format_rate(year.rate, unit=True),
                why="Taux fixé par la formule du contrat.",
            )
        absent = natural_record(YearRate, self._contract, section=self._section.id, year=year.year)
        return typed(self._reading, absent.at("rate"), absent)

    def grants(self) -> Row:
        """The amounts typed as signed or notified."""
        cells = []
        for year in self._chain:
            absent = natural_record(YearGrant, self._contract, section=self._section.id, year=year.year)
            asked = year.modality in ("avenant", "equation")
            cells.append(
                typed(self._reading, absent.at("cents"), absent) if asked else GridCell(why="Sans objet cette année.")
            )
        return self._row("year_grant", "Montant de l’avenant ou notifié", [*cells, GridCell()])

    def measures(self, line: str) -> Row:
        """A line of measures: typed where one measure of the year makes it alone, or none does yet."""
        cells = [self._measure(year, line) for year in self._chain]
        return self._row(line, LINE_LABELS[line], [*cells, computed(whole(self._chain, line))])

    def _measure(self, year: TrajectoryYear, line: str) -> GridCell:
        nature, figure = NATURES[line], getattr(year, line)
        held = [one for one in self._measures if one.nature == nature and one.year == year.year]
        before = [
            one for one in self._measures if one.nature == nature and one.year == year.year - 1 and _opens_late(one)
        ]
        if len(held) > 1 or before or any(_opens_late(one) for one in held):
            return computed(figure, SUM_WHY)
        absent = _absent_measure(self._contract, self._section.id, year.year, line)
        return typed(self._reading, (held[0] if held else absent).at("cents"), absent, figure)


@lru_cache(maxsize=2048)
def _absent_measure(contract: str, section: str, year: int, line: str) -> Measure:
    """The measure that an empty cell would create, kept because a table asks for it at each keystroke.

    Its id follows from section, year and nature: two copies filled apart meet in one measure.
    """
    row = derived_id(contract, Measure.kind, section, year, NATURES[line])
    return Measure(id=row, section=section, year=year, nature=NATURES[line], label=LINE_LABELS[line])


def _opens_late(measure: Measure) -> bool:
    """Whether a measure counts for a part of its year, and for the rest in the next one."""
    return measure.nature != "cnr" and measure.opening is not None and not measure.opening.endswith("-01-01")


def grant_rows(grant: Grant, books: BooksOf) -> list[Row]:
    """A DGC as agreed to this day, asked, offered, and what separates both."""
    chains = {view: books(view).grant(grant.id) for view in (View.ACCORD, View.MANAGER, View.AUTHORITY)}
    name = grant.name or "DGC"
    return [
        _grant_row(f"{name}, accord à ce jour", grant, View.ACCORD, chains, RowKind.TOTAL, Party.ACCORD),
        _grant_row("Demande du gestionnaire", grant, View.MANAGER, chains, RowKind.PLAIN, Party.MANAGER),
        _grant_row("Offre de l’autorité", grant, View.AUTHORITY, chains, RowKind.PLAIN, Party.AUTHORITY),
        _gap_row(grant, chains[View.MANAGER], chains[View.AUTHORITY]),
    ]


def _grant_row(
    label: str, grant: Grant, view: View, chains: dict[View, list[GrantYear]], kind: RowKind, party: Party
) -> Row:
    ink = None if view is View.ACCORD else party
    cells = [computed(year.grant, party=ink) for year in chains[view]]
    return Row(
        f"dgc/{grant.id}/{view.value}",
        (title(label), *cells, computed(over_years(chains[view]), party=ink)),
        kind,
        party=party,
    )


def _gap_row(grant: Grant, asked: Sequence[GrantYear], offered: Sequence[GrantYear]) -> Row:
    gaps = [difference(one.grant, other.grant) for one, other in zip(asked, offered, strict=True)]
    cells = (computed(figure) for figure in (*gaps, difference(over_years(asked), over_years(offered))))
    return Row(f"dgc/{grant.id}/ecart", (title("Écart demande − offre"), *cells), RowKind.GAP)


def whole(chain: Sequence[TrajectoryYear], line: str) -> Figure:
    """A line over the life of the contract; without effect when it has none in any year."""
    return NOTHING if all(getattr(year, line).idle for year in chain) else over_years(chain, line)


def difference(one: Figure, other: Figure) -> Figure:
    """Demande − offre of a figure."""
    return total((Part("Demande", one), Part("Offre", other, -1)), "Demande − offre")

