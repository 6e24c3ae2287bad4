"""The tab Contrat: identity, parties, perimeter and sections as tables, then the articles one by one."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from ....core.changes import Edit
from ....core.clauses import Article
from ....core.contract import Contract, Manager
from ....core.records import Cell
from ...theme import Type
from ...theme.sizes import RAIL_TREE
from ...widgets.buttons import button
from ...widgets.panel import row
from ...widgets.rail_list import Line, RailList
from ...widgets.text import ElidedLabel, caption
from ...workspace import Workspace
from ..base import Tab
from .articles import ArticlePage, in_order, line_of, moved, new_article, numbered
from .identity import IdentityPage
from .table_page import TablePage
from .tables import TABLES

IDENTITY = "identite"
_TABLES = {one.key: one for one in TABLES}
_PageT = TypeVar("_PageT", bound=QWidget)


class ContractTab(Tab):
    """Everything that names, bounds and words the contract. A page is made when it is first shown."""

    title = "Contrat"
    kinds = frozenset({Contract.kind, Manager.kind, Article.kind, *(one.kind.kind for one in TABLES)})

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, rail="Parties du contrat", rail_width=RAIL_TREE, parent=parent)
        self._pages = QStackedWidget()
        self._tables: dict[str, TablePage] = {}
        self.list = RailList("Parties du contrat")
        self._title, self._sentence = ElidedLabel("", Type.PAGE), caption("", wrap=True)
        self._add = button("Ajouter", self.add, "plus", "primary", "Ajouter une ligne (Inser)")
        self._delete = button("Supprimer la ligne", self.delete, "trash-2")
        self._new_article = button("Article", self._add_article, "plus", "flat", "Nouvel article après celui-ci")
        for act in (self._add, self._new_article):
            act.setEnabled(workspace.writable)
        self._build()

    def _build(self) -> None:
        assert self.rail is not None
        self.rail.column.addWidget(self.list, 1)
        self.rail.column.addLayout(row(self._new_article, None))
        self.plan.addLayout(row(self._title, None, self._delete, self._add))
        self.plan.addWidget(self._sentence)
        self.plan.addWidget(self._pages, 1)
        self.list.chosen.connect(lambda _key: self._choose())
        self.list.moved.connect(self._move_article)

    def first_focus(self) -> QWidget:
        return self.list

    # -- pages --

    @cached_property
    def identity(self) -> IdentityPage:
        return self._added(IdentityPage(self.workspace, self._pages))

    @cached_property
    def article(self) -> ArticlePage:
        return self._added(ArticlePage(self.workspace, self._pages))

    def table(self, key: str) -> TablePage:
        """The page of one of the tables."""
        if key not in self._tables:
            made = self._tables[key] = self._added(TablePage(self.workspace, _TABLES[key], self._pages))
            made.changed_row.connect(self._show_buttons)
        return self._tables[key]

    def _added(self, page: _PageT) -> _PageT:
        self._pages.addWidget(page)
        return page

    # -- what is shown --

    @property
    def _table(self) -> TablePage | None:
        return self.table(self.list.current) if self.list.current in _TABLES else None

    @property
    def _article(self) -> Article | None:
        return self.workspace.shown().find(Article, self.list.current)

    def refresh(self) -> None:
        model = self.workspace.shown()
        articles = in_order(model)
        lines = [Line(IDENTITY, "Identité")]
        lines += [Line(one.key, one.title, str(len(model.all(one.kind)) or "")) for one in TABLES]
        lines += [line_of(model, one, number) for one, number in numbered(articles)]
        self.list.show_lines(lines, IDENTITY)
        self._show_page()

    def _choose(self) -> None:
        self.close_rail()
        self._show_page()

    def _show_page(self) -> None:
        table, article = self._table, self._article
        if table is not None:
            self._title.set_text(table.of.title)
            self._add.setText(table.of.add)
            self._pages.setCurrentWidget(table)
            table.refresh()
        elif article is not None:
            self._title.set_text(article.name)
            self._pages.setCurrentWidget(self.article)
            self.article.show_article(article)
        else:
            self._title.set_text("Identité")
            self._pages.setCurrentWidget(self.identity)
            self.identity.refresh()
        self._sentence.setText(table.of.sentence if table is not None else "")
        self._sentence.setVisible(table is not None and not table.is_empty)
        self._show_buttons()

    def _show_buttons(self) -> None:
        table, article = self._table, self._article
        # The empty state has the one primary button of the screen.
        self._add.setVisible(table is not None and not table.is_empty)
        self._delete.setVisible(table is not None and not table.is_empty or article is not None)
        self._delete.setText("Supprimer la ligne" if article is None else "Supprimer l’article")
        self._delete.setEnabled(self.workspace.writable and (article is not None or bool(table and table.row)))

    def go_to(self, cell: Cell) -> bool:
        if cell.kind not in self.kinds:
            return False
        self.refresh()
        table = next((one.key for one in TABLES if one.kind.kind == cell.kind), None)
        if table is not None:
            self.list.choose(table)
            return self.table(table).go_to(cell)
        if cell.kind == Article.kind:
            self.list.choose(cell.row)
            return self.article.form.go_to(cell) or True
        self.list.choose(IDENTITY)
        return self.identity.go_to(cell)

    # -- edits --

    def add(self) -> None:
        """A row in the table shown."""
        if (table := self._table) is not None:
            table.add()

    def delete(self) -> None:
        """The row or the article shown, with what belongs to it."""
        if (table := self._table) is not None:
            table.delete()
        elif (article := self._article) is not None:
            if article.mandatory:
                self.workspace.say("Cet article est obligatoire pour ce type de contrat\u00a0: il ne se supprime pas.")
                return
            edit = Edit(f"Suppression\u00a0: {article.name}", deleted=((article.kind, article.id),))
            if self.workspace.apply(edit):
                self.workspace.say(f"Supprimé\u00a0: {article.name}. Ctrl+Z le rétablit.")

    def _add_article(self) -> None:
        key = self.workspace.document.new_id()
        if self.workspace.apply(new_article(self.workspace.model, key, self._article)):
            self.list.choose(key)
            self.article.form.go_to(Cell(Article.kind, key, "name"))

    def _move_article(self, step: int) -> None:
        """Ctrl+Maj+↑ or ↓ in the rail: the article goes before or after its neighbour of the same part."""
        if (article := self._article) is not None:
            self.workspace.apply(moved(self.workspace.model, article, step))
