"""The one door of the program: a command runs without a window, anything else opens it."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Sequence

WINDOW_COMMANDS = ("screenshot",)
"""Commands that draw the window, and so belong to `app`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or open the window on a file; the exit code."""
    # First of all: in a frozen build, a process that was spawned to work starts here too.
    multiprocessing.freeze_support()
    calm_collector()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if _is_command(given):
        from . import cli

        return cli.main(given)
    from . import app

    return app.main(given)


def calm_collector() -> None:
    """Let the collector of cycles pass less often.

    A contract is tens of thousands of values without cycles: looking at them all again and again made one edit in
    twenty wait 20 ms, and took a fifth of a long merge.
    """
    gc.set_threshold(20_000, 20, 50)


def _is_command(given: list[str]) -> bool:
    """Whether this is work for the command line: a command or an option, not a file and not a picture of the window."""
    from .cli import COMMANDS

    if not given or given[0] in WINDOW_COMMANDS:
        return False
    return given[0] in COMMANDS or given[0].startswith("-")


if __name__ == "__main__":
    sys.exit(main())
