"""A contract file with small kinds of record, open for writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpom_desktop.storage.file import ContractFile

from .pen import clock, small_kinds


@pytest.fixture
def kinds() -> Iterator[None]:
    """The small kinds of record."""
    with small_kinds():
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the contract stands."""
    return tmp_path / "contrat.cpom"


@pytest.fixture
def file(kinds: None, path: Path) -> Iterator[ContractFile]:
    """An empty contract, open."""
    opened = ContractFile.create(path, "contrat-1", clock)
    yield opened
    opened.close()
