"""`python -m tests.benchmarks.long_bundle OPS PATH`: a bundle with a journal of that many ops."""

from __future__ import annotations

import sys
from pathlib import Path

from cpom_desktop.sync.bundle import write_bundle
from tests.sync.long_journal import long_journal
from tests.sync.samples import SIGNER, sending

if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(write_bundle(long_journal(int(sys.argv[1])), sending(), SIGNER))
