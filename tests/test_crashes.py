"""A test process that dies leaves word of where."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_a_process_that_crashes_has_its_trace_printed_at_the_end(tmp_path: Path) -> None:
    crashing = tmp_path / "test_crashing.py"
    crashing.write_text("import faulthandler\n\ndef test_that_crashes():\n    faulthandler._sigsegv()\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.crashes", "-p", "no:cacheprovider", "-n", "1", "--rootdir",
               str(tmp_path), str(crashing)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    told = done.stdout[done.stdout.index("crash of gw0"):]
    assert "Segmentation fault" in told and "in test_that_crashes" in told
