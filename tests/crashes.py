"""Where a test process that Qt takes down says what it was doing: its traces are printed at the end of the run.

pytest hears only that the process is gone, and what that process writes to its error stream stands far above.
"""

from __future__ import annotations

import faulthandler
import tempfile
from pathlib import Path
from typing import Any

import pytest

_FOLDER = pytest.StashKey[Path]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each process where to write its trace."""
    stash = node.config.stash
    node.workerinput["crashes"] = str(stash.setdefault(_FOLDER, Path(tempfile.mkdtemp(prefix="crashes-"))))


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """In such a process: write there, after pytest has chosen its own place."""
    if hasattr(config, "workerinput"):
        path = Path(config.workerinput["crashes"], f"{config.workerinput['workerid']}.txt")
        trace = path.open("w", encoding="utf-8")
        faulthandler.enable(trace)
        config.add_cleanup(faulthandler.disable)
        config.add_cleanup(trace.close)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The traces of the processes that crashed."""
    for path in sorted(config.stash[_FOLDER].iterdir()) if _FOLDER in config.stash else ():
        if text := path.read_text(encoding="utf-8", errors="replace"):
            terminalreporter.section(f"crash of {path.stem}")
            terminalreporter.write_line(text)
        path.unlink()
