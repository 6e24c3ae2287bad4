"""The two commands of the README and their helpers: `python3 packaging/dev.py run`, `test`, and a few more.

This file must be readable by any Python 3, so that an old one can be told what to do; the rest is in `devtools`.
It uses the standard library alone: it is what installs everything else.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  (said to those who have an older one)
    sys.exit(
        "CPOM Desktop needs Python 3.11 or newer; this is Python %d.%d.\n"  # noqa: UP031
        "Install a newer Python (python.org, or your package manager), then run this command with it, for example:\n"
        "  python3.11 packaging/dev.py run" % sys.version_info[:2]
    )

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from devtools.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
