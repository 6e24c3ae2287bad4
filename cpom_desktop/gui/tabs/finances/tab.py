"""The tab Finances: rail of sub-views, one table, the DGC chart, and the volet of the active cell."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ....core.changes import Side
from ....core.contract import MODALITIES, Esms, Grant, Section, SectionRule
from ....core.finance.books import Books
from ....core.finance.figure import Figure
from ....core.finance.records import Measure
from ....core.finance.scope import contract_years, ordered_sections, section_name
from ....core.model import Model
from ....core.money import format_amount
from ....core.overlay import View, value_for
from ....core.records import Cell, Value, field_of
from ...charts.makers import trajectory_chart
from ...charts.panel import ChartPanel
from ...charts.waterfall import Waterfall
from ...grid import Content, GridCell, GridView
from ...theme import Role, Type
from ...theme.sizes import GAP_12
from ...widgets.buttons import button
from ...widgets.giving_way import GivingWay
from ...widgets.panel import Empty, Panel, row, rule, scrolled
from ...widgets.rail_list import Line, RailList
from ...widgets.segments import Segments
from ...widgets.text import ElidedLabel, Label, caption, page_title
from ...workspace import Workspace
from ..base import Tab
from ..conflict import ConflictBox
from ..negotiation import Negotiation
from ..origin import Origin
from . import budgets, comparison, measures, trajectory
from .cells import Reading
from .charts import cascade, grant_trajectory
from .kept import KeptRows

BOTH = "both"
BUDGETS, TRAJECTORY, MEASURES, COMPARISON = "budgets", "trajectory", "measures", "comparison"
SUB_VIEWS = (
    (BUDGETS, "Budgets"),
    (TRAJECTORY, "Trajectoire et DGC"),
    (MEASURES, "Mesures et positions"),
    (COMPARISON, "Comparaison"),
)
VIEWS = (
    (View.ACCORD.value, "Accord"),
    (View.MANAGER.value, "Demande"),
    (View.AUTHORITY.value, "Offre"),
    (BOTH, "Deux à la fois"),
)
EXACT = "prévisionnel, centimes exacts"
NAMING = ("", "code", "name")
"""The fields by which an ESMS or a section is asked for, and for which its chain of figures is shown."""
KINDS = frozenset(
    {
        "section",
        "section_rule",
        "section_base",
        "year_rate",
        "measure",
        "year_grant",
        "account_line",
        "dgc",
        "esms",
        "formula",
        "formula_year",
        "ceiling_line",
        "convergence",
        "notified_grant",
        "result_allocation",
        "cover_line",
        "acceptance",
    }
)


class FinancesTab(Tab):
    """Excel’s hands on the trajectory; F9 changes the view, F3 explains a figure."""

    title = "Finances"
    kinds = KINDS

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, "Tableaux", "Positions et origine du chiffre", parent=parent)
        self._sub_view, self._both = TRAJECTORY, False
        self._kept, self._kept_budgets = KeptRows(), KeptRows()
        self._build_rail()
        self._build_plan()
        self._build_volet()

    def _build_rail(self) -> None:
        assert self.rail is not None
        self.rail.setAccessibleName("Tableaux")
        self._list = RailList("Tableaux")
        self._list.show_lines([Line(key, word) for key, word in SUB_VIEWS], TRAJECTORY)
        self._list.chosen.connect(self.show_sub_view)
        self.rail.column.addWidget(self._list, 1)
        self._modality = caption("", wrap=True)
        self.rail.column.addWidget(rule())
        self.rail.column.addWidget(self._modality)

    def _build_plan(self) -> None:
        self._title, self._note = page_title(), ElidedLabel(EXACT, Type.CAPTION, Role.MUTED)
        self._shown_word = Label("Afficher", Type.BODY, Role.MUTED)
        self._views = Segments("Afficher", VIEWS)
        self._views.chosen.connect(self._choose_view)
        self._new = button("Nouvelle mesure", self.new_measure, "plus", "primary")
        self.plan.addLayout(
            row(self._title, self._note, None, self._shown_word, self._views, self._new, spacing=GAP_12)
        )
        self.table = GridView(self.workspace, "Tableau financier")
        self.table.pointed.connect(self._show_cell)
        self.table.originAsked.connect(self._explain)
        self.table.positionAsked.connect(self._ask_position)
        self._frame = Panel(flush=True)
        self._frame.body.addWidget(self.table)
        self.plan.addWidget(self._frame)
        self.chart = ChartPanel("DGC par année, en milliers d’euros", "DGC par année", trajectory_chart)
        self._empty = Empty(
            "euro",
            "Aucune section tarifaire",
            "Une section relie un ESMS, son autorité et son financement\u00a0: c’est l’unité de tous les montants. "
            "Elle s’ajoute dans l’onglet Contrat, après les dates du contrat et les ESMS.",
        )
        self._chart_place = GivingWay(self.chart, self)
        self.plan.addWidget(self._chart_place, 1)
        self.plan.addWidget(self._empty, 1)

    def _build_volet(self) -> None:
        assert self.volet is not None
        content = QWidget()
        self.conflict, self.negotiation = ConflictBox(self.workspace), Negotiation(self.workspace)
        self.origin = Origin(self.workspace)
        self.cascade = ChartPanel("", "De la base à la DGC", Waterfall)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_12)
        column.addWidget(self.conflict)
        column.addWidget(self.negotiation)
        column.addWidget(self.origin)
        column.addWidget(self.cascade)
        column.addStretch(1)
        self.volet.column.addWidget(scrolled(content))

    # What is shown

    def show_sub_view(self, key: str) -> None:
        """Show one of the tables of the rail."""
        self._sub_view = key
        self.close_rail()
        self.refresh()

    def refresh(self) -> None:
        model = self.workspace.shown()
        some = bool(model.all(Section))
        self._empty.setVisible(not some)
        for part in (self._frame, self._views, self._shown_word, self._new):
            part.setVisible(some)
        self._title.setText(dict(SUB_VIEWS)[self._sub_view])
        self._new.setVisible(some and self._sub_view == MEASURES)
        viewed = some and self._sub_view == TRAJECTORY
        self._views.setVisible(viewed)
        self._shown_word.setVisible(viewed)
        self._views.choose(BOTH if self._both else self._view_key())
        self._note.set_text("réalisé et base, centimes exacts" if self._sub_view == BUDGETS else EXACT)
        self._modality.setText(_modalities(model))
        if some:
            self.table.show_content(self._content())
        self._show_charts(model, some and self._sub_view != BUDGETS)
        self._show_cell(self._current())

    def preview(self) -> None:
        """Figures and charts follow the value being typed; what was said of its cell stays."""
        model, index = self.workspace.shown(), self.table.currentIndex()
        if not model.all(Section):
            return
        self.table.show_content(self._content())
        self._show_charts(model, self._sub_view != BUDGETS)
        if index.isValid():
            self._show_cascade(self.table.grid.column(index.column()).key)

    def _view_key(self) -> str:
        return self.workspace.view.value if self.workspace.view.value in dict(VIEWS) else View.ACCORD.value

    def _content(self) -> Content:
        workspace = self.workspace
        reading = Reading(workspace.shown(), workspace.model, workspace.conflicts(), workspace.today)
        if self._sub_view == BUDGETS:
            held, contract_id = workspace.books(), workspace.document.contract_id
            return budgets.content(reading, held, workspace.view, contract_id, self._kept_budgets)
        if self._sub_view == MEASURES:
            return measures.content(replace(reading, shown=workspace.seen(View.ACCORD)))
        if self._sub_view == COMPARISON:
            return comparison.content(workspace.books, workspace.model)
        if self._both:
            return trajectory.both(workspace.books, workspace.model)
        return trajectory.content(reading, workspace.books, workspace.view, self._kept)

    def _show_charts(self, model: Model, wanted: bool) -> None:
        grant = next(iter(model.all(Grant)), None)
        data = grant_trajectory(grant, self.workspace.books) if grant and wanted else None
        self._chart_place.offer(data is not None)
        if data is not None:
            self.chart.show_data(data, "bande grise\u00a0: écart entre demande et offre")

    def _choose_view(self, key: str) -> None:
        self._both = key == BOTH
        if not self._both:
            self.workspace.set_view(View(key))
        self.refresh()

    def next_view(self) -> bool:
        """F9: accord, demande, offre, deux à la fois."""
        if self._sub_view != TRAJECTORY:
            return False
        keys = [key for key, _ in VIEWS]
        self._choose_view(keys[(keys.index(self._views.current) + 1) % len(keys)])
        self.workspace.say(f"Affichage\u00a0: {dict(VIEWS)[self._views.current].lower()}")
        return True

    def first_focus(self) -> QWidget | None:
        return self.table

    def go_to(self, cell: Cell) -> bool:
        """Show the table that holds a cell, with the cursor on it."""
        if cell.kind in (Esms.kind, Section.kind):
            # What describes them otherwise (an authority, a date of evaluation) stands in the tab Contrat.
            return cell.field in NAMING and self._go_to_section(cell)
        order = {"account_line": BUDGETS, "measure": MEASURES}
        self._both = False
        for key in dict.fromkeys((self._sub_view, order.get(cell.kind, TRAJECTORY), TRAJECTORY, MEASURES, BUDGETS)):
            if key != self._sub_view:
                self._list.choose(key)
            if self.table.go_to_address(cell):
                return True
        return False

    def _go_to_section(self, cell: Cell) -> bool:
        """Show the chain of a section, or of the first one of an ESMS."""
        model = self.workspace.model
        sections = [one for one in ordered_sections(model) if cell.row in (one.id, one.esms)]
        if not sections:
            return False
        self._list.choose(TRAJECTORY)
        self.refresh()
        self.table.go_to(self.table.grid.row_of(f"section/{sections[0].id}"), 0)
        self.table.setFocus()
        return True

    # The active cell

    def _current(self) -> GridCell | None:
        index = self.table.currentIndex()
        return self.table.grid.cell(index) if index.isValid() else None

    def _show_cell(self, cell: GridCell | None) -> None:
        index = self.table.currentIndex()
        if cell is None or not index.isValid():
            self.negotiation.show_cell("Aucune cellule choisie", "Choisissez une cellule du tableau.", None)
            self.origin.show_figure("", None)
            self.cascade.hide()
            return
        grid_row = self.table.grid.row(index.row())
        where = f"{self._group_name(grid_row.group)} · {self.table.grid.column(index.column()).title}"
        self.negotiation.show_cell(grid_row.title, where.strip(" ·"), cell.address, self._effect(cell.address))
        self.conflict.show_cell(cell.address)
        figure = cell.link if isinstance(cell.link, Figure) else None
        self.origin.show_figure(grid_row.title, figure if cell.address is None else None)
        self._show_cascade(self.table.grid.column(index.column()).key)

    def _group_name(self, group: str) -> str:
        at = self.table.grid.row_of(group) if group else -1
        return self.table.grid.row(at).title if at >= 0 else ""

    def _show_cascade(self, year: str) -> None:
        model = self.workspace.shown()
        grant = next(iter(model.all(Grant)), None)
        data = cascade(self.workspace.books(), grant, int(year)) if grant is not None and year.isdigit() else None
        self.cascade.setVisible(data is not None)
        if data is not None:
            self.cascade.title.setText(f"Base {int(year) - 1} → DGC {year}")
            self.cascade.show_data(data, "k€, axe coupé" if self.cascade_is_cut() else "k€")

    def cascade_is_cut(self) -> bool:
        chart = self.cascade.chart
        return isinstance(chart, Waterfall) and chart.axis_is_cut

    def _effect(self, address: Cell | None) -> tuple[str, str] | None:
        """What separates the two positions of a cell, over the life of the contract."""
        model = self.workspace.model
        if address is None or model.record(address.kind, address.row) is None or not field_of(address).about.negotiable:
            return None
        years = contract_years(model)
        asked, offered = (
            value_for(model, address, View(side.value), self.workspace.today) for side in (Side.MANAGER, Side.AUTHORITY)
        )
        if asked == offered or not years:
            return None
        words = f"Effet sur {years[0]}–{years[-1]}"
        cents = self._cost(address, asked, offered)
        return words, "incomplet" if cents is None else format_amount(cents, sign=True, unit=True)

    def _cost(self, address: Cell, asked: Value, offered: Value) -> int | None:
        """What one value costs more than another over the contract (TC-POS-1), in cents; None where it is unknown."""
        first, second = self._with(address, asked), self._with(address, offered)
        cents = 0
        for section in ordered_sections(self.workspace.model):
            pairs = zip(first.trajectory(section.id), second.trajectory(section.id), strict=True)
            # A section that the cell does not touch has the same years, object for object.
            for one, other in ((one, other) for one, other in pairs if one is not other):
                if one.grant.cents is None or other.grant.cents is None:
                    return None
                cents += one.grant.cents - other.grant.cents
        return cents

    def _with(self, address: Cell, value: Value) -> Books:
        """The figures of the accord with another value in one cell."""
        model = self.workspace.model.overlaid({address: value})
        return self.workspace.books(View.ACCORD).after(model, {(address.kind, address.row)})

    def _explain(self, cell: object) -> None:
        """F3: the volet shows where the figure comes from."""
        if isinstance(cell, GridCell) and isinstance(cell.link, Figure):
            self.origin.show_figure(self.table.grid.row(self.table.currentIndex().row()).title, cell.link)
            if self.volet is not None and not self.volet.isVisible():
                self.toggle_volet()
        elif isinstance(cell, GridCell) and cell.address is not None:
            self.workspace.say("Cette valeur est saisie\u00a0: l’historique dit par qui.")

    def _ask_position(self, cell: object) -> None:
        if isinstance(cell, GridCell) and cell.address is not None:
            self.negotiation.modify()
        else:
            self.workspace.say("Aucune position ne se pose sur une valeur calculée.")

    def new_measure(self) -> None:
        """A measure of the first section, to complete in the table."""
        model, document = self.workspace.model, self.workspace.document
        index = self.table.currentIndex()
        group = self.table.grid.row(index.row()).group if index.isValid() else ""
        section = model.find(Section, group.removeprefix("mesures/")) or ordered_sections(model)[0]
        years = contract_years(model)
        made = Measure(
            id=document.new_id(), section=section.id, year=years[0] if years else 2000, label="Nouvelle mesure"
        )
        if self.workspace.add(f"Nouvelle mesure de {section_name(model, section)}", made):
            self.table.go_to_address(made.at("label"))


def _modalities(model: Model) -> str:
    """The modality of the contract, at the foot of the rail, where all sections share it."""
    words = {rule_.modality for rule_ in model.all(SectionRule)}
    return f"Modalité {dict(MODALITIES)[words.pop()]} (art. R. 314-40)" if len(words) == 1 else ""
