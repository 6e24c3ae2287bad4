"""Where the bundled files lie: in a checkout, in a wheel and in a frozen build."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def resources() -> Path:
    """The folder of bundled files: beside the package in a checkout, inside it once installed or frozen."""
    inside = _PACKAGE / "_resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def resource(name: str) -> Path:
    """One bundled file: `resource("icons/check.svg")`. Raises `FileNotFoundError` where there is none."""
    path = resources() / name
    if not path.exists():
        raise FileNotFoundError(path)
    return path
