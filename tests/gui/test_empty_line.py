"""The empty line that closes a list: what is typed or pasted there makes rows, and overwrites nothing below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from cpom_desktop.core.problems import Problem
from cpom_desktop.core.records import Cell, Value, field_of
from cpom_desktop.gui.grid import Align, Column, Content, Entry, FieldReader, GridCell, GridView, Row, title

KIND = "outside_structure"
NAME, CHARGES = field_of(Cell(KIND, "", "name")), field_of(Cell(KIND, "", "charges"))
COLUMNS = (Column("name", "Structure", align=Align.LEFT, stretch=True), Column("charges", "Charges", "euros"))


@dataclass
class List:
    """A writer whose rows are named by what is typed; another row stands below the list."""

    rows: dict[str, int | None] = field(default_factory=dict)
    lots: int = 0
    said: list[str] = field(default_factory=list)
    writable: bool = True
    view: GridView | None = None

    def write(self, entries: Sequence[Entry], label: str) -> bool:
        self.lots += 1
        for entry in entries:
            assert entry.cell.address is not None
            self.rows.setdefault(entry.cell.address.row, None)
            if entry.cell.address.field == "charges":
                assert entry.value is None or isinstance(entry.value, int)
                self.rows[entry.cell.address.row] = entry.value
        self.refresh()
        return True

    def preview_cell(self, cell: GridCell, value: Value) -> None:
        pass

    def drop_preview(self) -> None:
        pass

    def tried_from(self, cell: object) -> None:
        return None

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def fill(self, values: Mapping[str, Value]) -> Sequence[tuple[GridCell, Value]] | Problem:
        name = values.get("name")
        if name is None:
            return Problem("Le nom se saisit d’abord.")
        row = str(name)
        return [(GridCell(address=Cell(KIND, row, key)), value) for key, value in values.items()]

    def refresh(self) -> None:
        assert self.view is not None
        rows = [
            Row(name, (GridCell(name, Cell(KIND, name, "name"), name), _charges(name, cents)))
            for name, cents in self.rows.items()
        ]
        cells = (GridCell("", reader=FieldReader(NAME)), GridCell("", reader=FieldReader(CHARGES)))
        rows.append(Row("new", cells, fill=self.fill))
        rows.append(Row("below", (title("Dessous"), _charges("dessous", 7))))
        self.view.show_content(Content("essai/liste", COLUMNS, tuple(rows)))


def _charges(row: str, cents: int | None) -> GridCell:
    return GridCell("" if cents is None else str(cents), Cell(KIND, row, "charges"), cents)


@pytest.fixture
def held() -> List:
    return List({"Foyer": 100})


@pytest.fixture
def view(qtbot: QtBot, held: List) -> Iterator[GridView]:
    made = GridView(held, "Structures")
    tester = QAbstractItemModelTester(made.grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.addWidget(made)
    held.view = made
    held.refresh()
    made.resize(500, 300)
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    yield made
    assert tester is not None


def paste(view: GridView, row: int, text: str) -> None:
    view.go_to(row, 0)
    QGuiApplication.clipboard().setText(text)
    view.hands.paste()


def test_a_name_typed_in_the_empty_line_makes_a_row_where_typing_goes_on(view: GridView, held: List) -> None:
    view.go_to(1, 0)
    for text in ("Creche", "250"):
        QTest.keyClicks(view, text[:1])
        editor = view.focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, text[1:])
        QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert held.rows == {"Foyer": 100, "Creche": 25_000} and held.lots == 2
    assert view.grid.row(2).key == "new"


def test_rows_pasted_on_the_empty_line_are_added_and_what_stands_below_is_not_touched(
    view: GridView, held: List
) -> None:
    paste(view, 1, "Crèche\t1,50\nAtelier\t2\nChantier\t3")
    assert held.rows == {"Foyer": 100, "Crèche": 150, "Atelier": 200, "Chantier": 300} and held.lots == 1
    assert "dessous" not in held.rows and held.said[-1] == "6 valeurs collées"


def test_a_paste_that_begins_above_the_empty_line_changes_rows_then_adds_some(view: GridView, held: List) -> None:
    paste(view, 0, "Foyer\t9\nAtelier\t2")
    assert held.rows == {"Foyer": 900, "Atelier": 200} and held.lots == 1


def test_what_the_line_refuses_is_ringed_with_its_sentence(view: GridView, held: List) -> None:
    paste(view, 1, "\t5\nAtelier\tbeaucoup\nAtelier\t6")
    assert held.rows == {"Foyer": 100, "Atelier": None}
    assert held.said[-1].endswith("3 refusées") and view.grid.refusal(view.grid.index(2, 0)) is not None


def test_delete_over_an_empty_line_makes_no_row_and_empties_the_others(view: GridView, held: List) -> None:
    view.go_to(0, 1)
    view.go_to(1, 1, extend=True)
    view.hands.clear()
    assert held.rows == {"Foyer": None} and held.lots == 1


def test_ctrl_d_over_an_empty_line_makes_one_row_of_the_line_above(view: GridView, held: List) -> None:
    view.go_to(0, 0)
    view.go_to(1, 1, extend=True)
    held.rows["Foyer"] = 4_200
    held.refresh()
    view.hands.fill_down()
    assert held.lots == 1 and list(held.rows) == ["Foyer"]


def test_an_empty_line_cannot_be_typed_in_a_contract_that_is_only_read(view: GridView, held: List) -> None:
    held.writable = False
    assert not view.grid.flags(view.grid.index(1, 0)) & Qt.ItemFlag.ItemIsEditable
