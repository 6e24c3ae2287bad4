"""What stands in the middle: the indicators with their charts, or the fiche of an action or of an indicator."""

from __future__ import annotations

from functools import cached_property, partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ....core.objectives import Indicator, Sheet
from ...charts.export import ChartExport
from ...charts.makers import indicator_chart
from ...charts.panel import ChartPanel
from ...charts.small import SmallMultiples
from ...grid import GridView
from ...record_form import RecordForm
from ...theme.sizes import CHART_LEAST, GAP_8
from ...widgets.panel import Empty, Panel, scrolled
from ...workspace import Workspace

SHEET_FIELDS = ("name", "pilot", "partners", "esms", "first_year", "last_year", "progress", "cost", "funding", "policy",
                "starting_point", "description", "manager_commitment", "authority_commitment", "risks")
INDICATOR_FIELDS = ("code", "name", "definition", "outcome", "unit", "decimals", "sense", "is_ratio", "numerator_label",
                    "denominator_label", "source", "frequency", "baseline_year", "tolerance")


class IndicatorPlan(QWidget):
    """The table, and below it the selected indicator large beside all the others small; or its own fiche."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = GridView(workspace, "Indicateurs")
        self.large = ChartPanel("", "Indicateur sélectionné", indicator_chart, ChartExport(workspace))
        self.multiples = SmallMultiples("Tous les indicateurs")
        self.small = Panel("Tous les indicateurs", "échelles propres")
        self.small.body.addWidget(scrolled(self.multiples))
        self.form = RecordForm(workspace, Indicator, INDICATOR_FIELDS)
        self._lower = QStackedWidget(self)
        self._lower.addWidget(self._charts())
        panel = Panel("Fiche de l’indicateur", parent=self._lower)
        panel.body.addWidget(scrolled(self.form, parent=panel))
        self._lower.addWidget(panel)
        self._lower.setMinimumHeight(CHART_LEAST)
        frame = Panel(flush=True)
        frame.body.addWidget(self.table)
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_8)
        layout.addWidget(frame)
        layout.addWidget(self._lower, 1)

    def _charts(self) -> QWidget:
        charts = QWidget(self._lower)
        layout = QHBoxLayout(charts)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_8)
        layout.addWidget(self.large, 68)
        layout.addWidget(self.small, 32)
        return charts

    def show_form(self, shown: bool) -> None:
        """The fiche of the indicator in place of the charts."""
        self._lower.setCurrentIndex(1 if shown else 0)


class SheetPlan(Panel):
    """A fiche action, typed in place."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.form = RecordForm(workspace, Sheet, SHEET_FIELDS)
        self.body.addWidget(scrolled(self.form, parent=self))


EMPTY = {
    "axis": ("Aucun axe", "Un axe réunit les objectifs d’un même domaine, par exemple le parcours des personnes.",
             "Ajouter un axe"),
    "objective": ("Aucun objectif sur cet axe",
                  "Un objectif dit ce qui doit changer\u00a0; ses indicateurs le mesurent.", "Ajouter un objectif"),
    "indicator": ("Aucun indicateur sur cet objectif",
                  "Un indicateur mesure l’objectif\u00a0: une valeur initiale, une cible par année.",
                  "Ajouter un indicateur"),
}
"""Before anything is written: what is missing, what it is for, the action that begins it."""


class Plans(QStackedWidget):
    """The middle of the tab: indicators, a fiche action, or what stands there before anything is written."""

    begin = Signal(str)
    """What to add first: « axis », « objective » or « indicator »."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.indicators = IndicatorPlan(workspace, self)
        self._empty = {what: Empty("target", *words, partial(self.begin.emit, what), enabled=workspace.writable)
                       for what, words in EMPTY.items()}
        for page in (self.indicators, *self._empty.values()):
            self.addWidget(page)

    @cached_property
    def sheet(self) -> SheetPlan:
        """Made with the first fiche action that is shown."""
        made = SheetPlan(self._workspace, self)
        self.addWidget(made)
        return made

    def show_empty(self, missing: str) -> None:
        """Say what is missing first, with the button that adds it."""
        self.setCurrentWidget(self._empty[missing])
