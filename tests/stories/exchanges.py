"""What people do with files by key presses: open a contract, send an envoi, receive one, begin from one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QComboBox

from cpom_desktop.gui.dialogs.author import AuthorDialog
from cpom_desktop.gui.window.receiving import ReviewDialog
from tests.stories.keyboard import Keyboard
from tests.stories.seat import Seat

OPEN = "Ouvrir ou recevoir un fichier…"


def signs_in(keys: Keyboard, name: str, organisation: str, side: str) -> None:
    """Answer who types, when the next key asks it."""

    def act() -> None:
        keys.fills("Civilité et nom", name)
        keys.fills("Organisme", organisation)
        keys.tab_to("Partie")
        keys.chooses(side)
        keys.press("Return")

    keys.answers(AuthorDialog, act)


def opened(seat: Seat, path: Path) -> None:
    """From the welcome page, open a contract that is there."""
    keys = seat.sits()
    keys.gives_file(path)
    keys.tab_to(OPEN)
    keys.press("Space")
    keys.all_answered()
    assert seat.document.path == path


def begun_from(seat: Seat, envoi: Path, path: Path, *author: str) -> None:
    """A first envoi makes the contract where there is none; who types says name, organisation, party."""
    keys = seat.sits()
    keys.gives_file(envoi)
    keys.gives_file(path)
    signs_in(keys, *author)
    keys.tab_to(OPEN)
    keys.press("Space")
    keys.all_answered()
    assert seat.document.path == path


def sent(seat: Seat, out: Path) -> Path:
    """An envoi to the other parties, by the menu Exporter."""
    keys = seat.sits()
    keys.takes("Envoi aux autres parties…")
    keys.gives_file(out)
    keys.press("Ctrl+E")
    keys.all_answered()
    assert out.is_file()
    return out


def received(seat: Seat, source: Path, decided: Mapping[str, str] | None = None) -> None:
    """Receive a file by Ctrl+O; each conflict named is decided by the arrows, by the first words of a choice."""
    keys = seat.sits()

    def looks() -> None:
        for name, decision in (decided or {}).items():
            keys.tab_to(f"Décision\u00a0: {name}")
            choice = keys.focus
            assert isinstance(choice, QComboBox)
            keys.chooses(next(w for w in map(choice.itemText, range(choice.count())) if w.startswith(decision)))
        keys.press("Return")

    keys.gives_file(source)
    keys.answers(ReviewDialog, looks)
    keys.press("Ctrl+O")
    keys.all_answered()


def fingerprint(seat: Seat) -> str:
    """What the status bar shows once it has settled."""
    seat.waits(lambda: seat.window.status.fingerprint.text().endswith(seat.document.fingerprint()))
    return seat.window.status.fingerprint.text()
