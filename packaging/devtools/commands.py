"""Reads the command line of `packaging/dev.py` and starts one command.

Each command imports what it needs: the second `run` must reach the program's own code within a blink.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .speech import Stop, complain

USAGE = """\
usage: python3 packaging/dev.py COMMAND

  run              install what is needed, then open the demonstration contract;
                   without a display: do the main job without a window, into ./out
  test [--long] [PYTEST ARGUMENTS]
                   forms, ruff, mypy and pytest; --long adds the searches that take about 45 minutes
  bench            the budgets of speed and memory beside what this machine does
  forms [--check]  compile ui/*.ui into cpom_desktop/gui/forms; --check only compares
  lock             remake the locks of libraries with their hashes, and the list of licences
  freeze           build a program that needs no Python, into build/frozen
"""

Command = Callable[[Sequence[str]], int]


def _run(arguments: Sequence[str]) -> int:
    from .launch import run

    return run(arguments)


def _test(arguments: Sequence[str]) -> int:
    from .checks import test

    return test(arguments)


def _bench(arguments: Sequence[str]) -> int:
    from .checks import bench

    return bench(arguments)


def _forms(arguments: Sequence[str]) -> int:
    from .forms import forms

    return forms(arguments)


def _lock(arguments: Sequence[str]) -> int:
    from .locks import lock

    return lock(arguments)


def _freeze(arguments: Sequence[str]) -> int:
    from .freeze import freeze

    return freeze(arguments)


COMMANDS: dict[str, Command] = {
    "run": _run, "test": _test, "bench": _bench, "forms": _forms, "lock": _lock, "freeze": _freeze,
}


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask; the exit code, 64 for arguments that mean nothing."""
    if not arguments or arguments[0] not in COMMANDS:
        asked_for_help = bool(arguments) and arguments[0] in ("-h", "--help", "help")
        complain(USAGE)
        return 0 if asked_for_help else 64
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Stop as failure:
        complain(f"\n{failure.happened}\n\nWhat to do: {failure.to_do}")
        return 1
    except KeyboardInterrupt:
        complain("\nStopped.")
        return 130
