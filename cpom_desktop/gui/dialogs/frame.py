"""What every dialog that asks for something shares: its frame, its fields, and a refusal under the field concerned."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QFormLayout, QLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ...core.problems import Problem
from ..theme.sizes import DIALOG_TEXT, GAP_8, GAP_12, GAP_16, GAP_20, TITLE_BAR
from ..widgets.long_text import LongText
from ..widgets.panel import row, scrolled
from ..widgets.problem import ProblemLine
from ..widgets.text import Label, caption, section_title

_TAB, _NO_TAB = Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.NoFocus


class DialogFrame(QDialog):
    """A title, then `body`, which scrolls where the screen is too low for it, then `foot`: always whole and in sight.

    The dialog is as high as what it says, and grows with it: Qt alone would cut a sentence that comes later.
    """

    def __init__(self, title: str, parent: QWidget | None = None, width: int = DIALOG_TEXT) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(min(width, room_for(self).width()))
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(GAP_20, GAP_16, GAP_20, GAP_8)
        self.body.setSpacing(GAP_12)
        self.body.addWidget(section_title(title))
        content.installEventFilter(self)
        self._area = scrolled(content)
        self._area.verticalScrollBar().rangeChanged.connect(self._reach)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(GAP_20, GAP_8, GAP_20, GAP_16)
        self.foot.setSpacing(GAP_12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addLayout(self.foot)

    def end_with(self, *verbs: QPushButton) -> None:
        """The buttons at the foot; Enter is the last one."""
        verbs[-1].setDefault(True)
        self.foot.addLayout(row(None, *verbs))

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            self._fit(self.minimumWidth(), 0)
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self._fit(self.width(), self.height())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self._fit(self.width(), self.height())
        return super().event(event)

    def _fit(self, width: int, height: int) -> None:
        """Grow from a size to what is said now. A sentence that goes away leaves its room: buttons do not jump."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()  # before that, a text is measured in another font
        width = max(width, self.body.totalMinimumSize().width(), self.foot.totalMinimumSize().width())
        wanted = _height(self.body, width) + _height(self.foot, width)
        self.resize(QSize(width, max(height, wanted)).boundedTo(room_for(self)))

    def _reach(self) -> None:
        """By the keyboard too: a text that scrolls takes the focus."""
        scrolls = self._area.verticalScrollBar().maximum() > 0
        self._area.setFocusPolicy(_TAB if scrolls else _NO_TAB)
        self._area.setAccessibleName(self.windowTitle())


class Fields(QFormLayout):
    """Labels at the left, each the name of its field."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(GAP_12)
        self.setVerticalSpacing(GAP_8)

    def add(self, words: str, field: QWidget, beside: str = "") -> Label:
        """A field with its label; `beside` stands after it and says what it means."""
        label = Label(words)
        label.setBuddy(field)
        field.setAccessibleName(f"{words}, {beside}" if beside else words)
        self.addRow(label, _with_caption(field, beside) if beside else field)
        return label


class Refusal:
    """What is wrong with one field of a form, in a row under it; gone as soon as the field is changed."""

    def __init__(self, form: QFormLayout) -> None:
        self._form, self._line = form, ProblemLine(roomy=True)
        self._field: QLineEdit | LongText | None = None
        self._line.repaired.connect(self._repair)

    @property
    def sentence(self) -> str:
        """What is said; '' when nothing is wrong."""
        return self._line.sentence

    def show(self, field: QLineEdit | LongText, problem: Problem) -> None:
        """Say it, and put the hands on the field."""
        self.clear()
        self._field = field
        held = field.parentWidget()
        assert held is not None, "a field stands in a form"
        at = max(self._row_of(field), self._row_of(held))
        self._form.insertRow(at + 1, "", self._line)
        QWidget.setTabOrder(field, self._line.link)
        self._line.show_sentence(problem.sentence, problem.repair)
        self._mark(field, True)
        field.textChanged.connect(lambda *_: self.clear(), Qt.ConnectionType.SingleShotConnection)
        field.setFocus()

    def clear(self) -> None:
        """Nothing is wrong any more, as far as one knows."""
        if self._field is not None:
            self._form.takeRow(self._line)
            self._line.clear()
            self._mark(self._field, False)
            self._field = None

    def _row_of(self, widget: QWidget) -> int:
        at, _ = cast(tuple[int, object], self._form.getWidgetPosition(widget))
        return at

    def _repair(self, text: str) -> None:
        field = self._field
        if isinstance(field, QLineEdit):
            field.setText(text)
            field.setFocus()

    @staticmethod
    def _mark(field: QWidget, refused: bool) -> None:
        field.setProperty("refused", "true" if refused else "false")
        field.style().unpolish(field)
        field.style().polish(field)


def _with_caption(field: QWidget, words: str) -> QWidget:
    held = QWidget()
    line = row(field, caption(words), None)
    line.setContentsMargins(0, 0, 0, 0)
    held.setLayout(line)
    return held


def room_for(dialog: QWidget) -> QSize:
    """The largest size of a dialog on its screen, under its title bar."""
    screen = dialog.screen() or QGuiApplication.primaryScreen()
    return screen.availableGeometry().size() - QSize(0, TITLE_BAR)


def _height(layout: QLayout, width: int) -> int:
    """What a layout needs at a width, its texts wrapped."""
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
