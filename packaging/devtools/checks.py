"""`dev.py test` and `dev.py bench`: the checks of the project, in the environment of the locks."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence

from . import environment, libraries
from .forms import differences
from .places import DEVELOPER_LOCK, ROOT, RUN_LOCK, environment_python
from .speech import complain, say

MOST_WORKERS = 4
"""Each worker imports Qt and holds a contract or two: beyond four, memory is what they share."""


def test(arguments: Sequence[str]) -> int:
    """Forms, ruff, mypy, then pytest; 0 when all hold. `--long` adds the long searches; the rest goes to pytest.

    The tests share the processors of the computer; `-n 0` keeps them in one process, for a debugger.
    """
    environment.prepare(RUN_LOCK, DEVELOPER_LOCK)
    libraries.check("offscreen")
    long = "--long" in arguments
    given_on = [argument for argument in arguments if argument != "--long"]
    failed = [name for name, holds in (("forms", _forms_agree()), ("ruff", _ruff()), ("mypy", _mypy())) if not holds]
    if failed:
        complain(f"\nNot right: {', '.join(failed)} (see above). The tests follow; this run fails in any case.\n")
    # Last, so that the closing line of the run is pytest's.
    holds = _step("pytest", "-m", "pytest", *_workers(given_on), *given_on, long=long)
    return 0 if holds and not failed else 1


def _workers(given_on: Sequence[str]) -> list[str]:
    """As many processes as processors, at most `MOST_WORKERS`, unless the caller says how many."""
    count = min(os.cpu_count() or 1, MOST_WORKERS)
    said = any(argument.startswith(("-n", "--numprocesses")) for argument in given_on)
    return [] if said or count < 2 else ["-n", str(count)]


def bench(arguments: Sequence[str]) -> int:
    """The table of budgets beside the measures of this machine."""
    environment.prepare(RUN_LOCK, DEVELOPER_LOCK)
    libraries.check("offscreen")
    return subprocess.call([str(environment_python()), "-m", "tests.benchmarks", *arguments], cwd=ROOT, env=_settings())


def _forms_agree() -> bool:
    wrong = differences()
    for sentence in wrong:
        complain(sentence)
    if wrong:
        complain("Type: python3 packaging/dev.py forms")
    return not wrong


def _ruff() -> bool:
    return _step("ruff", "-m", "ruff", "check", "--quiet", ".")


def _mypy() -> bool:
    return _step("mypy --strict", "-m", "mypy", "--strict", "--no-error-summary")


def _step(name: str, *arguments: str, long: bool = False) -> bool:
    say(f"{name} …")
    start = time.monotonic()
    code = subprocess.call([str(environment_python()), *arguments], cwd=ROOT, env=_settings(long))
    if name != "pytest":
        say(f"{name}: {'right' if code == 0 else 'not right'}, {time.monotonic() - start:.0f} s")
    return code == 0


def _settings(long: bool = False) -> dict[str, str]:
    """The environment of the checks: no window, and the short or the long run."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CPOM_LONG": "1" if long else "0"}
