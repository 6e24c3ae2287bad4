"""The tab Finances by key presses: its tables, its points, what its volet and its dialogs are asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QComboBox

from cpom_desktop.gui.dialogs.position import PositionDialog
from cpom_desktop.gui.grid import GridView
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from tests.stories.keyboard import Keyboard
from tests.stories.seat import Seat

ACCORD = "DGC-1, accord à ce jour"
MOST_TABS = 40


def shows(seat: Seat, title: str) -> Keyboard:
    """Go to a table of the tab Finances, into its cells where it has some."""
    keys = seat.sits()
    for _ in seat.window.tabs.titles:
        if seat.window.tabs.current != "Finances":
            keys.press("Ctrl+PgDown")
    seat.place(title)
    tab = finances(seat)
    if tab.table.isVisible():
        keys.tab_to(tab.table.accessibleName())
    return keys


def finances(seat: Seat) -> FinancesTab:
    """The tab, to look at."""
    found = seat.window.tabs.tab("Finances")
    assert isinstance(found, FinancesTab)
    return found


def cells(seat: Seat, row: str) -> list[str]:
    """The texts of the first row of that title, after its title, in plain spaces."""
    table = finances(seat).table
    at = [at for at in range(table.grid.rowCount()) if table.grid.row(at).title.strip() == row]
    assert at, (row, [table.grid.row(at).title for at in range(table.grid.rowCount())])
    texts = [table.grid.cell(table.grid.index(at[0], column)).text for column in range(table.grid.columnCount())]
    return [plain(text) for text in texts[1:]]


def plain(text: str) -> str:
    """The same words with ordinary spaces, whichever of them the font has."""
    return " ".join(text.split())


def heard(seat: Seat) -> str:
    """What the status bar says, in ordinary spaces."""
    return plain(seat.window.status.sentence)


def presses(keys: Keyboard, button: str) -> None:
    """From a cell, go to the volet by F6, to one of its buttons by Tab, press it, and come back by F6."""
    assert isinstance(keys.focus, GridView), keys.name
    keys.press("F6")
    keys.tab_to(button)
    keys.press("Space")
    keys.all_answered()
    for _ in range(4):
        if isinstance(keys.focus, GridView):
            return
        keys.press("F6")
    raise AssertionError(f"F6 does not lead back to the table from « {keys.name} »")


def says(seat: Seat, row: str, column: str, act: Callable[[Keyboard], None]) -> None:
    """Maj+F2 on a cell of the table: the dialog of a position, answered by an act and by its button."""
    keys = seat.keys

    def answers() -> None:
        act(keys)
        keys.tab_to("Poser la position")
        keys.press("Space")

    keys.cell(row, column)
    keys.answers(PositionDialog, answers)
    keys.press("Shift+F2")
    keys.all_answered()


def ticks(keys: Keyboard, words: str) -> None:
    """Tab to the box that begins with these words, and tick it."""
    for _ in range(MOST_TABS):
        found = keys.focus
        if isinstance(found, QCheckBox) and found.text().startswith(words):
            keys.press("Space")
            assert found.isChecked(), words
            return
        keys.press("Tab")
    raise AssertionError(f"no box « {words} » is reached")


def chosen(keys: Keyboard, name: str, beginning: str) -> None:
    """Tab to a list, and move by the arrows to the line that begins with these words."""
    keys.tab_to(name)
    choice = keys.focus
    assert isinstance(choice, QComboBox)
    keys.chooses(next(word for word in map(choice.itemText, range(choice.count())) if word.startswith(beginning)))
