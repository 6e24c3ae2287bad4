"""The tab Finances: rail of tables, one table with its chart, and the volet of the active cell."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ....core.contract import MODALITIES, Esms, Section, SectionRule
from ....core.finance.figure import Figure, Ratio
from ....core.finance.groupings import SECTION
from ....core.finance.scope import ordered_sections
from ....core.model import Model
from ....core.records import Cell
from ....exports.xlsx.views import Seen
from ....session.trial import Tried
from ...charts.export import ChartExport
from ...charts.stage import ChartStage
from ...dialogs.goal import GoalDialog
from ...grid import GridCell, GridView
from ...theme.sizes import GAP_12
from ...widgets.buttons import button
from ...widgets.giving_way import GivingWay
from ...widgets.panel import Empty, Panel, rule, scrolled
from ...widgets.rail_list import Line, RailList
from ...widgets.text import caption
from ...workspace import Workspace
from ..base import Tab
from ..conflict import ConflictBox
from ..negotiation import Negotiation
from ..origin import Origin
from ..reserved import Reserved
from ..vigilance import SideChecks
from .head import TableHead
from .registry import EVERY_DAY, KINDS, OTHERS, SUB_VIEWS
from .trajectory_view import BOTH, Trajectory
from .views import EmptyState, Selection, SubView

GOAL_TIP = "Chercher la valeur saisie qui donne un montant voulu (Maj+F3)"
NAMING = ("", "code", "name")
"""The fields by which an ESMS or a section is asked for, and for which its chain of figures is shown."""
NOTHING_YET = "Ce tableau n’a encore aucune ligne."
NO_SECTION = EmptyState(
    "euro",
    "Aucune section tarifaire",
    "Une section relie un ESMS, son autorité et son financement\u00a0: c’est l’unité de tous les montants. "
    "Elle s’ajoute dans l’onglet Contrat, après les dates du contrat et les ESMS.",
    "Ouvrir les sections tarifaires",
)


class FinancesTab(Tab):
    """Excel’s hands on the trajectory; F9 changes the view, F3 explains a figure."""

    title = "Finances"
    kinds = KINDS

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, "Tableaux", "Positions et origine du chiffre", parent=parent)
        self._build_plan()
        self._views: dict[str, SubView] = {one.key: one(workspace, self.table) for one in SUB_VIEWS}
        self._shown: SubView = self._views[Trajectory.key]
        self._build_rail()
        self._build_volet()
        # After the tables, which forget what they kept of it.
        for changed in (workspace.scenariosChanged, workspace.privacy.changed):
            changed.connect(self._on_any)

    def _build_rail(self) -> None:
        assert self.rail is not None
        self.rail.setAccessibleName("Tableaux")
        self._list = RailList("Tableaux")
        lines = [Line(one.key, one.rail or one.title) for one in EVERY_DAY]
        if OTHERS:
            lines.append(Line("others", "Autres tableaux", heading=True))
        lines += [Line(one.key, one.rail or one.title) for one in OTHERS]
        self._list.show_lines(lines, Trajectory.key)
        self._list.chosen.connect(self.show_sub_view)
        self.rail.column.addWidget(self._list, 1)
        self._modality = caption("", wrap=True)
        self._rail_foot = rule()
        self.rail.column.addWidget(self._rail_foot)
        self.rail.column.addWidget(self._modality)

    def _build_plan(self) -> None:
        self.head = TableHead()
        self.head.viewChosen.connect(self._choose_view)
        self.head.groupingChosen.connect(self._choose_grouping)
        self.head.pageChosen.connect(self._choose_page)
        self.head.trialAsked.connect(self._begin_trial)
        self.workspace.trying.changed.connect(lambda: self.head.trial.setEnabled(not self.workspace.trying.on))
        self.plan.addWidget(self.head)
        self.table = GridView(self.workspace, "Tableau financier")
        self.table.pointed.connect(self._show_cell)
        self.table.originAsked.connect(self._explain)
        self.table.positionAsked.connect(self._ask_position)
        self.table.goalAsked.connect(self.seek_goal)
        self._frame = Panel(flush=True)
        self._frame.body.addWidget(self.table)
        self.plan.addWidget(self._frame)
        self.chart = ChartStage(ChartExport(self.workspace))
        self._chart_place = GivingWay(self.chart, self)
        self.plan.addWidget(self._chart_place, 1)
        self.plan.addStretch()
        self._empties: dict[EmptyState, Empty] = {}

    def _begin_trial(self) -> None:
        """The button that begins a trial gives its focus away before it is disabled: typing goes on in the table."""
        self.table.setFocus()
        self.workspace.trying.begin()

    def _build_volet(self) -> None:
        assert self.volet is not None
        content = QWidget()
        self.conflict, self.negotiation = ConflictBox(self.workspace), Negotiation(self.workspace)
        self.reserved, self.origin = Reserved(self.workspace), Origin(self.workspace)
        self.side_chart = ChartStage(ChartExport(self.workspace))
        self.vigilance = SideChecks(self.workspace)
        self.workspace.checked.connect(self._watch)
        self.goal = button("Valeur à atteindre…", self.seek_goal, "target", tip=GOAL_TIP)
        column = self._told_column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_12)
        told = (self.conflict, self.negotiation, self.reserved, self.origin, self.goal, self.vigilance, self.side_chart)
        for part in told:
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if part is self.goal else Qt.AlignmentFlag(0))
        column.addStretch(1)
        tip = "Voir les points de vigilance du tableau"
        self.checks_button = button("Points de vigilance", self._go_to_checks, "triangle-alert", "flat", tip)
        self._told = scrolled(content)
        self.volet.column.addWidget(self.checks_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.volet.column.addWidget(self._told)

    def _watch(self) -> None:
        """What speaks of the table that is seen; F8 stops at its cells."""
        if self.isVisible():
            self.vigilance.show_table(self._shown.concerned_by)
            self.table.watched = self.vigilance.cells
            self.checks_button.setVisible(self.vigilance.count > 0)
            self.checks_button.setText(self.vigilance.words)

    def _go_to_checks(self) -> None:
        """From the head of the volet to the points themselves, the first link under the hands."""
        self._told.ensureWidgetVisible(self.vigilance)
        links = [link for link in self.vigilance.findChildren(QPushButton) if link.isVisibleTo(self)]
        if links:
            links[0].setFocus()

    # What is shown

    @property
    def shown(self) -> SubView:
        """The table that is seen."""
        return self._shown

    @property
    def table_shown(self) -> tuple[Seen, str]:
        """What « Ce tableau » exports: the page that is seen, summed up as it is, for the view or views shown."""
        shown = self._shown
        grouping = shown.grouping if shown.offered else SECTION
        return Seen(shown.key, shown.page, grouping, self.workspace.view, shown.view == BOTH), shown.title

    def show_sub_view(self, key: str) -> None:
        """Show one of the tables of the rail."""
        self._shown = self._views[key]
        self.close_rail()
        self.refresh()

    def refresh(self) -> None:
        empty = self._emptiness()
        self._show_empty(empty)
        self._frame.setVisible(empty is None)
        self.head.show_view(self._shown, empty is None)
        self._modality.setText(_modalities(self.workspace.shown()))
        self._rail_foot.setVisible(bool(self._modality.text()))
        if empty is None:
            self.table.show_content(self._shown.content())
        self._show_chart(empty is None)
        self._watch()
        if empty is None:
            self.table.point()
        else:
            self._show_cell(None)

    def preview(self) -> None:
        """Figures and charts follow the value being typed; what was said of its cell stays."""
        if self._emptiness() is None:
            self.table.show_content(self._shown.content())
            self._show_chart(True)
            self._show_side_chart()

    def _emptiness(self) -> EmptyState | None:
        if not self.workspace.shown().all(Section):
            return replace(NO_SECTION, act=self.open_sections)
        return self._shown.empty()

    def open_sections(self) -> None:
        """The table of sections, in the tab Contrat."""
        self.workspace.go_to(Cell(Section.kind, "", "code"))

    def _show_empty(self, state: EmptyState | None) -> None:
        if state is not None and state not in self._empties:
            made = Empty(state.icon, state.title, state.sentence, state.action, state.act)
            self._empties[state] = made
            self.plan.addWidget(made, 1)
        for known, widget in self._empties.items():
            widget.setVisible(known == state)

    def _show_chart(self, some: bool) -> None:
        drawing = self._shown.chart(self._selection()) if some else None
        self._chart_place.offer(drawing is not None)
        if drawing is not None:
            self.chart.show_drawing(drawing.make, drawing.title, drawing.name, drawing.data, drawing.caption)

    def _show_side_chart(self) -> None:
        drawing = self._shown.side_chart(self._selection())
        self.side_chart.setVisible(drawing is not None)
        if drawing is not None:
            self.side_chart.show_drawing(drawing.make, drawing.title, drawing.name, drawing.data, drawing.caption)

    def _choose_view(self, key: str) -> None:
        self._shown.choose_view(key)
        self.refresh()

    def _choose_grouping(self, key: str) -> None:
        self._shown.grouping = key
        self.refresh()

    def _choose_page(self, key: str) -> None:
        self._shown.page = key
        self.refresh()

    def next_view(self) -> bool:
        """F9: accord, demande, offre, deux à la fois."""
        keys = [key for key, _ in self._shown.overlays]
        if not keys:
            return False
        self._choose_view(keys[(keys.index(self._shown.view) + 1) % len(keys)])
        self.workspace.say(f"Affichage\u00a0: {dict(self._shown.views)[self._shown.view].lower()}")
        return True

    def first_focus(self) -> QWidget | None:
        return self.table

    def go_to(self, cell: Cell) -> bool:
        """Show the table that holds a cell, with the cursor on it."""
        if cell.kind in (Esms.kind, Section.kind):
            # What describes them otherwise (an authority, a date of evaluation) stands in the tab Contrat.
            return cell.field in NAMING and self._go_to_section(cell)
        for view in self._holders(cell.kind):
            view.before_going_to(cell)
            if view is not self._shown:
                self._list.choose(view.key)
            else:
                self.refresh()
            if self.table.go_to_address(cell) or self._go_to_place(view.place(cell)):
                return True
        return False

    def _go_to_place(self, place: tuple[str, str] | None) -> bool:
        """Put the cursor on the computed figure that a point speaks of."""
        keys = [column.key for column in self.table.grid.content.columns]
        if place is None or place[1] not in keys or (at := self.table.grid.row_of(place[0])) < 0:
            return False
        self.table.go_to(at, keys.index(place[1]))
        self.table.setFocus()
        return True

    def _holders(self, kind: str) -> list[SubView]:
        """The tables where a cell of a kind may stand: the one that is seen, its home, then the others."""
        views = [view for view in self._views.values() if kind in view.homes | view.kinds]
        return sorted(views, key=lambda view: (view is not self._shown, kind not in view.homes))

    def _go_to_section(self, cell: Cell) -> bool:
        """Show the chain of a section, or of the first one of an ESMS."""
        model = self.workspace.model
        sections = [one for one in ordered_sections(model) if cell.row in (one.id, one.esms)]
        if not sections:
            return False
        self._views[Trajectory.key].before_going_to(cell)
        self._list.choose(Trajectory.key)
        self.refresh()
        self.table.go_to(self.table.grid.row_of(f"section/{sections[0].id}"), 0)
        self.table.setFocus()
        return True

    # The active cell

    def _current(self) -> GridCell | None:
        index = self.table.currentIndex()
        return self.table.grid.cell(index) if index.isValid() else None

    def _selection(self) -> Selection:
        index = self.table.currentIndex()
        if not index.isValid():
            return Selection()
        grid_row, column = self.table.grid.row(index.row()), self.table.grid.column(index.column())
        return Selection(self._current(), grid_row.key, grid_row.group, column.key)

    def _show_cell(self, cell: GridCell | None) -> None:
        index = self.table.currentIndex()
        if cell is None or not index.isValid():
            self.negotiation.show_cell(*self._nothing_chosen(), None)
            self.reserved.show_cell(None)
            self.goal.hide()
            self.origin.show_figure("", None)
            self.side_chart.hide()
            return
        grid_row = self.table.grid.row(index.row())
        where = f"{self._group_name(grid_row.group)} · {self.table.grid.column(index.column()).title}"
        spoken = self._shown.spoken_of(self._selection())
        self.negotiation.show_cell(grid_row.title, where.strip(" ·"), spoken)
        self.reserved.show_cell(spoken)
        self.vigilance.show_cell(spoken or cell.address)
        self.goal.setVisible(self._shown.goal(self._selection()) is not None)
        self.conflict.show_cell(cell.address)
        figure = cell.link if isinstance(cell.link, Figure | Ratio) else None
        self.origin.show_figure(grid_row.title, figure if cell.address is None else None)
        self._show_side_chart()
        self._told_column.activate()  # before anything is painted: else Qt paints, moves, and paints again
        if self._shown.follows:
            self._show_chart(True)

    def _nothing_chosen(self) -> tuple[str, str]:
        """What the volet says without a cell: where there is no table, what begins it."""
        empty = self._emptiness()
        if empty is None:
            return "Aucune cellule choisie", "Choisissez une cellule du tableau."
        begin = f"Pour commencer\u00a0: «\u00a0{empty.action}\u00a0»." if empty.action else NOTHING_YET
        return empty.title, begin

    def _group_name(self, group: str) -> str:
        at = self.table.grid.row_of(group) if group else -1
        return self.table.grid.row(at).title if at >= 0 else ""

    def _explain(self, cell: object) -> None:
        """F3: the volet shows where the figure comes from."""
        if isinstance(cell, GridCell) and isinstance(cell.link, Figure | Ratio):
            self.origin.show_figure(self.table.grid.row(self.table.currentIndex().row()).title, cell.link)
            if self.volet is not None and not self.volet.isVisible():
                self.toggle_volet()
        elif isinstance(cell, GridCell) and isinstance(cell.link, Cell) and cell.address is None:
            self.workspace.go_to(cell.link)
        elif isinstance(cell, GridCell) and cell.address is not None:
            self.workspace.say("Cette valeur est saisie\u00a0: l’historique dit par qui.")

    def seek_goal(self) -> None:
        """Maj+F3: which typed value would bring a computed figure to an amount; it can be tried, never written."""
        workspace, found = self.workspace, self._shown.goal(self._selection())
        if found is None:
            workspace.say("Choisissez un chiffre calculé de la trajectoire ou de la DGC de la vue affichée.")
            return
        dialog = GoalDialog(found.name, workspace.books(), found.figure, found.inputs, self.window())
        if dialog.exec() and dialog.answer is not None:
            cell, value = dialog.answer
            workspace.trying.begin(Tried(values={cell: value}), "Valeur à atteindre")
        dialog.deleteLater()

    def _ask_position(self, cell: object) -> None:
        if isinstance(cell, GridCell) and self._shown.spoken_of(self._selection()) is not None:
            self.negotiation.modify()
        else:
            self.workspace.say("Aucune position ne se pose sur une valeur calculée.")


def _modalities(model: Model) -> str:
    """The modality of the contract, at the foot of the rail, where all sections share it."""
    words = {rule_.modality for rule_ in model.all(SectionRule)}
    return f"Modalité {dict(MODALITIES)[words.pop()]} (art. R. 314-40)" if len(words) == 1 else ""
