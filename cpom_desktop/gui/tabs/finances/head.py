"""The head of a table of Finances: its title, how it sums up, which overlay it shows, what one can do."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...theme import Role, Type
from ...theme.sizes import GAP_8, GAP_12, HEAD_WITH_TRIAL
from ...widgets.buttons import button
from ...widgets.choice import Choice
from ...widgets.segments import Segments
from ...widgets.text import ElidedLabel, page_title
from .views import Action, Choices, SubView

TRIAL = "Essai"
TRIAL_TIP = "Essayer des valeurs sans rien enregistrer (F7)"
MOST_BESIDE_TITLE = 2


class TableHead(QWidget):
    """`viewChosen`, `groupingChosen` and `pageChosen` carry the key of what was chosen."""

    viewChosen = Signal(str)
    groupingChosen = Signal(str)
    pageChosen = Signal(str)
    trialAsked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._note = page_title(), ElidedLabel("", Type.CAPTION, Role.MUTED)
        self._groupings, self._grouping_choices = Choice(), Choices()
        self._groupings.setAccessibleName("Regrouper")
        # The caption beside the title gives way, never the words of a choice.
        self._groupings.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._groupings.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self._groupings.activated.connect(self._on_grouping)
        self._segments: dict[Choices, Segments] = {}
        self.views: Segments | None = None
        self._acts: tuple[Action, ...] = ()
        self._offers: tuple[object, ...] = ()
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_8)
        self._row, self._second = QHBoxLayout(), QHBoxLayout()
        self._row.setSpacing(GAP_12)
        self._second.setSpacing(GAP_12)
        column.addLayout(self._row)
        column.addLayout(self._second)
        self._pages: dict[Choices, Segments] = {}
        self.pages: Segments | None = None
        for part in (self._title, self._note):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._row.addWidget(self._groupings)
        self.trial = button(TRIAL, self.trialAsked.emit, "flask-conical", "flat", TRIAL_TIP)
        self.trial.setAccessibleName(TRIAL)
        self._row.addWidget(self.trial)
        self._second.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow window the caption and the trial give way: F7, the menu and « Aller à… » remain."""
        super().resizeEvent(event)
        wide = self.width() >= HEAD_WITH_TRIAL
        self.trial.setVisible(wide)
        self._note.setVisible(wide)

    def show_view(self, view: SubView, some: bool) -> None:
        """Show what a table offers; while it is empty, its title alone. What is shown already is left alone."""
        offers = (view.key, some, view.page, view.offered, view.grouping, view.overlays, view.view, view.caption,
                  tuple(view.actions()))
        if offers == self._offers:
            return
        self._offers = offers
        self._title.setText(view.title)
        self._note.set_text(view.caption if some else "")
        self._show_pages(view.pages, view.page)
        self._show_groupings(view.offered if some else (), view.grouping)
        self._show_segments(view.overlays if some else (), view.view)
        self._show_actions(view.actions() if some else (), view.workspace.writable)
        self._follow_reading()

    def _follow_reading(self) -> None:
        """Tab goes along the first line, then along the second, whatever was made last."""
        parts = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for line in (self._row, self._second):
            held = [(at, part) for part in parts if (at := line.indexOf(part)) >= 0]
            for _, part in sorted(held, key=itemgetter(0)):
                # Last among the children so far: Tab takes them in their order.
                part.raise_()

    def _show_groupings(self, choices: Choices, current: str) -> None:
        if choices != self._grouping_choices:
            self._grouping_choices = choices
            self._groupings.clear()
            self._groupings.addItems([word for _, word in choices])
        # Beside the tables of one title where there are some: the first line belongs to what one can do.
        place, beside = (self._second, self._row) if self.pages is not None else (self._row, self._second)
        if place.indexOf(self._groupings) < 0:
            beside.removeWidget(self._groupings)
            place.insertWidget(place.count() if place is self._second else place.indexOf(self.trial), self._groupings)
        self._groupings.setVisible(bool(choices))
        if choices:
            self._groupings.setCurrentIndex([key for key, _ in choices].index(current))

    def _on_grouping(self, at: int) -> None:
        self.groupingChosen.emit(self._grouping_choices[at][0])

    def _show_segments(self, choices: Choices, current: str) -> None:
        wanted = self._segments.get(choices)
        if wanted is None and choices:
            wanted = self._segments[choices] = Segments("Afficher", choices)
            wanted.chosen.connect(self.viewChosen)
            self._row.insertWidget(self._row.indexOf(self.trial), wanted)
        if wanted is not self.views:
            if self.views is not None:
                self.views.hide()
            self.views = wanted
        if wanted is not None:
            wanted.show()
            wanted.choose(current)

    def _show_pages(self, choices: Choices, current: str) -> None:
        """The tables of one title, in a line of their own: they stay while one of them is empty."""
        wanted = self._pages.get(choices)
        if wanted is None and choices:
            wanted = self._pages[choices] = Segments("Tableau", choices)
            wanted.chosen.connect(self.pageChosen)
            self._second.insertWidget(0, wanted)
        if wanted is not self.pages:
            if self.pages is not None:
                self.pages.hide()
            self.pages = wanted
        if wanted is not None:
            wanted.show()
            wanted.choose(current)

    def _show_actions(self, acts: Sequence[Action], writable: bool) -> None:
        if tuple(acts) == self._acts:
            return
        self._acts = tuple(acts)
        for old in self.buttons:
            old.hide()
            old.deleteLater()
        self.buttons = []
        for at, act in enumerate(acts):
            made = button(act.label, act.act, act.icon, "primary" if act.primary else "", act.tip)
            made.setEnabled(writable or not act.writes)
            if act.key:
                # A shortcut of the button itself would press it visibly, and act a tenth of a second later.
                QShortcut(QKeySequence(act.key), made, act.act)
            self.buttons.append(made)
            # Beside a title there is room for two; the others stand beside its tables.
            beside = self.pages is not None and at < len(acts) - MOST_BESIDE_TITLE
            (self._second if beside else self._row).addWidget(made)
