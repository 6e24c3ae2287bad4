"""The fiche d’arbitrage from the window and the command line; what a side keeps for itself joins it only if asked."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document as read_docx

from cpom_desktop import cli
from cpom_desktop.core.bargaining.sheet import Request
from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.dialogs.arbitration import ArbitrationDialog
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session.arbitrating import SheetWritten, print_arbitration, reserved
from cpom_desktop.session.document import Document
from cpom_desktop.session.jobs import JobState
from cpom_desktop.session.private import Mandate, private_of
from tests.gui.conftest import LEBREUIL

SECRET = "PRIVE-OG-7Q4"


@pytest.fixture
def cell(document: Document) -> Cell:
    """The rebasage, on which the manager’s side noted something for itself."""
    found = next(one for one in document.model.all(Measure) if one.nature == "rebasage").at("cents")
    entries = private_of(document)
    assert entries is not None
    entries.put(found, Mandate("1000000", "2500000", "3800000", "CNR reconduit deux ans", SECRET))
    return found


def text_of(data: bytes) -> str:
    document = read_docx(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells]).replace("\u00a0", " ").replace("\u202f", " ")


def written(document: Document, cell: Cell, out: Path, private: bool) -> str:
    status = print_arbitration(document, Request(Side.MANAGER, (cell,)), out, private).wait()
    assert status.state is JobState.DONE and isinstance(status.result, SheetWritten), status.trace
    return text_of(out.read_bytes())


def test_the_reserved_elements_join_the_fiche_only_if_asked(document: Document, cell: Cell, tmp_path: Path) -> None:
    assert SECRET not in written(document, cell, tmp_path / "sans.docx", False)
    joined = written(document, cell, tmp_path / "avec.docx", True)
    assert SECRET in joined
    assert "plancher 10 000,00 € · cible 25 000,00 € · plafond 38 000,00 € · repli : CNR reconduit" in joined


def test_another_side_is_given_nothing_of_it(document: Document, cell: Cell) -> None:
    document.author = LEBREUIL
    assert reserved(document, Request(Side.AUTHORITY, (cell,))) == ()
    assert reserved(document, Request(Side.MANAGER, (cell,))) == ()


def test_the_box_is_there_to_be_seen_and_never_checked_beforehand(workspace: Workspace, cell: Cell) -> None:
    dialog = ArbitrationDialog(workspace, [cell], Side.MANAGER)
    assert dialog.join.isVisibleTo(dialog) and not dialog.with_private
    dialog.join.setChecked(True)
    assert dialog.with_private
    workspace.privacy.hide()
    hidden = ArbitrationDialog(workspace, [cell], Side.MANAGER)
    hidden.join.setChecked(True)
    assert not hidden.join.isVisibleTo(hidden) and not hidden.with_private


def test_the_dialog_says_what_is_wrong_beside_the_field(workspace: Workspace, cell: Cell) -> None:
    dialog = ArbitrationDialog(workspace, [cell], Side.MANAGER)
    dialog.deadline.setText("32/13/2026")
    dialog._accept()
    assert dialog.answer is None
    dialog.deadline.setText("01/12/2026")
    dialog.addressee.setText("Le conseil d’administration")
    dialog._accept()
    assert dialog.answer is not None
    assert (dialog.answer.deadline, dialog.answer.cells) == ("2026-12-01", (cell,))


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_command_writes_a_fiche_and_refuses_what_is_no_point(
    document: Document, cell: Cell, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"fiche{suffix}"
    rest = ["--side", "gestionnaire", "-o", str(out)]
    assert cli.main(["export", "arbitration", str(document.path), "--point", str(cell), *rest]) == 0
    data = out.read_bytes()
    assert data[:4] == (b"%PDF" if suffix == ".pdf" else b"PK\x03\x04") and SECRET.encode() not in data
    if suffix == ".docx":
        assert SECRET not in text_of(data)
    out.unlink()
    label = Cell(cell.kind, cell.row, "label")
    assert cli.main(["export", "arbitration", str(document.path), "--point", str(label), *rest]) == 2
    assert not out.exists()
