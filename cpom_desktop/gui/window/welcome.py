"""What is seen before a contract is open: begin one, open one, go on with a recent one, look at the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...core.contract import CONTRACT_TYPES
from ..theme.sizes import GAP_8, GAP_16, GAP_20, RAIL_WIDE
from ..widgets.buttons import button
from ..widgets.panel import Panel, clear, row, scrolled
from ..widgets.text import caption, page_title

_WIDTH = 4 * RAIL_WIDE
NO_RECENT = "Les contrats que vous ouvrirez seront rappelés ici."


class Welcome(QWidget):
    """The acts come from the window: `new(type)`, `open(path)`, `choose()`, `demo()`."""

    def __init__(
        self,
        new: Callable[[str], object],
        open_path: Callable[[Path], object],
        choose: Callable[[], object],
        demo: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._open = open_path
        column = QVBoxLayout()
        column.setSpacing(GAP_16)
        column.addStretch(1)
        column.addWidget(page_title("Préparer, négocier, signer et suivre un CPOM"))
        column.addLayout(row(self._new_panel(new), self._open_panel(choose, demo), spacing=GAP_16))
        column.addStretch(2)
        inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(_WIDTH + GAP_20)
        page = QWidget()
        middle = QVBoxLayout(page)
        middle.addWidget(inner, 1, Qt.AlignmentFlag.AlignHCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        # A small screen scrolls: the page never makes the window larger.
        outer.addWidget(scrolled(page, both=True))

    def _new_panel(self, new: Callable[[str], object]) -> Panel:
        panel = Panel("Nouveau contrat")
        panel.body.addWidget(caption("Un modèle par type de contrat, que les parties complètent."))
        for key, word in CONTRACT_TYPES:
            panel.body.addWidget(button(word, partial(new, key), "file-plus"))
        panel.body.addStretch(1)
        return panel

    def _open_panel(self, choose: Callable[[], object], demo: Callable[[], object]) -> Panel:
        panel = Panel("Ouvrir")
        panel.body.addWidget(button("Ouvrir ou recevoir un fichier…", choose, "folder-open", "primary"))
        panel.body.addWidget(caption("Contrats récents"))
        self._recent = QVBoxLayout()
        self._recent.setSpacing(GAP_8)
        panel.body.addLayout(self._recent)
        panel.body.addStretch(1)
        panel.body.addWidget(button("Ouvrir la démonstration «\u00a0Les Deux Rives\u00a0»", demo, "book-open", "flat"))
        return panel

    def show_recent(self, paths: list[str]) -> None:
        """The contracts opened last; those that have gone are not offered."""
        clear(self._recent)
        known = [Path(path) for path in paths if Path(path).is_file()]
        for path in known[:5]:
            made = button(path.stem, partial(self._open, path), "file-text", "flat", str(path))
            made.setStyleSheet("text-align: left;")
            self._recent.addWidget(made)
        if not known:
            self._recent.addWidget(caption(NO_RECENT, wrap=True))
