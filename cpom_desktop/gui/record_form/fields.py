"""The fields of a form: previewed while typed, committed on leaving, given up on Échap; a refused text stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ...core.money import format_field, parse_field
from ...core.problems import Problem
from ...core.records import Cell, FieldInfo, Form, Value, field_of
from ..keeper import Keeper
from ..theme.form_sizes import GROWN
from ..theme.sizes import GAP_12
from ..widgets.choice import Choice
from ..widgets.long_text import LongText
from ..widgets.problem import ProblemLine
from ..workspace import Workspace

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ESCAPE = Qt.Key.Key_Escape
_CONTROL = Qt.KeyboardModifier.ControlModifier
_FOCUS_OUT, _KEY = QEvent.Type.FocusOut, QEvent.Type.KeyPress
_POPUP = Qt.FocusReason.PopupFocusReason
_SHRINKS = Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
TEXT_LINES = 3


class TypedField(QWidget):
    """A line or a text on one cell. `cell` changes when the form shows another record."""

    def __init__(self, workspace: Workspace, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._info = workspace, info
        self._cell: Cell | None = None
        self._shown, self._value = "", cast(Value, None)
        self.editor: QLineEdit | LongText = LongText() if info.form is Form.TEXT else QLineEdit()
        self.editor.setAccessibleName(f"{info.label}, {info.about.unit}" if info.about.unit else info.label)
        self.editor.installEventFilter(self)
        self.editor.textChanged.connect(self._preview)
        if isinstance(self.editor, LongText):
            self.editor.setTabChangesFocus(True)
            self.editor.setFixedHeight(self.editor.fontMetrics().lineSpacing() * TEXT_LINES + GAP_12)
        self._keeper = Keeper(workspace, self.editor) if isinstance(self.editor, LongText) else None
        self._problem = ProblemLine()
        self._problem.repaired.connect(self._repair)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.editor)
        layout.addWidget(self._problem)

    def show_cell(self, cell: Cell, value: Value) -> None:
        """Show a value. A text being typed on the same cell is left alone, on another it is written first.

        One that is refused cannot follow to another record: it is given up, and the status bar says which.
        """
        if self.dirty:
            if cell == self._cell:
                return
            if not self.commit():
                self._workspace.say(f"Non gardé, {self._info.label}\u00a0: {self._problem.sentence}")
        self._cell, self._value = cell, value
        if self._keeper is not None:
            self._keeper.follow(cell)
        self._shown = "" if value is None else format_field(self._info, value)
        self._put(self._shown)
        self._problem.clear()
        self._mark(False)
        self.editor.setReadOnly(not self._workspace.writable)

    @property
    def dirty(self) -> bool:
        """Whether what stands in the editor is not what was shown."""
        return self._text() != self._shown

    def commit(self) -> bool:
        """Write what was typed as one lot; False where the text is refused and stays in the field."""
        if self._cell is None or not self.dirty:
            return True
        read = parse_field(self._info, self._text())
        if isinstance(read, Problem):
            self._problem.show_sentence(read.sentence, read.repair)
            self._mark(True)
            return False
        if read == self._value:
            self.give_up()
            return True
        before, self._shown = self._shown, self._text()
        self._problem.clear()
        self._mark(False)
        if not self._workspace.write([_Typed(self._cell, read)], ""):
            # A dialog has said why: the field shows again what is in the contract.
            self._shown = before
            self._put(before)
            return False
        self._value = read
        if self._keeper is not None:
            self._keeper.done()
        return True

    def grow(self) -> None:
        """Take the room that is left, for a long text."""
        self.editor.setMinimumHeight(self.editor.height())
        self.editor.setMaximumHeight(GROWN)

    def give_up(self) -> None:
        """Put back what was shown; nothing is written."""
        self._put(self._shown)
        self._problem.clear()
        self._mark(False)
        if self._keeper is not None:
            self._keeper.done()
        self._workspace.drop_preview()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == _KEY and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == _FOCUS_OUT and isinstance(event, QFocusEvent) and event.reason() != _POPUP:
            self.commit()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == _ESCAPE and self.dirty:
            self.give_up()
            return True
        single = isinstance(self.editor, QLineEdit) or bool(event.modifiers() & _CONTROL)
        if event.key() in _ENTER and single:
            if self.commit():
                self.focusNextChild()
            return True
        return False

    def _preview(self) -> None:
        if self._cell is None or not self.dirty:
            return
        read = parse_field(self._info, self._text())
        if isinstance(read, Problem):
            self._workspace.drop_preview()
        else:
            self._workspace.preview(self._cell, read)

    def _repair(self, text: str) -> None:
        self._put(text)
        self.commit()

    def _text(self) -> str:
        return self.editor.text()

    def _put(self, text: str) -> None:
        self.editor.blockSignals(True)
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
            if not self.editor.hasFocus():
                # A long name is read from its beginning.
                self.editor.home(False)
        else:
            self.editor.setPlainText(text)
        self.editor.blockSignals(False)

    def _mark(self, refused: bool) -> None:
        self.editor.setProperty("refused", "true" if refused else "false")
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


Choices = Sequence[tuple[str, str]]


class ChoiceField(Choice):
    """A choice among the words of a field. Chosen in its open list, a word is written at once; the arrows and the
    letters only go through the words, previewed, until Enter or until the field is left; Échap gives up.
    """

    def __init__(self, workspace: Workspace, info: FieldInfo, choices: Choices | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._cell: Cell | None = None
        self._shown: Value = None
        self._browsing = False
        self.setAccessibleName(info.label)
        self.setSizeAdjustPolicy(_SHRINKS)
        for key, word in choices or _choices(info):
            self.addItem(word, key)
        self.activated.connect(lambda _index: self._activate())

    def show_cell(self, cell: Cell, value: Value) -> None:
        """Show a value. A word gone to on the same cell is left alone, on another it is written first."""
        if self._browsing and (cell == self._cell or not self.commit()):
            return
        self._cell, self._shown = cell, value
        self.setCurrentIndex(self.findData(value))
        self.setEnabled(self._workspace.writable)

    def commit(self) -> bool:
        """Write the word gone to as one lot."""
        self._browsing = False
        value = self.currentData()
        if self._cell is None or value == self._shown:
            return True
        before, self._shown = self._shown, value
        if not self._workspace.write([_Typed(self._cell, value)], ""):
            self._shown = before
            self.setCurrentIndex(self.findData(before))
            return False
        return True

    def give_up(self) -> None:
        """Put back what was shown; nothing is written."""
        self._browsing = False
        self.setCurrentIndex(self.findData(self._shown))
        self._workspace.drop_preview()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == _ESCAPE and self._browsing:
            self.give_up()
        elif event.key() in _ENTER:
            if self.commit():
                self.focusNextChild()
        else:
            # A closed list moves to another word and announces it as chosen: it is not yet.
            before, self._browsing = self._browsing, True
            super().keyPressEvent(event)
            self._browsing = before or self.currentData() != self._shown

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != _POPUP and self._browsing:
            self.commit()

    def showPopup(self) -> None:
        # Opened, the list is a choice to make: its word is the one wanted.
        self._browsing = False
        super().showPopup()

    def _activate(self) -> None:
        if self._cell is None:
            return
        if self._browsing:
            self._workspace.preview(self._cell, self.currentData())
        else:
            self.commit()


def _choices(info: FieldInfo) -> tuple[tuple[str | int, str], ...]:
    return ((1, "Oui"), (0, "Non")) if info.form is Form.FLAG else info.about.choices


def field_widget(workspace: Workspace, kind: str, name: str,
                 choices: Choices | None = None) -> TypedField | ChoiceField:
    """The editor that suits a field; `choices` offers a list for a field that is stored as a word."""
    info = field_of(Cell(kind, "", name))
    if choices is not None or info.form in (Form.CHOICE, Form.FLAG):
        return ChoiceField(workspace, info, choices)
    return TypedField(workspace, info)


class _Typed:
    """One value for one cell that exists, as the workspace takes it."""

    def __init__(self, cell: Cell, value: Value) -> None:
        self.cell, self.value = _Place(cell), value


class _Place:
    absent = view = None

    def __init__(self, address: Cell) -> None:
        self.address = address
