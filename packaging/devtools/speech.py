"""How the developer's commands speak: one line per step, and a failure that says what to do."""

from __future__ import annotations

import sys
from typing import NoReturn


class Stop(Exception):
    """A failure whose cause is known: what happened, and what to do about it."""

    def __init__(self, happened: str, to_do: str) -> None:
        super().__init__(happened)
        self.happened, self.to_do = happened, to_do


def say(sentence: str) -> None:
    """One line of progress, shown at once even when the output is a file or a pipe."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def say_briefly(words: str) -> None:
    """Words that the next ones replace; nothing when nobody looks at a terminal."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K{words[:100]}")
        sys.stdout.flush()


def complain(sentence: str) -> None:
    """One line about something that went wrong."""
    sys.stdout.flush()
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def stop(happened: str, to_do: str) -> NoReturn:
    """End the command: `happened` in a sentence, `to_do` with the exact command where there is one."""
    raise Stop(happened, to_do)
