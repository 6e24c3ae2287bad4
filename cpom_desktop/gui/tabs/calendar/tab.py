"""The tab Calendrier: frise or list, the selected step typed below, échéances at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ....core.calendar import Milestone
from ....core.calendar_figures import next_deadlines
from ....core.records import Cell
from ...charts.gantt import Gantt, without_folded
from ...charts.gantt_scale import Zoom
from ...grid import GridView
from ...theme import Role, Status, Type
from ...theme.sizes import CELL, GAP_8, HEADER_WITH_UNIT
from ...widgets.buttons import button
from ...widgets.chips import StatusChip
from ...widgets.panel import Empty, Panel, row
from ...widgets.segments import Segments
from ...widgets.text import ElidedLabel, page_title
from ...workspace import Workspace
from ..base import Tab
from .due import late_words
from .due_list import DueList
from .steps import all_steps, moved, new_step, one_step, without
from .timeline import timeline

VIEWS = (("frise", "Frise"), ("liste", "Liste"))
ZOOMS = {"semaine": Zoom.WEEK, "mois": Zoom.MONTH, "annees": Zoom.YEARS}
LEGEND = "Trait fin\u00a0: prévu    Barre pleine\u00a0: réalisé    Hachures\u00a0: retard    " \
         "Losange vide\u00a0: à venir    Losange plein\u00a0: fait"
HANDS = "Glisser ou ← → pour déplacer · Maj pour étirer · Entrée pour saisir les dates"


class CalendarTab(Tab):
    """Steps with planned and actual days. Nothing is written by the Gantt: it asks, the workspace applies."""

    title = "Calendrier"
    kinds = frozenset({Milestone.kind})

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, volet="Échéances", parent=parent)
        self._folded: frozenset[str] = frozenset()
        self.gantt = Gantt("Frise du calendrier")
        self.strip = GridView(workspace, "Étape sélectionnée")
        self.list = GridView(workspace, "Étapes du calendrier")
        self.due = DueList()
        self._late = StatusChip(Status.LATE)
        self._views, self._zooms = Segments("Présentation", VIEWS), self._zoom_segments()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self._began = False

    # -- layout --

    @staticmethod
    def _zoom_segments() -> Segments:
        zooms = Segments("Échelle", (("semaine", "Semaine"), ("mois", "Mois"), ("annees", "5\u00a0ans")))
        zooms.choose("mois")
        return zooms

    def _build(self) -> None:
        self._new = button("Nouvelle étape", self._add, "plus", "primary")
        self._new.setEnabled(self.workspace.writable)
        self._remove = button("Supprimer l’étape", self._delete, "trash-2")
        parts = (self._late, None, self._views, self._zooms, self._remove, self._new)
        self.plan.addLayout(row(page_title("Calendrier"), *parts))
        for view in (self._frieze(), self._whole_list(), self._nothing()):
            self._stack.addWidget(view)
        self.plan.addWidget(self._stack, 1)
        assert self.volet is not None
        self.volet.column.addWidget(self.due)

    def _frieze(self) -> QWidget:
        frieze, panel = QWidget(), Panel(flush=True)
        panel.body.addWidget(self.gantt)
        column = QVBoxLayout(frieze)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_8)
        column.addWidget(panel, 1)
        column.addWidget(self.strip)
        column.addLayout(row(ElidedLabel(HANDS, Type.CAPTION, Role.MUTED), None,
                             ElidedLabel(LEGEND, Type.CAPTION, Role.MUTED)))
        return frieze

    def _whole_list(self) -> QWidget:
        panel = Panel(flush=True)
        panel.body.addWidget(self.list)
        panel.body.addStretch(1)
        return panel

    def _nothing(self) -> QWidget:
        return Empty("calendar", "Aucune étape au calendrier",
                     "Les étapes datent la négociation, la signature et le suivi du contrat.",
                     "Nouvelle étape", self._add, enabled=self.workspace.writable)

    def _connect(self) -> None:
        self._views.chosen.connect(lambda _key: self._show_view())
        self._zooms.chosen.connect(lambda key: self.gantt.show_zoom(ZOOMS[key]))
        self.gantt.selected.connect(lambda _key: self._show_strip())
        self.list.pointed.connect(self._follow_list)
        self.gantt.moved.connect(self._shift)
        self.gantt.edit_wanted.connect(self._type_days)
        self.gantt.fold_wanted.connect(self._fold)
        self.due.ranged.connect(self.refresh)
        self.due.chosen.connect(self.show_step)

    # -- what is shown --

    def refresh(self) -> None:
        model, today = self.workspace.shown(), self.workspace.today
        whole = timeline(model, today)
        self.gantt.show_data(type(whole)(without_folded(whole.rows, self._folded), today))
        self.list.show_content(all_steps(model, today))
        due = next_deadlines(model, today, self.due.days)
        self.due.show_due(due, today)
        words = late_words(due)
        self._late.setVisible(bool(words))
        if words:
            self._late.show_status(Status.LATE, words)
        self._show_strip()
        self._show_view()
        if not self._began:
            self._began = True
            self.gantt.show_day(today)
            self.gantt.select(due[0].milestone.id if due else "")

    def first_focus(self) -> QWidget:
        return self.gantt

    def _show_strip(self) -> None:
        self.strip.show_content(one_step(self._selected(shown=True)))
        self._fit_strip()

    def _fit_strip(self) -> None:
        """The strip is as high as its one row, and as its scroll bar where the columns need one."""
        wide = self.strip.horizontalHeader().length() > self.strip.viewport().width()
        bar = self.strip.horizontalScrollBar().sizeHint().height() if wide else 0
        self.strip.setFixedHeight(HEADER_WITH_UNIT + CELL + 2 + bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_strip()

    def _show_view(self) -> None:
        empty = not self.gantt.data.rows
        frieze = self._views.current == "frise"
        self._stack.setCurrentIndex(2 if empty else 0 if frieze else 1)
        self._zooms.setVisible(frieze and not empty)
        # One primary button on a screen: the empty state has its own.
        self._new.setVisible(not empty)
        # On the frise Suppr does it; in the list that key empties cells, as in a spreadsheet.
        self._remove.setVisible(not frieze and not empty)
        self._remove.setEnabled(self.workspace.writable and self._selected() is not None)

    def _follow_list(self, _cell: object) -> None:
        """The step of the active row of the list is the selected one."""
        index = self.list.currentIndex()
        if index.isValid():
            self.gantt.select(self.list.grid.row(index.row()).key)
            self._remove.setEnabled(self.workspace.writable and self._selected() is not None)

    def _selected(self, shown: bool = False) -> Milestone | None:
        """The selected step: retained, or as it is shown with the value being typed."""
        model = self.workspace.shown() if shown else self.workspace.model
        current = self.gantt.current
        return model.find(Milestone, current.key) if current else None

    def show_step(self, key: str) -> None:
        """Go to a step on the frise."""
        self._folded = frozenset()
        self.refresh()
        self.gantt.select(key)
        self._views.choose("frise")
        self._show_view()
        step = self.gantt.current
        if step is not None and (days := step.days()):
            self.gantt.show_day(min(days))
        self.gantt.setFocus()

    def go_to(self, cell: Cell) -> bool:
        """Show a cell of this tab; False where it is another tab's."""
        if cell.kind != Milestone.kind or self.workspace.model.find(Milestone, cell.row) is None:
            return False
        self.show_step(cell.row)
        if cell.field:
            self._type_days(cell.row, cell.field)
        return True

    # -- edits --

    def _shift(self, key: str, days: int, stretch: bool) -> None:
        step = self.workspace.model.find(Milestone, key)
        if step is not None:
            self.workspace.apply(moved(step, days, stretch))

    def _add(self) -> None:
        model, today = self.workspace.model, self.workspace.today
        key = self.workspace.document.new_id()
        if self.workspace.apply(new_step(model, key, self._selected(), today)):
            self.show_step(key)
            self._type_days(key, "name")
            self.strip.edit_current()

    def _type_days(self, key: str, field: str = "planned_start") -> None:
        index = self.strip.grid.find(Cell(Milestone.kind, key, field))
        if index.isValid():
            self.strip.setFocus()
            self.strip.setCurrentIndex(index)

    def _fold(self, key: str) -> None:
        self._folded = self._folded ^ {key}
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.gantt.hasFocus():
            self._delete()
        else:
            super().keyPressEvent(event)

    def _delete(self) -> None:
        step = self._selected()
        if step is not None and self.workspace.apply(without([step])):
            self.workspace.say(f"Étape supprimée\u00a0: {step.name}. Ctrl+Z la rétablit.")
