"""Somebody at a keyboard: every key goes to the window that has the focus, as the computer would send it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QMenu, QPlainTextEdit, QWidget

from cpom_desktop.gui.grid import GridView
from cpom_desktop.gui.screenshots import settle

NONE = Qt.KeyboardModifier.NoModifier
FURTHEST = 60
"""Tab presses after which a field counts as out of reach."""
PATIENCE_MS, LOOK_MS = 20_000, 10
Act = Callable[[], None]


def spoken_name(widget: QWidget) -> str:
    """The name that assistive technology is given: the widget’s own, or that of the label in front of it."""
    if widget.accessibleName():
        return widget.accessibleName()
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


class Keyboard:
    """Presses and types. What opens a dialog blocks until it is answered, so the answer is given before the key."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self._expected: list[tuple[type[QWidget], Act]] = []
        self._fault: BaseException | None = None
        self._waited = self._answering = 0
        self._open: list[QWidget] = []

    # Keys

    def press(self, *names: str) -> None:
        """Keys by their English names: « Ctrl+Z », « Tab », « F2 »."""
        for name in names:
            combination = QKeySequence(name)[0]  # type: ignore[index]
            window = QGuiApplication.focusWindow()
            assert window is not None, "no window has the focus"
            QTest.keyClick(window, combination.key(), combination.keyboardModifiers())
            self.rest()

    def rest(self) -> None:
        """Let everything happen; where no window is active, activate what the computer would: the one below."""
        settle()
        if QApplication.activeWindow() is None and QApplication.activePopupWidget() is None:
            (QApplication.activeModalWidget() or self.window).activateWindow()
            settle()

    def types(self, text: str) -> None:
        """Sign by sign, each to what has the focus at that moment."""
        for sign in text:
            target = self.focus
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, NONE, sign))
        self.rest()

    @property
    def focus(self) -> QWidget:
        """What has the focus."""
        popup = QApplication.activePopupWidget()
        found = popup or QApplication.focusWidget()
        assert found is not None, "nothing has the focus"
        return found

    @property
    def name(self) -> str:
        """What a screen reader would call what has the focus."""
        return spoken_name(self.focus)

    def tab_to(self, name: str, key: str = "Tab") -> None:
        """Tab until a thing of that name has the focus: nothing may be out of reach of the keyboard."""
        seen = []
        for _ in range(FURTHEST):
            if self.name == name:
                return
            seen.append(self.name)
            self.press(key)
        raise AssertionError(f"« {name} » is not reached by {key}; seen: {seen}")

    def tab_to_button(self, name: str) -> None:
        """From a table, where Tab goes from cell to cell, leave by F6 for the rail, then Tab to a button."""
        self.leaves_table()
        self.tab_to(name)

    def leaves_table(self) -> None:
        """F6 until the focus is in another part than a table; by Tab where the part has nothing else."""
        for _ in range(9):
            if not isinstance(self.focus, GridView):
                return
            self.press("F6")
        raise AssertionError(f"F6 does not leave « {self.name} »")

    # Fields of a form

    def fills(self, name: str, text: str) -> None:
        """Tab to a field, type over what it holds, and leave it by Tab."""
        self.tab_to(name)
        if isinstance(self.focus, QComboBox):
            self.chooses(text)
        else:
            assert isinstance(self.focus, (QLineEdit, QPlainTextEdit)), self.focus
            self.press("Ctrl+A")
            self.types(text)
        self.press("Tab")

    def chooses(self, word: str) -> None:
        """In a choice that has the focus, move by the arrows to a word."""
        choice = self.focus
        assert isinstance(choice, QComboBox), choice
        wanted = choice.findText(word)
        assert wanted >= 0, (word, [choice.itemText(at) for at in range(choice.count())])
        for _ in range(FURTHEST):
            if choice.currentIndex() == wanted:
                return
            self.press("Down" if choice.currentIndex() < wanted else "Up")
        raise AssertionError(f"the arrows do not lead to « {word} »")

    # Tables

    @property
    def table(self) -> GridView:
        """The table that has the focus."""
        found = self.focus
        assert isinstance(found, GridView), found
        return found

    def cell(self, row: str, column: str) -> None:
        """Move by the arrows to a cell of the table, by the title of its row and the key of its column."""
        table = self.table
        keys = [one.key for one in table.grid.content.columns]
        rows = [at for at in range(table.grid.rowCount()) if table.grid.row(at).title.strip() == row]
        assert rows and column in keys, (row, [table.grid.row(at).title for at in range(table.grid.rowCount())], keys)
        self._arrows(table, rows[0], keys.index(column))

    def cell_under(self, group: str, row: str, column: str) -> None:
        """The same below the row of a group, opened by Space where it is folded."""
        table = self.table
        groups = [at for at in range(table.grid.rowCount()) if table.grid.row(at).title == group]
        assert groups, group
        self._arrows(table, groups[0], 0)
        key = table.grid.row(groups[0]).key
        if table.grid.is_folded(key):
            self.press("Space")
        rows = [at for at in range(table.grid.rowCount())
                if table.grid.row(at).group == key and table.grid.row(at).title == row]
        assert rows, row
        self._arrows(table, rows[0], [one.key for one in table.grid.content.columns].index(column))

    def _arrows(self, table: GridView, row: int, column: int) -> None:
        for _ in range(4 * FURTHEST):
            at = table.currentIndex()
            if at.row() != row:
                self.press("Down" if at.row() < row else "Up")
            elif at.column() != column:
                self.press("Right" if at.column() < column else "Left")
            else:
                return
        raise AssertionError(f"the arrows do not lead to row {row}, column {column}")

    def writes(self, text: str, leave: str = "Tab") -> None:
        """Type over the current cell and leave it."""
        self.types(text[:1])
        self.types(text[1:])
        self.press(leave)

    def picks(self, word: str, leave: str = "Tab") -> None:
        """Open the list of the current cell by F2, choose a word, and leave."""
        self.press("F2")
        self.chooses(word)
        self.press(leave)

    # Dialogs and menus

    def answers(self, kind: type[QWidget], act: Act) -> None:
        """When a dialog or a menu of that kind opens, do this; several are met in their order."""
        self._expected.append((kind, act))
        if len(self._expected) == 1:
            self._waited = 0
            QTimer.singleShot(0, self._look)

    def _look(self) -> None:
        if not self._expected:
            return
        kind, act = self._expected[0]
        shown = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        # The one being answered is not the next one: on a slow machine it is still there when this looks.
        if not isinstance(shown, kind) or not shown.isVisible() or shown in self._open:
            self._waited += LOOK_MS
            if self._waited > PATIENCE_MS:
                self._give_up(AssertionError(f"{kind.__name__} was never shown"))
                return
            QTimer.singleShot(LOOK_MS, self._look)
            return
        self._expected.pop(0)
        self._answering += 1
        self._open.append(shown)
        # The next one is looked for while this one is answered: its last key may open it.
        QTimer.singleShot(LOOK_MS, self._look)
        try:
            self.rest()
            act()
            still = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            # Else the test would wait for it until the machine is stopped.
            assert still is not shown or self._expected, f"{kind.__name__} is still open after its answer"
        except BaseException as error:
            self._give_up(error)
        finally:
            self._answering -= 1
            self._open.pop()

    def _give_up(self, error: BaseException) -> None:
        """Leave every dialog, so that a wrong answer fails and never hangs."""
        self._expected.clear()
        self._fault = self._fault or error
        for _ in range(9):
            shown = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if shown is None:
                return
            shown.close()

    def all_answered(self) -> None:
        """Every dialog that was expected comes, and takes its answer."""
        while self._expected or self._answering:
            QTest.qWait(LOOK_MS)
        fault, self._fault = self._fault, None
        if fault is not None:
            raise fault

    def gives_file(self, path: Path) -> None:
        """Type a path in the dialog of files that the next key opens."""

        def act() -> None:
            self.press("Ctrl+A")
            self.types(str(path))
            self.press("Return")

        self.answers(QFileDialog, act)

    def takes(self, word: str) -> None:
        """Choose an entry of the menu that the next key opens."""

        def act() -> None:
            menu = self.focus
            assert isinstance(menu, QMenu)
            for _ in range(FURTHEST):
                self.press("Down")
                chosen = menu.activeAction()
                if chosen is not None and chosen.text() == word:
                    self.press("Return")
                    return
            raise AssertionError(f"« {word} » is not in the menu")

        self.answers(QMenu, act)
