"""The demonstration contract in a file: the same ids, the same dates, hence one fingerprint on every computer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from ..core.demo import Step, load_steps
from ..paths import resource
from .document import Document
from .tools import Tools

INSTALLATION = "demo"
REPLICA = sha256(b"Les Deux Rives").hexdigest()[:16]
"""The one replica that is not random: two copies of the demonstration must be able to meet."""
_FOLDER = "demo"

Progress = Callable[[float, str], None]
"""Told the share done and what is being done."""


def demo_steps() -> list[Step]:
    """The life of the demonstration contract, step by step."""
    files = sorted(resource(_FOLDER).glob("*.json"))
    return load_steps(*(path.read_text(encoding="utf-8") for path in files))


def create_demo(path: Path, tools: Tools, progress: Progress | None = None) -> Document:
    """Make the demonstration contract in a new file, and open it; nobody types in it yet.

    Raises `Surroundings` where the file cannot be made.
    """
    steps = demo_steps()
    clock = _Clock(steps[0].at)
    told = Tools(clock.now, tools.randomness, INSTALLATION, tools.computer)
    document = Document.create(path, steps[0].new, steps[0].author, told, steps[0].label, replica=REPLICA)
    try:
        _play(document, steps[1:], clock, progress)
    except BaseException:
        document.close()
        path.unlink(missing_ok=True)
        raise
    document.close()
    return Document.open(path, tools)


def _play(document: Document, steps: Sequence[Step], clock: _Clock, progress: Progress | None) -> None:
    for done, step in enumerate(steps, start=1):
        clock.moment = step.at
        document.author = step.author
        # The story holds what its meetings decided, also where it does not write their decisions.
        document.apply(step.edit, decided=True)
        if progress is not None:
            progress(done / len(steps), step.label)


class _Clock:
    """A clock that stands at the date of the step being played."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment = moment

    def now(self) -> dt.datetime:
        return self.moment
