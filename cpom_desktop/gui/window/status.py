"""The status bar: is it saved, what was just done, how one writes, who one is, the fingerprint of the contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout

from ...core.changes import Author
from ...core.contract import WRITING_MODES
from ..theme import Role, Status, Type, icon, party_of
from ..theme.sizes import GAP_4, ICON_CHIP
from ..widgets.buttons import button
from ..widgets.problem import Picture
from ..widgets.text import ElidedLabel, plain_tip


def clock_words(moment: dt.datetime) -> str:
    """« 14 h 32 »."""
    return f"{moment.hour}\u00a0h\u00a0{moment.minute:02d}"


class StatusBar:
    """Fills the status row of the form."""

    def __init__(self, layout: QHBoxLayout, acts: dict[str, Callable[[], object]]) -> None:
        self._check = Picture("check", Role.OK, ICON_CHIP)
        self._saved = ElidedLabel("", Type.CAPTION, Role.MUTED)
        self._said = ElidedLabel("", Type.CAPTION, Role.TEXT)
        self.blocking = button("", acts["checks"], kind="status")
        self.to_check = button("", acts["checks"], kind="status")
        for one in (self.blocking, self.to_check):
            one.setIconSize(QSize(ICON_CHIP + GAP_4, ICON_CHIP))
        self.blocking.setIcon(icon(Status.BLOCKING.look.icon, Role.ERROR))
        self.to_check.setIcon(icon(Status.TO_CHECK.look.icon, Role.WARN))
        self.mode = button("", acts["mode"], kind="status", yielding=True)
        self.author = button("", acts["author"], kind="status", yielding=True)
        self.fingerprint = button("", acts["fingerprint"], "fingerprint", "status", "Copier l’empreinte")
        for widget in (self._check, self._saved, self.blocking, self.to_check):
            layout.addWidget(widget)
        layout.addWidget(self._said, 1)
        for right in (self.mode, self.author, self.fingerprint):
            layout.addWidget(right)
        self.show_checks(0, 0)

    @property
    def sentence(self) -> str:
        """What was said last."""
        return self._said.text()

    def say(self, sentence: str) -> None:
        self._said.set_text(sentence)

    def show_saved(self, moment: dt.datetime | None, read_only: str | None) -> None:
        """When the last action was written, or why nothing can be."""
        if read_only is not None:
            self._check.show_icon("lock", Role.WARN)
            self._saved.set_text(read_only)
            return
        self._check.show_icon("check", Role.OK)
        self._saved.set_text(f"Enregistré à {clock_words(moment)}" if moment else "Enregistré")

    def show_checks(self, blocking: int, to_check: int) -> None:
        """How many points de vigilance wait, by level."""
        self.blocking.setText(f"{blocking} bloquant{'s' if blocking > 1 else ''}")
        self.to_check.setText(f"{to_check} à vérifier")
        self.blocking.setVisible(blocking > 0)
        self.to_check.setVisible(to_check > 0)

    def show_mode(self, writing: str) -> None:
        self.mode.setText(dict(WRITING_MODES)[writing])
        self.mode.setAccessibleName(f"Mode d’écriture\u00a0: {self.mode.text()}")
        self.mode.setToolTip(plain_tip(f"{self.mode.text()}. Changer le mode d’écriture"))

    def show_author(self, author: Author | None) -> None:
        if author is None:
            self.author.setText("Vous\u00a0: à indiquer")
        else:
            self.author.setText(f"Vous\u00a0: {author.name}, {party_of(author.side.value).look.word.lower()}")
        self.author.setToolTip(plain_tip(f"{self.author.text()}. Changer d’auteur"))

    def show_fingerprint(self, fingerprint: str) -> None:
        self.fingerprint.setText(f"Empreinte {fingerprint}" if fingerprint else "")
