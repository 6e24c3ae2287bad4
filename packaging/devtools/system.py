"""What only the system's package manager can install: done as root on Debian and Ubuntu, else the command is given."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from .speech import say, stop


def install(packages: Sequence[str], why: str, elsewhere: str) -> None:
    """Install Debian packages when that is allowed; otherwise stop with the exact command to type.

    `why` is a whole sentence; `elsewhere` says what to do on a system without apt-get.
    """
    if not shutil.which("apt-get"):
        stop(why, elsewhere)
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        stop(why, f"Type this, then the same command again:\n  sudo {' '.join(command)}")
    say(f"Installing {', '.join(packages)} with apt-get …")
    if not _succeeds(command):
        # A fresh machine has no list of packages yet.
        _succeeds(["apt-get", "update"])
        if not _succeeds(command):
            stop(why, f"apt-get could not install it; its message is above. Try it by hand:\n  {' '.join(command)}")


def _succeeds(command: Sequence[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        say(done.stdout.strip())
    return done.returncode == 0
