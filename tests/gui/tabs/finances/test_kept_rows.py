"""Tables that keep what did not change show, after any edits, what they would show if they were made then."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.overlay import View
from cpom_desktop.core.records import Form, Record, Value, field_of
from cpom_desktop.gui.grid import Content, GridCell, GridView, Row, RowKind
from cpom_desktop.gui.grid.model import Entry
from cpom_desktop.gui.tabs.finances.balance_view import BalanceAndRatios
from cpom_desktop.gui.tabs.finances.budgets import Budgets
from cpom_desktop.gui.tabs.finances.payments_view import Payments
from cpom_desktop.gui.tabs.finances.results_view import Results
from cpom_desktop.gui.tabs.finances.views import SubView
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session import negotiation

TABLES = [(view, page) for view in (Budgets, Results, Payments, BalanceAndRatios) for page, _ in view.pages]


def typable(content: Content) -> list[GridCell]:
    return [cell for row in content.unfolded() for cell in row.cells if cell.address is not None and not cell.choices]


def a_value(cell: GridCell, rank: random.Random) -> Value:
    assert cell.address is not None
    form = field_of(cell.address).form
    low, high = field_of(cell.address).bounds if form is Form.INTEGER else (0, 0)
    drawn: dict[Form, Value] = {Form.CENTS: rank.randrange(9_000_000), Form.RATE: rank.randrange(40_000),
                                Form.INTEGER: rank.randint(low, high), Form.DECIMAL: str(rank.randrange(1, 99)),
                                Form.DAY: "2026-05-06", Form.FLAG: rank.random() < 0.5}
    empty = None if field_of(cell.address).optional else cell.value
    return drawn.get(form, f"mot {rank.randrange(9)}") if rank.random() < 0.9 else empty


class Hands:
    """Random acts on one table, through the doors of the window."""

    def __init__(self, workspace: Workspace, rank: random.Random) -> None:
        self._workspace, self._rank = workspace, rank

    def act(self, content: Content) -> None:
        acts: tuple[Callable[[Content], object], ...] = (
            self._type, self._type, self._preview, self._fill, self._propose, self._delete, self._turn,
            lambda _: self._workspace.undo(), lambda _: self._workspace.redo())
        self._rank.choice(acts)(content)

    def _type(self, content: Content) -> None:
        if cells := typable(content):
            cell = self._rank.choice(cells)
            self._workspace.write((Entry(cell, a_value(cell, self._rank)),), "Saisie")

    def _preview(self, content: Content) -> None:
        if cells := typable(content):
            cell = self._rank.choice(cells)
            self._workspace.preview_cell(cell, a_value(cell, self._rank))

    def _fill(self, content: Content) -> None:
        lines = [row for row in content.unfolded() if row.fill is not None]
        if lines:
            row = self._rank.choice(lines)
            assert row.fill is not None
            made = row.fill({column.key: f"Ligne {self._rank.randrange(99)}" for column in content.columns[:1]})
            if isinstance(made, list):
                self._workspace.write([Entry(cell, value) for cell, value in made], "Nouvelle ligne")

    def _propose(self, content: Content) -> None:
        cells = [cell for cell in typable(content) if cell.address and field_of(cell.address).about.negotiable]
        if cells and (address := self._rank.choice(cells).address) is not None and field_of(address).form is Form.CENTS:
            if self._workspace.model.record(address.kind, address.row) is not None:
                negotiation.propose(self._workspace.document, address, self._rank.randrange(9_000_000), View.AUTHORITY)

    def _delete(self, content: Content) -> None:
        model = self._workspace.model
        held = {cell.address for cell in typable(content) if cell.address is not None}
        found: list[Record] = [row for cell in held if (row := model.record(cell.kind, cell.row)) is not None]
        if found and not any(isinstance(one, Position) for one in found):
            one = self._rank.choice(sorted(found, key=lambda row: row.id))
            self._workspace.apply(Edit("Suppression", deleted=((one.kind, one.id),)))

    def _turn(self, content: Content) -> None:
        self._workspace.set_view(self._rank.choice((View.ACCORD, View.MANAGER, View.AUTHORITY)))


def seen(content: Content, folded: frozenset[str]) -> list[object]:
    return [content.name, content.columns, content.folded, *map(_as_data, content.unfolded(folded))]


def _as_data(row: Row) -> object:
    return row, [None if cell.absent is None else (cell.absent.kind, cell.absent.id) for cell in row.cells]


@pytest.mark.parametrize(("view", "page"), TABLES, ids=[f"{view.key}-{page}" for view, page in TABLES])
def test_a_table_shows_what_it_would_show_if_it_were_made_now(
    workspace: Workspace, qtbot: QtBot, view: type[SubView], page: str
) -> None:
    rank, table = random.Random(f"{view.key}/{page}"), GridView(workspace, "Tableau")
    qtbot.addWidget(table)
    kept, hands = view(workspace, table), Hands(workspace, rank)
    failures: list[object] = []
    workspace.failed.connect(failures.append)
    for _ in range(40):
        fresh = view(workspace, table)
        kept.page = fresh.page = page
        if kept.offered:
            kept.grouping = fresh.grouping = rank.choice(kept.offered)[0] if rank.random() < 0.3 else kept.offered[0][0]
        held, made = kept.content(), fresh.content()
        groups = [row.key for row in made.rows if row.kind is RowKind.GROUP]
        folded = frozenset(rank.sample(groups, rank.randrange(len(groups) + 1)))
        assert seen(held, folded) == seen(made, folded)
        hands.act(made)
