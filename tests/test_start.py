"""The program starts without what it does not need yet."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("pyqtgraph", "numpy", "sqlite_utils", "reportlab", "pikepdf", "pyhanko", "openpyxl", "stdnum")


@pytest.mark.parametrize("module", ["cpom_desktop.app", "cpom_desktop.cli"])
def test_a_start_imports_no_library_before_it_is_needed(module: str) -> None:
    question = f"import {module}, sys; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
