"""The tab Diagnostic partagé: themes at the left, what each side says in the middle, the agreement at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from ....core.changes import Side
from ....core.diagnosis import Finding, Item, ItemYear, Theme, ThemeRating
from ....core.diagnosis_figures import Progress, agreements, disagreements, theme_progress, theme_status, whole_progress
from ....core.identifiers import natural_record
from ....core.model import Model
from ....core.ordering import ordered
from ....core.records import Cell
from ...charts.agreement import AgreementChart, Opinion
from ...charts.export import ChartExport
from ...charts.panel import ChartPanel
from ...charts.trajectory import TrajectoryChart
from ...grid import Entry, GridCell, GridView
from ...theme import Party, Status, Type
from ...theme.sizes import RAIL_WIDE
from ...widgets.buttons import button
from ...widgets.chips import PartyLabel, StatusChip
from ...widgets.choice import Choice
from ...widgets.giving_way import GivingWay
from ...widgets.panel import Empty, Panel, row, rule
from ...widgets.rail_list import Line, RailList
from ...widgets.segments import Segments
from ...widgets.text import ElidedLabel, Label, caption, section_title
from ...workspace import Workspace
from ..base import Tab
from ..conflict import ConflictBox
from . import acts
from .findings import Constat, findings_of
from .history import history
from .measures import shown
from .table import ALL, EMPTY, LOOKS, OPEN, content

FILTERS = ((ALL, "Tout"), (OPEN, "À régler"), (EMPTY, "Non renseigné"))
SCALE = ((0, "non renseigné"), (1, "1 · fragile"), (2, "2"), (3, "3 · moyen"), (4, "4"), (5, "5 · solide"))
RATERS = ((Side.MANAGER, Party.MANAGER), (Side.AUTHORITY, Party.AUTHORITY))


class DiagnosticTab(Tab):
    """Type in the column of a side; the constat and the history follow the current item."""

    title = "Diagnostic partagé"
    kinds = frozenset({kind.kind for kind in (Theme, Item, ItemYear, Finding, ThemeRating)} | {"esms", "meeting"})

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, "Thèmes", "Accord par thème", RAIL_WIDE, parent)
        self._build_rail()
        self._build_plan()
        self._build_volet()

    def _build_rail(self) -> None:
        assert self.rail is not None
        column = self.rail.column
        column.addLayout(row(Label("Thèmes", Type.CAPTION_STRONG), None, caption("réglé / total")))
        self._themes = RailList("Thèmes du diagnostic")
        self._themes.chosen.connect(self._choose_theme)
        column.addWidget(self._themes, 1)
        new_theme = button("Thème", self._new_theme, "plus", "flat", "Nouveau thème")
        new_theme.setEnabled(self.workspace.writable)
        column.addLayout(row(new_theme, None))
        column.addWidget(rule())
        self._settled, self._missing = Label("", Type.TOTAL), caption("", wrap=True)
        self._validate = button("Valider le diagnostic", lambda: acts.validate(self.workspace))
        for widget in (self._settled, self._missing, self._validate):
            column.addWidget(widget)

    def _build_plan(self) -> None:
        self._title = ElidedLabel("", Type.PAGE)
        self._wrong, self._reserved = StatusChip(Status.DISAGREEMENT), StatusChip(Status.RESERVE)
        self._filters = Segments("Éléments montrés", FILTERS)
        self._filters.chosen.connect(lambda _: self.refresh())
        self._new_item = button("Élément", self._add_item, "plus", "flat", "Nouvel élément du thème")
        self._new_finding = button("Nouveau constat", self._add_finding, "plus", "primary")
        for act in (self._new_item, self._new_finding):
            act.setEnabled(self.workspace.writable)
        head = row(self._title, self._wrong, self._reserved, None, self._filters, self._new_finding)
        self.plan.addLayout(head)
        self.table = GridView(self.workspace, "Éléments du diagnostic", row_height=27)
        self.table.pointed.connect(lambda _: self._show_item())
        self._frame = Panel(flush=True)
        self._frame.body.addWidget(self.table)
        self.plan.addWidget(self._frame)
        self.conflict = ConflictBox(self.workspace)
        self.plan.addWidget(self.conflict)
        self.constat = Constat(self.workspace)
        self.plan.addWidget(self.constat)
        self._build_acts()
        self.chart = ChartPanel("", "Historique de l’élément", TrajectoryChart, ChartExport(self.workspace))
        self._chart_place = GivingWay(self.chart, self)
        self.plan.addWidget(self._chart_place, 1)
        self._empty = Empty(
            "message-square",
            "Aucun élément sur ce thème",
            "Un élément porte ce que dit chaque partie et ce qui est retenu.",
            "Nouvel élément",
            self._add_item,
            enabled=self.workspace.writable,
        )
        self.plan.addWidget(self._empty, 1)
        self.plan.addStretch(0)

    def _build_acts(self) -> None:
        self._keep = {
            side: button(f"Retenir {word}", partial(self._retain, side))
            for side, word in ((Side.MANAGER, "le gestionnaire"), (Side.AUTHORITY, "l’autorité"))
        }
        self._other = button("Autre valeur…", self._other_value)
        self._waive = button("Renoncer…", self._waive_item)
        self._acts = QWidget()
        line = row(*self._keep.values(), self._other, self._waive, None, self._new_item)
        line.setContentsMargins(0, 0, 0, 0)
        self._acts.setLayout(line)
        self.plan.addWidget(self._acts)

    def _build_volet(self) -> None:
        assert self.volet is not None
        column = self.volet.column
        column.addWidget(section_title("Accord par thème"))
        column.addWidget(caption("Ce que chaque partie dit de la situation, de fragile à solide.", wrap=True))
        self.agreement = AgreementChart("Accord par thème")
        self.agreement.chosen.connect(self._themes.choose)
        column.addWidget(self.agreement, 1)
        column.addWidget(rule())
        self._rated = Label("", Type.CAPTION_STRONG)
        column.addWidget(self._rated)
        self._ratings: dict[Side, QComboBox] = {}
        for side, party in RATERS:
            choice = self._ratings[side] = Choice()
            choice.setAccessibleName(f"Appréciation\u00a0: {party.look.word}")
            for value, word in SCALE:
                choice.addItem(word, value)
            choice.activated.connect(partial(self._rate, side))
            column.addLayout(row(PartyLabel(party), None, choice))

    # What is shown

    @property
    def theme(self) -> Theme | None:
        """The current theme."""
        return self.workspace.model.find(Theme, self._themes.current)

    @property
    def item(self) -> Item | None:
        """The item of the current row."""
        index = self.table.currentIndex()
        key = self.table.grid.row(index.row()).key if index.isValid() else ""
        return self.workspace.model.find(Item, key.removeprefix("item/"))

    def refresh(self) -> None:
        model = self.workspace.model
        self._show_rail(model)
        self._show_theme(model)
        opinions = tuple(Opinion(one.theme.id, one.theme.name, one.manager, one.authority) for one in agreements(model))
        self.agreement.show_data(opinions)

    def _show_rail(self, model: Model) -> None:
        lines = []
        for theme in ordered(model.all(Theme)):
            done = theme_progress(model, theme)
            lines.append(
                Line(theme.id, theme.name, f"{done.settled} / {done.total}", LOOKS[theme_status(model, theme)])
            )
        self._themes.show_lines(lines)
        whole = whole_progress(model)
        self._settled.setText(
            f"{whole.settled} élément{'s' if whole.settled > 1 else ''} réglé{'s' if whole.settled > 1 else ''} "
            f"sur {whole.total}"
        )
        self._missing.setText(acts.what_blocks(whole))
        self._validate.setVisible(acts.may_validate(self.workspace))
        self._validate.setEnabled(whole.total > 0 and whole.settled == whole.total and self.workspace.writable)

    def _show_theme(self, model: Model) -> None:
        theme = self.theme
        self._title.set_text(theme.name if theme else "Diagnostic partagé")
        done = theme_progress(model, theme) if theme else Progress(0, 0, {})
        _chip(self._wrong, Status.DISAGREEMENT, done.by_status.get("desaccord", 0), "désaccord")
        _chip(
            self._reserved,
            Status.RESERVE,
            done.by_status.get("reserve-og", 0) + done.by_status.get("reserve-at", 0),
            "réserve",
        )
        some = theme is not None and done.total > 0
        for widget in (self._frame, self._filters, self._acts):
            widget.setVisible(some)
        self._empty.setVisible(not some)
        self._new_finding.setVisible(theme is not None)
        if theme is not None and some:
            self.table.show_content(
                content(model, theme, self._filters.current, self.workspace.conflicts(), self.workspace.today)
            )
        self._show_item()
        self._show_ratings(model, theme)

    def _show_item(self) -> None:
        model, theme, item = self.workspace.model, self.theme, self.item
        address = item.at("value") if item else None
        measure = item.measure if item else ""
        self.conflict.show_cell(address, lambda _, value: shown(measure, str(value)) if value is not None else "–")
        found = findings_of(model, theme.id, item.id if item else None) if theme else []
        self.constat.show_finding(found[0] if found else None)
        data = history(model, item) if item else None
        self._chart_place.offer(data is not None)
        if item is not None and data is not None:
            self.chart.title.set_text(f"{item.label}, {item.unit}" if item.unit else item.label)
            self.chart.show_data(data, f"{len(data.years)} exercices clos")
        self._acts.setEnabled(item is not None and self.workspace.writable)
        for side, one in self._keep.items():
            one.setEnabled(item is not None and acts.said(self.workspace, item, side) is not None)

    def _show_ratings(self, model: Model, theme: Theme | None) -> None:
        self._rated.setText(f"Appréciation\u00a0: {theme.name}" if theme else "")
        for side, choice in self._ratings.items():
            choice.setEnabled(theme is not None and self.workspace.writable)
            choice.setCurrentIndex(choice.findData(acts.rating(model, theme, side) if theme else 0))

    @classmethod
    def count(cls, model: Model) -> tuple[int, str]:
        open_ones = len(disagreements(model))
        plural = "s" if open_ones > 1 else ""
        return open_ones, f"{open_ones} désaccord{plural} ouvert{plural}"

    # Acts

    def first_focus(self) -> QWidget | None:
        return self.table

    def go_to(self, cell: Cell) -> bool:
        model = self.workspace.model
        row_ = model.record(cell.kind, cell.row)
        theme = cell.row if cell.kind == Theme.kind else str(getattr(row_, "theme", ""))
        item = cell.row if cell.kind == Item.kind else str(getattr(row_, "item", "") or "")
        if row_ is None or model.find(Theme, theme) is None:
            return False
        if self._themes.count() == 0:
            self.refresh()
        self._filters.choose(ALL)
        self._themes.choose(theme)
        self._show_theme(model)
        if item:
            field = cell.field if cell.kind == Item.kind and cell.field in ("label", "unit", "value") else "value"
            return self.table.go_to_address(Cell(Item.kind, item, field))
        return True

    def _choose_theme(self, _key: str) -> None:
        self.close_rail()
        if self.isVisible():
            self._show_theme(self.workspace.model)

    def _retain(self, side: Side) -> None:
        if (item := self.item) is not None:
            acts.retain(self.workspace, item, side)

    def _other_value(self) -> None:
        """Type the value in the column « Retenu »."""
        index = self.table.currentIndex()
        if index.isValid():
            keys = [column.key for column in self.table.grid.content.columns]
            self.table.go_to(index.row(), keys.index("retained"))
            self.table.setFocus()
            self.table.edit_current()

    def _waive_item(self) -> None:
        if (item := self.item) is not None:
            acts.waive(self.workspace, item, self.window())

    def _rate(self, side: Side, _index: int = 0) -> None:
        theme = self.theme
        if theme is None:
            return
        absent = natural_record(ThemeRating, self.workspace.document.contract_id, theme=theme.id, side=side.value)
        value = self._ratings[side].currentData() or None
        cell = GridCell(address=absent.at("rating"), absent=absent)
        if not self.workspace.write([Entry(cell, value)], f"Appréciation de {theme.name}"):
            self._show_ratings(self.workspace.model, theme)

    def _new_theme(self) -> None:
        if (made := acts.new_theme(self.workspace, self.window())) is not None:
            self._themes.choose(made.id)

    def _add_item(self) -> None:
        if (theme := self.theme) is None:
            return
        made = acts.new_item(self.workspace, theme, self.item)
        if made is not None:
            self._filters.choose(ALL)
            self.refresh()
            self.table.go_to_address(made.at("label"))

    def _add_finding(self) -> None:
        if (theme := self.theme) is None:
            return
        made = acts.new_finding(self.workspace, theme, self.item, self.window())
        if made is not None:
            self.refresh()
            author = self.workspace.author
            own = "manager_text" if author is None or author.side is Side.MANAGER else "authority_text"
            self.constat.cards[own].text.setFocus()


def _chip(chip: StatusChip, status: Status, count: int, word: str) -> None:
    chip.setVisible(count > 0)
    chip.show_status(status, f"{count} {word}{'s' if count > 1 else ''}")
