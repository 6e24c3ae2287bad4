"""The theme of the application: its palette now, and the live change between light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from .fonts import Type, font, load_fonts
from .palette import Palette, palette
from .roles import Role

LIGHT, DARK, SYSTEM = "light", "dark", "system"


class Theme(QObject):
    """The one theme of the application. Painted things ask it at each paint and repaint on `changed`."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.choice = SYSTEM
        self._palette = palette(LIGHT)
        self._colours: dict[Role, QColor] = {}
        load_fonts()
        application.setStyle("Fusion")
        application.setFont(font(Type.BODY))
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._show(self._wanted())

    @property
    def palette(self) -> Palette:
        return self._palette

    @property
    def dark(self) -> bool:
        return self._palette.name == DARK

    def choose(self, choice: str) -> None:
        """« light », « dark » or « system »; applied at once."""
        self.choice = choice
        if self._wanted() != self._palette.name:
            self._show(self._wanted())

    def colour(self, role: Role) -> QColor:
        """The colour of a role now; do not keep it across a change of theme, nor change it in place."""
        found = self._colours.get(role)
        if found is None:
            found = self._colours[role] = QColor(self._palette[role])
        return found

    def faded(self, role: Role, share: float) -> QColor:
        """The colour of a role with an opacity from 0 to 1."""
        result = QColor(self.colour(role))
        result.setAlphaF(share)
        return result

    @contextmanager
    def on_paper(self) -> Iterator[None]:
        """Paint in the light colours, whatever the screen shows; nothing on the screen changes."""
        kept = self._palette, self._colours
        self._palette, self._colours = palette(LIGHT), {}
        try:
            yield
        finally:
            self._palette, self._colours = kept

    def _wanted(self) -> str:
        if self.choice != SYSTEM:
            return self.choice
        scheme = self._application.styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT

    def _follow_system(self) -> None:
        self.choose(self.choice)

    def _show(self, name: str) -> None:
        self._palette = palette(name)
        self._colours.clear()
        self._application.setPalette(self._qt_palette())
        # PySide takes the name of the class as a text, and its own stub asks for bytes.
        self._application.setPalette(self._box_palette(), "QCheckBox")  # type: ignore[arg-type]
        self._application.setStyleSheet(self._palette.style_sheet())
        self.changed.emit()

    def _box_palette(self) -> QPalette:
        """Qt draws the outline of a checked box itself, in a colour darker than that of windows: lost in dark."""
        result = self._qt_palette()
        result.setColor(QPalette.ColorRole.Window, self.colour(Role.LINE_STRONG).lighter(_UNDONE))
        return result

    def _qt_palette(self) -> QPalette:
        result = QPalette()
        for group, role in _QT_ROLES.items():
            result.setColor(group, self.colour(role))
        return result


_UNDONE = 127
"""Per cent: what Qt takes off the colour of windows for an outline."""
_QT_ROLES = {
    QPalette.ColorRole.Window: Role.CANVAS,
    QPalette.ColorRole.Base: Role.SURFACE,
    QPalette.ColorRole.AlternateBase: Role.SUNKEN,
    QPalette.ColorRole.Button: Role.SURFACE,
    QPalette.ColorRole.WindowText: Role.TEXT,
    QPalette.ColorRole.Text: Role.TEXT,
    QPalette.ColorRole.ButtonText: Role.TEXT,
    QPalette.ColorRole.Highlight: Role.SELECTED,
    QPalette.ColorRole.HighlightedText: Role.TEXT,
    QPalette.ColorRole.PlaceholderText: Role.MUTED,
    QPalette.ColorRole.ToolTipBase: Role.SURFACE,
    QPalette.ColorRole.ToolTipText: Role.TEXT,
    QPalette.ColorRole.Link: Role.TEXT,
}

_theme: Theme | None = None


def theme() -> Theme:
    """The theme of the running application, made with it: there is one style sheet, so there is one theme."""
    global _theme
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("a theme needs an application")
    if _theme is None or _theme.parent() is not application:
        _theme = Theme(application)
    return _theme
