"""Labels: always plain text, because a name may hold « < », and cut with « … » when too long."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtGui import Qt as Markup
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ..theme import Role, Type, font, metrics, shown, theme

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def plain_tip(text: str) -> str:
    """A tooltip that Qt shows as it is written: it would read a name that holds « <b> » as markup."""
    return Markup.convertFromPlainText(text) if Markup.mightBeRichText(text) else text


class Label(QLabel):
    """A plain text in one of the uses of type, in the colour of a role; it follows the theme."""

    def __init__(
        self,
        text: str = "",
        use: Type = Type.BODY,
        role: Role = Role.TEXT,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role, self._use = role, use
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        self._dress()
        theme().changed.connect(self._dress)

    def setText(self, text: str) -> None:
        if (words := shown(text)) != self.text():
            super().setText(words)

    def set_role(self, role: Role) -> None:
        """Change the colour of the text."""
        if role is not self._role:
            self._role = role
            self._dress()

    def _dress(self) -> None:
        pixels, weight = self._use.value
        self.setStyleSheet(f"color: {theme().palette[self._role]}; font-size: {pixels}px; font-weight: {weight};")


class ElidedLabel(QWidget):
    """One line that ends with « … » when there is no room; the whole text is then its tooltip."""

    def __init__(
        self, text: str = "", use: Type = Type.BODY, role: Role = Role.TEXT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._use, self._role, self._text = use, role, ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        if shown(text) == self._text and self.accessibleName() == text:
            return
        self._text = shown(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        measure = metrics(self._use)
        return QSize(measure.horizontalAdvance(self._text) + 2, measure.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(self._use))
        painter.setPen(theme().colour(self._role))
        cut = metrics(self._use).elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(plain_tip(self._text) if cut != self._text else "")
        painter.drawText(self.rect(), int(_LEFT), cut)


def page_title(text: str = "") -> Label:
    return Label(text, Type.PAGE)


def section_title(text: str = "") -> Label:
    return Label(text, Type.SECTION)


def caption(text: str = "", wrap: bool = False) -> Label:
    """Source, date, legend, help."""
    return Label(text, Type.CAPTION, Role.MUTED, wrap)
