"""What a document needs from the computer: time, randomness, and who this installation and its user are."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..core.changes import Author, Side
from ..storage.whole import put_in_place

_AUTHOR, _INSTALLATION = "author.json", "installation"


@dataclass(frozen=True, slots=True)
class Tools:
    """Clock (aware datetimes), source of random bytes, the name of this installation as lots carry it.

    `computer` is what a second opener of a contract is told; `backups` is where copies are kept, None to keep none.
    """

    now: Callable[[], dt.datetime]
    randomness: Callable[[int], bytes]
    installation: str
    computer: str = "un poste"
    backups: Path | None = None


def saved_author(settings: Path) -> Author | None:
    """Who types on this computer, as answered at the first edit; None when it is not known."""
    try:
        found = json.loads((settings / _AUTHOR).read_text(encoding="utf-8"))
        return Author(str(found["name"]), str(found["organisation"]), Side(found["side"]))
    except (OSError, ValueError, KeyError, TypeError):
        # An unreadable answer is asked again: nothing else depends on it.
        return None


def save_author(settings: Path, author: Author) -> None:
    """Keep who types, for the next contract and the next day."""
    answer = {"name": author.name, "organisation": author.organisation, "side": author.side.value}
    put_in_place(settings / _AUTHOR, json.dumps(answer, ensure_ascii=False, indent=1).encode())


def installation_name(settings: Path, randomness: Callable[[int], bytes]) -> str:
    """The name of this installation, eight random digits made once: it tells two computers of one person apart."""
    path = settings / _INSTALLATION
    try:
        known = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        known = ""
    if len(known) != 8 or not known.isalnum():
        known = randomness(4).hex()
        put_in_place(path, known.encode())
    return known
