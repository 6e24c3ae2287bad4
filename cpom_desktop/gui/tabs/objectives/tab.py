"""The tab Objectifs: the tree at the left, indicators and their curves, or a fiche action, in the middle."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ....core.changes import Edit
from ....core.finance.scope import contract_years
from ....core.objectives import Axis, Indicator, IndicatorYear, Objective, Sheet
from ....core.records import Cell
from ...grid import GridCell
from ...theme import Status, Type
from ...theme.sizes import RAIL_TREE
from ...widgets.buttons import button
from ...widgets.chips import StatusChip
from ...widgets.panel import row
from ...widgets.segments import Segments
from ...widgets.text import ElidedLabel, caption, plain_tip
from ...workspace import Workspace
from ..base import Tab
from . import outline as lines
from .curves import curve, definition_words, small_curve
from .outline import Node, node_of, objectives_of, outline
from .plan import Plans
from .tables import indicators_of, observed, targets
from .tree import ObjectiveTree

LOCKED = "Les axes 1 et 2 sont obligatoires (arrêté du 25 octobre 2019). Ils ne peuvent pas être supprimés."
MODES = (("cibles", "Cibles"), ("realise", "Réalisé"))


class ObjectivesTab(Tab):
    """Type targets from left to right: the curve follows each key."""

    title = "Objectifs"
    kinds = frozenset(kind.kind for kind in (Axis, Objective, Sheet, Indicator, IndicatorYear))

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, rail="Axes et objectifs", rail_width=RAIL_TREE, parent=parent)
        self._nodes: tuple[Node, ...] = ()
        self._indicator = ""
        self.tree, self.plans = ObjectiveTree(), Plans(workspace, self.plan.parentWidget())
        self._heading, self._chip = ElidedLabel("", Type.PAGE), StatusChip(Status.NEGOTIATING)
        self._counted, self._locked = caption(), caption(LOCKED, wrap=True)
        self._modes = Segments("Ce qui est saisi", MODES)
        self._build()
        self._connect()

    # -- layout --

    def _build(self) -> None:
        self._axis = button("Axe", lambda: self._add("axis"), "plus", "flat", "Nouvel axe")
        self._objective = button("Objectif", lambda: self._add("objective"), "plus", "flat", "Nouvel objectif de l’axe")
        self._sheet = button("Fiche", lambda: self._add("sheet"), "plus", "flat", "Nouvelle fiche action de l’objectif")
        self._add_indicator = button("Ajouter un indicateur", lambda: self._add("indicator"), "plus")
        self._fiche = button("Fiche de l’indicateur", self._toggle_form, "file-text")
        self._fiche.setCheckable(True)
        self._back = button("Voir les indicateurs", self._show_objective, "target")
        assert self.rail is not None
        column = self.rail.column
        column.addLayout(row(caption("Axes et objectifs"), None, self._counted))
        column.addWidget(self.tree, 1)
        column.addLayout(row(self._axis, self._objective, self._sheet, None))
        column.addWidget(self._locked)
        tools = (self._modes, self._add_indicator, self._fiche, self._back)
        self.plan.addLayout(row(self._heading, self._chip, None, *tools))
        self.plan.addWidget(self.plans, 1)

    def _connect(self) -> None:
        self.tree.chosen.connect(lambda _key: self._choose())
        self.tree.renamed.connect(self._rename)
        self.tree.moved.connect(self._move_line)
        self.tree.delete_wanted.connect(self._delete)
        self.plans.begin.connect(self._add)
        self.plans.indicators.table.pointed.connect(self._point)
        self.plans.indicators.multiples.chosen.connect(self._select)
        self._modes.chosen.connect(lambda _key: self.refresh())

    def first_focus(self) -> QWidget:
        """The indicators; the tree as long as there is none."""
        shown = self.plans.currentWidget() is self.plans.indicators
        return self.plans.indicators.table if shown else self.tree

    # -- what is shown --

    @property
    def node(self) -> Node | None:
        """The current line of the tree."""
        return next((node for node in self._nodes if node.key == self.tree.current), None)

    def refresh(self) -> None:
        model = self.workspace.shown()
        self._nodes = outline(model, self.workspace.today)
        first = next((node.key for node in self._nodes if node.level == 1), "")
        self.tree.show_nodes(self._nodes, first)
        axes = sum(node.level == 0 for node in self._nodes)
        sheets = sum(node.level == 2 for node in self._nodes)
        self._counted.setText(f"{axes} axe{'s' if axes > 1 else ''} · {sheets} fiche{'s' if sheets > 1 else ''}")
        self._locked.setVisible(any(node.locked for node in self._nodes))
        self._show_node()

    def _choose(self) -> None:
        self.close_rail()
        self._show_node()

    def _show_node(self) -> None:
        node = self.node
        self._heading.set_text(f"{node.number}  {node.record.name}" if node else "Objectifs")
        self._chip.setVisible(bool(node and node.status))
        if node and node.status:
            self._chip.show_status(node.status)
        on_sheet = node is not None and isinstance(node.record, Sheet)
        writable = self.workspace.writable
        self._axis.setEnabled(writable)
        self._objective.setEnabled(writable and node is not None)
        self._sheet.setEnabled(writable and node is not None and node.level > 0)
        for widget in (self._modes, self._add_indicator, self._fiche):
            widget.setVisible(not on_sheet)
        self._back.setVisible(on_sheet)
        if on_sheet and node is not None:
            self.plans.sheet.form.show_record(node.record)
            self.plans.setCurrentWidget(self.plans.sheet)
        else:
            self._show_indicators(node)

    def _show_indicators(self, node: Node | None) -> None:
        model, today = self.workspace.shown(), self.workspace.today
        objectives = objectives_of(model, node)
        found = indicators_of(model, objectives)
        self._add_indicator.setVisible(bool(found))
        self._add_indicator.setEnabled(self.workspace.writable and node is not None and node.level == 1)
        self._fiche.setVisible(bool(found))
        self._modes.setVisible(bool(found))
        if not found:
            self.plans.show_empty(_missing(node, bool(objectives)))
            return
        conflicts = set(self.workspace.document.conflicts())
        content = observed(model, objectives) if self._modes.current == "realise" else \
            targets(self.workspace.model, model, objectives, conflicts, today)
        self.plans.indicators.table.show_content(content)
        self.plans.indicators.multiples.show_data(tuple(small_curve(model, one) for one in found))
        self.plans.setCurrentWidget(self.plans.indicators)
        if self._indicator not in {one.id for one in found}:
            self._indicator = found[0].id
        self._draw()

    def _point(self, cell: GridCell | None) -> None:
        address = cell.address if cell else None
        if address is None:
            return
        key = address.row
        if address.kind == IndicatorYear.kind:
            year = self.workspace.shown().find(IndicatorYear, key)
            missing = cell.absent if cell else None
            key = year.indicator if year else str(getattr(missing, "indicator", ""))
        self._select(key)

    def _select(self, key: str) -> None:
        if key and key != self._indicator:
            self._indicator = key
            self._draw()

    def _draw(self) -> None:
        """The large chart and the fiche of the selected indicator."""
        model = self.workspace.shown()
        one = model.find(Indicator, self._indicator)
        if one is None:
            return
        plan = self.plans.indicators
        plan.large.title.set_text(f"{one.code}  {one.name}".strip())
        words = definition_words(model, one)
        plan.large.show_data(curve(self.workspace.model, model, one, self.workspace.today), one.unit)
        plan.large.setToolTip(plain_tip(words))
        plan.large.show_note(words)
        plan.form.show_record(one)

    def _toggle_form(self) -> None:
        self.plans.indicators.show_form(self._fiche.isChecked())

    def _show_objective(self) -> None:
        if (node := self.node) is not None:
            self.tree.choose(node.parent)

    def go_to(self, cell: Cell) -> bool:
        if cell.kind not in self.kinds:
            return False
        self.refresh()
        node = node_of(self._nodes, self.workspace.shown(), cell)
        if node is None:
            return False
        self.tree.choose(node.key)
        if isinstance(node.record, Sheet):
            return self.plans.sheet.form.go_to(cell) or True
        table = self.plans.indicators.table
        if (index := table.grid.find(cell)).isValid():
            table.setFocus()
            table.setCurrentIndex(index)
        elif cell.kind == Indicator.kind:
            self._select(cell.row)
            self._fiche.setChecked(True)
            self._toggle_form()
            self.plans.indicators.form.go_to(cell)
        return True

    # -- edits --

    def _add(self, what: str) -> None:
        model, node, key = self.workspace.model, self.node, self.workspace.document.new_id()
        axis = self._ancestor(node, 0)
        objective = self._ancestor(node, 1)
        years = contract_years(model)
        edits = {
            "axis": lambda: lines.new_axis(model, key),
            "objective": lambda: lines.new_objective(model, key, axis),
            "sheet": lambda: lines.new_sheet(model, key, objective),
            "indicator": lambda: lines.new_indicator(model, key, objective, years[0] - 2 if years else None),
        }
        if self.workspace.apply(edits[what]()):
            if what == "indicator":
                self._edit_indicator(key)
            else:
                self.tree.rename(key)

    def _edit_indicator(self, key: str) -> None:
        self._select(key)
        table = self.plans.indicators.table
        index = table.grid.find(Cell(Indicator.kind, key, "name"))
        if index.isValid():
            table.setFocus()
            table.setCurrentIndex(index)
            table.edit_current()

    def _ancestor(self, node: Node | None, level: int) -> str:
        """The key of the line of a level above or at the current one."""
        while node is not None and node.level > level:
            node = next((one for one in self._nodes if node is not None and one.key == node.parent), None)
        return node.key if node is not None and node.level == level else ""

    def _rename(self, key: str, name: str) -> None:
        node = next(node for node in self._nodes if node.key == key)
        edit = Edit(f"Intitulé de {node.record.name}", values={node.record.at("name"): name.strip()})
        if not name.strip() or not self.workspace.apply(edit):
            self.refresh()

    def _move_line(self, key: str, step: int) -> None:
        node = next(node for node in self._nodes if node.key == key)
        self.workspace.apply(lines.moved(self.workspace.model, node, step))

    def _delete(self, key: str) -> None:
        node = next(node for node in self._nodes if node.key == key)
        if node.locked:
            self.workspace.say(LOCKED)
        elif self.workspace.apply(lines.without(node.record, node.record.name)):
            self.workspace.say(f"{node.number} {node.record.name} est supprimé. Ctrl+Z le rétablit.")


def _missing(node: Node | None, some_objective: bool) -> str:
    """What has to be added before an indicator can be."""
    if node is None:
        return "axis"
    return "indicator" if some_objective and node.level == 1 else "objective"
