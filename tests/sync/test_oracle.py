"""An independent program merges the same edits to the same table, and counts the same conflicts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import LONG

ROOT = Path(__file__).parents[2]


def test_pygeodiff_merges_to_the_same_rows_and_counts_the_same_conflicts(tmp_path: Path) -> None:
    trials = 900 if LONG else 40
    command = [sys.executable, "-m", "tests.sync.oracle", str(tmp_path), "0", str(trials)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    # pygeodiff may print a trace when its process ends: only what we print counts.
    assert done.stdout, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["wrong"] == [] and found["trials"] == trials
    assert found["conflicts"] > trials // 4, "the trials must contain conflicts to say anything"
