"""« Mesures et positions »: the points of the negotiation, the packages, who gave what, the order of moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ....core.contract import Section
from ....core.diagnosis import Item
from ....core.finance.books import Books
from ....core.finance.records import Measure
from ....core.finance.scope import contract_years, ordered_sections, section_name
from ....core.negotiation import Package, Position
from ....core.overlay import View
from ....core.records import Cell
from ...grid import Content, GridView
from ...workspace import Workspace
from ..acts import PositionActs
from .bargaining import given_table, moves_table, packages_table
from .bargaining.points_table import GROUP, PointsTable
from .cells import Reading
from .charts import grant_chart
from .views import Action, Drawing, EmptyState, Selection, SubView

POINTS, PACKAGES, GIVEN, MOVES = "points", "packages", "given", "moves"
EFFECTS = "effet par rapport à l’accord\u202f; d’un lot accepté, par rapport au contrat sans ses mesures"
NO_PACKAGE = EmptyState(
    "check-check",
    "Aucun lot lié",
    "Un lot réunit des positions qui s’acceptent, se refusent ou se retirent ensemble\u00a0: «\u00a0rebasage de "
    "12\u202f000\u00a0€ contre 97\u00a0% d’occupation et 5 places\u00a0». Il se fait dans la page Points, avec les "
    "lignes choisies.",
)
NO_MOVE = EmptyState(
    "message-square",
    "Aucune position",
    "Les positions de chaque partie se posent sur une valeur négociable avec «\u00a0Modifier la position\u00a0» "
    "(Maj+F2).",
)


class Measures(SubView):
    """What each side says of every point of the negotiation."""

    key, title = "measures", "Mesures et positions"
    homes = frozenset({Measure.kind, Package.kind})
    kinds = frozenset({"transformation", "topic", "indicator_year", "indicator", "year_rate", "head_office", "meeting"})
    pages = ((POINTS, "Points"), (PACKAGES, "Lots liés"), (GIVEN, "Concessions"), (MOVES, "Ordre des échanges"))

    def __init__(self, workspace: Workspace, table: GridView) -> None:
        super().__init__(workspace, table)
        self._points, self._acts = PointsTable(), PositionActs(workspace, table)
        self._about: tuple[Reading, Books] | None = None
        self._told: dict[str, Content] = {}

    def content(self) -> Content:
        """The page; one that is turned to again is the one that was made, as long as the contract is the same."""
        about = reading, books = self._accord(), self.workspace.books(View.ACCORD)
        if about != self._about:
            self._about, self._told = about, {}
        if self.page not in self._told:
            self._told[self.page] = self._page_of(reading, books)
        return self._told[self.page]

    def _page_of(self, reading: Reading, books: Books) -> Content:
        if self.page == PACKAGES:
            return packages_table.content(reading, books)
        if self.page == GIVEN:
            return given_table.content(reading, books)
        return moves_table.content(reading) if self.page == MOVES else self._points.content(reading, books)

    def _accord(self) -> Reading:
        """What is retained, the value being typed counted: positions are told beside it, whatever view is shown."""
        seen = self.workspace.seen(View.ACCORD)
        return replace(self.reading(), shown=seen, retained=seen)

    def empty(self) -> EmptyState | None:
        model = self.workspace.model
        if self.page == PACKAGES and not model.all(Package):
            return NO_PACKAGE
        return NO_MOVE if self.page in (GIVEN, MOVES) and not model.all(Position) else None

    @property
    def caption(self) -> str:
        return EFFECTS if self.page == PACKAGES else super().caption

    def actions(self) -> Sequence[Action]:
        if self.page != POINTS:
            return ()
        return (
            Action("Arbitrage…", self.arbitration, tip="Fiche d’arbitrage des lignes choisies, à usage interne",
                   writes=False),
            Action("Lier…", self.link, tip="Réunir en un lot les positions des lignes choisies"),
            Action("Nouvelle mesure", self.new_measure, "plus", primary=True),
        )

    def chart(self, at: Selection) -> Drawing | None:
        return grant_chart(self.grant(), self.workspace.books) if self.page == POINTS else None

    def spoken_of(self, at: Selection) -> Cell | None:
        """The point of the row, whatever its column: the first cell bears it."""
        row = self.table.grid.row_of(at.row) if at.row else -1
        links = [cell.link for cell in (at.cell, *(self.table.grid.row(row).cells[:1] if row >= 0 else ())) if cell]
        return next((link for link in links if isinstance(link, Cell)), None)

    def concerned_by(self, cell: Cell) -> bool:
        """Measures, and the cells that were spoken of: other indicators are told in their own tab."""
        if cell.kind in self.homes:
            return True
        # Asked of thousands of points: one look in an index, not the list of all that was spoken of.
        return cell.kind != Item.kind and bool(self.workspace.model.where(Position, "cell", str(cell)))

    def chosen(self) -> list[Cell]:
        """The points of the rows that are selected."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        links = [self.table.grid.row(row).cells[0].link for row in rows]
        return [link for link in links if isinstance(link, Cell)]

    def link(self) -> None:
        """Make a package, the positions of the selected rows chosen to begin with."""
        self._acts.link(self.chosen())

    def arbitration(self) -> None:
        """The fiche d’arbitrage of the selected rows."""
        self._acts.arbitration(self.chosen())

    def before_going_to(self, cell: Cell) -> None:
        """A package stands in its own page; everything else among the points."""
        self.page = PACKAGES if cell.kind == Package.kind else POINTS

    def new_measure(self) -> None:
        """A measure of the section of the active row, else of the first one, to complete in the table."""
        model, document = self.workspace.model, self.workspace.document
        index = self.table.currentIndex()
        row = self.table.grid.row(index.row()) if index.isValid() else None
        group = (row.group or row.key).removeprefix(GROUP) if row is not None else ""
        section = model.find(Section, group) or ordered_sections(model)[0]
        years = contract_years(model)
        made = Measure(
            id=document.new_id(), section=section.id, year=years[0] if years else 2000, label="Nouvelle mesure"
        )
        if self.workspace.add(f"Nouvelle mesure de {section_name(model, section)}", made):
            self.table.go_to_address(made.at("label"))
