"""The demonstration contract in a file of its own for each test, opened by its manager."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpom_desktop.session.document import Document
from tests.session.desk import ATTIAS, Desk


@pytest.fixture
def document(demo_file: Path, tmp_path: Path) -> Iterator[Document]:
    path = tmp_path / "demo.cpom"
    shutil.copy(demo_file, path)
    opened = Document.open(path, Desk("test").tools)
    opened.author = ATTIAS
    yield opened
    opened.close()
