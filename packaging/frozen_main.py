"""Where the frozen program starts: the same `main` as `python -m cpom_desktop`."""

from __future__ import annotations

import multiprocessing
import sys

if __name__ == "__main__":
    # First of all: a process spawned for an export starts here too.
    multiprocessing.freeze_support()
    from cpom_desktop.__main__ import main

    sys.exit(main())
