"""A file written whole or not at all: never a contract, which only SQLite writes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def put_in_place(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file beside its place, then put it there; `mode` are the rights of its owner and of others."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
