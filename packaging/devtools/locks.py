"""`dev.py lock`: chooses the newest versions that pyproject.toml allows and writes them down with their hashes.

One lock serves Windows, macOS and Linux: it carries the hash of every published file of a version. It names no
index, so it holds wherever the libraries come from.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path

from . import environment
from .places import DEVELOPER_LOCK, LICENCES, ROOT, RUN_LOCK, WINDOWS, site_packages
from .speech import say, stop

UV = "uv==0.13.9"
HEADER = """\
# Made by `python3 packaging/dev.py lock` from pyproject.toml: every library that is installed, with the hashes of its
# published files.
"""
RULES = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links",
         "--no-header", "--no-annotate", "--quiet")
LEFT_OUT = {
    "docopt": "published as source only, and used only by the command line of num2words",
    "pip": "asked for by the command line of sqlite-utils; the environment has its own",
}
"""Libraries that others ask for and that are not installed, with the reason."""


def lock(arguments: Sequence[str]) -> int:
    """Remake both locks and the list of licences. Needs the network."""
    with tempfile.TemporaryDirectory() as folder:
        uv = _uv(Path(folder))
        without = [word for name in LEFT_OUT for word in ("--no-emit-package", name)]
        _write(RUN_LOCK, _compile(uv, "pyproject.toml", *without))
        _write(DEVELOPER_LOCK, _compile(uv, "--group", "pyproject.toml:dev", "-c", str(RUN_LOCK)))
    environment.prepare(RUN_LOCK)
    LICENCES.write_text(licences(), "utf-8", newline="\n")
    say(f"Wrote {LICENCES.relative_to(ROOT)}")
    return 0


def _uv(folder: Path) -> Path:
    say(f"Fetching {UV} into a folder that is deleted afterwards …")
    scripts = folder / ("Scripts" if WINDOWS else "bin")
    suffix = ".exe" if WINDOWS else ""
    for command in ([sys.executable, "-m", "venv", str(folder)],
                    [str(scripts / f"python{suffix}"), "-m", "pip", "install", "--quiet", UV]):
        if subprocess.call(command):
            stop(f"{UV} could not be installed.", "Check the network, then type the same command again.")
    return scripts / f"uv{suffix}"


def _compile(uv: Path, *arguments: str) -> str:
    done = subprocess.run([str(uv), "pip", "compile", *arguments, *RULES], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        stop(f"The libraries of pyproject.toml do not fit together:\n{done.stderr.strip()}", "Mend pyproject.toml.")
    return done.stdout


def _write(path: Path, text: str) -> None:
    path.write_text(HEADER + text, "utf-8", newline="\n")
    say(f"Wrote {path.relative_to(ROOT)}")


def names_in(lock: Path) -> set[str]:
    """The names of the libraries of a lock, as pip compares them."""
    return {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text("utf-8"), re.MULTILINE)}


def normal(name: str) -> str:
    """A library's name as pip compares it: `PySide6_Essentials` and `pyside6-essentials` are one."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licences() -> str:
    """The licences of the run-time libraries as their authors declare them, and of the bundled fonts and icons."""
    wanted = names_in(RUN_LOCK)
    found = {normal(each.name): each for each in distributions(path=[str(site_packages())])}
    missing = sorted(wanted - found.keys())
    if missing:
        stop(f"Not installed: {', '.join(missing)}.", "Delete .venv, then type the same command again.")
    rows = [f"| {found[name].name} | {found[name].version} | {_licence(found[name])} |" for name in sorted(wanted)]
    bundled = sorted((ROOT / "resources").rglob("*LICENSE*.txt"))
    files = [f"- `{path.relative_to(ROOT).as_posix()}`: {_named_in(path)}" for path in bundled]
    return "\n".join([
        "# Licences", "",
        "Made by `python3 packaging/dev.py lock`: the libraries that the program uses at run time, each with the",
        "licence that its authors declare. Qt for Python and Qt are used under the LGPL 3: their libraries stay",
        "separate files that can be replaced, in the environment as in a frozen build.", "",
        "| Library | Version | Licence |", "|---|---|---|", *rows, "",
        "Fonts and icons in `resources/` carry their licence beside them:", "", *files, "",
    ])


def _named_in(path: Path) -> str:
    """The first line of a licence that names it."""
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    return next((line for line in lines if re.search(r"\blicense\b", line, re.IGNORECASE)), lines[0])


def _licence(library: Distribution) -> str:
    said = library.metadata
    declared = "".join(said.get_all("License-Expression") or [])
    classified = [line.split(" :: ")[-1] for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    written = "".join(said.get_all("License") or []).strip().splitlines()[:1]
    return " ".join((declared or ", ".join(classified) or "".join(written) or "see its metadata").split())
