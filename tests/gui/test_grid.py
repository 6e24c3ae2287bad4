"""A table is a spreadsheet’s: keys, clipboard, fill, preview; and it refuses with words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cpom_desktop.core.diagnosis import Theme
from cpom_desktop.core.finance.records import YearRate
from cpom_desktop.core.money import format_amount
from cpom_desktop.core.problems import Problem
from cpom_desktop.core.records import Cell, Value
from cpom_desktop.gui.grid import Column, Content, Entry, GridCell, GridView, Marker, Row, RowKind, title
from cpom_desktop.gui.grid.delegate import GridDelegate
from cpom_desktop.gui.grid.paint import elision
from cpom_desktop.gui.theme import theme

KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CENTS = "section_base"


@dataclass
class Sheet:
    """A writer that keeps amounts in memory and counts its lots."""

    amounts: dict[str, int | None] = field(default_factory=dict)
    lots: list[tuple[str, dict[str, Value]]] = field(default_factory=list)
    previews: list[Value] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    writable: bool = True
    trial: dict[str, int | None] = field(default_factory=dict)
    refresh: Callable[[], None] = lambda: None

    def write(self, entries: Sequence[Entry], label: str) -> bool:
        values = {entry.cell.address.row: entry.value for entry in entries if entry.cell.address}
        self.lots.append((label, values))
        self.amounts.update({row: value for row, value in values.items() if not isinstance(value, str)})
        self.refresh()
        return True

    def preview_cell(self, cell: GridCell, value: Value) -> None:
        self.previews.append(value)
        if cell.address is not None and not isinstance(value, str):
            self.trial = {cell.address.row: value}
        self.refresh()

    def drop_preview(self) -> None:
        self.previews.append("dropped")
        self.trial = {}
        self.refresh()

    def amount(self, row: str) -> int | None:
        """What the table shows: the value being typed counts."""
        return self.trial.get(row, self.amounts.get(row))

    def tried_from(self, cell: object) -> None:
        return None

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


ROWS, COLUMNS = ("alpha", "beta", "gamma"), ("2027", "2028", "2029")


def content_of(sheet: Sheet) -> Content:
    columns = (Column("title", "Ligne", stretch=True), *(Column(year, year, "prévisionnel") for year in COLUMNS))
    rows = [Row("group", (title("La Passerelle"), *(GridCell("9,00") for _ in COLUMNS)), RowKind.GROUP)]
    for name in ROWS:
        cells = []
        for year in COLUMNS:
            row = f"{name}-{year}"
            value = sheet.amount(row)
            cells.append(GridCell(format_amount(value), Cell(CENTS, row, "cents"), value))
        rows.append(Row(name, (title(name), *cells), group="group", level=1))
    totals = [sum(sheet.amount(f"{name}-{year}") or 0 for name in ROWS) for year in COLUMNS]
    sums = (GridCell(format_amount(total), why="Une somme ne se saisit pas.") for total in totals)
    rows.append(Row("total", (title("Total"), *sums), RowKind.TOTAL))
    return Content("essai", columns, tuple(rows))


@pytest.fixture
def sheet() -> Sheet:
    return Sheet({f"{name}-{year}": 100_000 * (at + 1) for at, name in enumerate(ROWS) for year in COLUMNS})


@pytest.fixture
def view(qtbot: QtBot, sheet: Sheet) -> Iterator[GridView]:
    theme()
    made = GridView(sheet, "Tableau d’essai")
    QAbstractItemModelTester(made.grid, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    sheet.refresh = lambda: made.show_content(content_of(sheet))
    made.resize(900, 400)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    sheet.refresh()
    made.setFocus()
    made.go_to(1, 1)
    yield made


def editor_of(view: GridView) -> QLineEdit:
    return next(line for line in view.viewport().findChildren(QLineEdit) if line.isVisible())


def select(view: GridView, top: int, left: int, bottom: int, right: int) -> None:
    view.go_to(top, left)
    view.go_to(bottom, right, extend=True)


def texts(view: GridView, row: int) -> list[str]:
    return [view.grid.text(view.grid.index(row, column)).replace("\u202f", " ") for column in range(1, 4)]


def test_typing_on_a_cell_replaces_its_value_and_enter_goes_down(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    QTest.keyClick(view, KEY.Key_4)
    QTest.keyClicks(editor_of(view), "2,5")
    QTest.keyClick(editor_of(view), KEY.Key_Return)
    assert sheet.lots == [("alpha, 2027", {"alpha-2027": 4250})]
    assert (view.currentIndex().row(), view.currentIndex().column()) == (2, 1)


def test_f2_opens_the_value_and_tab_goes_right(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    QTest.keyClick(view, KEY.Key_F2)
    assert editor_of(view).text() == format_amount(100_000)
    editor_of(view).setText("7")
    QTest.keyClick(editor_of(view), KEY.Key_Tab)
    assert sheet.amounts["alpha-2027"] == 700
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 2)


def test_every_keystroke_is_a_preview_and_escape_writes_nothing(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    QTest.keyClick(view, KEY.Key_1)
    QTest.keyClicks(editor_of(view), "2")
    assert sheet.previews == [100, 1200]
    QTest.keyClick(editor_of(view), KEY.Key_Escape)
    qtbot.waitUntil(lambda: sheet.previews[-1] == "dropped")
    assert sheet.lots == [] and sheet.amounts["alpha-2027"] == 100_000


def test_a_refresh_during_typing_leaves_the_typed_text(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    QTest.keyClick(view, KEY.Key_1)
    sheet.amounts["alpha-2027"] = 5
    sheet.refresh()
    assert editor_of(view).text() == "1"


def test_leaving_the_editor_unchanged_writes_nothing(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    QTest.keyClick(view, KEY.Key_F2)
    QTest.keyClick(editor_of(view), KEY.Key_Return)
    assert sheet.lots == []


def test_a_text_that_is_no_amount_stays_in_its_cell_with_its_sentence(
    qtbot: QtBot, view: GridView, sheet: Sheet
) -> None:
    QTest.keyClick(view, KEY.Key_X)
    QTest.keyClick(editor_of(view), KEY.Key_Return)
    index = view.grid.index(1, 1)
    assert sheet.lots == [] and view.grid.text(index) == "x"
    refusal = view.grid.refusal(index)
    assert refusal is not None and refusal.problem.sentence in view.grid.spoken(index)
    assert sheet.said[-1] == refusal.problem.sentence
    view.go_to(1, 1)
    QTest.keyClick(view, KEY.Key_Escape)
    assert texts(view, 1)[0] == "1 000,00"


def test_f2_on_a_computed_cell_says_why_it_cannot_be_typed(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    view.go_to(4, 1)
    with qtbot.waitSignal(view.originAsked):
        QTest.keyClick(view, KEY.Key_F2)
    assert sheet.said == ["Une somme ne se saisit pas."] and not view.viewport().findChildren(QLineEdit)


def test_typing_on_a_computed_cell_is_refused_and_never_goes_on_in_another_one(
    qtbot: QtBot, view: GridView, sheet: Sheet
) -> None:
    view.originAsked.connect(lambda _: view.go_to(1, 1))
    view.go_to(4, 1)
    for key in (KEY.Key_4, KEY.Key_0):
        QTest.keyClick(view, key)
    assert view.currentIndex().row() == 4 and sheet.said == ["Une somme ne se saisit pas."] * 2
    assert sheet.lots == [] and not view.viewport().findChildren(QLineEdit)


def test_a_block_is_pasted_as_one_lot_and_one_sentence_tells_what_was_refused(
    qtbot: QtBot, view: GridView, sheet: Sheet
) -> None:
    QGuiApplication.clipboard().setText("1 234,50\t2\r\nabc\t-3\r\n")
    QTest.keyClick(view, KEY.Key_V, CONTROL)
    assert sheet.lots == [("Collage de 3 valeurs", {"alpha-2027": 123450, "alpha-2028": 200, "beta-2028": -300})]
    assert sheet.said[-1] == "3 valeurs collées, 1 refusée"
    assert view.grid.refusal(view.grid.index(2, 1)) is not None


def test_a_paste_over_totals_and_beyond_the_edge_drops_nothing_in_silence(
    qtbot: QtBot, view: GridView, sheet: Sheet
) -> None:
    view.go_to(3, 3)
    QGuiApplication.clipboard().setText("5\t6\n7\t8")
    QTest.keyClick(view, KEY.Key_V, CONTROL)
    assert sheet.lots == [("Collage de 1 valeur", {"gamma-2029": 500})]
    assert sheet.said[-1] == "1 valeur collée, 3 refusées"


def test_one_value_pasted_on_a_selection_fills_it(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    select(view, 1, 1, 2, 2)
    QGuiApplication.clipboard().setText("9")
    QTest.keyClick(view, KEY.Key_V, CONTROL)
    assert set(sheet.lots[0][1]) == {"alpha-2027", "alpha-2028", "beta-2027", "beta-2028"}


def test_what_is_copied_reads_back_to_the_same_values(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    sheet.amounts["alpha-2027"] = -123_456_789
    sheet.refresh()
    select(view, 1, 1, 1, 2)
    QTest.keyClick(view, KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().startswith("-1")
    view.go_to(3, 1)
    QTest.keyClick(view, KEY.Key_V, CONTROL)
    assert sheet.lots[-1][1] == {"gamma-2027": -123_456_789, "gamma-2028": 100_000}


def test_cut_moves_the_values_in_one_lot(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    QTest.keyClick(view, KEY.Key_X, CONTROL)
    view.go_to(3, 2)
    QTest.keyClick(view, KEY.Key_V, CONTROL)
    assert sheet.lots == [("Collage de 2 valeurs", {"gamma-2028": 100_000, "alpha-2027": None})]


def test_ctrl_d_fills_down_and_delete_empties_the_selection(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    select(view, 1, 1, 3, 1)
    QTest.keyClick(view, KEY.Key_D, CONTROL)
    assert sheet.lots[-1][1] == {"beta-2027": 100_000, "gamma-2027": 100_000}
    QTest.keyClick(view, KEY.Key_Delete)
    assert sheet.lots[-1][1] == {"alpha-2027": None, "beta-2027": None, "gamma-2027": None}


def test_delete_counts_what_it_removes_and_says_when_there_is_nothing(
    qtbot: QtBot, view: GridView, sheet: Sheet
) -> None:
    sheet.amounts["beta-2027"] = None
    sheet.refresh()
    view.go_to(2, 1)
    QTest.keyClick(view, KEY.Key_Delete)
    assert sheet.lots == [] and sheet.said[-1] == "Rien à supprimer\u00a0: cette sélection est vide."
    select(view, 1, 1, 2, 1)
    QTest.keyClick(view, KEY.Key_Delete)
    assert sheet.lots == [("Suppression de 1 valeur", {"alpha-2027": None})] and sheet.said[-1] == "1 valeur supprimée"
    view.go_to(4, 1)
    QTest.keyClick(view, KEY.Key_Delete)
    assert sheet.said[-1] == "Rien à supprimer\u00a0: ces valeurs sont calculées."


@pytest.mark.parametrize(("key", "place"), [(KEY.Key_Home, (0, 0)), (KEY.Key_End, (4, 3))])
def test_what_ctrl_home_and_ctrl_end_leave_is_no_longer_selected(
    qtbot: QtBot, view: GridView, sheet: Sheet, key: Qt.Key, place: tuple[int, int]
) -> None:
    QTest.keyClick(view, key, CONTROL)
    assert (view.currentIndex().row(), view.currentIndex().column()) == place
    QTest.keyClick(view, KEY.Key_Delete)
    assert sheet.lots == []


def test_dragging_the_handle_repeats_the_values(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    corner = view.visualRect(view.grid.index(1, 1)).bottomRight()
    end = view.visualRect(view.grid.index(3, 1)).center()
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(port, end)
    view.fill_handle.move(QPoint(end))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    assert sheet.lots[-1][1] == {"beta-2027": 100_000, "gamma-2027": 100_000}


def test_ctrl_arrows_jump_to_the_edge_of_the_filled_block(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    QTest.keyClick(view, KEY.Key_Right, CONTROL)
    assert view.currentIndex().column() == 3
    QTest.keyClick(view, KEY.Key_Down, CONTROL)
    assert view.currentIndex().row() == 4


def test_a_folded_group_shows_its_totals_and_stays_folded(
    qtbot: QtBot, view: GridView, sheet: Sheet, qapp: QApplication
) -> None:
    assert view.grid.rowCount() == 5 and texts(view, 0) == ["", "", ""]
    view.go_to(0, 0)
    QTest.keyClick(view, KEY.Key_Space)
    assert view.grid.rowCount() == 2 and texts(view, 0) == ["9,00"] * 3
    again = GridView(sheet, "Tableau d’essai")
    qtbot.addWidget(again)
    again.show_content(content_of(sheet))
    assert again.grid.rowCount() == 2


def test_a_heading_is_read_over_the_cells_that_say_nothing_beside_it(view: GridView) -> None:
    columns = tuple(Column(key, key) for key in ("title", "asked", "offered", "cost"))

    def closing(*beside: str) -> Content:
        words = title("Écart demande − offre, 1 point ouvert")
        return Content("autre", columns, (Row("gap", (words, *map(title, beside), GridCell("5,00")), RowKind.GAP),))

    view.show_content(closing("", ""))
    assert view.columnSpan(0, 0) == 3
    view.go_to(0, 2)
    assert view.is_active(view.grid.index(0, 0)), "the cursor is seen on the title that covers its cell"
    view.show_content(closing("", "2,00"))
    assert view.columnSpan(0, 0) == 2 and not view.is_active(view.grid.index(0, 0))
    view.show_content(closing("1,00", "2,00"))
    assert view.columnSpan(0, 0) == 1


def test_the_cursor_stays_on_its_cell_when_a_group_folds_above_it(view: GridView) -> None:
    view.go_to(4, 2)
    view.grid.toggle("group")
    assert view.grid.row(view.currentIndex().row()).key == "total" and view.currentIndex().column() == 2


def test_nothing_is_written_when_the_contract_is_read_only(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    sheet.writable = False
    QTest.keyClick(view, KEY.Key_5)
    QTest.keyClick(view, KEY.Key_Delete)
    assert sheet.lots == [] and set(sheet.said) == {"Ce contrat est ouvert en lecture seule."}


def test_a_text_that_looks_like_a_formula_is_text(view: GridView) -> None:
    cell = GridCell("=1+1", Theme(id="t").at("name"), "=1+1")
    assert cell.reading is not None and cell.reading.read("=1+1") == "=1+1"


def test_a_screen_reader_hears_the_row_the_column_and_the_open_position(view: GridView) -> None:
    cell = GridCell("12 000,00", marker=Marker.OPEN, spoken="position ouverte, écart 38 000,00 euros", conflict=True)
    view.show_content(
        Content("c", (Column("t", "Ligne"), Column("2027", "2027")), (Row("r", (title("Rebasage"), cell)),))
    )
    assert (
        view.grid.spoken(view.grid.index(0, 1))
        == "Rebasage, 2027, 12 000,00, position ouverte, écart 38 000,00 euros, conflit"
    )


def test_figures_are_never_cut_and_the_users_width_is_kept(qtbot: QtBot, view: GridView, sheet: Sheet) -> None:
    sheet.amounts["alpha-2027"] = 999_999_999_999_99
    sheet.refresh()
    grown = view.columnWidth(1)
    assert grown > view.fontMetrics().horizontalAdvance("999 999 999 999,99")
    view.horizontalHeader().resizeSection(2, 222)
    again = GridView(sheet, "Tableau d’essai")
    qtbot.addWidget(again)
    again.show_content(content_of(sheet))
    assert again.columnWidth(2) == 222


def test_the_first_column_stays_when_the_table_is_scrolled(qtbot: QtBot, view: GridView) -> None:
    assert not view.frozen.isVisible()
    view.resize(260, 300)
    view.horizontalScrollBar().setValue(120)
    qtbot.waitUntil(view.frozen.isVisible)
    assert view.frozen.width() == view.columnWidth(0) and not view.frozen.grab().isNull()


def test_a_missing_row_is_described_by_the_cell_that_would_create_it() -> None:
    absent = YearRate(id="r", section="s", year=2027)
    cell = GridCell("", absent.at("rate"), None, absent)
    assert cell.reading is not None and cell.reading.read("1,25 %") == 12_500
    assert isinstance(cell.reading.read("un"), Problem)


def test_a_group_sticks_to_the_top_and_never_hides_the_cursor(qtbot: QtBot, view: GridView) -> None:
    view.resize(700, 38 + 3 * 25)
    view.go_to(4, 1)
    settled = view.verticalScrollBar().value()
    assert settled > 0 and view.sticking() == 0
    for row in (3, 2, 1):
        view.go_to(row, 1)
        assert view.rowViewportPosition(row) >= 25
    view.go_to(0, 0)
    assert view.rowViewportPosition(0) == 0 and view.sticking() == -1


def test_a_text_that_is_cut_keeps_the_year_it_ends_with() -> None:
    assert elision("Taux d’actualisation 2028") is Qt.TextElideMode.ElideMiddle
    assert elision("Rebasage de la veille de nuit") is elision("") is Qt.TextElideMode.ElideRight


def test_a_text_that_is_cut_is_told_whole_and_no_other(view: GridView) -> None:
    delegate, beta = view.itemDelegate(), view.grid.index(2, 0)
    assert isinstance(delegate, GridDelegate)
    assert delegate.tip(beta, 300) == "" and delegate.tip(beta, 40) == "beta"


def test_a_text_that_is_cut_is_told_above_what_its_cell_says(view: GridView) -> None:
    name = "<b>Résidence</b> du Port"
    cells = (title(name, tip="hors périmètre"),)
    view.show_content(Content("essai", (Column("title", "Ligne"),), (Row("one", cells),)))
    delegate = view.itemDelegate()
    assert isinstance(delegate, GridDelegate)
    assert delegate.tip(view.grid.index(0, 0), 40) == f"{name}\nhors périmètre"
