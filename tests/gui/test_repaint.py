"""Only what changed is painted again: what stands on the screen is what painting everything would show."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent, QPixmap, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cpom_desktop.core.money import format_amount
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.grid import Column, Content, GridCell, GridView, Row, RowKind, title
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from tests.gui.test_grid import CENTS, Sheet, editor_of

KEY, SHIFT, CONTROL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def on_screen(part: QWidget) -> QImage:
    """What painting bit by bit has left of a part of the window on the screen."""
    window = part.window()
    place = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
    return _image(window.screen().grabWindow(window.winId()).copy(place))


def painted_whole(part: QWidget) -> QImage:
    """The same part painted from nothing."""
    return _image(part.grab())


def _image(picture: QPixmap) -> QImage:
    return picture.toImage().convertToFormat(QImage.Format.Format_RGB32)


def press(finances: FinancesTab, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(target(finances), key, modifiers)


def write(finances: FinancesTab, text: str, end: Qt.Key | None = None) -> None:
    for sign in text:
        QTest.keyClicks(target(finances), sign)
    if end is not None:
        press(finances, end)


def target(finances: FinancesTab) -> QWidget:
    """Where keys go: the editor that is open, else the table."""
    return next((one for one in finances.table.findChildren(QWidget, "cell") if one.isVisible()), finances.table)


ARROWS = (KEY.Key_Down, KEY.Key_Up, KEY.Key_Left, KEY.Key_Right)
ENDS = (KEY.Key_Return, KEY.Key_Enter, KEY.Key_Escape)


def hands(rank: random.Random, finances: FinancesTab) -> None:
    """Something that a person does on the table: move, select, type, go round the views, cut, undo."""
    acts: tuple[Callable[[], object], ...] = (
        lambda: press(finances, rank.choice(ARROWS)),
        lambda: press(finances, rank.choice(ARROWS), SHIFT),
        lambda: write(finances, str(rank.randrange(99)), rank.choice(ENDS)),
        lambda: write(finances, str(rank.randrange(99))),
        lambda: press(finances, KEY.Key_F9),
        lambda: press(finances, KEY.Key_PageDown),
        lambda: press(finances, KEY.Key_Home, CONTROL),
        lambda: press(finances, KEY.Key_X, CONTROL),
        lambda: press(finances, KEY.Key_Z, CONTROL),
        lambda: finances.chart.panel and finances.chart.panel.widget.setFocus(),
        finances.table.setFocus,
    )
    rank.choice(acts)()


@pytest.mark.parametrize(("sub_view", "width", "height"), [("trajectory", 1366, 690), ("measures", 910, 512)])
def test_what_is_on_the_screen_is_what_painting_everything_would_show(
    finances: FinancesTab, sub_view: str, width: int, height: int
) -> None:
    rank = random.Random(sub_view)
    finances.window().resize(width, height)
    finances.show_sub_view(sub_view)
    finances.table.setFocus()
    for _ in range(40):
        hands(rank, finances)
        settle()
        assert on_screen(finances) == painted_whole(finances)


class Painted(QObject):
    """The widgets that have been painted, and over which region."""

    def __init__(self) -> None:
        super().__init__()
        self.widgets: list[QObject] = []
        self.region = QRegion()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.widgets.append(watched)
            self.region |= event.region()
        return super().eventFilter(watched, event)


def test_an_editor_that_opens_and_closes_leaves_the_scroll_bars_alone(finances: FinancesTab) -> None:
    finances.window().resize(910, 460)
    finances.table.setFixedSize(500, 200)
    finances.table.setFocus()
    settle()
    bars = (finances.table.verticalScrollBar(), finances.table.horizontalScrollBar())
    assert all(bar.isVisible() for bar in bars)
    painted = Painted()
    for bar in bars:
        bar.installEventFilter(painted)
    press(finances, KEY.Key_F2)
    settle()
    assert target(finances) is not finances.table
    press(finances, KEY.Key_Escape)
    settle()
    assert not painted.widgets


def renamed(word: str) -> Content:
    """A group of five lines, all of whose titles hold a word."""
    columns = (Column("title", "Ligne"), *(Column(str(year), str(year)) for year in range(2027, 2033)))
    figures = tuple(GridCell("1 000,00") for _ in columns[1:])
    lines = (Row(str(at), (title(f"{word} {at}"), *figures), group="group") for at in range(5))
    return Content("essai", columns, (Row("group", (title(word), *figures), RowKind.GROUP), *lines))


def wide(qtbot: QtBot) -> GridView:
    """A table of which neither the columns nor the rows are all in sight, its title frozen and its group sticking."""
    view = GridView(Sheet(), "Essai")
    qtbot.addWidget(view)
    view.resize(420, 150)
    with qtbot.waitExposed(view):
        view.show()
    view.show_content(renamed("Avant"))
    settle()
    for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
        bar.setValue(40)
    settle()
    return view


def test_a_title_that_changes_is_painted_again_where_it_sticks_and_where_it_is_frozen(qtbot: QtBot) -> None:
    view = wide(qtbot)
    before = on_screen(view)
    view.show_content(renamed("Après"))
    settle()
    assert view.frozen.isVisible() and view.rowViewportPosition(0) < 0
    assert on_screen(view) != before
    assert on_screen(view) == painted_whole(view)


def test_the_cursor_and_the_selection_are_seen_in_the_frozen_titles_wherever_they_go(qtbot: QtBot) -> None:
    view = wide(qtbot)
    for row, column, extend in ((2, 3, False), (4, 3, True), (3, 0, False), (5, 0, True), (1, 2, False), (0, 2, False)):
        view.go_to(row, column, extend)
        view.horizontalScrollBar().setValue(max(40, view.horizontalScrollBar().value()))
        settle()
        assert on_screen(view) == painted_whole(view)
    view.selectAll()
    settle()
    assert on_screen(view) == painted_whole(view)


def test_a_title_over_a_whole_row_takes_the_cursor_without_moving_the_columns(qtbot: QtBot) -> None:
    view = wide(qtbot)
    view.go_to(1, 2)
    across = view.horizontalScrollBar().value()
    assert view.columnSpan(0, 0) == 7, "a group that is open"
    for column in (2, 6, 1):
        view.go_to(0, column)
        assert view.horizontalScrollBar().value() == across
    view.resize(420, 100)
    view.show_content(renamed("Avant"))
    for column in (2, 6):
        view.go_to(5, column)
        view.go_to(0, column)
        assert view.rowViewportPosition(0) == 0


def test_a_scroll_leaves_what_painting_everything_would_show(qtbot: QtBot) -> None:
    view, dice = wide(qtbot), random.Random(4)
    view.go_to(3, 2)
    for _ in range(40):
        bar = dice.choice((view.verticalScrollBar(), view.verticalScrollBar(), view.horizontalScrollBar()))
        bar.setValue(bar.value() + dice.choice((-200, -25, -7, 7, 25, 200)))
        settle()
        assert on_screen(view) == painted_whole(view)
    for key in (*(KEY.Key_Down,) * 5, *(KEY.Key_Up,) * 5, KEY.Key_End, KEY.Key_Home):
        QTest.keyClick(view, key)
        settle()
        assert on_screen(view) == painted_whole(view)


def long_list(sheet: Sheet) -> Content:
    """Thirty lines of two amounts each, without a group."""
    columns = (Column("title", "Ligne"), Column("2027", "2027"), Column("2028", "2028"))

    def cell(row: str) -> GridCell:
        return GridCell(format_amount(sheet.amount(row)), Cell(CENTS, row, "cents"), sheet.amount(row))

    rows = (Row(str(at), (title(f"Ligne {at}"), cell(f"{at}-2027"), cell(f"{at}-2028"))) for at in range(30))
    return Content("longue", columns, tuple(rows))


def test_a_figure_typed_at_the_foot_of_a_table_scrolls_it_without_painting_it_anew(qtbot: QtBot) -> None:
    sheet, painted = Sheet({f"{at}-{year}": 100_000 for at in range(30) for year in (2027, 2028)}), Painted()
    view = GridView(sheet, "Essai")
    sheet.refresh = lambda: view.show_content(long_list(sheet))
    qtbot.addWidget(view)
    view.resize(420, 250)
    with qtbot.waitExposed(view):
        view.show()
    sheet.refresh()
    view.setFocus()
    view.go_to(12, 1)
    settle()
    for _ in range(3):
        QTest.keyClicks(view, "7")
        settle()
        before, painted.region = view.verticalScrollBar().value(), QRegion()
        view.viewport().installEventFilter(painted)
        QTest.keyClick(editor_of(view), KEY.Key_Return)
        settle()
        view.viewport().removeEventFilter(painted)
        assert view.verticalScrollBar().value() == before + view.line_height
        assert not painted.region.contains(QPoint(300, view.viewport().height() // 2))
        assert on_screen(view) == painted_whole(view)
